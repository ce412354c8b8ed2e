"""One entity across papers: what several papers name becomes one node."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from schemas import Entity, EntityType, Extraction, entity_curie, fold


def merge_entities(
    extractions: Sequence[Extraction],
) -> tuple[list[tuple[Entity, dict[EntityType, int]]], dict[tuple[str, str], str]]:
    """Return the entities of all papers, and where each paper's own entities went.

    Entities are one when their names agree after folding; an ambiguous short form is apart from
    every entity that a paper or the vocabulary gives a meaning. The name is the vocabulary's,
    else the one that most papers use; the type is that of most papers.

    Returns:
        Entities sorted by id, each with the number of papers that give it each type, and a map
        from (CURIE of the paper, id of the entity in its extraction) to the id of the node.
    """
    groups: defaultdict[tuple[str, bool], list[tuple[str, Entity]]] = defaultdict(list)
    for extraction in extractions:
        for entity in extraction.entities:
            key = (fold(entity.name), entity.ambiguous)
            groups[key].append((extraction.paper.curie, entity))
    nodes: defaultdict[str, list[tuple[str, Entity]]] = defaultdict(list)
    for (_, ambiguous), members in sorted(groups.items()):
        name = _best_name(entity for _, entity in members)
        suffix = " (ambiguous)" if ambiguous and (fold(name), False) in groups else ""
        nodes[entity_curie(name + suffix)].extend(members)
    merged = [_merge(curie, nodes[curie]) for curie in sorted(nodes)]
    places = {
        (paper, entity.id): curie for curie, members in nodes.items() for paper, entity in members
    }
    return merged, places


def _best_name(entities: Iterable[Entity]) -> str:
    counts: Counter[tuple[bool, str]] = Counter((e.known, e.name) for e in entities)
    return max(counts, key=lambda item: (item[0], counts[item], item[1]))[1]


def _merge(
    curie: str, members: Sequence[tuple[str, Entity]]
) -> tuple[Entity, dict[EntityType, int]]:
    entities = [entity for _, entity in members]
    types = Counter({kind: len({p for p, e in members if e.type is kind}) for kind in EntityType})
    listed = {entity.type for entity in entities if entity.known}
    entity = Entity(
        id=curie,
        name=_best_name(entities),
        type=max(EntityType, key=lambda kind: (types[kind], kind in listed)),
        aliases=tuple(sorted({alias for entity in entities for alias in entity.aliases})),
        ambiguous=all(entity.ambiguous for entity in entities),
        known=bool(listed),
    )
    return entity, {kind: count for kind, count in sorted(types.items()) if count}
