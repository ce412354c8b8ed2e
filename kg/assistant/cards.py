"""Answers on a single thing: the graph, a paper, an entity, the link between two."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Final

from kg.assistant.quotes import naming, quote, quotes
from kg.assistant.replies import Findings, Found, Quote, some
from kg.query import KnowledgeGraph
from kg.questions.card import EntityCard
from kg.questions.reading import entities_of, label, nodes, year
from kg.results import EntityInfo, PaperInfo, paper_info
from output.report import counted
from schemas import ROLES, Attribute, EntityType, NodeKind, Relation

_ON_CARD: Final = 10
_MOST: Final = 5
_NAMES: Final = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """What a graph holds: how many nodes, links, entities and papers of each sort, and examples."""

    nodes: Mapping[NodeKind, int]
    links: Mapping[Relation, int]
    entities: Mapping[EntityType, int]
    years: Mapping[int, int]
    undated: int = 0
    most_named: Mapping[EntityType, tuple[EntityInfo, ...]]

    def __str__(self) -> str:
        years = ", ".join(f"{found}: {count}" for found, count in self.years.items())
        links = ", ".join(f"{relation} {count}" for relation, count in self.links.items())
        lines = [
            ", ".join(counted(n, kind.replace("_", " ")) for kind, n in self.nodes.items())
            or "no papers",
            f"links: {links or 'none'}",
            f"papers by year: {years or 'none has a year'}",
            *([f"papers without a year: {self.undated}"] if self.undated else []),
        ]
        for kind, names in self.most_named.items():
            shown = ", ".join(f"{entity.name} ({entity.papers})" for entity in names)
            lines.append(f"{self.entities[kind]} of type {kind}, in most papers: {shown}")
        return "\n".join(lines)


def overview(graph: KnowledgeGraph) -> Findings[Overview]:
    """Return what a graph holds, with the papers that introduce what most papers name."""
    kinds = Counter(data[Attribute.KIND] for _, data in graph.nx.nodes(data=True))
    relations = Counter(key for _, _, key in graph.nx.edges(keys=True))
    years = Counter(year(graph.nx, paper) for paper in nodes(graph.nx, NodeKind.PAPER))
    undated = years.pop(None, 0)
    ranked = graph.entities()
    types = Counter(entity.type for entity in ranked)
    found = Overview(
        nodes={kind: kinds[kind] for kind in NodeKind if kinds[kind]},
        links={relation: relations[relation] for relation in Relation if relations[relation]},
        entities={kind: types[kind] for kind in EntityType if types[kind]},
        years={found: years[found] for found in sorted(filter(None, years))},
        undated=undated,
        most_named={
            kind: tuple(entity for entity in ranked if entity.type is kind)[:_MOST]
            for kind in EntityType
            if types[kind]
        },
    )
    pairs = (next(iter(naming(graph.nx, entity.id))) for entity in ranked if entity.papers)
    return some([Found(found=found, evidence=quotes(graph.nx, pairs))], 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperCard:
    """A paper with its text, what it names in which role, and the papers before and after it."""

    paper: PaperInfo
    text: str = ""
    doi: str | None = None
    arxiv: str | None = None
    entities: Mapping[Relation, tuple[EntityInfo, ...]]
    builds_on: tuple[PaperInfo, ...] = ()
    built_on_by: tuple[PaperInfo, ...] = ()
    cites: tuple[PaperInfo, ...] = ()
    cited_by: tuple[PaperInfo, ...] = ()
    repositories: tuple[PaperInfo, ...] = ()

    def __str__(self) -> str:
        return "\n".join(self._lines())

    def _lines(self) -> Iterator[str]:
        yield str(self.paper)
        if self.paper.authors:
            yield f"  authors: {_few(self.paper.authors)}"
        if self.text:
            yield f"  abstract: {self.text}"
        for kind, entities in self.entities.items():
            yield f"  {kind}: {_few(tuple(entity.name for entity in entities))}"
        works = (
            ("builds on", self.builds_on),
            ("built on by", self.built_on_by),
            ("cites", self.cites),
            ("cited by", self.cited_by),
            ("links to", self.repositories),
        )
        for what, papers in works:
            if papers:
                yield f"  {what}: {_few(tuple(map(str, papers)), '; ')}"


def _few(names: tuple[str, ...], between: str = ", ") -> str:
    more = f" and {len(names) - _NAMES} more" if len(names) > _NAMES else ""
    return between.join(names[:_NAMES]) + more


def paper_card(graph: KnowledgeGraph, paper: str) -> Findings[PaperCard]:
    """Return all that is known of a paper, with a sentence for each of its first links."""
    info = graph.paper(paper)
    data = graph.nx.nodes[info.id]
    named = {
        role: tuple(graph.entities(of=info.id, role=role))
        for role in ROLES
        if entities_of(graph.nx, info.id, (role,))
    }
    before = tuple(graph.builds_on(info.id))
    code = sorted(entities_of(graph.nx, info.id, (Relation.LINKS_TO,)))
    card = PaperCard(
        paper=info,
        text=info.abstract,
        doi=data[Attribute.DOI] or None,
        arxiv=data[Attribute.ARXIV] or None,
        entities=named,
        builds_on=before,
        built_on_by=tuple(graph.built_on_by(info.id)),
        cites=tuple(graph.cites(info.id)),
        cited_by=tuple(graph.cited_by(info.id)),
        repositories=tuple(paper_info(graph.nx, node) for node in code),
    )
    linked = [*(entity.id for entity in chain(*named.values())), *(p.id for p in before)]
    pairs = ((info.id, other) for other in linked)
    return some([Found(found=card, evidence=quotes(graph.nx, pairs, _ON_CARD))], 1)


def card(graph: KnowledgeGraph, name: str) -> Findings[EntityCard]:
    """Return all that is known of an entity, with sentences of papers, those that introduce first.

    Raises:
        UnknownNameError: if no entity has the name.
        AmbiguousNameError: if several have it.
    """
    found = graph.card(name)
    said = quotes(graph.nx, naming(graph.nx, found.entity.id), _ON_CARD)
    return some([Found(found=found, evidence=said)], 1)


def evidence(graph: KnowledgeGraph, paper: str, entity: str, limit: int = 20) -> Findings[Quote]:
    """Return the sentences behind the links from a paper (or an entity) to something."""
    found = graph.evidence(paper, entity)
    name = label(graph.nx, entity) if entity in graph.nx else entity
    shown = [Found(found=quote(graph.nx, item, name)) for item in found[:limit]]
    return some(shown, len(found))
