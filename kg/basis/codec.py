"""Records as JSON values and back, without what the text of the paper tells anyway."""

import hashlib
import json
from dataclasses import MISSING, asdict, fields
from typing import Any, Final, TypeAlias

from schemas import (
    Citation,
    Claim,
    Entity,
    EntityType,
    Evidence,
    Extraction,
    Failure,
    Mention,
    Paper,
    Record,
    Relation,
    Supplement,
)

Json: TypeAlias = dict[str, Any]

_DIGEST: Final = slice(len('{"text": "'), len('{"text": "') + 64)

_KINDS: Final[dict[str, type[Paper] | type[Supplement] | type[Failure]]] = {
    "paper": Paper,
    "supplement": Supplement,
    "failure": Failure,
}


def from_record(record: Record) -> Json:
    """Return a record of a source by its kind, without the fields that are empty."""
    kind = next(name for name, cls in _KINDS.items() if isinstance(record, cls))
    empty = {field.name: field.default for field in fields(record) if field.default is not MISSING}
    values = {name: value for name, value in asdict(record).items() if value != empty.get(name)}
    return {kind: values}


def to_record(values: Json) -> Record:
    """Return the record that `from_record` gave.

    >>> to_record(from_record(Failure(source="a.csv", line=2, reason="no title", raw="")))
    Failure(source='a.csv', line=2, reason='no title', raw='')
    """
    [(kind, given)] = values.items()
    return _KINDS[kind](**{name: _frozen(value) for name, value in given.items()})


def _frozen(value: Any) -> Any:
    return tuple(map(_frozen, value)) if isinstance(value, list) else value


def text_digest(text: str) -> str:
    """Return what tells texts apart: the SHA-256 of the text in UTF-8, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def to_line(extraction: Extraction) -> str:
    """Return what a text gave as one line of JSON that begins with the digest of the text."""
    values = {
        "text": text_digest(extraction.paper.text),
        "entities": [_from_entity(entity) for entity in extraction.entities],
        "citations": [[*asdict(citation).values()] for citation in extraction.citations],
        "claims": [_from_claim(claim) for claim in extraction.claims],
        "problems": [*extraction.problems],
    }
    return json.dumps(values, ensure_ascii=False)


def digest_of(line: str) -> str:
    """Return the digest in a line that `to_line` gave.

    >>> line = to_line(Extraction(paper=Paper(id="p1", title="On Tea")))
    >>> digest_of(line) == text_digest("On Tea")
    True
    """
    return line[_DIGEST]


def from_line(line: str, paper: Paper) -> Extraction:
    """Return what `to_line` was given, as what the text of `paper` gave."""
    values = json.loads(line)
    text = paper.text
    return Extraction(
        paper=paper,
        entities=tuple(_to_entity(entity, text) for entity in values["entities"]),
        citations=tuple(_to_citation(citation) for citation in values["citations"]),
        claims=tuple(_to_claim(claim, paper.curie, text) for claim in values["claims"]),
        problems=tuple(values["problems"]),
    )


def _from_entity(entity: Entity) -> list[Any]:
    mentions = [[m.start, m.end, str(m.extractor), m.score] for m in entity.mentions]
    told = [entity.id, entity.name, entity.type.value, entity.ambiguous, entity.known]
    return [*told, entity.broader, mentions]


def _to_entity(values: list[Any], text: str) -> Entity:
    curie, name, kind, ambiguous, known, broader, places = values
    mentions = tuple(
        Mention(
            start=start,
            end=end,
            surface=text[start:end],
            type=EntityType(kind),
            extractor=extractor,
            score=score,
        )
        for start, end, extractor, score in places
    )
    return Entity(
        id=curie,
        name=name,
        type=EntityType(kind),
        aliases=tuple(sorted({mention.surface for mention in mentions})),
        mentions=mentions,
        ambiguous=ambiguous,
        known=known,
        broader=broader,
    )


def _to_citation(values: list[Any]) -> Citation:
    start, end, surface, authors, year, work = values
    return Citation(
        start=start, end=end, surface=surface, authors=tuple(authors), year=year, work=work
    )


def _from_claim(claim: Claim) -> list[Any]:
    places = [
        [e.sentence_start, len(e.sentence), e.start, e.end, str(e.extractor), e.score]
        for e in claim.evidence
    ]
    return [claim.relation.value, claim.object, claim.confidence, places]


def _to_claim(values: list[Any], paper: str, text: str) -> Claim:
    relation, target, confidence, places = values
    evidence = tuple(
        Evidence(
            paper=paper,
            sentence=text[first : first + length],
            sentence_start=first,
            start=start,
            end=end,
            extractor=extractor,
            score=score,
        )
        for first, length, start, end, extractor, score in places
    )
    return Claim(
        subject=paper,
        relation=Relation(relation),
        object=target,
        evidence=evidence,
        confidence=confidence,
    )
