import pytest

from schemas import paper_curie, work_curie

SHA = "0123456789abcdef0123456789abcdef01234567"


@pytest.mark.parametrize(
    ("identifier", "curie"),
    [
        ("https://doi.org/10.48550/arXiv.2401.00001", "arxiv:2401.00001"),
        ("doi:10.48550/arxiv.cs/0112017", "arxiv:cs/0112017"),
        ("http://export.arxiv.org/abs/2401.00001v2", "arxiv:2401.00001"),
        ("https://arxiv.org/pdf/2401.00001.pdf", "arxiv:2401.00001"),
        ("https://dx.doi.org/10.1000/Tea", "doi:10.1000/tea"),
        ("https://aclanthology.org/2024.acl-long.1/", "acl:2024.acl-long.1"),
        ("https://www.aclweb.org/anthology/N19-1423.pdf", "acl:N19-1423"),
        (f"https://www.semanticscholar.org/paper/On-Tea-Lee/{SHA}", f"s2:{SHA}"),
        (f"https://semanticscholar.org/paper/{SHA}", f"s2:{SHA}"),
        ("https://api.semanticscholar.org/CorpusID:77", "corpusid:77"),
        ("CorpusId:77", "corpusid:77"),
        ("https://api.openalex.org/works/W77", "openalex:W77"),
        ("https://www.semanticscholar.org/paper/On-Tea", None),
        ("https://example.org/N19-1423", None),
        (SHA, None),
    ],
)
def test_an_id_is_known_in_all_its_forms(identifier: str, curie: str | None) -> None:
    assert work_curie(identifier) == curie


def test_the_best_id_names_a_paper_whatever_their_order() -> None:
    names = ("corpusid:7", "s2:ab", "openalex:W1", "acl:N19-1423")
    for order in (names, names[::-1]):
        assert paper_curie("p1", "On Tea", 2024, identifiers=order) == "acl:N19-1423"
        assert paper_curie("openalex:W1", "On Tea", 2024, identifiers=order[1:3]) == "openalex:W1"
        by_doi = paper_curie("p1", "On Tea", 2024, doi="10.1000/t", identifiers=order)
        assert by_doi == "doi:10.1000/t"
