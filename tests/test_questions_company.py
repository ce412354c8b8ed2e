import pytest

from kg.query import KnowledgeGraph
from schemas import EntityType, UnknownNameError

TYPES = {"B1": EntityType.BENCHMARK, "B2": EntityType.BENCHMARK}


@pytest.fixture
def graph(described):
    papers = {
        **{f"a{n}": (2020, {"uses": ["X", "Y"], "evaluates_on": ["B1"]}) for n in range(4)},
        "b": (2021, {"uses": ["X", "once"], "evaluates_on": ["B1"]}),
        "c": (2021, {"uses": ["Z"], "evaluates_on": ["B2"]}),
        **{f"d{n}": (2022, {"mentions": ["filler"]}) for n in range(4)},
        "e": (2022, {"mentions": ["X", "filler"]}),
    }
    return KnowledgeGraph(described(papers, TYPES))


def test_co_use_counts_and_compares_with_chance(graph):
    found = {item.entity.name: item for item in graph.co_used("X")}
    assert set(found) == {"Y", "B1"}
    assert (found["Y"].papers, found["B1"].papers) == (4, 5)
    assert found["Y"].expected == pytest.approx(6 * 4 / 11)
    assert found["Y"].lift == pytest.approx(4 * 11 / (6 * 4))
    assert found["Y"].score > 3.84
    assert str(found["Y"]) == "Y: 4 papers, 1.8 times as many as by chance"


def test_what_is_seen_often_stands_before_what_is_seen_once(graph):
    names = [item.entity.name for item in graph.co_used("X", minimum=1)]
    assert names == ["B1", "Y", "once"]
    assert "filler" not in names
    assert [i.entity.name for i in graph.co_used("X", type="method", minimum=1, limit=1)] == ["Y"]


def test_co_use_names_what_it_does_not_know(graph):
    with pytest.raises(UnknownNameError, match="no entity type is named 'methods'"):
        graph.co_used("X", type="methods")
    with pytest.raises(UnknownNameError, match="no entity is named 'XX'"):
        graph.co_used("XX")


def test_coverage_holds_the_papers_of_each_pair(graph):
    table = graph.coverage(top=3)
    assert [m.name for m in table.methods] == ["X", "Y", "once"]
    assert [b.name for b in table.benchmarks] == ["B1", "B2"]
    assert [p.title for p in table.papers("Y", "B1")] == [f"Paper a{n}" for n in range(4)]
    assert table.papers("Y", "B2") == ()
    assert table.papers(table.methods[0], "entity:B1") == table.papers("X", "B1")
    assert str(table) == ("method  B1  B2\n------  --  --\nX       5\nY       4\nonce    1")
    assert table.to_pandas().shape == (3, 3)


def test_gaps_are_the_pairs_that_chance_would_have_joined_most(graph):
    table = graph.coverage(["Y", "Z", "X"], ["B2", "B1"])
    assert [m.name for m in table.methods] == ["Y", "Z", "X"]
    gaps = [(gap.method.name, gap.benchmark.name) for gap in table.gaps()]
    assert gaps[0] in {("X", "B2"), ("Z", "B1")}
    assert set(gaps) == {("X", "B2"), ("Y", "B2"), ("Z", "B1")}
    assert table.gaps(1)[0].expected == pytest.approx(5 / 6)
    assert str(table.gaps(1)[0]).endswith("(0.83 expected)")


def test_a_graph_without_evaluations_has_an_empty_matrix(described):
    table = KnowledgeGraph(described({"a": (2020, {"uses": ["X"]})})).coverage()
    assert (table.rows(), table.gaps()) == ([], [])
    named = KnowledgeGraph(described({"a": (2020, {"uses": ["X"], "mentions": ["B1"]})}, TYPES))
    assert named.coverage(["X"], ["B1"]).gaps()[0].expected == 0
