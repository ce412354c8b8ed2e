"""What the tagger sees of each token: its form, its neighbours, and what other extractors say."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from extractors.abbreviations import Definition
from extractors.sentences import sentence_bounds
from extractors.vocabulary import Match
from schemas import Mention

TOKEN = re.compile(r"[^\W_]+|[^\w\s]|_")
_NEIGHBOURS = (-3, -2, -1, 1, 2, 3)
_NEAR = (-2, -1, 1, 2)
_STRONG, _WEAK = 0.7, 0.4

Clusters = Mapping[str, Sequence[str]]
"""Folded word -> its clusters, from the coarsest to the finest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clues:
    """What the other extractors found in a text."""

    matches: Sequence[Match] = ()
    definitions: Sequence[Definition] = ()
    names: Sequence[Mention] = ()


@dataclass(frozen=True, slots=True)
class _Columns:
    """One value or set of tags a token."""

    words: list[str]
    lower: list[str]
    shapes: list[str]
    clusters: list[Sequence[str]]
    tags: dict[str, list[str]] = field(default_factory=dict)


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


def token_features(
    text: str, tokens: Sequence[tuple[int, int]], clues: Clues, clusters: Clusters
) -> list[list[str]]:
    """Return the features of each token of a text as strings."""
    words = [text[start:end] for start, end in tokens]
    columns = _Columns(
        words=words,
        lower=[word.lower() for word in words],
        shapes=[_shape(word) for word in words],
        clusters=[clusters.get(word_key(word), ()) for word in words],
        tags=_clue_tags(text, tokens, clues),
    )
    own = _own_features(text, tokens, columns)
    return [
        [*own[i], *_context(columns, i), *_cluster_features(columns.clusters, i)]
        for i in range(len(tokens))
    ]


@lru_cache(maxsize=65536)
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


def _own_features(
    text: str, tokens: Sequence[tuple[int, int]], columns: _Columns
) -> list[list[str]]:
    title_end = text.find("\n\n")
    in_title = {w for w, (start, _) in zip(columns.lower, tokens, strict=True) if start < title_end}
    counts = Counter(columns.lower)
    sentence_starts = {start for start, _ in sentence_bounds(text)}
    features = []
    for i, (start, _) in enumerate(tokens):
        word, lower = columns.words[i], columns.lower[i]
        own = [f"w={lower}", f"s={columns.shapes[i]}", f"p3={lower[:3]}"]
        own += [f"x3={lower[-3:]}", f"x4={lower[-4:]}"]
        if start < title_end:
            own.append("title")
        elif len(lower) > 3 and lower in in_title:
            own.append("in title")
        if len(lower) > 2 and word[0].isupper() and counts[lower] > 1:
            own.append("repeated")
        if start in sentence_starts:
            own.append("begins")
        if i and tokens[i - 1][1] == start:
            own.append("joined")
        own += [f"{name}={tag}" for name, tags in columns.tags.items() for tag in _split(tags[i])]
        features.append(own)
    return features


def _split(tags: str) -> list[str]:
    return tags.split("+") if tags else []


def _context(columns: _Columns, i: int) -> list[str]:
    lower, vocabulary, names = columns.lower, columns.tags["v"], columns.tags["n"]
    features = [f"{d}w={_at(lower, i + d)}" for d in _NEIGHBOURS]
    for d in _NEAR:
        features += [f"{d}s={_at(columns.shapes, i + d)}", f"{d}v={_at(vocabulary, i + d)}"]
    features += [
        f"-1x={_at(lower, i - 1)[-3:]}",
        f"1x={_at(lower, i + 1)[-3:]}",
        f"b-={_at(lower, i - 1)}|{lower[i]}",
        f"b+={lower[i]}|{_at(lower, i + 1)}",
        f"vv={vocabulary[i]}|{_at(vocabulary, i + 1)}",
        f"nn={names[i]}|{_at(names, i + 1)}",
        f"dvn={columns.tags['d'][i]}|{vocabulary[i]}|{names[i]}",
    ]
    return features


def _at(values: Sequence[str], i: int) -> str:
    return values[i] if 0 <= i < len(values) else "_"


def _cluster_features(clusters: Sequence[Sequence[str]], i: int) -> list[str]:
    here = clusters[i]
    before = clusters[i - 1] if i else ()
    after = clusters[i + 1] if i + 1 < len(clusters) else ()
    features = [f"c={code}" for code in here]
    features += [f"-1c={code}" for code in before[:2]]
    features += [f"1c={code}" for code in after[:2]]
    if here and after:
        features.append(f"cc={here[1]}|{after[1]}")
    if here and before:
        features.append(f"pc={before[1]}|{here[1]}")
    return features
