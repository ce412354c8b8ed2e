import pytest

from kg.query import KnowledgeGraph
from schemas import UnknownNameError

PAPERS = {
    "root": (2010, {"introduces": ["X"]}),
    "middle": (2015, {"cites": ["root"], "uses": ["X"]}),
    "other": (2016, {"cites": ["root", "work:w"], "uses": ["X"]}),
    "last": (2020, {"cites": ["middle"], "builds_on": ["root"], "uses": ["Y"]}),
    "aside": (2020, {"uses": ["Y"]}),
}


@pytest.fixture
def graph(described):
    return KnowledgeGraph(described(PAPERS))


@pytest.mark.parametrize("by", ["pagerank", "hits"])
def test_papers_that_others_rest_on_come_first(graph, by):
    found = graph.influential(by=by)
    assert [item.name for item in found[:2]] == ["Paper root", "Paper middle"]
    assert (found[0].papers, found[0].year) == (3, 2010)
    assert sum(item.score for item in found) == pytest.approx(len(PAPERS))
    assert str(found[0]) == f"{found[0].score:.2f} Paper root (3 papers)"


def test_pagerank_is_that_of_the_definition(graph):
    scores = {item.name: item.score / len(PAPERS) for item in graph.influential()}
    open_ends = scores["Paper root"] + scores["Paper aside"]
    rest = 0.15 / 5 + 0.85 * open_ends / 5
    assert scores["Paper last"] == pytest.approx(rest, abs=1e-5)
    assert scores["Paper middle"] == pytest.approx(rest + 0.85 * scores["Paper last"] / 2, abs=1e-5)


@pytest.mark.parametrize("by", ["pagerank", "hits"])
def test_entities_are_ranked_by_the_papers_that_speak_of_them(graph, by):
    found = graph.influential("entities", by=by)
    assert [item.name for item in found] == ["X", "Y"]
    assert [item.papers for item in found] == [3, 2]
    assert found[0].year is None


def test_scores_are_worked_out_once_and_always_the_same(graph, described, monkeypatch):
    first = graph.influential(by="hits")
    turned = KnowledgeGraph(described(dict(reversed(PAPERS.items()))))
    assert turned.influential(by="hits") == first
    monkeypatch.setattr("kg.asking.surveys.scores", None)
    assert graph.influential(by="hits", limit=1) == first[:1]


def test_an_entity_that_no_paper_names_comes_last(graph):
    graph.nx.remove_edges_from([*graph.nx.in_edges("entity:Y", keys=True)])
    last = graph.influential("entities")[-1]
    assert (last.name, last.papers) == ("Y", 0)


def test_without_links_all_papers_are_equal(described):
    graph = KnowledgeGraph(described({"a": (2020, {}), "b": (2020, {}), "c": (2020, {})}))
    assert {item.score for item in graph.influential()} == {1.0}
    assert {item.score for item in graph.influential(by="hits")} == {1.0}
    assert graph.influential("entities") == []


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"kind": "paper"}, "no kind is named 'paper'; nearest: papers"),
        ({"by": "pagerang"}, "no measure is named 'pagerang'; nearest: pagerank"),
    ],
)
def test_kind_and_measure_must_be_known(graph, arguments, message):
    with pytest.raises(UnknownNameError, match=message):
        graph.influential(**arguments)
