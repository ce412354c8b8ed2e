"""The notebooks in `examples/` as pages, with the outputs that they hold."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

_HTML_LIMIT = 20_000


def pages(folder: Path) -> dict[str, str]:
    """Return a page for each notebook of a folder."""
    return {
        f"notebooks/{path.stem}.md": "\n\n".join(_parts(path)) + "\n"
        for path in sorted(folder.glob("*.ipynb"))
    }


def _parts(path: Path) -> Iterator[str]:
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    for number, cell in enumerate(cells):
        source = "".join(cell["source"])
        if cell["cell_type"] == "markdown":
            yield source
            if number == 0:
                yield f"*This page is the notebook `examples/{path.name}`.*"
            continue
        yield f"```python\n{source}\n```"
        for output in cell["outputs"]:
            yield _output(output)


def _output(output: dict[str, Any]) -> str:
    data = output.get("data", {"text/plain": output.get("text", [])})
    html = "".join(data.get("text/html", []))
    if html and len(html) < _HTML_LIMIT:
        return f'<div class="notebook-output">\n{html}\n</div>'
    return f"```text\n{''.join(data['text/plain']).rstrip()}\n```"
