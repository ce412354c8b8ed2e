"""One decision for each thing that a paper may name: whether it is an entity, and of which type.

A classifier weighs what all extractors say of all places with one meaning; trees review what it
says of all that a text may name.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from extractors.name_types import guess_type
from extractors.ner.features import Clusters, word_key
from extractors.ner.tagger import Tagging
from extractors.places import Place
from extractors.words import has_name_shape
from schemas import CORE_TYPES, ENTITY_TYPES, EntityType, Extractor, fold

NOTHING: Final = "none"
_EDGES: Final = (0.02, 0.1, 0.25, 0.5, 0.75, 0.9)
_MOST: Final = 5
_AROUND: Final = (-2, -1, 1, 2)
_NO_WORD: Final = "_"
_NO_CLUSTERS: Final = ("none", "none")
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Verdict:
    """How likely a thing is an entity of each type."""

    by_type: Mapping[EntityType, float]

    @property
    def probability(self) -> float:
        """The probability that it is an entity of any type."""
        return sum(self.by_type.values())

    def type_from(self, threshold: float) -> EntityType | None:
        """Return its type, or none where too little speaks for it.

        A method, model or benchmark counts by its own probability, tasks, metrics and concepts,
        which are hard to tell apart, by their sum.

        >>> Verdict({EntityType.TASK: 0.3, EntityType.CONCEPT: 0.2}).type_from(0.45)
        <EntityType.TASK: 'task'>
        """
        best = max(self.by_type, key=lambda kind: (self.by_type[kind], kind))
        if best in CORE_TYPES and self.by_type[best] >= threshold:
            return best
        others = {kind: p for kind, p in self.by_type.items() if kind not in CORE_TYPES}
        if others and sum(others.values()) >= threshold:
            return max(others, key=lambda kind: (others[kind], kind))
        return None


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
        *sorted(_context_features(text, places, tagging.tokens, clusters)),
        *_form_features(text, places, head_type, clusters),
    ]


def _level(probability: float) -> int:
    return bisect_right(_EDGES, probability)


def _tagger_features(places: Sequence[Place], tagging: Tagging) -> list[str]:
    found = [tagging.probabilities(place.start, place.end) for place in places]
    best = {kind: max(p.get(kind, 0.0) for p in found) for kind in ENTITY_TYPES}
    totals = [sum(p.values()) for p in found]
    top = max(ENTITY_TYPES, key=lambda kind: (best[kind], kind))
    tagged = sum((place.start, place.end) in tagging.kinds for place in places)
    total = _level(max(totals))
    return [
        *(f"p:{kind}:{_level(best[kind])}" for kind in ENTITY_TYPES),
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


def _context_features(
    text: str, places: Sequence[Place], tokens: Sequence[tuple[int, int]], clusters: Clusters
) -> set[str]:
    """Return what stands before and after the places, apart for the title and the text."""
    title_end = text.find("\n\n")
    in_title = sum(place.start < title_end for place in places)
    features = {
        f"places:{min(len(places), _MOST)}",
        f"title:{'only' if in_title == len(places) else 'too' if in_title else 'no'}",
    }
    for place in places[:_MOST]:
        where = "title:" if place.start < title_end else ""
        first = bisect_left(tokens, (place.start, 0))
        following = bisect_left(tokens, (place.end, 0))
        words = [
            text[slice(*tokens[i])].lower() if 0 <= i < len(tokens) else _NO_WORD
            for i in (first - 2, first - 1, following, following + 1)
        ]
        pairs = zip(_AROUND, words, strict=True)
        features.update(f"{where}{offset}:{word}" for offset, word in pairs)
        features |= {f"{where}-:{words[0]} {words[1]}", f"{where}+:{words[2]} {words[3]}"}
        for offset, word in ((-1, words[1]), (1, words[2])):
            codes = clusters.get(word_key(word), ())
            features.update(f"{offset} cluster:{code}" for code in codes[:2])
    return features


def _form_features(
    text: str,
    places: Sequence[Place],
    head_type: Callable[[str], EntityType | None],
    clusters: Clusters,
) -> list[str]:
    surfaces = {text[place.start : place.end] for place in places}
    longest = max(surfaces, key=lambda surface: (len(surface), surface))
    words = _WORD.findall(longest) or [longest]
    first, head = words[0].lower(), words[-1].lower()
    named = any(has_name_shape(surface) for surface in surfaces)
    shape = "name" if named else "capital" if longest[:1].isupper() else "lower"
    kind, support = guess_type(longest, text)
    first_codes, head_codes = (clusters.get(word_key(w), _NO_CLUSTERS) for w in (first, head))
    count = min(len(words), _MOST + 1)
    return [
        f"words:{count}",
        f"shape:{shape}",
        f"form:{fold(longest)}",
        f"head:{fold(head)}",
        f"end:{' '.join(words[-2:]).lower()}",
        f"head ends:{head[-4:]}",
        f"head type:{head_type(words[-1])}",
        *(f"head cluster:{code}" for code in head_codes[:2]),
        f"first:{first}",
        f"first ends:{first[-3:]}",
        f"first cluster:{first_codes[1]}",
        f"clusters:{first_codes[0]}:{head_codes[0]}",
        f"words:{count}:{head_codes[0]}",
        *(f"inner:{word.lower()}" for word in words[1:-1]),
        f"guess:{kind}:{int(support)}",
    ]
