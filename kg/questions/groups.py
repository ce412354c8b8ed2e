"""Communities: papers that speak of the same things, named by what sets them apart."""

from dataclasses import dataclass
from typing import ClassVar, Final

from kg.graph import Graph
from kg.questions.reading import label, nodes, works
from kg.results import EntityInfo, PaperInfo, entity_info
from output.communities import communities_of, linked, telling
from output.report import counted
from output.tables import Cell
from schemas import NodeKind

_NAMES: Final = 3
_CHARACTERISTIC: Final = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Community:
    """Papers that share entities more than with others; `name` has the three most characteristic.

    >>> paper = PaperInfo(id="local:1", title="On Tea")
    >>> print(Community(name="TeaNet", papers=(paper,), entities=()))
    TeaNet (1 paper)
    """

    columns: ClassVar[tuple[str, ...]] = ("papers", "years", "name")
    details: ClassVar[tuple[str, ...]] = ("entities", "ids")

    name: str
    papers: tuple[PaperInfo, ...]
    entities: tuple[EntityInfo, ...]

    def __str__(self) -> str:
        return f"{self.name} ({counted(len(self.papers), 'paper')})"

    def cells(self) -> tuple[Cell, ...]:
        """Return the row of a table."""
        years = [paper.year for paper in self.papers if paper.year]
        span = f"{min(years)}-{max(years)}" if years else ""
        names = tuple(entity.name for entity in self.entities)
        return len(self.papers), span, self.name, names, tuple(p.id for p in self.papers)


def communities(graph: Graph, resolution: float, minimum: int) -> list[Community]:
    """Return the communities of at least `minimum` papers, the largest first.

    They are those of the page: `output.communities` says how they are found and named.
    """
    simple = linked(graph)
    papers = set(nodes(graph, NodeKind.PAPER))
    groups = [
        (sorted(papers.intersection(group)), group)
        for group in communities_of(simple, resolution=resolution)
    ]
    large = [(own, group) for own, group in groups if len(own) >= max(1, minimum)]
    return [
        _community(graph, own, telling(graph, simple, group)[:_CHARACTERISTIC])
        for own, group in sorted(large, key=lambda pair: (-len(pair[0]), pair[0]))
    ]


def _community(graph: Graph, papers: list[str], entities: list[str]) -> Community:
    names = [label(graph, entity) for entity in entities[:_NAMES]]
    return Community(
        name=", ".join(names) or "no entities",
        papers=tuple(works(graph, papers)),
        entities=tuple(entity_info(graph, entity) for entity in entities),
    )
