"""Papers that lie near a paper: by entities, by references, by those that cite both."""

import math
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar, Final, TypeAlias

from kg.graph import Graph
from kg.questions.reading import entities_of, label, nodes, objects, papers_of, subjects
from kg.results import PaperInfo, paper_info
from output.tables import Cell
from schemas import Attribute, NodeKind, Relation

_RANK_SMOOTHING: Final = 60


class Likeness(StrEnum):
    """What makes two papers alike."""

    ENTITIES = "entities"
    REFERENCES = "references"
    CITATIONS = "citations"
    ALL = "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class Related:
    """A paper that is like another, and what they share: what weighs most stands first.

    >>> print(Related(paper=PaperInfo(id="local:1", title="On Tea"), score=1.5, shared=("TeaNet",)))
    1.50 On Tea <local:1>: TeaNet
    """

    columns: ClassVar[tuple[str, ...]] = ("score", "year", "title", "shared", "id")
    details: ClassVar[tuple[str, ...]] = ("by",)

    paper: PaperInfo
    score: float
    shared: tuple[str, ...]
    by: Likeness = Likeness.ENTITIES

    def __str__(self) -> str:
        return f"{self.score:.2f} {self.paper}: {', '.join(self.shared)}"

    def cells(self) -> tuple[Cell, ...]:
        """Return the row of a table."""
        paper = self.paper
        return self.score, paper.year, paper.title, self.shared, paper.id, self.by


_Found: TypeAlias = dict[str, tuple[float, tuple[str, ...]]]


def related(graph: Graph, source: str, by: Likeness, limit: int) -> list[Related]:
    """Return the papers most like `source`, and why."""
    found = _all(graph, source) if by is Likeness.ALL else _MEASURES[by](graph, source)
    return [
        Related(paper=paper_info(graph, other), score=score, shared=shared, by=by)
        for other, (score, shared) in _ranked(found)[:limit]
    ]


def by_entities(graph: Graph, source: str) -> _Found:
    """Score papers by the entities that they share with `source`, rare ones weighing more.

    An entity of `d` among `n` papers weighs log(1 + n/d), after the inverse document frequency
    of Spärck Jones (1972).
    """
    total = sum(1 for _ in nodes(graph, NodeKind.PAPER))
    shared: dict[str, list[tuple[float, str]]] = defaultdict(list)
    for entity in sorted(entities_of(graph, source)):
        papers = papers_of(graph, entity)
        weight = math.log(1 + total / len(papers))
        for other in papers - {source}:
            shared[other].append((-weight, label(graph, entity)))
    return {
        other: (-math.fsum(weight for weight, _ in found), tuple(n for _, n in sorted(found)))
        for other, found in shared.items()
    }


def by_references(graph: Graph, source: str) -> _Found:
    """Score papers by the references that they share (bibliographic coupling, Kessler 1963).

    The score is Salton's cosine: those in common over the root of the product of both numbers.
    """
    return _overlap(
        graph,
        source,
        lambda node: objects(graph, node, Relation.CITES),
        lambda node: subjects(graph, node, Relation.CITES),
    )


def by_citations(graph: Graph, source: str) -> _Found:
    """Score papers by the papers that cite both (co-citation, Small 1973), as Salton's cosine."""
    return _overlap(
        graph,
        source,
        lambda node: subjects(graph, node, Relation.CITES),
        lambda node: {
            work
            for work in objects(graph, node, Relation.CITES)
            if graph.nodes[work][Attribute.KIND] == NodeKind.PAPER
        },
    )


def _overlap(
    graph: Graph,
    source: str,
    forth: Callable[[str], set[str]],
    back: Callable[[str], set[str]],
) -> _Found:
    """Score each paper that `back` leads to from what `forth` gives for `source`."""
    own = forth(source)
    shared: dict[str, set[str]] = defaultdict(set)
    for work in own:
        for other in back(work) - {source}:
            shared[other].add(work)
    return {
        other: (
            len(common) / math.sqrt(len(own) * len(forth(other))),
            tuple(sorted(label(graph, work) for work in common)),
        )
        for other, common in shared.items()
    }


def _all(graph: Graph, source: str) -> _Found:
    """Fuse the three rankings: each place `r` gives 1/(60 + r), after Cormack et al. (2009)."""
    scores: dict[str, float] = defaultdict(float)
    shared: dict[str, tuple[str, ...]] = defaultdict(tuple)
    for measure in _MEASURES.values():
        for rank, (other, (_, names)) in enumerate(_ranked(measure(graph, source)), start=1):
            scores[other] += 1 / (_RANK_SMOOTHING + rank)
            shared[other] += names
    return {other: (score, shared[other]) for other, score in scores.items()}


def _ranked(found: _Found) -> list[tuple[str, tuple[float, tuple[str, ...]]]]:
    return sorted(found.items(), key=lambda item: (-item[1][0], item[0]))


_MEASURES: Final[Mapping[Likeness, Callable[[Graph, str], _Found]]] = {
    Likeness.ENTITIES: by_entities,
    Likeness.REFERENCES: by_references,
    Likeness.CITATIONS: by_citations,
}
