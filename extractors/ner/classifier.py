"""A maximum entropy classifier of items that are lists of features.

It was described by Berger, Della Pietra and Della Pietra (1996). A file of it is a NumPy archive
of `labels`, `features` (their UTF-8, parted by zeros), `weights` (features, labels) and `bias`.
"""

from collections.abc import Sequence
from itertools import repeat
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

_PARTED: Final = "\0"


class Classifier:
    """A trained classifier of items that are lists of features."""

    def __init__(self, path: Path) -> None:
        with np.load(path) as archive:
            self.labels: list[str] = archive["labels"].tolist()
            bias = archive["bias"].astype(np.float32)
            weights = archive["weights"].astype(np.float32)
            features = archive["features"].tobytes().decode().split(_PARTED)
        self._rows = {feature: row for row, feature in enumerate(features)}
        self._unknown, self._bias = len(weights), len(weights) + 1
        self._weights = np.vstack([weights, np.zeros_like(bias), bias])

    def probabilities(self, features: Sequence[str]) -> dict[str, float]:
        """Return the probability of each label of one item."""
        return dict(zip(self.labels, self.table([features])[0].tolist(), strict=True))

    def table(self, items: Sequence[Sequence[str]]) -> NDArray[np.float64]:
        """Return the probabilities of the labels of items, shape (items, labels)."""
        rows: list[int] = []
        starts = []
        for features in items:
            starts.append(len(rows))
            rows.append(self._bias)
            rows.extend(map(self._rows.get, features, repeat(self._unknown)))
        weights = self._weights.take(rows, axis=0)
        scores = np.add.reduceat(weights, starts, axis=0, dtype=np.float64)
        odds = np.exp(scores - scores.max(axis=1, keepdims=True))
        return np.asarray(odds / odds.sum(axis=1, keepdims=True))


def write_classifier(
    path: Path,
    *,
    labels: Sequence[str],
    features: Sequence[str],
    weights: NDArray[np.float64],
    bias: NDArray[np.float64],
) -> None:
    """Write a classifier; `weights` has shape (features, labels), `bias` (labels,)."""
    with path.open("wb") as file:
        np.savez_compressed(
            file,
            labels=np.array(labels),
            features=np.frombuffer(_PARTED.join(features).encode(), dtype=np.uint8),
            weights=weights.astype(np.float16),
            bias=bias.astype(np.float16),
        )
