"""Descent: what a method rests on and what came of it, along `builds_on` and by year."""

import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

import networkx as nx

from kg.answers import Tabular
from kg.graph import Graph
from kg.questions.reading import entities_of, label, objects, subjects, year
from kg.results import PaperInfo, paper_info
from output.tables import Cell, printable
from schemas import Relation

Side: TypeAlias = Literal["builds on", "start", "built on by"]

_BACK: Final[Side] = "builds on"
_START: Final[Side] = "start"
_FORTH: Final[Side] = "built on by"


@dataclass(frozen=True, slots=True, kw_only=True)
class Descendant:
    """A paper in a line of descent: `names` are what it introduces, `steps` what lies beyond.

    >>> print(graph.lineage("PPO").earlier[0])
    proximal policy optimization: Proximal Policy Optimization Algorithms (2017) <arxiv:1707.06347>
    """

    paper: PaperInfo
    names: tuple[str, ...]
    steps: tuple["Descendant", ...] = ()

    def __str__(self) -> str:
        names = f"{', '.join(self.names)}: " if self.names else ""
        return f"{names}{self.paper}"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Lineage(Tabular):
    """Papers that introduce something, what each rests on, and what came of it; prints as trees.

    `earlier` and `later` have one tree for each of `starts`. A link that a longer chain makes
    plain is left out, and a paper that several chains meet stands in full once.

    >>> first = Descendant(paper=PaperInfo(id="local:1", title="On Tea", year=2020), names=("T",))
    >>> second = Descendant(paper=PaperInfo(id="local:2", title="More Tea", year=2023), names=())
    >>> print(Lineage(starts=(second.paper,),
    ...               earlier=(Descendant(paper=second.paper, names=(), steps=(first,)),),
    ...               later=(second,)))
    More Tea (2023) <local:2>
      builds on
        T: On Tea (2020) <local:1>
    """

    starts: tuple[PaperInfo, ...]
    earlier: tuple[Descendant, ...]
    later: tuple[Descendant, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """The headings of the rows."""
        return ("side", "depth", "year", "introduces", "title", "id")

    def rows(self) -> list[tuple[Cell, ...]]:
        """Return a row for each paper of the trees."""
        rows: list[tuple[Cell, ...]] = []
        for back, forth in zip(self.earlier, self.later, strict=True):
            rows.append(_row(_START, 0, back))
            rows += [_row(_BACK, depth, step) for depth, step in _walk(back.steps, 1)]
            rows += [_row(_FORTH, depth, step) for depth, step in _walk(forth.steps, 1)]
        return rows

    def __str__(self) -> str:
        lines = []
        for back, forth in zip(self.earlier, self.later, strict=True):
            lines.append(printable(str(back)))
            for side, tree in ((_BACK, back), (_FORTH, forth)):
                if tree.steps:
                    lines.append(f"  {side}")
                for depth, step in _walk(tree.steps, 2):
                    lines.append("  " * depth + printable(str(step)))
        return "\n".join(lines)


def _walk(steps: Iterable[Descendant], depth: int) -> Iterator[tuple[int, Descendant]]:
    for step in steps:
        yield depth, step
        yield from _walk(step.steps, depth + 1)


def _row(side: Side, depth: int, step: Descendant) -> tuple[Cell, ...]:
    return side, depth, step.paper.year, step.names, step.paper.title, step.paper.id


def lineage(graph: Graph, starts: Iterable[str]) -> Lineage:
    """Return what papers rest on and what came of them."""
    ordered = sorted(starts, key=lambda node: _time(graph, node))
    return Lineage(
        starts=tuple(paper_info(graph, node) for node in ordered),
        earlier=tuple(
            _tree(graph, node, lambda n: objects(graph, n, Relation.BUILDS_ON), back=True)
            for node in ordered
        ),
        later=tuple(
            _tree(graph, node, lambda n: subjects(graph, n, Relation.BUILDS_ON), back=False)
            for node in ordered
        ),
    )


def _time(graph: Graph, node: str) -> tuple[float, str]:
    return year(graph, node) or math.inf, node


def _tree(graph: Graph, start: str, beside: Callable[[str], set[str]], *, back: bool) -> Descendant:
    """Follow links away from `start`, only to earlier or only to later papers."""

    def beyond(node: str) -> list[str]:
        here = _time(graph, node)
        return [o for o in beside(node) if (_time(graph, o) < here) is back and o != node]

    reached: nx.DiGraph[str] = nx.DiGraph()
    reached.add_node(start)
    open_ = [start]
    while open_:
        node = open_.pop()
        for other in beyond(node):
            if other not in reached:
                open_.append(other)
            reached.add_edge(node, other)
    return _grow(graph, nx.transitive_reduction(reached), start, set(), back=back)


def _grow(
    graph: Graph, reached: "nx.DiGraph[str]", node: str, met: set[str], *, back: bool
) -> Descendant:
    met.add(node)
    steps = []
    for other in sorted(reached[node], key=lambda n: _time(graph, n), reverse=back):
        if other not in met:
            steps.append(_grow(graph, reached, other, met, back=back))
    introduced = entities_of(graph, node, (Relation.INTRODUCES,))
    return Descendant(
        paper=paper_info(graph, node),
        names=tuple(sorted(label(graph, entity) for entity in introduced)),
        steps=tuple(steps),
    )
