"""From the evidence of all extractors to the entities of one paper: one decision a thing.

All places with one meaning are judged together. The trained judge hears the built-in extractors
alone. The others state a score, and the surest of them competes with the judge: where its score
is above the probability that the judge gives to its best type, its type and score hold; else what
the judge says. Of scores that are equal, the type that comes last in the alphabet counts.

Of accepted places that overlap those win that are both likely and long. Places where an accepted
name stands once more are its mentions, too.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from extractors.abbreviations import Definition
from extractors.ner import NO_TAGGING, Model, Tagging, Verdict, judge_features, review
from extractors.places import BUILT_IN, Finding, Place, find_places
from extractors.vocabulary import Match, Vocabulary
from extractors.words import occurrences
from schemas import ENTITY_TYPES, Citation, Entity, EntityType, Extractor, Mention, entity_curie

_MOST_SCORE: Final = 0.99
_LENGTH_COUNTS: Final = 0.7
_ORDER: Final = {extractor: order for order, extractor in enumerate(Extractor)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What all extractors found in a text; `mentions` are those of names, tagger and others."""

    matches: Sequence[Match] = ()
    definitions: Sequence[Definition] = ()
    mentions: Sequence[Mention] = ()
    citations: Sequence[Citation] = ()
    tagging: Tagging = NO_TAGGING


@dataclass(frozen=True, slots=True, kw_only=True)
class _Judged:
    places: list[Place]
    verdict: Verdict
    type: EntityType


def resolve(
    text: str,
    findings: Findings,
    *,
    vocabulary: Vocabulary,
    model: Model,
    threshold: float,
) -> tuple[Entity, ...]:
    """Return the entities of a paper with all their mentions, in order of first mention.

    Args:
        text: the text of the paper.
        findings: what the extractors found; what stands in a citation names no entity.
        vocabulary: the vocabulary that the matches come from.
        model: the trained judge.
        threshold: the probability from which a thing counts, as `Verdict.type_from` takes it.
    """
    accepted = {
        places[0].sense.key: _Judged(places=places, verdict=verdict, type=kind)
        for places, verdict in _judge(text, findings, vocabulary=vocabulary, model=model)
        if (kind := verdict.type_from(threshold))
    }
    taken = {i for c in findings.citations for i in range(c.start, c.end)}
    named = _free_places(_best_first(accepted.values()), taken)
    again = _free_places(sorted(_again(text, named), key=_longest_first), taken)
    places: defaultdict[str, list[Place]] = defaultdict(list)
    for place in sorted((*named, *again), key=lambda place: place.start):
        places[place.sense.key].append(place)
    return tuple(_entity(text, found, accepted[key]) for key, found in places.items())


def group_places(text: str, findings: Findings, vocabulary: Vocabulary) -> list[list[Place]]:
    """Return the places of a text, those with one meaning together."""
    groups: defaultdict[str, list[Place]] = defaultdict(list)
    for place in find_places(
        text,
        vocabulary,
        matches=findings.matches,
        definitions=findings.definitions,
        mentions=findings.mentions,
    ):
        groups[place.sense.key].append(place)
    return list(groups.values())


def _judge(
    text: str, findings: Findings, *, vocabulary: Vocabulary, model: Model
) -> Iterator[tuple[list[Place], Verdict]]:
    """Yield the things that a text may name, each with a verdict."""
    things = group_places(text, findings, vocabulary)
    others = [
        [f for place in places for f in place.findings if f.extractor not in BUILT_IN]
        for places in things
    ]
    ours = [
        _without_others(places) if foreign else places
        for places, foreign in zip(things, others, strict=True)
    ]
    verdicts = _review(
        text, [own for own in ours if own], findings.tagging, vocabulary=vocabulary, model=model
    )
    for places, own, foreign in zip(things, ours, others, strict=True):
        yield places, _surest(next(verdicts) if own else None, foreign)


def _review(
    text: str,
    things: Sequence[list[Place]],
    tagging: Tagging,
    *,
    vocabulary: Vocabulary,
    model: Model,
) -> Iterator[Verdict]:
    """Yield what the judge says of each thing, corrected by what it says of the others."""
    if not things:
        return
    heads = vocabulary.head_type
    features = [
        judge_features(text, places, tagging, head_type=heads, clusters=model.clusters)
        for places in things
    ]
    judged = review.judge(model.judge, features)
    columns = review.columns(text, things, tagging, judged, head_type=heads)
    for row in model.review.corrected(judged, columns).tolist():
        yield Verdict(dict(zip(ENTITY_TYPES, row[1:], strict=True)))


def _without_others(places: Iterable[Place]) -> list[Place]:
    """Return the places as the built-in extractors alone found them."""
    found = (
        (place, tuple(f for f in place.findings if f.extractor in BUILT_IN)) for place in places
    )
    return [replace(place, findings=ours) for place, ours in found if ours]


def _surest(verdict: Verdict | None, others: Sequence[Finding]) -> Verdict:
    """Return the verdict of the judge, or what another extractor says if it is surer."""
    if not others and verdict:
        return verdict
    best = max(others, key=lambda finding: (finding.score, finding.type))
    if verdict and best.score <= max(verdict.by_type.values()):
        return verdict
    return Verdict({best.type: best.score})


def _best_first(things: Iterable[_Judged]) -> list[Place]:
    """Return the places of all things, ordered by the probability and length of each."""
    weighted = [
        (-thing.verdict.probability * (p.end - p.start) ** _LENGTH_COUNTS, p.start, p)
        for thing in things
        for p in thing.places
    ]
    return [place for *_, place in sorted(weighted, key=lambda item: item[:2])]


def _longest_first(place: Place) -> tuple[int, int]:
    return place.start - place.end, place.start


def _free_places(places: Iterable[Place], taken: set[int]) -> list[Place]:
    """Return the places, in their order, that overlap with nothing taken, and take them."""
    free = []
    for place in places:
        characters = range(place.start, place.end)
        if taken.isdisjoint(characters):
            taken.update(characters)
            free.append(place)
    return free


def _again(text: str, places: Sequence[Place]) -> Iterator[Place]:
    """Yield the places where the surfaces of some places stand in the text."""
    by_surface = {text[place.start : place.end]: place for place in places}
    for surface, place in by_surface.items():
        if len(surface) > 2:
            for start, end in occurrences(text, surface):
                yield Place(start=start, end=end, sense=place.sense, findings=place.findings)


def _entity(text: str, places: Sequence[Place], thing: _Judged) -> Entity:
    sense = places[0].sense
    score = round(min(_MOST_SCORE, thing.verdict.by_type[thing.type]), 2)
    mentions = tuple(
        Mention(
            start=place.start,
            end=place.end,
            surface=text[place.start : place.end],
            type=thing.type,
            extractor=_witness(place),
            score=score,
        )
        for place in places
    )
    return Entity(
        id=entity_curie(sense.name),
        name=sense.name,
        type=thing.type,
        aliases=tuple(sorted({mention.surface for mention in mentions})),
        mentions=mentions,
        ambiguous=sense.ambiguous,
        known=sense.known,
        broader=sense.broader,
    )


def _witness(place: Place) -> str:
    """Return the extractor that is named as evidence: others before ours, ours in their order."""
    extractors = [finding.extractor for finding in place.findings]
    return min(
        extractors, key=lambda name: _ORDER.get(Extractor(name), -1) if name in BUILT_IN else -1
    )
