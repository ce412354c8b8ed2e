"""Positions of nodes in the plane: communities apart, linked nodes near, nothing scattered."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

import networkx as nx
import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

Points: TypeAlias = NDArray[np.float64]
Integers: TypeAlias = NDArray[np.int64]

_ASPECT: Final = 1.3
_CUTOFF: Final = 3.5
_LONGEST_PULL: Final = 3.0
_PULL_ACROSS: Final = 0.15
_GRAVITY: Final = 0.06
_CELL: Final = 1.0
_GOLDEN_ANGLE: Final = np.pi * (3 - 5**0.5)


@dataclass(frozen=True, slots=True)
class _Forces:
    """Links as rows of `ends` (links, 2) with their `weights`, and the component of each node."""

    ends: Integers
    weights: Points
    component: Integers


def lay_out(
    graph: "nx.Graph[str]", communities: Iterable[Iterable[str]], *, iterations: int = 120
) -> dict[str, tuple[float, float]]:
    """Place the nodes of an undirected graph; one unit is about the length of a link.

    Force-directed placement (Fruchterman and Reingold 1991) whose repulsion ends at a cut-off,
    from a start that sets communities apart; then connected components are packed. The same
    graph gives the same positions, in whatever order it was built.

    Args:
        graph: its edge attribute `weight` pulls (1 if absent).
        communities: sets of nodes that have no node in common; nodes of no set make another one.
        iterations: how often all nodes move.

    >>> pair = nx.Graph([("a", "b")])
    >>> lay_out(pair, []) == lay_out(pair, [{"b", "a"}]), lay_out(nx.Graph(), [])
    (True, {})
    """
    if not graph:
        return {}
    nodes = sorted(graph)
    number = {node: i for i, node in enumerate(nodes)}
    numbered = _numbered(graph, number)
    groups = [{number[node] for node in group if node in number} for group in communities]
    groups.append(set(range(len(nodes))).difference(*groups))
    components = _by_size(nx.connected_components(numbered))
    community = _membership(_by_size(group for group in groups if group))
    forces = _forces(numbered, community, components)
    points = _settle(_start(community, forces.component), forces, iterations)
    points = _packed(_widened(points, components[0]), components)
    points = np.round(points - (points.min(axis=0) + points.max(axis=0)) / 2, 3) + 0.0
    return {node: (float(x), float(y)) for node, (x, y) in zip(nodes, points, strict=True)}


def _numbered(graph: "nx.Graph[str]", number: Mapping[str, int]) -> "nx.Graph[int]":
    """Return the graph of the numbers of its nodes, in order and without loops."""
    numbered: nx.Graph[int] = nx.Graph()
    numbered.add_nodes_from(range(len(number)))
    edges = (
        (*sorted((number[a], number[b])), weight)
        for a, b, weight in graph.edges(data="weight", default=1.0)
        if a != b
    )
    numbered.add_weighted_edges_from(sorted(edges))
    return numbered


def _by_size(groups: Iterable[set[int]]) -> list[Integers]:
    ordered = sorted((sorted(group) for group in groups), key=lambda group: (-len(group), group))
    return [np.array(group) for group in ordered]


def _membership(groups: Sequence[Integers]) -> Integers:
    """Return the index of each node's group, shape (nodes,)."""
    membership = np.zeros(sum(map(len, groups)), dtype=np.int64)
    for i, group in enumerate(groups):
        membership[group] = i
    return membership


def _forces(graph: "nx.Graph[int]", community: Integers, components: Sequence[Integers]) -> _Forces:
    ends = np.array(list(graph.edges), dtype=np.int64).reshape(-1, 2)
    weights = np.array([weight for *_, weight in graph.edges(data="weight")], dtype=np.float64)
    weights[community[ends[:, 0]] != community[ends[:, 1]]] *= _PULL_ACROSS
    return _Forces(ends, weights, _membership(components))


def _spiral(count: int) -> Points:
    """Return points of even density around the origin, shape (count, 2) (Vogel 1979)."""
    steps = np.arange(count)
    radius, angle = np.sqrt(steps), steps * _GOLDEN_ANGLE
    return np.column_stack((radius * np.cos(angle), radius * np.sin(angle)))


def _start(community: Integers, component: Integers) -> Points:
    """Return points where a community is a disc and components are out of each other's reach."""
    points = np.zeros((len(community), 2))
    count = int(community.max()) + 1
    centres = _spiral(count) * 1.3 * np.sqrt(len(community) / count)
    for i, centre in enumerate(centres):
        inside = community == i
        points[inside] = centre + 0.7 * _spiral(int(inside.sum()))
    apart = float(np.ptp(points, axis=0).max()) + 4 * _CUTOFF
    return (
        points
        - _means(points, component) * (component > 0)[:, None]
        + np.outer(component, (apart, 0))
    )


def _means(points: Points, component: Integers) -> Points:
    """Return for each point the mean of its component, shape (points, 2)."""
    sizes = np.bincount(component)
    sums = [np.bincount(component, points[:, axis]) / sizes for axis in (0, 1)]
    return np.column_stack(sums)[component]


def _settle(points: Points, forces: _Forces, iterations: int) -> Points:
    """Move points by the forces, by less in each iteration."""
    gravity = _GRAVITY / np.sqrt(np.bincount(forces.component))[forces.component][:, None]
    for longest in np.linspace(1.0, 0.02, iterations):
        move = -gravity * (points - _means(points, forces.component))
        _pull(move, points, forces)
        _push(move, points)
        length = np.sqrt((move**2).sum(axis=1, keepdims=True))
        points = points + move * np.minimum(1.0, longest / np.maximum(length, 1e-9))
    return points


def _pull(move: Points, points: Points, forces: _Forces) -> None:
    apart = points[forces.ends[:, 1]] - points[forces.ends[:, 0]]
    distance = np.sqrt((apart**2).sum(axis=1))
    pull = apart * (forces.weights * np.minimum(distance, _LONGEST_PULL))[:, None]
    _add(move, forces.ends[:, 0], pull)
    _add(move, forces.ends[:, 1], -pull)


def _push(move: Points, points: Points) -> None:
    near = cKDTree(points).query_pairs(_CUTOFF, output_type="ndarray")
    apart = points[near[:, 1]] - points[near[:, 0]]
    distance = np.maximum(np.sqrt((apart**2).sum(axis=1)), 0.05)
    push = apart * ((1 - distance / _CUTOFF) / distance**2)[:, None]
    _add(move, near[:, 0], -push)
    _add(move, near[:, 1], push)


def _add(target: Points, rows: Integers, values: Points) -> None:
    for axis in (0, 1):
        target[:, axis] += np.bincount(rows, values[:, axis], minlength=len(target))


def _widened(points: Points, main: Integers) -> Points:
    """Stretch x so that the main component is wider than high, as screens are."""
    width, height = points[main].std(axis=0)
    stretch = np.clip(_ASPECT * height / max(width, 1e-9), 0.5, 2.5)
    return np.asarray(points * (stretch, 1.0))


def _packed(points: Points, components: Sequence[Integers]) -> Points:
    """Move components, in order, to the free place nearest to the middle.

    Components are polyominoes on a grid (Freivalds, Dogrusoz and Kikusts 2002).
    """
    packed = points.copy()
    shapes = [_cells(points[component]) for component in components]
    area = sum(len(shape) for shape in shapes)
    side = 2 * (max(int(shape.max()) for shape in shapes) + 2) + 2 * int(np.ceil(np.sqrt(area)))
    taken = np.zeros((side, side), dtype=bool)
    for component, shape in zip(components, shapes, strict=True):
        corner = _free_corner(taken, shape)
        taken[tuple((shape + corner).T)] = True
        low = points[component].min(axis=0)
        packed[component] = points[component] - low + corner[::-1] * _CELL
    return packed


def _free_corner(taken: NDArray[np.bool_], shape: Integers) -> Integers:
    """Return the (row, column) at which a shape covers no taken cell, nearest to the middle."""
    rows, columns = np.array(taken.shape) - shape.max(axis=0)
    blocked = np.zeros((rows, columns), dtype=bool)
    for row, column in shape:
        blocked |= taken[row : row + rows, column : column + columns]
    down = (np.arange(rows) - (rows - 1) / 2) * _ASPECT
    across = np.arange(columns) - (columns - 1) / 2
    distance = np.where(blocked, np.inf, down[:, None] ** 2 + across**2)
    return np.array(np.unravel_index(int(distance.argmin()), distance.shape))


def _cells(points: Points) -> Integers:
    """Return the (row, column) cells that points cover with a margin, shape (cells, 2)."""
    cells = np.floor((points - points.min(axis=0)) / _CELL).astype(np.int64)[:, ::-1]
    around = np.array([(row, column) for row in range(3) for column in range(3)])
    return np.unique((cells[:, None, :] + around).reshape(-1, 2), axis=0)
