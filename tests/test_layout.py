from itertools import combinations
from math import dist

import networkx as nx
import pytest

from output.html.layout import lay_out


def two_groups() -> "nx.Graph[str]":
    graph: nx.Graph[str] = nx.Graph()
    for group in ("a", "b"):
        graph.add_edges_from(combinations([f"{group}{i}" for i in range(8)], 2))
    graph.add_edge("a0", "b0")
    return graph


def mean_distance(
    positions: dict[str, tuple[float, float]], pairs: "list[tuple[str, str]]"
) -> float:
    return sum(dist(positions[a], positions[b]) for a, b in pairs) / len(pairs)


def test_graph_without_nodes_has_no_positions() -> None:
    assert lay_out(nx.Graph(), []) == {}


def test_one_node_lies_in_the_middle() -> None:
    graph: nx.Graph[str] = nx.Graph()
    graph.add_node("only")
    assert lay_out(graph, []) == {"only": (0.0, 0.0)}


def test_order_of_nodes_and_edges_does_not_matter() -> None:
    graph = two_groups()
    reversed_graph: nx.Graph[str] = nx.Graph()
    reversed_graph.add_nodes_from(reversed(list(graph)))
    reversed_graph.add_edges_from((b, a) for a, b in reversed(list(graph.edges)))
    assert lay_out(graph, []) == lay_out(reversed_graph, [])


def test_same_graph_gives_the_same_positions() -> None:
    graph: nx.Graph[str] = nx.relabel_nodes(nx.gnm_random_graph(80, 160, seed=1), str)
    assert lay_out(graph, []) == lay_out(graph, [])


def test_communities_lie_apart() -> None:
    graph = two_groups()
    positions = lay_out(graph, [[node for node in graph if node[0] == name] for name in "ab"])
    inside = [(a, b) for a, b in graph.edges if a[0] == b[0]]
    across = [(f"a{i}", f"b{j}") for i in range(8) for j in range(8)]
    assert mean_distance(positions, across) > 1.5 * mean_distance(positions, inside)


def test_unlinked_nodes_and_small_components_stay_close() -> None:
    graph = two_groups()
    main = set(graph)
    graph.add_nodes_from(f"alone{i}" for i in range(20))
    graph.add_edges_from((f"pair{i}", f"mate{i}") for i in range(10))
    positions = lay_out(graph, [])
    extent = [
        max(p[axis] for p in positions.values()) - min(p[axis] for p in positions.values())
        for axis in (0, 1)
    ]
    assert max(extent) < 30
    middle_x = [abs(positions[node][0]) for node in main]
    assert sum(middle_x) / len(middle_x) < extent[0] / 4


def test_no_two_nodes_share_a_place() -> None:
    graph: nx.Graph[str] = nx.relabel_nodes(nx.star_graph(40), str)
    graph.add_nodes_from(f"alone{i}" for i in range(5))
    positions = lay_out(graph, [])
    assert min(dist(a, b) for a, b in combinations(positions.values(), 2)) > 0.2


@pytest.mark.parametrize("weight", [0.0, 1.0])
def test_loops_are_ignored(weight: float) -> None:
    plain = two_groups()
    looped = two_groups()
    looped.add_edge("a1", "a1", weight=weight)
    assert lay_out(plain, []) == lay_out(looped, [])
