"""How a paper stands to its entities: one role for each, by a trained classifier."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from extractors.ner import Model
from extractors.ner.features import Clusters, word_key
from extractors.role_cues import Parts, likely_role, parts_of, said_role
from extractors.words import has_name_shape
from schemas import ROLES, Entity, EntityType, Extractor, Mention, Relation

_WORD = re.compile(r"\w+|[,:;()]")
_TELLING: Final = frozenset(
    "we our propose introduce present existing however experiments results outperform outperforms "
    "show study analyze investigate using based baselines compared than such recent recently prior "
    "previous".split()
)
_MOST: Final = 5
_MENTIONS: Final = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """The role of an entity; its mentions, those that speak for the role first."""

    entity: Entity
    relation: Relation
    mentions: tuple[Mention, ...]


def assign_roles(text: str, entities: Iterable[Entity], model: Model) -> Iterator[Role]:
    """Yield the role of each entity: the likeliest by the trained classifier."""
    parts = parts_of(text)
    for entity in entities:
        said = {mention: said_role(text, mention, entity, parts) for mention in entity.mentions}
        features = role_features(text, entity, parts, said=said, clusters=model.clusters)
        by_role = model.roles.probabilities(features)
        relation = max(ROLES, key=lambda role: by_role.get(role, 0.0))
        if _is_presented(entity, said):
            relation = Relation.INTRODUCES
        ordered = sorted(entity.mentions, key=lambda m: (said[m] is not relation, m.start))
        yield Role(entity=entity, relation=relation, mentions=tuple(ordered))


def _is_presented(entity: Entity, said: Mapping[Mention, Relation | None]) -> bool:
    """Tell whether the words leave no doubt that the paper introduces a thing.

    It is what the title begins with and sets apart ("BrewNet: ..."), or a model or benchmark
    that the text says to introduce. Of 2,900 annotated papers, this was so for 57 of 63 and 23
    of 26 names that the vocabulary knows: too few for the classifier to learn.
    """
    places = [mention.start for mention, role in said.items() if role is Relation.INTRODUCES]
    if entity.type in (EntityType.MODEL, EntityType.BENCHMARK):
        return bool(places)
    return entity.type is EntityType.METHOD and 0 in places


def role_features(
    text: str,
    entity: Entity,
    parts: Parts,
    *,
    said: Mapping[Mention, Relation | None],
    clusters: Clusters,
) -> list[str]:
    """Return the features of an entity for the classifier of roles.

    Args:
        text: the text.
        entity: the entity with its mentions.
        parts: the parts of the text.
        said: what `said_role` says of each mention.
        clusters: clusters of words.
    """
    features = {*_entity_features(entity, clusters), *_place_features(entity, parts)}
    likely = likely_role(entity, parts)
    features |= {f"said:{role}" for role in said.values()}
    features |= {
        f"first:{said[entity.mentions[0]]}",
        f"likely:{likely}",
        f"likely:{likely}:{entity.type}",
    }
    for mention in entity.mentions[:_MENTIONS]:
        features.update(_context_features(text, mention, parts))
    return sorted(features)


def _entity_features(entity: Entity, clusters: Clusters) -> Iterator[str]:
    named = any(has_name_shape(mention.surface) for mention in entity.mentions)
    defined = any(mention.extractor == Extractor.ABBREVIATIONS for mention in entity.mentions)
    yield f"type:{entity.type}"
    yield f"known:{entity.known}"
    yield f"mentions:{min(len(entity.mentions), _MOST)}"
    yield f"named:{named}:{entity.known}"
    yield f"defined:{defined}:{entity.known}:{entity.type}"
    words = re.findall(r"\w+", entity.mentions[0].surface)
    if words:
        yield f"head:{words[-1].lower()}"
        yield from (f"head cluster:{code}" for code in clusters.get(word_key(words[-1]), ())[1:2])


def _place_features(entity: Entity, parts: Parts) -> Iterator[str]:
    starts = [mention.start for mention in entity.mentions]
    in_text = [start for start in starts if start >= parts.title_end]
    if not in_text:
        place = "title"
    elif max(in_text) < parts.own_start:
        place = "before"
    elif min(in_text) >= parts.own_start:
        place = "after"
    else:
        place = "both"
    in_title = len(in_text) < len(starts)
    yield f"place:{place}:{in_title}"
    yield f"place:{place}:{in_title}:{entity.type}:{entity.known}"


def _context_features(text: str, mention: Mention, parts: Parts) -> Iterator[str]:
    number, (start, end) = parts.sentence(mention)
    where = "text" if number else "title"
    before = [word.lower() for word in _WORD.findall(text[start : mention.start])]
    after = [word.lower() for word in _WORD.findall(text[mention.end : end])]
    yield f"{where}:-1:{before[-1] if before else '^'}"
    yield f"{where}:-2:{' '.join(before[-2:])}"
    yield f"{where}:1:{after[0] if after else '$'}"
    yield f"{where}:2:{' '.join(after[:2])}"
    yield from (f"{where}:before:{word}" for word in before[-6:])
    yield from (f"{where}:after:{word}" for word in after[:4])
    yield from (f"{where}:begins:{word}" for word in before[:3])
    yield from (f"{where}:in:{word}" for word in _TELLING.intersection(before + after))
    if number:
        yield f"sentence:{min(_MOST - 1, number * _MOST // len(parts.bounds))}"
