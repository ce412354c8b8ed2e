import pytest

from extractors.readers.bibtex import read_bibtex
from schemas import Failure, Paper

ANTHOLOGY = """\
@proceedings{tea-2024-main,
    title = "Proceedings of TeaConf",
    editor = "Poe, Cy",
    url = "https://aclanthology.org/2024.tea-main.0/"
}
@inproceedings{lee-roe-2024-tea,
    title = "On {T}ea",
    author = "Lee, Ann  and
      Erd{\\H{o}}s, Bo",
    editor = "Poe, Cy",
    booktitle = "Proceedings of TeaConf",
    month = jul,
    year = "2024",
    address = "Online",
    publisher = "Association for Computational Linguistics",
    url = "https://aclanthology.org/2024.tea-main.1/",
    doi = "10.18653/v1/2024.tea-main.1",
    pages = "1--9",
    abstract = "We brew 50{\\%} more {--} of \\textit{tea}."
}
"""
ZOTERO = """\
@misc{leeTea2024,
  title = {On {{Tea}}},
  author = {van den Oord, A{\\"a}ron and {The Tea Team} and others},
  date = {2024-01-02},
  eprint = {2401.00001},
  eprinttype = {arxiv},
  eprintclass = {cs},
  doi = {10.48550/arXiv.2401.00001},
  url = {http://arxiv.org/abs/2401.00001},
  urldate = {2025-03-01},
  abstract = {We brew.},
  keywords = {tea, pots},
  file = {/home/ann/On Tea.pdf}
}
"""
DBLP = """\
@article{DBLP:journals/corr/abs-2401-00001,
  author       = {Ann Lee and
                  Bo Roe},
  title        = {On Tea},
  journal      = {CoRR},
  volume       = {abs/2401.00001},
  year         = {2024},
  biburl       = {https://dblp.org/rec/journals/corr/abs-2401-00001.bib}
}
"""


def read(text: str) -> list[Paper]:
    records = read_bibtex(text.splitlines(True), "a.bib")
    return [record for record in records if isinstance(record, Paper)]


def test_acl_anthology_with_abstracts() -> None:
    [paper] = read(ANTHOLOGY)
    assert (paper.id, paper.title) == ("lee-roe-2024-tea", "On Tea")
    assert paper.authors == ("Ann Lee", "Bo Erdős")
    assert paper.abstract == "We brew 50% more – of tea."
    assert (paper.year, paper.venue) == (2024, "Proceedings of TeaConf")
    assert paper.doi == "10.18653/v1/2024.tea-main.1"
    assert paper.identifiers == ("acl:2024.tea-main.1",)
    assert paper.source == "a.bib"


def test_biblatex_of_zotero() -> None:
    [paper] = read(ZOTERO)
    assert (paper.title, paper.abstract, paper.year) == ("On Tea", "We brew.", 2024)
    assert paper.authors == ("Aäron van den Oord", "The Tea Team")
    assert (paper.arxiv, paper.url) == ("2401.00001", "http://arxiv.org/abs/2401.00001")


def test_dblp_puts_the_arxiv_id_into_the_volume() -> None:
    [paper] = read(DBLP)
    assert (paper.arxiv, paper.venue, paper.authors) == (
        "2401.00001",
        "CoRR",
        ("Ann Lee", "Bo Roe"),
    )


@pytest.mark.parametrize(
    ("field", "arxiv"),
    [
        ("journal = {arXiv preprint arXiv:2401.00001}", "2401.00001"),
        ("eprint = {cs/0112017}, archiveprefix = {arXiv}", "cs/0112017"),
        ("eprint = {2401.00001v2}", "2401.00001"),
        ("eprint = {12345678}, eprinttype = {pubmed}", None),
        ("note = {To appear}", None),
    ],
)
def test_arxiv_id_wherever_it_stands(field: str, arxiv: str | None) -> None:
    [paper] = read(f"@article{{a, title = {{On Tea}}, {field}}}")
    assert paper.arxiv == arxiv


def test_references_of_scopus_are_kept() -> None:
    [paper] = read("@article{a, title={On Tea}, references={Roe, B., On Pots, (2001); Poe (1999)}}")
    assert paper.references == ("Roe, B., On Pots, (2001)", "Poe (1999)")


def test_definitions_stand_for_their_text_also_when_joined() -> None:
    [paper] = read(
        '@string{anth = "https://aclanthology.org/"}\n@string{proc = {Proceedings of}}\n'
        '@inproceedings{a, title = {C # and F # teas}, url = anth # "N19-1423/",\n'
        " booktitle = proc # { TeaConf} # unknown, year = 2019}"
    )
    assert paper.title == "C # and F # teas"
    assert paper.venue == "Proceedings of TeaConfunknown"
    assert paper.identifiers == ("acl:N19-1423",)


def test_duplicates_are_read() -> None:
    papers = read(
        '@string{tc = "TeaConf"}\n'
        "@article{a, title = {On Tea}, journal = tc}\n"
        '@article{a, title = "On Pots", author = "Lee, Ann and Roe, Bo", journal = tc}\n'
        "@article{a, title = {On Cups}, year = 2020, keywords = {x}, keywords = {y}, year = 1999}"
    )
    assert [paper.title for paper in papers] == ["On Tea", "On Pots", "On Cups"]
    assert [paper.venue for paper in papers] == ["TeaConf", "TeaConf", None]
    assert papers[1].authors == ("Ann Lee", "Bo Roe")
    assert papers[2].year == 2020


def test_an_entry_that_is_cut_off_at_the_end_fails_alone() -> None:
    good, bad = read_bibtex(["@misc{a, title = {On Tea}}\n", "@misc{b, title = {Cut"], "a.bib")
    assert isinstance(good, Paper) and isinstance(bad, Failure)
    assert (bad.line, bad.reason) == (2, "no whole entry: Unexpectedly reached end of file.")


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("@article{b, title = {Open, year = {1}", 2, "no whole entry: Unexpected block start: "),
        ("@article b, title", 2, "no whole entry: it has no braces"),
        ("@article{b, year = 2020}", 2, "the record has no title"),
        ("\n@article{b, title = {caf\udce9}}", 3, "the entry is not UTF-8"),
        (f"@misc{{b, title = {{{'x' * 17_000_000}}}}}", 2, "the entry has 17,000,020 characters"),
    ],
)
def test_a_broken_entry_fails_alone(
    text: str, line: int, reason: str, capfd: pytest.CaptureFixture[str]
) -> None:
    document = f"@misc{{a, title = {{On Tea}}}}\r\n{text}\r\n@misc{{c, title = {{On Pots}}}}"
    before, bad, after = read_bibtex(document.splitlines(True), "a.bib")
    assert isinstance(before, Paper) and isinstance(bad, Failure) and isinstance(after, Paper)
    assert (before.title, after.title) == ("On Tea", "On Pots")
    assert bad.line == line
    assert bad.reason.startswith(reason)
    assert capfd.readouterr().err == ""
