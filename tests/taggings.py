"""Taggings for tests."""

from collections.abc import Mapping, Sequence

import numpy as np

from extractors.ner import Tagging
from schemas import ENTITY_TYPES, ROLES


def tagged(
    tokens: Sequence[tuple[int, int]],
    labels: Sequence[str],
    probabilities: Sequence[Mapping[str, float]],
) -> Tagging:
    """Return a tagging by the probability of each label but O of each token."""
    begins, goes_on = (
        [
            [p.get(f"{prefix}-{kind}", 0.0) for kind in ENTITY_TYPES] if p else []
            for p in probabilities
        ]
        for prefix in "BI"
    )
    roles = np.full((len(tokens), len(ROLES)), 1 / len(ROLES), dtype=np.float32)
    return Tagging(tokens, labels, begins, goes_on, roles)
