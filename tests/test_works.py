import itertools
from dataclasses import replace

from kg.works import resolve_citations, unite
from schemas import Citation, Extraction, Extractor, Paper, Relation

TEA = Paper(
    id="p1",
    title="TeaNet for leaves",
    abstract="TeaNet steeps. It follows Doe and Ray (2019), and beats Poe (2020).",
    authors=("Ann Lee", "Bo Roe"),
    year=2023,
    arxiv="2301.00001",
)
POT = Paper(id="p2", title="A study of pots", authors=("Cy Poe",), year=2020, doi="10.1000/pot")


def citing(paper: Paper, surface: str, *authors: str, year: int | None) -> Extraction:
    start = paper.text.index(surface)
    citation = Citation(
        start=start, end=start + len(surface), surface=surface, authors=authors, year=year
    )
    return Extraction(paper=paper, citations=(citation,))


def test_records_of_one_paper_become_one_in_any_order():
    records = [
        Extraction(paper=replace(TEA, authors=(), references=("a", "b"))),
        Extraction(
            paper=replace(TEA, id="W7", abstract="", venue="TeaConf", references=("c", "a"))
        ),
        Extraction(paper=replace(TEA, id="x", abstract="", doi="10.1000/tea", title="Tea")),
    ]
    results = {unite(order) for order in itertools.permutations(records)}
    ((work,),) = results
    paper = work.extraction.paper
    assert (paper.id, paper.abstract) == ("p1", TEA.abstract)
    assert (paper.venue, paper.doi, paper.authors) == ("TeaConf", "10.1000/tea", TEA.authors)
    assert paper.references == ("a", "b", "c")
    assert work.identifiers == ("W7", "p1", "x")


def test_the_smallest_text_decides_between_abstracts_of_one_length():
    records = [Extraction(paper=replace(TEA, id=text, abstract=text)) for text in ("bb", "aa", "c")]
    (work,) = unite(records)
    assert work.extraction.paper.abstract == "aa"


def test_only_the_base_record_speaks():
    short = citing(replace(TEA, abstract="See Poe (2020)."), "Poe (2020)", "Poe", year=2020)
    (work,) = unite([short, Extraction(paper=TEA)])
    assert work.extraction.citations == ()


def test_papers_are_sorted_and_kept_apart():
    works = unite([Extraction(paper=POT), Extraction(paper=TEA)])
    assert [work.extraction.paper for work in works] == [TEA, POT]


def test_a_citation_in_the_text_has_its_sentence_as_evidence():
    works, (claim,) = resolve_citations(
        [citing(TEA, "Doe and Ray (2019)", "Doe", "Ray", year=2019), Extraction(paper=POT)]
    )
    assert [(work.curie, work.label, work.year) for work in works] == [
        ("work:doe-ray-2019", "Doe and Ray (2019)", 2019)
    ]
    (evidence,) = claim.evidence
    assert (claim.subject, claim.relation, claim.object) == (
        TEA.curie,
        Relation.CITES,
        "work:doe-ray-2019",
    )
    assert evidence.sentence == "It follows Doe and Ray (2019), and beats Poe (2020)."
    assert TEA.text[evidence.start : evidence.end] == "Doe and Ray (2019)"
    assert TEA.text[evidence.sentence_start :].startswith(evidence.sentence)
    assert evidence.extractor == Extractor.CITATIONS


def test_a_reference_list_has_its_entry_as_evidence_without_a_place():
    tea = replace(TEA, references=("https://doi.org/10.1000/pot", " ", "A study of pots"))
    works, (claim,) = resolve_citations([Extraction(paper=tea), Extraction(paper=POT)])
    assert works == ()
    assert (claim.object, claim.confidence) == (POT.curie, 0.99)
    assert [item.sentence for item in claim.evidence] == [
        "https://doi.org/10.1000/pot",
        "A study of pots",
    ]
    assert {(item.start, item.end, item.sentence_start) for item in claim.evidence} == {(0, 0, 0)}
    assert {item.extractor for item in claim.evidence} == {Extractor.REFERENCES}


def test_both_kinds_of_evidence_join_in_one_claim():
    tea = replace(TEA, references=("10.1000/pot",))
    extraction = citing(tea, "Poe (2020)", "Poe", year=2020)
    _, (claim,) = resolve_citations([extraction, Extraction(paper=POT)])
    assert [item.extractor for item in claim.evidence] == [
        Extractor.REFERENCES,
        Extractor.CITATIONS,
    ]


def test_two_surfaces_share_a_work_under_the_fuller_label():
    texts = ("Doe et al. (2019) steep.", "Trees grow [Doe, 2019].")
    one, other = (Paper(id=text, title=f"T{text}", abstract=text) for text in texts)
    works, claims = resolve_citations(
        [
            citing(one, "Doe et al. (2019)", "Doe", year=2019),
            citing(other, "Doe, 2019", "Doe", year=2019),
        ]
    )
    assert [(work.curie, work.label) for work in works] == [("work:doe-2019", "Doe et al. (2019)")]
    assert len(claims) == 2


def test_a_paper_that_names_its_own_identifier_does_not_cite_itself():
    works, claims = resolve_citations([Extraction(paper=replace(TEA, references=("2301.00001",)))])
    assert (works, claims) == ((), ())


def test_a_bare_number_gives_nothing():
    paper = replace(TEA, abstract="Known since [3].")
    works, claims = resolve_citations([citing(paper, "[3]", year=None)])
    assert (works, claims) == ((), ())


def test_the_order_of_papers_does_not_matter():
    papers = [
        citing(TEA, "Poe (2020)", "Poe", year=2020),
        Extraction(paper=replace(POT, references=("s2:x", "Free text entry"))),
        Extraction(paper=Paper(id="q", title="Third", references=("p1", "s2:x"))),
    ]
    results = {resolve_citations(order) for order in itertools.permutations(papers)}
    assert len(results) == 1
