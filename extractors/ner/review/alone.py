"""What is seen, as numbers, of a thing that a text may name, by itself.

A type counts as its place in `ENTITY_TYPES`, and as -1 where there is none.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

from extractors.ner.tagger import Tagging
from extractors.places import Finding, Place
from extractors.sentences import sentence_bounds
from extractors.words import GENERIC_HEADS
from schemas import ENTITY_TYPES, EntityType, Extractor

NO_TYPE: Final = -1
_UNLIKELY: Final = (0.0,) * len(ENTITY_TYPES)
_NUMBERS: Final = {kind: number for number, kind in enumerate(ENTITY_TYPES)}


def columns_alone(
    text: str,
    places: Sequence[Place],
    tagging: Tagging,
    *,
    words: Sequence[str],
    head_type: Callable[[str], EntityType | None],
) -> list[float]:
    """Return the numbers that describe a thing.

    Args:
        text: the text.
        places: all places of the thing, sorted.
        tagging: what the tagger says of the text.
        words: the words of its longest form.
        head_type: the type of most known names that end in a word.
    """
    return [
        *_tagger_columns(places, tagging),
        *_finding_columns(places),
        *_form_columns({text[place.start : place.end] for place in places}, words),
        type_number(head_type(words[-1])),
        *_place_columns(text, places),
    ]


def type_number(kind: EntityType | None) -> int:
    """Return a type as a number."""
    return _NUMBERS[kind] if kind else NO_TYPE


def _tagger_columns(places: Sequence[Place], tagging: Tagging) -> Iterator[float]:
    found = [
        tuple(tagging.probabilities(place.start, place.end).values()) or _UNLIKELY
        for place in places
    ]
    for of_kind in zip(*found, strict=True):
        yield max(of_kind)
        yield sum(of_kind) / len(of_kind)
    totals = list(map(sum, found))
    yield from (totals[0], max(totals), min(totals), sum(totals) / len(totals))
    tags = [tagging.kinds.get((place.start, place.end)) for place in places]
    tagged = sum(tag is not None for tag in tags)
    yield from (tagged, tagged / len(places), type_number(tags[0]))
    edges = [edge for place in places if (edge := _edges(place, tagging))]
    before, begins, after = zip(*edges, strict=True) if edges else ((0.0,), (0.0,), (0.0,))
    yield from (max(before), max(begins), max(after), min(after))


def _edges(place: Place, tagging: Tagging) -> tuple[float, float, float] | None:
    """Return how likely a place goes on from before, begins anew, and goes on after its end."""
    tokens = tagging.tokens
    first = bisect_left(tokens, (place.start, 0))
    following = bisect_left(tokens, (place.end, 0))
    if first >= following or tokens[first][0] != place.start:
        return None
    after = tagging.goes_on[following] if following < len(tokens) else ()
    return sum(tagging.goes_on[first]), sum(tagging.begins[first]), sum(after)


def _finding_columns(places: Sequence[Place]) -> Iterator[float]:
    findings = [finding for place in places for finding in place.findings]
    by = {finding.extractor for finding in findings}
    yield from (
        extractor.value in by
        for extractor in (Extractor.VOCABULARY, Extractor.ABBREVIATIONS, Extractor.NER)
    )
    names = [finding for finding in findings if finding.extractor == Extractor.NAMES]
    best = max(names, key=lambda f: (f.score, type_number(f.type)), default=None)
    yield from (best.score, type_number(best.type)) if best else (0.0, NO_TYPE)
    known = [finding for finding in findings if finding.extractor == Extractor.VOCABULARY]
    yield from (_first_type(known, sure=True), _first_type(known, sure=False))
    yield len({finding.type for finding in known})
    sense = places[0].sense
    yield from (sense.known, sense.ambiguous, type_number(sense.type))


def _first_type(findings: Iterable[Finding], *, sure: bool) -> int:
    return type_number(next((f.type for f in findings if f.sure is sure), None))


def _form_columns(surfaces: set[str], words: Sequence[str]) -> list[float]:
    longest = max(surfaces, key=lambda surface: (len(surface), surface))
    first, head = words[0].lower(), words[-1].lower()
    return [
        len(surfaces),
        len(words),
        len(longest),
        sum(map(str.isupper, longest)),
        sum(map(str.isdigit, longest)),
        "-" in longest,
        longest[:1].isupper(),
        words[-1][:1].isupper(),
        head in GENERIC_HEADS,
        len(head),
        first.endswith("ing"),
        first.endswith("ed"),
        head.endswith("ing"),
        head.endswith("ion"),
        head.endswith("s"),
    ]


def _place_columns(text: str, places: Sequence[Place]) -> list[float]:
    title_end = text.find("\n\n")
    sentences = [start for start, _ in sentence_bounds(text)]
    numbers = [bisect_right(sentences, place.start) for place in places]
    in_title = [place for place in places if place.start < title_end]
    return [
        len(places),
        len(in_title),
        places[0].start / len(text),
        places[-1].start / len(text),
        numbers[0],
        len(set(numbers)),
        places[0].start == 0,
        any(text.startswith(":", place.end) for place in in_title),
    ]
