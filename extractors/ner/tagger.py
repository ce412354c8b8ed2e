"""A tagger of tokens, and what its tags say of spans."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

import numpy as np

from extractors.ner.features import Clues, see, tokenize
from extractors.ner.network import Network, Probabilities
from schemas import ENTITY_TYPES, ROLES, EntityType, Extractor, Mention

OUTSIDE: Final = "O"
LABELS: Final = (OUTSIDE, *(f"{begins}-{kind}" for kind in ENTITY_TYPES for begins in "BI"))
"""The labels of tokens, in the order of all arrays."""

_BEGINS: Final = {kind: f"B-{kind}" for kind in ENTITY_TYPES}
_UNLIKELY: Final = (0.0,) * len(ENTITY_TYPES)
_LIKELY: Final = 0.2
_SURELY_OUTSIDE: Final = 0.99
_LEAST: Final = 1e-6
_TAIL = re.compile(r"[-\s]+$")
_CUTS = re.compile(r"[\n()\[\]{}]")
_OPENING: Final = "([{"
_CLOSING: Final = ")]}"


@dataclass(frozen=True)
class Tagging:
    """The tokens of a text, their best labels, and how likely each is part of a name.

    A label is `B-type`, `I-type` or `O`. `begins` and `goes_on` have, for each token, the
    probability by type, in the order of `ENTITY_TYPES`, that a name begins there or goes on;
    nothing where a token is almost surely outside. `roles` has how likely the paper stands to
    what a token is part of in each of `ROLES`, shape (tokens, roles).
    """

    tokens: Sequence[tuple[int, int]]
    labels: Sequence[str]
    begins: Sequence[Sequence[float]]
    goes_on: Sequence[Sequence[float]]
    roles: Probabilities

    @cached_property
    def spans(self) -> list[tuple[int, int, EntityType]]:
        """Start, end and type of each span of the best labels."""
        found: list[tuple[int, int, EntityType]] = []
        for (start, end), label in zip(self.tokens, self.labels, strict=True):
            prefix, _, name = label.partition("-")
            if prefix == "B":
                found.append((start, end, EntityType(name)))
            elif prefix == "I" and found and found[-1][2] == name:
                found[-1] = (found[-1][0], end, found[-1][2])
        return found

    @cached_property
    def kinds(self) -> dict[tuple[int, int], EntityType]:
        """The type of each span of the best labels by its start and end."""
        return {(start, end): kind for start, end, kind in self.spans}

    def likely_spans(self) -> list[tuple[int, int]]:
        """Return all spans that have some probability, best or not."""
        found = []
        for i, by_type in enumerate(self.begins):
            for kind, probability in enumerate(by_type):
                last = i
                while probability > _LIKELY:
                    inside = self._inside(last + 1, kind)
                    if 1 - inside > _LIKELY:
                        found.append((self.tokens[i][0], self.tokens[last][1]))
                    last += 1
                    probability = min(probability, inside)
        return found

    def probabilities(self, start: int, end: int) -> dict[EntityType, float]:
        """Return an estimate of how likely a span is an entity of each type; empty if unaligned."""
        if not self.tokens:
            return {}
        place = start, end
        if place not in self._asked:
            self._asked[place] = self._estimate(start, end)
        return self._asked[place]

    @cached_property
    def _asked(self) -> dict[tuple[int, int], dict[EntityType, float]]:
        return {}

    def role_probabilities(self, places: Iterable[tuple[int, int]]) -> list[float]:
        """Return how likely each of `ROLES` is for what stands at some places.

        It is the geometric mean over all tokens of the places; empty if there are none.
        """
        rows = [row for start, end in places for row in range(*self._rows(start, end))]
        if not rows:
            return []
        odds = np.exp(np.log(np.maximum(self.roles[rows], _LEAST)).mean(axis=0))
        likely: list[float] = (odds / odds.sum()).tolist()
        return likely

    def _rows(self, start: int, end: int) -> tuple[int, int]:
        """Return the number of the first token of a place, and that of the one after its last."""
        return bisect_left(self.tokens, (start, 0)), bisect_left(self.tokens, (end, 0))

    def _estimate(self, start: int, end: int) -> dict[EntityType, float]:
        first, following = self._rows(start, end)
        last = following - 1
        if not (first <= last and self.tokens[first][0] == start and self.tokens[last][1] == end):
            return {}
        by_type = self.begins[first] or _UNLIKELY
        for inner in self.goes_on[first + 1 : last + 1]:
            by_type = list(map(min, by_type, inner or _UNLIKELY))
        for after in self.goes_on[last + 1 : last + 2]:
            by_type = [
                min(p, 1 - longer) for p, longer in zip(by_type, after or _UNLIKELY, strict=True)
            ]
        return dict(zip(ENTITY_TYPES, by_type, strict=True))

    def _inside(self, i: int, kind: int) -> float:
        return self.goes_on[i][kind] if i < len(self.goes_on) and self.goes_on[i] else 0.0


NO_TAGGING: Final = Tagging((), (), (), (), np.zeros((0, len(ROLES)), dtype=np.float32))


def tagger_mentions(text: str, tagging: Tagging) -> tuple[Mention, ...]:
    """Return the spans of a tagging as mentions: the best ones, and others that are likely.

    A bracket that a span opens and does not close belongs to what follows, and so does a new line
    or a bracket that closes what the span did not open.
    """
    trimmed = ((start, _trimmed(text, start, end), kind) for start, end, kind in tagging.spans)
    best = [span for span in trimmed if span[0] < span[1]]
    places = {(start, end) for start, end, _ in best}
    likely = ((start, _trimmed(text, start, end)) for start, end in tagging.likely_spans())
    others = [place for place in likely if place not in places and place[0] < place[1]]
    for start, end in dict.fromkeys(others):
        if by_type := tagging.probabilities(start, end):
            best.append((start, end, max(by_type, key=lambda kind: (by_type[kind], kind))))
    return tuple(
        Mention(
            start=start,
            end=end,
            surface=text[start:end],
            type=kind,
            extractor=Extractor.NER,
            score=round(sum(tagging.probabilities(start, end).values()), 4),
        )
        for start, end, kind in sorted(best)
    )


def _trimmed(text: str, start: int, end: int) -> int:
    """Return where a span ends at the latest.

    >>> text = "Leaf Net (LN) and leaf(t)"
    >>> [text[start : _trimmed(text, start, end)] for start, end in ((0, 12), (10, 13), (18, 25))]
    ['Leaf Net', 'LN', 'leaf(t)']
    >>> [_trimmed(text, 0, 6) for text in ("Net-3-like", "Net - -")]
    [5, 3]
    """
    if not _CUTS.search(text, start, end):
        return start + len(_TAIL.sub("", text[start:end]))
    unclosed: list[int] = []
    for place, sign in enumerate(text[start:end], start):
        if sign in _OPENING:
            unclosed.append(place)
        elif sign == "\n" or (sign in _CLOSING and not unclosed):
            end = place
            break
        elif sign in _CLOSING:
            unclosed.pop()
    return start + len(text[start : unclosed[0] if unclosed else end].rstrip())


class Tagger:
    """A trained tagger: a network that labels tokens."""

    def __init__(self, path: Path) -> None:
        self._network = Network(path)

    def tag(self, text: str, clues: Clues) -> Tagging:
        """Tag the tokens of a text."""
        tokens = tokenize(text)
        if not tokens:
            return NO_TAGGING
        by_label, by_role = self._network.probabilities(see(text, tokens, clues))
        return tagging_of(tokens, by_label, by_role)


def tagging_of(
    tokens: Sequence[tuple[int, int]], by_label: Probabilities, by_role: Probabilities
) -> Tagging:
    """Return the tagging by the probabilities of `LABELS` and `ROLES`, shape (tokens, labels).

    Each token has its likeliest label; what goes on from nothing begins.
    """
    labels = [OUTSIDE] * len(tokens)
    last = -2
    best = by_label.argmax(axis=1)
    for i in np.flatnonzero(best).tolist():
        label = LABELS[best[i]]
        goes_on = last == i - 1 and labels[last][1:] == label[1:]
        labels[i] = label if goes_on else _BEGINS[EntityType(label[2:])]
        last = i
    begins: list[Sequence[float]] = [()] * len(tokens)
    goes_on = begins.copy()
    unsure = np.flatnonzero(by_label[:, 0] <= _SURELY_OUTSIDE)
    for i, row in zip(unsure.tolist(), by_label[unsure, 1:].tolist(), strict=True):
        begins[i], goes_on[i] = row[::2], row[1::2]
    return Tagging(tokens, labels, begins, goes_on, by_role)
