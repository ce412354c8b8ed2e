import copy

import networkx as nx
import pytest

import kg
from kg.graph import add_paper
from kg.query import KnowledgeGraph
from output.report import Intake
from schemas import EntityType, Failure, NodeKind, Paper, Relation, UnknownNameError

TEA = "arxiv:2301.00001"
POT = "doi:10.1000/pot_2024"


@pytest.fixture
def graph(small_graph):
    add_paper(small_graph, Paper(id="p3", title="Undated leaves", abstract="Leaves fall."))
    return KnowledgeGraph(small_graph)


def ids(items):
    return [item.id for item in items]


@pytest.mark.parametrize(
    ("conditions", "found"),
    [
        ({}, ["p1", "p2", "p3"]),
        ({"about": "CNN"}, ["p1", "p2"]),
        ({"about": "CNN", "role": "uses"}, ["p1"]),
        ({"role": Relation.COMPARES_TO}, ["p1"]),
        ({"since": 2024}, ["p2"]),
        ({"until": 2023}, ["p1"]),
        ({"since": 2023, "until": 2023}, ["p1"]),
        ({"text": "LEAVES fall"}, ["p3"]),
        ({"text": "steeping"}, ["p1"]),
        ({"about": "TeaNet", "text": "pots"}, ["p2"]),
        ({"about": "OakNet", "since": 2024}, []),
    ],
)
def test_papers_meet_all_conditions(graph, conditions, found):
    assert ids(graph.papers(**conditions)) == [graph.paper(name).id for name in found]


@pytest.mark.parametrize(
    ("conditions", "found"),
    [
        (
            {},
            ["convolutional neural network", "LeafBench", "TeaNet", "leaf recognition", "OakNet"],
        ),
        ({"type": "model"}, ["TeaNet", "OakNet"]),
        ({"type": EntityType.TASK}, ["leaf recognition"]),
        ({"of": "p2"}, ["convolutional neural network", "LeafBench", "TeaNet"]),
        ({"of": "p2", "role": "studies"}, ["TeaNet"]),
        ({"role": "introduces"}, ["TeaNet"]),
        ({"role": "introduces", "of": "p2"}, []),
        ({"text": "OAK"}, ["OakNet"]),
        ({"text": "cnn"}, ["convolutional neural network"]),
        ({"text": "coffee"}, []),
    ],
)
def test_entities_meet_all_conditions(graph, conditions, found):
    assert [entity.name for entity in graph.entities(**conditions)] == found


def test_an_entity_knows_its_names_and_papers(graph):
    entity = graph.entity("cnn")
    assert (entity.papers, entity.type) == (2, EntityType.METHOD)
    assert "CNNs" in entity.aliases
    assert str(entity) == "convolutional neural network (method, 2 papers)"


@pytest.mark.parametrize("name", ["β-Tea", "beta tea", "BetaTea", "ﬁne teas", "Fine-Tea", "-tea"])
def test_an_entity_is_found_whatever_its_first_letter(graph, name):
    graph.nx.nodes["entity:teanet"]["aliases"] = ["β-tea", "fine tea", "'Tea"]
    assert graph.entity(name).id == "entity:teanet"
    assert [item.entity.id for item in graph.explain(name)] == ["entity:teanet"]


def test_a_paper_prints_with_year_and_id(graph):
    assert str(graph.paper("p3")).startswith("Undated leaves <local:")
    assert str(graph.paper("p1")) == (
        "TeaNet: steeping networks for leaf recognition (2023) <arxiv:2301.00001>"
    )


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda g: g.papers("nothing"), "no entity is named 'nothing'"),
        (lambda g: g.papers(role="used"), "no role is named 'used'; nearest: uses"),
        (lambda g: g.papers(role="cites"), "no role is named 'cites'"),
        (lambda g: g.entities(type="modle"), "no entity type is named 'modle'; nearest: model"),
        (lambda g: g.entities(of="nothing"), "no paper is named 'nothing'"),
        (lambda g: g.cites("nothing"), "no paper is named 'nothing'"),
    ],
)
def test_an_unknown_name_names_the_nearest(graph, call, message):
    with pytest.raises(UnknownNameError, match=message):
        call(graph)


def test_evidence_is_the_sentence_and_the_place(graph):
    (item,) = graph.evidence("p2", "TeaNet")
    assert (item.relation, item.confidence) == (Relation.STUDIES, 0.9)
    assert item.sentence == "We study TeaNet on LeafBench."
    abstract = graph.paper("p2").title + "\n\n" + graph.paper("p2").abstract
    assert abstract[item.start : item.end] == "TeaNet"
    assert str(item) == "studies (0.90): We study TeaNet on LeafBench."


def test_evidence_of_a_citation_and_of_nothing(graph):
    assert [item.relation for item in graph.evidence("p2", "p1")] == [Relation.CITES]
    assert graph.evidence("p2", "OakNet") == []


def test_evidence_stands_in_the_order_of_the_text(graph):
    (edge,) = (data for a, b, data in graph.nx.edges(data=True) if (a, b) == (POT, "entity:teanet"))
    later = edge["evidence"][0] | {"start": 200, "end": 206}
    edge["evidence"].insert(0, later)
    starts = [item.start for item in graph.evidence("p2", "TeaNet")]
    assert starts == sorted(starts)
    assert len(starts) == 2


def test_related_papers_share_rare_entities_first(graph):
    graph.nx.remove_edge(POT, "entity:leafbench")
    graph.nx.add_edge(graph.paper("p3").id, "entity:oaknet", Relation.USES)
    first, second = graph.related("p1")
    assert (first.paper.id, first.shared) == (
        POT,
        ("TeaNet", "convolutional neural network"),
    )
    assert (second.paper.title, second.shared) == ("Undated leaves", ("OakNet",))
    assert first.score > second.score > 0
    assert ids(item.paper for item in graph.related("p1", limit=1)) == [POT]


def test_a_rare_entity_weighs_more(graph):
    papers = [Paper(id=f"s2:{number}", title=f"T{number}") for number in range(3)]
    for paper in papers:
        add_paper(graph.nx, paper)
        graph.nx.add_edge(paper.curie, "entity:leafbench", Relation.USES)
    graph.nx.add_edge("s2:0", "entity:oaknet", Relation.USES)
    related = {item.paper.id: item for item in graph.related("p1")}
    assert related["s2:0"].score > 2 * related["s2:1"].score
    assert related["s2:0"].shared == ("OakNet", "LeafBench")
    assert str(related["s2:1"]) == f"{related['s2:1'].score:.2f} T1 <s2:1>: LeafBench"


def test_citations_go_both_ways(graph):
    assert ids(graph.cites("p2")) == [TEA]
    assert ids(graph.cited_by("p1")) == [POT]
    (work,) = graph.cites("p1")
    assert (work.title, work.year, work.kind) == ("Doe and Ray (2019)", 2019, NodeKind.CITED_WORK)
    assert str(work) == "Doe and Ray (2019) <work:doe-ray-2019>"
    assert ids(graph.cited_by("work:doe-ray-2019")) == [TEA]


def test_papers_build_on_papers_with_the_sentences_of_both(graph):
    studies = graph.nx.edges[POT, "entity:teanet", "studies"]
    introduces = graph.nx.edges[TEA, "entity:teanet", "introduces"]
    evidence = [*introduces["evidence"], *studies["evidence"]]
    graph.nx.add_edge(POT, TEA, "builds_on", confidence=0.8, evidence=evidence)
    assert ids(graph.builds_on("p2")) == [TEA]
    assert ids(graph.built_on_by("p1")) == [POT]
    assert graph.builds_on("p1") == graph.built_on_by("p2") == []
    items = [i for i in graph.evidence("p2", "p1") if i.relation is Relation.BUILDS_ON]
    assert [item.paper for item in items] == [POT, TEA]
    assert items[0].sentence == "We study TeaNet on LeafBench."


def test_papers_about_a_family_speak_of_its_variants(graph):
    variant = {"confidence": 0.9, "evidence": []}
    graph.nx.add_edge("entity:oaknet", "entity:teanet", "variant_of", **variant)
    graph.nx.add_edge("entity:teanet", "entity:leaf-recognition", "variant_of", **variant)
    assert ids(graph.papers(about="leaf recognition")) == [TEA]
    assert ids(graph.papers(about="leaf recognition", variants=True)) == [TEA, POT]
    found = graph.papers(about="leaf recognition", variants=True, role="compares_to")
    assert ids(found) == [TEA]


def test_a_path_is_a_shortest_chain_of_links(graph):
    path = graph.path("OakNet", "github.com/pots/study")
    assert [str(link) for link in path] == [
        "TeaNet: steeping networks for leaf recognition -compares_to-> OakNet",
        "A study of TeaNet & CNNs -cites-> TeaNet: steeping networks for leaf recognition",
        "A study of TeaNet & CNNs -links_to-> github.com/pots/study",
    ]
    back = graph.path("github.com/pots/study", "OakNet")
    assert back == path[::-1]


def test_no_path_is_empty(graph):
    assert graph.path("p1", "p3") == []
    assert graph.path("p1", "p1") == []


def test_among_paths_of_one_length_the_first_by_id_is_taken(graph):
    graph.nx.remove_edge(POT, TEA)
    (middle,) = {link.object for link in graph.path("p1", "p2")}
    assert middle == "entity:convolutional-neural-network"


def test_questions_change_nothing(graph):
    before = copy.deepcopy(graph.nx)
    graph.papers("CNN")
    graph.related("p1")
    graph.path("p1", "OakNet")
    assert nx.utils.graphs_equal(before, graph.nx)


def test_the_graph_prints_its_size(graph):
    assert len(graph) == len(graph.nx) == 10
    assert repr(graph) == (
        "<KnowledgeGraph: 3 papers, 5 entities, 1 cited work, 1 repository, 11 links>"
    )


def test_failures_are_those_of_the_build(graph):
    failure = Failure(source="a", line=1, reason="b", raw="c")
    intake = Intake(records=1, citations=0, failures=(failure,))
    assert KnowledgeGraph(graph.nx, intake=intake).failures == (failure,)
    assert graph.failures == ()


def test_a_graph_is_saved_and_loaded_through_the_facade(graph, tmp_path, monkeypatch):
    calls = []
    monkeypatch.setattr(
        "output.render", lambda graph, ending, **options: calls.append((ending, options)) or ending
    )
    paths = kg.save(graph, tmp_path / "out", base="https://example.org/")
    names = ["graph.html", "graph.ttl", "report.md", "graph.json"]
    assert [path.name for path in paths] == names
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == sorted(names)
    assert calls == [
        (".html", {}),
        (".ttl", {"base": "https://example.org/"}),
        (".md", {"intake": None}),
    ]
    assert nx.utils.graphs_equal(kg.load(tmp_path / "out").nx, graph.nx)
