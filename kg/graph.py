"""The graph: the only code that adds nodes and edges.

One `networkx.MultiDiGraph`. A node's key is a CURIE and its attribute `kind` a `NodeKind`; an
edge's key is a `Relation`, so there is one edge a claim. Attributes are plain JSON values:

    paper       label title abstract authors year venue doi arxiv url source identifiers origins
    entity      label type types aliases ambiguous reasons
    cited_work  label authors year identifiers candidates
    repository  label url
    (edge)      confidence evidence

`types` counts the papers that speak of the entity as each type; `reasons` is a list of the
values of `NameReason`, `evidence` one of the fields of `Evidence`; `identifiers` are the ids that
sources gave. `origins` maps fields of a paper to the sources that gave them, where these are not
its `source` alone. `candidates` are papers that a citation fits all the same.

A person's `decisions` are an attribute of the graph, if there are any: a list of [decision, number
of papers that it touches]. So are the `extractors` that are not ours: a list of [name, what it is].
"""

from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import Final, TypeAlias

import networkx as nx

from schemas import (
    FORMAT_VERSION,
    Attribute,
    Claim,
    Entity,
    EntityType,
    Evidence,
    NameReason,
    NodeKind,
    Paper,
    UnknownNameError,
)

Graph: TypeAlias = "nx.MultiDiGraph[str]"

_OF_PAPER: Final = tuple(
    field.name for field in fields(Paper) if field.name not in ("id", "references", "identifiers")
)
_OF_EVIDENCE: Final = tuple(field.name for field in fields(Evidence))


def empty_graph() -> Graph:
    """Return a graph without nodes that names its format version."""
    return nx.MultiDiGraph(format=FORMAT_VERSION)


def add_paper(graph: Graph, paper: Paper) -> None:
    """Add the node of a paper."""
    values = {name: getattr(paper, name) for name in _OF_PAPER}
    values[Attribute.AUTHORS] = list(paper.authors)
    values[Attribute.ORIGINS] = {
        field: [source for name, source in paper.origins if name == field]
        for field, _ in paper.origins
    }
    graph.add_node(
        paper.curie,
        **{
            Attribute.KIND: NodeKind.PAPER.value,
            Attribute.LABEL: paper.title,
            Attribute.IDENTIFIERS: sorted({paper.id, *paper.identifiers} - {""}),
        },
        **values,
    )


def add_entity(
    graph: Graph,
    entity: Entity,
    types: Mapping[EntityType, int],
    reasons: Iterable[NameReason] = (),
) -> None:
    """Add the node of an entity; `types` counts the papers that give it each type."""
    graph.add_node(
        entity.id,
        **{
            Attribute.KIND: NodeKind.ENTITY.value,
            Attribute.LABEL: entity.name,
            Attribute.TYPE: entity.type.value,
            Attribute.TYPES: {kind.value: types[kind] for kind in sorted(types)},
            Attribute.ALIASES: list(entity.aliases),
            Attribute.AMBIGUOUS: entity.ambiguous,
            Attribute.REASONS: [[r.name, r.reason.value, r.source, r.papers] for r in reasons],
        },
    )


def add_cited_work(
    graph: Graph,
    curie: str,
    label: str,
    authors: tuple[str, ...] = (),
    year: int | None = None,
    *,
    identifiers: tuple[str, ...] = (),
    candidates: tuple[str, ...] = (),
) -> None:
    """Add the node of a work that is cited but is no paper of the graph.

    `candidates` are the papers of the graph that fit all the same, where several do.
    """
    graph.add_node(
        curie,
        **{
            Attribute.KIND: NodeKind.CITED_WORK.value,
            Attribute.LABEL: label,
            Attribute.AUTHORS: list(authors),
            Attribute.YEAR: year,
            Attribute.IDENTIFIERS: list(identifiers),
            Attribute.CANDIDATES: list(candidates),
        },
    )


def add_repository(graph: Graph, curie: str, url: str) -> None:
    """Add the node of a place that holds code or data."""
    graph.add_node(
        curie,
        **{
            Attribute.KIND: NodeKind.REPOSITORY.value,
            Attribute.LABEL: url.split("://", 1)[-1],
            Attribute.URL: url,
        },
    )


def add_claim(graph: Graph, claim: Claim) -> None:
    """Add the edge of a claim, or add its evidence to the edge that is there.

    Raises:
        UnknownNameError: if a node of the claim is missing.
    """
    for curie in (claim.subject, claim.object):
        if curie not in graph:
            raise UnknownNameError("node", curie, graph)
    evidence = [_fields(item) for item in claim.evidence]
    if graph.has_edge(claim.subject, claim.object, claim.relation.value):
        edge = graph.edges[claim.subject, claim.object, claim.relation.value]
        known = edge[Attribute.EVIDENCE]
        known.extend(item for item in evidence if item not in known)
        edge[Attribute.CONFIDENCE] = max(edge[Attribute.CONFIDENCE], claim.confidence)
    else:
        graph.add_edge(
            claim.subject,
            claim.object,
            claim.relation.value,
            **{Attribute.CONFIDENCE: claim.confidence, Attribute.EVIDENCE: evidence},
        )


def _fields(item: Evidence) -> dict[str, str | int | float]:
    return {name: getattr(item, name) for name in _OF_EVIDENCE} | {
        Attribute.EXTRACTOR: str(item.extractor)
    }
