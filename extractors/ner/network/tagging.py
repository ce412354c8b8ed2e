"""What the network says of the tokens of a text, walked by NumPy.

A file of it is a NumPy archive of the `words` (their UTF-8, parted by spaces) that have vectors,
the weights of the layers, and for the larger ones, which are kept as whole numbers from -127 to
127, the `scale` of each column.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from extractors.ner.features import Seen
from extractors.ner.network.encoding import Floats, encode
from extractors.ner.network.layers import Weights, body, joined, top
from extractors.ner.network.threads import one_thread

Probabilities: TypeAlias = NDArray[np.float32]

_WORDS: Final = "words"
_VECTORS: Final = "vectors"
_COARSE: Final = (_VECTORS, "table")
_SCALE: Final = "{} scale"
_STEPS: Final = 127


class Network:
    """A trained network."""

    def __init__(self, path: Path) -> None:
        with np.load(path) as archive:
            names = archive[_WORDS].tobytes().decode().split(" ")
            weights = {
                name: archive[name].astype(np.float32) for name in archive.files if name != _WORDS
            }
        for name in _COARSE:
            weights[name] *= weights.pop(_SCALE.format(name))
        self._vectors = weights.pop(_VECTORS)
        self._weights = weights
        self.numbers: Mapping[str, int] = {name: i for i, name in enumerate(names, start=1)}

    def probabilities(self, seen: Seen) -> list[Probabilities]:
        """Return the probabilities of the labels of a text by head, shape (tokens, labels)."""
        batch = joined([encode(seen, self.numbers)])
        with one_thread():
            scores, _ = top(body(batch, self._vectors, self._weights), self._weights)
        inside = batch.texts > 0
        return [softmax(by_head[inside]) for by_head in scores]


def softmax(scores: Floats) -> Probabilities:
    """Return the probabilities that scores stand for, row by row."""
    odds = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(odds / odds.sum(axis=1, keepdims=True))


def write_network(path: Path, words: Sequence[str], vectors: Floats, weights: Weights) -> None:
    """Write a network; `vectors` has one row for unknown words before those of `words`."""
    arrays: dict[str, NDArray[np.generic]] = {}
    for name, values in {**weights, _VECTORS: vectors}.items():
        if name in _COARSE:
            scale = np.maximum(np.abs(values).max(axis=0), 1e-9) / _STEPS
            arrays[name] = np.rint(values / scale).astype(np.int8)
            arrays[_SCALE.format(name)] = scale
        else:
            arrays[name] = values.astype(np.float16)
    with path.open("wb") as file:
        np.savez_compressed(
            file,
            allow_pickle=False,
            **{_WORDS: np.frombuffer(" ".join(words).encode(), dtype=np.uint8)},
            **arrays,
        )
