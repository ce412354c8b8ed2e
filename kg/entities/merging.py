"""One entity across papers: what several papers name becomes one node, with the reasons."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from kg.entities.ambiguity import settle_open
from kg.entities.coinage import part_coined
from kg.entities.decisions import Decision, obey
from kg.entities.grouping import (
    Kind,
    Member,
    group_by_name,
    group_curies,
    group_names,
    join_wordings,
    spelled_out,
)
from kg.entities.spelling import spelling_key
from schemas import Entity, EntityType, Extraction, MergeReason, NameReason

_ORDER: Final = tuple(MergeReason)


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """An entity of the graph, the number of papers that give it each type, and its reasons."""

    entity: Entity
    types: Mapping[EntityType, int]
    reasons: tuple[NameReason, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """The nodes sorted by id, and where the entities of the papers went.

    `places` maps (CURIE of the paper, id of the entity in its extraction) to the id of a node;
    what a decision drops is in neither. `decisions` counts the papers that each one touches.
    """

    nodes: tuple[Node, ...]
    places: Mapping[tuple[str, str], str]
    decisions: Mapping[Decision, int]


def merge_entities(extractions: Iterable[Extraction], decisions: Sequence[Decision] = ()) -> Merged:
    """Return the entities of all papers as nodes, in any order of the papers the same.

    Entities are one when the vocabulary, the spelling of their names, or close wordings with
    one short form say so, but not what several papers introduce under one name. What a paper
    spells out, it means; a short form that it leaves open takes the sense of similar papers or
    stays apart as ambiguous. A person's decisions outrank all. The name of a node is the
    vocabulary's, else the one that most papers use; the type is that of most papers.
    """
    ordered = sorted(extractions, key=lambda extraction: extraction.paper.curie)
    members = part_coined(group_by_name(ordered), ordered)
    members = settle_open(join_wordings(members))
    decided = obey(members, decisions)
    names = group_names(decided.members)
    curies = group_curies(names)
    nodes: defaultdict[str, list[Member]] = defaultdict(list)
    for member in decided.members:
        nodes[curies[member.group]].append(member)
    kinds = {curies[group]: kind for group, kind in decided.types.items()}
    return Merged(
        nodes=tuple(
            _node(curie, names[nodes[curie][0].group], nodes[curie], kinds.get(curie))
            for curie in sorted(nodes)
        ),
        places={m.place: curie for curie, found in nodes.items() for m in found},
        decisions=decided.papers,
    )


def _node(curie: str, name: str, members: Sequence[Member], decided: EntityType | None) -> Node:
    papers: defaultdict[EntityType, set[str]] = defaultdict(set)
    for member in members:
        papers[member.entity.type].add(member.paper)
    listed = {member.entity.type for member in members if member.entity.known}
    wider = Counter(member.entity.broader for member in members if member.entity.broader)
    entity = Entity(
        id=curie,
        name=name,
        type=decided or max(EntityType, key=lambda kind: (len(papers[kind]), kind in listed)),
        aliases=tuple(sorted({alias for member in members for alias in member.entity.aliases})),
        ambiguous=members[0].group.kind is Kind.OPEN,
        known=bool(listed),
        broader=max(wider, key=lambda name: (wider[name], name), default=None),
    )
    types = {kind: len(papers[kind]) for kind in sorted(papers) if papers[kind]}
    return Node(entity=entity, types=types, reasons=_reasons(members))


def _reasons(members: Sequence[Member]) -> tuple[NameReason, ...]:
    """Return why each name stands for the entity, one for all its spellings, strongest first.

    A paper, where the reason lies in one, is the first by CURIE of all that give it.
    """
    found: defaultdict[tuple[str, MergeReason], dict[str, tuple[str, str]]] = defaultdict(dict)
    for member in members:
        shorts = set(spelled_out(member.entity))
        for alias in member.entity.aliases:
            key, reason, source = spelling_key(alias), member.reason, member.source
            if key in shorts and reason is not MergeReason.DECISION:
                reason, source = MergeReason.DEFINITION, ""
            found[key, reason].setdefault(member.paper, (alias, source or member.paper))
    reasons = (
        NameReason(
            name=papers[min(papers)][0],
            reason=reason,
            source=papers[min(papers)][1],
            papers=len(papers),
        )
        for (_, reason), papers in found.items()
    )
    return tuple(sorted(reasons, key=lambda item: (_ORDER.index(item.reason), item.name)))
