"""What a first look at a graph shows: which nodes, and which communities."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from math import fsum, sqrt
from typing import Final

import networkx as nx

from output.communities import Graph, SimpleGraph, telling
from schemas import Attribute, NodeKind

LARGEST_NUMBER_OF_TOPICS: Final = 10
_NAMES_OF_TOPIC: Final = 3
_SMALLEST_TOPIC: Final = 5
_SMALLEST_SHARE: Final = 0.015
_FEWEST_HUB_LINKS: Final = 12
_SHARE_OF_PAPERS: Final = 0.08
_SHARE_AT_HOME: Final = 0.55


def part_of(simple: SimpleGraph, nodes: Iterable[str]) -> SimpleGraph:
    """Return a graph of some nodes, sorted (a subgraph of networkx has them in no order)."""
    part: SimpleGraph = nx.Graph()
    part.add_nodes_from(sorted(nodes))
    part.add_weighted_edges_from(
        (node, other, simple.edges[node, other]["weight"])
        for node in list(part)
        for other in sorted(part.nodes & simple.adj[node].keys())
        if node < other
    )
    return part


def hubs(graph: Graph, simple: SimpleGraph, communities: Iterable[Sequence[str]]) -> list[str]:
    """Return the entities that papers of all communities name, those with most links first.

    They tell nothing apart and would tie the whole map together.
    """
    topic = {node: i for i, community in enumerate(communities) for node in community}
    papers = sum(kind == NodeKind.PAPER for _, kind in graph.nodes(data=Attribute.KIND))
    enough = max(_FEWEST_HUB_LINKS, _SHARE_OF_PAPERS * papers)
    found = []
    for node, degree in simple.degree():
        if degree >= enough and graph.nodes[node][Attribute.KIND] == NodeKind.ENTITY:
            [(_, most)] = Counter(topic[other] for other in simple[node]).most_common(1)
            if most < _SHARE_AT_HOME * degree:
                found.append(node)
    return _first(found, len(found), dict(simple.degree()))


def choose_overview(
    graph: Graph,
    simple: SimpleGraph,
    communities: Sequence[Sequence[str]],
    *,
    size: int,
    without: Collection[str] = (),
) -> list[str]:
    """Return about `size` nodes, sorted: of the largest communities, what their papers share.

    Args:
        graph: the graph; one of at most `size` nodes is returned whole, but for `without`.
        simple: `linked(graph)`.
        communities: `communities_of(simple)`; the larger ones have more nodes, by square root.
        size: how many nodes.
        without: nodes that stay out.
    """
    rest = sorted(set(simple).difference(without))
    if len(rest) <= size:
        return rest
    large = [
        set(community).difference(without)
        for community in communities[:LARGEST_NUMBER_OF_TOPICS]
        if len(community) >= _smallest(simple)
    ]
    shares = [sqrt(len(community)) for community in large]
    chosen: set[str] = set()
    for community, share in zip(large, shares, strict=True):
        quota = round(size * share / fsum(shares))
        chosen.update(choose(graph, part_of(simple, community), size=quota))
    if len(chosen) < size // 2:
        others = part_of(simple, set(rest) - chosen)
        chosen.update(choose(graph, others, size=size - len(chosen)))
    return sorted(chosen)


def choose(graph: Graph, simple: SimpleGraph, *, size: int) -> list[str]:
    """Return at most `size` nodes, sorted: what most papers share, and papers that share it.

    Args:
        graph: the graph, for the kinds of its nodes.
        simple: `linked(graph)` or a part of it; if of at most `size` nodes, it is returned whole.
        size: half of it is for papers, those first that share much that few others name;
            half for all else. What one paper alone names stays out, unless there is little else.
    """
    if len(simple) <= size:
        return sorted(simple)
    degree = dict(simple.degree())
    papers = [node for node in degree if graph.nodes[node][Attribute.KIND] == NodeKind.PAPER]
    others = sorted(set(degree).difference(papers))
    several = [node for node in others if degree[node] > 1]
    enough = len(several) >= size // 6
    shared = set(_first(several if enough else others, size // 2, degree))
    reach = {
        paper: fsum(1 / sqrt(degree[node]) for node in sorted(shared.intersection(simple[paper])))
        for paper in papers
    }
    chosen = _first([paper for paper in papers if reach[paper]], size // 2, reach)
    named = {node for paper in chosen for node in simple[paper]}
    return sorted((shared & named).union(chosen))


def _smallest(simple: SimpleGraph) -> float:
    """Return how many nodes a community needs to count."""
    return max(_SMALLEST_TOPIC, _SMALLEST_SHARE * len(simple))


def name_topics(
    graph: Graph,
    simple: SimpleGraph,
    communities: Iterable[Sequence[str]],
    *,
    without: Collection[str] = (),
) -> list[tuple[list[str], Sequence[str]]]:
    """Return the three entities that tell a community from the others, and the community.

    Small communities are left out, and so is a single one.
    """
    topics: list[tuple[list[str], Sequence[str]]] = []
    for community in communities:
        names = telling(graph, simple, community, without=without)
        large = len(community) >= _smallest(simple) and len(names) >= _NAMES_OF_TOPIC
        if large and len(topics) < LARGEST_NUMBER_OF_TOPICS:
            topics.append((names[:_NAMES_OF_TOPIC], community))
    return topics if len(topics) > 1 else []


def _first(nodes: Iterable[str], count: int, score: Mapping[str, float]) -> list[str]:
    return sorted(nodes, key=lambda node: (-score[node], node))[:count]
