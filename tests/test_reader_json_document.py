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


def test_one_object_a_line_is_json_lines() -> None:
    lines = ["\n", json.dumps(TEA) + "\n", "{broken\n", json.dumps(POT)]
    first, bad, last = read_json(lines, "arxiv.json")
    assert isinstance(first, Paper) and isinstance(last, Paper) and isinstance(bad, Failure)
    assert bad.reason.startswith("no valid JSON: Expecting property name")


@pytest.mark.parametrize(
    "document",
    [
        f'[{json.dumps(TEA)},\n {json.dumps(POT)},\n {{"title": "On C',
        f'{{"meta": {{"count": [3]}}, "results": [{json.dumps(TEA)}, {json.dumps(POT)}, <html>',
    ],
)
def test_whole_records_of_a_broken_list_are_read(document: str) -> None:
    first, second, bad = read_json(document.splitlines(True), "teas.json")
    assert isinstance(first, Paper) and isinstance(second, Paper) and isinstance(bad, Failure)
    assert bad.line == 2
    assert bad.reason.startswith("no valid JSON after this record: ")
    assert bad.reason.endswith("; the rest is not read")


def test_a_record_of_a_known_shape_may_stand_alone() -> None:
    cord = {
        "paper_id": "a1",
        "metadata": {"title": "On Tea"},
        "abstract": [{"text": "We brew."}],
        "body_text": [{"text": "Tea is old."}],
        "bib_entries": {},
    }
    [paper] = read_json([json.dumps(cord)], "a1.json")
    assert isinstance(paper, Paper)
    assert (paper.title, paper.abstract) == ("On Tea", "We brew.")


def test_a_record_may_be_too_long() -> None:
    record = TEA | {"x": "y" * 17_000_000}
    long, good = read_json([json.dumps([record, POT])], "teas.json")
    assert isinstance(long, Failure) and isinstance(good, Paper)
    assert (
        long.reason
        == f"the record has {len(json.dumps(record)):,} characters, more than 16,777,216"
    )
