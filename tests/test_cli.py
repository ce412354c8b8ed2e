import gzip
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from kg import store
from kg.cli import app

ROOT = Path(__file__).parents[1]
TEA = (
    '{"id": "p1", "title": "TeaNet: steeping networks", "year": 2023, "abstract": '
    '"We introduce TeaNet, a convolutional neural network (CNN). We evaluate on CIFAR-10, '
    'following Doe et al. (2019). Code: https://github.com/pots/tea"}\n'
)
POT = (
    '{"id": "p2", "title": "Pots", "year": 2024, "abstract": "We use a CNN on CIFAR-10.", '
    '"doi": "10.1000/pot", "references": ["p1"]}\n'
)
FILES = [
    "extractions.jsonl.gz",
    "graph.html",
    "graph.json",
    "graph.ttl",
    "report.md",
    "sources.jsonl.gz",
]


def run(*arguments: str | Path, text: str | None = None):
    return CliRunner().invoke(app, [str(argument) for argument in arguments], input=text)


@pytest.fixture
def papers(tmp_path) -> Path:
    file = tmp_path / "papers.jsonl"
    file.write_text(TEA + POT, "utf-8")
    return file


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("built")
    (folder / "papers.jsonl").write_text(TEA + POT, "utf-8")
    assert run("build", folder / "papers.jsonl", "-o", folder).exit_code == 0
    return folder


def test_build_writes_its_files_and_says_where(papers, tmp_path):
    result = run("build", papers, "-o", tmp_path / "out")
    assert (result.exit_code, result.stderr) == (0, "")
    out = tmp_path / "out"
    assert sorted(path.name for path in out.iterdir()) == FILES
    assert result.stdout == (
        f"page    {out}/graph.html\nRDF     {out}/graph.ttl\n"
        f"report  {out}/report.md\ngraph   {out}/graph.json\n"
    )
    graph = store.load(out)
    assert graph.has_edge("doi:10.1000/pot", next(n for n in graph if n.startswith("local:")))


def test_build_reports_failures_and_writes_the_rest(tmp_path):
    (tmp_path / "papers.jsonl").write_text(TEA + "{\n" * 12, "utf-8")
    result = run("build", tmp_path / "gone.jsonl", tmp_path / "papers.jsonl", "-o", tmp_path / "o")
    lines = result.stderr.splitlines()
    assert result.exit_code == 1
    assert lines[0].startswith(f"citekg: {tmp_path}/gone.jsonl: ")
    assert lines[1].startswith("citekg: papers.jsonl:2: ")
    assert lines[10:] == ["citekg: and 3 more, see report.md"]
    assert sorted(path.name for path in (tmp_path / "o").iterdir()) == FILES
    assert (tmp_path / "o" / "report.md").read_text("utf-8").count("papers.jsonl line") == 12


def test_build_into_adds_papers_to_a_graph_and_diff_tells_what_changed(tmp_path):
    for name, text in (("tea.jsonl", TEA), ("pot.jsonl", POT)):
        (tmp_path / name).write_text(text, "utf-8")
    assert run("build", tmp_path / "tea.jsonl", "-o", tmp_path / "old").exit_code == 0
    assert run("build", tmp_path / "tea.jsonl", "-o", tmp_path / "new").exit_code == 0
    added = run("build", tmp_path / "pot.jsonl", "--into", tmp_path / "new")
    assert (added.exit_code, added.stderr) == (0, "")
    both = run("build", tmp_path / "tea.jsonl", tmp_path / "pot.jsonl", "-o", tmp_path / "both")
    assert both.exit_code == 0
    for name in FILES:
        assert (tmp_path / "new" / name).read_bytes() == (tmp_path / "both" / name).read_bytes()
    result = run("diff", tmp_path / "old", tmp_path / "new", "--format", "json")
    rows = [(row["change"], row["what"], row["name"]) for row in json.loads(result.stdout)]
    assert ("new", "paper", "Pots") in rows
    assert ("new", "cites", "Pots -> TeaNet: steeping networks") in rows
    assert not [row for row in rows if row[0] != "new"]
    assert result.stderr == f"{len(rows)} new, 0 gone, 0 changed\n"
    same = run("diff", tmp_path / "new", tmp_path / "both")
    assert (same.exit_code, same.stdout, same.stderr) == (0, "", "0 new, 0 gone, 0 changed\n")


@pytest.mark.parametrize("folders", [[], ["-o", "out", "--into", "out"]])
def test_build_needs_one_folder(papers, folders):
    result = run("build", papers, *folders)
    assert result.exit_code == 2
    assert "give the folder of a new graph with -o DIR" in " ".join(result.stderr.split())


def test_nothing_is_added_to_a_folder_without_a_graph(papers, tmp_path):
    result = run("build", papers, "--into", tmp_path / "gone")
    assert result.exit_code == 1
    assert result.stderr == (
        f"citekg: {tmp_path}/gone/sources.jsonl.gz: no such file, so nothing can be added to "
        "this graph; build it again with -o\n"
    )


def test_build_writes_nothing_when_no_paper_was_read(tmp_path):
    (tmp_path / "papers.jsonl").write_text("{}}\n", "utf-8")
    result = run("build", tmp_path / "papers.jsonl", "-o", tmp_path / "out")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.count("\n") == 1
    assert result.stderr.startswith("citekg: papers.jsonl:1: ")
    assert "no paper could be read here" in result.stderr
    assert not (tmp_path / "out").exists()


def test_build_takes_columns_vocabulary_and_base_iri(tmp_path):
    (tmp_path / "papers.csv").write_text("Titel,Text\nTea,We brew Zilvertea here.\n", "utf-8")
    entry = {"id": "model:zilvertea", "name": "Zilvertea", "type": "model", "aliases": []}
    (tmp_path / "own.jsonl").write_text(json.dumps(entry) + "\n", "utf-8")
    result = run(
        "build",
        tmp_path / "papers.csv",
        *("-o", tmp_path / "out"),
        *("--format", "csv"),
        *("--columns", "title=Titel,abstract=Text"),
        *("--vocabulary", tmp_path / "own.jsonl"),
        *("--base-iri", "https://example.org/kg/"),
    )
    assert (result.exit_code, result.stderr) == (0, "")
    assert "entity:zilvertea" in store.load(tmp_path / "out")
    assert "https://example.org/kg/" in (tmp_path / "out" / "graph.ttl").read_text("utf-8")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--columns", "title"], "'title' is no pair; write field=column"),
        (["--format", "jsno"], "citekg: no format is named 'jsno'; nearest: "),
    ],
)
def test_wrong_use_of_build_is_told(papers, tmp_path, arguments, message):
    result = run("build", papers, "-o", tmp_path / "out", *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert message in result.stderr


def test_build_obeys_decisions_and_tells_lines_that_are_none(papers, tmp_path):
    (tmp_path / "mine.txt").write_text("drop: CIFAR-10\ntype: TeaNet | tea\n", "utf-8")
    result = run(*("build", papers, "-o", tmp_path / "out"), "--decisions", tmp_path / "mine.txt")
    assert result.exit_code == 1
    assert result.stderr == (
        f"citekg: {tmp_path}/mine.txt:2: no entity type is called 'tea'; "
        "write one of method, model, benchmark, task, metric, concept\n"
    )
    graph = store.load(tmp_path / "out")
    assert "entity:cifar-10" not in graph
    assert "entity:teanet" in graph
    report = (tmp_path / "out" / "report.md").read_text("utf-8")
    assert "| drop: CIFAR-10 | 2 |" in report
    assert "no entity type is called" in report


def test_decisions_that_are_not_there_are_told(papers, tmp_path):
    result = run("build", papers, "-o", tmp_path / "out", "--decisions", tmp_path / "gone.txt")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == (
        f"citekg: {tmp_path}/gone.txt: no such file; give a text file of decisions\n"
    )


def test_explain_tells_why_names_stand_for_an_entity(built):
    result = run("explain", built, "cnn")
    assert (result.exit_code, result.stderr) == (0, "")
    title, *names = result.stdout.splitlines()
    assert title == (
        "convolutional neural network (method, 2 papers) <entity:convolutional-neural-network>"
    )
    assert "  CNN: entry 'convolutional neural network' of the vocabulary (1 paper)" in names
    assert any(
        line.startswith("  CNN: beside its long form in TeaNet: steeping networks (2023) <local:")
        for line in names
    )


def test_explain_tells_the_nearest_names_of_an_unknown_one(built):
    result = run("explain", built, "CIFAR-11")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("citekg: no entity is named 'CIFAR-11'; nearest: CIFAR-10")


def test_extract_prints_one_record_a_paper(papers, tmp_path):
    result = run("extract", papers)
    assert (result.exit_code, result.stderr) == (0, "")
    tea, pot = (json.loads(line) for line in result.stdout.splitlines())
    assert (tea["id"], tea["title"]) == ("p1", "TeaNet: steeping networks")
    assert {entity["name"] for entity in tea["entities"]} >= {"TeaNet", "CIFAR-10"}
    assert tea["citations"][0]["authors"] == ["Doe"]
    assert tea["repositories"] == ["https://github.com/pots/tea"]
    text = json.loads(TEA)["title"] + "\n\n" + json.loads(TEA)["abstract"]
    for entity in tea["entities"]:
        for mention in entity["mentions"]:
            assert text[mention["start"] : mention["end"]] == mention["text"]
    assert pot["citations"] == []
    assert run("extract", papers, "-o", "-").stdout == result.stdout
    assert run("extract", papers, "-o", tmp_path / "x.jsonl.gz").stdout == ""
    assert gzip.decompress((tmp_path / "x.jsonl.gz").read_bytes()).decode() == result.stdout


def test_extract_reports_failures(tmp_path):
    (tmp_path / "papers.jsonl").write_text(TEA + "{\n", "utf-8")
    result = run("extract", tmp_path / "papers.jsonl")
    assert result.exit_code == 1
    assert result.stdout.count("\n") == 1
    assert result.stderr.startswith("citekg: papers.jsonl:2: ")


TITLES = "SELECT ?title { ?paper dcterms:title ?title } ORDER BY ?title"


def test_query_prints_a_table_csv_or_json(built):
    table = run("query", built, TITLES)
    assert (table.exit_code, table.stderr) == (0, "")
    assert table.stdout.splitlines()[2:] == ["Pots", "TeaNet: steeping networks"]
    rows = run("query", built, TITLES, "--format", "csv").stdout.splitlines()
    assert rows == ["title", "Pots", "TeaNet: steeping networks"]
    answer = json.loads(run("query", built, TITLES, "--format", "json").stdout)
    assert [row["title"]["value"] for row in answer["results"]["bindings"]] == rows[1:]
    lines = run("query", built, TITLES, "--format", "tsv").stdout.splitlines()
    assert lines == ["?title", '"Pots"@en', '"TeaNet: steeping networks"@en']
    assert run("query", built, TITLES, "--format", "xml").stdout.count("<result>") == 2


def test_query_prints_a_constructed_graph(built):
    sparql = "CONSTRUCT { ?b kg:citedBy ?a } WHERE { ?a cito:cites ?b . ?b a fabio:Expression }"
    (line,) = run("query", built, sparql, "--format", "nt").stdout.splitlines()
    assert line.endswith("/ns#citedBy> <https://w3id.org/citekg/paper/doi.10.1000_pot> .")
    result = run("query", built, TITLES, "--format", "nt")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("citekg: the answer is no graph; ask with CONSTRUCT")


def test_query_asks_a_question_of_the_library(built):
    result = run("query", built, "introduced-by", "--set", "entity=teanet", "--format", "csv")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.splitlines()[1].startswith("2023,TeaNet: steeping networks,,0.")
    arguments = ("introductions", "--set", "type=model", "--set", "type=method")
    printed = run("query", built, *arguments, "--print").stdout
    assert "ns#Model> <https://w3id.org/citekg/ns#Method> }" in printed
    assert run("query", built, "-", text=printed).stdout == run("query", built, *arguments).stdout


def test_query_lists_the_library():
    result = run("query", "--list")
    assert (result.exit_code, result.stderr) == (0, "")
    assert (
        "introduced-by: Who introduced a thing\n    entity (entity, for example EWC): the thing\n"
    ) in result.stdout
    assert run("query", "anywhere", "--list").stdout == result.stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "give a folder and a query, or --list to see those of the library"),
        (["built"], "give a folder and a query"),
        (["built", "introduced-by", "--set", "entity"], "'entity' is no pair; write NAME=VALUE"),
        (["built", "introduced-bi"], "citekg: no query is named 'introduced-bi'; nearest: intro"),
        (["built", "introduced-by"], "citekg: query 'introduced-by' lacks a value: entity ("),
    ],
)
def test_wrong_use_of_query_is_told(built, arguments, message):
    result = run("query", *(built if item == "built" else item for item in arguments))
    assert (result.exit_code, result.stdout) == (2, "")
    assert message in " ".join(result.stderr.replace("│", "").split())


def test_query_reads_a_file_or_stdin(built, tmp_path):
    (tmp_path / "titles.rq").write_text(TITLES, "utf-8")
    expected = run("query", built, TITLES).stdout
    assert run("query", built, f"@{tmp_path}/titles.rq").stdout == expected
    assert run("query", built, "-", text=TITLES).stdout == expected


@pytest.mark.parametrize(
    ("sparql", "status", "message"),
    [
        ("SELEKT", 2, "citekg: SPARQL syntax, line 1"),
        ("@gone.rq", 1, "citekg: gone.rq: No such file or directory"),
    ],
)
def test_a_query_that_cannot_be_answered_is_one_line(built, sparql, status, message):
    result = run("query", built, sparql)
    assert (result.exit_code, result.stdout) == (status, "")
    assert result.stderr.startswith(message)
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize(
    "ending", ["ttl", "nt", "nq", "trig", "jsonld", "rdf", "xml", "md", "html", "nt.gz"]
)
def test_export_writes_the_format_of_the_ending(built, tmp_path, ending):
    result = run("export", built, "-o", tmp_path / f"graph.{ending}")
    assert (result.exit_code, result.output) == (0, "")
    assert (tmp_path / f"graph.{ending}").stat().st_size > 100


def test_export_gives_the_same_turtle_as_build(built, tmp_path):
    run("export", built, "-o", tmp_path / "graph.ttl")
    assert (tmp_path / "graph.ttl").read_bytes() == (built / "graph.ttl").read_bytes()
    run("export", built, "-o", tmp_path / "x", "--format", "nt", "--base-iri", "https://x.org/")
    assert "<https://x.org/" in (tmp_path / "x").read_text("utf-8")


def test_export_chooses_layers_and_confidence_and_leaves_text_out(built, tmp_path):
    file = tmp_path / "graph.nt"
    result = run("export", built, "-o", file, "--layers", "core,evidence", "--no-text")
    assert (result.exit_code, result.output) == (0, "")
    content = file.read_text("utf-8")
    assert "ns#uses>" in content
    assert "oa#start>" in content
    assert "oa#exact>" not in content
    assert "ns#confidence>" not in content
    assert "void:triples" in (tmp_path / "graph.nt.void.ttl").read_text("utf-8")
    run("export", built, "-o", file, "--min-confidence", "1")
    assert "ns#uses> <https://w3id.org/citekg/entity" not in file.read_text("utf-8")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["-o", "graph.nt", "--layers", "core,link"], "citekg: no layer is named 'link'; nearest"),
        (["-o", "graph.nt", "--min-confidence", "2"], "citekg: 2.0 is no confidence; give"),
        (["-o", "graph.md", "--no-text"], "citekg: exporter '.md' has no option 'text'"),
        (["-o", "graph.xlsx"], "citekg: no exporter is named '.xlsx'"),
        (["-o", "graph"], "citekg: graph: has no file ending"),
        (["-o", "graph.html", "--base-iri", "x"], "citekg: exporter '.html' has no option 'base'"),
    ],
)
def test_wrong_use_of_export_is_told(built, arguments, message):
    result = run("export", built, *arguments)
    assert result.exit_code == 2
    assert result.stderr.startswith(message)


@pytest.mark.parametrize(
    "arguments", [["query", "gone", "ASK {}"], ["show", "gone"], ["export", "gone", "-o", "x.ttl"]]
)
def test_a_folder_without_a_graph_is_told(arguments):
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("citekg: gone/graph.")
    assert "make" in result.stderr
    assert result.stderr.count("\n") == 1


def test_show_opens_the_page(built, monkeypatch):
    opened = []
    monkeypatch.setattr("webbrowser.open", lambda url: opened.append(url) or True)
    result = run("show", built)
    assert (result.exit_code, result.stdout) == (0, f"{built}/graph.html\n")
    assert opened == [(built / "graph.html").as_uri()]


def test_show_without_a_browser_says_so(built, monkeypatch):
    monkeypatch.setattr("webbrowser.open", lambda url: False)
    result = run("show", built)
    assert (result.exit_code, result.stdout) == (1, f"{built}/graph.html\n")
    assert "found no browser; open the file above in one" in result.stderr


@pytest.fixture
def gold(tmp_path) -> Path:
    file = tmp_path / "gold.jsonl"
    entities = [
        {"type": "benchmark", "role": "evaluates_on", "mentions": ["CIFAR-10"]},
        {"type": "model", "role": "uses", "mentions": ["OakNet"]},
    ]
    records = (
        {"id": "p1", "entities": entities, "citations": [{"authors": ["Doe"], "year": 2019}]},
        {"id": "p9", "entities": [], "citations": []},
    )
    file.write_text("".join(json.dumps(record) + "\n" for record in records), "utf-8")
    return file


def test_evaluate_prints_scores(papers, gold):
    result = run("evaluate", gold, papers)
    assert result.exit_code == 0
    lines = [line.split() for line in result.stdout.splitlines()]
    assert lines[0] == ["score", "precision", "recall", "F1", "matched", "gold", "predicted"]
    assert ["citations", "1.000", "1.000", "1.000", "1", "1", "1"] in lines
    assert result.stderr == "citekg: 1 gold papers were not read and count as empty\n"
    rows = {
        row["score"]: row
        for row in json.loads(run("evaluate", gold, papers, "--format", "json").stdout)
    }
    assert rows["benchmark"]["recall"] == 1.0


def test_evaluate_prints_scores_by_type_or_by_extractor(papers, gold):
    result = run("evaluate", gold, papers, "--by", "type", "--format", "csv")
    assert result.exit_code == 0
    assert result.stdout.startswith("type,precision,recall,F1,matched,gold,predicted\n")
    assert "\nbenchmark,1.0,1.0,1.0,1,1,1\n" in result.stdout
    result = run("evaluate", gold, papers, "--by", "extractor", "--format", "json")
    rows = {row["extractor"]: row for row in json.loads(result.stdout)}
    assert (rows["vocabulary"]["matched"], rows["vocabulary"]["gold"]) == (1, 2)
    assert rows["names"]["precision"] == 0.0


def test_evaluate_prints_the_most_frequent_errors(papers, gold):
    lines = run("evaluate", gold, papers, "--errors", "1").stdout.splitlines()
    assert [line.split() for line in lines[::2]] == [
        ["error", "type", "name", "count"],
        ["missed", "model", "OakNet", "1"],
    ]
    assert lines[3].startswith("false alarm  ")
    result = run("evaluate", gold, papers, "--errors", "1", "--format", "json")
    first, second = json.loads(result.stdout)
    assert first == {"error": "missed", "type": "model", "name": "OakNet", "count": 1}
    assert second["error"] == "false alarm"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--errors", "0"], "Invalid value for '--errors'"),
        (["--by", "tea"], "Invalid value for '--by'"),
        (["--errors", "3", "--by", "type"], "another table than '--by type'; give one of the two"),
    ],
)
def test_wrong_use_of_evaluate_is_told(papers, gold, arguments, message):
    result = run("evaluate", gold, papers, *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert message in " ".join(result.stderr.split())


def test_gold_that_is_not_there_is_one_line(papers):
    result = run("evaluate", "gone.jsonl", papers, "--errors", "3")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == "citekg: gone.jsonl: No such file or directory\n"


def test_an_interrupt_is_quiet(papers, tmp_path, monkeypatch):
    def interrupt(*arguments, **options):
        raise KeyboardInterrupt

    monkeypatch.setattr("kg.build", interrupt)
    result = run("build", papers, "-o", tmp_path / "out")
    assert (result.exit_code, result.output) == (130, "")


def test_a_file_that_cannot_be_written_is_one_line(papers):
    result = run("extract", papers, "-o", papers / "x.jsonl")
    assert result.exit_code == 1
    assert result.stderr.startswith("citekg: ")
    assert result.stderr.endswith(": Not a directory\n") or "File exists" in result.stderr


def test_help_and_version():
    assert run("--version").stdout.startswith("citekg ")
    text = run("--help").stdout
    for command in ("build", "extract", "query", "export", "show", "evaluate"):
        assert f"  {command} " in text
        assert run(command, "--help").exit_code == 0


def command(*arguments: str | Path, **options) -> subprocess.CompletedProcess[bytes]:
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "error"}
    return subprocess.run(
        [sys.executable, "-m", "kg", *map(str, arguments)],
        env=environment | options.pop("env", {}),
        capture_output=True,
        check=False,
        **options,
    )


def test_the_process_separates_data_from_problems(papers, tmp_path):
    papers.write_text(TEA + "{\n", "utf-8")
    result = command("extract", papers, cwd=tmp_path, env={"PYTHONIOENCODING": "ascii"})
    assert result.returncode == 1
    assert json.loads(result.stdout)["id"] == "p1"
    assert result.stderr.startswith(b"citekg: papers.jsonl:2: ")


def test_wrong_use_ends_with_status_2(tmp_path):
    result = command("bild", cwd=tmp_path)
    assert (result.returncode, result.stdout) == (2, b"")
    assert b"No such command 'bild'" in result.stderr


def test_the_same_papers_give_the_same_bytes(papers, tmp_path):
    for seed, lines in (("1", TEA + POT), ("2", POT + TEA)):
        papers.write_text(lines, "utf-8")
        result = command("build", papers, "-o", tmp_path / seed, env={"PYTHONHASHSEED": seed})
        assert (result.returncode, result.stderr) == (0, b"")
    for name in FILES:
        assert (tmp_path / "1" / name).read_bytes() == (tmp_path / "2" / name).read_bytes(), name


def test_a_closed_pipe_is_quiet(papers, tmp_path):
    papers.write_text(POT * 3000, "utf-8")
    call = f"{sys.executable} -m kg extract {papers} | head -1"
    result = subprocess.run(
        call,
        shell=True,
        capture_output=True,
        check=False,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    assert result.stdout.count(b"\n") == 1
    assert result.stderr == b""


@pytest.mark.usefixtures("trees")
def test_train_writes_a_model_that_build_takes(tmp_path):
    places = ("Assam", "Ceylon", "Darjeeling", "Kenya", "Nilgiri", "Yunnan")
    papers, gold = tmp_path / "papers.jsonl", tmp_path / "gold.jsonl"
    records = [
        {"id": place, "title": f"On {place}", "abstract": f"We brew {place}Net with {place}."}
        for place in places
    ]
    annotations = [
        {
            "id": place,
            "entities": [{"type": "model", "role": "uses", "mentions": [f"{place}Net"]}],
        }
        for place in places
    ]
    papers.write_text("".join(json.dumps(record) + "\n" for record in records), "utf-8")
    gold.write_text("".join(json.dumps(record) + "\n" for record in annotations), "utf-8")
    result = run("train", papers, gold, "-o", tmp_path / "model")
    assert (result.exit_code, result.stderr) == (0, "")
    first, told, heading, *rows = result.stdout.splitlines()
    assert first == f"model   {tmp_path}/model (from 6 papers)"
    assert told == "Each paper by a model that was trained without it:"
    assert heading.split()[:4] == ["score", "precision", "recall", "F1"]
    assert {row.split()[0]: row.split()[-2] for row in rows if row.strip()}["core"] == "6"
    result = run("extract", papers, "--model", tmp_path / "model", "--threshold", "0.5")
    found = [json.loads(line)["entities"] for line in result.stdout.splitlines()]
    assert [entity["name"] for (entity,) in found] == [f"{place}Net" for place in places]


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        (("extract", "{papers}", "--model", "{tmp}"), 1, "has no tagger.npz, so it is no model"),
        (("extract", "{papers}", "--threshold", "2"), 2, "Invalid value for '--threshold'"),
        (
            ("train", "{papers}", "{papers}", "-o", "{tmp}/m"),
            1,
            "papers.jsonl:1: expected id, entities",
        ),
    ],
)
def test_a_wrong_model_or_gold_is_told(papers, tmp_path, arguments, status, message):
    result = run(*(part.format(papers=papers, tmp=tmp_path) for part in arguments))
    assert result.exit_code == status
    assert message in " ".join(result.stderr.split())
