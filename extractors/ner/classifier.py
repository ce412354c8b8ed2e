"""A maximum entropy classifier of items that are lists of features.

It was described by Berger, Della Pietra and Della Pietra (1996). A file of it is a NumPy archive
of `labels`, `features` (their UTF-8, parted by zeros), `weights` (features, labels) and `bias`.
"""

import math
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
            self._labels: list[str] = archive["labels"].tolist()
            self._bias = archive["bias"].astype(np.float32)
            weights = archive["weights"].astype(np.float32)
            features = archive["features"].tobytes().decode().split(_PARTED)
        self._rows = {feature: row for row, feature in enumerate(features)}
        self._unknown = len(weights)
        self._weights = np.vstack([weights, np.zeros_like(weights, shape=(1, len(self._labels)))])

    def probabilities(self, features: Sequence[str]) -> dict[str, float]:
        """Return the probability of each label."""
        rows = list(map(self._rows.get, features, repeat(self._unknown)))
        weights = self._weights.take(rows or [self._unknown], axis=0)
        scores: list[float] = (weights.sum(axis=0) + self._bias).tolist()
        highest = max(scores)
        odds = [math.exp(score - highest) for score in scores]
        total = sum(odds)
        return {label: odd / total for label, odd in zip(self._labels, odds, strict=True)}


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
