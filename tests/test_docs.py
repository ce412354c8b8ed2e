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
QUESTIONS = (ROOT / "docs" / "questions.md").read_text(encoding="utf-8")


def blocks(language: str, page: str = README) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", page, re.MULTILINE | re.DOTALL)


@pytest.fixture
def workplace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(("name", "page"), [("README", README), ("questions", QUESTIONS)])
def test_python_sessions_print_what_they_show(workplace: Path, name: str, page: str) -> None:
    session = doctest.DocTestParser().get_doctest(
        "\n".join(blocks("pycon", page)), {}, name, f"{name}.md", 0
    )
    report: list[str] = []
    result = doctest.DocTestRunner().run(session, out=report.append)
    assert result.attempted > 8
    assert not result.failed, "".join(report)


def test_commands_print_what_they_show(workplace: Path) -> None:
    shown = [block for block in blocks("console") if "citekg" in block]
    assert shown
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


def test_the_query_for_sentences_answers(workplace: Path) -> None:
    import kg
    from output.sparql import select

    folder = Path("demo")
    kg.build("examples/papers.jsonl").save(folder)
    (query,) = blocks("sparql")
    answer = select(folder / "graph.ttl", query)
    assert len(answer.rows) > 5
    assert all("IBP" in row[2] or "nterval" in row[2] for row in answer.rows)


def test_every_question_is_in_the_docs() -> None:
    methods = {name for name in vars(KnowledgeGraph) | vars(Lookups) | vars(Surveys) | vars(Walks)}
    asked = {name for name in methods if not name.startswith("_")}
    pages = README + "".join(page.read_text("utf-8") for page in (ROOT / "docs").glob("*.md"))
    assert not [name for name in asked if not re.search(rf"\b{name}\b", pages)]


def test_every_command_and_option_is_named() -> None:
    for command in app.registered_commands:
        assert command.callback is not None
        name = command.name or command.callback.__name__
        assert f"citekg {name}" in README, name
        helped = CliRunner().invoke(app, [name, "--help"]).stdout
        for option in set(re.findall(r"--[a-z-]+", helped)) - {"--help", "--output"}:
            assert option in README + INPUTS + QUESTIONS, f"{name} {option}"


def test_every_type_relation_and_format_is_named() -> None:
    words = [*EntityType, *Relation]
    assert not [word for word in words if f"`{word}`" not in README]
    assert not [ending for ending in EXPORTERS if f"`{ending}`" not in README]


def test_every_reader_and_service_is_in_the_docs() -> None:
    assert not [ending for ending in READERS if f"`.{ending}`" not in INPUTS]
    assert not [name for name in SERVICES if f"`{name}`" not in INPUTS]
    keys = [service.key for service in SERVICES.values() if service.key]
    assert not [key for key in keys if f"`{key}`" not in INPUTS]


def test_pictures_and_links_lead_to_files() -> None:
    targets = re.findall(r"\]\((?!https?:)([^)#]+)\)", README)
    assert targets
    assert not [target for target in targets if not (ROOT / target).is_file()]
