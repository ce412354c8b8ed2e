"""A maximum entropy classifier: a conditional random field over one item, by CRFsuite."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import pycrfsuite


class Classifier:
    """A trained classifier of items that are lists of features."""

    def __init__(self, path: Path) -> None:
        self._tagger = pycrfsuite.Tagger()
        self._tagger.open(str(path))
        self._labels = sorted(self._tagger.labels())

    def probabilities(self, features: Sequence[str]) -> dict[str, float]:
        """Return the probability of each label."""
        self._tagger.set([features])
        return {label: self._tagger.marginal(label, 0) for label in self._labels}


def train_sequences(
    path: Path,
    sequences: Iterable[tuple[list[list[str]], list[str]]],
    parameters: Mapping[str, float],
) -> None:
    """Train a field on sequences of (features of each item, label of each) and write it."""
    trainer = pycrfsuite.Trainer(verbose=False)
    for features, labels in sequences:
        trainer.append(features, labels)
    trainer.set_params(dict(parameters))
    trainer.train(str(path))


def train_classifier(
    path: Path, items: Iterable[tuple[list[str], str]], parameters: Mapping[str, float]
) -> None:
    """Train a classifier on (features, label) of each item and write it."""
    train_sequences(path, (([features], [label]) for features, label in items), parameters)
