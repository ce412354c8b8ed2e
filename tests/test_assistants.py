"""The tools for assistants, asked by the client of the MCP SDK."""

import asyncio
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from mcp import Client, StdioServerParameters
from typer.testing import CliRunner

import kg
from kg.assistant import INSTRUCTIONS, tools
from kg.cli import app
from kg.graph import add_paper, empty_graph
from output import assistants
from output.assistants import make_server
from schemas import MissingExtraError, Paper

PAGE = (Path(__file__).parents[1] / "docs" / "mcp.md").read_text(encoding="utf-8")
NAMES = [tool.name for tool in tools(kg.KnowledgeGraph(empty_graph()))]


def within(graph, talk):
    """Return what `talk` makes of a client of a server of this graph."""

    async def run():
        async with Client(make_server(tools(graph), version="1", instructions=INSTRUCTIONS)) as c:
            return await talk(c)

    return asyncio.run(run())


def ask(graph, name, /, **given):
    result = within(graph, lambda client: client.call_tool(name, given))
    (content,) = result.content
    return content.text, result.structured_content, result.is_error


def found(graph, name, /, **given):
    text, data, is_error = ask(graph, name, **given)
    assert not is_error, text
    assert data["total"] == len(data["items"]) + data["left_out"]
    return data


@pytest.fixture
def shelf(shelf_graph):
    return kg.KnowledgeGraph(shelf_graph)


def test_every_tool_says_what_it_answers_and_that_it_only_reads(shelf):
    listed = within(shelf, lambda client: client.list_tools()).tools
    assert [tool.name for tool in listed] == NAMES
    for tool in listed:
        hints = tool.annotations
        assert (hints.read_only_hint, hints.idempotent_hint) == (True, True)
        assert (hints.destructive_hint, hints.open_world_hint) == (False, False)
        assert "Example: " in tool.description or "Takes no" in tool.description
        assert tool.input_schema["additionalProperties"] is False
        for name, argument in tool.input_schema["properties"].items():
            assert argument["description"], name
        assert tool.output_schema["required"] == ["total", "left_out", "items"]
        assert ">>>" not in json.dumps(tool.output_schema)


def test_the_examples_of_the_descriptions_are_answered(example):
    asked = 0
    for tool in within(example, lambda client: client.list_tools()).tools:
        for given in re.findall(r"\{[^{}]*\}", tool.description):
            assert found(example, tool.name, **json.loads(given))["items"], (tool.name, given)
            asked += 1
    assert asked > 14


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("overview", {}),
        ("search_papers", {"about": "GSM8K", "role": "evaluates_on"}),
        ("search_papers", {"text": "catastrophic forgetting"}),
        ("search_papers", {"role": "introduces"}),
        ("search_papers", {"since": 2024}),
        ("search_entities", {"type": "benchmark"}),
        ("search_entities", {"of": "ORPO"}),
        ("used_together", {"name": "MATH"}),
        ("coverage", {}),
        ("coverage_gaps", {}),
        ("similar_papers", {"paper": "SimPO", "by": "all"}),
        ("similar_papers", {"paper": "SimPO", "by": "references"}),
        ("connections", {"start": "EWC", "end": "ImageNet"}),
        ("reading_list", {"topic": "continual learning"}),
        ("reading_list", {"topic": "best trade-off"}),
        ("trends", {}),
        ("influential", {}),
        ("influential", {"kind": "entities", "by": "hits"}),
        ("communities", {}),
        ("missing_works", {}),
        ("explain_names", {"name": "PRM"}),
    ],
)
def test_all_that_is_found_has_sentences_of_papers(example, name, given):
    items = found(example, name, **given)["items"]
    assert items
    for item in items:
        assert item["evidence"], item
        for quote in item["evidence"]:
            paper = example.paper(quote["paper"])
            assert quote["title"] == paper.title
            told = paper.title + "\n" + paper.abstract
            assert quote.get("listed") or quote["sentence"] in told
            assert "relation" not in quote or 0 < quote["confidence"] <= 1


def test_papers_come_with_ids_titles_and_the_sentence_that_shows_why(example):
    data = found(example, "search_papers", about="GSM8K", role="evaluates_on", since=2023)
    asked = example.papers("GSM8K", role="evaluates_on", since=2023)
    assert [item["found"]["id"] for item in data["items"]] == [paper.id for paper in asked]
    first = data["items"][0]
    assert first["found"]["title"].startswith("Math-Shepherd")
    assert first["evidence"][0]["relation"] == "evaluates_on"
    assert "84.1% on GSM8K" in first["evidence"][0]["sentence"]
    assert "abstract" not in first["found"]


def test_variants_count_where_they_are_asked_for(example):
    alone = found(example, "search_papers", about="ImageNet", limit=50)
    family = found(example, "search_papers", about="ImageNet", variants=True, limit=50)
    ids = [paper.id for paper in example.papers("ImageNet", variants=True)]
    assert alone["total"] < family["total"]
    assert [item["found"]["id"] for item in family["items"]] == ids
    assert all(item["evidence"] for item in family["items"])


def test_a_card_of_a_paper_has_its_text_and_its_links(example):
    (item,) = found(example, "paper", paper="Direct Preference Optimization")["items"]
    card, info = item["found"], example.paper("arxiv:2305.18290")
    assert card["text"] == info.abstract
    assert card["entities"]["introduces"][0]["name"] == "direct preference optimization"
    assert len(card["built_on_by"]) == 10
    assert card["built_on_by_left_out"] == len(example.built_on_by(info.id)) - 10
    assert item["evidence"][0]["relation"] == "introduces"


def test_a_card_of_an_entity_has_its_papers_by_role(example):
    (item,) = found(example, "entity", name="TRPO")["items"]
    assert [paper["id"] for paper in item["found"]["papers"]["introduces"]] == ["arxiv:1502.05477"]
    assert [quote["relation"] for quote in item["evidence"]] == ["introduces", "uses"]


def test_what_most_papers_name_is_cut_and_counted_by_role(example):
    (item,) = found(example, "entity", name="CIFAR-10")["items"]
    card, papers = item["found"], example.card("CIFAR-10").papers
    assert [len(shown) for shown in card["papers"].values()] == [
        min(len(all_), 10) for all_ in papers.values()
    ]
    assert card["papers_left_out"] == {
        role: len(all_) - 10 for role, all_ in papers.items() if len(all_) > 10
    }


def test_evidence_gives_every_sentence_of_a_link(shelf):
    (first, *_) = shelf.papers("TeaNet")
    data = found(shelf, "evidence", paper=first.id, entity="entity:teanet")
    sentences = [item.sentence for item in shelf.evidence(first.id, "TeaNet")]
    assert [item["found"]["sentence"] for item in data["items"]] == sentences
    assert {item["found"]["name"] for item in data["items"]} == {"TeaNet"}


def test_lineage_runs_both_ways_with_the_sentence_of_each_link(example):
    items = found(example, "lineage", name="DPO", limit=50)["items"]
    start, *steps = items
    assert (start["found"]["side"], start["found"]["depth"]) == ("start", 0)
    assert start["evidence"][0]["relation"] == "introduces"
    assert {step["found"]["side"] for step in steps} == {"builds on", "built on by"}
    for step in steps:
        (quote,) = step["evidence"]
        assert quote["relation"] == "builds_on"
        assert quote["paper"] in (step["found"]["paper"]["id"], step["found"]["next_to"])


def test_an_answer_is_bounded_and_tells_what_is_left_out(example):
    text, data, _ = ask(example, "search_papers", limit=3)
    assert (data["total"], data["left_out"], len(data["items"])) == (120, 117, 3)
    assert text.splitlines()[-1] == "... and 117 more: raise `limit` or narrow the question"
    for name in NAMES:
        if name in ("overview", "coverage", "coverage_gaps", "trends", "influential"):
            text, data, _ = ask(example, name)
            assert max(len(text), len(json.dumps(data))) < 60_000, name


def test_paths_are_not_all_counted(example):
    data = found(example, "connections", start="EWC", end="ImageNet", limit=2)
    assert (data["total"], data["left_out"]) == (3, 1)


def test_nothing_found_is_said(shelf):
    text, data, is_error = ask(shelf, "search_papers", text="coffee")
    assert (text, is_error) == ("nothing found", False)
    assert data == {"total": 0, "left_out": 0, "items": []}


def test_an_empty_graph_answers_every_question_that_needs_no_name():
    graph = kg.KnowledgeGraph(empty_graph())
    text, _, _ = ask(graph, "trends")
    assert text == "nothing found\npapers of at least two years are needed to see a trend"
    for name in ("search_papers", "coverage", "influential", "communities", "missing_works"):
        assert ask(graph, name)[0] == "nothing found"
    assert ask(graph, "overview")[0].startswith("no papers")


@pytest.mark.parametrize(
    ("name", "given", "problem"),
    [
        ("entity", {"name": "DPOO"}, "no entity is named 'DPOO'; nearest: DPO, dDPO, DeepFool"),
        ("paper", {"paper": "SimPOO"}, "no paper is named 'SimPOO'; "),
        ("entity", {}, "entity needs the argument 'name': Name of an entity, "),
        ("entity", {"name": "DPO", "yaer": 1}, "entity has no argument 'yaer'; it takes: name"),
        ("search_papers", {"role": "use"}, "role: Input should be 'introduces', 'uses', "),
        ("search_papers", {"limit": 51}, "limit: Input should be less than or equal to 50, not 51"),
        ("coverage", {"top": 51}, "top: Input should be less than or equal to 50, not 51"),
        ("communities", {"resolution": -1}, "resolution: Input should be greater than or equal"),
        ("search_papers", {"since": "long ago"}, "since: Input should be a valid integer"),
        ("lineage", {"name": "GPT-4"}, "no paper introduces 'GPT-4'; give the name of a paper"),
        ("ask_all", {}, "no tool is named 'ask_all'; there are: overview, search_papers, "),
    ],
)
def test_a_wrong_question_is_an_error_that_says_what_to_do(example, name, given, problem):
    text, data, is_error = ask(example, name, **given)
    assert is_error
    assert data is None
    assert text.startswith(problem)
    assert "\n" not in text


@pytest.mark.parametrize("methods", [["DPO"], '["DPO"]', "DPO", "[broken"])
def test_a_list_may_come_as_text(example, methods):
    text, data, is_error = ask(example, "coverage", methods=methods, benchmarks=["GSM8K"])
    if methods == "[broken":
        assert (is_error, text.startswith("no entity is named '[broken'")) == (True, True)
    else:
        assert data["items"][0]["found"]["method"]["name"] == "direct preference optimization"


def test_null_stands_for_an_argument_that_is_not_given(example):
    assert found(example, "search_papers", about=None, role=None)["total"] == 120


def test_foreign_text_cannot_steer_a_terminal():
    graph = empty_graph()
    add_paper(graph, Paper(id="p1", title="A \x1b[31mred\x1b[0m net"))
    text, _, _ = ask(kg.KnowledgeGraph(graph), "search_papers")
    assert "\x1b" not in text
    assert len(text.splitlines()) == 1


def test_the_command_speaks_the_protocol_on_its_standard_streams(shelf, tmp_path):
    shelf.save(tmp_path)
    arguments = ["-m", "kg", "mcp", str(tmp_path)]

    async def talk():
        server = StdioServerParameters(command=sys.executable, args=arguments)
        async with Client(server, read_timeout_seconds=60) as client:
            listed = (await client.list_tools()).tools
            return listed, await client.call_tool("search_papers", {"about": "TeaNet"})

    listed, answer = asyncio.run(talk())
    assert [tool.name for tool in listed] == NAMES
    titles = [item["found"]["title"] for item in answer.structured_content["items"]]
    assert titles == [paper.title for paper in shelf.papers("TeaNet")]


def test_only_the_protocol_is_on_standard_output(shelf, tmp_path):
    shelf.save(tmp_path)
    params = {
        "protocolVersion": "2025-06-18",
        "capabilities": {},
        "clientInfo": {"name": "test", "version": "1"},
    }
    messages = [
        {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": params},
        {"jsonrpc": "2.0", "method": "notifications/initialized"},
        {"jsonrpc": "2.0", "id": 2, "method": "tools/call", "params": {"name": "overview"}},
    ]
    program = subprocess.Popen(
        [sys.executable, "-m", "kg", "mcp", str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    assert program.stdin and program.stdout
    replies = []
    for message in messages:
        program.stdin.write(json.dumps(message) + "\n")
        program.stdin.flush()
        if "id" in message:
            replies.append(json.loads(program.stdout.readline()))
    rest, problems = program.communicate(timeout=60)
    assert (program.returncode, rest, problems) == (0, "", "")
    assert [reply["id"] for reply in replies] == [1, 2]
    assert replies[0]["result"]["serverInfo"]["name"] == "citekg"
    assert replies[0]["result"]["instructions"] == INSTRUCTIONS
    assert replies[1]["result"]["isError"] is False


def test_a_folder_without_a_graph_is_one_line(tmp_path):
    result = CliRunner().invoke(app, ["mcp", str(tmp_path)])
    assert result.exit_code == 1
    assert result.stdout == ""
    assert len(result.stderr.splitlines()) == 1


def test_without_the_extra_the_command_says_what_to_install(shelf, tmp_path, monkeypatch):
    shelf.save(tmp_path)
    monkeypatch.setattr(assistants, "find_spec", lambda _: None)
    with pytest.raises(MissingExtraError, match=r"pip install 'citekg\[mcp\]'"):
        make_server([])
    result = CliRunner().invoke(app, ["mcp", str(tmp_path)])
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("citekg: mcp needs the extra 'mcp'; install it with: pip ")


def test_the_page_names_every_tool_and_shows_what_they_answer(example):
    assert not [name for name in NAMES if f"`{name}`" not in PAGE]
    blocks = re.findall(
        r"^```text\n> (\w+) (\{[^\n]*\})\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL
    )
    assert len(blocks) > 2
    for name, given, shown in blocks:
        text, _, _ = ask(example, name, **json.loads(given))
        assert shown == f"{text}\n", name
