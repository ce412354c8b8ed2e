import pytest

from kg.query import KnowledgeGraph
from kg.questions.chains import weighted


@pytest.fixture
def graph(described):
    papers = {
        "a": (2020, {"uses": ["common", "rare"], "introduces": ["start"]}),
        "b": (2021, {"uses": ["common", "rare"], "introduces": ["end"]}),
        "alone": (2021, {"uses": ["island"]}),
        **{f"f{n}": (2020, {"uses": ["common"]}) for n in range(9)},
    }
    return KnowledgeGraph(described(papers))


def test_rare_things_between_come_first(graph):
    rare, common = graph.paths("start", "end")
    assert str(rare) == (
        "start <-introduces- Paper a -uses-> rare <-uses- Paper b -introduces-> end"
    )
    assert "common" in str(common)
    assert rare.cost == pytest.approx(4 + 2 + 2 + 1.584962500721156)
    assert common.cost > rare.cost
    assert rare.nodes == ("start", "Paper a", "rare", "Paper b", "end")
    assert [link.relation for link in rare.links] == ["introduces", "uses", "uses", "introduces"]


def test_both_directions_tell_the_same(graph):
    (there,) = graph.paths("start", "end", limit=1)
    (back,) = graph.paths("end", "start", limit=1)
    assert back.links == there.links[::-1]
    assert back.cost == pytest.approx(there.cost)


def test_what_is_not_joined_has_no_paths(graph):
    assert graph.paths("start", "island") == []
    assert graph.paths("start", "start") == []


def test_what_one_paper_names_is_joined_through_it(graph):
    (chain,) = graph.paths("start", "s2:a")
    assert (chain.nodes, chain.cost) == (("start", "Paper a"), 1.0)
    both = graph.paths("rare", "end")
    assert both[0].nodes == ("rare", "Paper b", "end")


def test_two_things_of_one_paper_are_joined_by_it(described):
    graph = KnowledgeGraph(described({"a": (2020, {"uses": ["X", "Y"]})}))
    (chain,) = graph.paths("X", "Y")
    assert str(chain) == "X <-uses- Paper a -uses-> Y"


def test_weights_add_up_to_links_and_rarity_between(graph):
    flat = weighted(graph.nx)
    assert flat["s2:a"]["entity:rare"]["weight"] == pytest.approx(1 + 1 + 1.584962500721156 / 2)
