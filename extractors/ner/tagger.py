"""A conditional random field over tokens (Lafferty, McCallum and Pereira 2001), by CRFsuite."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

import pycrfsuite

from extractors.ner.features import Clues, Clusters, token_features, tokenize
from schemas import EntityType, Extractor, Mention

OUTSIDE: Final = "O"
_LIKELY_START: Final = 0.2
_LIKELY_INSIDE: Final = 0.5


@dataclass(frozen=True)
class Tagging:
    """The tokens of a text, their best labels, and the probability of each label.

    A label is `B-type`, `I-type` or `O`; `marginals` holds one map a token, `O` left out.
    """

    tokens: Sequence[tuple[int, int]]
    labels: Sequence[str]
    marginals: Sequence[dict[str, float]]

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

    def likely_spans(self) -> list[tuple[int, int]]:
        """Return spans that begin with some probability, best or not."""
        found = []
        for i, marginals in enumerate(self.marginals):
            for kind in EntityType:
                if marginals.get(f"B-{kind}", 0.0) > _LIKELY_START:
                    last = i
                    while self._inside(last + 1, kind) > _LIKELY_INSIDE:
                        last += 1
                    found.append((self.tokens[i][0], self.tokens[last][1]))
        return found

    def probabilities(self, start: int, end: int) -> dict[EntityType, float]:
        """Return an estimate of how likely a span is an entity of each type; empty if unaligned."""
        first = bisect_left(self.tokens, (start, 0))
        last = bisect_left(self.tokens, (end, 0)) - 1
        if not (first <= last and self.tokens[first][0] == start and self.tokens[last][1] == end):
            return {}
        return {kind: self._probability(first, last, kind) for kind in EntityType}

    def _probability(self, first: int, last: int, kind: EntityType) -> float:
        inner = (self._inside(i, kind) for i in range(first + 1, last + 1))
        begins = self.marginals[first].get(f"B-{kind}", 0.0)
        return min(begins, 1 - self._inside(last + 1, kind), *inner)

    def _inside(self, i: int, kind: EntityType) -> float:
        return self.marginals[i].get(f"I-{kind}", 0.0) if i < len(self.marginals) else 0.0


NO_TAGGING: Final = Tagging((), (), ())


def tagger_mentions(text: str, tagging: Tagging) -> tuple[Mention, ...]:
    """Return the spans of a tagging as mentions: the best ones, and others that are likely."""
    best = list(tagging.spans)
    places = {(start, end) for start, end, _ in best}
    others = [place for place in tagging.likely_spans() if place not in places]
    for start, end in dict.fromkeys(others):
        by_type = tagging.probabilities(start, end)
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


class Tagger:
    """A trained tagger with the word clusters that it was trained with."""

    def __init__(self, path: Path, clusters: Clusters) -> None:
        self._tagger = pycrfsuite.Tagger()
        self._tagger.open(str(path))
        self._clusters = clusters
        self._labels = [label for label in self._tagger.labels() if label != OUTSIDE]

    def tag(self, text: str, clues: Clues) -> Tagging:
        """Tag the tokens of a text."""
        tokens = tokenize(text)
        if not tokens:
            return Tagging((), (), ())
        labels = self._tagger.tag(token_features(text, tokens, clues, self._clusters))
        marginals = [
            {label: self._tagger.marginal(label, i) for label in self._labels}
            for i in range(len(tokens))
        ]
        return Tagging(tokens, labels, marginals)
