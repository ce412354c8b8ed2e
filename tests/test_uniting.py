import itertools
from dataclasses import replace

import pytest

from kg.works import unite
from schemas import Paper

TEA = Paper(
    id="p1",
    title="TeaNet: learning how green leaves steep",
    abstract="TeaNet steeps.",
    authors=("Ann Lee", "Bo Roe"),
    year=2023,
    arxiv="2301.00001",
    source="a.jsonl",
)
POT = Paper(id="p2", title="A study of pots", authors=("Cy Poe",), year=2020, doi="10.1000/pot")
BARE = Paper(id="x", title=TEA.title, source="list.txt")
SHORT = Paper(id="s", title="TeaNet", authors=("Ann Lee", "Bo Roe"), year=2023)


def united(*papers: Paper) -> list[Paper]:
    """Return the works of papers, which must be the same in any order."""
    (result,) = {tuple(unite(order)[0]) for order in itertools.permutations(papers)}
    return [*result]


def test_records_of_one_id_become_one_paper_in_any_order():
    (paper,) = united(
        replace(TEA, authors=(), references=("a", "b")),
        replace(TEA, id="W7", abstract="", venue="TeaConf", references=("c", "a")),
        replace(TEA, id="x", abstract="", doi="10.1000/tea", title="Tea"),
    )
    assert (paper.id, paper.abstract) == ("p1", TEA.abstract)
    assert (paper.venue, paper.doi, paper.authors) == ("TeaConf", "10.1000/tea", TEA.authors)
    assert paper.references == ("a", "b", "c")
    assert paper.identifiers == ("W7", "doi:10.1000/tea", "x")


def test_the_smallest_text_decides_between_abstracts_of_one_length():
    (paper,) = united(*(replace(TEA, id=text, abstract=text) for text in ("bb", "aa", "c")))
    assert paper.abstract == "aa"


def test_papers_are_sorted_and_kept_apart():
    assert united(POT, TEA) == [TEA, POT]


def test_any_shared_id_joins_records():
    preprint = replace(TEA, doi="10.1000/TEA")
    published = Paper(id="q", title="How leaves steep", authors=("Ann Lee",), doi="10.1000/tea")
    export = Paper(id="https://openalex.org/W1", title="?", identifiers=("doi:10.1000/tea",))
    (paper,) = united(preprint, published, export)
    assert paper.curie == TEA.curie
    assert {"doi:10.1000/tea", "openalex:W1", "q"} <= {*paper.identifiers}


@pytest.mark.parametrize(
    "other",
    [
        BARE,
        replace(BARE, title="TeaNet - Learning How Green Leaves Steep"),
        replace(BARE, authors=("A. Lee",)),
        replace(BARE, authors=("Anonymous",), year=2022),
        replace(BARE, authors=("Lee, Ann",), year=2025, doi="10.1000/tea"),
        replace(BARE, year=2022),
    ],
)
def test_a_long_title_joins_what_nothing_contradicts(other):
    (paper,) = united(TEA, other)
    assert (paper.curie, paper.identifiers[-1]) == (TEA.curie, "x")


@pytest.mark.parametrize(
    "other",
    [
        replace(BARE, authors=("Cy Poe",)),
        replace(BARE, year=2020),
        replace(BARE, arxiv="2301.00002"),
        replace(BARE, title="TeaNet: learning how green leaves brew"),
    ],
)
def test_a_long_title_joins_nothing_that_differs(other):
    assert len(united(TEA, other)) == 2


def test_a_title_of_two_works_alone_joins_neither():
    other = replace(TEA, id="o", arxiv=None, authors=("Cy Poe",))
    assert {paper.id for paper in united(TEA, other, BARE)} == {"p1", "o", "x"}


@pytest.mark.parametrize(
    ("other", "count"),
    [
        (replace(SHORT, id="t", year=2024), 1),
        (replace(SHORT, id="t", authors=("Lee, A.", "Roe, B.")), 1),
        (replace(SHORT, id="t", authors=("Ann Lee",)), 2),
        (replace(SHORT, id="t", authors=()), 2),
        (replace(SHORT, id="t", year=None), 2),
    ],
)
def test_a_short_title_needs_authors_and_year(other, count):
    assert len(united(SHORT, other)) == count


def test_records_without_authors_are_one_as_far_as_they_say_the_same():
    preface = Paper(id="a", title="Preface", abstract="Tea.", year=2001)
    assert len(united(preface, replace(preface, id="b"), replace(preface, abstract=""))) == 1
    papers = united(preface, replace(preface, id="b", abstract="Pots."))
    assert len({paper.curie for paper in papers}) == 2


def test_a_doi_of_a_volume_is_the_id_of_no_paper_in_it_and_told():
    papers = [
        Paper(id="", title=f"Chapter {n}", authors=(name,), doi="10.1000/book", source="b.bib")
        for n, name in enumerate(("Ann Lee", "Bo Roe", "Cy Poe"))
    ]
    found, (failure,) = unite(papers)
    assert sorted(paper.title for paper in found) == ["Chapter 0", "Chapter 1", "Chapter 2"]
    assert {paper.doi for paper in found} == {None}
    assert (failure.source, failure.line) == ("b.bib", 0)
    assert failure.reason == (
        "doi:10.1000/book is given as the id of 3 works, so it counts for none of them: "
        "'Chapter 0', 'Chapter 2'; give each its own"
    )


def test_fields_keep_their_origin():
    table = Paper(
        id="t", title=TEA.title, arxiv=TEA.arxiv, venue="TeaConf", references=("a",), source="t.csv"
    )
    (paper,) = united(replace(TEA, references=("b",)), table)
    assert paper.source == "a.jsonl"
    assert paper.origins == (
        ("references", "a.jsonl"),
        ("references", "t.csv"),
        ("venue", "t.csv"),
    )
