"""Boosted trees (Friedman 2001) as arrays, which correct what a classifier says.

A file of them is a NumPy archive. `columns`, `thresholds`, `left` and `right` have one number a
node: an item goes to the left where its column is at most the threshold. A leaf is its own child,
and `values` says what it adds. The trees of round r begin at the nodes `roots[r]`, one a label.
"""

from pathlib import Path
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

Numbers: TypeAlias = NDArray[np.float64]
Nodes: TypeAlias = NDArray[np.int32]

LEAST_PROBABILITY: Final = 1e-4


class Trees:
    """Trained trees, all of them walked at once."""

    def __init__(self, path: Path) -> None:
        with np.load(path) as archive:
            self._columns: Nodes = archive["columns"].astype(np.int32)
            self._thresholds: Numbers = archive["thresholds"].astype(np.float64)
            self._values: Numbers = archive["values"].astype(np.float64)
            self._roots: Nodes = archive["roots"].astype(np.int32)
            self._depth = int(archive["depth"])
            self._children: Nodes = np.stack(
                [archive["right"], archive["left"]], axis=1, dtype=np.int32
            ).ravel()

    def corrected(self, probabilities: Numbers, items: Numbers) -> Numbers:
        """Return what the trees make of the probabilities of some items.

        Args:
            probabilities: by a classifier, shape (items, labels).
            items: what is seen of them, shape (items, columns).
        """
        count, width = items.shape
        flat = np.ascontiguousarray(items).ravel()
        rows = np.repeat(np.arange(0, count * width, width, dtype=np.int32), self._roots.size)
        nodes = np.tile(self._roots.ravel(), count)
        for _ in range(self._depth):
            seen = flat.take(self._columns.take(nodes) + rows)
            nodes = self._children.take(2 * nodes + (seen <= self._thresholds.take(nodes)))
        added = self._values.take(nodes).reshape(count, *self._roots.shape).sum(axis=1)
        odds = np.maximum(probabilities, LEAST_PROBABILITY) * np.exp(added)
        return np.asarray(odds / odds.sum(axis=1, keepdims=True))


def write_trees(
    path: Path,
    *,
    columns: Nodes,
    thresholds: Numbers,
    left: Nodes,
    right: Nodes,
    values: Numbers,
    roots: Nodes,
    depth: int,
) -> None:
    """Write trees; all but `roots` (rounds, labels) and `depth` have one number a node."""
    with path.open("wb") as file:
        np.savez_compressed(
            file,
            columns=columns.astype(np.int16),
            thresholds=thresholds,
            left=left,
            right=right,
            values=values.astype(np.float32),
            roots=roots,
            depth=np.array(depth),
        )
