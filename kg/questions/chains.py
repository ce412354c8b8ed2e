"""Chains of links between two nodes: the shortest, and those that tell most."""

import math
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import ClassVar, TypeAlias

import networkx as nx

from kg.graph import Graph
from kg.questions.reading import label
from kg.results import Link, link
from output.tables import Cell

Weighted: TypeAlias = "nx.Graph[str]"

_WEIGHT = "weight"


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """Links that lead from one node to another, and what they cost: the less, the more they tell.

    >>> uses = Link(subject="local:1", relation="uses", object="entity:teanet",
    ...             subject_name="On Tea", object_name="TeaNet", confidence=0.9)
    >>> print(Chain(nodes=("On Tea", "TeaNet"), links=(uses,), cost=1.0))
    On Tea -uses-> TeaNet
    """

    columns: ClassVar[tuple[str, ...]] = ("cost", "links", "chain")
    details: ClassVar[tuple[str, ...]] = ("nodes",)

    nodes: tuple[str, ...]
    links: tuple[Link, ...]
    cost: float

    def __str__(self) -> str:
        parts = [self.nodes[0]] if self.nodes else []
        for item, (before, after) in zip(self.links, pairwise(self.nodes), strict=True):
            forth = item.subject_name == before
            parts.append(f"-{item.relation}-> {after}" if forth else f"<-{item.relation}- {after}")
        return " ".join(parts)

    def cells(self) -> tuple[Cell, ...]:
        """Return the row of a table."""
        return self.cost, len(self.links), str(self), self.nodes


def shortest(graph: Graph, source: str, target: str) -> list[Link]:
    """Return a shortest chain of links, the first by the ids of its nodes."""
    view = graph.to_undirected(as_view=True)
    before = {node: via for via, node in nx.bfs_edges(view, source, sort_neighbors=sorted)}
    nodes = [target]
    while nodes[-1] in before:
        nodes.append(before[nodes[-1]])
    if nodes[-1] != source:
        return []
    nodes.reverse()
    return [link(graph, a, b) for a, b in pairwise(nodes)]


def weighted(graph: Graph) -> Weighted:
    """Return the graph without directions, each link as heavy as its ends are common.

    A link weighs 1, and half of log2(1 + degree) of each end: the sum along a chain is then
    its number of links and log2(1 + degree) of every node between, up to a constant.
    """
    flat: Weighted = nx.Graph()
    flat.add_nodes_from(sorted(graph))
    half = {node: math.log2(1 + degree) / 2 for node, degree in graph.degree()}
    flat.add_weighted_edges_from(
        (a, b, 1 + half[a] + half[b]) for a, b in sorted({*graph.edges()}) if a != b
    )
    return flat


def most_telling(graph: Graph, flat: Weighted, source: str, target: str, limit: int) -> list[Chain]:
    """Return the lightest chains without loops, by the algorithm of Yen (1971)."""
    if source == target:
        return []
    chains = nx.shortest_simple_paths(flat, source, target, weight=_WEIGHT)
    try:
        found = list(islice(chains, limit))
    except nx.NetworkXNoPath:
        return []
    return sorted(
        (_chain(graph, nodes) for nodes in found), key=lambda chain: (chain.cost, chain.nodes)
    )


def _chain(graph: Graph, nodes: list[str]) -> Chain:
    links = tuple(link(graph, a, b) for a, b in pairwise(nodes))
    between = math.fsum(math.log2(1 + graph.degree(node)) for node in nodes[1:-1])
    names = tuple(label(graph, node) for node in nodes)
    return Chain(nodes=names, links=links, cost=len(links) + between)
