"""The second look: what the judge says of each thing, corrected by what it says of the others."""

import re
from collections.abc import Callable, Sequence
from typing import Final

import numpy as np

from extractors.ner.classifier import Classifier
from extractors.ner.judge import NOTHING
from extractors.ner.review.alone import columns_alone
from extractors.ner.review.beside import Thing, columns_beside
from extractors.ner.review.trees import LEAST_PROBABILITY, Numbers, Trees
from extractors.ner.tagger import Tagging
from extractors.places import Place
from schemas import CORE_TYPES, ENTITY_TYPES, EntityType

__all__ = ["REVIEWED", "Numbers", "Trees", "columns", "judge"]

REVIEWED: Final = (NOTHING, *ENTITY_TYPES)
"""The labels of what is reviewed, in the order of all arrays."""

_CORE: Final = [ENTITY_TYPES.index(kind) for kind in CORE_TYPES]
_WORD = re.compile(r"\w+")


def judge(classifier: Classifier, features: Sequence[Sequence[str]]) -> Numbers:
    """Return what a judge says of things with some features, shape (things, `REVIEWED`)."""
    said = classifier.table(features)
    judged = np.zeros((len(said), len(REVIEWED)))
    judged[:, [REVIEWED.index(label) for label in classifier.labels]] = said
    return judged


def columns(
    text: str,
    things: Sequence[Sequence[Place]],
    tagging: Tagging,
    judged: Numbers,
    *,
    head_type: Callable[[str], EntityType | None],
) -> Numbers:
    """Return what is seen of all things that a text may name, shape (things, columns).

    Args:
        text: the text.
        things: the places of each, sorted.
        tagging: what the tagger says of the text.
        judged: what the judge says of each, shape (things, labels).
        head_type: the type of most known names that end in a word.
    """
    forms = [
        max({text[place.start : place.end] for place in places}, key=lambda form: (len(form), form))
        for places in things
    ]
    words = [_WORD.findall(form) or [form] for form in forms]
    alone = (
        columns_alone(text, places, tagging, words=named, head_type=head_type)
        for places, named in zip(things, words, strict=True)
    )
    beside = columns_beside(
        [
            Thing(places, form.lower(), tuple(word.lower() for word in named), by_label[1:])
            for places, form, named, by_label in zip(
                things, forms, words, judged.tolist(), strict=True
            )
        ],
        _CORE,
    )
    odds = np.log(np.maximum(judged, LEAST_PROBABILITY))
    seen = np.array([[*a, *b] for a, b in zip(alone, beside, strict=True)], dtype=np.float64)
    return np.hstack([odds[:, 1:] - odds[:, :1], seen])
