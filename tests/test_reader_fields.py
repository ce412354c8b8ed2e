import json

import pytest

from extractors.readers.jsonl import read_jsonl
from extractors.readers.shapes.authors import author_names
from extractors.readers.shapes.fields import to_paper
from schemas import Failure, InputError, Paper


def paper(**fields: object) -> Paper:
    result = to_paper({"title": "On Tea", **fields}, "teas.jsonl", line=1, raw="")
    assert isinstance(result, Paper)
    return result


def test_semantic_scholar_record_is_read() -> None:
    read = paper(
        paperId="ab12",
        externalIds={"ArXiv": "2401.00001v2", "DOI": "10.1000/Tea"},
        abstract=None,
        authors=[{"authorId": "1", "name": "Ann Lee"}, {"name": "Bo Roe"}],
        publicationDate="2024-03-11",
        venue="TeaConf",
        references=[
            {"paperId": None, "title": "On  Pots", "externalIds": {"ArXiv": "1706.03762"}},
            {"paperId": "cd34", "title": "On Cups"},
            {"title": "On \\emph{Mugs}"},
            {"paperId": "cd34"},
        ],
    )
    assert (read.id, read.arxiv, read.doi, read.abstract) == (
        "ab12",
        "2401.00001",
        "10.1000/tea",
        "",
    )
    assert (read.year, read.venue, read.authors) == (2024, "TeaConf", ("Ann Lee", "Bo Roe"))
    assert read.references == ("1706.03762", "cd34", "On Mugs")


def test_openalex_record_is_read() -> None:
    read = paper(
        id="https://openalex.org/W1",
        abstract_inverted_index={"brew": [1, 3], "We": [0], "and": [2]},
        authorships=[{"author": {"display_name": "Ann Lee"}}],
        doi="https://doi.org/10.48550/arXiv.2401.00001",
        referenced_works=["https://openalex.org/W2"],
    )
    assert read.abstract == "We brew and brew"
    assert (read.authors, read.arxiv) == (("Ann Lee",), "2401.00001")
    assert read.references == ("https://openalex.org/W2",)


@pytest.mark.parametrize(
    ("given", "arxiv", "doi"),
    [
        ("https://arxiv.org/abs/2401.00001v3", "2401.00001", None),
        ("arxiv:2401.00001", "2401.00001", None),
        ("doi:10.1000/tea", None, "10.1000/tea"),
        ("https://doi.org/10.1000/tea", None, "10.1000/tea"),
        ("p1", None, None),
    ],
)
def test_id_fills_arxiv_and_doi(given: str, arxiv: str | None, doi: str | None) -> None:
    read = paper(id=given)
    assert (read.id, read.arxiv, read.doi) == (given, arxiv, doi)


def test_paper_without_an_id_gets_one_from_its_content() -> None:
    assert paper().id == paper(Title="ignored").id == "local:fee1f226d53b10a3"
    assert paper(arxiv="2401.00001").id == "arxiv:2401.00001"


@pytest.mark.parametrize(
    ("value", "year"),
    [
        (2024, 2024),
        ("2024", 2024),
        (2024.0, 2024),
        ("11 Mar 2024", 2024),
        ({"date-parts": [[2024, 3]]}, 2024),
        (20240, None),
        (1066, None),
        ("n.d.", None),
        (True, None),
        (None, None),
        ([], None),
    ],
)
def test_year_is_plausible_or_null(value: object, year: int | None) -> None:
    assert paper(year=value).year == year


def test_identifiers_can_be_written() -> None:
    read = paper(id="p\ud800", references=[{"id": "q\udfff"}])
    assert (read.id, read.references) == ("p", ("q",))


def test_later_name_is_read_where_the_first_says_nothing() -> None:
    assert paper(year="forthcoming", date="2023-01-01").year == 2023
    assert paper(venue="", journal="Tea Letters").venue == "Tea Letters"


@pytest.mark.parametrize(
    ("value", "names"),
    [
        (["Ann Lee", "Roe, Bo"], ("Ann Lee", "Bo Roe")),
        ("Ann Lee; Bo Roe", ("Ann Lee", "Bo Roe")),
        ("Lee, A.; Roe, B.", ("A. Lee", "B. Roe")),
        ("Ann Lee and Bo Roe", ("Ann Lee", "Bo Roe")),
        ("Lee, Ann", ("Ann Lee",)),
        ("Ann Lee, Bo Roe", ("Ann Lee", "Bo Roe")),
        ('Erd{\\H{o}}s, P{\\\'a}l', ("Pál Erdős",)),
        ([{"given": "Ann", "family": "Lee"}, {"first": "Bo", "middle": ["C."], "last": "Roe"}],
         ("Ann Lee", "Bo C. Roe")),
        ([{"name": None}, 3, "", None], ()),
        ({"name": "Ann Lee"}, ("Ann Lee",)),
        (None, ()),
    ],
)  # fmt: skip
def test_authors_in_any_form(value: object, names: tuple[str, ...]) -> None:
    assert author_names(value) == names


def test_url_must_be_an_address() -> None:
    assert paper(url="https://a.example/tea").url == "https://a.example/tea"
    assert paper(url="javascript:alert(1)").url is None


def test_title_and_abstract_are_cleaned() -> None:
    read = paper(title='<b>T\\"ULU</b>\u200b', abstract="a &amp; b\n\tc")
    assert (read.title, read.abstract) == ("TÜLU", "a & b c")


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("[1, 2]", "the record is a list, not an object"),
        ('"On Tea"', "the record is text, not an object"),
        ("{}", "the record has no title"),
        ('{"title": " \\u200b"}', "the record has no title"),
        ('{"title": null}', "the record has no title"),
        ('{"title": 7}', "the title is a number, not text"),
        ('{"title": ["On Tea"]}', "the title is a list, not text"),
        (f'{{"title": "{"x" * 400_001}"}}', "the title has 400,001 characters, more than 400,000"),
        ('{"title": "On Tea", "abstract": 7}', "the abstract is a number, not text"),
        ('{"title": "On Tea"', "no valid JSON: Expecting ',' delimiter (column 19)"),
        ('{"title": ' + "[" * 100_000, "JSON that cannot be read: "),
        ('{"title": "On Tea", "year": ' + "1" * 5000 + "}", "JSON that cannot be read: "),
    ],
)
def test_bad_line_becomes_a_failure(line: str, reason: str) -> None:
    good = json.dumps({"title": "On Tea"})
    bad, read = read_jsonl([good[:0] + "\n", line, good], "teas.jsonl")
    assert isinstance(bad, Failure) and isinstance(read, Paper)
    assert (bad.source, bad.line) == ("teas.jsonl", 2)
    assert bad.reason.startswith(reason)
    assert bad.raw.startswith(line[:300])


@pytest.mark.parametrize("line", ["[", "{\n"])
def test_a_document_is_no_list_of_lines(line: str) -> None:
    with pytest.raises(InputError, match=r"a.jsonl: is one JSON document; name it .json or give"):
        list(read_jsonl(["\n", line, '"title": "On Tea"}'], "a.jsonl"))


def test_ids_in_columns_of_their_own_are_kept() -> None:
    read = paper(id="p1", acl="no", acl_id="N19-1423", ids={"corpusid": 3, "openalex": "W7"})
    assert read.identifiers == ("acl:N19-1423", "corpusid:3", "openalex:W7")
