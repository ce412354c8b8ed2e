"""Records in the shapes of the services, field by field as these write them."""

import json
import random

import pytest

from extractors.readers.shapes import SHAPES, shape_of, to_record
from schemas import Failure, Paper, Supplement

OPENALEX = {
    "id": "https://openalex.org/W4377130677",
    "doi": "https://doi.org/10.48550/arxiv.2401.00001",
    "title": "On Tea",
    "display_name": "On Tea",
    "publication_year": 2024,
    "publication_date": "2024-01-01",
    "ids": {
        "openalex": "https://openalex.org/W4377130677",
        "doi": "https://doi.org/10.48550/arxiv.2401.00001",
        "mag": "3035965352",
    },
    "language": "en",
    "primary_location": {
        "is_oa": True,
        "landing_page_url": "https://doi.org/10.1000/tea",
        "pdf_url": None,
        "source": {"id": "https://openalex.org/S1", "display_name": "TeaConf", "type": "journal"},
        "license": None,
        "version": "publishedVersion",
    },
    "type": "article",
    "open_access": {"is_oa": True, "oa_status": "green", "oa_url": None},
    "authorships": [
        {
            "author_position": "first",
            "author": {
                "id": "https://openalex.org/A1",
                "display_name": "Ann Lee",
                "orcid": None,
            },
            "institutions": [],
            "raw_author_name": "A. Lee",
        }
    ],
    "locations_count": 2,
    "locations": [
        {"landing_page_url": "https://doi.org/10.1000/tea", "source": None},
        {"landing_page_url": "http://arxiv.org/abs/2401.00001", "source": None},
        {"landing_page_url": "https://aclanthology.org/2024.tea-main.1", "source": None},
    ],
    "referenced_works": ["https://openalex.org/W2", "https://openalex.org/W3"],
    "related_works": ["https://openalex.org/W9"],
    "abstract_inverted_index": {"We": [0], "brew": [1, 3], "and": [2]},
    "cited_by_count": 3,
    "updated_date": "2024-06-01T00:00:00.000000",
}
S2_API = {
    "paperId": "0123456789abcdef0123456789abcdef01234567",
    "corpusId": 258959321,
    "externalIds": {
        "DBLP": "conf/tea/LeeR24",
        "ArXiv": "2401.00001",
        "DOI": "10.1000/Tea",
        "ACL": "2024.tea-main.1",
        "CorpusId": 258959321,
    },
    "url": "https://www.semanticscholar.org/paper/0123456789abcdef0123456789abcdef01234567",
    "title": "On Tea",
    "abstract": None,
    "venue": "",
    "year": 2024,
    "publicationDate": "2024-01-01",
    "journal": {"name": "TeaConf", "pages": "1-9"},
    "tldr": {"model": "tldr@v2.0.0", "text": "Tea."},
    "authors": [{"authorId": "1", "name": "Ann Lee"}, {"authorId": None, "name": "Bo Roe"}],
    "references": [
        {
            "paperId": "f" * 40,
            "corpusId": 1,
            "title": "On Pots",
            "externalIds": {"ArXiv": "1706.03762", "DOI": "10.1000/Pots", "CorpusId": 1},
        },
        {"paperId": None, "externalIds": None, "title": "On Cups"},
        {"paperId": "e" * 40, "externalIds": {"CorpusId": 5}, "title": "On Mugs."},
        {"paperId": None, "title": None},
    ],
}
S2_BULK = {
    "corpusid": 258959321,
    "externalids": {"ACL": None, "DBLP": None, "ArXiv": "2401.00001", "MAG": None, "DOI": None},
    "url": "https://www.semanticscholar.org/paper/0123456789abcdef0123456789abcdef01234567",
    "title": "On Tea",
    "authors": [{"authorId": "1", "name": "Ann Lee"}],
    "venue": "TeaConf",
    "publicationvenueid": None,
    "year": 2024,
    "referencecount": 2,
    "s2fieldsofstudy": [{"category": "Computer Science", "source": "external"}],
    "publicationtypes": None,
    "publicationdate": "2024-01-01",
    "journal": {"name": "ArXiv", "pages": None, "volume": "abs/2401.00001"},
}
ARXIV = {
    "id": "2401.00001",
    "submitter": "Ann Lee",
    "authors": "Ann Lee and Bo Erd\\H{o}s",
    "title": "On\n  Tea",
    "comments": "9 pages",
    "journal-ref": "TeaConf 2024",
    "doi": "10.1000/tea",
    "report-no": None,
    "categories": "cs.LG cs.CL",
    "license": "http://creativecommons.org/licenses/by/4.0/",
    "abstract": "  We brew\nand brew.\n",
    "versions": [
        {"version": "v1", "created": "Mon, 1 Jan 2024 10:00:00 GMT"},
        {"version": "v2", "created": "Tue, 7 Jan 2025 10:00:00 GMT"},
    ],
    "update_date": "2025-01-08",
    "authors_parsed": [["Lee", "Ann", ""], ["Erd\\H{o}s", "Bo", "Jr."], ["TeaTeam"], []],
}
CSL = {
    "id": "leeTea2024",
    "type": "article",
    "title": "On Tea",
    "abstract": "We brew.",
    "author": [
        {"family": "Lee", "given": "Ann"},
        {"family": "Oord", "given": "Aäron", "non-dropping-particle": "van den"},
        {"literal": "The Tea Team"},
    ],
    "issued": {"date-parts": [["2024", 1, 1]]},
    "container-title": "TeaConf",
    "DOI": "10.1000/tea",
    "URL": "http://arxiv.org/abs/2401.00001",
    "number": "arXiv:2401.00001",
    "note": "arXiv:2401.00001 [cs]",
    "publisher": "arXiv",
    "accessed": {"date-parts": [["2025", 2, 3]]},
    "language": "en",
}
ZOTERO = {
    "Key": "AB12CD34",
    "Item Type": "preprint",
    "Publication Year": "2024",
    "Author": "Lee, Ann; van den Oord, Aäron",
    "Title": "On Tea",
    "Publication Title": "",
    "ISBN": "",
    "ISSN": "",
    "DOI": "10.48550/arXiv.2401.00001",
    "Url": "http://arxiv.org/abs/2401.00001",
    "Abstract Note": "We brew.",
    "Date": "2024-01-01",
    "Date Added": "2025-03-01 10:00:00",
    "Extra": "arXiv:2401.00001 [cs]",
    "Conference Name": "TeaConf",
}
DOC2JSON = {
    "paper_id": "P19-1001",
    "header": {"generated_with": "S2ORC 1.0.0"},
    "title": "On Tea",
    "authors": [{"first": "Ann", "middle": ["B."], "last": "Lee", "suffix": ""}],
    "year": "2019",
    "venue": "TeaConf",
    "identifiers": {"doi": "10.1000/tea", "acl_id": "P19-1001"},
    "abstract": "",
    "pdf_parse": {
        "paper_id": "P19-1001",
        "_pdf_hash": "",
        "abstract": [
            {"text": "We brew.", "cite_spans": [], "section": "Abstract"},
            {"text": "We pour.", "cite_spans": [], "section": "Abstract"},
        ],
        "body_text": [{"text": "Tea is old.", "cite_spans": [], "section": "Introduction"}],
        "bib_entries": {
            "BIBREF0": {
                "ref_id": "b0",
                "title": "On Pots",
                "authors": [{"first": "Bo", "middle": [], "last": "Roe", "suffix": ""}],
                "year": 2018,
                "venue": "PotConf",
                "other_ids": {"DOI": ["10.1000/pots"], "arXiv": ["arXiv:1706.03762"]},
            },
            "BIBREF1": {"title": "", "raw_text": "Poe. On Cups. 2001.", "other_ids": {}},
            "BIBREF2": {"title": "On Mugs", "other_ids": {}, "links": "77"},
        },
    },
}
S2ORC_METADATA = {
    "paper_id": "18980380",
    "title": "On Tea",
    "authors": [{"first": "Ann", "middle": [], "last": "Lee", "suffix": ""}],
    "abstract": "We brew.",
    "year": 2011,
    "arxiv_id": "1101.00001",
    "acl_id": "P11-1001",
    "doi": None,
    "venue": "ACL",
    "journal": None,
    "has_pdf_parse": True,
    "outbound_citations": ["77", "78"],
    "inbound_citations": ["79"],
}
TEXT = "\nOn Tea\nAnn Lee\nWe brew.\nRoe. On Pots."
S2ORC_BULK = {
    "corpusid": 18980380,
    "externalids": {"arxiv": "1101.00001", "mag": None, "acl": "P11-1001", "doi": "10.1000/tea"},
    "content": {
        "source": {"pdfurls": None, "oainfo": None},
        "text": TEXT,
        "annotations": {
            "title": json.dumps([{"start": 1, "end": 7}]),
            "author": json.dumps([{"start": 8, "end": 15}]),
            "abstract": json.dumps([{"start": 16, "end": 24}]),
            "bibentry": json.dumps(
                [{"start": 25, "end": 38, "attributes": {"matched_paper_id": 77, "title": "On P"}}]
            ),
            "figure": None,
        },
    },
}
CONFERENCE = {
    "title": "On Tea",
    "author": "Ann Lee; Bo Roe",
    "abstract": "We brew.",
    "track": "main",
    "status": "Poster",
    "site": "https://openreview.net/forum?id=tea",
    "id": "tea42",
    "keywords": "tea;brewing",
}


def read(record: object) -> Paper:
    paper = to_record(record, "teas.jsonl", line=1, raw="")
    assert isinstance(paper, Paper)
    return paper


def test_work_of_openalex() -> None:
    paper = read(OPENALEX)
    assert paper.id == "https://openalex.org/W4377130677"
    assert (paper.title, paper.abstract) == ("On Tea", "We brew and brew")
    assert (paper.authors, paper.year, paper.venue) == (("Ann Lee",), 2024, "TeaConf")
    assert (paper.arxiv, paper.curie) == ("2401.00001", "arxiv:2401.00001")
    assert paper.references == ("https://openalex.org/W2", "https://openalex.org/W3")
    assert paper.identifiers == ("acl:2024.tea-main.1", "doi:10.1000/tea")
    assert paper.url == "https://doi.org/10.1000/tea"
    assert read(OPENALEX | {"abstract_inverted_index": None}).abstract == ""


def test_arxiv_id_of_an_openalex_work_may_stand_in_a_location_alone() -> None:
    paper = read(OPENALEX | {"doi": "https://doi.org/10.1000/TEA", "ids": {}})
    assert (paper.doi, paper.arxiv) == ("10.1000/tea", "2401.00001")


def test_paper_of_the_semantic_scholar_api() -> None:
    paper = read(S2_API)
    assert (paper.id, paper.curie) == (S2_API["paperId"], "arxiv:2401.00001")
    assert (paper.abstract, paper.year, paper.venue) == ("", 2024, "TeaConf")
    assert paper.authors == ("Ann Lee", "Bo Roe")
    assert paper.identifiers == (
        "acl:2024.tea-main.1",
        "corpusid:258959321",
        "s2:0123456789abcdef0123456789abcdef01234567",
    )
    assert paper.references == (
        "On Pots. arxiv:1706.03762 doi:10.1000/pots",
        "On Cups",
        f"On Mugs. corpusid:5 s2:{'e' * 40}",
    )


def test_link_of_the_semantic_scholar_api_is_the_paper_at_its_end() -> None:
    link = {"isInfluential": False, "contexts": ["As in [1]."], "intents": [], "citedPaper": S2_API}
    assert read(link) == read(S2_API)
    failure = to_record({"citedPaper": None}, "a.json", line=1, raw="")
    assert isinstance(failure, Failure)
    assert failure.reason == "the record is null, not an object"


def test_paper_of_the_semantic_scholar_data_sets() -> None:
    paper = read(S2_BULK)
    assert (paper.id, paper.arxiv, paper.venue) == ("258959321", "2401.00001", "TeaConf")
    assert paper.identifiers == ("corpusid:258959321",)
    assert read(S2_BULK | {"externalids": {}}).curie == "corpusid:258959321"


def test_paper_of_the_arxiv_snapshot() -> None:
    paper = read(ARXIV)
    assert (paper.title, paper.abstract) == ("On Tea", "We brew and brew.")
    assert paper.authors == ("Ann Lee", "Bo Erdős Jr.", "TeaTeam")
    assert (paper.year, paper.venue, paper.doi) == (2024, "TeaConf 2024", "10.1000/tea")
    assert (paper.id, paper.arxiv) == ("2401.00001", "2401.00001")
    without = {k: v for k, v in ARXIV.items() if k not in ("versions", "authors_parsed")}
    assert (read(without).year, read(without).authors) == (2025, ("Ann Lee", "Bo Erdős"))


def test_item_of_csl_json() -> None:
    paper = read(CSL)
    assert (paper.id, paper.title, paper.abstract) == ("leeTea2024", "On Tea", "We brew.")
    assert paper.authors == ("Ann Lee", "Aäron van den Oord", "The Tea Team")
    assert (paper.year, paper.venue) == (2024, "TeaConf")
    assert (paper.doi, paper.arxiv) == ("10.1000/tea", "2401.00001")
    assert paper.url == "http://arxiv.org/abs/2401.00001"


def test_crossref_writes_csl_with_lists_and_references() -> None:
    paper = read(
        CSL
        | {
            "title": ["On Tea"],
            "container-title": ["TeaConf"],
            "reference": [
                {"key": "1", "doi-asserted-by": "crossref", "DOI": "10.1000/POTS"},
                {"key": "2", "unstructured": "Poe. On Cups. 2001."},
                {"key": "3", "article-title": "On Mugs", "author": "Poe", "DOI": "10.1000/mugs"},
                {"key": "4"},
            ],
        }
    )
    assert (paper.title, paper.venue) == ("On Tea", "TeaConf")
    assert paper.references == (
        "doi:10.1000/pots",
        "Poe. On Cups. 2001",
        "On Mugs. doi:10.1000/mugs",
    )


def test_row_of_zotero() -> None:
    paper = read(ZOTERO)
    assert (paper.id, paper.title, paper.abstract) == ("AB12CD34", "On Tea", "We brew.")
    assert paper.authors == ("Ann Lee", "Aäron van den Oord")
    assert (paper.year, paper.venue, paper.arxiv) == (2024, "TeaConf", "2401.00001")


def test_parsed_paper_of_doc2json() -> None:
    paper = read(DOC2JSON)
    assert (paper.id, paper.abstract) == ("P19-1001", "We brew. We pour.")
    assert (paper.authors, paper.year, paper.doi) == (("Ann B. Lee",), 2019, "10.1000/tea")
    assert paper.identifiers == ("acl:P19-1001",)
    assert paper.references == (
        "On Pots. arxiv:1706.03762 doi:10.1000/pots",
        "Poe. On Cups. 2001",
        "On Mugs. corpusid:77",
    )


def test_parsed_paper_of_cord_has_its_title_apart() -> None:
    cord = {
        "paper_id": "a1",
        "metadata": {"title": "On Tea", "authors": DOC2JSON["authors"]},
        "abstract": [{"text": "We brew."}],
        "body_text": [{"text": "Tea is old."}],
        "bib_entries": {"BIBREF0": {"title": "On Pots", "other_ids": {}}},
    }
    paper = read(cord)
    assert (paper.title, paper.abstract, paper.authors) == ("On Tea", "We brew.", ("Ann B. Lee",))
    assert paper.references == ("On Pots",)


def test_metadata_of_s2orc_cite_by_number() -> None:
    paper = read(S2ORC_METADATA)
    assert (paper.arxiv, paper.abstract) == ("1101.00001", "We brew.")
    assert paper.identifiers == ("acl:P11-1001", "corpusid:18980380")
    assert paper.references == ("corpusid:77", "corpusid:78")


def test_paper_of_the_s2orc_data_set_is_cut_from_its_text() -> None:
    paper = read(S2ORC_BULK)
    assert (paper.title, paper.abstract, paper.authors) == ("On Tea", "We brew.", ("Ann Lee",))
    assert (paper.doi, paper.references) == ("10.1000/tea", ("On P. corpusid:77",))
    assert paper.identifiers == ("acl:P11-1001", "corpusid:18980380")


def test_paper_of_a_conference_list() -> None:
    paper = read(CONFERENCE)
    assert (paper.id, paper.authors) == ("tea42", ("Ann Lee", "Bo Roe"))
    assert paper.url == "https://openreview.net/forum?id=tea"


@pytest.mark.parametrize(
    ("record", "works", "references", "abstract"),
    [
        (
            {
                "oci": "02-03",
                "citing": "10.1000/A",
                "cited": "10.1000/b",
                "creation": "2024-01",
                "timespan": "P1Y",
                "journal_sc": "no",
                "author_sc": "no",
            },
            ("doi:10.1000/a",),
            ("doi:10.1000/b",),
            "",
        ),
        (
            {
                "oci": "061-062",
                "citing": "omid:br/061 doi:10.48550/arxiv.2401.00001 pmid:1",
                "cited": "omid:br/062 doi:10.1000/b openalex:W2",
            },
            ("arxiv:2401.00001",),
            ("doi:10.1000/b openalex:W2",),
            "",
        ),
        (
            {
                "citationid": 1,
                "citingcorpusid": 7,
                "citedcorpusid": 8,
                "isinfluential": False,
                "contexts": None,
                "intents": None,
            },
            ("corpusid:7",),
            ("corpusid:8",),
            "",
        ),
        ({"citingcorpusid": 7, "citedcorpusid": None}, ("corpusid:7",), (), ""),
        (
            {"corpusid": 7, "openaccessinfo": {}, "abstract": "We\nbrew."},
            ("corpusid:7",),
            (),
            "We brew.",
        ),
    ],
)
def test_citation_tables_and_abstracts_apart_supplement_papers(
    record: object, works: tuple[str, ...], references: tuple[str, ...], abstract: str
) -> None:
    assert to_record(record, "a.csv", line=1, raw="") == Supplement(
        works=works, references=references, abstract=abstract, source="a.csv"
    )


def test_a_column_map_counts_before_the_shape() -> None:
    paper = to_record(
        ZOTERO | {"Year": "1999"},
        "z.csv",
        line=2,
        raw="",
        columns={"year": "Year", "venue": "Extra"},
    )
    assert isinstance(paper, Paper)
    assert (paper.year, paper.venue, paper.title) == (1999, "arXiv:2401.00001 [cs]", "On Tea")


def test_each_record_has_its_own_shape() -> None:
    records = [OPENALEX, S2ORC_METADATA, S2_API, ARXIV, CSL, ZOTERO]
    assert [shape_of(record) for record in records] == [*SHAPES]
    assert shape_of(S2_BULK) is shape_of(S2_API)
    assert shape_of(DOC2JSON) is shape_of(S2ORC_BULK) is shape_of(S2ORC_METADATA)
    assert shape_of(CONFERENCE) is None


def test_values_of_the_wrong_kind_never_break_a_shape() -> None:
    chance = random.Random(0)
    junk = [None, True, 7, -1.5, "", "x", [], [None], [7, "x", []], {}, {"a": None}, {"text": 7}]
    samples = (OPENALEX, S2_API, S2_BULK, ARXIV, CSL, ZOTERO, DOC2JSON, S2ORC_METADATA, S2ORC_BULK)
    for sample in samples:
        for _ in range(100):
            spoilt = json.loads(
                json.dumps(sample), object_hook=lambda found: _spoilt(found, chance, junk)
            )
            assert to_record(spoilt, "a.jsonl", line=1, raw="").source == "a.jsonl"


def _spoilt(found: dict[str, object], chance: random.Random, junk: list[object]) -> object:
    key = chance.choice([*found, "title"])
    return found | {key: chance.choice(junk)}
