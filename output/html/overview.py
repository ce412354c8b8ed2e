"""What a first look at a graph shows: which nodes, how strongly linked, in which topics."""

from collections.abc import Iterable, Mapping, Sequence
from math import fsum, sqrt
from typing import Final, TypeAlias

import networkx as nx

from schemas import Attribute, NodeKind

Graph: TypeAlias = "nx.MultiDiGraph[str]"
SimpleGraph: TypeAlias = "nx.Graph[str]"

_NAMES_OF_TOPIC: Final = 3


def linked(graph: Graph) -> SimpleGraph:
    """Return the undirected graph of nodes that a claim links; `weight` is low at hubs.

    >>> list(linked(nx.MultiDiGraph([("p", "e"), ("p", "e")])).edges(data="weight"))
    [('e', 'p', 1.414...)]
    """
    simple: SimpleGraph = nx.Graph()
    simple.add_nodes_from(sorted(graph))
    simple.add_edges_from(sorted({(min(a, b), max(a, b)) for a, b in graph.edges() if a != b}))
    for a, b, attributes in simple.edges(data=True):
        attributes["weight"] = 2 / sqrt(simple.degree(a) + simple.degree(b))
    return simple


def choose(graph: Graph, simple: SimpleGraph, *, size: int) -> list[str]:
    """Return at most `size` nodes, sorted: what most papers share, and papers that share it.

    Args:
        graph: the graph; one of at most `size` nodes is returned whole.
        simple: `linked(graph)`.
        size: half of it is for papers, those first that share much that few others name;
            half for all else. What one paper alone names stays out, unless there is little else.
    """
    if len(graph) <= size:
        return sorted(graph)
    degree = dict(simple.degree())
    papers = [node for node in simple if graph.nodes[node][Attribute.KIND] == NodeKind.PAPER]
    others = sorted(set(simple).difference(papers))
    several = [node for node in others if degree[node] > 1]
    enough = len(several) >= size // 6
    shared = set(_first(several if enough else others, size // 2, degree))
    reach = {
        paper: fsum(1 / sqrt(degree[node]) for node in shared.intersection(simple[paper]))
        for paper in papers
    }
    chosen = _first([paper for paper in papers if reach[paper]], size // 2, reach)
    named = {node for paper in chosen for node in simple[paper]}
    return sorted((shared & named).union(chosen))


def topic_names(
    graph: Graph, simple: SimpleGraph, *, communities: Iterable[Sequence[str]]
) -> list[tuple[list[str], Sequence[str]]]:
    """Return the three entities that tell a community from the others, and the community.

    An entity tells by its links inside, times the share of its links they are. Communities of
    fewer entities are left out, and so is a single one.
    """
    topics = []
    for community in communities:
        entities = [n for n in community if graph.nodes[n][Attribute.KIND] == NodeKind.ENTITY]
        if len(entities) >= _NAMES_OF_TOPIC:
            inside = {node: len(set(community).intersection(simple[node])) for node in entities}
            tells = {node: inside[node] ** 2 / max(1, simple.degree(node)) for node in entities}
            topics.append((_first(entities, _NAMES_OF_TOPIC, tells), community))
    return topics if len(topics) > 1 else []


def _first(nodes: Iterable[str], count: int, score: Mapping[str, float]) -> list[str]:
    return sorted(nodes, key=lambda node: (-score[node], node))[:count]
