"""The documentation is built strictly, whole, and without anything from elsewhere."""

import inspect
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import kg

ROOT = Path(__file__).parents[1]
PARTS_OF_TABLES = {"cells", "columns", "details", "rows"}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the documentation, built here."""
    folder = tmp_path_factory.mktemp("site")
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder)],
        cwd=ROOT,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


def public_names() -> Iterator[tuple[str, object]]:
    """Yield what `kg` exports, and the methods and properties of its classes, with their code."""
    for name in kg.__all__:
        value = getattr(kg, name)
        yield name, value
        if inspect.isclass(value) and not issubclass(value, Exception):
            for owner in value.__mro__:
                if owner.__module__.partition(".")[0] in ("kg", "schemas"):
                    for part, code in vars(owner).items():
                        if not part.startswith("_") and is_code(code):
                            yield f"{name}.{part}", code


def is_code(value: object) -> bool:
    return inspect.isfunction(value) or isinstance(value, property | classmethod)


def test_every_public_name_is_in_the_reference(site: Path) -> None:
    pages = "".join(page.read_text("utf-8") for page in (site / "reference").glob("*.html"))
    shown = set(re.findall(r'id="kg\.([\w.]+)"', pages))
    wanted = {name for name, _ in public_names() if name.split(".")[-1] not in PARTS_OF_TABLES}
    assert not wanted - shown


def test_every_public_name_has_an_example() -> None:
    """The examples run as doctests."""
    without = [
        name
        for name, value in public_names()
        if ">>>" not in (inspect.getdoc(value) or "") and name.split(".")[-1] not in PARTS_OF_TABLES
    ]
    assert not without


def test_every_command_is_in_the_reference(site: Path) -> None:
    from kg.cli import app

    page = (site / "reference" / "command-line.html").read_text("utf-8")
    names = [command.name or command.callback.__name__ for command in app.registered_commands]
    assert not [name for name in names if f"<code>citekg {name}</code>" not in page]


def test_every_term_of_the_ontology_has_its_place(site: Path) -> None:
    page = (site / "reference" / "ontology.html").read_text("utf-8")
    text = (ROOT / "schemas" / "ontology.ttl").read_text("utf-8")
    terms = set(re.findall(r"^kg:(\w+) a owl:", text, re.MULTILINE))
    assert len(terms) > 20
    assert not [term for term in terms if f'id="{term}"' not in page]


def test_pages_load_nothing_from_elsewhere(site: Path) -> None:
    for page in site.rglob("*.html"):
        text = page.read_text("utf-8")
        loaded = re.findall(r'<(?:script|img|iframe)[^>]* src="(https?:[^"]+)', text)
        loaded += re.findall(
            r'<link rel="(?:stylesheet|preconnect)"[^>]* href="(https?:[^"]+)', text
        )
        assert not loaded, page
