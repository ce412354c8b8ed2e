import itertools
from dataclasses import replace

import networkx as nx
import pytest

import extractors
import kg
from kg import store
from kg.build import build_graph, extract, read
from schemas import (
    ROLES,
    Citation,
    Claim,
    Entity,
    EntityType,
    Evidence,
    Extraction,
    Failure,
    InputError,
    Mention,
    Paper,
    Relation,
    UnknownNameError,
)

TEA = Paper(
    id="p1", title="TeaNet", abstract="We use LeafBench for steeping (Poe 2020).", year=2023
)
POT = Paper(id="p2", title="Steeping pots", abstract="LeafBench at github.com/pots/pot.", year=2020)
POT = replace(POT, authors=("Cy Poe",), references=("s2:leaf",))


def evidence(paper: Paper, surface: str) -> Evidence:
    start = paper.text.index(surface)
    return Evidence(
        paper=paper.curie,
        sentence=paper.text,
        sentence_start=0,
        start=start,
        end=start + len(surface),
        extractor="vocabulary",
        score=0.9,
    )


def claim(paper: Paper, relation: Relation, target: str, surface: str, score=0.9) -> Claim:
    return Claim(
        subject=paper.curie,
        relation=relation,
        object=target,
        evidence=(evidence(paper, surface),),
        confidence=score,
    )


def entity(paper: Paper, name: str, kind: EntityType) -> Entity:
    start = paper.text.index(name)
    mention = Mention(
        start=start, end=start + len(name), surface=name, type=kind, extractor="names", score=0.9
    )
    curie = f"entity:{name.lower()}"
    return Entity(id=curie, name=name, type=kind, aliases=(name,), mentions=(mention,))


def stand_in(papers, pipeline=None):
    """Find LeafBench, a repository and a citation by their words alone."""
    for paper in papers:
        entities, claims, citations = [], [], []
        if "LeafBench" in paper.text:
            entities.append(entity(paper, "LeafBench", EntityType.BENCHMARK))
            claims.append(claim(paper, Relation.USES, "entity:leafbench", "LeafBench"))
        if "github" in paper.text:
            target = "repo:github.com/pots/pot"
            claims.append(claim(paper, Relation.LINKS_TO, target, "github.com/pots/pot"))
        if "Poe 2020" in paper.text:
            start = paper.text.index("Poe 2020")
            citations.append(
                Citation(
                    start=start, end=start + 8, surface="Poe 2020", authors=("Poe",), year=2020
                )
            )
        yield Extraction(
            paper=paper,
            entities=tuple(entities),
            citations=tuple(citations),
            claims=tuple(claims),
        )


@pytest.fixture
def sources(monkeypatch):
    """Make names of sources stand for records, and extraction trivial."""
    records = {
        "tea.jsonl": [TEA, Failure(source="tea.jsonl", line=2, reason="no title", raw="{}")],
        "pot.jsonl": [POT],
        "twin.jsonl": [replace(TEA, id="x", abstract="", venue="TeaConf")],
        "empty.jsonl": [],
        "bad.jsonl": [Failure(source="bad.jsonl", line=n, reason="bad", raw="") for n in (1, 2, 3)],
    }

    def read_papers(source, *, format=None, columns=None):
        if format == "ris":
            raise UnknownNameError("reader", format, ["bib"])
        if source == "locked.jsonl":
            raise PermissionError(13, "Permission denied", source)
        if source not in records:
            raise InputError(str(source), "no such file")
        yield from records[source]

    for name, function in {
        "read_papers": read_papers,
        "load_pipeline": lambda options: None,
        "extract": stand_in,
    }.items():
        monkeypatch.setitem(vars(extractors), name, function)


def test_the_graph_holds_papers_entities_links_and_citations(sources):
    graph = kg.build(["tea.jsonl", "pot.jsonl"])
    assert {node: data["kind"] for node, data in graph.nx.nodes(data=True)} == {
        TEA.curie: "paper",
        POT.curie: "paper",
        "entity:leafbench": "entity",
        "s2:leaf": "cited_work",
        "repo:github.com/pots/pot": "repository",
    }
    assert sorted((a, key, b) for a, b, key in graph.nx.edges(keys=True)) == sorted(
        [
            (TEA.curie, "uses", "entity:leafbench"),
            (TEA.curie, "cites", POT.curie),
            (POT.curie, "uses", "entity:leafbench"),
            (POT.curie, "cites", "s2:leaf"),
            (POT.curie, "links_to", "repo:github.com/pots/pot"),
        ]
    )
    assert graph.nx.nodes["repo:github.com/pots/pot"]["url"] == "https://github.com/pots/pot"


def test_the_order_of_sources_does_not_matter(sources):
    texts = {
        store.dumps(kg.build(order).nx)
        for order in itertools.permutations(["tea.jsonl", "pot.jsonl", "twin.jsonl"])
    }
    assert len(texts) == 1


def test_a_graph_is_in_the_order_of_its_file(sources, tmp_path):
    graph = kg.build(["tea.jsonl", "pot.jsonl"])
    store.save(graph.nx, tmp_path)
    again = store.load(tmp_path)
    assert list(again) == list(graph.nx)
    assert list(again.edges(keys=True)) == list(graph.nx.edges(keys=True))
    assert nx.utils.graphs_equal(again, graph.nx)


def test_one_paper_from_two_sources_is_one_node(sources):
    graph = kg.build(["twin.jsonl", "tea.jsonl"])
    (paper,) = graph.papers()
    assert (paper.venue, paper.abstract) == ("TeaConf", TEA.abstract)
    assert graph.nx.nodes[paper.id]["identifiers"] == ["p1", "x"]
    assert len(graph.evidence("p1", "LeafBench")) == 1


def test_what_cannot_be_read_is_a_failure(sources):
    graph = kg.build(["gone.jsonl", "tea.jsonl", "locked.jsonl"])
    assert [(f.source, f.line, f.reason) for f in graph.failures] == [
        ("gone.jsonl", 0, "no such file"),
        ("locked.jsonl", 0, "Permission denied"),
        ("tea.jsonl", 2, "no title"),
    ]


@pytest.mark.parametrize(
    ("names", "message"),
    [
        ("gone.jsonl", "^gone.jsonl: no such file; no paper could be read here$"),
        (["bad.jsonl"], "^bad.jsonl:1: bad; no paper could be read here, nor from 2 further"),
        ([], "^no paper: the sources are empty; give files with a title a record"),
        (["empty.jsonl"], "the sources are empty"),
    ],
)
def test_nothing_read_is_an_error_that_names_the_first_problem(sources, names, message):
    with pytest.raises(InputError, match=message):
        kg.build(names)


def test_an_unknown_format_is_an_error(sources):
    with pytest.raises(UnknownNameError, match="no reader is named 'ris'"):
        read("tea.jsonl", format="ris")


def test_progress_hears_of_every_paper(sources):
    heard = []
    found = list(
        extract(
            [TEA, POT],
            extractors.Options(),
            progress=lambda done, total: heard.append((done, total)),
        )
    )
    assert [extraction.paper for extraction in found] == [TEA, POT]
    assert heard == [(1, 2), (2, 2)]


def test_the_report_knows_what_was_read(sources, tmp_path, monkeypatch):
    monkeypatch.setattr("output.html.to_html", lambda graph: "", raising=False)
    kg.build(["tea.jsonl", "twin.jsonl"]).save(tmp_path)
    report = (tmp_path / "report.md").read_text("utf-8")
    assert "2 records read, 1 of them for a paper that had one; 1 skipped." in report
    assert "In-text citations found: 1" in report


def test_two_names_of_one_entity_have_one_role_with_all_evidence():
    paper = Paper(id="p", title="Leaf-Bench", abstract="LeafBench helps; LeafBenches do.")
    names = ("Leaf-Bench", "LeafBench")
    extraction = Extraction(
        paper=paper,
        entities=tuple(entity(paper, name, EntityType.BENCHMARK) for name in names),
        claims=(
            claim(paper, Relation.MENTIONS, "entity:leafbench", "LeafBench", 0.95),
            claim(paper, Relation.USES, "entity:leaf-bench", "Leaf-Bench", 0.6),
        ),
    )
    graph = build_graph([extraction])
    ((_, _, role, data),) = graph.edges(keys=True, data=True)
    assert (role, data["confidence"]) == (Relation.USES, 0.6)
    assert [item["start"] for item in data["evidence"]] == [0, 12]


def test_only_one_role_joins_a_paper_and_an_entity(sources):
    graph = kg.build(["tea.jsonl", "pot.jsonl"]).nx
    pairs = [(a, b) for a, b, key in graph.edges(keys=True) if key in ROLES]
    assert len(pairs) == len(set(pairs))
