"""What the vocabulary holds to be a kind of something else."""

from collections import defaultdict
from collections.abc import Iterable

from kg.entities.families import join_entities
from schemas import ROLES, Claim, Entity, Relation


def find_broader(
    entities: Iterable[Entity], claims: Iterable[Claim], variants: Iterable[Claim]
) -> tuple[Claim, ...]:
    """Return the `broader` claims, sorted: from entities to what the vocabulary puts above them.

    Both are entities of the graph that the vocabulary knows. What `variants` joins already is
    left out.
    """
    known = {entity.name: entity for entity in entities if entity.known}
    joined = {(claim.subject, claim.object) for claim in variants}
    wider = {
        entity.id: known[entity.broader].id
        for entity in known.values()
        if entity.broader in known and entity.broader != entity.name
    }
    roles: defaultdict[str, dict[str, Claim]] = defaultdict(dict)
    for claim in claims:
        if claim.relation in ROLES and claim.object in wider:
            roles[claim.object][claim.subject] = claim
    return tuple(
        join_entities(curie, Relation.BROADER, wider[curie], roles[curie])
        for curie in sorted(roles)
        if (curie, wider[curie]) not in joined
    )
