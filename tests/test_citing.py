import itertools
from dataclasses import replace

from kg.works import resolve_citations
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


def test_entries_of_one_work_lead_to_one_node():
    entries = {
        "a": ("Steeping green tea. doi:10.1000/steep arxiv:2001.00001",),
        "b": ("10.1000/steep",),
        "c": ("Steeping green tea",),
        "d": ("arXiv:2001.00001v2", "Leaves. s2:ab"),
        "e": ("Leaves",),
    }
    papers = [Paper(id=key, title=f"Paper {key}", references=refs) for key, refs in entries.items()]
    works, claims = resolve_citations([Extraction(paper=paper) for paper in papers])
    assert [(work.curie, work.names) for work in works] == [
        ("arxiv:2001.00001", ("arxiv:2001.00001", "doi:10.1000/steep")),
        ("s2:ab", ("s2:ab",)),
        (works[2].curie, ()),
    ]
    assert works[0].label == entries["a"][0]
    assert [claim.object for claim in claims].count("arxiv:2001.00001") == 4


def test_a_title_of_two_works_stays_a_work_of_its_own():
    entries = ("Steeping green tea. doi:10.1000/a", "Steeping green tea. doi:10.1000/b")
    papers = [
        Paper(id=str(n), title=f"Paper {n}", references=(text,))
        for n, text in enumerate((*entries, "Steeping green tea"))
    ]
    works, _ = resolve_citations([Extraction(paper=paper) for paper in papers])
    assert [work.curie for work in works][:2] == ["doi:10.1000/a", "doi:10.1000/b"]
    assert works[2].curie.startswith("work:")


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
