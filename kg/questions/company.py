"""What stands together: entities in the same papers, methods on the same benchmarks."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from kg.answers import Answers, Tabular
from kg.graph import Graph
from kg.questions.reading import entities_of, frequencies, has_type, label, nodes, papers_of, works
from kg.questions.statistics import Contingency
from kg.results import EntityInfo, PaperInfo, entity_info
from output.report import counted
from output.tables import Cell, to_html, to_table
from schemas import EntityType, NodeKind, Relation


@dataclass(frozen=True, slots=True, kw_only=True)
class CoUse:
    """An entity that papers name beside another: in how many, and how many chance would give.

    `lift` is the one as a multiple of the other, `score` the log-likelihood ratio.

    >>> leaf = EntityInfo(id="entity:leafbench", name="LeafBench", type="benchmark", papers=5)
    >>> print(CoUse(entity=leaf, papers=4, expected=2.0, lift=2.0, score=7.2))
    LeafBench: 4 papers, 2.0 times as many as by chance
    """

    columns: ClassVar[tuple[str, ...]] = (
        "name",
        "type",
        "papers",
        "expected",
        "lift",
        "score",
        "id",
    )
    details: ClassVar[tuple[str, ...]] = ()

    entity: EntityInfo
    papers: int
    expected: float
    lift: float
    score: float

    def __str__(self) -> str:
        times = f"{self.lift:.1f} times as many as by chance"
        return f"{self.entity.name}: {counted(self.papers, 'paper')}, {times}"

    def cells(self) -> tuple[Cell, ...]:
        """Return the row of a table."""
        entity, numbers = self.entity, (self.papers, self.expected, self.lift, self.score)
        return entity.name, entity.type, *numbers, entity.id


def co_used(
    graph: Graph, entity: str, type: EntityType | None, *, minimum: int, limit: int
) -> list[CoUse]:
    """Return the entities that stand beside one in more papers than chance would give."""
    total = sum(1 for _ in nodes(graph, NodeKind.PAPER))
    papers = papers_of(graph, entity)
    found = []
    for other, both in frequencies(graph, papers).items():
        if both < minimum or other == entity or not has_type(graph, other, (type,) if type else ()):
            continue
        of_other = len(papers_of(graph, other))
        table = Contingency(both=both, one=len(papers), other=of_other, total=total)
        if both > table.expected:
            found.append((-table.likelihood_ratio, other, table))
    return [
        CoUse(
            entity=entity_info(graph, other),
            papers=table.both,
            expected=table.expected,
            lift=table.lift,
            score=table.likelihood_ratio,
        )
        for _, other, table in sorted(found, key=lambda item: item[:2])[:limit]
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A method and a benchmark that no paper brings together; `expected` by chance.

    >>> print(graph.coverage().gaps(limit=1)[0])
    reward model on CIFAR-10 (3.57 expected)
    """

    columns: ClassVar[tuple[str, ...]] = ("method", "benchmark", "expected")
    details: ClassVar[tuple[str, ...]] = ("method_id", "benchmark_id")

    method: EntityInfo
    benchmark: EntityInfo
    expected: float

    def __str__(self) -> str:
        return f"{self.method.name} on {self.benchmark.name} ({self.expected:.2f} expected)"

    def cells(self) -> tuple[Cell, ...]:
        """Return the row of a table."""
        names = (self.method.name, self.benchmark.name)
        return *names, self.expected, self.method.id, self.benchmark.id


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Coverage(Tabular):
    """Which methods meet which benchmarks, with the papers of each pair.

    `cells` has the pairs of ids that some paper joins; `evaluations` counts the papers that
    evaluate on anything.

    >>> table = graph.coverage(["DPO", "PPO"], ["TL;DR"])
    >>> table.to_dicts()[0]
    {'method': 'direct preference optimization', 'TL;DR': 3}
    """

    methods: tuple[EntityInfo, ...]
    benchmarks: tuple[EntityInfo, ...]
    cells: Mapping[tuple[str, str], tuple[PaperInfo, ...]]
    method_papers: Mapping[str, int]
    benchmark_papers: Mapping[str, int]
    evaluations: int

    @property
    def columns(self) -> tuple[str, ...]:
        """The headings of what is printed: the benchmarks."""
        return ("method", *(benchmark.name for benchmark in self.benchmarks))

    def rows(self) -> list[tuple[Cell, ...]]:
        """Return the number of papers in each cell, a row for each method."""
        return [
            (method.name, *(len(self.papers(method, b)) or None for b in self.benchmarks))
            for method in self.methods
        ]

    def papers(
        self, method: EntityInfo | str, benchmark: EntityInfo | str
    ) -> tuple[PaperInfo, ...]:
        """Return the papers that name a method and evaluate on a benchmark, both by id or name.

        >>> print(graph.coverage().papers("PPO", "Atari")[0])
        Proximal Policy Optimization Algorithms (2017) <arxiv:1707.06347>
        """
        return self.cells.get((_id(method, self.methods), _id(benchmark, self.benchmarks)), ())

    def gaps(self, limit: int = 20) -> Answers[Gap]:
        """Return the pairs that no paper joins, those first that chance would have joined most.

        A method of `m` and a benchmark of `b` among `n` papers that evaluate meet in m·b/n papers
        if the choices are independent.

        >>> len(graph.coverage().gaps(limit=5))
        5
        """
        gaps = [
            Gap(
                method=method,
                benchmark=benchmark,
                expected=self.method_papers[method.id]
                * self.benchmark_papers[benchmark.id]
                / max(self.evaluations, 1),
            )
            for method in self.methods
            for benchmark in self.benchmarks
            if (method.id, benchmark.id) not in self.cells and method.id != benchmark.id
        ]
        ranked = sorted(gaps, key=lambda g: (-g.expected, g.method.id, g.benchmark.id))
        return Answers(Gap, ranked[:limit])

    def __str__(self) -> str:
        return to_table(self.columns, self.rows()).rstrip("\n")

    def _repr_html_(self) -> str:
        return to_html(self.columns, self.rows())


def _id(entity: EntityInfo | str, among: Iterable[EntityInfo]) -> str:
    if isinstance(entity, EntityInfo):
        return entity.id
    return next((e.id for e in among if entity in (e.id, e.name, *e.aliases)), entity)


def coverage(
    graph: Graph,
    methods: Sequence[str] | None,
    benchmarks: Sequence[str] | None,
    types: Sequence[EntityType],
    top: int,
) -> Coverage:
    """Return which methods meet which benchmarks; by default those of most papers that evaluate."""
    benchmark_papers: dict[str, set[str]] = {}
    method_papers: dict[str, set[str]] = {}
    papers = set()
    for paper in nodes(graph, NodeKind.PAPER):
        tested = entities_of(graph, paper, (Relation.EVALUATES_ON,))
        for entity in tested:
            benchmark_papers.setdefault(entity, set()).add(paper)
        if tested:
            papers.add(paper)
            for entity in entities_of(graph, paper) - tested:
                method_papers.setdefault(entity, set()).add(paper)
    typed = {e: p for e, p in method_papers.items() if has_type(graph, e, types)}
    tests = {
        entity: found
        for entity, found in benchmark_papers.items()
        if has_type(graph, entity, (EntityType.BENCHMARK,))
    }
    rows = list(methods) if methods is not None else _largest(graph, typed, top)
    columns = list(benchmarks) if benchmarks is not None else _largest(graph, tests, top)
    joined = {
        (m, b): method_papers.get(m, set()) & benchmark_papers.get(b, set())
        for m in rows
        for b in columns
    }
    return Coverage(
        methods=tuple(entity_info(graph, entity) for entity in rows),
        benchmarks=tuple(entity_info(graph, entity) for entity in columns),
        cells={pair: tuple(works(graph, found)) for pair, found in joined.items() if found},
        method_papers={m: len(method_papers.get(m, ())) for m in rows},
        benchmark_papers={b: len(benchmark_papers.get(b, ())) for b in columns},
        evaluations=len(papers),
    )


def _largest(graph: Graph, papers: Mapping[str, set[str]], top: int) -> list[str]:
    ranked = sorted(papers, key=lambda e: (-len(papers[e]), label(graph, e).casefold(), e))
    return ranked[:top]
