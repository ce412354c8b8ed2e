"""The JSON record of what one paper gave: what `citekg extract` prints and gold files hold."""

import json
from collections.abc import Iterable
from typing import TypeAlias

from schemas import (
    ROLES,
    Citation,
    Claim,
    Entity,
    Extraction,
    Mention,
    Relation,
    repository_url,
)

Json: TypeAlias = "str | int | float | list[Json] | dict[str, Json] | None"


def to_annotation(extraction: Extraction) -> dict[str, Json]:
    """Return the record of one paper, its `id` as the source gave it."""
    claims = {claim.object: claim for claim in _by_role(extraction.claims)}
    repositories = {c.object for c in extraction.claims if c.relation is Relation.LINKS_TO}
    return {
        "id": extraction.paper.id,
        "title": extraction.paper.title,
        "entities": [_entity(entity, claims.get(entity.id)) for entity in extraction.entities],
        "citations": [_citation(citation) for citation in extraction.citations],
        "repositories": [repository_url(curie) for curie in sorted(repositories)],
    }


def to_line(extraction: Extraction) -> str:
    """Return the record of one paper as one line of JSON."""
    return json.dumps(to_annotation(extraction), ensure_ascii=False) + "\n"


def _by_role(claims: Iterable[Claim]) -> list[Claim]:
    roles = [claim for claim in claims if claim.relation in ROLES]
    return sorted(roles, key=lambda claim: ROLES.index(claim.relation), reverse=True)


def _entity(entity: Entity, claim: Claim | None) -> dict[str, Json]:
    return {
        "name": entity.name,
        "type": entity.type,
        "role": claim.relation if claim else Relation.MENTIONS,
        "confidence": claim.confidence if claim else 0.0,
        "mentions": [_mention(mention) for mention in entity.mentions],
    }


def _mention(mention: Mention) -> dict[str, Json]:
    return {"start": mention.start, "end": mention.end, "text": mention.surface}


def _citation(citation: Citation) -> dict[str, Json]:
    return {
        "start": citation.start,
        "end": citation.end,
        "surface": citation.surface,
        "authors": [*citation.authors],
        "year": citation.year,
    }
