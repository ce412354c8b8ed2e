"""Answers whose own form is a matrix, a tree or two lists, as findings one after the other."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from kg.assistant.quotes import Pair, naming, quotes
from kg.assistant.replies import Findings, Found, some
from kg.query import KnowledgeGraph
from kg.questions.company import Gap
from kg.questions.descent import Descendant
from kg.questions.time import Trend
from kg.results import EntityInfo, PaperInfo
from output.report import counted
from schemas import EntityType, Relation

_PERIODS = "early is {} to {}, late is {} to {}; the change is of the share of papers"


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """A method and a benchmark, and the papers that evaluate on the one and name the other."""

    method: EntityInfo
    benchmark: EntityInfo
    papers: tuple[PaperInfo, ...]

    def __str__(self) -> str:
        return f"{self.method.name} on {self.benchmark.name}: {counted(len(self.papers), 'paper')}"


def coverage(
    graph: KnowledgeGraph,
    methods: list[str] | None = None,
    benchmarks: list[str] | None = None,
    top: int = 10,
    limit: int = 20,
) -> Findings[Meeting]:
    """Return the pairs of a method and a benchmark that papers join, those of most papers first."""
    table = graph.coverage(methods, benchmarks, top=top)
    met = [
        Meeting(method=method, benchmark=benchmark, papers=papers)
        for method in table.methods
        for benchmark in table.benchmarks
        if (papers := table.papers(method, benchmark))
    ]
    met.sort(key=lambda cell: -len(cell.papers))
    shown = (Found(found=cell, evidence=quotes(graph.nx, _of_cell(cell))) for cell in met[:limit])
    unmet = len(table.methods) * len(table.benchmarks) - len(met)
    note = f"{counted(unmet, 'pair')} meet in no paper: see coverage_gaps" if unmet else ""
    return some(shown, len(met), note)


def _of_cell(cell: Meeting) -> Iterator[Pair]:
    pairs = (((p.id, cell.method.id), (p.id, cell.benchmark.id)) for p in cell.papers)
    return chain.from_iterable(pairs)


def coverage_gaps(
    graph: KnowledgeGraph,
    methods: list[str] | None = None,
    benchmarks: list[str] | None = None,
    top: int = 10,
    limit: int = 10,
) -> Findings[Gap]:
    """Return the pairs of a method and a benchmark that no paper joins, the likeliest first.

    The sentences show each of the two elsewhere.
    """
    table = graph.coverage(methods, benchmarks, top=top)
    gaps = table.gaps(limit=len(table.methods) * len(table.benchmarks))
    shown = [
        Found(
            found=gap,
            evidence=quotes(
                graph.nx,
                chain.from_iterable(
                    list(naming(graph.nx, entity.id, latest=True))[:1]
                    for entity in (gap.method, gap.benchmark)
                ),
            ),
        )
        for gap in gaps[:limit]
    ]
    return some(shown, len(gaps))


def trends(
    graph: KnowledgeGraph,
    type: EntityType | None = None,
    window: int | None = None,
    minimum: int = 3,
    limit: int = 5,
) -> Findings[Trend]:
    """Return what rises and what fades, `limit` of each, with sentences of the latest papers."""
    found = graph.trends(type, window=window, minimum=minimum, limit=len(graph))
    if found.early is None or found.late is None:
        return some([], 0, "papers of at least two years are needed to see a trend")
    listed = [*found.rising[:limit], *found.fading[:limit]]
    shown = [
        Found(
            found=trend,
            evidence=quotes(graph.nx, naming(graph.nx, trend.entity.id, latest=True)),
        )
        for trend in listed
    ]
    note = _PERIODS.format(*found.early, *found.late)
    return some(shown, len(found.rising) + len(found.fading), note)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A paper in a line of descent, and the paper next to it towards the start, by `builds_on`."""

    side: str
    depth: int
    paper: PaperInfo
    introduces: tuple[str, ...] = ()
    next_to: str = ""

    def __str__(self) -> str:
        names = f"{', '.join(self.introduces)}: " if self.introduces else ""
        away = f", {counted(self.depth, 'step')} away" if self.depth else ""
        return f"{self.side}{away}: {names}{self.paper}"


def lineage(graph: KnowledgeGraph, name: str, limit: int = 20) -> Findings[Step]:
    """Return the papers that a name rests on and those that rest on it, the nearest first.

    Raises:
        UnknownNameError: if nothing has this name.
        CitekgError: if no paper introduces the entity.
    """
    found = graph.lineage(name)
    starts = {paper.id for paper in found.starts}
    steps = [Step(side="start", depth=0, paper=t.paper, introduces=t.names) for t in found.later]
    beside = [
        *(step for tree in found.earlier for step in _below(tree, "builds on", 1)),
        *(step for tree in found.later for step in _below(tree, "built on by", 1)),
    ]
    steps += sorted((s for s in beside if s.paper.id not in starts), key=lambda step: step.depth)
    shown = [Found(found=s, evidence=quotes(graph.nx, _links(graph, s), 1)) for s in steps[:limit]]
    return some(shown, len(steps))


def _below(tree: Descendant, side: str, depth: int) -> Iterator[Step]:
    for step in tree.steps:
        yield Step(
            side=side,
            depth=depth,
            paper=step.paper,
            introduces=step.names,
            next_to=tree.paper.id,
        )
        yield from _below(step, side, depth + 1)


def _links(graph: KnowledgeGraph, step: Step) -> Iterable[Pair]:
    here, beside = step.paper.id, step.next_to
    if not beside:
        introduced = graph.entities(of=here, role=Relation.INTRODUCES)
        return ((here, entity.id) for entity in introduced)
    return ((beside, here) if step.side == "builds on" else (here, beside),)
