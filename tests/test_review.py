import sys
from pathlib import Path

import numpy as np
import pytest

from extractors.ner import review
from extractors.ner.classifier import Classifier
from extractors.ner.fitting import train_classifier
from extractors.ner.judge import Verdict
from extractors.ner.review.boosting import need_boosting, train_trees
from extractors.ner.review.trees import Trees, write_trees
from extractors.places import Finding, Place, Sense
from schemas import CitekgError, EntityType, Extractor, MissingExtraError
from tests.taggings import tagged

TEXT = "On leaf nets\n\nWe brew leaf nets."
TAGGING = tagged(
    tokens=((0, 2), (3, 7), (8, 12), (14, 16), (17, 21), (22, 26), (27, 31), (31, 32)),
    labels=("O", "B-model", "I-model", "O", "O", "B-model", "I-model", "O"),
    probabilities=(
        {},
        {"B-model": 0.8},
        {"I-model": 0.7, "B-task": 0.1},
        {},
        {},
        {"B-model": 0.9},
        {"I-model": 0.9},
        {},
    ),
)


def place(start: int, end: int) -> Place:
    surface = TEXT[start:end]
    finding = Finding(extractor=Extractor.NER, type=EntityType.MODEL, score=0.8)
    sense = Sense(key=surface, name=surface, type=EntityType.MODEL)
    return Place(start=start, end=end, sense=sense, findings=(finding,))


def test_things_that_overlap_are_seen_beside_one_another() -> None:
    things = [[place(3, 12), place(22, 31)], [place(8, 12), place(27, 31)]]
    judged = np.array([[0.2, 0, 0.8, 0, 0, 0, 0], [0.9, 0, 0.1, 0, 0, 0, 0]])
    alone = review.columns(TEXT, things[1:], TAGGING, judged[1:], head_type=lambda word: None)
    both = review.columns(TEXT, things, TAGGING, judged, head_type=lambda word: None)
    assert both.shape == (2, alone.shape[1])
    changed = both[1] != alone[0]
    assert {0.8, 5.0} <= set(both[1][changed].tolist())
    assert np.isfinite(both).all()


@pytest.mark.usefixtures("trees")
def test_trees_are_walked_as_lightgbm_walks_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import lightgbm

    grown: list[lightgbm.Booster] = []
    train = lightgbm.train
    monkeypatch.setattr(
        lightgbm, "train", lambda *args, **named: grown.append(train(*args, **named)) or grown[-1]
    )
    random = np.random.default_rng(5)
    items = random.normal(size=(400, 6))
    labels = (items[:, 0] > 0).astype(np.int32) + (items[:, 1] * items[:, 2] > 0.3)
    said = random.dirichlet((1, 1, 1), size=400)
    train_trees(tmp_path / "trees.npz", items, said, labels)
    corrected = Trees(tmp_path / "trees.npz").corrected(said, items)
    odds = said * np.exp(grown[0].predict(items, raw_score=True))
    assert corrected == pytest.approx(odds / odds.sum(axis=1, keepdims=True), abs=1e-6)
    right = (corrected.argmax(axis=1) == labels).mean()
    assert right > 0.6 > (said.argmax(axis=1) == labels).mean()


def test_a_tree_adds_what_its_leaf_says(tmp_path: Path) -> None:
    write_trees(
        tmp_path / "trees.npz",
        columns=np.array([1, 0, 0, 0], dtype=np.int32),
        thresholds=np.array([0.5, 0, 0, 0]),
        left=np.array([1, 1, 2, 3], dtype=np.int32),
        right=np.array([2, 1, 2, 3], dtype=np.int32),
        values=np.array([0, np.log(3), 0, 0]),
        roots=np.array([[0, 3]], dtype=np.int32),
        depth=1,
    )
    said = np.full((2, 2), 0.5)
    corrected = Trees(tmp_path / "trees.npz").corrected(said, np.array([[9, 0.5], [9, 0.6]]))
    assert corrected[0].tolist() == pytest.approx([0.75, 0.25])
    assert corrected[1].tolist() == [0.5, 0.5]


def test_a_judge_that_knows_two_labels_says_nothing_of_the_others(tmp_path: Path) -> None:
    items = [(["green"], "model")] * 6 + [(["black"], "none")] * 6
    train_classifier(tmp_path / "judge.npz", items, penalty=0.1, least=3)
    judged = review.judge(Classifier(tmp_path / "judge.npz"), [["green"], []])
    by_label = dict(zip(review.REVIEWED, judged.T.tolist(), strict=True))
    assert by_label["model"][0] > 0.9
    assert by_label["task"] == [0, 0]
    assert judged.sum(axis=1) == pytest.approx([1, 1])


def test_training_without_lightgbm_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "lightgbm", None)
    with pytest.raises(MissingExtraError, match=r"train needs the extra 'train'; install it with"):
        need_boosting()


def test_training_without_openmp_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken:
        def find_spec(self, name: str, *_: object) -> None:
            if name == "lightgbm":
                raise OSError("libgomp.so.1: cannot open shared object file")

    monkeypatch.delitem(sys.modules, "lightgbm", raising=False)
    monkeypatch.setattr(sys, "meta_path", [Broken(), *sys.meta_path])
    with pytest.raises(CitekgError, match=r"cannot be loaded \(libgomp.*; install libgomp1"):
        need_boosting()


@pytest.mark.parametrize(
    ("method", "task", "concept", "kind"),
    [
        (0.4, 0.3, 0.2, EntityType.METHOD),
        (0.39, 0.4, 0.0, EntityType.TASK),
        (0.39, 0.1, 0.1, None),
        (0.4, 0.5, 0.0, EntityType.TASK),
        (0.0, 0.21, 0.2, EntityType.TASK),
        (0.0, 0.2, 0.19, None),
    ],
)
def test_a_thing_counts_by_its_own_type(
    method: float, task: float, concept: float, kind: EntityType | None
) -> None:
    by_type = {EntityType.METHOD: method, EntityType.TASK: task, EntityType.CONCEPT: concept}
    assert Verdict(by_type).type_from(0.4) == kind
