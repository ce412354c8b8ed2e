"""How the loss of the network depends on its weights, by back-propagation.

Slopes have the shape of that by which they are taken (Rumelhart, Hinton and Williams 1986).
"""

from collections.abc import Sequence

import numpy as np
from scipy import sparse

from extractors.ner.network.encoding import SLOTS, TABLE_ROWS, Floats
from extractors.ner.network.layers import COLUMNS, DILATIONS, HEADS, Tape, Weights, shared, times


def top_slopes(tape: Tape, weights: Weights, wrong: Sequence[Floats]) -> tuple[Floats, Weights]:
    """Return the slope of the loss by the body, and by the weights of the top.

    Args:
        tape: of `top`.
        weights: of the layers.
        wrong: the slope of the loss by the scores of each head, shape (rows, labels).
    """
    pooled = tape.pooled
    if pooled is None:
        raise ValueError("a tape of the top is needed")
    slopes: Weights = {}
    back = np.zeros_like(tape.hidden[0].seen)
    for head, hidden, scores in zip(HEADS, tape.hidden, wrong, strict=True):
        slopes |= layer_slopes(f"{head} output", times(hidden.given, hidden.noise), scores)
        inner = times(scores @ weights[f"{head} output"].T, hidden.noise) * (hidden.given > 0)
        slopes |= layer_slopes(f"{head} hidden", hidden.seen, inner)
        back += inner @ weights[f"{head} hidden"].T
    by_body, by_word, by_text = np.split(back, 3, axis=1)
    inner = shared(by_word, tape.batch.encoded.groups) + shared(by_text, tape.batch.texts)
    inner *= pooled.given > 0
    slopes |= layer_slopes("pool", pooled.seen, inner)
    return by_body + inner @ weights["pool"].T, slopes


def body_slopes(tape: Tape, weights: Weights, back: Floats, dimensions: int) -> Weights:
    """Return the slope of the loss by the weights of the body.

    Args:
        tape: of `body`.
        weights: of the layers.
        back: the slope of the loss by what the body gives, shape (rows, numbers).
        dimensions: of the vectors of words.
    """
    slopes: Weights = {}
    for number, dilation in reversed(list(enumerate(DILATIONS))):
        block = tape.blocks[number]
        inner = times(back * tape.batch.inside, block.noise) * (block.given > 0)
        slopes |= layer_slopes(f"block {number}", block.seen, inner)
        back = back + _from_around(inner @ weights[f"block {number}"].T, dilation)
    inner = back * (tape.inputs.given > 0)
    slopes |= layer_slopes("input", tape.inputs.seen, inner)
    by_inputs = times(inner @ weights["input"].T, tape.inputs.noise)
    by_strings = by_inputs[:, dimensions : dimensions + SLOTS * COLUMNS].reshape(-1, COLUMNS)
    rows = tape.batch.encoded.hashed.ravel()
    ones = np.ones(len(rows), dtype=np.float32)
    chosen = sparse.csr_matrix((ones, (rows, np.arange(len(rows)))), shape=(TABLE_ROWS, len(rows)))
    return slopes | {"table": np.asarray(chosen @ by_strings)}


def layer_slopes(name: str, seen: Floats, back: Floats) -> Weights:
    """Return the slope of the loss by the weights of a layer, given that by what it gives."""
    return {name: seen.T @ back, f"{name} bias": back.sum(axis=0)}


def _from_around(back: Floats, dilation: int) -> Floats:
    before, here, after = np.split(back, 3, axis=1)
    summed = here.copy()
    summed[:-dilation] += before[dilation:]
    summed[dilation:] += after[:-dilation]
    return summed
