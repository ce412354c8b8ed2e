import json
import time
from pathlib import Path

import pytest

from extractors.citations import find_citations

GOLD = Path(__file__).parents[2] / "shared" / "gold"


def summary(text):
    return [(c.surface, c.authors, c.year) for c in find_citations(text)]


@pytest.mark.parametrize(
    ("text", "surface", "authors", "year"),
    [
        ("as Burns et al. (2023) show", "Burns et al. (2023)", ("Burns",), 2023),
        ("scaling (Dehghani et al., 2023) and", "Dehghani et al., 2023", ("Dehghani",), 2023),
        ("(Reddi et. al., 2018)", "Reddi et. al., 2018", ("Reddi",), 2018),
        ("(Blum, et al. 1994)", "Blum, et al. 1994", ("Blum",), 1994),
        ("by Maclaurin et al (2015) but", "Maclaurin et al (2015)", ("Maclaurin",), 2015),
        ("of Kingma & Ba [2015].", "Kingma & Ba [2015]", ("Kingma", "Ba"), 2015),
        ("by M. Jian, et al. (2005)", "M. Jian, et al. (2005)", ("Jian",), 2005),
        ("Cohen’s (1960) kappa", "Cohen’s (1960)", ("Cohen",), 1960),
        ("van den Oord et al. (2018)", "van den Oord et al. (2018)", ("van den Oord",), 2018),
        ("of Mont´ufar (2017),", "Mont´ufar (2017)", ("Mont´ufar",), 2017),
        (
            "by O’Brien and d'Aspremont (2010)",
            "O’Brien and d'Aspremont (2010)",
            ("O’Brien", "d'Aspremont"),
            2010,
        ),
        (
            "Recently, Smith, Jones & Ben-David (2010) show",
            "Smith, Jones & Ben-David (2010)",
            ("Smith", "Jones", "Ben-David"),
            2010,
        ),
        ("by Hu and Evans [UAI 2020], runs", "Hu and Evans [UAI 2020]", ("Hu", "Evans"), 2020),
        ("of Li et al. [NIPS'12] and", "Li et al. [NIPS'12]", ("Li",), 2012),
        ("in [Zhang et al. ICLR’17].", "Zhang et al. ICLR’17", ("Zhang",), 2017),
        ("in [Zhou et al., ICML2019].", "Zhou et al., ICML2019", ("Zhou",), 2019),
        ("by Zilles et al. [ZLH11] is", "Zilles et al. [ZLH11]", ("Zilles",), 2011),
        (
            "see [Choi and Kim, Bounds for graphs, STOC 2008].",
            "Choi and Kim, Bounds for graphs, STOC 2008",
            ("Choi", "Kim"),
            2008,
        ),
        (
            "by R. Gomes and B. Selman in 2003.",
            "R. Gomes and B. Selman in 2003",
            ("Gomes", "Selman"),
            2003,
        ),
        ("a law (Bank of Japan, 2021)", "Bank of Japan, 2021", ("Bank of Japan",), 2021),
        ("Recently, Asano et al. walked", "Asano et al.", ("Asano",), None),
        ("a bound due to Menton and Singh.", "Menton and Singh", ("Menton", "Singh"), None),
        ("In prior work (ICRA 2016) we", "ICRA 2016", (), 2016),
    ],
)
def test_one_citation_by_author_and_year(text, surface, authors, year):
    assert summary(text) == [(surface, authors, year)]


def test_lists_in_brackets_give_one_record_a_work():
    text = "(see Yang et al., 2022; Chang 2004) and [Arpit et al. 2017, Jo and Bengio 2017]"
    assert [c.surface for c in find_citations(text)] == [
        "Yang et al., 2022",
        "Chang 2004",
        "Arpit et al. 2017",
        "Jo and Bengio 2017",
    ]


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("Antos and Lugosi (1996, 1998)", [1996, 1998]),
        ("(Ji et al., 2024a,b)", [2024, 2024]),
        ("(Le et al., 2012; 2011)", [2012, 2011]),
        ("Vu et al. (EC 2016 and TEAC 2019)", [2016, 2019]),
    ],
)
def test_several_years_share_a_place(text, years):
    found = find_citations(text)
    assert [c.year for c in found] == years
    assert len({(c.start, c.end, c.authors) for c in found}) == 1


def test_authors_cited_before_are_found_without_a_year():
    text = "Antos and Lugosi (1996) ask. We answer what Antos and Lugosi left."
    assert [(c.start, c.year) for c in find_citations(text)] == [(0, 1996), (44, None)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("attacks qi2023fine-- a few", [("qi2023fine", ("qi",), 2023)]),
        (r"of \citet{Nemi85} who", [("Nemi85", ("Nemi",), 1985)]),
        (
            r"in~\citep[see][p. 2]{a2019b, yang_mean_2017}.",
            [("a2019b", ("a",), 2019), ("yang_mean_2017", ("yang",), 2017)],
        ),
        ("in [reid2015, lee2016x].", [("reid2015", ("reid",), 2015), ("lee2016x", ("lee",), 2016)]),
        (r"of \cite{RS13} and \cite{lda}", [("RS13", (), 2013), ("lda", (), None)]),
        ("by [BDM+19] or [KM12, Hedau12]", [("BDM+19", (), 2019), ("KM12", (), 2012)]),
    ],
)
def test_keys_and_labels(text, expected):
    assert summary(text)[: len(expected)] == expected


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("as in [12].", 1),
        ("methods [3, 5] fail", 2),
        ("our work [1] –[3] shows", 3),
        ("and segmentation[20], where", 1),
        ("OpenPose [??] and FiD (CITATION; CITATION)", 3),
    ],
)
def test_references_by_number_and_lost_ones(text, count):
    found = find_citations(text)
    assert len(found) == count
    assert not any(c.authors or c.year for c in found)


@pytest.mark.parametrize(
    "text",
    [
        "on PASCAL VOC 2012, WMT 2014 and ICRA 2016",
        "ImageNet (2012), GPT-4 (2023) and the Kinetics (2017) dataset",
        "in May 2023, and in 2019; May (2023); Lloyd's algorithm",
        "(1) first, (2) second, values in [0, 1] or in [1, 5], x[3] and $[2]$, Section 3 [2]",
        "the Winter Games (2018) and the Tea Challenge (2019)",
        "CIFAR and SVHN (2011) over 2016-2018",
        "see https://example.org/view/rss2023lab/home",
        "work such as Mixup and Cutmix showed gains",
    ],
)
def test_false_friends_are_no_citations(text):
    assert find_citations(text) == ()


def test_identifiers_in_a_row_are_works_of_their_own():
    found = find_citations("as arXiv:2305.18290, arXiv:2305.18291 show")
    assert [c.work for c in found] == ["arxiv:2305.18290", "arxiv:2305.18291"]


def test_identifiers_name_the_work():
    text = "Of Wu et al. (2023, arXiv:2305.18290v2), and doi:10.1145/3442188.3445922."
    found = find_citations(text)
    assert [(c.surface, c.authors, c.work) for c in found] == [
        ("Wu et al. (2023, arXiv:2305.18290v2)", ("Wu",), "arxiv:2305.18290"),
        ("doi:10.1145/3442188.3445922", (), "doi:10.1145/3442188.3445922"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "The full version is at https://arxiv.org/abs/2405.04910.",
        "Our data: https://doi.org/10.5281/zenodo.14178277.",
    ],
)
def test_identifiers_of_this_paper_and_its_data_are_no_citations(text):
    assert find_citations(text) == ()


def test_surface_is_the_text_at_the_offsets():
    text = "Ångström—see (Müller, 2019) 𝒳 [7] and Ott et al. (2020)"
    found = find_citations(text)
    assert len(found) == 3
    assert all(text[c.start : c.end] == c.surface for c in found)


@pytest.mark.parametrize(
    "piece",
    [
        "[",
        "(A",
        "Aa, ",
        "[1,",
        "[A12,",
        "[a2020b,",
        r"\cite{a",
        "Aa and ",
        "(Aa et al., ",
        "[7] Aa (2020) ",
        "arXiv:2305.18290 ",
    ],
)
def test_long_lines_take_no_time(piece):
    start = time.process_time()
    find_citations(piece * (50_000 // len(piece)) + " et al. 2020")
    assert time.process_time() - start < 5


@pytest.mark.skipif(not GOLD.exists(), reason="the gold files are not here")
@pytest.mark.parametrize(("name", "least"), [("citations", 0.98), ("seed", 1.0)])
def test_gold_is_found(name, least):
    def keys(found):
        return sorted((authors[0] if authors else "", year or 0) for authors, year in found)

    def read(kind):
        lines = (GOLD / f"{name}.{kind}.jsonl").read_text(encoding="utf-8").splitlines()
        return [json.loads(line) for line in lines]

    right = total = 0
    for paper, gold in zip(read("papers"), read("gold"), strict=True):
        found = find_citations(f"{paper['title']}\n\n{paper['abstract']}")
        expected = keys((c["authors"], c["year"]) for c in gold["citations"])
        got = keys((c.authors, c.year) for c in found)
        right += 2 * sum(min(got.count(key), expected.count(key)) for key in set(got))
        total += len(got) + len(expected)
    assert right / total >= least
