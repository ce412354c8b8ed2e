"""Train the network on annotated texts."""

from collections.abc import Sequence
from dataclasses import replace
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


def train_network(path: Path, texts: Sequence[tuple[Encoded, Rows]], start: Start) -> None:
    """Train a network on the number of the label of each token of texts, and write it.

    The weights are averaged over the last steps (Polyak and Juditsky 1992).
    """
    rng = np.random.default_rng(_SEED)
    weights = {name: values.copy() for name, values in start.weights.items()}
    averaged = {name: values.copy() for name, values in weights.items()}
    rounds = max(_ROUNDS, _LEAST_STEPS * _TEXTS // len(texts))
    steps = [group for _ in range(rounds) for group in shuffled(texts, _TEXTS, rng)]
    adam = Adam(weights, len(steps))
    with one_thread():
        for step, group in enumerate(steps):
            adam.descend(_slopes(group, start.vectors, weights, rng))
            share = np.float32(1 - min(_AVERAGED, (2 + step) / (11 + step)))
            for name, values in averaged.items():
                values += share * (weights[name] - values)
    write_network(path, list(start.numbers), start.vectors, averaged)


def _slopes(
    texts: Sequence[tuple[Encoded, Rows]],
    vectors: Floats,
    weights: Weights,
    rng: np.random.Generator,
) -> Weights:
    """Return the slope of the mean log loss of the labels of some texts."""
    batch = joined(encoded for encoded, _ in texts)
    unknown = rng.random(len(batch.inside)) < _UNKNOWN_WORDS
    words = np.where(unknown, UNKNOWN, batch.encoded.words)
    batch = replace(batch, encoded=replace(batch.encoded, words=words))
    tape = body(batch, vectors, weights, _noise(rng))
    scores, tape = top(tape, weights, _noise(rng))
    inside = np.flatnonzero(batch.inside[:, 0])
    wrong = np.zeros_like(scores)
    wrong[inside] = softmax(scores[inside])
    wrong[inside, np.concatenate([labels for _, labels in texts])] -= 1
    wrong /= np.float32(len(inside))
    back, slopes = top_slopes(tape, weights, wrong)
    return slopes | body_slopes(tape, weights, back, vectors.shape[1])


def _noise(rng: np.random.Generator) -> Noise:
    def noise(values: Floats, share: float) -> Floats:
        kept = rng.random(values.shape, dtype=np.float32) >= share
        return kept.astype(np.float32) / np.float32(1 - share)

    return noise
