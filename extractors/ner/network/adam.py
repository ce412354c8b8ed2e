"""Descend along slopes: Adam (Kingma and Ba 2015) with decoupled decay (Loshchilov, Hutter 2019).

The rate rises from zero over the first tenth of the steps and falls to zero along a cosine.
"""

import math
from collections.abc import Sequence
from typing import Final, TypeVar

import numpy as np

from extractors.ner.network.layers import Weights

_T = TypeVar("_T")

_RATE: Final = 2e-3
_WARMING: Final = 0.1
_MEAN, _SQUARE = 0.9, 0.999
_DECAY: Final = 1e-4
_STEEPEST: Final = 1.0


class Adam:
    """Changes weights in place, step by step."""

    def __init__(self, weights: Weights, steps: int) -> None:
        self._weights, self._steps, self._step = weights, steps, 0
        self._means = {name: np.zeros_like(values) for name, values in weights.items()}
        self._squares = {name: np.zeros_like(values) for name, values in weights.items()}

    def descend(self, slopes: Weights) -> None:
        """Change the weights that have a slope."""
        norm = math.sqrt(sum(float(np.vdot(slope, slope)) for slope in slopes.values()))
        scale = np.float32(min(1.0, _STEEPEST / (norm + 1e-6)))
        rate = _RATE * self._share()
        self._step += 1
        step = rate / (1 - _MEAN**self._step)
        root = math.sqrt(1 - _SQUARE**self._step)
        for name, slope in slopes.items():
            slope = slope * scale
            mean, square = self._means[name], self._squares[name]
            mean += (1 - _MEAN) * (slope - mean)
            square += (1 - _SQUARE) * (slope * slope - square)
            weights = self._weights[name]
            weights *= np.float32(1 - rate * _DECAY)
            weights -= step * mean / (np.sqrt(square) / root + 1e-8)

    def _share(self) -> float:
        done = (self._step + 1) / self._steps
        if done < _WARMING:
            return done / _WARMING
        return (1 + math.cos(math.pi * (done - _WARMING) / (1 - _WARMING))) / 2


def shuffled(items: Sequence[_T], size: int, rng: np.random.Generator) -> list[list[_T]]:
    """Return the items in random order, in groups of a size; the last may be smaller."""
    order = rng.permutation(len(items))
    return [[items[i] for i in order[j : j + size]] for j in range(0, len(order), size)]
