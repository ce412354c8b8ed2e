"""Where a text may name an entity, which extractors say so, and what the place would mean.

What the paper itself says comes first: a short form means what the paper defines it as. Then
comes the vocabulary, where a form is unambiguous or its context settles it. Any other place
means what it says.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from extractors.abbreviations import Definition
from extractors.name_types import guess_type
from extractors.senses import settle
from extractors.vocabulary import Entry, Match, Vocabulary, is_short_form
from extractors.words import NOT_ENTITIES, NOT_NAMES, TOKEN, occurrences, singular
from schemas import EntityType, Extractor, Mention, fold

BUILT_IN: Final = frozenset(Extractor)
_ONE_CUE: Final = 2.0
_GIVEN_SCORE: Final = 0.85
_VARIANT = re.compile(
    r"(?:[-\s]v?\d+(?:\.\d+)*)?(?:[-\s]?\d+(?:\.\d+)?x?\d*[BM])?"
    r"(?:[-\s](?:Instruct|Chat|Base|Turbo|Mini|Preview)\b"
    r"|-(?:chat|instruct|base|large|small|mini|hf)\b)*"
    r"(?![\w.]*\w)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sense:
    """What a place means: the key that joins places, and what is known of the entity."""

    key: str
    name: str
    type: EntityType
    known: bool = False
    ambiguous: bool = False
    broader: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What one extractor says of a place; not `sure` where a form has several meanings."""

    extractor: str
    type: EntityType
    score: float = 1.0
    sure: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A span that may name an entity; `findings` are sorted by extractor."""

    start: int
    end: int
    sense: Sense
    findings: tuple[Finding, ...]


class Meanings:
    """What the places of one text mean."""

    def __init__(
        self,
        text: str,
        vocabulary: Vocabulary,
        *,
        matches: Sequence[Match],
        definitions: Sequence[Definition],
    ) -> None:
        self._text = text
        self._vocabulary = vocabulary
        self.defined = _defined_senses(text, definitions, vocabulary)
        self._groups: defaultdict[tuple[int, int], list[Match]] = defaultdict(list)
        for match in matches:
            self._groups[match.start, match.end].append(match)
        settled = (
            (fold(text[start:end]), settle(text, group, matches))
            for (start, end), group in self._groups.items()
            if all(match.ambiguous for match in group)
        )
        self._settled = {form: entry for form, entry in settled if entry}

    def sense(self, start: int, end: int, findings: Sequence[Finding]) -> Sense:
        """Return what a place means, given what extractors found there."""
        surface = self._text[start:end]
        if sense := self.defined.get(fold(surface)):
            return sense
        group = self._groups.get((start, end), [])
        sure = [match.entry for match in group if not match.ambiguous]
        if not group:
            sure = self._vocabulary.sure(surface)
        if sure:
            return known_sense(sure[0])
        if group and (entry := self._settled.get(fold(surface))):
            return known_sense(entry)
        best = max(findings, key=lambda f: (f.extractor in BUILT_IN, f.score, f.extractor))
        if group and is_short_form(surface):
            stem = surface.removesuffix("s")
            return Sense(key=fold(stem), name=stem, type=best.type, ambiguous=True)
        return Sense(key=fold(surface), name=_canonical(surface, self._text), type=best.type)


def known_sense(entry: Entry) -> Sense:
    """Return the meaning of a place that names an entry of the vocabulary."""
    return Sense(
        key=f"{entry.name}\n",
        name=entry.name,
        type=entry.type,
        known=True,
        broader=entry.broader,
    )


def find_places(
    text: str,
    vocabulary: Vocabulary,
    *,
    matches: Sequence[Match],
    definitions: Sequence[Definition],
    mentions: Sequence[Mention],
) -> list[Place]:
    """Return every place that an extractor names, sorted, with its meaning."""
    meanings = Meanings(text, vocabulary, matches=matches, definitions=definitions)
    found: defaultdict[tuple[int, int], list[Finding]] = defaultdict(list)
    for start, end, finding in (
        *_from_definitions(text, definitions, meanings.defined),
        *_from_vocabulary(text, matches),
        *_from_mentions(mentions),
    ):
        found[start, end].append(finding)
    return [
        Place(
            start=start,
            end=end,
            sense=meanings.sense(start, end, findings),
            findings=tuple(sorted(findings, key=lambda f: (f.extractor, f.type, -f.score))),
        )
        for (start, end), findings in sorted(found.items())
        if text[start:end] not in NOT_NAMES and fold(text[start:end])
    ]


def _defined_senses(
    text: str, definitions: Sequence[Definition], vocabulary: Vocabulary
) -> dict[str, Sense]:
    """Map the folded short and long form of each definition to what the paper means by it."""
    senses: dict[str, Sense] = {}
    for definition in definitions:
        if definition.long.lower() in NOT_ENTITIES:
            continue
        if known := vocabulary.sure(definition.long):
            sense = known_sense(known[0])
        else:
            sense = senses.get(fold(definition.long)) or Sense(
                key=fold(definition.long),
                name=_canonical(definition.long, text),
                type=_defined_type(text, definition, vocabulary),
            )
        senses.setdefault(fold(definition.short), sense)
        senses.setdefault(fold(definition.long), sense)
    return senses


def _defined_type(text: str, definition: Definition, vocabulary: Vocabulary) -> EntityType:
    head = TOKEN.findall(definition.long)[-1]
    by_head = vocabulary.head_type(head)
    by_context, support = guess_type(definition.short, text)
    if by_head is None:
        return by_context if support > _ONE_CUE else EntityType.METHOD
    if by_head not in (EntityType.METHOD, EntityType.MODEL):
        return by_head
    return EntityType.METHOD if by_context is EntityType.BENCHMARK else by_context


def _from_definitions(
    text: str, definitions: Sequence[Definition], defined: Mapping[str, Sense]
) -> Iterator[tuple[int, int, Finding]]:
    for definition in definitions:
        if sense := defined.get(fold(definition.short)):
            finding = Finding(extractor=Extractor.ABBREVIATIONS, type=sense.type)
            yield definition.long_start, definition.long_end, finding
            for start, end in occurrences(text, definition.short):
                yield start, end, finding


def _from_vocabulary(text: str, matches: Iterable[Match]) -> Iterator[tuple[int, int, Finding]]:
    """Yield the matches, and models with a version, size or tune that the vocabulary lacks."""
    for match in matches:
        kind = match.entry.type
        extractor = match.entry.source or Extractor.VOCABULARY
        score = _GIVEN_SCORE if match.entry.source else 1.0
        finding = Finding(extractor=extractor, type=kind, score=score, sure=not match.ambiguous)
        yield match.start, match.end, finding
        if kind is EntityType.MODEL:
            tail = _VARIANT.match(text, match.end)
            if tail and tail.group():
                yield match.start, tail.end(), Finding(extractor=Extractor.NAMES, type=kind)


def _from_mentions(mentions: Iterable[Mention]) -> Iterator[tuple[int, int, Finding]]:
    for mention in mentions:
        finding = Finding(extractor=mention.extractor, type=mention.type, score=mention.score)
        yield mention.start, mention.end, finding


def _canonical(surface: str, text: str) -> str:
    """Return a surface as a canonical name: singular, and lower case where it is no proper name.

    Capitals that only show where a short form comes from ("IMplicit rEwards") go where the text
    has the word in lower case, too.
    """
    words = surface.split()
    if len(words) > 1:
        words = [_plain(word, text) for word in words]
    *first, last = words
    return " ".join([*first, singular(last)])


@lru_cache(maxsize=4)
def _words_of(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", text))


def _plain(word: str, text: str) -> str:
    parts = re.split("(-)", word)
    ordinary = [
        part.lower()
        if (part.istitle() and len(part) > 1) or part.lower() in _words_of(text)
        else part
        for part in parts
    ]
    return "".join(ordinary)
