"""All that is known of one entity, on one card."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from kg.answers import Tabular
from kg.graph import Graph
from kg.questions.reading import objects, papers_of, role, subjects, works
from kg.results import EntityInfo, PaperInfo, entity_info
from output.report import counted
from output.tables import Cell, printable
from schemas import ROLES, Relation

_SHOWN: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class EntityCard(Tabular):
    """An entity with its names, its family and the papers that speak of it, by role.

    >>> tea = EntityInfo(id="entity:teanet", name="TeaNet", type="model", papers=1)
    >>> paper = PaperInfo(id="local:1", title="On Tea", year=2023)
    >>> print(EntityCard(entity=tea, papers={Relation.INTRODUCES: (paper,)}))
    TeaNet (model, 1 paper) <entity:teanet>
      years: 2023 to 2023 (2023: 1)
      introduces: 1 paper
        On Tea (2023) <local:1>
    """

    entity: EntityInfo
    papers: Mapping[Relation, tuple[PaperInfo, ...]]
    variant_of: tuple[EntityInfo, ...] = ()
    variants: tuple[EntityInfo, ...] = ()
    broader: tuple[EntityInfo, ...] = ()
    narrower: tuple[EntityInfo, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """The headings of the rows."""
        return ("what", "name", "year", "id")

    @property
    def introduced_by(self) -> tuple[PaperInfo, ...]:
        """The papers that introduce it.

        >>> [paper.id for paper in graph.card("DPO").introduced_by]
        ['arxiv:2305.18290']
        """
        return self.papers.get(Relation.INTRODUCES, ())

    @property
    def years(self) -> dict[int, int]:
        """How many papers of each year speak of it; papers without a year are left out.

        >>> graph.card("CROWN-IBP").years
        {2019: 1, 2021: 1}
        """
        years = [paper.year for papers in self.papers.values() for paper in papers if paper.year]
        return dict(sorted(Counter(years).items()))

    @property
    def first(self) -> int | None:
        """The year of the earliest paper that speaks of it.

        >>> graph.card("CROWN-IBP").first
        2019
        """
        return min(self.years, default=None)

    @property
    def latest(self) -> int | None:
        """The year of the latest paper that speaks of it.

        >>> graph.card("CROWN-IBP").latest
        2021
        """
        return max(self.years, default=None)

    def rows(self) -> list[tuple[Cell, ...]]:
        """Return a row for each name, relative and paper."""
        entity = self.entity
        rows: list[tuple[Cell, ...]] = [(entity.type, entity.name, self.first, entity.id)]
        rows += [("alias", name, None, entity.id) for name in entity.aliases if name != entity.name]
        for what, relatives in self._relatives():
            rows += [(what, relative.name, None, relative.id) for relative in relatives]
        for kind, papers in self.papers.items():
            rows += [(kind, paper.title, paper.year, paper.id) for paper in papers]
        return rows

    def _relatives(self) -> tuple[tuple[str, tuple[EntityInfo, ...]], ...]:
        return (
            ("variant of", self.variant_of),
            ("variant", self.variants),
            ("broader", self.broader),
            ("narrower", self.narrower),
        )

    def __str__(self) -> str:
        return "\n".join(self._lines())

    def _lines(self) -> list[str]:
        lines = [f"{self.entity} <{self.entity.id}>"]
        others = [name for name in self.entity.aliases if name != self.entity.name]
        if others:
            lines.append(f"  also: {', '.join(others)}")
        for what, relatives in self._relatives():
            if relatives:
                lines.append(f"  {what}: {_some([relative.name for relative in relatives])}")
        if self.years:
            by_year = ", ".join(f"{year}: {count}" for year, count in self.years.items())
            lines.append(f"  years: {self.first} to {self.latest} ({by_year})")
        for kind, papers in self.papers.items():
            lines.append(f"  {kind}: {counted(len(papers), 'paper')}")
            lines += [f"    {paper}" for paper in papers[:_SHOWN]]
            if len(papers) > _SHOWN:
                lines.append(f"    ... and {len(papers) - _SHOWN} more")
        return [line[: len(line) - len(line.lstrip())] + printable(line) for line in lines]


def _some(names: list[str]) -> str:
    more = f" and {len(names) - 2 * _SHOWN} more" if len(names) > 2 * _SHOWN else ""
    return ", ".join(names[: 2 * _SHOWN]) + more


def entity_card(graph: Graph, entity: str) -> EntityCard:
    """Return the card of an entity; each paper stands once, in its strongest role."""
    by_role: dict[Relation, list[str]] = {kind: [] for kind in ROLES}
    for paper in papers_of(graph, entity):
        found = role(graph, paper, entity)
        by_role[found or Relation.MENTIONS].append(paper)
    return EntityCard(
        entity=entity_info(graph, entity),
        papers={kind: tuple(works(graph, papers)) for kind, papers in by_role.items() if papers},
        variant_of=_named(graph, objects(graph, entity, Relation.VARIANT_OF)),
        variants=_named(graph, subjects(graph, entity, Relation.VARIANT_OF)),
        broader=_named(graph, objects(graph, entity, Relation.BROADER)),
        narrower=_named(graph, subjects(graph, entity, Relation.BROADER)),
    )


def _named(graph: Graph, entities: set[str]) -> tuple[EntityInfo, ...]:
    infos = (entity_info(graph, entity) for entity in entities)
    return tuple(sorted(infos, key=lambda info: (-info.papers, info.name.casefold(), info.id)))
