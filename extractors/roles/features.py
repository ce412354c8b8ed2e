"""What the classifier of roles sees of an entity: its type, its places, the words around it.

It sees, too, what the tagger says of its role.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from extractors.ner.features import Clusters, word_key
from extractors.ner.tagger import Tagging
from extractors.roles.company import Said, companion, company_features
from extractors.roles.cues import Parts, likely_role, parts_of, said_role
from extractors.words import has_name_shape
from schemas import ROLES, Entity, EntityType, Extractor, Mention, fold

_WORD = re.compile(r"\w+|[,:;()]")
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\]]*\]")
_LIST = re.compile(
    r"(?:[\w.+-]+(?:\s+[\w.+-]+){0,3}\s*(?:,\s*(?:and|or)?|\band\b|\bor\b|&)\s*)+(?:the\s+)?$"
)
_LIST_END = re.compile(r"(?:[,&]|\b(?:and|or))\s*(?:the\s+)?$")
_LIST_END_LENGTH: Final = 12
_VERBS = re.compile(
    r"\b(propos|introduc|present|develop|us|employ|leverag|appl|adopt|combin|incorporat|integrat"
    r"|train|fine-?tun|evaluat|test|compar|outperform|surpass|exceed|improv|study|studi|analy[sz]"
    r"|investigat|examin|explor|show|prov|demonstrat|find|achiev|extend|generaliz|build|bas|design"
    r"|learn|releas|creat|construct|call|such as|like|unlike|than|over|against|reli|replac|enabl"
    r"|requir|suffer|provid|allow|is|are|has|have|can)(?:e|es|s|ed|ing|d|ies|y|ied)?\b"
)
_PROPOSING: Final = frozenset("propose introduce present develop".split())
_STUDYING: Final = frozenset(
    "study analyze analyse investigate examine compare find reveal explore revisit ask".split()
)
_TELLING: Final = frozenset(
    "we our propose introduce present existing however experiments results outperform outperforms "
    "show study analyze investigate using based baselines compared than such recent recently prior "
    "previous".split()
)
_MOST: Final = 5
_MENTIONS: Final = 4
_EDGES: Final = (0.02, 0.05, 0.1, 0.2, 0.35, 0.5, 0.65, 0.8, 0.9, 0.95)


@dataclass(frozen=True, slots=True)
class Stance:
    """An entity, what the words around its mentions say of its role, and all its features."""

    entity: Entity
    said: Said
    features: list[str]


def stances(
    text: str, entities: Iterable[Entity], tagging: Tagging, clusters: Clusters
) -> Iterator[Stance]:
    """Yield what there is to decide the role of each entity of a text.

    Args:
        text: the text.
        entities: all its entities: what one is depends on the others.
        tagging: what the tagger says of the text.
        clusters: clusters of words.
    """
    parts = parts_of(text)
    known = [
        (entity, {m: said_role(text, m, entity, parts) for m in entity.mentions})
        for entity in entities
    ]
    company = [companion(entity, said, parts) for entity, said in known]
    for (entity, said), mine in zip(known, company, strict=True):
        features = role_features(text, entity, parts, said=said, clusters=clusters)
        others = sorted(set(company_features(mine, company, parts)))
        told = _tagger_features(entity, tagging)
        yield Stance(entity, said, [*features, *others, *told])


def role_features(
    text: str,
    entity: Entity,
    parts: Parts,
    *,
    said: Said,
    clusters: Clusters,
) -> list[str]:
    """Return the features of an entity for the classifier of roles, without its company.

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
        features.update(_context_features(text, mention, entity.type, parts))
    return sorted(features)


def _entity_features(entity: Entity, clusters: Clusters) -> Iterator[str]:
    named = any(has_name_shape(mention.surface) for mention in entity.mentions)
    defined = any(mention.extractor == Extractor.ABBREVIATIONS for mention in entity.mentions)
    yield f"type:{entity.type}"
    yield f"known:{entity.known}"
    yield f"mentions:{min(len(entity.mentions), _MOST)}"
    yield f"named:{named}:{entity.known}"
    yield f"defined:{defined}:{entity.known}:{entity.type}"
    surfaces = {mention.surface for mention in entity.mentions}
    yield from (f"form:{fold(surface)}" for surface in surfaces)
    for surface in surfaces:
        last = re.findall(r"\w+", surface.lower())[-2:]
        yield f"ends:{' '.join(last)}"
        yield f"ends:{last[-1][-4:] if last else ''}:{entity.type}"
    words = re.findall(r"\w+", entity.mentions[0].surface)
    yield from (f"word:{word.lower()}" for word in words[:-1])
    if words:
        yield f"head:{words[-1].lower()}"
        yield from (f"head cluster:{code}" for code in clusters.get(word_key(words[-1]), ())[1:2])


def _tagger_features(entity: Entity, tagging: Tagging) -> Iterator[str]:
    likely = tagging.role_probabilities((m.start, m.end) for m in entity.mentions)
    if not likely:
        return
    levels = [bisect_right(_EDGES, probability) for probability in likely]
    second, best = sorted(range(len(ROLES)), key=likely.__getitem__)[-2:]
    yield from (f"tagger:{role}:{level}" for role, level in zip(ROLES, levels, strict=True))
    yield f"tagger:{ROLES[best]}"
    yield f"tagger:{ROLES[best]}:{entity.type}"
    yield f"tagger:{ROLES[best]}:{ROLES[second]}"


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
    yield f"parted title:{parts.parted_title}:{in_title}:{entity.type}:{min(len(starts), 3)}"
    yield f"paper:{_paper_kind(parts)}:{entity.type}"
    yield from (f"paper says:{verb}:{entity.type}" for verb in parts.own_verbs)


def _paper_kind(parts: Parts) -> str:
    """Tell whether a paper says that it proposes something, studies something, or both."""
    proposes = not _PROPOSING.isdisjoint(parts.own_verbs)
    studies = not _STUDYING.isdisjoint(parts.own_verbs)
    return f"{proposes}:{studies}"


def _context_features(text: str, mention: Mention, kind: EntityType, parts: Parts) -> Iterator[str]:
    number, (start, end) = parts.sentence(mention)
    where = "text" if number else "title"
    before = _words(text[start : mention.start])
    after = _words(text[mention.end : end])
    last, following = before[-1] if before else "^", after[0] if after else "$"
    own = number > 0 and mention.start >= parts.own_start
    yield f"{where}:-1:{last}"
    yield f"{where}:-2:{' '.join(before[-2:])}"
    yield f"{where}:-3:{' '.join(before[-3:])}"
    yield f"{where}:1:{following}"
    yield f"{where}:2:{' '.join(after[:2])}"
    yield f"{where}:{kind}:-1:{last}"
    yield f"{where}:{kind}:1:{following}"
    yield f"{where}:ours:{'we' in before or 'our' in before}:{own}"
    yield from (f"{where}:before:{word}" for word in before[-6:])
    yield from (f"{where}:after:{word}" for word in after[:4])
    yield from (f"{where}:begins:{word}" for word in before[:3])
    yield from (f"{where}:in:{word}" for word in _TELLING.intersection(before + after))
    opening = text.rfind("(", start, mention.start)
    if opening >= 0 and ")" not in text[opening : mention.start]:
        inside = _words(text[opening + 1 : mention.start])
        yield f"in brackets:{inside[0] if inside else '^'}:{kind}"
        yield f"brackets after:{' '.join(_words(text[start:opening])[-1:])}"
    if number:
        yield f"sentence:{min(_MOST - 1, number * _MOST // len(parts.bounds))}"
    for feature in _clause_features(text[start : mention.start], text[mention.end : end], kind):
        yield f"{where}:{feature}"


def _clause_features(before: str, after: str, kind: EntityType) -> Iterator[str]:
    """Yield the verbs around a mention and what stands before the list that it is part of."""
    in_full = _BRACKETS.sub("", before)
    clause = _LIST.sub("", in_full) if _LIST_END.search(in_full[-_LIST_END_LENGTH:]) else in_full
    words = _words(clause)
    verbs = [match[1] for match in _VERBS.finditer(clause.lower())]
    yield f"list:{clause != in_full}"
    yield f"list -1:{words[-1] if words else '^'}"
    yield f"list -2:{' '.join(words[-2:])}"
    if words:
        yield f"subject:{words[0]}:{verbs[-1] if verbs else ''}"
    if verbs:
        yield f"verb:{verbs[-1]}"
        yield f"verb:{verbs[-1]}:{kind}"
        yield f"verbs:{' '.join(verbs[-2:])}"
    if following := _VERBS.search(after.lower()):
        yield f"next verb:{following[1]}"


def _words(text: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(text)]
