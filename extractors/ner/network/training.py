"""Train the network on annotated texts."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np

from extractors.ner.network.adam import Adam, shuffled
from extractors.ner.network.encoding import UNKNOWN, Encoded, Floats, Rows
from extractors.ner.network.layers import Noise, Weights, body, joined, top
from extractors.ner.network.pretraining import Start
from extractors.ner.network.slopes import body_slopes, top_slopes
from extractors.ner.network.tagging import softmax, write_network
from extractors.ner.network.threads import one_thread

_SEED: Final = 1
_ROUNDS: Final = 8
_TEXTS: Final = 8
_LEAST_STEPS: Final = 100
_AVERAGED: Final = 0.998
_UNKNOWN_WORDS: Final = 0.05


@dataclass(frozen=True, slots=True)
class Lesson:
    """A text, and what its tokens are: the number of a label for each head.

    `labels` has the numbers by head, shape (tokens,) each; below 0 where a head has nothing to say.
    """

    encoded: Encoded
    labels: Sequence[Rows]


def train_network(path: Path, lessons: Sequence[Lesson], start: Start) -> None:
    """Train a network on lessons, and write it.

    The weights are averaged over the last steps (Polyak and Juditsky 1992).
    """
    rng = np.random.default_rng(_SEED)
    weights = {name: values.copy() for name, values in start.weights.items()}
    averaged = {name: values.copy() for name, values in weights.items()}
    rounds = max(_ROUNDS, _LEAST_STEPS * _TEXTS // len(lessons))
    steps = [group for _ in range(rounds) for group in shuffled(lessons, _TEXTS, rng)]
    adam = Adam(weights, len(steps))
    with one_thread():
        for step, group in enumerate(steps):
            adam.descend(_slopes(group, start.vectors, weights, rng))
            share = np.float32(1 - min(_AVERAGED, (2 + step) / (11 + step)))
            for name, values in averaged.items():
                values += share * (weights[name] - values)
    write_network(path, list(start.numbers), start.vectors, averaged)


def _slopes(
    lessons: Sequence[Lesson],
    vectors: Floats,
    weights: Weights,
    rng: np.random.Generator,
) -> Weights:
    """Return the slope of the log loss of the labels: the sum by all heads, of a token the mean."""
    batch = joined(lesson.encoded for lesson in lessons)
    unknown = rng.random(len(batch.inside)) < _UNKNOWN_WORDS
    words = np.where(unknown, UNKNOWN, batch.encoded.words)
    batch = replace(batch, encoded=replace(batch.encoded, words=words))
    tape = body(batch, vectors, weights, _noise(rng))
    scores, tape = top(tape, weights, _noise(rng))
    inside = np.flatnonzero(batch.inside[:, 0])
    wrong = []
    for head, found in enumerate(scores):
        labels = np.concatenate([lesson.labels[head] for lesson in lessons])
        told = labels >= 0
        rows = inside[told]
        by_score = np.zeros_like(found)
        by_score[rows] = softmax(found[rows])
        by_score[rows, labels[told]] -= 1
        wrong.append(by_score / np.float32(len(inside)))
    back, slopes = top_slopes(tape, weights, wrong)
    return slopes | body_slopes(tape, weights, back, vectors.shape[1])


def _noise(rng: np.random.Generator) -> Noise:
    def noise(values: Floats, share: float) -> Floats:
        kept = rng.random(values.shape, dtype=np.float32) >= share
        return kept.astype(np.float32) / np.float32(1 - share)

    return noise
