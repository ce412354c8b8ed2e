"""What is seen, as numbers, of a thing that a text may name beside all the others.

Things that overlap are rivals. Where one is likely, the other is less so.
"""

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from extractors.ner.review.alone import NO_TYPE
from extractors.places import Place
from extractors.words import GENERIC_HEADS

_NONE: Final = -1.0
_LENGTH_COUNTS: Final = 0.3


@dataclass(frozen=True)
class Thing:
    """A thing with the words of its longest form, lower case, and what the judge says of it.

    `by_type` has the probability of each type, in the order of `ENTITY_TYPES`.
    """

    places: Sequence[Place]
    form: str
    words: tuple[str, ...]
    by_type: Sequence[float]

    @cached_property
    def probability(self) -> float:
        """The probability that it is an entity."""
        return sum(self.by_type)

    @cached_property
    def kind(self) -> int:
        """Its likeliest type as a number."""
        return max(range(len(self.by_type)), key=self.by_type.__getitem__)

    @cached_property
    def length(self) -> int:
        """The length of its longest place."""
        return max(place.end - place.start for place in self.places)

    @cached_property
    def stems(self) -> frozenset[str]:
        """Its words without a plural s."""
        return frozenset(word.rstrip("s") for word in self.words)

    @cached_property
    def weight(self) -> float:
        """How much speaks for it against its rivals."""
        return self.probability * math.pow(self.length, _LENGTH_COUNTS)


def columns_beside(things: Sequence[Thing], core: Sequence[int]) -> Iterator[list[float]]:
    """Yield the numbers that describe each thing beside the others.

    Args:
        things: all things that a text may name.
        core: the numbers of the types that are methods, models and benchmarks.
    """
    rivals = _rivals(things)
    order = sorted(range(len(things)), key=lambda i: -things[i].probability)
    rank = {number: place for place, number in enumerate(order)}
    expected = sum(thing.probability for thing in things)
    of_core = [sum(thing.by_type[number] for number in core) for thing in things]
    for i, thing in enumerate(things):
        yield [
            thing.probability,
            max(thing.by_type),
            thing.kind,
            of_core[i],
            rank[i],
            len(things),
            expected,
            sum(of_core),
            *_rival_columns(thing, [things[j] for j in sorted(rivals[i])]),
            *_word_columns(thing, things),
        ]


def _rivals(things: Sequence[Thing]) -> dict[int, set[int]]:
    """Return for each thing the numbers of those that overlap with it somewhere."""
    places = sorted((p.start, p.end, i) for i, thing in enumerate(things) for p in thing.places)
    found: defaultdict[int, set[int]] = defaultdict(set)
    for at, (_, end, i) in enumerate(places):
        for start, _, j in places[at + 1 :]:
            if start >= end:
                break
            if i != j:
                found[i].add(j)
                found[j].add(i)
    return found


def _rival_columns(thing: Thing, rivals: Sequence[Thing]) -> Iterator[float]:
    """Yield what is known of the likeliest of the longer, and of the shorter rivals."""
    longer = [rival for rival in rivals if rival.length > thing.length]
    shorter = [rival for rival in rivals if rival.length <= thing.length]
    for group in (longer, shorter):
        best = max(group, key=lambda rival: rival.probability, default=None)
        yield len(group)
        if best is None:
            yield from (_NONE, 0.0, NO_TYPE, 0.0, _NONE, _NONE)
            continue
        inner, outer = (thing, best) if group is longer else (best, thing)
        yield best.probability
        yield abs(best.length - thing.length)
        yield best.kind
        yield len(best.places)
        yield outer.words[-1] in GENERIC_HEADS and outer.form.startswith(inner.form)
        yield outer.form.endswith(inner.form)
    yield thing.weight - max((rival.weight for rival in rivals), default=0.0)


def _word_columns(thing: Thing, things: Sequence[Thing]) -> list[float]:
    """Return how likely those are that share its words, and those with the same head."""
    around, inside, alike = _NONE, _NONE, _NONE
    count, same_head = 0, 0
    by_type = [0.0] * len(thing.by_type)
    head = thing.words[-1].rstrip("s")
    for other in things:
        if other is thing:
            continue
        if thing.stems < other.stems:
            around = max(around, other.probability)
            count += 1
        elif other.stems < thing.stems:
            inside = max(inside, other.probability)
        if other.words[-1].rstrip("s") == head:
            same_head += 1
            alike = max(alike, other.probability)
            by_type = [a + b for a, b in zip(by_type, other.by_type, strict=True)]
    kind = by_type.index(max(by_type)) if same_head else NO_TYPE
    return [around, count, inside, alike, same_head, kind]
