import json
import random
import subprocess
import sys
from pathlib import Path

import pytest

from kg.evaluate import (
    AnnotatedEntity,
    Annotation,
    Score,
    annotations,
    match,
    read_annotations,
    score,
)
from schemas import EntityType, Extraction, InputError, Paper

GOLD = Path(__file__).parents[2] / "shared" / "gold"


def entity(kind: str, *forms: str, role: str = "uses") -> AnnotatedEntity:
    return AnnotatedEntity(type=EntityType(kind), role=role, forms=frozenset(forms))


def test_nothing_scores_zero():
    assert (Score().precision, Score().recall, Score().f1) == (0.0, 0.0, 0.0)
    empty = score({"p": Annotation()}, {})
    assert set(empty.values()) == {Score()}


def test_each_entity_is_matched_once_with_the_most_shared_forms():
    gold = [entity("model", "a", "b"), entity("model", "a")]
    predicted = [entity("model", "a"), entity("model", "a", "b"), entity("model", "a", "b")]
    assert match(gold, predicted, same_type=True) == [
        (gold[0], predicted[1]),
        (gold[1], predicted[0]),
    ]


def test_core_types_are_strict_and_other_types_free():
    gold = Annotation(entities=(entity("model", "a"), entity("task", "b")))
    predicted = Annotation(entities=(entity("method", "a"), entity("concept", "b")))
    scores = score({"p": gold}, {"p": predicted})
    assert scores["core"] == Score(matched=0, gold=1, predicted=1)
    assert scores["task+metric+concept"] == Score(matched=1, gold=1, predicted=1)
    assert scores["model"] == Score(matched=0, gold=1, predicted=0)
    assert scores["method"] == Score(matched=0, gold=0, predicted=1)


def test_roles_are_compared_among_the_matched():
    gold = Annotation(
        entities=(
            entity("model", "a", role="introduces"),
            entity("model", "b"),
            entity("model", "c"),
        )
    )
    predicted = Annotation(entities=(entity("model", "a"), entity("model", "b")))
    scores = score({"p": gold}, {"p": predicted})
    assert scores["role of matched"] == Score(matched=1, gold=2, predicted=2)
    assert scores["introduces"] == Score(matched=0, gold=1, predicted=0)


def test_citations_are_counted_by_first_author_and_year():
    gold = Annotation(citations=(("doe", 2019), ("doe", 2019), ("", None)))
    predicted = Annotation(citations=(("doe", 2019), ("ray", 2019)))
    assert score({"p": gold}, {"p": predicted})["citations"] == Score(
        matched=1, gold=3, predicted=2
    )


def test_papers_beside_the_gold_do_not_count():
    extra = Annotation(entities=(entity("model", "a"),))
    assert score({"p": Annotation()}, {"q": extra})["core"] == Score()


def test_annotations_are_read_with_folded_forms(tmp_path):
    file = tmp_path / "gold.jsonl"
    record = {
        "id": "p",
        "entities": [
            {"type": "model", "role": "uses", "mentions": ["Tea-Nets", {"text": "teanet"}, "-"]}
        ],
        "citations": [{"authors": ["Doe", "Ray"], "year": 2019}, {"authors": [], "year": None}],
    }
    file.write_text(f"\n{json.dumps(record)}\n", "utf-8")
    assert read_annotations(file) == {
        "p": Annotation(
            entities=(entity("model", "teanet"),), citations=(("doe", 2019), ("", None))
        )
    }


@pytest.mark.parametrize(
    "line", ["{", "[]", "{}", '{"id": "p", "entities": [{"type": "tea"}]}', '{"id": "p"}']
)
def test_a_line_that_is_no_annotation_is_named(tmp_path, line):
    file = tmp_path / "gold.jsonl"
    file.write_text(f'{{"id": "q", "entities": []}}\n{line}\n')
    with pytest.raises(InputError, match=r"gold.jsonl:2: expected id, entities .* but "):
        read_annotations(file)


def test_extractions_become_annotations_by_the_given_id():
    found = annotations([Extraction(paper=Paper(id="given", title="Tea"))])
    assert found == {"given": Annotation()}


@pytest.mark.skipif(not GOLD.is_dir(), reason="the gold files lie beside the project only")
def test_scores_agree_with_those_of_the_gold_files(tmp_path):
    gold = GOLD / "dev.gold.jsonl"
    predicted = tmp_path / "predicted.jsonl"
    predicted.write_text("".join(spoil(gold)), "utf-8")
    command = [sys.executable, GOLD / "score.py", gold, predicted, "--json"]
    expected = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    scores = score(read_annotations(gold), read_annotations(predicted))
    assert len(scores) == 8
    for name, row in scores.items():
        assert (row.gold, row.predicted) == (expected[name]["gold"], expected[name]["pred"])
        assert row.precision == pytest.approx(expected[name]["precision"], abs=1e-4)
        assert row.recall == pytest.approx(expected[name]["recall"], abs=1e-4)
        assert row.f1 == pytest.approx(expected[name]["f1"], abs=1e-4)


def spoil(gold: Path) -> list[str]:
    """Return the gold lines with some entities lost, doubled and changed."""
    choose, lines = random.Random(0), []
    for line in gold.read_text("utf-8").splitlines()[:-5]:
        record = json.loads(line)
        kept = [item for item in record["entities"] if choose.random() < 0.8]
        kept += [item | {"type": choose.choice(list(EntityType))} for item in kept[::3]]
        kept += [item | {"role": "uses", "mentions": item["mentions"][:1]} for item in kept[::4]]
        choose.shuffle(kept)
        record["entities"] = kept
        record["citations"] = record["citations"][:1] * 2
        lines.append(json.dumps(record) + "\n")
    return lines
