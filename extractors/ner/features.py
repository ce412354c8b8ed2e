"""What the tagger sees of each token: its form, its neighbours, and what other extractors say."""

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

from extractors.abbreviations import Definition
from extractors.sentences import sentence_bounds
from extractors.vocabulary import Match
from schemas import Mention

TOKEN = re.compile(r"[^\W_]+|[^\w\s]|_")
_STRONG, _WEAK = 0.7, 0.4

Clusters: TypeAlias = Mapping[str, Sequence[str]]
"""Folded word -> its clusters, from the coarsest to the finest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clues:
    """What the other extractors found in a text."""

    matches: Sequence[Match] = ()
    definitions: Sequence[Definition] = ()
    names: Sequence[Mention] = ()


@dataclass(frozen=True, slots=True)
class Seen:
    """What is seen of the tokens of a text.

    `tags` has what the vocabulary (v), definitions (d) and names (n) say of each, `places` what
    holds of its place.
    """

    words: Sequence[str]
    tags: Mapping[str, Sequence[str]]
    places: Sequence[Sequence[str]]


def tokenize(text: str) -> list[tuple[int, int]]:
    """Return start and end of each token: a run of letters and digits, or a single mark.

    >>> tokenize("GPT-4o wins")
    [(0, 3), (3, 4), (4, 6), (7, 11)]
    """
    return [match.span() for match in TOKEN.finditer(text)]


def see(text: str, tokens: Sequence[tuple[int, int]], clues: Clues) -> Seen:
    """Return what is seen of the tokens of a text, given what other extractors found."""
    words = [text[start:end] for start, end in tokens]
    return Seen(words, _clue_tags(text, tokens, clues), _place_features(text, tokens, words))


@lru_cache(maxsize=65536)
def word_key(word: str) -> str:
    """Return the form of a word under which clusters hold it: lower case, digits as 0."""
    return re.sub(r"\d", "0", word.lower())


def word_shape(word: str) -> str:
    """Return a word with letters as X and x, digits as d, and long runs of one of them cut.

    >>> word_shape("ResNet50")
    'XxxXxx'
    """
    plain = re.sub(r"\d", "d", re.sub("[a-z]", "x", re.sub("[A-Z]", "X", word)))
    return re.sub(r"(.)\1{2,}", r"\1\1", plain)[:6]


def _clue_tags(text: str, tokens: Sequence[tuple[int, int]], clues: Clues) -> dict[str, list[str]]:
    shorts = {definition.short for definition in clues.definitions}
    forms = [
        (match.start(), match.end(), "S")
        for short in sorted(shorts)
        for match in re.finditer(rf"(?<!\w){re.escape(short)}s?(?!\w)", text)
    ]
    known = [(m.start, m.end, f"{'?' if m.ambiguous else ''}{m.entry.type}") for m in clues.matches]
    defined = [*((d.long_start, d.long_end, "L") for d in clues.definitions), *forms]
    named = [(m.start, m.end, f"{m.type}{_strength(m)}") for m in clues.names]
    starts = [start for start, _ in tokens]
    spans = {"v": known, "d": defined, "n": named}
    return {kind: _tags(tokens, starts, found) for kind, found in spans.items()}


def _strength(mention: Mention) -> str:
    return "+" if mention.score >= _STRONG else "-" if mention.score < _WEAK else ""


def _tags(
    tokens: Sequence[tuple[int, int]],
    starts: Sequence[int],
    spans: Iterable[tuple[int, int, str]],
) -> list[str]:
    """Return for each token the tags of all spans over it, joined; B where a span begins."""
    found: defaultdict[int, set[str]] = defaultdict(set)
    for start, end, tag in spans:
        first = place = bisect_left(starts, start)
        while place < len(tokens) and tokens[place][1] <= end:
            found[place].add(f"{'B' if place == first else 'I'}{tag}")
            place += 1
    tags = [""] * len(tokens)
    for place, here in found.items():
        tags[place] = "+".join(sorted(here))
    return tags


def _place_features(
    text: str, tokens: Sequence[tuple[int, int]], words: Sequence[str]
) -> list[list[str]]:
    """Return what the place of each token in the text says."""
    title_end = text.find("\n\n")
    lower = [word.lower() for word in words]
    in_title = {w for w, (start, _) in zip(lower, tokens, strict=True) if start < title_end}
    counts = Counter(lower)
    sentence_starts = {start for start, _ in sentence_bounds(text)}
    features = []
    for i, (start, _) in enumerate(tokens):
        own = []
        if start < title_end:
            own.append("title")
        elif len(lower[i]) > 3 and lower[i] in in_title:
            own.append("in title")
        if len(lower[i]) > 2 and words[i][0].isupper() and counts[lower[i]] > 1:
            own.append("repeated")
        if start in sentence_starts:
            own.append("begins")
        if i and tokens[i - 1][1] == start:
            own.append("joined")
        features.append(own)
    return features
