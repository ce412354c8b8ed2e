"""What queries answer: small values that print well."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Final

from kg.graph import Graph
from output.report import counted
from output.tables import Cell
from schemas import (
    ROLES,
    Attribute,
    EntityType,
    Evidence,
    MergeReason,
    NameReason,
    NodeKind,
    Relation,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperInfo:
    """A paper of the graph, or a work that papers cite (`kind` tells which).

    >>> print(PaperInfo(id="arxiv:2301.00001", title="On Tea", year=2023))
    On Tea (2023) <arxiv:2301.00001>
    """

    columns: ClassVar[tuple[str, ...]] = ("year", "title", "id")
    details: ClassVar[tuple[str, ...]] = ("authors", "venue", "url", "kind")

    id: str
    title: str
    year: int | None = None
    authors: tuple[str, ...] = ()
    venue: str | None = field(default=None, repr=False)
    abstract: str = field(default="", repr=False)
    url: str | None = field(default=None, repr=False)
    kind: NodeKind = field(default=NodeKind.PAPER, repr=False)

    def __str__(self) -> str:
        year = f" ({self.year})" if self.year and str(self.year) not in self.title else ""
        return f"{self.title}{year} <{self.id}>"

    def cells(self) -> tuple[Cell, ...]:
        """Return the row of a table."""
        return self.year, self.title, self.id, self.authors, self.venue, self.url, self.kind


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityInfo:
    """An entity with all its names; `papers` counts the papers that speak of it.

    >>> print(EntityInfo(id="entity:teanet", name="TeaNet", type=EntityType.MODEL, papers=2))
    TeaNet (model, 2 papers)
    """

    columns: ClassVar[tuple[str, ...]] = ("name", "type", "papers", "id")
    details: ClassVar[tuple[str, ...]] = ("aliases", "ambiguous")

    id: str
    name: str
    type: EntityType
    papers: int
    aliases: tuple[str, ...] = ()
    ambiguous: bool = field(default=False, repr=False)

    def __str__(self) -> str:
        return f"{self.name} ({self.type}, {counted(self.papers, 'paper')})"

    def cells(self) -> tuple[Cell, ...]:
        """Return the row of a table."""
        return self.name, self.type, self.papers, self.id, self.aliases, self.ambiguous


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceItem:
    """A sentence of `paper` that supports a relation; `start:end` is the place in its text.

    An entry of a reference list has no place in the text: there `start == end`.

    >>> print(EvidenceItem(relation=Relation.USES, paper="local:1", sentence="We use tea.",
    ...                    start=10, end=13, extractor="vocabulary", confidence=0.9))
    uses (0.90): We use tea.
    """

    columns: ClassVar[tuple[str, ...]] = ("relation", "confidence", "paper", "sentence")
    details: ClassVar[tuple[str, ...]] = ("start", "end", "extractor")

    relation: Relation
    confidence: float
    paper: str
    sentence: str
    start: int
    end: int
    extractor: str

    def __str__(self) -> str:
        return f"{self.relation} ({self.confidence:.2f}): {self.sentence}"

    def cells(self) -> tuple[Cell, ...]:
        """Return the row of a table."""
        place = (self.start, self.end, self.extractor)
        return self.relation, self.confidence, self.paper, self.sentence, *place


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One edge: subject, relation and object, by id and by name.

    >>> print(Link(subject="local:1", relation=Relation.USES, object="entity:teanet",
    ...            subject_name="On Tea", object_name="TeaNet", confidence=0.9))
    On Tea -uses-> TeaNet
    """

    columns: ClassVar[tuple[str, ...]] = ("subject_name", "relation", "object_name", "confidence")
    details: ClassVar[tuple[str, ...]] = ("subject", "object")

    subject: str
    relation: Relation
    object: str
    subject_name: str
    object_name: str
    confidence: float

    def __str__(self) -> str:
        return f"{self.subject_name} -{self.relation}-> {self.object_name}"

    def cells(self) -> tuple[Cell, ...]:
        """Return the row of a table."""
        names = (self.subject_name, self.relation, self.object_name)
        return *names, self.confidence, self.subject, self.object


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """An entity, how many papers give it each type, and why each name stands for it.

    `sources` are the papers that reasons name, by id.

    >>> tea = EntityInfo(id="entity:teanet", name="TeaNet", type=EntityType.MODEL, papers=2)
    >>> reason = NameReason(name="TeaNet", reason=MergeReason.SPELLING, source="local:1", papers=2)
    >>> print(Explanation(entity=tea, types={EntityType.MODEL: 2}, reasons=(reason,),
    ...                   sources={"local:1": PaperInfo(id="local:1", title="On Tea")}))
    TeaNet (model, 2 papers) <entity:teanet>
      TeaNet: named so in On Tea <local:1> and 1 more paper
    """

    columns: ClassVar[tuple[str, ...]] = ("name", "type", "papers", "id")
    details: ClassVar[tuple[str, ...]] = ("lines",)

    entity: EntityInfo
    types: Mapping[EntityType, int]
    reasons: tuple[NameReason, ...]
    sources: Mapping[str, PaperInfo]

    def __str__(self) -> str:
        return "\n".join(self.lines())

    def cells(self) -> tuple[Cell, ...]:
        """Return the row of a table."""
        entity = self.entity
        return entity.name, entity.type, entity.papers, entity.id, tuple(self.lines())

    def lines(self) -> Iterator[str]:
        """Yield the entity, its types if papers disagree, and its names, a line each.

        >>> next(graph.explain("PPO")[0].lines())
        'proximal policy optimization (method, 15 papers) <entity:proximal-policy-optimization>'
        """
        yield f"{self.entity} <{self.entity.id}>"
        if len(self.types) > 1 or self.entity.type not in self.types:
            types = (f"{kind} in {counted(n, 'paper')}" for kind, n in self.types.items())
            yield f"  type: {', '.join(types)}"
        for item in self.reasons:
            yield f"  {item.name}: {self._why(item)}"

    def _why(self, item: NameReason) -> str:
        source, papers = item.source, counted(item.papers, "paper")
        if item.source in self.sources:
            source = str(self.sources[item.source])
        if item.reason in _FIRST_PAPER:
            more = f" and {counted(item.papers - 1, 'more paper')}" if item.papers > 1 else ""
            return f"{_WHY[item.reason].format(source)}{more}"
        return f"{_WHY[item.reason].format(source)} ({papers})"


_WHY: Final = {
    MergeReason.DECISION: "decided by '{}'",
    MergeReason.VOCABULARY: "entry '{}' of the vocabulary",
    MergeReason.DEFINITION: "beside its long form in {}",
    MergeReason.SPELLING: "named so in {}",
    MergeReason.WORDING: "has a short form in common with '{}'",
    MergeReason.CONTEXT: "meant so by papers on the same things, as {}",
    MergeReason.OPEN: "left open in {}",
}
_FIRST_PAPER: Final = (MergeReason.DEFINITION, MergeReason.SPELLING, MergeReason.OPEN)


def paper_info(graph: Graph, node: str) -> PaperInfo:
    """Return what the node of a paper, a cited work or a repository says."""
    data = graph.nodes[node]
    return PaperInfo(
        id=node,
        title=data[Attribute.LABEL],
        year=data.get(Attribute.YEAR),
        authors=tuple(data.get(Attribute.AUTHORS, ())),
        venue=data.get(Attribute.VENUE),
        abstract=data.get(Attribute.ABSTRACT, ""),
        url=data.get(Attribute.URL),
        kind=NodeKind(data[Attribute.KIND]),
    )


def entity_info(graph: Graph, node: str) -> EntityInfo:
    """Return what the node of an entity says, and how many papers speak of it."""
    data = graph.nodes[node]
    return EntityInfo(
        id=node,
        name=data[Attribute.LABEL],
        type=EntityType(data[Attribute.TYPE]),
        aliases=tuple(data[Attribute.ALIASES]),
        papers=len({paper for paper, _, key in graph.in_edges(node, keys=True) if key in ROLES}),
        ambiguous=data[Attribute.AMBIGUOUS],
    )


def evidence_items(graph: Graph, source: str, target: str) -> list[EvidenceItem]:
    """Return the sentences behind the links from one node to another, in the order of the text.

    The sentences of `source` come before those of others.
    """
    edges = graph.get_edge_data(source, target) or {}
    items = [
        EvidenceItem(
            relation=Relation(key),
            confidence=data[Attribute.CONFIDENCE],
            paper=item.paper,
            sentence=item.sentence,
            start=item.start,
            end=item.end,
            extractor=item.extractor,
        )
        for key, data in edges.items()
        for item in (Evidence(**fields) for fields in data[Attribute.EVIDENCE])
    ]
    return sorted(
        items,
        key=lambda i: (i.paper != source, i.start, i.end, i.relation, i.sentence, i.extractor),
    )


def explanation(graph: Graph, node: str) -> Explanation:
    """Return why the names of an entity stand for it."""
    data = graph.nodes[node]
    reasons = tuple(
        NameReason(name=name, reason=MergeReason(reason), source=source, papers=papers)
        for name, reason, source, papers in data[Attribute.REASONS]
    )
    return Explanation(
        entity=entity_info(graph, node),
        types={EntityType(kind): count for kind, count in data[Attribute.TYPES].items()},
        reasons=reasons,
        sources={r.source: paper_info(graph, r.source) for r in reasons if r.source in graph},
    )


def link(graph: Graph, one: str, other: str) -> Link:
    """Return the edge between two nodes, in either direction; the first by id and relation."""
    pairs = ((one, other), (other, one))
    edges = [(a, key, b) for a, b in pairs for key in graph.get_edge_data(a, b) or ()]
    source, key, target = min(edges)
    return Link(
        subject=source,
        relation=Relation(key),
        object=target,
        subject_name=graph.nodes[source][Attribute.LABEL],
        object_name=graph.nodes[target][Attribute.LABEL],
        confidence=graph.edges[source, target, key][Attribute.CONFIDENCE],
    )
