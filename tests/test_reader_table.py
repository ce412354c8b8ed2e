import pytest

from extractors.readers.table import read_csv, read_tsv
from schemas import Failure, InputError, Paper, Supplement, UnknownNameError


def lines(text: str) -> list[str]:
    return text.splitlines(keepends=True)


def test_zotero_headers_are_known() -> None:
    text = '"Title","Author","Publication Year","Abstract Note","DOI"\n'
    text += '"On Tea","Lee, Ann; Roe, Bo","2024","We brew.","10.1000/tea"\n'
    [paper] = read_csv(lines(text), "teas.csv")
    assert paper == Paper(
        id="doi:10.1000/tea",
        title="On Tea",
        abstract="We brew.",
        authors=("Ann Lee", "Bo Roe"),
        year=2024,
        doi="10.1000/tea",
        source="teas.csv",
    )


@pytest.mark.parametrize("delimiter", [",", ";"])
def test_delimiter_is_found_in_the_header(delimiter: str) -> None:
    text = delimiter.join(["id", "title", "year"]) + "\n" + delimiter.join(["p1", "On Tea", "2024"])
    [paper] = read_csv(lines(text), "teas.csv")
    assert isinstance(paper, Paper)
    assert (paper.id, paper.title, paper.year) == ("p1", "On Tea", 2024)


def test_column_map_names_the_columns() -> None:
    text = 'Titel;Zusammenfassung;Quellen\nOn Tea;We brew.;"10.1000/a; 10.1000/b"\n'
    columns = {"title": "Titel", "abstract": "Zusammenfassung", "references": "Quellen"}
    [paper] = read_csv(lines(text), "teas.csv", columns=columns)
    assert isinstance(paper, Paper)
    assert (paper.title, paper.abstract) == ("On Tea", "We brew.")
    assert paper.references == ("10.1000/a", "10.1000/b")


def test_fields_may_hold_line_breaks_and_much_text() -> None:
    text = f'title,abstract\n"On\nTea","{"brew " * 60_000}"\n'
    [paper] = read_csv(lines(text), "teas.csv")
    assert isinstance(paper, Paper)
    assert paper.title == "On Tea"
    assert len(paper.abstract) == 299_999


def test_rows_of_another_length_become_failures_with_their_line() -> None:
    text = 'id,title\n"p\n1",On Tea\np2\n\np3,On Pots,x\np4,On Cups\n'
    first, short, long, last = read_csv(lines(text), "teas.csv")
    assert isinstance(first, Paper) and isinstance(last, Paper)
    assert short == Failure(
        source="teas.csv", line=4, reason="the row has 1 cells, the header 2", raw="p2"
    )
    assert isinstance(long, Failure)
    assert (long.line, long.reason) == (6, "the row has 3 cells, the header 2")


def test_quotation_mark_that_is_not_closed_swallows_nothing_in_silence() -> None:
    text = 'id,title\np1,"On Tea\np2,On Pots\np3,On Cups\n'
    [failed] = read_csv(lines(text), "teas.csv")
    assert isinstance(failed, Failure)
    assert (failed.line, failed.reason) == (2, "a quotation mark is not closed")
    assert failed.raw.endswith("p3,On Cups")


def test_field_beyond_all_measure_fails_alone() -> None:
    text = f"id,title\np1,{'x' * (16 * 1024 * 1024 + 1)}\np2,On Tea\n"
    failed, paper = read_csv(lines(text), "teas.csv")
    assert isinstance(failed, Failure) and isinstance(paper, Paper)
    assert failed.reason.startswith("no valid row: field larger than field limit")
    assert failed.line == 2


def test_row_without_a_title_becomes_a_failure() -> None:
    [failed] = read_tsv(lines("id\ttitle\np1\t \n"), "teas.tsv")
    assert isinstance(failed, Failure)
    assert (failed.line, failed.reason) == (2, "the record has no title")


def test_unknown_columns_are_named() -> None:
    with pytest.raises(UnknownNameError, match="no column is named 'titel'; nearest: Titel"):
        list(read_csv(["Titel\n", "On Tea"], "teas.csv", columns={"title": "titel"}))
    with pytest.raises(InputError, match="no column is a title, only Titel, Jahr; say which"):
        list(read_tsv(["Titel\tJahr\n"], "teas.tsv"))


def test_blank_lines_above_the_header_are_passed_over() -> None:
    bad, good = read_csv(["\n", "  \n", "title,year\n", ",2024\n", "On Tea,2024\n"], "teas.csv")
    assert isinstance(bad, Failure) and isinstance(good, Paper)
    assert (bad.line, good.year) == (4, 2024)


def test_a_citation_table_needs_no_titles() -> None:
    rows = ["oci,citing,cited,creation,timespan\n", "1-2,10.1000/a,10.1000/b,2024,P1Y\n"]
    assert list(read_csv(rows, "c.csv")) == [
        Supplement(works=("doi:10.1000/a",), references=("doi:10.1000/b",), source="c.csv")
    ]
