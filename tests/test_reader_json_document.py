import json

import pytest

from extractors.readers.json_document import read_json
from schemas import Failure, InputError, Paper

TEA, POT = {"title": "On Tea"}, {"title": "On Pots"}


@pytest.mark.parametrize(
    "document",
    [
        [TEA, POT],
        {"papers": [TEA, POT]},
        {"meta": {"count": 2}, "results": [TEA, POT]},
        {"data": [TEA, POT], "next": 3},
        {"teas": [TEA, POT], "tags": ["a", "b"]},
    ],
)
def test_list_of_records_is_found(document: object) -> None:
    lines = json.dumps(document, indent=1).splitlines(keepends=True)
    assert [paper.title for paper in read_json(lines, "teas.json") if isinstance(paper, Paper)] == [
        "On Tea",
        "On Pots",
    ]


def test_one_paper_alone_is_read() -> None:
    [paper] = read_json([json.dumps({**TEA, "authors": [{"name": "Ann Lee"}]})], "teas.json")
    assert isinstance(paper, Paper)
    assert paper.authors == ("Ann Lee",)


def test_bad_record_fails_alone_with_its_place() -> None:
    first, second, third = read_json([json.dumps([TEA, 3, POT])], "teas.json")
    assert isinstance(first, Paper) and isinstance(third, Paper)
    assert second == Failure(
        source="teas.json", line=2, reason="the record is a number, not an object", raw="3"
    )


def test_two_lists_are_no_list() -> None:
    document = json.dumps({"teas": [TEA], "pots": [POT]})
    with pytest.raises(InputError, match=r"teas.json: holds no list of papers; expected \[...\]"):
        list(read_json([document], "teas.json"))
