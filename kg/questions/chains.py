"""Chains of links between two nodes: the shortest, and those that tell most."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice, pairwise
from typing import ClassVar, TypeAlias

import networkx as nx

from kg.graph import Graph
from kg.questions.reading import label
from kg.results import Link, link
from output.tables import Cell
from schemas import Attribute, NodeKind

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
    steps, border, step = {target: 0}, {target}, 0
    while border and source not in steps:
        step += 1
        border = {other for node in border for other in _beside(graph, node)} - steps.keys()
        steps |= dict.fromkeys(border, step)
    if source not in steps:
        return []
    nodes = [source]
    while nodes[-1] != target:
        nearer = steps[nodes[-1]] - 1
        nodes.append(min(n for n in _beside(graph, nodes[-1]) if steps.get(n) == nearer))
    return [link(graph, a, b) for a, b in pairwise(nodes)]


def _beside(graph: Graph, node: str) -> Iterator[str]:
    return chain(graph.succ[node], graph.pred[node])


def weighted(graph: Graph) -> Weighted:
    """Return the graph without directions, each link as heavy as its ends are common.

    A link weighs 1, and half of log2(1 + degree) of each end, the degree being the number of
    nodes at the other ends of its links: the sum along a chain is then its number of links and
    log2(1 + degree) of every node between, up to a constant. What only one paper names lies
    between no two things and is left out.
    """
    flat: Weighted = nx.Graph()
    half = {node: _rarity(graph, node) / 2 for node in sorted(graph) if not _is_end(graph, node)}
    flat.add_nodes_from(half)
    flat.add_weighted_edges_from(
        (node, other, 1 + half[node] + half[other])
        for node in half
        for other in sorted(graph.succ[node])
        if other != node and other in half
    )
    return flat


def _is_end(graph: Graph, node: str) -> bool:
    """Tell whether one paper alone names a node that is no paper."""
    return (
        len(graph.pred[node]) == 1
        and not graph.succ[node]
        and graph.nodes[node][Attribute.KIND] != NodeKind.PAPER
    )


def _rarity(graph: Graph, node: str) -> float:
    return math.log2(1 + len(graph.succ[node]) + len(graph.pred[node]))


def most_telling(graph: Graph, flat: Weighted, source: str, target: str, limit: int) -> list[Chain]:
    """Return the lightest chains without loops, by the algorithm of Yen (1971)."""
    if source == target:
        return []
    start, goal = (n if n in flat else next(iter(graph.pred[n])) for n in (source, target))
    chains = (
        [[start]] if start == goal else nx.shortest_simple_paths(flat, start, goal, weight=_WEIGHT)
    )
    before, after = [source] * (source != start), [target] * (target != goal)
    try:
        found = [[*before, *nodes, *after] for nodes in islice(chains, limit)]
    except nx.NetworkXNoPath:
        return []
    return sorted(
        (_chain(graph, nodes) for nodes in found), key=lambda found: (found.cost, found.nodes)
    )


def _chain(graph: Graph, nodes: list[str]) -> Chain:
    links = tuple(link(graph, a, b) for a, b in pairwise(nodes))
    between = math.fsum(_rarity(graph, node) for node in nodes[1:-1])
    names = tuple(label(graph, node) for node in nodes)
    return Chain(nodes=names, links=links, cost=len(links) + between)
