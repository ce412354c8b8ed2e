"""One decision for each thing that a paper may name: whether it is an entity, and of which type.

A classifier weighs what all extractors say of all places with one meaning.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from extractors.ner.classifier import Classifier
from extractors.ner.features import Clusters, word_key
from extractors.ner.tagger import Tagging
from extractors.places import Place
from extractors.words import has_name_shape
from schemas import EntityType, Extractor, fold

NOTHING: Final = "none"
_EDGES: Final = (0.02, 0.1, 0.25, 0.5, 0.75, 0.9)
_MOST: Final = 5
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The probability that places name an entity, its likeliest type, and that of this type."""

    probability: float
    type: EntityType
    type_probability: float


def decide(classifier: Classifier, features: Sequence[str]) -> Verdict:
    """Return the verdict of a trained judge on places with these features."""
    labels = classifier.probabilities(features)
    by_type = {EntityType(label): p for label, p in labels.items() if label != NOTHING}
    best = max(by_type, key=lambda kind: (by_type[kind], kind))
    return Verdict(probability=sum(by_type.values()), type=best, type_probability=by_type[best])


def judge_features(
    text: str,
    places: Sequence[Place],
    tagging: Tagging,
    *,
    head_type: Callable[[str], EntityType | None],
    clusters: Clusters,
) -> list[str]:
    """Return the features of all places with one meaning.

    Args:
        text: the text.
        places: the places, sorted.
        tagging: what the tagger says of the text.
        head_type: the type of most known names that end in a word.
        clusters: clusters of words.
    """
    return [
        *_tagger_features(places, tagging),
        *_finding_features(places),
        *_position_features(text, places),
        *_form_features(text, places, head_type, clusters),
    ]


def _level(probability: float) -> int:
    return sum(probability >= edge for edge in _EDGES)


def _tagger_features(places: Sequence[Place], tagging: Tagging) -> list[str]:
    found = [tagging.probabilities(place.start, place.end) for place in places]
    best = {kind: max(p.get(kind, 0.0) for p in found) for kind in EntityType}
    totals = [sum(p.values()) for p in found]
    top = max(EntityType, key=lambda kind: (best[kind], kind))
    spans = {(start, end) for start, end, _ in tagging.spans}
    tagged = sum((place.start, place.end) in spans for place in places)
    total = _level(max(totals))
    return [
        *(f"p:{kind}:{_level(best[kind])}" for kind in EntityType),
        f"total:{total}",
        f"top:{top}",
        f"top:{top}:{total}",
        f"mean:{_level(sum(totals) / len(totals))}",
        f"tagged:{min(tagged, _MOST)}:{min(len(places), _MOST)}",
    ]


def _finding_features(places: Sequence[Place]) -> list[str]:
    findings = {finding for place in places for finding in place.findings}
    features = {
        f"{f.extractor}:{f.type}:{'sure' if f.sure else 'unsure'}:{_level(f.score)}"
        for f in findings
    }
    extractors = {finding.extractor for finding in findings}
    sure = any(f.extractor == Extractor.VOCABULARY and f.sure for f in findings)
    features.add(f"sure:{sure}")
    features.add("by:" + "+".join(sorted(extractors)))
    features.add(f"known:{places[0].sense.known}:{places[0].sense.type}")
    features.add(f"sense:{places[0].sense.type}:{places[0].sense.ambiguous}")
    return sorted(features)


def _position_features(text: str, places: Sequence[Place]) -> list[str]:
    title_end = text.find("\n\n")
    in_title = sum(place.start < title_end for place in places)
    first = places[0]
    before = _WORD.findall(text[max(0, first.start - 25) : first.start])
    after = _WORD.findall(text[first.end : first.end + 25])
    return [
        f"places:{min(len(places), _MOST)}",
        f"title:{'only' if in_title == len(places) else 'too' if in_title else 'no'}",
        f"before:{before[-1].lower() if before else '^'}",
        f"after:{after[0].lower() if after else '$'}",
    ]


def _form_features(
    text: str,
    places: Sequence[Place],
    head_type: Callable[[str], EntityType | None],
    clusters: Clusters,
) -> list[str]:
    surfaces = [text[place.start : place.end] for place in places]
    longest = max(surfaces, key=lambda surface: (len(surface), surface))
    words = _WORD.findall(longest) or [longest]
    named = any(has_name_shape(surface) for surface in surfaces)
    shape = "name" if named else "capital" if longest[:1].isupper() else "lower"
    features = [
        f"words:{min(len(words), _MOST + 1)}",
        f"shape:{shape}",
        f"head:{fold(words[-1])}",
        f"first:{words[0].lower()}",
        f"head type:{head_type(words[-1])}",
    ]
    features += [f"head cluster:{code}" for code in clusters.get(word_key(words[-1]), ())[1:2]]
    return features
