import pytest

from kg.query import KnowledgeGraph

PAPERS = {
    **{f"t{n}": (2020 + n, {"uses": ["tea", "pot"], "mentions": ["all"]}) for n in range(4)},
    **{f"c{n}": (2010, {"uses": ["coffee", "mill"], "mentions": ["all"]}) for n in range(3)},
    "alone": (None, {"uses": ["water"]}),
}


@pytest.fixture
def graph(described):
    return KnowledgeGraph(described(PAPERS))


def test_papers_on_the_same_things_are_together(graph):
    tea, coffee = graph.communities()
    assert [paper.title for paper in tea.papers] == [f"Paper t{n}" for n in range(4)]
    assert [paper.title for paper in coffee.papers] == [f"Paper c{n}" for n in range(3)]


def test_what_sets_them_apart_names_them(graph):
    tea, coffee = graph.communities()
    assert tea.name == "pot, tea"
    assert coffee.name.startswith("coffee, mill")
    assert [entity.name for entity in tea.entities[:2]] == ["pot", "tea"]
    assert tea.cells()[:3] == (4, "2020-2023", "pot, tea")
    assert str(coffee) == f"{coffee.name} (3 papers)"


def test_small_groups_are_left_out(graph):
    assert len(graph.communities(minimum=1)) == 3
    assert graph.communities(minimum=9) == []


def test_groups_do_not_depend_on_the_order(graph, described):
    turned = KnowledgeGraph(described(dict(reversed(PAPERS.items()))))
    assert turned.communities() == graph.communities()
    assert graph.communities() is graph.communities()
