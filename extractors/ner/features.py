"""What the tagger sees of each token: its form, its neighbours, and what other extractors say."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, pairwise
from typing import Final, TypeAlias

from extractors.abbreviations import Definition
from extractors.sentences import sentence_bounds
from extractors.vocabulary import Match
from schemas import Mention

TOKEN = re.compile(r"[^\W_]+|[^\w\s]|_")
_OFFSETS: Final = (-3, -2, -1, 0, 1, 2, 3)
_REACH: Final = 3
_NO_WORD: Final = "_"
_STRONG, _WEAK = 0.7, 0.4
_REMEMBERED: Final = 1 << 17

Features: TypeAlias = tuple[str, ...]
Clusters: TypeAlias = Mapping[str, Sequence[str]]
"""Folded word -> its clusters, from the coarsest to the finest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clues:
    """What the other extractors found in a text."""

    matches: Sequence[Match] = ()
    definitions: Sequence[Definition] = ()
    names: Sequence[Mention] = ()


def tokenize(text: str) -> list[tuple[int, int]]:
    """Return start and end of each token: a run of letters and digits, or a single mark.

    >>> tokenize("GPT-4o wins")
    [(0, 3), (3, 4), (4, 6), (7, 11)]
    """
    return [match.span() for match in TOKEN.finditer(text)]


@lru_cache(maxsize=65536)
def word_key(word: str) -> str:
    """Return the form of a word under which clusters hold it: lower case, digits as 0."""
    return re.sub(r"\d", "0", word.lower())


class TokenFeatures:
    """Makes the features of the tokens of texts, given clusters of words.

    Features of a word, of a pair of words and of clues are strings that come again and again;
    each is made once. They are kept as tuples, which the garbage collector need not visit.
    """

    def __init__(self, clusters: Clusters) -> None:
        self._clusters = {word: codes for word, codes in clusters.items() if word != _NO_WORD}
        self._of_word = lru_cache(_REMEMBERED)(self._word_features)
        self._of_pair = lru_cache(_REMEMBERED)(self._pair_features)

    def __call__(
        self, text: str, tokens: Sequence[tuple[int, int]], clues: Clues
    ) -> list[list[str]]:
        """Return the features of each token of a text as strings."""
        words = [text[start:end] for start, end in tokens]
        around = [_NO_WORD] * _REACH
        by_word = [self._of_word(word) for word in (*around, *words, *around)]
        by_pair = [
            self._of_pair(first, second) for first, second in pairwise((_NO_WORD, *words, _NO_WORD))
        ]
        by_clue = _clue_features(_clue_tags(text, tokens, clues), len(tokens))
        by_place = _place_features(text, tokens, words)
        shifted = [islice(by_word, j, None) for j in range(len(_OFFSETS))]
        return [
            [
                *place,
                *clues_here,
                *as_second,
                *as_first,
                *w0[0],
                *w1[1],
                *w2[2],
                *w3[3],
                *w4[4],
                *w5[5],
                *w6[6],
            ]
            for place, clues_here, (_, as_second), (as_first, _), w0, w1, w2, w3, w4, w5, w6 in zip(
                by_place, by_clue, by_pair, by_pair[1:], *shifted, strict=False
            )
        ]

    def _word_features(self, word: str) -> tuple[Features, ...]:
        """Return what a word says of the token at each offset before and after it.

        The features at j are for the token that has the word at `_OFFSETS[j]`.
        """
        lower, shape = word.lower(), _shape(word)
        codes = self._clusters.get(word_key(word), ())
        own = (
            f"w={lower}",
            f"s={shape}",
            f"p3={lower[:3]}",
            f"x3={lower[-3:]}",
            f"x4={lower[-4:]}",
        )
        by_distance: dict[int, Callable[[int], Features]] = {
            0: lambda d: (*own, *(f"c={code}" for code in codes)),
            1: lambda d: (
                f"{d}w={lower}",
                f"{d}s={shape}",
                f"{d}x={lower[-3:]}",
                *(f"{d}c={code}" for code in codes[:2]),
            ),
            2: lambda d: (f"{d}w={lower}", f"{d}s={shape}"),
            3: lambda d: (f"{d}w={lower}",),
        }
        return tuple(by_distance[abs(d)](d) for d in _OFFSETS)

    def _pair_features(self, first: str, second: str) -> tuple[Features, Features]:
        """Return what two neighbours say of the first, and of the second."""
        pair = f"{first.lower()}|{second.lower()}"
        of_first, of_second = (f"b+={pair}",), (f"b-={pair}",)
        before = self._clusters.get(word_key(first))
        after = self._clusters.get(word_key(second))
        if not (before and after):
            return of_first, of_second
        codes = f"{before[1]}|{after[1]}"
        return (*of_first, f"cc={codes}"), (*of_second, f"pc={codes}")


def _shape(word: str) -> str:
    plain = re.sub(r"\d", "d", re.sub("[a-z]", "x", re.sub("[A-Z]", "X", word)))
    return re.sub(r"(.)\1{2,}", r"\1\1", plain)[:6]


def _clue_tags(text: str, tokens: Sequence[tuple[int, int]], clues: Clues) -> dict[str, list[str]]:
    shorts = {definition.short for definition in clues.definitions}
    forms = [
        (match.start(), match.end(), "S")
        for short in sorted(shorts)
        for match in re.finditer(rf"(?<!\w){re.escape(short)}s?(?!\w)", text)
    ]
    return {
        "v": _tags(
            tokens,
            (
                (m.start, m.end, f"{'?' if m.ambiguous else ''}{m.entry.type}")
                for m in clues.matches
            ),
        ),
        "d": _tags(tokens, [*((d.long_start, d.long_end, "L") for d in clues.definitions), *forms]),
        "n": _tags(tokens, ((m.start, m.end, f"{m.type}{_strength(m)}") for m in clues.names)),
    }


def _strength(mention: Mention) -> str:
    return "+" if mention.score >= _STRONG else "-" if mention.score < _WEAK else ""


def _tags(tokens: Sequence[tuple[int, int]], spans: Iterable[tuple[int, int, str]]) -> list[str]:
    """Return for each token the tags of all spans over it, joined; B where a span begins."""
    starts = [start for start, _ in tokens]
    tags: list[set[str]] = [set() for _ in tokens]
    for start, end, tag in spans:
        first = place = bisect_left(starts, start)
        while place < len(tokens) and tokens[place][1] <= end:
            tags[place].add(f"{'B' if place == first else 'I'}{tag}")
            place += 1
    return ["+".join(sorted(found)) for found in tags]


def _clue_features(tags: dict[str, list[str]], count: int) -> list[Features]:
    """Return what the tags of a token and of its neighbours say."""
    vocabulary = [_NO_WORD, _NO_WORD, *tags["v"], _NO_WORD, _NO_WORD]
    names = [*tags["n"], _NO_WORD]
    return [
        _of_clues(tuple(vocabulary[i : i + 5]), names[i], names[i + 1], tags["d"][i])
        for i in range(count)
    ]


@lru_cache(maxsize=_REMEMBERED)
def _of_clues(vocabulary: Features, name: str, next_name: str, defined: str) -> Features:
    before, last, here, following, after = vocabulary
    return (
        *(f"v={tag}" for tag in _split(here)),
        *(f"d={tag}" for tag in _split(defined)),
        *(f"n={tag}" for tag in _split(name)),
        f"-2v={before}",
        f"-1v={last}",
        f"1v={following}",
        f"2v={after}",
        f"vv={here}|{following}",
        f"nn={name}|{next_name}",
        f"dvn={defined}|{here}|{name}",
    )


def _split(tags: str) -> list[str]:
    return tags.split("+") if tags else []


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
