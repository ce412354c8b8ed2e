from pathlib import Path

import pytest

import kg
from kg.build import read
from kg.works.supplements import add_supplements
from schemas import InputError, Paper, Supplement

TEA = Paper(id="p1", title="On Tea", doi="10.1000/tea", references=("a",))
POT = Paper(id="p2", title="On Pots", abstract="We pour.", identifiers=("corpusid:8",))


def test_references_are_added_once_and_sorted() -> None:
    table = [
        Supplement(works=("doi:10.1000/tea",), references=("doi:10.1000/z", "a"), source="c.csv"),
        Supplement(works=("10.1000/TEA",), references=("corpusid:8",), source="c.csv"),
        Supplement(works=("doi:10.1000/other",), references=("doi:10.1000/z",), source="c.csv"),
        Supplement(works=(), source="c.csv"),
    ]
    for order in (table, table[::-1]):
        (tea, pot), failures = add_supplements([TEA, POT], order)
        assert tea.references == ("a", "corpusid:8", "doi:10.1000/z")
        assert pot == POT
        assert failures == []


def test_every_record_of_a_paper_is_supplemented() -> None:
    records = [TEA, Paper(id="W1", title="On Tea", doi="10.1000/tea", identifiers=("openalex:W1",))]
    supplemented, _ = add_supplements(
        records, [Supplement(works=("openalex:W1",), references=("b",))]
    )
    assert [paper.references for paper in supplemented] == [("a", "b"), ("b",)]


def test_an_abstract_fills_a_gap_alone() -> None:
    given = [
        Supplement(works=("p1",), abstract="We brew."),
        Supplement(works=("p1",), abstract="We."),
        Supplement(works=("corpusid:8",), abstract="Another abstract."),
    ]
    papers, _ = add_supplements([TEA, POT], given)
    assert [paper.abstract for paper in papers] == ["We brew.", "We pour."]


def test_a_table_of_strange_works_says_so() -> None:
    strange = Supplement(works=("doi:10.1000/x",), references=("doi:10.1000/y",), source="c.csv")
    _, [failure] = add_supplements([TEA], [strange, strange])
    assert (failure.source, failure.line) == ("c.csv", 0)
    assert failure.reason == (
        "none of the works of its 2 records is a paper here; give their papers, too"
    )


def test_citation_table_joins_papers_of_the_graph(tmp_path: Path) -> None:
    papers, table = tmp_path / "papers.csv", tmp_path / "citations.csv"
    papers.write_text("id,title,doi\n1,On Tea,10.1000/tea\n2,On Pots,10.1000/pots\n")
    table.write_text(
        "oci,citing,cited,creation\n1-2,10.1000/tea,doi:10.1000/POTS,2024\n3-4,10.1000/c,10.1000/d,\n"
    )
    for order in ([papers, table], [table, papers]):
        graph = kg.build(order)
        assert [paper.title for paper in graph.cited_by("On Tea")] == []
        assert [paper.title for paper in graph.cited_by("On Pots")] == ["On Tea"]
        assert not graph.failures
    with pytest.raises(InputError, match=r"citations.csv: none of the works of its 2 records is a"):
        read(table)


def test_reference_by_any_id_of_a_paper_leads_to_it(tmp_path: Path) -> None:
    works = tmp_path / "works.jsonl"
    works.write_text(
        '{"id": "https://openalex.org/W1", "title": "On Tea", "doi": "https://doi.org/10.1000/tea"}\n'
        '{"id": "https://openalex.org/W2", "title": "On Pots",'
        ' "referenced_works": ["https://openalex.org/W1"]}\n'
        '{"corpusid": 7, "title": "On Cups", "externalids": {"DOI": "10.1000/tea"}}\n'
        '{"corpusid": 8, "title": "On Mugs"}\n'
        '{"citingcorpusid": 8, "citedcorpusid": 7}\n'
    )
    graph = kg.build(works)
    assert sorted(paper.title for paper in graph.cited_by("https://openalex.org/W1")) == [
        "On Mugs",
        "On Pots",
    ]
    assert graph.paper("CorpusID:7").id == "doi:10.1000/tea"
