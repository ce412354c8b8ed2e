"""What the README shows is what happens."""

import doctest
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from extractors import READERS
from extractors.fetch import SERVICES
from kg.asking import Lookups, Surveys, Walks
from kg.cli import app
from kg.query import KnowledgeGraph
from output import EXPORTERS
from schemas import EntityType, Relation

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
INPUTS = (ROOT / "docs" / "inputs.md").read_text(encoding="utf-8")
SERVE = (ROOT / "docs" / "serve.md").read_text(encoding="utf-8")
RDF = (ROOT / "docs" / "rdf.md").read_text(encoding="utf-8")
EXPORTS = (ROOT / "docs" / "exports.md").read_text(encoding="utf-8")
SPARQL = (ROOT / "docs" / "sparql.md").read_text(encoding="utf-8")
EXTENDING = (ROOT / "docs" / "extending.md").read_text(encoding="utf-8")
QUESTIONS = (ROOT / "docs" / "questions.md").read_text(encoding="utf-8")


def blocks(language: str, text: str = README) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


@pytest.fixture
def workplace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(("name", "page"), [("README", README), ("questions", QUESTIONS)])
def test_python_sessions_print_what_they_show(workplace: Path, name: str, page: str) -> None:
    assert run_session(f"{name}.md", blocks("pycon", page)) > 8


def run_session(name: str, parts: list[str]) -> int:
    """Run the examples and return their number."""
    session = doctest.DocTestParser().get_doctest("\n".join(parts), {}, name, name, 0)
    report: list[str] = []
    result = doctest.DocTestRunner().run(session, out=report.append)
    assert not result.failed, "".join(report)
    return result.attempted


def test_commands_print_what_they_show(workplace: Path) -> None:
    shown = [block for block in blocks("console") if "citekg" in block]
    shown += blocks("console", RDF) + blocks("console", SPARQL)
    assert len(shown) > 5
    for block in shown:
        command, _, expected = block.removeprefix("$ ").partition("\n")
        program, *arguments = shlex.split(command)
        assert program == "citekg"
        done = subprocess.run(
            [sys.executable, "-m", "kg", *arguments],
            capture_output=True,
            text=True,
            env={"PYTHONPATH": str(ROOT), "PATH": ""},
        )
        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout == expected


def test_queries_and_sessions_of_sparql_answer(workplace: Path) -> None:
    import kg
    from output.sparql import library, read_dataset

    kg.build("examples/papers.jsonl").save("demo")
    dataset = read_dataset([Path("demo", "graph.ttl")])
    (query,) = blocks("sparql")
    rows = dataset.query(query).rows
    assert len(rows) > 5
    assert all("IBP" in row[2] or "nterval" in row[2] for row in rows)
    for known in library():
        examples = {parameter.name: parameter.example for parameter in known.parameters}
        assert dataset.query(known.name, examples).rows, known.name
    (query,) = blocks("sparql", SPARQL)
    assert len(dataset.query(query, {"author": "John Schulman"}).rows) > 1
    run_session("sparql.md", blocks("pycon", SPARQL))


def test_every_query_of_the_library_is_named() -> None:
    from output.sparql import library

    for query in library():
        parameters = ", ".join(f"`{parameter.name}`" for parameter in query.parameters)
        assert f"| `{query.name}` | {query.title} | {parameters} |" in SPARQL
    assert f"one of {len(library())} questions" in README


def test_the_turtle_is_that_of_the_demo(workplace: Path) -> None:
    import kg

    kg.build("examples/papers.jsonl").save("demo")
    turtle = Path("demo", "graph.ttl").read_text(encoding="utf-8")
    (block,) = blocks("turtle", RDF)
    assert not [part for part in block.split("\n\n") if part.strip() not in turtle]


def test_every_question_is_in_the_docs() -> None:
    methods = {name for name in vars(KnowledgeGraph) | vars(Lookups) | vars(Surveys) | vars(Walks)}
    asked = {name for name in methods if not name.startswith("_")}
    pages = README + "".join(page.read_text("utf-8") for page in (ROOT / "docs").glob("*.md"))
    assert not [name for name in asked if not re.search(rf"\b{name}\b", pages)]


def test_every_command_and_option_is_named() -> None:
    told = README + INPUTS + RDF + SPARQL + SERVE + QUESTIONS + EXTENDING
    for command in app.registered_commands:
        assert command.callback is not None
        name = command.name or command.callback.__name__
        assert f"citekg {name}" in README, name
        helped = CliRunner().invoke(app, [name, "--help"]).stdout
        for option in set(re.findall(r"--[a-z-]+", helped)) - {"--help", "--output"}:
            assert option in told, f"{name} {option}"


def test_every_type_relation_and_format_is_named() -> None:
    words = [*EntityType, *Relation]
    assert not [word for word in words if f"`{word}`" not in README]
    assert not [ending for ending in EXPORTERS if f"`{ending}`" not in EXPORTS]


def test_every_reader_and_service_is_in_the_docs() -> None:
    assert not [ending for ending in READERS if f"`.{ending}`" not in INPUTS]
    assert not [name for name in SERVICES if f"`{name}`" not in INPUTS]
    keys = [service.key for service in SERVICES.values() if service.key]
    assert not [key for key in keys if f"`{key}`" not in INPUTS]


def test_pictures_and_links_lead_to_files() -> None:
    targets = re.findall(r"\]\((?!https?:)([^)#]+)\)", README)
    assert targets
    assert not [target for target in targets if not (ROOT / target).is_file()]
