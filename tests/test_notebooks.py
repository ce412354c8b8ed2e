"""The notebooks run, and print what they hold."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import nbformat
import pytest

FOLDER = Path(__file__).parents[1] / "examples"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))
RUN = """
import sys, nbformat, nbclient
notebook = nbformat.read(sys.argv[1], as_version=4)
nbclient.NotebookClient(notebook, timeout=300, kernel_name="python3").execute()
nbformat.write(notebook, sys.argv[2])
"""


def printed(path: Path) -> list[tuple[str, list[str]]]:
    """Return the source of each cell of code, and what it printed as text."""
    cells = nbformat.read(path, as_version=4).cells
    return [(c.source, [*map(text_of, c.outputs)]) for c in cells if c.cell_type == "code"]


def text_of(output: Any) -> str:
    return str(output.get("text") or output["data"]["text/plain"])


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_prints_what_it_holds(path: Path, tmp_path: Path) -> None:
    again = tmp_path / path.name
    place = {**os.environ, "PYTHONPATH": str(FOLDER.parent), "JUPYTER_PLATFORM_DIRS": "1"}
    done = subprocess.run(
        [sys.executable, "-c", RUN, str(path), str(again)],
        cwd=FOLDER,
        env=place,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    held = printed(path)
    assert sum(bool(texts) for _, texts in held) > 5
    assert printed(again) == held


def test_notebooks_are_small_and_of_no_machine() -> None:
    assert len(NOTEBOOKS) == 2
    for path in NOTEBOOKS:
        text = path.read_text("utf-8")
        assert len(text) < 60_000
        assert "/home/" not in text
        assert "/tmp/" not in text
