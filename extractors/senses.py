"""What an ambiguous form means where the paper does not define it."""

import re
from collections.abc import Callable, Sequence
from functools import lru_cache

from extractors.vocabulary import Entry, Match
from schemas import EntityType, fold

_BENCHMARK_AFTER = re.compile(
    r"\)?\s+(?:[a-z]+\s+)?(?:data ?sets?|benchmarks?|corpus|corpora|test ?sets?|challenge|problems"
    r"|tasks?|environments?|leaderboard|splits?)\b"
)
_BENCHMARK_BEFORE = re.compile(
    r"(?:\b(?:on|across|from|over)\s+(?:the\s+)?(?:\w+\s+)?"
    r"|\b(?:benchmarks?|data ?sets?|corpora)\s*(?:,|:|\(|such as|like|including|and)?"
    r"\s*(?:the\s+)?)$"
)
_MODEL_AFTER = re.compile(
    r"\)?\s+(?:\w+\s+)?(?:models?|LLMs?|architectures?|checkpoints?|family)\b"
)
_METHOD_AFTER = re.compile(
    r"\)?\s+(?:\w+\s+)?(?:algorithms?|methods?|optimi[sz]ers?|training|loss|attacks?|framework"
    r"|approach|objective|procedure)\b"
)
_LIST_JOINT = re.compile(r"\)?(?:,| and| or|, and|, or|/| &)\s*\(?")
_WINDOW = 60


def settle(text: str, group: Sequence[Match], matches: Sequence[Match]) -> Entry | None:
    """Return the entry that an ambiguous place means, or None if its context leaves it open.

    A context settles the meaning when the paper names the entry in full or has all the words of
    its full name; for forms with a capital or a digit also when the paper names the broader
    term of the entry or its like, or a name that the form is a part of, when the form is listed
    beside known models or benchmarks and is one, or when the words beside it say what it is.

    Args:
        text: the text of the paper.
        group: the possible meanings of the place.
        matches: all places of the paper.
    """
    place = group[0]
    surface = text[place.start : place.end]
    known = [match.entry for match in matches if not match.ambiguous]
    present = {entry.name for entry in known}
    kin = {name for entry in known for name in _kin(entry)}
    beside = _listed_types(text, place, matches)
    before = text[max(0, place.start - _WINDOW) : place.start]
    after = text[place.end : place.end + _WINDOW]
    tests: list[Callable[[Entry], bool]] = [
        lambda entry: entry.name in present,
        lambda entry: _spelled_out(entry, surface, text),
    ]
    if " " not in surface and re.search(r"[A-Z\d]", surface):
        tests += [
            lambda entry: not _kin(entry).isdisjoint(kin),
            lambda entry: any(_part_of(surface, name) for name in present),
            lambda entry: entry.type in beside or _fits(entry.type, before, after),
        ]
    for test in tests:
        fitting = [match.entry for match in group if test(match.entry)]
        if len(fitting) == 1:
            return fitting[0]
    return None


def _kin(entry: Entry) -> set[str]:
    """Return an entry and the broader term that it shares with its like."""
    return {entry.name, entry.broader} if entry.broader else {entry.name}


def _part_of(surface: str, name: str) -> bool:
    return surface in re.split(r"[-\s]", name)


def _listed_types(text: str, place: Match, matches: Sequence[Match]) -> set[EntityType]:
    """Return which of model and benchmark known names beside a place in a list are.

    Lists of methods hold too many kinds of things to say anything.
    """
    return {
        match.entry.type
        for match in matches
        if not match.ambiguous
        and match.entry.type in (EntityType.MODEL, EntityType.BENCHMARK)
        and (
            _LIST_JOINT.fullmatch(text, match.end, place.start)
            or _LIST_JOINT.fullmatch(text, place.end, match.start)
        )
    }


def _spelled_out(entry: Entry, surface: str, text: str) -> bool:
    """Tell whether all words of a full name of the entry stand in the text."""
    for form in (entry.name, *entry.aliases, *entry.ambiguous_aliases):
        words = _words(form)
        if len(words) > 1 and fold(surface) not in words and _words(text).issuperset(words):
            return True
    return False


@lru_cache(maxsize=1024)
def _words(text: str) -> frozenset[str]:
    return frozenset(fold(word) for word in re.findall(r"[^\W_]+", text))


def _fits(kind: EntityType, before: str, after: str) -> bool:
    if kind is EntityType.BENCHMARK:
        return bool(_BENCHMARK_AFTER.match(after) or _BENCHMARK_BEFORE.search(before))
    if kind is EntityType.MODEL:
        return bool(_MODEL_AFTER.match(after))
    if kind is EntityType.METHOD:
        return bool(_METHOD_AFTER.match(after))
    return False
