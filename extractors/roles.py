"""How a paper stands to an entity: roles by the cues around its mentions and by their place."""

import re
from collections.abc import Sequence
from typing import Final

from extractors.sentences import sentence_bounds
from extractors.words import BREAKS, DETERMINERS, QUALIFIERS, has_name_shape
from schemas import ROLES, Entity, EntityType, Extractor, Mention, Relation

_PROPOSE = (
    r"propos|introduc|present|develop|design|devis|releas|construct|creat|build|contribut|unveil"
    r"|curat|open-sourc|offer|describ|formulat|deriv|establish|collect|suggest"
)
_INTRODUCED_BEFORE: Final = re.compile(
    rf"\b(?P<subject>we|this (?:paper|work|article|study|thesis)|the authors|I|and|to|by|also"
    rf"|then)\s+"
    rf"(?:\w+ly\s+|first\s+|then\s+|also\s+|further\s+|thus\s+|here\s+|instead\s+|now\s+)?"
    rf"(?P<verb>{_PROPOSE}|buil[dt])(?:e|es|s|ed|ing|d)?\b(?P<between>[^.;]*)$",
    re.IGNORECASE,
)
_NAMED_BEFORE: Final = re.compile(
    r"\b(?:called|named|dubbed|termed|coined|denoted(?: as| by)?|referred to as|abbreviated as"
    r"|namely|we (?:call|name|term|dub)(?: it| this [\w-]+| our [\w-]+| the [\w-]+)?)\s+"
    r"(?:(?:the|as|a|an)\s+)?[\"“'‘(]?$"
)
_OURS_BEFORE: Final = re.compile(
    r"\b(?:our|the proposed|this new|this novel)\s+(?:[\w-]+\s+){0,2}$", re.I
)
_NEW_BEFORE: Final = re.compile(r"\b(?:a|an)\s+(?:novel|new)\s+(?:[\w-]+\s+){0,3}$", re.I)
_NEW_AFTER: Final = re.compile(
    r"\s*\)?(?:,| is| as|:| [-–—])\s+(?:an?|the first|our)\s+(?:[\w-]+\s+){0,2}?"
    r"(?:novel|new|first|simple|unified|general|efficient|method|framework|approach|algorithm)\b"
)
_PASSIVE_AFTER: Final = re.compile(
    r"\)?\s+(?:[\w-]+\s+){0,2}(?:is|are|was|were)\s+(?:then\s+|also\s+|first\s+)?"
    r"(?:proposed|introduced|presented|developed|designed)\b"
)
_TITLE_AFTER: Final = re.compile(r"\)?s?\s*(?::| [-–—] )")
_COMPARED_BEFORE: Final = re.compile(
    r"(?:\b(?:outperform\w*|surpass\w*|beat(?:s|ing)?|exceed\w*"
    r"|compar(?:ed|ing|ison|able) (?:to|with|against)|than|over|unlike"
    r"|in contrast (?:to|with)|as opposed to|instead of|rather than"
    r"|competitive with|on par with|superior to|improves? (?:up)?on|alternatives? to|against"
    r"|versus|vs\.?|rivals?)|\bbaselines?\b[^.;]*?(?:such as|like|including|,|:|\()|\bexisting\b"
    r"[^.;,]*?(?:such as|like|including))\s+(?:the\s+|existing\s+|other\s+|standard\s+|strong\s+"
    r"|current\s+|previous\s+|state-of-the-art\s+|SOTA\s+|both\s+|all\s+|vanilla\s+|several\s+)*"
    r"(?:[\w.+-]+(?:\s+[\w-]+)?(?:,|,? and|,? or)\s+){0,3}$",
    re.IGNORECASE,
)
_USED_BEFORE: Final = re.compile(
    r"\b(?:us(?:e|es|ed|ing)|via|with|by|through|based on|appl(?:y|ies|ied|ying)|employ\w*"
    r"|leverag\w+|adopt\w*|utiliz\w+|utilis\w+|combin\w+|integrat\w+|build(?:s|ing)? (?:up)?on"
    r"|train(?:ed|ing|s)?|fine-?tun(?:e|ed|ing)|extend\w*|incorporat\w+|exploit\w*|adapt\w*)\s+"
    r"(?:[\w-]+\s+){0,3}$",
    re.IGNORECASE,
)
_STUDIED_BEFORE: Final = re.compile(
    r"\b(?:stud(?:y|ies|ied|ying)|investigat\w+|analy[sz]\w+|examin\w+|explor\w+|understand\w*"
    r"|characteri[sz]\w+|evaluat\w+|prob(?:e|es|ing)|revisit\w*|benchmark(?:s|ing|ed)?|assess\w*"
    r"|of|in|for|on|that|whether|how|why)\s+(?:[\w-]+\s+){0,2}$",
    re.IGNORECASE,
)
_TRAINED_ON_BEFORE: Final = re.compile(
    r"\b(?:(?:pre-?)?train(?:ed|ing)?(?: \w+)? (?:on|with|using)|fine-?tun(?:ed|ing)(?: \w+)? on"
    r"|(?:built|based|constructed|derived|collected|annotated|extracted|sampled)"
    r" (?:up)?(?:on|from))\s+(?:the\s+)?(?:[\w-]+\s+){0,2}$",
    re.IGNORECASE,
)
_PLAIN_VERBS: Final = ("propos", "introduc", "present", "develop", "releas")
_PLAIN_SUBJECTS: Final = ("we", "i", "this", "the")
_OFTEN: Final = 3


def assign_role(text: str, entity: Entity) -> tuple[Relation, tuple[Mention, ...]]:
    """Return the role of an entity and its mentions, those that speak for the role first.

    A paper has one role for an entity: the first in the order of `ROLES` that holds.
    """
    bounds = sentence_bounds(text)
    roles = [_mention_role(text, mention, entity, bounds) for mention in entity.mentions]
    said = [role for role in roles if role is not None]
    role = min(said, key=ROLES.index) if said else _default_role(text, entity)
    order = sorted(
        range(len(roles)), key=lambda i: (roles[i] is not role, entity.mentions[i].start)
    )
    return role, tuple(entity.mentions[i] for i in order)


def _mention_role(
    text: str, mention: Mention, entity: Entity, bounds: Sequence[tuple[int, int]]
) -> Relation | None:
    start, end = next(
        ((a, b) for a, b in bounds if a <= mention.start < b), (mention.start, mention.end)
    )
    before, after = text[start : mention.start], text[mention.end : end]
    if _introduced(before, after, entity, in_title=start == 0):
        return Relation.INTRODUCES
    if entity.type is EntityType.BENCHMARK:
        trained = _TRAINED_ON_BEFORE.search(before)
        return Relation.USES if trained else Relation.EVALUATES_ON
    if entity.type in (EntityType.METHOD, EntityType.MODEL):
        if _COMPARED_BEFORE.search(before):
            return Relation.COMPARES_TO
        if _USED_BEFORE.search(before):
            return Relation.USES
    return None


def _introduced(before: str, after: str, entity: Entity, *, in_title: bool) -> bool:
    if in_title:
        return not before and _TITLE_AFTER.match(after) is not None
    if entity.type in (EntityType.TASK, EntityType.CONCEPT, EntityType.METRIC):
        return False
    if match := _INTRODUCED_BEFORE.search(before):
        words = re.findall(r"[\w'’-]+", match["between"].lower())
        if _NAMED_BEFORE.search(before) and not entity.known:
            return True
        if all(word in DETERMINERS or word in QUALIFIERS for word in words):
            plainly = (
                match["subject"].lower().split()[0] in _PLAIN_SUBJECTS
                and match["verb"].lower() in _PLAIN_VERBS
            )
            return not entity.known or (
                plainly and (_is_proper(entity) or not {"novel", "new"}.isdisjoint(words))
            )
        breaks = [word for word in words if word in BREAKS]
        if not entity.known and not breaks and len(words) <= 7:
            return True
    if entity.known:
        return False
    return bool(
        _NAMED_BEFORE.search(before)
        or _OURS_BEFORE.search(before)
        or _PASSIVE_AFTER.match(after)
        or _NEW_AFTER.match(after)
        or _NEW_BEFORE.search(before)
    )


def _is_proper(entity: Entity) -> bool:
    """Tell whether an entity goes by a proper name."""
    return any(has_name_shape(mention.surface) for mention in entity.mentions)


def _default_role(text: str, entity: Entity) -> Relation:
    title_end = text.find("\n\n")
    in_title = entity.mentions[0].start < title_end
    match entity.type:
        case EntityType.METRIC:
            return Relation.USES
        case EntityType.TASK:
            return Relation.STUDIES
        case EntityType.CONCEPT:
            return Relation.STUDIES if in_title or len(entity.mentions) > 1 else Relation.MENTIONS
        case EntityType.BENCHMARK:
            return Relation.EVALUATES_ON
        case _ if not entity.known and (in_title or _is_prominent(entity)):
            return Relation.INTRODUCES
        case _:
            return Relation.STUDIES if in_title else Relation.USES


def _is_prominent(entity: Entity) -> bool:
    """Tell whether the paper spells the name out in capitals, or speaks of it again and again."""
    spelled_out = any(
        mention.extractor == Extractor.ABBREVIATIONS and mention.surface.istitle()
        for mention in entity.mentions
    )
    return spelled_out or len(entity.mentions) >= _OFTEN
