"""What speaks for a role: the cues around a mention, and the type and place of an entity."""

import re
from dataclasses import dataclass
from typing import Final

from extractors.sentences import sentence_bounds
from extractors.words import BREAKS, DETERMINERS, QUALIFIERS, has_name_shape
from schemas import Entity, EntityType, Extractor, Mention, Relation

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
_RELEASED_BEFORE: Final = re.compile(r"\breleas(?:e|ed|ing)\b[^.;]* as\s+(?:the\s+)?$", re.I)
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
    r"|compar\w+(?:\s[^.;,]{1,40}?)?\s(?:to|with|against)|than|over|unlike"
    r"|in contrast (?:to|with)|as opposed to|instead of|rather than"
    r"|competitive with|on par with|superior to|improves? (?:up)?on|alternatives? to|against"
    r"|as (?:good|well|fast|strong|accurate) as|match(?:es)?|versus|vs\.?|rivals?)"
    r"|\bbaselines?\b[^.;]*?(?:such as|like|including|,|:|\()"
    r"|\bexisting\b[^.;,]*?(?:such as|like|including))\s+"
    r"(?:the\s+|existing\s+|other\s+|standard\s+|strong\s+|current\s+|previous\s+|state-of-the-art\s+|SOTA\s+|both\s+|all\s+|vanilla\s+|several\s+)*"
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
_TRAINED_ON_BEFORE: Final = re.compile(
    r"\b(?:(?:pre-?)?train(?:ed|ing)?(?: \w+)? (?:on|with|using)|fine-?tun(?:ed|ing)(?: \w+)? on"
    r"|(?:built|based|constructed|derived|collected|annotated|extracted|sampled)"
    r" (?:up)?(?:on|from))\s+(?:the\s+)?(?:[\w-]+\s+){0,2}$",
    re.IGNORECASE,
)
_PLAIN_VERBS: Final = ("propos", "introduc", "present", "develop", "releas")
_PLAIN_SUBJECTS: Final = ("we", "i", "this", "the")
_OFTEN: Final = 2
_OWN_VERB: Final = re.compile(
    r"\b(?:we|this (?:paper|work|study)|our (?:results|findings|analysis|experiments|study))\s+"
    r"(?:\w+ly\s+|also\s+|then\s+|first\s+)?(study|analy[sz]e|investigate|evaluate|examine"
    r"|compare|find|show|explore|propose|introduce|present|develop|reveal|prove|demonstrate|ask"
    r"|revisit)",
    re.IGNORECASE,
)
_OWN: Final = re.compile(r"\b(?:we|our|this (?:paper|work|article|study|thesis))\b", re.I)


@dataclass(frozen=True, slots=True)
class Parts:
    """Sentences of a text, its title, where it begins to speak of itself, and what it says to do.

    A parted title has a colon. `own_verbs` are sorted.
    """

    bounds: tuple[tuple[int, int], ...]
    title_end: int
    own_start: int
    parted_title: bool
    own_verbs: tuple[str, ...]

    def sentence(self, mention: Mention) -> tuple[int, tuple[int, int]]:
        """Return the number and the bounds of the sentence that a mention stands in."""
        for number, (start, end) in enumerate(self.bounds):
            if start <= mention.start < end:
                return number, (start, end)
        return 0, (mention.start, mention.end)


def parts_of(text: str) -> Parts:
    """Cut a text into its parts."""
    bounds = sentence_bounds(text)
    title_end = max(text.find("\n\n"), 0)
    own = [start for start, end in bounds if start > title_end and _OWN.search(text, start, end)]
    return Parts(
        bounds,
        title_end,
        own_start=own[0] if own else title_end,
        parted_title=":" in text[:title_end],
        own_verbs=tuple(sorted({verb.lower() for verb in _OWN_VERB.findall(text)})),
    )


def said_role(text: str, mention: Mention, entity: Entity, parts: Parts) -> Relation | None:
    """Return the role that the words around one mention state, if they state one."""
    _, (start, end) = parts.sentence(mention)
    before, after = text[start : mention.start], text[mention.end : end]
    if _introduced(before, after, entity, in_title=start == 0):
        return Relation.INTRODUCES
    if entity.type is EntityType.BENCHMARK:
        trained = _TRAINED_ON_BEFORE.search(before)
        return Relation.USES if trained else Relation.EVALUATES_ON
    if entity.type in (EntityType.METHOD, EntityType.MODEL):
        if _COMPARED_BEFORE.search(before):
            return Relation.COMPARES_TO
        if mention.start >= parts.own_start and _USED_BEFORE.search(before):
            return Relation.USES
    return None


def _introduced(before: str, after: str, entity: Entity, *, in_title: bool) -> bool:
    if in_title:
        return not before and _TITLE_AFTER.match(after) is not None
    if entity.type in (EntityType.TASK, EntityType.CONCEPT, EntityType.METRIC):
        return False
    if _RELEASED_BEFORE.search(before):
        return True
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


def likely_role(entity: Entity, parts: Parts) -> Relation:
    """Return the role that the type and the places of an entity make likely."""
    starts = [mention.start for mention in entity.mentions]
    in_title = starts[0] < parts.title_end
    match entity.type:
        case EntityType.METRIC:
            return Relation.USES
        case EntityType.TASK:
            return Relation.STUDIES
        case EntityType.CONCEPT:
            return Relation.STUDIES if in_title or len(starts) > 1 else Relation.MENTIONS
        case EntityType.BENCHMARK:
            return Relation.EVALUATES_ON
    if not in_title and starts[-1] < parts.own_start:
        return Relation.MENTIONS
    if not entity.known and (starts[-1] < parts.title_end or _is_prominent(entity, parts)):
        return Relation.INTRODUCES
    return Relation.STUDIES if in_title else Relation.USES


def _is_prominent(entity: Entity, parts: Parts) -> bool:
    """Tell whether the paper, when it speaks of itself, spells a name out or repeats it."""
    in_text = [mention for mention in entity.mentions if mention.start >= parts.title_end]
    spelled_out = any(
        mention.extractor == Extractor.ABBREVIATIONS and mention.surface.istitle()
        for mention in in_text
    )
    return in_text[0].start >= parts.own_start and (spelled_out or len(in_text) >= _OFTEN)
