import json
import random
import runpy
from dataclasses import replace
from pathlib import Path

import pytest

from kg.evaluate import (
    AnnotatedEntity,
    Annotation,
    Fault,
    Mistake,
    Score,
    annotations,
    match,
    mistakes,
    read_annotations,
    score,
    score_extractors,
    score_types,
)
from schemas import Entity, EntityType, Extraction, InputError, Mention, Paper, fold

GOLD = Path(__file__).parents[2] / "shared" / "gold"


def entity(kind: str, *forms: str, role: str = "uses", **more) -> AnnotatedEntity:
    return AnnotatedEntity(type=EntityType(kind), role=role, forms=frozenset(forms), **more)


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
            entities=(entity("model", "teanet", name="Tea-Nets"),),
            citations=(("doe", 2019), ("", None)),
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


def test_each_type_is_strict_by_type():
    gold = Annotation(entities=(entity("model", "a"), entity("task", "b"), entity("task", "c")))
    predicted = Annotation(entities=(entity("concept", "b"), entity("task", "c")))
    scores = score_types({"p": gold}, {"p": predicted})
    assert list(scores) == list(EntityType)
    assert scores["model"] == Score(gold=1)
    assert scores["task"] == Score(matched=1, gold=2, predicted=1)
    assert scores["concept"] == Score(predicted=1)


def test_a_core_entity_counts_for_each_extractor_that_is_evidence_of_it():
    gold = {"p": Annotation(entities=(entity("model", "a"),)), "q": Annotation()}
    predicted = {
        "p": Annotation(
            entities=(
                entity("model", "a", extractors=frozenset({"ner", "tea"})),
                entity("task", "b", extractors=frozenset({"names"})),
            )
        ),
        "q": Annotation(entities=(entity("method", "c", extractors=frozenset({"ner"})),)),
    }
    assert score_extractors(gold, predicted) == {
        "names": Score(gold=1),
        "ner": Score(matched=1, gold=1, predicted=2),
        "tea": Score(matched=1, gold=1, predicted=1),
    }
    assert set(score_extractors({}, predicted).values()) == {Score()}


def test_mistakes_are_counted_under_their_most_frequent_spelling():
    def names(*spellings: str) -> dict[str, Annotation]:
        return {
            str(number): Annotation(entities=(entity("model", fold(name), name=name),))
            for number, name in enumerate(spellings)
        }

    gold, predicted = names("Tea Net", "TeaNet", "TeaNet", "Pot", "Cup"), names("", "", "Tea")
    teanet = Mistake(fault=Fault.MISSED, type=EntityType.MODEL, name="TeaNet", count=3)
    cup = Mistake(fault=Fault.MISSED, type=EntityType.MODEL, name="Cup", count=1)
    nameless = Mistake(fault=Fault.FALSE_ALARM, type=EntityType.MODEL, name="", count=2)
    tea = Mistake(fault=Fault.FALSE_ALARM, type=EntityType.MODEL, name="Tea", count=1)
    assert mistakes(gold, predicted, 2) == [teanet, cup, nameless, tea]
    assert mistakes(gold, predicted, 1) == [teanet, nameless]
    assert mistakes(dict(reversed(gold.items())), predicted, 2) == [teanet, cup, nameless, tea]


def test_extractions_become_annotations_by_the_given_id():
    found = annotations([Extraction(paper=Paper(id="given", title="Tea"))])
    assert found == {"given": Annotation()}


def test_extractors_of_all_mentions_are_kept():
    mentions = tuple(
        Mention(
            start=0, end=3, surface="Tea", type=EntityType.MODEL, extractor=extractor, score=0.9
        )
        for extractor in ("ner", "names")
    )
    tea = Entity(id="entity:tea", name="tea", type=EntityType.MODEL, mentions=mentions)
    found = annotations([Extraction(paper=Paper(id="p", title="Tea"), entities=(tea,))])
    extractors = frozenset({"ner", "names"})
    assert found["p"].entities == (
        entity("model", "tea", role="mentions", name="Tea", extractors=extractors),
    )


@pytest.fixture
def compared(tmp_path):
    """Give score.py, and gold and spoilt records of dev, as it and as we read them."""
    if not GOLD.is_dir():
        pytest.skip("the gold files lie beside the project only")
    gold, spoilt = tmp_path / "gold.jsonl", tmp_path / "spoilt.jsonl"
    scorer = runpy.run_path(str(GOLD / "score.py"))
    records = [*scorer["read"](GOLD / "dev.gold.jsonl").values()]
    for item in (item for record in records for item in record["entities"]):
        item["mentions"].sort(
            key=fold
        )  # score.py names a false alarm by this form, we by the first
        item["name"] = fold(item["mentions"][0])
    gold.write_text("".join(json.dumps(record) + "\n" for record in records))
    spoilt.write_text("".join(json.dumps(spoil(record)) + "\n" for record in records[:-5]))
    theirs = scorer["read"](gold), scorer["read"](spoilt)
    return scorer["score"], theirs, (read_annotations(gold), read_annotations(spoilt))


def spoil(record):
    """Return a gold record with some entities lost, doubled and changed."""
    choose = random.Random(record["id"])
    kept = [item for item in record["entities"] if choose.random() < 0.8]
    kept += [item | {"type": choose.choice(list(EntityType))} for item in kept[::3]]
    kept += [item | {"role": "uses", "mentions": item["mentions"][:1]} for item in kept[::4]]
    choose.shuffle(kept)
    return record | {"entities": kept, "citations": record["citations"][:1] * 2}


def assert_agrees(row: Score, expected) -> None:
    assert (row.gold, row.predicted) == (expected["gold"], expected["pred"])
    shares = {"precision": row.precision, "recall": row.recall, "f1": row.f1}
    assert shares == pytest.approx({name: expected[name] for name in shares}, abs=1e-4)


def test_scores_agree_with_those_of_the_gold_files(compared):
    their_score, theirs, ours = compared
    expected, _, _ = their_score(*theirs)
    scores = score(*ours)
    assert len(scores) == 8
    for name, row in scores.items():
        assert_agrees(row, expected[name])
    by_type = score_types(*ours)
    for kind in ("method", "model", "benchmark"):
        assert_agrees(by_type[kind], expected[kind])


def test_an_extractor_scores_as_if_it_had_found_all_it_is_evidence_of(compared):
    their_score, (gold, spoilt), (known, found) = compared
    halves = {
        paper: record | {"entities": record["entities"][::2]} for paper, record in spoilt.items()
    }
    named = {
        paper: replace(
            annotation,
            entities=tuple(
                replace(item, extractors=frozenset(("names", "ner")[number % 2 :][:1]))
                for number, item in enumerate(annotation.entities)
            ),
        )
        for paper, annotation in found.items()
    }
    scores = score_extractors(known, named)
    assert list(scores) == ["names", "ner"]
    assert_agrees(scores["names"], their_score(gold, halves)[0]["core"])


def test_mistakes_agree_with_those_of_the_gold_files(compared):
    their_score, theirs, ours = compared
    _, missed, false_alarms = their_score(*theirs)
    assert min(missed.total(), false_alarms.total()) > 50
    expected = {
        (fault, *key): count
        for fault, counter in ((Fault.MISSED, missed), (Fault.FALSE_ALARM, false_alarms))
        for key, count in counter.items()
    }
    counted = {(m.fault, m.type, fold(m.name)): m.count for m in mistakes(*ours, limit=9999)}
    assert counted == expected
