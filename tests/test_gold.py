import json
from pathlib import Path

import pytest

from extractors.gold import GoldEntity, GoldPaper, read_gold
from schemas import EntityType, InputError, Relation


def test_forms_are_strings_or_objects_and_citations_may_lack(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    entity = {"type": "model", "role": "uses", "mentions": ["TeaNet", {"text": "TeaNets"}]}
    citations = [{"authors": ["Lee", "Roe"], "year": 2020}, {"authors": [], "year": None}]
    records = [
        {"id": "p", "entities": [entity], "citations": citations},
        {"id": "q", "entities": []},
    ]
    path.write_text("\n\n".join(map(json.dumps, records)) + "\n")
    expected = GoldEntity(type=EntityType.MODEL, role=Relation.USES, forms=("TeaNet", "TeaNets"))
    assert read_gold(path) == {
        "p": GoldPaper(entities=(expected,), citations=(("Lee", 2020), ("", None))),
        "q": GoldPaper(),
    }


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("not json", "JSONDecodeError"),
        ('{"id": "p"}', "KeyError: 'entities'"),
        ('{"id": "p", "entities": [{"type": "recipe"}]}', "'recipe' is not a valid EntityType"),
        ("[]", "TypeError"),
    ],
)
def test_a_line_that_is_no_annotation_is_named(tmp_path: Path, line: str, problem: str) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text(f'{{"id": "o", "entities": []}}\n{line}\n')
    with pytest.raises(InputError, match=r"gold.jsonl:2: expected id, entities .* but ") as error:
        read_gold(path)
    assert problem in str(error.value)
