import gzip
import io
import sys
from collections.abc import Iterable, Iterator
from importlib.metadata import EntryPoint, EntryPoints
from pathlib import Path
from typing import Any

import pytest

from extractors.readers import READERS, read_papers
from extractors.readers.opening import failure
from schemas import Failure, InputError, Paper, UnknownNameError

LINE = '{"id": "p1", "title": "On Tea", "abstract": "We brew."}\n'
FEED = (
    '<feed xmlns="http://www.w3.org/2005/Atom">'
    "<entry><title>On Tea</title><summary>We brew.</summary></entry></feed>"
)
PAGE = b"\n<!DOCTYPE html>\n<html><body>Not found</body></html>\n"
ENDINGS = {
    "teas.jsonl": LINE,
    "teas.NDJSON": LINE,
    "teas.json": f"[{LINE}]",
    "teas.csv": "id,title,abstract\np1,On Tea,We brew.\n",
    "teas.tsv": "id\ttitle\tabstract\np1\tOn Tea\tWe brew.\n",
    "teas.bib": "@misc{p1, title = {On Tea}, abstract = {We brew.}}",
    "teas.ris": "TY  - JOUR\nID  - p1\nTI  - On Tea\nAB  - We brew.\nER  - \n",
    "teas.atom": FEED,
    "teas.xml": FEED,
    "teas.txt": "On Tea\n\n" + "We brew the leaves of tea. " * 4,
}


@pytest.mark.parametrize("name", ENDINGS)
@pytest.mark.parametrize("packed", [False, True])
def test_ending_finds_the_reader(tmp_path: Path, name: str, packed: bool) -> None:
    path = tmp_path / (f"{name}.gz" if packed else name)
    data = ENDINGS[name].encode()
    path.write_bytes(gzip.compress(data) if packed else data)
    [paper] = read_papers(path)
    assert isinstance(paper, Paper)
    assert (paper.title, paper.source) == ("On Tea", path.name)
    assert paper.abstract.startswith("We brew")
    assert list(read_papers(str(path))) == [paper]


def test_named_format_overrides_the_ending(tmp_path: Path) -> None:
    path = tmp_path / "teas.dat"
    path.write_text(LINE)
    assert [p.id for p in read_papers(path, format=".JSONL") if isinstance(p, Paper)] == ["p1"]


def test_byte_order_mark_and_crlf_are_read(tmp_path: Path) -> None:
    path = tmp_path / "teas.csv"
    path.write_bytes(b"\xef\xbb\xbfTitle,Year\r\nOn Tea,2024\r\n")
    [paper] = read_papers(path)
    assert isinstance(paper, Paper)
    assert (paper.title, paper.year) == ("On Tea", 2024)


@pytest.mark.parametrize("name", ENDINGS)
def test_empty_file_holds_no_paper(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text("[]" if name.endswith(".json") else "")
    assert list(read_papers(path)) == []


@pytest.mark.parametrize("name", [name for name in ENDINGS if name != "teas.txt"])
def test_a_web_page_is_no_data(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(PAGE)
    with pytest.raises(
        InputError, match=r"is a web page \(HTML\), expected data; download the file"
    ):
        list(read_papers(path))


@pytest.mark.parametrize("name", ENDINGS)
def test_byte_order_mark_and_line_ends_change_nothing(tmp_path: Path, name: str) -> None:
    plain, marked = tmp_path / name, tmp_path / "marked" / name
    marked.parent.mkdir()
    plain.write_bytes(ENDINGS[name].encode())
    marked.write_bytes(b"\xef\xbb\xbf" + ENDINGS[name].replace("\n", "\r\n").encode())
    assert list(read_papers(marked)) == list(read_papers(plain))


@pytest.mark.parametrize("name", ENDINGS)
def test_a_packed_file_that_is_cut_off_says_so(tmp_path: Path, name: str) -> None:
    path = tmp_path / f"{name}.gz"
    path.write_bytes(gzip.compress(ENDINGS[name].encode() * 99)[:-9])
    with pytest.raises(InputError, match=r"cannot be read: .*; check the file"):
        list(read_papers(path))


@pytest.mark.parametrize("name", ENDINGS)
def test_a_file_that_is_cut_off_anywhere_breaks_no_reader(tmp_path: Path, name: str) -> None:
    path, content = tmp_path / name, ENDINGS[name].encode()
    for end in range(len(content)):
        path.write_bytes(content[:end] + b"\xff")
        try:
            assert all(record.source == name for record in read_papers(path))
        except InputError as error:
            assert "\n" not in str(error)


@pytest.mark.parametrize(
    ("name", "line", "reason"),
    [
        ("a.jsonl", '{"title": "%s"}', "the line has 50,000,014 characters, more than 16,777,216"),
        ("a.csv", "p2,%s,x", "no valid row: field larger than field limit (16777216)"),
        ("a.bib", "@misc{b, title = {%s}}", "the entry has 50,000,020 characters, more than"),
        ("a.ris", "TY  - JOUR\nTI  - %s\nER  -", "the record has 50,000,023 characters, more"),
        ("a.txt", "Abstract: %s", "an abstract without a title"),
    ],
)
def test_a_line_of_50_million_characters_fails_alone(
    tmp_path: Path, name: str, line: str, reason: str
) -> None:
    path = tmp_path / name
    good = ENDINGS[f"teas{path.suffix}"].rstrip("\n")
    path.write_text(f"{good}\n\n{line % ('x' * 50_000_000)}\n")
    records = list(read_papers(path))
    assert [record.title for record in records if isinstance(record, Paper)] == ["On Tea"]
    [failure] = [record for record in records if isinstance(record, Failure)]
    assert failure.reason.startswith(reason)
    assert len(failure.raw) <= 500


@pytest.mark.parametrize(
    ("name", "bad", "reason"),
    [
        ("a.jsonl", b'{"title": "caf\xe9"}\n', "the line is not UTF-8"),
        ("a.csv", b"x,caf\xe9,\n", "the row is not UTF-8"),
        ("a.json", b'{"title": "caf\xe9"}', "the record is not UTF-8"),
        ("a.txt", b"On Caf\xe9\n\n" + b"We brew the leaves of tea. " * 4, "the text is not UTF-8"),
    ],
)
def test_a_byte_that_is_not_utf8_fails_its_record_alone(
    tmp_path: Path, name: str, bad: bytes, reason: str
) -> None:
    good = ENDINGS[f"teas{Path(name).suffix}"].encode()
    path = tmp_path / name
    path.write_bytes(b"[" + bad + b"," + good[1:] if name == "a.json" else good + b"\n\n" + bad)
    records = list(read_papers(path))
    assert [r.reason for r in records if isinstance(r, Failure)] == [reason]
    assert [r.title for r in records if isinstance(r, Paper)] == ["On Tea"]
    for record in records:
        repr(record).encode("utf-8")


def test_standard_input_needs_a_format(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(
        InputError, match="standard input has no ending; name a format: atom, bib, csv"
    ):
        read_papers("-")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(gzip.compress(LINE.encode()))))
    [paper] = read_papers("-", format="jsonl")
    assert isinstance(paper, Paper)
    assert (paper.id, paper.source) == ("p1", "stdin")
    assert not sys.stdin.buffer.closed


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.jsonl", None, "a.jsonl: no such file; check the path"),
        (
            "a.pdf",
            b"%PDF",
            "no format goes by this ending; rename the file or name a format: atom, bib",
        ),
        ("README", b"x", "no format goes by this ending"),
        ("a.csv", b"PK\x03\x04\x00\x00", "is no text file, expected UTF-8 text"),
        (
            "a.csv",
            "title\nOn Tea\n".encode("utf-16"),
            "is UTF-16, expected UTF-8; save it as UTF-8",
        ),
        ("a.jsonl", gzip.compress(LINE.encode() * 99)[:-9], "cannot be read: .*; check the file"),
        ("a.json", b'{"title": ', "no valid JSON: .*; mend it there"),
        ("a.json", b'{"teas": 3}', r'holds no list of papers; expected \[...\] or {"papers"'),
        ("a.json", b"[" * 100_000, "no valid JSON: "),
        ("a.csv", b"name,year\nx,1\n", "no column is a title, only name, year; say which"),
    ],
)
def test_a_source_that_cannot_be_read_says_so_in_one_line(
    tmp_path: Path, name: str, content: bytes | None, message: str
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(InputError, match=message) as caught:
        list(read_papers(path))
    assert "\n" not in str(caught.value)


def test_folder_is_no_source(tmp_path: Path) -> None:
    folder = tmp_path / "teas.jsonl"
    folder.mkdir()
    with pytest.raises(InputError, match="is a folder; give a file"):
        read_papers(folder)


def test_unknown_names_offer_the_nearest(tmp_path: Path) -> None:
    path = tmp_path / "teas.csv"
    path.write_text("Titel,Zusammenfassung\nOn Tea,We brew.\n")
    with pytest.raises(UnknownNameError, match="no format is named 'jsnl'; nearest: jsonl, json"):
        read_papers(path, format="jsnl")
    with pytest.raises(
        UnknownNameError, match="no field of a paper is named 'titel'; nearest: tit"
    ):
        read_papers(path, columns={"titel": "Titel"})
    with pytest.raises(UnknownNameError, match="no column is named 'Title'; nearest: Titel"):
        list(read_papers(path, columns={"title": "Title"}))


def test_column_map_is_refused_where_there_are_no_columns(tmp_path: Path) -> None:
    path = tmp_path / "teas.txt"
    path.write_text("On Tea")
    with pytest.raises(InputError, match="this format has no columns; leave out the column map"):
        read_papers(path, columns={"title": "Titel"})


def test_reader_of_another_distribution_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    point = EntryPoint("tea", READERS["jsonl"], "citekg.readers")
    monkeypatch.setattr("schemas.registry.entry_points", lambda group: EntryPoints([point]))
    path = tmp_path / "x.tea"
    path.write_text(LINE)
    assert [paper.title for paper in read_papers(path) if isinstance(paper, Paper)] == ["On Tea"]


def broken_reader(lines: Iterable[str], source: str) -> Iterator[Any]:
    for number, line in enumerate(lines):
        if number == 5:
            raise KeyError("leaf")
        yield eval(line)


def test_what_a_reader_of_another_distribution_breaks_is_a_failure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    point = EntryPoint("tea", f"{__name__}:broken_reader", "citekg.readers")
    monkeypatch.setattr("schemas.registry.entry_points", lambda group: EntryPoints([point]))
    monkeypatch.setitem(sys.modules, __name__, sys.modules[broken_reader.__module__])
    (tmp_path / "x.tea").write_text(
        "Paper(id='a', title='On Tea')\n"
        "'leaf'\n"
        "Paper(id='a', title='On Tea', year='2020')\n"
        "Paper(id='a', title='On Tea', authors=['Lee'])\n"
        "Paper(id='a', title=' ')\n"
        "Paper(id='b', title='On Tea')\n"
    )
    paper, *failures = read_papers(tmp_path / "x.tea")
    assert paper == Paper(id="a", title="On Tea", source="x.tea")
    assert [failure.reason for failure in failures if isinstance(failure, Failure)] == [
        "record 2 of the reader 'tea' is str, expected Paper, Supplement or Failure",
        "record 3 of the reader 'tea' has the year '2020', expected int | None",
        "record 4 of the reader 'tea' has the authors ['Lee'], expected tuple[str, ...]",
        "record 5 of the reader 'tea' has no id or no title",
        "the reader 'tea' broke after 5 records (KeyError: 'leaf')",
    ]


def test_failure_can_be_written_to_a_file() -> None:
    shown = failure("a.jsonl", 1, "bad", "caf\udce9 " + "x" * 1000).raw
    assert shown.startswith("caf? xx")
    assert len(shown) == 500
