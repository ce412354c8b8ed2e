"""A trained model as a folder: tagger, judge, review, roles and word clusters."""

import json
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import Final

from extractors.ner.classifier import Classifier
from extractors.ner.features import Clusters
from extractors.ner.review import Trees
from extractors.ner.tagger import Tagger
from schemas import InputError

TAGGER_FILE: Final = "tagger.npz"
JUDGE_FILE: Final = "judge.npz"
REVIEW_FILE: Final = "review.npz"
ROLES_FILE: Final = "roles.npz"
CLUSTERS_FILE: Final = "clusters.json"
MODEL_FILES: Final = (TAGGER_FILE, JUDGE_FILE, REVIEW_FILE, ROLES_FILE, CLUSTERS_FILE)


@dataclass(frozen=True, slots=True)
class Model:
    """All that was learned from annotated abstracts."""

    tagger: Tagger
    judge: Classifier
    review: Trees
    roles: Classifier
    clusters: Clusters


@lru_cache(maxsize=2)
def load_model(folder: str = "") -> Model:
    """Return the model in a folder that `citekg train` wrote; by default the one that ships.

    Raises:
        InputError: if a file of the model is missing.
    """
    if folder:
        return _load(Path(folder))
    with as_file(files("extractors") / "ner" / "model") as path:
        return _load(path)


def _load(folder: Path) -> Model:
    for name in MODEL_FILES:
        if not (folder / name).is_file():
            problem = f"has no {name}, so it is no model; give a folder that `citekg train` wrote"
            raise InputError(str(folder), problem)
    clusters: Clusters = json.loads((folder / CLUSTERS_FILE).read_text(encoding="utf-8"))
    return Model(
        tagger=Tagger(folder / TAGGER_FILE),
        judge=Classifier(folder / JUDGE_FILE),
        review=Trees(folder / REVIEW_FILE),
        roles=Classifier(folder / ROLES_FILE),
        clusters=clusters,
    )
