import pytest

from kg.works.index import index_papers, surname
from kg.works.references import IDENTIFIED, TITLE_INSIDE, resolve_citation, resolve_reference
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
NEAR = Paper(id="p3", title="Steeping revisited", abstract="TeaNet steeps without a steeping pot.")
FAR = Paper(id="p4", title="On stars", abstract="Stars are far.")


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
        "teanet: Steeping and other Networks",
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


@pytest.mark.parametrize(
    ("reference", "curie", "confidence"),
    [
        ("Leaves. arxiv:9901.00001 doi:10.1000/tea s2:ab", TEA.curie, IDENTIFIED),
        ("openalex:W9 corpusid:7", "s2:a", IDENTIFIED),
        ("TeaNet: steeping, and other networks. doi:10.2000/x", TEA.curie, TITLE_INSIDE),
        ("Leaves. openalex:W9 s2:b", "openalex:W9", IDENTIFIED),
        ("https://aclanthology.org/N19-1423.pdf", "acl:N19-1423", IDENTIFIED),
    ],
)
def test_a_reference_may_hold_several_ids(reference, curie, confidence):
    cup = Paper(id="x", title="On cups", identifiers=("s2:a", "corpusid:7"))
    target = resolve_reference(reference, index_papers([TEA, POT, cup]))
    assert (target.curie, target.confidence) == (curie, confidence)


def test_free_text_that_leads_nowhere_is_one_work_in_any_spelling():
    one, other = (
        resolve_reference(text, INDEX)
        for text in ("Doe, J. On  leaves. 1999", "doe, j. on leaves. 1999")
    )
    assert one.curie == other.curie
    assert one.curie.startswith("work:")
    assert one.label == "Doe, J. On leaves. 1999"


def test_a_title_of_plurals_is_found_inside_an_entry():
    index = index_papers([Paper(id="s2:1", title="Leaves: trees? Teas, and pots")])
    target = resolve_reference("Doe, J. Leaves: trees? Teas, and pots. 1999.", index)
    assert (target.curie, target.confidence) == ("s2:1", 0.9)


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
    ("citation", "citing", "confidence"),
    [
        (cite("van den Lee and Roe, 2023", "van den Lee", "Roe"), FAR, 0.9),
        (cite("2023", "Lee", "Roe"), FAR, 0.9),
        (cite("Lee et al. (2023)", "Lee"), NEAR, 0.8),
        (cite("Lee et aI, 2023", "Lee"), NEAR, 0.8),
        (cite("lee2023teanet", "lee"), NEAR, 0.8),
        (cite("Lee23", "Lee"), NEAR, 0.8),
        (cite("Lee and Roe, 2024", "Lee", "Roe", year=2024), NEAR, 0.7),
        (cite("Lee et al. (2024)", "Lee", year=2024), NEAR, 0.7),
        (cite("https://doi.org/10.1000/tea", work="doi:10.1000/tea"), FAR, 0.99),
    ],
)
def test_a_citation_leads_to_the_paper(citation, citing, confidence):
    target = resolve_citation(citation, citing, index=INDEX)
    assert (target.curie, target.confidence) == (TEA.curie, confidence)


@pytest.mark.parametrize(
    "citation",
    [
        cite("Lee et al. (2023)", "Lee"),
        cite("Lee and Roe, 2024", "Lee", "Roe", year=2024),
        cite("Lee et al. (2024)", "Lee", year=2024),
    ],
)
def test_a_weak_citation_needs_a_word_of_the_title_in_the_text(citation):
    assert resolve_citation(citation, FAR, index=INDEX).curie.startswith("work:lee-")


def test_a_paper_of_the_reference_list_counts_before_others():
    twin = Paper(id="twin", title="Twin", authors=TEA.authors, year=TEA.year)
    index = index_papers([TEA, twin])
    cited = cite("Lee et al. (2023)", "Lee")
    assert resolve_citation(cited, FAR, index=index).curie == "work:lee-2023"
    listed = {text: resolve_reference(text, index) for text in (TEA.arxiv, POT.doi)}
    target = resolve_citation(cited, FAR, index=index, listed=listed)
    assert (target.curie, target.confidence) == (TEA.curie, 0.9)


def test_papers_that_fit_alike_leave_a_citation_open_and_are_told():
    twin = Paper(id="twin", title="Twin", authors=TEA.authors, year=TEA.year)
    target = resolve_citation(
        cite("Lee et al. (2023)", "Lee"), FAR, index=index_papers([TEA, twin])
    )
    assert (target.curie, target.candidates) == ("work:lee-2023", (TEA.curie, twin.curie))


@pytest.mark.parametrize(
    ("entries", "curie"),
    [
        (["Ann Lee. Of leaves. 2023.", "B. Poe. Of pots. 2023."], "free"),
        (["Ann Lee. Of leaves. 2023. doi:10.1000/leaf", "Lee. Of pots. 2022."], "doi:10.1000/leaf"),
        (["Ann Lee. Of leaves. 2023.", "A. Lee. Of pots. 2023."], "work:lee-2023"),
        (["Ann Leeway. Of leaves. 2023."], "work:lee-2023"),
    ],
)
def test_a_citation_means_the_one_entry_of_the_list_with_its_authors_and_year(entries, curie):
    index = index_papers([])
    listed = {text: resolve_reference(text, index) for text in entries}
    target = resolve_citation(cite("Lee et al. (2023)", "Lee"), FAR, index=index, listed=listed)
    assert target.curie == (listed[entries[0]].curie if curie == "free" else curie)


def test_an_entry_chooses_between_papers_of_one_title_by_author_and_year():
    papers = [
        Paper(id=f"s2:{n}", title="Leaves of green tea", authors=(author,), year=year)
        for n, (author, year) in enumerate([("Ann Lee", 2001), ("Cy Poe", 2001), ("Cy Poe", 2009)])
    ]
    index = index_papers(papers)
    texts = (
        "Poe, C. Leaves of green tea. TeaConf 2009.",
        "Leaves of Green Tea. A. Lee.",
        "Lee, A. Leaves of green tea. 2001.",
    )
    found = [resolve_reference(text, index) for text in texts]
    assert [target.curie for target in found][::2] == ["s2:2", "s2:0"]
    assert found[1].curie.startswith("work:")
    assert found[1].candidates == ("s2:0", "s2:1", "s2:2")


def test_words_of_many_titles_tell_nothing():
    others = [Paper(id=f"q{n}", title=f"TeaNet steeping networks {n}") for n in range(9)]
    index = index_papers([TEA, *others])
    target = resolve_citation(cite("Lee et al. (2023)", "Lee"), NEAR, index=index)
    assert target.curie == "work:lee-2023"


@pytest.mark.parametrize(
    ("citation", "curie", "label"),
    [
        (cite("Lee(2023)", "Lee"), "work:lee-2023", "Lee (2023)"),
        (cite("lee2023pot", "lee"), "work:lee2023pot", "lee2023pot"),
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
    target = resolve_citation(citation, NEAR, index=INDEX)
    assert (target.curie, target.label) == (curie, label)


def test_a_bare_number_names_no_work():
    assert resolve_citation(cite("[3]", year=None), NEAR, index=INDEX) is None


def test_a_citation_that_fits_two_papers_stays_outside():
    papers = [
        Paper(id=name, title=f"Steeping {name}", authors=("Lee", "Roe"), year=year)
        for name, year in (("a", 2023), ("b", 2023), ("c", 2022))
    ]
    cited = cite("Lee and Roe (2023)", "Lee", "Roe")
    target = resolve_citation(cited, NEAR, index=index_papers(papers))
    assert target.curie == "work:lee-roe-2023"


def test_a_paper_does_not_cite_itself_by_its_authors():
    target = resolve_citation(cite("Lee and Roe (2023)", "Lee", "Roe"), TEA, index=INDEX)
    assert target.curie == "work:lee-roe-2023"
