"""Grow boosted trees that correct a classifier, by LightGBM (Ke et al. 2017)."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np

from extractors.ner.review.trees import LEAST_PROBABILITY, Nodes, Numbers, write_trees
from schemas import CitekgError, MissingExtraError

_ROUNDS: Final = 60
_DEPTH: Final = 5
_SETTINGS: Final = {
    "objective": "multiclass",
    "learning_rate": 0.1,
    "num_leaves": 16,
    "max_depth": _DEPTH,
    "min_data_in_leaf": 40,
    "feature_fraction": 0.4,
    "bagging_fraction": 0.7,
    "bagging_freq": 1,
    "lambda_l2": 10.0,
    "num_threads": 1,
    "seed": 1,
    "deterministic": True,
    "force_row_wise": True,
    "verbose": -1,
}


def need_boosting() -> None:
    """Make sure that trees can be grown.

    Raises:
        MissingExtraError: if LightGBM is not installed.
        CitekgError: if the library for OpenMP is not, which it needs.
    """
    try:
        import lightgbm  # noqa: F401
    except ImportError as error:
        raise MissingExtraError("train", "train") from error
    except OSError as error:
        raise CitekgError(
            f"train: LightGBM cannot be loaded ({error}); install libgomp1, or libomp on macOS"
        ) from error


def train_trees(path: Path, items: Numbers, probabilities: Numbers, labels: Nodes) -> None:
    """Grow trees that correct the probabilities of items, and write them.

    Args:
        path: where the trees are written.
        items: what is seen of the items, shape (items, columns).
        probabilities: what a classifier that was trained without them says, (items, labels).
        labels: the number of the right label of each, shape (items,).
    """
    import lightgbm

    start = np.log(np.maximum(probabilities, LEAST_PROBABILITY))
    data = lightgbm.Dataset(items, labels, init_score=start, params={"verbose": -1})
    settings = {**_SETTINGS, "num_class": probabilities.shape[1]}
    booster = lightgbm.train(settings, data, num_boost_round=_ROUNDS)
    grown = [tree["tree_structure"] for tree in booster.dump_model()["tree_info"]]
    _write(path, grown, labels=probabilities.shape[1])


def _write(path: Path, grown: Sequence[Mapping[str, Any]], *, labels: int) -> None:
    nodes: list[tuple[int, float, int, int, float]] = []
    roots = []
    for tree in grown:
        roots.append(len(nodes))
        nodes.extend(_flat(tree, len(nodes)))
    columns, thresholds, left, right, values = zip(*nodes, strict=True)
    write_trees(
        path,
        columns=np.array(columns, dtype=np.int32),
        thresholds=np.array(thresholds),
        left=np.array(left, dtype=np.int32),
        right=np.array(right, dtype=np.int32),
        values=np.array(values),
        roots=np.array(roots, dtype=np.int32).reshape(-1, labels),
        depth=_DEPTH,
    )


def _flat(node: Mapping[str, Any], number: int) -> Iterator[tuple[int, float, int, int, float]]:
    """Yield column, threshold, left and right child, and value of a node and all below it."""
    if "split_feature" not in node:
        yield 0, 0.0, number, number, float(node["leaf_value"])
        return
    left = list(_flat(node["left_child"], number + 1))
    right_number = number + 1 + len(left)
    yield int(node["split_feature"]), float(node["threshold"]), number + 1, right_number, 0.0
    yield from left
    yield from _flat(node["right_child"], right_number)
