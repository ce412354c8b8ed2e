import copy

import pytest

from kg.changes import Change, ChangeKind, compare
from kg.graph import Graph, add_paper
from schemas import Attribute, Paper


@pytest.fixture
def later(small_graph: Graph) -> Graph:
    return copy.deepcopy(small_graph)


def told(old: Graph, new: Graph) -> list[str]:
    return [str(change) for change in compare(old, new)]


def _halves(line: str) -> tuple[str, str]:
    change, _, rest = line.partition(" ")
    return change, rest


def test_equal_graphs_do_not_differ(small_graph, later):
    assert told(small_graph, later) == []


def test_what_came_went_in_the_other_direction(small_graph, later):
    add_paper(later, Paper(id="new", title="Cups"))
    later.remove_node("entity:oaknet")
    came, went = told(small_graph, later), told(later, small_graph)
    assert came[:2] == ["new paper: Cups", "gone entity: OakNet"]
    assert [line.partition(":")[0] for line in came[2:]] == ["gone compares_to"]
    swapped = {"new": "gone", "gone": "new"}
    assert went == [f"{swapped[change]} {rest}" for change, rest in map(_halves, came)]


def test_fields_roles_confidence_and_evidence_that_differ_are_named(small_graph, later):
    paper, entity = next(
        (a, b) for a, b, key in small_graph.edges(keys=True) if key == "evaluates_on"
    )
    later.nodes[paper][Attribute.YEAR] = 1999
    later.nodes[paper][Attribute.ABSTRACT] = "Short."
    later.nodes[entity][Attribute.ALIASES] = ["Leaf-Bench"]
    data = later.edges[paper, entity, "evaluates_on"]
    later.remove_edge(paper, entity, "evaluates_on")
    later.add_edge(paper, entity, "uses", confidence=0.5, evidence=[])
    changes = list(compare(small_graph, later))
    assert {change.change for change in changes} == {ChangeKind.CHANGED}
    node, name, role = changes
    assert f"year: {small_graph.nodes[paper]['year']} -> 1999" in node.how
    assert "-> 6 characters" in node.how
    assert name.how == "aliases: -LeafBench +Leaf-Bench"
    assert role.how == (
        f"role: evaluates_on -> uses; confidence: {data['confidence']:.2f} -> 0.50; "
        f"evidence: -{len(data['evidence'])} +0"
    )
    assert (role.what, role.id) == ("uses", f"{paper} {entity}")


def test_a_paper_with_a_better_id_is_the_same_paper(small_graph):
    old, new = copy.deepcopy(small_graph), copy.deepcopy(small_graph)
    add_paper(old, Paper(id="local:cup", title="Cups"))
    add_paper(new, Paper(id="s2:cup", title="Cups", identifiers=("local:cup",)))
    for graph, cup in ((old, "local:cup"), (new, "s2:cup")):
        graph.add_edge(cup, "entity:oaknet", "uses", confidence=0.5, evidence=[])
    assert list(compare(old, new)) == [
        Change(
            change=ChangeKind.CHANGED,
            what="paper",
            id="s2:cup",
            name="Cups",
            how="id: local:cup -> s2:cup",
        )
    ]
