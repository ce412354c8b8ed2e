"""What comes and what goes: shares of papers by year."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from typing import ClassVar

from kg.answers import Answers, Tabular
from kg.graph import Graph
from kg.questions.reading import frequencies, has_type, nodes, papers_of, year
from kg.questions.statistics import change_score, log_share_change
from kg.results import EntityInfo, entity_info
from output.report import counted
from output.tables import Cell, to_table
from schemas import EntityType, NodeKind


class Direction(StrEnum):
    """Whether a share grew or shrank."""

    RISING = "rising"
    FADING = "fading"


@dataclass(frozen=True, slots=True, kw_only=True)
class Trend:
    """How the share of papers that speak of an entity changed from an early to a late period.

    `early` and `late` are numbers of papers, `change` is log2 of the late share over the early
    one, `score` that change in standard errors; `years` has the papers of each year, `shares`
    what part of all papers of the year they are.

    >>> print(graph.trends(type="benchmark").fading[0])
    MNIST (fading: 19 papers, then 3, 0.1 times)
    """

    columns: ClassVar[tuple[str, ...]] = (
        "direction",
        "name",
        "type",
        "early",
        "late",
        "change",
        "score",
        "years",
    )
    details: ClassVar[tuple[str, ...]] = ("id",)

    entity: EntityInfo
    direction: Direction
    early: int
    late: int
    change: float
    score: float
    years: Mapping[int, int]
    shares: Mapping[int, float]

    def __str__(self) -> str:
        counts = f"{counted(self.early, 'paper')}, then {self.late}"
        return f"{self.entity.name} ({self.direction}: {counts}, {2**self.change:.1f} times)"

    def cells(self) -> tuple[Cell, ...]:
        """Return the row of a table."""
        entity = self.entity
        years = ", ".join(f"{year}: {count}" for year, count in self.years.items())
        counts = (self.early, self.late, self.change, self.score)
        return self.direction, entity.name, entity.type, *counts, years, entity.id


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Trends(Tabular):
    """What rises and what fades, the surest first; `papers` counts all papers of each year.

    >>> found = graph.trends(type="benchmark", limit=3)
    >>> [trend.entity.name for trend in found.fading]
    ['MNIST', 'CIFAR-10', 'ImageNet']
    """

    rising: Answers[Trend]
    fading: Answers[Trend]
    early: tuple[int, int] | None
    late: tuple[int, int] | None
    papers: Mapping[int, int]

    @property
    def columns(self) -> tuple[str, ...]:
        """The headings of what is printed."""
        return Trend.columns

    @property
    def details(self) -> tuple[str, ...]:
        """The headings of what the rows hold beside it."""
        return Trend.details

    def rows(self) -> list[tuple[Cell, ...]]:
        """Return one row for each entity: what rises, then what fades."""
        return [*self.rising.rows(), *self.fading.rows()]

    def __str__(self) -> str:
        if self.early is None or self.late is None:
            return "papers of at least two years are needed to see a trend"
        periods = (f"{first} to {last}" for first, last in (self.early, self.late))
        return f"{' against '.join(periods)}\n{to_table(self.columns, self._printed())}".rstrip()


def trends(
    graph: Graph, types: tuple[EntityType, ...], *, window: int | None, minimum: int, limit: int
) -> Trends:
    """Compare the last `window` years with all years before; papers without a year do not count."""
    dated = {p: found for p in nodes(graph, NodeKind.PAPER) if (found := year(graph, p))}
    papers = Counter(dated.values())
    if len(papers) < 2:
        none: Answers[Trend] = Answers(Trend)
        return Trends(rising=none, fading=none, early=None, late=None, papers=dict(papers))
    first, last = min(papers), max(papers)
    border = last - min(window or max((last - first + 1) // 2, 1), last - first) + 1
    early = frequencies(graph, (paper for paper, found in dated.items() if found < border))
    late = frequencies(graph, (paper for paper, found in dated.items() if found >= border))
    before = sum(count for found, count in papers.items() if found < border)
    changes = {
        entity: (early[entity], before, late[entity], papers.total() - before)
        for entity in early | late
        if early[entity] + late[entity] >= minimum and has_type(graph, entity, types)
    }
    scores = {entity: change_score(*counts) for entity, counts in changes.items()}
    ranked = sorted(scores, key=lambda entity: (-abs(scores[entity]), entity))

    def shown(entities: Iterable[str]) -> Answers[Trend]:
        few = islice(entities, limit)
        return Answers(Trend, [_trend(graph, e, changes[e], dated, papers) for e in few])

    return Trends(
        rising=shown(entity for entity in ranked if scores[entity] > 0),
        fading=shown(entity for entity in ranked if scores[entity] < 0),
        early=(first, border - 1),
        late=(border, last),
        papers=dict(sorted(papers.items())),
    )


def _trend(
    graph: Graph,
    entity: str,
    counts: tuple[int, int, int, int],
    dated: Mapping[str, int],
    papers: Counter[int],
) -> Trend:
    years = Counter(dated[paper] for paper in papers_of(graph, entity) if paper in dated)
    score = change_score(*counts)
    return Trend(
        entity=entity_info(graph, entity),
        direction=Direction.RISING if score > 0 else Direction.FADING,
        early=counts[0],
        late=counts[2],
        change=log_share_change(*counts),
        score=score,
        years=dict(sorted(years.items())),
        shares={found: count / papers[found] for found, count in sorted(years.items())},
    )
