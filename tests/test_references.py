import pytest

from kg.references import index_papers, resolve_citation, resolve_reference, surname
from schemas import Citation, Paper

TEA = Paper(
    id="p1",
    title="TeaNet: steeping, and other networks",
    authors=("Ann van den Lee", "Bo Roe"),
    year=2023,
    arxiv="2301.00001",
    doi="10.1000/tea",
)
POT = Paper(id="p2", title="A study of pots", authors=("Cy Poe",), year=2020, doi="10.1000/POT")
INDEX = index_papers([TEA, POT])


def cite(surface: str, *authors: str, year: int | None = 2023, work: str | None = None) -> Citation:
    return Citation(
        start=0, end=len(surface), surface=surface, authors=authors, year=year, work=work
    )


@pytest.mark.parametrize(
    "reference",
    [
        "arxiv:2301.00001",
        "arXiv:2301.00001v2",
        "https://arxiv.org/abs/2301.00001",
        "10.1000/TEA",
        "https://doi.org/10.1000/tea",
        "p1",
        "teanet: Steeping and other network",
        "Lee, A. & Roe, B. TeaNet: steeping, and other networks. TeaConf 2023.",
        'Lee et al., "TeaNet: Steeping, and Other Networks," in TeaConf, 2023.',
        "A. Lee, B. Roe (2023). Tea. arXiv:2301.00001.",
        "Lee. Tea. doi: 10.1000/tea.",
    ],
)
def test_a_reference_leads_to_the_paper(reference):
    assert resolve_reference(reference, INDEX).curie == TEA.curie


@pytest.mark.parametrize(
    ("reference", "curie"),
    [
        ("https://arxiv.org/abs/1706.03762", "arxiv:1706.03762"),
        ("Doe. Leaves. https://doi.org/10.2000/leaf.", "doi:10.2000/leaf"),
        ("s2:abc123", "s2:abc123"),
    ],
)
def test_a_reference_to_a_work_outside_keeps_its_identifier(reference, curie):
    target = resolve_reference(reference, INDEX)
    assert (target.curie, target.label) == (curie, reference)


def test_free_text_that_leads_nowhere_is_one_work_in_any_spelling():
    one, other = (
        resolve_reference(text, INDEX)
        for text in ("Doe, J. On  leaves. 1999", "doe, j. on leaves. 1999")
    )
    assert one.curie == other.curie
    assert one.curie.startswith("work:")
    assert one.label == "Doe, J. On leaves. 1999"


def test_a_short_title_inside_an_entry_proves_nothing():
    index = index_papers([Paper(id="p", title="Leaves")])
    assert resolve_reference("Doe. Leaves. 1999.", index).curie.startswith("work:")


def test_a_name_of_two_papers_leads_to_neither():
    twins = [Paper(id="p", title="Green tea leaves", year=year) for year in (2001, 2002)]
    for reference in ("p", "Green tea leaves"):
        target = resolve_reference(reference, index_papers(twins))
        assert target.curie.startswith("work:")


def test_an_identifier_of_its_own_counts_before_that_of_another():
    preprint = Paper(id="a", title="Tea", arxiv="2301.00001", doi="10.1000/tea")
    published = Paper(id="b", title="Tea, revised", doi="10.1000/tea")
    target = resolve_reference("10.1000/tea", index_papers([preprint, published]))
    assert target.curie == published.curie


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Aaron van den Oord", "oord"),
        ("van den Oord", "oord"),
        ("Oord, Aaron van den", "oord"),
        ("Ulrike von Luxburg", "luxburg"),
        ("José García Márquez", "marquez"),
        ("Martin Luther King Jr.", "king"),
        ("Shai Shalev-Shwartz", "shalevshwartz"),
        ("Guido Mont´ufar", "montufar"),
        ("", ""),
    ],
)
def test_surnames_agree_in_any_spelling(name, key):
    assert surname(name) == key


@pytest.mark.parametrize(
    ("citation", "confidence"),
    [
        (cite("Lee et al. (2023)", "Lee"), 0.85),
        (cite("van den Lee and Roe, 2023", "van den Lee", "Roe"), 0.85),
        (cite("lee2023tea", "lee"), 0.85),
        (cite("2023", "Lee", "Roe"), 0.85),
        (cite("Lee et al. (2024)", "Lee", year=2024), 0.65),
        (cite("https://doi.org/10.1000/tea", work="doi:10.1000/tea"), 0.99),
    ],
)
def test_a_citation_leads_to_the_paper(citation, confidence):
    target = resolve_citation(citation, "local:x", index=INDEX)
    assert (target.curie, target.confidence) == (TEA.curie, confidence)


@pytest.mark.parametrize(
    ("citation", "curie", "label"),
    [
        (cite("Lee (2023)", "Lee"), "work:lee-2023", "Lee (2023)"),
        (cite("Poe et al. (2020)", "Poe", year=2020), "work:poe-2020", "Poe et al. (2020)"),
        (cite("Lee and Poe, 2023", "Lee", "Poe"), "work:lee-poe-2023", "Lee and Poe (2023)"),
        (cite("Lee et al. (2022)", "Lee", year=2022), "work:lee-2022", "Lee et al. (2022)"),
        (cite("Lee et al.", "Lee", year=None), "work:lee", "Lee et al."),
        (
            cite("Kai, Doe and Ray (2012)", "Kai", "Doe", "Ray", year=2012),
            "work:kai-doe-ray-2012",
            "Kai, Doe and Ray (2012)",
        ),
        (cite("10.5/x", work="doi:10.5/x"), "doi:10.5/x", "10.5/x"),
    ],
)
def test_a_citation_that_fits_no_paper_stays_outside(citation, curie, label):
    target = resolve_citation(citation, "local:x", index=INDEX)
    assert (target.curie, target.label) == (curie, label)


def test_a_bare_number_names_no_work():
    assert resolve_citation(cite("[3]", year=None), "local:x", index=INDEX) is None


def test_a_citation_that_fits_two_papers_stays_outside():
    twins = [Paper(id=name, title=name, authors=("Lee", "Roe"), year=2023) for name in "ab"]
    later = Paper(id="c", title="c", authors=("Lee", "Roe"), year=2022)
    target = resolve_citation(
        cite("Lee et al. (2023)", "Lee"), "local:x", index=index_papers([*twins, later])
    )
    assert target.curie == "work:lee-2023"


def test_a_paper_does_not_cite_itself_by_its_authors():
    target = resolve_citation(cite("Lee et al. (2023)", "Lee"), TEA.curie, index=INDEX)
    assert target.curie == "work:lee-2023"
