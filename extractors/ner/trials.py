"""Teach the judge and its review by papers that the tagger was not trained on.

The review learns from what judges say of papers that they were not trained on either, so that
it trusts each as much as it deserves.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, TypeAlias

import numpy as np

from extractors.citations import find_citations
from extractors.gold import GoldEntity
from extractors.ner import review
from extractors.ner.classifier import Classifier
from extractors.ner.features import Clues, Clusters
from extractors.ner.fitting import train_classifier
from extractors.ner.judge import NOTHING, judge_features
from extractors.ner.model import JUDGE_FILE, REVIEW_FILE
from extractors.ner.review.boosting import train_trees
from extractors.ner.tagger import Tagger, Tagging, tagger_mentions
from extractors.places import Place
from extractors.resolver import Findings, group_places
from extractors.vocabulary import Vocabulary
from schemas import fold

_PENALTY: Final = 12.0
_LEAST_COUNT: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """A text with all things that it may name, what the judge sees of each, and what is right."""

    text: str
    tagging: Tagging
    things: Sequence[Sequence[Place]]
    features: Sequence[list[str]]
    labels: Sequence[str]


Folds: TypeAlias = Mapping[int, Sequence[Trial]]
"""The trials of each fold by its number."""


def make_trial(
    text: str,
    gold: Sequence[GoldEntity],
    clues: Clues,
    *,
    tagger: Tagger,
    vocabulary: Vocabulary,
    clusters: Clusters,
) -> Trial:
    """Return the trial of a text by a tagger that was not trained on it."""
    types = {fold(form): entity.type for entity in gold for form in entity.forms}
    tagging = tagger.tag(text, clues)
    findings = Findings(
        matches=clues.matches,
        definitions=clues.definitions,
        mentions=(*clues.names, *tagger_mentions(text, tagging)),
        citations=find_citations(text),
        tagging=tagging,
    )
    things = group_places(text, findings, vocabulary)
    keys = [[fold(text[place.start : place.end]) for place in places] for places in things]
    return Trial(
        text=text,
        tagging=tagging,
        things=things,
        features=[
            judge_features(text, places, tagging, head_type=vocabulary.head_type, clusters=clusters)
            for places in things
        ],
        labels=[
            next((types[key].value for key in forms if key in types), NOTHING) for forms in keys
        ],
    )


def train_judge(folder: Path, folds: Folds, vocabulary: Vocabulary) -> None:
    """Train the judge and its review on all folds and write them."""
    _train_classifier(folder / JUDGE_FILE, chain(*folds.values()))
    columns: list[review.Numbers] = []
    judged: list[review.Numbers] = []
    labels: list[int] = []
    for number, trials in folds.items():
        others = [trial for i, fold in folds.items() if i != number for trial in fold]
        with TemporaryDirectory(dir=folder) as beside:
            path = Path(beside) / JUDGE_FILE
            _train_classifier(path, others or trials)
            judge = Classifier(path)
        for trial in trials:
            if trial.things:
                judged.append(review.judge(judge, trial.features))
                columns.append(
                    review.columns(
                        trial.text,
                        trial.things,
                        trial.tagging,
                        judged[-1],
                        head_type=vocabulary.head_type,
                    )
                )
                labels.extend(map(review.REVIEWED.index, trial.labels))
    train_trees(
        folder / REVIEW_FILE,
        np.vstack(columns),
        np.vstack(judged),
        np.array(labels, dtype=np.int32),
    )


def _train_classifier(path: Path, trials: Iterable[Trial]) -> None:
    train_classifier(path, _items(trials), penalty=_PENALTY, least=_LEAST_COUNT)


def _items(trials: Iterable[Trial]) -> Iterator[tuple[list[str], str]]:
    return (item for t in trials for item in zip(t.features, t.labels, strict=True))
