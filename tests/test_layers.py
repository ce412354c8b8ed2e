import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("schemas", "extractors", "output", "kg")
ALLOWED = {
    "schemas": {"schemas"},
    "extractors": {
        "schemas",
        "extractors",
        "spacy",
        "pylatexenc",
        "threadpoolctl",
        "numpy",
        "scipy",
        "lightgbm",
        "bibtexparser",
        "rispy",
        "lxml",
        "httpx",
        "httpx_retries",
        "hishel",
        "platformdirs",
    },
    "output": {
        "schemas",
        "output",
        "networkx",
        "rdflib",
        "pyoxigraph",
        "pyshacl",
        "pandas",
        "httpx",
        "httpx_retries",
        "starlette",
        "uvicorn",
        "mcp",
        "anyio",
        "pydantic",
        "pyvis",
        "jinja2",
        "numpy",
        "scipy",
        "bibtexparser",
        "rispy",
        "pyarrow",
        "markdown_it",
    },
    "kg": {"schemas", "extractors", "output", "kg", "networkx", "typer", "rich", "pandas"},
}


def modules(package: str) -> list[Path]:
    return sorted((ROOT / package).rglob("*.py"))


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            yield (node.module or "").partition(".")[0]


@pytest.mark.parametrize("package", PACKAGES)
def test_imports_run_downwards(package: str) -> None:
    allowed = ALLOWED[package] | sys.stdlib_module_names
    wrong = {
        f"{path.relative_to(ROOT)} imports {name}"
        for path in modules(package)
        for name in imported(path)
        if name not in allowed
    }
    assert not wrong


def test_only_the_graph_module_adds_nodes_and_edges() -> None:
    callers = {
        str(path.relative_to(ROOT))
        for package in PACKAGES
        for path in modules(package)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in ("add_node", "add_edge")
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "graph"
    }
    assert callers == {"kg/graph.py"}


@pytest.mark.parametrize("package", PACKAGES)
def test_files_and_functions_are_short(package: str) -> None:
    long_files = {
        f"{path.relative_to(ROOT)}: {lines} lines"
        for path in modules(package)
        if (lines := path.read_text(encoding="utf-8").count("\n")) > 330
    }
    long_functions = {
        f"{path.relative_to(ROOT)}: {node.name} has {length} lines"
        for path in modules(package)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef)
        if (length := _length(node)) > 45
    }
    assert not long_files | long_functions


def _length(node: ast.FunctionDef) -> int:
    docstring = ast.get_docstring(node) or ""
    return (node.end_lineno or 0) - node.lineno + 1 - len(docstring.splitlines())


def test_importing_kg_loads_no_heavy_library() -> None:
    heavy = {
        "spacy",
        "rdflib",
        "pyvis",
        "httpx",
        "lxml",
        "bibtexparser",
        "pandas",
        "starlette",
        "mcp",
    }
    code = f"import sys, kg, kg.cli; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT)
    assert done.stdout.strip() == "[]", done.stderr
