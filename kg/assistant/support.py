"""Which links stand behind a record of an answer; each is asked with what was asked for."""

from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

from kg.assistant.quotes import Pair, both, naming, of_topic, resting, shared
from kg.query import KnowledgeGraph
from kg.questions.advice import Missing, Recommendation
from kg.questions.chains import Chain
from kg.questions.company import CoUse
from kg.questions.groups import Community
from kg.questions.influence import Influence, Influential
from kg.questions.reading import family
from kg.questions.similar import Related
from kg.results import EntityInfo, Explanation, PaperInfo
from schemas import Relation, UnknownNameError

Given: TypeAlias = Mapping[str, Any]


def of_paper(graph: KnowledgeGraph, given: Given, paper: PaperInfo) -> Iterable[Pair]:
    """Yield the links of a paper to the entity that was asked for, or to any if no words were."""
    role = given["role"]
    if given["about"] is not None:
        entity = graph.entity(given["about"]).id
        variants = given["variants"]
        about = family(graph.nx, entity, Relation.VARIANT_OF) if variants else {entity}
        return of_topic(graph.nx, paper.id, about)
    if role is None and given["text"] is not None:
        return ()
    named = (entity.id for entity in graph.entities(of=paper.id, role=role))
    return of_topic(graph.nx, paper.id, named)


def of_entity(graph: KnowledgeGraph, given: Given, entity: EntityInfo) -> Iterable[Pair]:
    """Yield the link of the paper that was asked for to an entity, or those of all papers."""
    if given["of"] is not None:
        return ((graph.paper(given["of"]).id, entity.id),)
    return naming(graph.nx, entity.id)


def of_company(graph: KnowledgeGraph, given: Given, other: CoUse) -> Iterable[Pair]:
    """Yield the links of papers that name both entities."""
    return both(graph.nx, graph.entity(given["name"]).id, other.entity.id)


def of_related(graph: KnowledgeGraph, given: Given, other: Related) -> Iterable[Pair]:
    """Yield the links of two papers to what they share."""
    return shared(graph.nx, graph.paper(given["paper"]).id, other.paper.id)


def of_chain(graph: KnowledgeGraph, given: Given, chain: Chain) -> Iterable[Pair]:
    """Yield the links of a chain."""
    return ((link.subject, link.object) for link in chain.links)


def of_recommendation(graph: KnowledgeGraph, given: Given, item: Recommendation) -> Iterable[Pair]:
    """Yield the links of a paper to the topic, if that is an entity."""
    try:
        entity = graph.entity(given["topic"]).id
    except UnknownNameError:
        return ()
    about = family(graph.nx, entity, Relation.VARIANT_OF, Relation.BROADER)
    return of_topic(graph.nx, item.paper.id, about)


def of_influence(graph: KnowledgeGraph, given: Given, found: Influence) -> Iterable[Pair]:
    """Yield the links of others to a paper or an entity."""
    if given["kind"] == Influential.ENTITIES:
        return naming(graph.nx, found.id)
    return resting(graph.nx, found.id)


def of_community(graph: KnowledgeGraph, given: Given, group: Community) -> Iterable[Pair]:
    """Yield a link of a paper of a group to each entity that sets the group apart."""
    papers = {paper.id for paper in group.papers}
    for entity in group.entities:
        yield from [pair for pair in naming(graph.nx, entity.id) if pair[0] in papers][:1]


def of_missing(graph: KnowledgeGraph, given: Given, work: Missing) -> Iterable[Pair]:
    """Yield the links of papers to a work that they cite."""
    return resting(graph.nx, work.work.id)


def of_explanation(graph: KnowledgeGraph, given: Given, sense: Explanation) -> Iterable[Pair]:
    """Yield the links of papers to an entity."""
    return naming(graph.nx, sense.entity.id)
