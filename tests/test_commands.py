import csv
import io
import json

import pytest
from typer.testing import CliRunner

from kg import store
from kg.cli import app
from schemas import EntityType

PAPERS = {
    "root": (2010, {"introduces": ["X"], "evaluates_on": ["B1"]}),
    "middle": (2015, {"cites": ["root", "work:w"], "uses": ["X"], "evaluates_on": ["B1"]}),
    "last": (2020, {"builds_on": ["root"], "uses": ["X", "Y"], "evaluates_on": ["B2"]}),
    "more": (2020, {"cites": ["root", "work:w"], "uses": ["X", "Y"]}),
}


@pytest.fixture
def folder(described, tmp_path):
    types = {"B1": EntityType.BENCHMARK, "B2": EntityType.BENCHMARK}
    graph = described(PAPERS, types)
    for *_, data in graph.edges(data=True):
        place = {"sentence_start": 0, "start": 0, "end": 1, "extractor": "names", "score": 0.9}
        data["evidence"] = [item | place for item in data["evidence"]]
    store.save(graph, tmp_path)
    return str(tmp_path)


def run(*arguments):
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def rows(*arguments):
    result = run(*arguments, "--format", "json")
    assert (result.exit_code, result.stderr) == (0, "")
    return json.loads(result.stdout)


@pytest.mark.parametrize(
    ("arguments", "column", "values"),
    [
        (["papers", "DIR"], "id", ["s2:root", "s2:middle", "s2:last", "s2:more"]),
        (["papers", "DIR", "X", "--role", "uses", "--since", "2016"], "id", ["s2:last", "s2:more"]),
        (["papers", "DIR", "--until", "2015", "--text", "MIDDLE"], "id", ["s2:middle"]),
        (["papers", "DIR", "X", "--variants", "--role", "introduces"], "id", ["s2:root"]),
        (["entities", "DIR", "--type", "benchmark"], "name", ["B1", "B2"]),
        (["entities", "DIR", "--of", "s2:last", "--role", "uses"], "name", ["X", "Y"]),
        (["entities", "DIR", "--limit", "1"], "name", ["X"]),
        (["entity", "DIR", "Y"], "what", ["method", "uses", "uses"]),
        (["evidence", "DIR", "s2:root", "X"], "sentence", ["root introduces X."]),
        (["related", "DIR", "s2:middle", "--by", "references"], "id", ["s2:more"]),
        (["related", "DIR", "s2:root", "--limit", "1"], "by", ["entities"]),
        (["path", "DIR", "X", "B2", "--limit", "1"], "nodes", [["X", "Paper last", "B2"]]),
        (["path", "DIR", "X", "B2", "--shortest"], "relation", ["uses", "evaluates_on"]),
        (["lineage", "DIR", "X"], "side", ["start", "built on by"]),
        (["reading-list", "DIR", "X", "--limit", "1"], "id", ["s2:root"]),
        (["co-used", "DIR", "Y", "--minimum", "1", "--limit", "1"], "name", ["B2"]),
        (["coverage", "DIR", "--method", "Y", "--benchmark", "B2"], "B2", [1]),
        (["coverage", "DIR", "--top", "1"], "method", ["X"]),
        (["coverage", "DIR", "--gaps"], "benchmark", ["B1"]),
        (["trends", "DIR", "--minimum", "2", "--type", "benchmark"], "name", ["B1"]),
        (["trends", "DIR", "--minimum", "2", "--window", "1", "--limit", "1"], "name", ["Y", "B1"]),
        (["influential", "DIR", "--limit", "1"], "id", ["s2:root"]),
        (["influential", "DIR", "entities", "--by", "hits", "--limit", "1"], "name", ["X"]),
        (["communities", "DIR", "--minimum", "9", "--resolution", "1"], "name", []),
        (["missing", "DIR"], "cited_by", [["s2:middle", "s2:more"]]),
    ],
)
def test_commands_answer(folder, arguments, column, values):
    arguments = [folder if argument == "DIR" else argument for argument in arguments]
    assert [row[column] for row in rows(*arguments)] == values


def test_a_table_is_for_reading_and_csv_has_all(folder):
    table = run("missing", folder)
    assert (
        table.stdout
        == "papers  year  title  id\n------  ----  -----  ------\n2             w      work:w\n"
    )
    (row,) = csv.DictReader(io.StringIO(run("missing", folder, "--format", "csv").stdout))
    assert row["cited_by"] == "s2:middle; s2:more"
    assert (row["year"], row["papers"]) == ("", "2")


def test_a_lineage_prints_as_a_tree(folder):
    assert run("lineage", folder, "X").stdout == (
        "X: Paper root (2010) <s2:root>\n  built on by\n    Paper last (2020) <s2:last>\n"
    )


def test_an_empty_table_says_so(folder):
    result = run("papers", folder, "--since", 2030)
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "citekg: nothing found\n")
    assert rows("papers", folder, "--since", 2030) == []


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["entity", "B3"], "no entity is named 'B3'; nearest: B2, B1"),
        (["papers", "X", "--role", "using"], "no role is named 'using'; nearest: uses"),
        (["trends", "--type", "bench"], "no entity type is named 'bench'; nearest: benchmark"),
        (["related", "Papr root"], "no paper is named 'Papr root'; nearest: Paper root"),
    ],
)
def test_a_wrong_name_names_the_nearest(folder, arguments, message):
    result = run(arguments[0], folder, *arguments[1:])
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(f"citekg: {message}")


def test_a_wrong_choice_lists_the_choices(folder):
    result = run("influential", folder, "--by", "rank")
    assert result.exit_code == 2
    assert "'pagerank', 'hits'" in " ".join(result.stderr.split())


def test_a_shell_can_complete_commands():
    result = run("--help")
    assert "--install-completion" in result.stdout
    assert "--show-completion" in result.stdout
