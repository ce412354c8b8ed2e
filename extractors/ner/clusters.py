"""Clusters of words that stand in like contexts, learned from texts without annotations.

Words are vectors of their neighbours (positive pointwise mutual information, reduced by a
singular value decomposition: Levy, Goldberg and Dagan 2015), clustered by k-means, and each
cluster again, so that a code begins with the code of the coarser cluster.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.linalg import svds

from extractors.ner.features import TOKEN, word_key

Vectors: TypeAlias = NDArray[np.float32]
Numbers: TypeAlias = NDArray[np.int64]

_LEAST_COUNT: Final = 8
_CONTEXT_WORDS: Final = 3000
_OFFSETS: Final = (-2, -1, 1, 2)
_DIMENSIONS: Final = 100
_BRANCHES: Final = (64, 4, 4)
_ROUNDS: Final = 25
_SMOOTHING: Final = 0.75


def learn_vectors(texts: Iterable[str]) -> tuple[list[str], Vectors]:
    """Return the frequent words, the most frequent first, and their vectors.

    The vectors have shape (words, dimensions); there are none where the texts have too few words.
    """
    words, numbers = _encoded(texts)
    if len(words) <= _DIMENSIONS:
        return [], np.zeros((0, _DIMENSIONS), dtype=np.float32)
    return words, _vectors(numbers, len(words)).astype(np.float32)


def find_clusters(words: Sequence[str], vectors: Vectors) -> dict[str, list[str]]:
    """Return for each word its clusters, from the coarsest to the finest."""
    if not words:
        return {}
    codes: list[list[str]] = [[] for _ in words]
    _split(vectors, np.arange(len(words)), codes, _BRANCHES)
    return {word: codes[i] for i, word in enumerate(words)}


def _encoded(texts: Iterable[str]) -> tuple[list[str], Numbers]:
    """Return the frequent words, and all texts as their numbers; -1 for others and between."""
    tokens = [[word_key(word) for word in TOKEN.findall(text)] for text in texts]
    counts = Counter(word for text in tokens for word in text)
    ordered = sorted(counts, key=lambda word: (-counts[word], word))
    words = [word for word in ordered if counts[word] >= _LEAST_COUNT]
    number = {word: i for i, word in enumerate(words)}
    gap = [-1] * max(_OFFSETS)
    return words, np.array(
        [i for text in tokens for i in (*map(number.get, text, [-1] * len(text)), *gap)]
    )


def _vectors(numbers: Numbers, count: int) -> Vectors:
    """Return a unit vector a word, shape (count, dimensions)."""
    contexts = min(count, _CONTEXT_WORDS)
    matrix = sparse.hstack(
        [_neighbours(numbers, offset, (count, contexts)) for offset in _OFFSETS]
    ).tocoo()
    rows = np.asarray(matrix.sum(axis=1)).ravel()
    columns = np.asarray(matrix.sum(axis=0)).ravel() ** _SMOOTHING
    expected = rows[matrix.row] * columns[matrix.col] / columns.sum()
    information = np.log(matrix.data / expected)
    kept = information > 0
    positive = sparse.csr_matrix(
        (information[kept], (matrix.row[kept], matrix.col[kept])), shape=matrix.shape
    )
    start = np.ones(min(positive.shape))
    left, values, _ = svds(positive, k=_DIMENSIONS, v0=start)
    vectors = left * np.sqrt(values)
    return np.asarray(vectors / (np.linalg.norm(vectors, axis=1, keepdims=True) + 1e-9))


def _neighbours(numbers: Numbers, offset: int, shape: tuple[int, int]) -> sparse.csr_matrix:
    """Count how often a word stands `offset` places before a context word, shape as given."""
    first, second = numbers[: -abs(offset)], numbers[abs(offset) :]
    words, others = (first, second) if offset > 0 else (second, first)
    both = (words >= 0) & (others >= 0) & (others < shape[1])
    ones = np.ones(int(both.sum()))
    return sparse.csr_matrix((ones, (words[both], others[both])), shape=shape)


def _split(
    vectors: Vectors, members: Numbers, codes: list[list[str]], branches: Sequence[int]
) -> None:
    """Append to the code of each member the cluster that it is in, on every level."""
    if not branches:
        return
    labels = _k_means(vectors[members], min(branches[0], len(members)))
    for cluster in range(int(labels.max()) + 1):
        inside = members[labels == cluster]
        for member in inside:
            parent = codes[member][-1] + "." if codes[member] else ""
            codes[member].append(f"{parent}{cluster}")
        if len(inside):
            _split(vectors, inside, codes, branches[1:])


def _k_means(points: Vectors, count: int) -> Numbers:
    """Return the cluster of each point by spherical k-means from evenly chosen starts."""
    centres = points[np.linspace(0, len(points) - 1, count).astype(int)]
    labels = np.zeros(len(points), dtype=np.int64)
    for _ in range(_ROUNDS):
        labels = np.asarray((points @ centres.T).argmax(axis=1))
        sums = np.zeros_like(centres)
        np.add.at(sums, labels, points)
        norms = np.linalg.norm(sums, axis=1, keepdims=True)
        centres = np.where(norms > 0, sums / np.maximum(norms, 1e-9), centres)
    return labels
