"""The layers of the network.

Vectors of a token pass through dilated convolutions with residual connections (Strubell et al.
2017). What they say is joined by the mean over all tokens of the text that are the same word, and
by that over the whole text. Two heads tell from it the tag of the token, and the role of what it
is part of.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

import numpy as np

from extractors.ner.network.encoding import FLAGS, SLOTS, TABLE_ROWS, Encoded, Floats, Rows

Weights: TypeAlias = dict[str, Floats]
Noise: TypeAlias = Callable[[Floats, float], Floats]
"""Makes the factors of the numbers of a layer, given the share of them to be dropped."""

HEADS: Final = ("tag", "role")
"""The names of the heads, in the order of all that they give."""

WIDTH: Final = 128
COLUMNS: Final = 24
DILATIONS: Final = (1, 2, 4, 8, 1)
_GAP: Final = max(DILATIONS)
_DROPPED_INPUTS: Final = 0.4
_DROPPED: Final = 0.25
_ALL: Final = np.float32(1)


@dataclass(frozen=True, slots=True)
class Batch:
    """Texts one after the other, parted by rows of nothing that no convolution reaches over.

    `inside` is 1 in the rows of texts, else 0, shape (rows, 1); `texts` has the number of the text
    of each row, 0 where there is none.
    """

    encoded: Encoded
    inside: Floats
    texts: Rows


@dataclass(frozen=True, slots=True)
class Layer:
    """The factors of dropout, what went in, and what came out before them."""

    seen: Floats
    given: Floats
    noise: Floats | np.float32


@dataclass(frozen=True, slots=True)
class Tape:
    """All that the layers saw and gave, shape (rows, numbers) each."""

    batch: Batch
    inputs: Layer
    blocks: Sequence[Layer]
    body: Floats
    pooled: Layer | None = None
    hidden: Sequence[Layer] = ()


def new_weights(dimensions: int, labels: Sequence[int], rng: np.random.Generator) -> Weights:
    """Return weights to begin with.

    Args:
        dimensions: of the vectors of words.
        labels: the number of labels of each head.
        rng: the source of random numbers.
    """
    inputs = dimensions + SLOTS * COLUMNS + len(FLAGS)
    weights = {"table": rng.normal(0, 0.3, (TABLE_ROWS, COLUMNS)).astype(np.float32)}
    weights |= new_layer("input", inputs, WIDTH, rng)
    for number in range(len(DILATIONS)):
        weights |= new_layer(f"block {number}", 3 * WIDTH, WIDTH, rng)
    weights |= new_layer("pool", WIDTH, WIDTH, rng)
    for head, count in zip(HEADS, labels, strict=True):
        weights |= new_layer(f"{head} hidden", 3 * WIDTH, WIDTH, rng)
        weights |= new_layer(f"{head} output", WIDTH, count, rng)
    return weights


def new_layer(name: str, inputs: int, outputs: int, rng: np.random.Generator) -> Weights:
    """Return the weights of a layer, shape (inputs, outputs), and its bias."""
    bound = inputs**-0.5
    return {
        name: rng.uniform(-bound, bound, (inputs, outputs)).astype(np.float32),
        f"{name} bias": rng.uniform(-bound, bound, outputs).astype(np.float32),
    }


def joined(texts: Iterable[Encoded]) -> Batch:
    """Return texts as a batch."""
    words, hashed, flags, groups, numbers = [], [], [], [], []
    count = 1
    for number, text in enumerate(texts, 1):
        size = len(text.words)
        gap = np.zeros(_GAP, dtype=np.int64)
        words += [gap, text.words]
        hashed += [np.zeros((_GAP, SLOTS), dtype=np.int64), text.hashed]
        flags += [np.zeros((_GAP, len(FLAGS)), dtype=np.float32), text.flags]
        groups += [gap, text.groups + count]
        numbers += [gap, np.full(size, number)]
        count += int(text.groups.max()) + 1
    encoded = Encoded(
        np.concatenate(words), np.vstack(hashed), np.vstack(flags), np.concatenate(groups)
    )
    of_text = np.concatenate(numbers)
    return Batch(encoded, (of_text > 0).astype(np.float32)[:, None], of_text)


def body(batch: Batch, vectors: Floats, weights: Weights, noise: Noise | None = None) -> Tape:
    """Return what the convolutions make of a batch.

    Args:
        batch: the batch.
        vectors: of the words, shape (words, dimensions).
        weights: of the layers.
        noise: where numbers are dropped at random (Srivastava et al. 2014).
    """
    encoded, rows = batch.encoded, len(batch.inside)
    seen = np.hstack(
        [vectors[encoded.words], weights["table"][encoded.hashed].reshape(rows, -1), encoded.flags]
    )
    dropped = noise(seen, _DROPPED_INPUTS) if noise else _ALL
    seen = times(seen, dropped)
    given = dense(seen, weights, "input") * batch.inside
    inputs = Layer(seen, given, dropped)
    blocks = []
    here = given
    for number, dilation in enumerate(DILATIONS):
        seen = around(here, dilation)
        given = dense(seen, weights, f"block {number}")
        dropped = noise(given, _DROPPED) if noise else _ALL
        here = here + times(given, dropped) * batch.inside
        blocks.append(Layer(seen, given, dropped))
    return Tape(batch, inputs, blocks, here)


def top(tape: Tape, weights: Weights, noise: Noise | None = None) -> tuple[list[Floats], Tape]:
    """Return the scores of the labels by each head, shape (rows, labels), and the tape."""
    given = dense(tape.body, weights, "pool") * tape.batch.inside
    pooled = Layer(tape.body, given, _ALL)
    by_word, by_text = (shared(given, by) for by in (tape.batch.encoded.groups, tape.batch.texts))
    seen = np.hstack([tape.body, by_word, by_text])
    scores, hidden = [], []
    for head in HEADS:
        given = dense(seen, weights, f"{head} hidden")
        dropped = noise(given, _DROPPED) if noise else _ALL
        hidden.append(Layer(seen, given, dropped))
        output = f"{head} output"
        scores.append(times(given, dropped) @ weights[output] + weights[f"{output} bias"])
    return scores, replace(tape, pooled=pooled, hidden=hidden)


def dense(seen: Floats, weights: Weights, name: str) -> Floats:
    """Return what a layer of rectified linear units gives."""
    return np.asarray(np.maximum(seen @ weights[name] + weights[f"{name} bias"], 0))


def times(values: Floats, factors: Floats | np.float32) -> Floats:
    """Return numbers times the factors of dropout."""
    return np.asarray(np.multiply(values, factors))


def around(here: Floats, dilation: int) -> Floats:
    """Return each row with those at a distance before and after it, shape (rows, 3 numbers)."""
    rows, width = here.shape
    seen = np.zeros((rows, 3 * width), dtype=here.dtype)
    seen[dilation:, :width] = here[:-dilation]
    seen[:, width:-width] = here
    seen[:-dilation, -width:] = here[dilation:]
    return seen


def shared(given: Floats, groups: Rows) -> Floats:
    """Return for each row the mean of the rows of its group."""
    order = np.argsort(groups, kind="stable")
    counts = np.bincount(groups)
    counts = counts[counts > 0]
    starts = np.cumsum(counts) - counts
    means = np.add.reduceat(given[order], starts, axis=0) / counts[:, None].astype(np.float32)
    shares = np.empty_like(given)
    shares[order] = np.repeat(means, counts, axis=0)
    return shares
