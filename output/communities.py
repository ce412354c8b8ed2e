"""Communities of a graph, and what tells one from the others."""

from collections.abc import Collection, Iterable
from math import sqrt
from typing import Final, TypeAlias

import networkx as nx

from schemas import Attribute, EntityType, NodeKind

Graph: TypeAlias = "nx.MultiDiGraph[str]"
SimpleGraph: TypeAlias = "nx.Graph[str]"

_SEED: Final = 1

# How much the type of an entity says about what a community is about.
_TELLING: Final[dict[str, float]] = {
    EntityType.MODEL: 0.5,
    EntityType.BENCHMARK: 0.4,
    EntityType.METRIC: 0.2,
}


def linked(graph: Graph) -> SimpleGraph:
    """Return the undirected graph of nodes that a claim links; `weight` is low at hubs.

    >>> list(linked(nx.MultiDiGraph([("p", "e"), ("p", "e")])).edges(data="weight"))
    [('e', 'p', 1.414...)]
    """
    simple: SimpleGraph = nx.Graph()
    simple.add_nodes_from(sorted(graph))
    simple.add_edges_from(sorted({(min(a, b), max(a, b)) for a, b in graph.edges() if a != b}))
    degree = dict(simple.degree())
    for a, b, attributes in simple.edges(data=True):
        attributes["weight"] = 2 / sqrt(degree[a] + degree[b])
    return simple


def communities_of(simple: SimpleGraph, *, resolution: float = 1.0) -> list[list[str]]:
    """Return the communities of nodes with links, the largest first.

    They are those of Louvain (Blondel et al. 2008) with a fixed seed. What has one link is in
    the community of its neighbour, so it counts as a loop there, which leaves modularity as it
    is (Arenas et al. 2007).

    >>> communities_of(nx.Graph(["ab", "ac", "bc", "cd", "ef"]))
    [['a', 'b', 'c', 'd'], ['e', 'f']]
    """
    neighbour = {
        node: next(iter(simple[node]))
        for node, degree in simple.degree()
        if degree == 1 and not _is_first_of_pair(simple, node)
    }
    nodes = [node for node, degree in simple.degree() if degree and node not in neighbour]
    number = {node: i for i, node in enumerate(nodes)}
    numbered: nx.Graph[int] = nx.Graph()
    numbered.add_nodes_from(range(len(nodes)))
    for a, b, weight in simple.edges(data="weight", default=1.0):
        ends = number[neighbour.get(a, a)], number[neighbour.get(b, b)]
        before = numbered.get_edge_data(*ends, default={}).get("weight", 0.0)
        numbered.add_edge(*ends, weight=before + weight)
    groups = (
        nx.community.louvain_communities(numbered, resolution=resolution, seed=_SEED)
        if nodes
        else []
    )
    members = {i: [node] for i, node in enumerate(nodes)}
    for leaf, node in neighbour.items():
        members[number[node]].append(leaf)
    return sorted(
        (sorted(node for i in group for node in members[i]) for group in groups),
        key=lambda community: (-len(community), community),
    )


def _is_first_of_pair(simple: SimpleGraph, node: str) -> bool:
    [other] = simple[node]
    return len(simple[other]) == 1 and node < other


def telling(
    graph: Graph, simple: SimpleGraph, community: Iterable[str], *, without: Collection[str] = ()
) -> list[str]:
    """Return the entities of a community, those first that tell it from the others.

    An entity tells by its links inside, times the share of its links they are, and by its type.

    Args:
        graph: the graph, for the types of the entities.
        simple: `linked(graph)` or a part of it.
        community: nodes of `simple`.
        without: entities that stay out.
    """
    members = set(community)
    tells = {
        node: len(members.intersection(simple[node])) ** 2
        / max(1, simple.degree(node))
        * _TELLING.get(graph.nodes[node][Attribute.TYPE], 1.0)
        for node in members.difference(without)
        if graph.nodes[node][Attribute.KIND] == NodeKind.ENTITY
    }
    return sorted(tells, key=lambda node: (-tells[node], node))
