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
from extractors.ner import NO_TAGGING, Model, Tagging, Verdict, decide, judge_features
from extractors.places import BUILT_IN, Finding, Place, find_places
from extractors.vocabulary import Match, Vocabulary
from extractors.words import occurrences
from schemas import CORE_TYPES, Citation, Entity, EntityType, Extractor, Mention, entity_curie

_MOST_SCORE: Final = 0.99
_BACKGROUND_SHARE: Final = 2 / 3
_LENGTH_COUNTS: Final = 0.3
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
        threshold: the probability from which a thing is a method, model or benchmark. Tasks,
            metrics and concepts, where less is certain, count from two thirds of it.
    """
    judged = _judge(text, findings, vocabulary=vocabulary, model=model)
    accepted = {
        thing.places[0].sense.key: thing
        for thing in judged
        if thing.verdict.probability >= _least(thing.verdict.type, threshold)
    }
    taken = {i for c in findings.citations for i in range(c.start, c.end)}
    named = _free_places(_best_first(accepted.values()), taken)
    again = _free_places(sorted(_again(text, named), key=_longest_first), taken)
    places: defaultdict[str, list[Place]] = defaultdict(list)
    for place in sorted((*named, *again), key=lambda place: place.start):
        places[place.sense.key].append(place)
    return tuple(_entity(text, found, accepted[key].verdict) for key, found in places.items())


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


def _judge(text: str, findings: Findings, *, vocabulary: Vocabulary, model: Model) -> list[_Judged]:
    """Return the things that a text may name, each with a verdict."""
    judged = []
    for places in group_places(text, findings, vocabulary):
        others = [f for place in places for f in place.findings if f.extractor not in BUILT_IN]
        ours = _without_others(places) if others else places
        verdict = None
        if ours:
            features = judge_features(
                text,
                ours,
                findings.tagging,
                head_type=vocabulary.head_type,
                clusters=model.clusters,
            )
            verdict = decide(model.judge, features)
        judged.append(_Judged(places=places, verdict=_surest(verdict, others)))
    return judged


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
    if verdict and best.score <= verdict.type_probability:
        return verdict
    probability = max(best.score, verdict.probability) if verdict else best.score
    return Verdict(probability=probability, type=best.type, type_probability=best.score)


def _least(kind: EntityType, threshold: float) -> float:
    return threshold if kind in CORE_TYPES else threshold * _BACKGROUND_SHARE


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


def _entity(text: str, places: Sequence[Place], verdict: Verdict) -> Entity:
    sense = places[0].sense
    score = round(min(_MOST_SCORE, verdict.type_probability), 2)
    mentions = tuple(
        Mention(
            start=place.start,
            end=place.end,
            surface=text[place.start : place.end],
            type=verdict.type,
            extractor=_witness(place),
            score=score,
        )
        for place in places
    )
    return Entity(
        id=entity_curie(sense.name),
        name=sense.name,
        type=verdict.type,
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
