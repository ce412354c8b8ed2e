"""Pages of the site that are made when it is built, and links that mean the same there.

MkDocs calls `on_files` and `on_page_markdown`; see https://www.mkdocs.org/user-guide/plugins/.
"""

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import notebook_pages
import ontology_page
import python_pages
from mkdocs.structure.files import File, Files

ROOT = Path(__file__).parents[2]
PROJECT = {"project/contributing.md": "CONTRIBUTING.md", "project/changelog.md": "CHANGELOG.md"}
_OUTWARD = re.compile(r"\[([^\]]+)\]\((?:\.\./)+([^)#]+)(#[^)]*)?\)")


def on_files(files: Files, config: Any) -> Files:
    """Add the pages that are made of the code, the ontology, the notebooks and the project."""
    pages = {
        **python_pages.pages(),
        **notebook_pages.pages(ROOT / "examples"),
        "reference/command-line.md": _command_page(),
        "reference/ontology.md": ontology_page.page(ROOT / "schemas"),
        **{page: _project_page(ROOT / source) for page, source in PROJECT.items()},
    }
    for path, content in pages.items():
        files.append(File.generated(config, path, content=content))
    return files


def on_page_markdown(markdown: str, page: Any, **_: Any) -> str:
    """Lead links that leave `docs/` to the page that the site has in their place."""
    up = "../" * page.file.src_uri.count("/")
    return _OUTWARD.sub(lambda found: _inward(up, found[1], found[2]), markdown)


def _inward(up: str, text: str, target: str) -> str:
    if (notebook := Path(target)).suffix == ".ipynb":
        return f"[{text}]({up}notebooks/{notebook.stem}.md)"
    if target.startswith("docs/"):
        return f"[{text}]({up}{target.removeprefix('docs/')})"
    for page, source in PROJECT.items():
        if target == source:
            return f"[{text}]({up}{page})"
    return f"{text} (`{target}`)" if text.strip("`") != target else text


def _command_page() -> str:
    """Return what typer says of each command, without the list of commands, which the page has."""
    command = [sys.executable, "-m", "typer", "kg.cli", "utils", "docs", "--name", "citekg"]
    told = subprocess.run(command, capture_output=True, check=True, text=True, cwd=ROOT).stdout
    told = re.sub(r"\*\*Commands\*\*:\n\n(\* .*\n)+", "", told)
    return told.replace("# `citekg`", "# Command line", 1)


def _project_page(source: Path) -> str:
    """Return a file of the repository's root as a page one folder below that of the others."""
    return re.sub(r"\]\(docs/", "](../", source.read_text(encoding="utf-8"))
