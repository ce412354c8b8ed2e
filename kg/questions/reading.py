"""The graph as questions read it: nodes of a kind, papers of an entity, entities of a paper."""

import math
from collections import Counter
from collections.abc import Iterable, Iterator

from kg.graph import Graph
from kg.results import PaperInfo, paper_info
from schemas import ROLES, Attribute, EntityType, NodeKind, Relation

_ROLES = frozenset(role.value for role in ROLES)


def nodes(graph: Graph, kind: NodeKind) -> Iterator[str]:
    """Yield the nodes of a kind."""
    return (n for n, data in graph.nodes(data=True) if data[Attribute.KIND] == kind)


def label(graph: Graph, node: str) -> str:
    """Return the name of a node."""
    return str(graph.nodes[node][Attribute.LABEL])


def year(graph: Graph, node: str) -> int | None:
    """Return the year of a paper or cited work, if it is known."""
    found: int | None = graph.nodes[node].get(Attribute.YEAR)
    return found


def role(graph: Graph, paper: str, entity: str) -> Relation | None:
    """Return how a paper stands to an entity, or None if it does not speak of it."""
    keys = graph.get_edge_data(paper, entity) or {}
    return next((role for role in ROLES if role in keys), None)


def papers_of(graph: Graph, entity: str, roles: Iterable[str] = _ROLES) -> set[str]:
    """Return the papers that speak of an entity in one of the roles."""
    wanted = frozenset(roles)
    return {paper for paper, keys in graph.pred[entity].items() if not wanted.isdisjoint(keys)}


def entities_of(graph: Graph, paper: str, roles: Iterable[str] = _ROLES) -> set[str]:
    """Return the entities that a paper speaks of in one of the roles."""
    wanted = frozenset(roles)
    return {entity for entity, keys in graph.succ[paper].items() if not wanted.isdisjoint(keys)}


def objects(graph: Graph, node: str, *relations: Relation) -> set[str]:
    """Return what a node points to by one of the relations."""
    return entities_of(graph, node, relations)


def subjects(graph: Graph, node: str, *relations: Relation) -> set[str]:
    """Return what points to a node by one of the relations."""
    return papers_of(graph, node, relations)


def frequencies(graph: Graph, papers: Iterable[str]) -> Counter[str]:
    """Return how many of the papers speak of each entity."""
    return Counter(entity for paper in papers for entity in entities_of(graph, paper))


def has_type(graph: Graph, entity: str, types: Iterable[EntityType]) -> bool:
    """Tell whether an entity has one of the types; none stand for all."""
    wanted = tuple(types)
    return not wanted or graph.nodes[entity][Attribute.TYPE] in wanted


def family(graph: Graph, entity: str, *relations: Relation) -> set[str]:
    """Return an entity with all that lies below it by the relations, at any depth."""
    found, open_ = {entity}, [entity]
    while open_:
        below = subjects(graph, open_.pop(), *relations) - found
        found |= below
        open_.extend(below)
    return found


def works(graph: Graph, found: Iterable[str]) -> list[PaperInfo]:
    """Return papers and other works by year and title; those without a year come last."""
    infos = (paper_info(graph, node) for node in found)
    return sorted(infos, key=lambda p: (p.year or math.inf, p.title.casefold(), p.id))
