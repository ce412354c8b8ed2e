"""Papers and entities that meet conditions."""

from collections.abc import Iterable

from kg.conditions import is_within
from kg.graph import Graph
from kg.questions.reading import entities_of, has_type, nodes, papers_of, works
from kg.results import EntityInfo, PaperInfo, entity_info
from schemas import ROLES, Attribute, EntityType, NodeKind, Relation


def papers(
    graph: Graph,
    about: Iterable[str] | None,
    roles: Iterable[Relation] | None,
    since: int | None,
    until: int | None,
    text: str | None,
) -> list[PaperInfo]:
    """Return the papers that speak of one of the entities, in one of the roles; None is any."""
    if about is not None:
        found = {paper for entity in about for paper in papers_of(graph, entity, roles or ROLES)}
    else:
        found = {
            paper
            for paper in nodes(graph, NodeKind.PAPER)
            if roles is None or entities_of(graph, paper, roles)
        }
    words = text.casefold() if text is not None else ""
    return [
        paper
        for paper in works(graph, found)
        if is_within(paper.year, since, until)
        and words in f"{paper.title}\n{paper.abstract}".casefold()
    ]


def entities(
    graph: Graph,
    type: EntityType | None,
    of: str | None,
    roles: Iterable[Relation] | None,
    text: str | None,
) -> list[EntityInfo]:
    """Return the entities of a type and of a paper in one of the roles; None is any."""
    if of is not None:
        found = entities_of(graph, of, roles or ROLES)
    else:
        found = {
            entity
            for entity in nodes(graph, NodeKind.ENTITY)
            if roles is None or papers_of(graph, entity, roles)
        }
    infos = (
        entity_info(graph, entity)
        for entity in found
        if has_type(graph, entity, (type,) if type else ())
        and (text is None or _is_called(graph, entity, text.casefold()))
    )
    return sorted(infos, key=lambda info: (-info.papers, info.name.casefold(), info.id))


def _is_called(graph: Graph, entity: str, words: str) -> bool:
    data = graph.nodes[entity]
    names = (data[Attribute.LABEL], *data[Attribute.ALIASES])
    return any(words in name.casefold() for name in names)
