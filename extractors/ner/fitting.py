"""Fit a maximum entropy classifier: multinomial logistic regression with a quadratic penalty.

The likelihood is maximised by L-BFGS (Liu and Nocedal 1989), from zero. The bias of a label is
not penalised.
"""

from collections import Counter
from collections.abc import Iterable
from itertools import chain
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import minimize
from scipy.special import logsumexp

from extractors.ner.classifier import write_classifier

_ROUNDS: Final = 100


def train_classifier(
    path: Path, items: Iterable[tuple[list[str], str]], *, penalty: float, least: int
) -> None:
    """Train a classifier on (features, label) of each item and write it.

    Args:
        path: where the classifier is written.
        items: the items.
        penalty: what the square of a weight costs.
        least: the number of times that a feature has to be seen to count.
    """
    lists, names = zip(*items, strict=True)
    counts = Counter(chain.from_iterable(lists))
    features = sorted(feature for feature, count in counts.items() if count >= least)
    labels = sorted(set(names))
    bias, weights = _fit(
        _matrix(lists, features), np.array([labels.index(name) for name in names]), penalty
    )
    write_classifier(path, labels=labels, features=features, weights=weights, bias=bias)


def _matrix(lists: Iterable[list[str]], features: list[str]) -> sparse.csr_matrix:
    """Return how often each item has each feature, shape (items, features)."""
    columns = {feature: column for column, feature in enumerate(features)}
    rows = [[columns[f] for f in found if f in columns] for found in lists]
    ends = np.cumsum([0, *map(len, rows)])
    indices = np.fromiter(chain.from_iterable(rows), dtype=np.int64, count=int(ends[-1]))
    shape = (len(rows), len(features))
    return sparse.csr_matrix((np.ones(len(indices)), indices, ends), shape=shape)


def _fit(
    matrix: sparse.csr_matrix, labels: NDArray[np.int64], penalty: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the bias of each label and the weights, shape (features, labels)."""
    items, features = matrix.shape
    count = int(labels.max()) + 1
    transposed = matrix.T.tocsr()
    places = np.arange(items), labels

    def loss(parameters: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        both = parameters.reshape(features + 1, count)
        bias, weights = both[0], both[1:]
        logs = matrix @ weights + bias
        logs -= logsumexp(logs, axis=1, keepdims=True)
        value = penalty * float((weights**2).sum()) - float(logs[places].sum())
        wrong = np.exp(logs)
        wrong[places] -= 1
        slope = np.vstack([wrong.sum(axis=0), transposed @ wrong + 2 * penalty * weights])
        return value, slope.ravel()

    start = np.zeros((features + 1) * count)
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": _ROUNDS})
    best = found.x.reshape(features + 1, count)
    return best[0], best[1:]
