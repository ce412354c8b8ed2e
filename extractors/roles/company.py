"""What the other entities of a paper say of the role of one."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from extractors.roles.cues import Parts, likely_role
from schemas import CORE_TYPES, Entity, Mention, Relation

Said: TypeAlias = Mapping[Mention, Relation | None]
"""What `said_role` says of each mention of an entity."""

_WORD = re.compile(r"\w+")
_NEW: Final = "new"
_MENTIONS: Final = 4


@dataclass(frozen=True, slots=True)
class Companion:
    """An entity beside others: its words, its sentences, and where the paper introduces it.

    `sentences` are the numbers of those that its mentions stand in, `stand` is the role that
    its type and its places make likely, and `new_at` the first offset at which the words around
    it say that the paper introduces it.
    """

    entity: Entity
    words: frozenset[str]
    sentences: tuple[int, ...]
    new_at: int | None
    stand: Relation

    @property
    def is_core(self) -> bool:
        """Whether it is a method, model or benchmark."""
        return self.entity.type in CORE_TYPES

    @property
    def state(self) -> str:
        """Its likely role, or that it is new."""
        return self.stand if self.new_at is None else _NEW


def companion(entity: Entity, said: Said, parts: Parts) -> Companion:
    """Return an entity as its companions see it."""
    new = [mention.start for mention, role in said.items() if role is Relation.INTRODUCES]
    return Companion(
        entity,
        words=frozenset(
            word.lower().rstrip("s") for m in entity.mentions for word in _WORD.findall(m.surface)
        ),
        sentences=tuple(parts.sentence(mention)[0] for mention in entity.mentions),
        new_at=min(new, default=None),
        stand=likely_role(entity, parts),
    )


def company_features(mine: Companion, company: Sequence[Companion], parts: Parts) -> Iterator[str]:
    """Yield the features of one of the companions for the classifier of roles."""
    others = [other for other in company if other is not mine]
    new = [o.new_at for o in others if o.is_core and o.new_at is not None]
    yield from _rank_features(mine, [other for other in others if other.is_core], new)
    yield from _word_features(mine, [other for other in others if other.is_core])
    yield from _beside_features(mine, others, new, parts)


def _rank_features(
    mine: Companion, others: Sequence[Companion], new: Sequence[int]
) -> Iterator[str]:
    kind, is_new = mine.entity.type, mine.new_at is not None
    often, first = len(mine.entity.mentions), mine.entity.mentions[0].start
    oftener = sum(len(other.entity.mentions) > often for other in others)
    earlier = sum(other.entity.mentions[0].start < first for other in others)
    yield f"others new:{min(len(new), 3)}:{is_new}:{kind}"
    if mine.new_at is not None:
        yield f"new before:{min(sum(start < mine.new_at for start in new), 3)}:{kind}"
    yield f"others:{min(len(others), 6)}:{mine.is_core}:{kind}"
    yield f"oftener:{min(oftener, 3)}:{is_new}:{min(len(new), 2)}"
    yield f"earlier:{min(earlier, 4)}"


def _word_features(mine: Companion, others: Sequence[Companion]) -> Iterator[str]:
    """Yield with what kinds of names it shares words, or all of its words, or all of theirs."""
    for other in others:
        if mine.words.isdisjoint(other.words):
            continue
        if mine.words < other.words:
            shared = "inside"
        elif other.words < mine.words:
            shared = "around"
        else:
            shared = "like"
        yield f"{shared}:{other.state}:{mine.entity.type}"


def _beside_features(
    mine: Companion, others: Sequence[Companion], new: Sequence[int], parts: Parts
) -> Iterator[str]:
    """Yield what stands in the same sentences."""
    kind = mine.entity.type
    mentions = mine.entity.mentions[:_MENTIONS]
    for mention, number in zip(mentions, mine.sentences, strict=False):
        start, end = parts.bounds[number]
        where = "text" if number else "title"
        before = any(start <= place < mention.start for place in new)
        after = any(mention.start < place < end for place in new)
        yield f"{where}:new:{before}:{after}:{kind}"
    for number in set(mine.sentences[:_MENTIONS]):
        where = "text" if number else "title"
        for other in others:
            if number in other.sentences:
                yield f"{where}:beside:{other.entity.type}:{other.stand}:{kind}"
