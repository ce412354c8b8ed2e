import pytest

from extractors.readers.ris import read_ris
from schemas import Failure, Paper

ZOTERO = """\
TY  - JOUR
TI  - On Tea
AU  - Lee, Ann
AU  - van den Oord, Aäron
T2  - Tea Letters
AB  - We brew
and brew.
DA  - 2024/01/02/
PY  - 2024
DO  - 10.48550/arXiv.2401.00001
DP  - arXiv.org
UR  - http://arxiv.org/abs/2401.00001
Y2  - 2025/03/01/10:00:00
N1  - arXiv:2401.00001 [cs]
KW  - Tea
ER  -\x20

"""
ENDNOTE = """\
TY  - CONF
A1  - Poe, C.
T1  - On Pots
N2  - We pour.
Y1  - 2020//
JF  - Proceedings of PotConf
AN  - 77
ER  -
"""


def test_record_of_zotero() -> None:
    [paper] = read_ris(ZOTERO.splitlines(True), "a.ris")
    assert isinstance(paper, Paper)
    assert (paper.title, paper.abstract) == ("On Tea", "We brew and brew.")
    assert paper.authors == ("Ann Lee", "Aäron van den Oord")
    assert (paper.year, paper.venue, paper.arxiv) == (2024, "Tea Letters", "2401.00001")
    assert (paper.url, paper.source) == ("http://arxiv.org/abs/2401.00001", "a.ris")


def test_record_of_endnote_after_another() -> None:
    lines = [line.replace("\n", "\r\n") for line in (ZOTERO + ENDNOTE).splitlines(True)]
    _, paper = read_ris(lines, "a.ris")
    assert isinstance(paper, Paper)
    assert (paper.id, paper.title, paper.abstract) == ("77", "On Pots", "We pour.")
    assert (paper.authors, paper.year) == (("C. Poe",), 2020)
    assert paper.venue == "Proceedings of PotConf"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("TY  - JOUR\nTI  - On Cu", "the record is cut off: it has no line ER"),
        ("Results\nof a search\n", "text outside a record; one goes from TY to ER"),
        ("TI  - On Cups\nER  - \n", "text outside a record; one goes from TY to ER"),
        ("TY  - JOUR\nPY  - 2020\nER  - \n", "the record has no title"),
        ("TY  - JOUR\nTI  - caf\udce9\nER  - \n", "the record is not UTF-8"),
        (
            f"TY  - JOUR\nTI  - {'x' * 17_000_000}\nER  - \n",
            "the record has 17,000,024 characters, ",
        ),
    ],
)
def test_a_broken_record_fails_alone(text: str, reason: str) -> None:
    lines = (text + ("" if text.endswith("\n") else "\n") + ENDNOTE).splitlines(True)
    bad, good = read_ris(lines, "a.ris")
    assert isinstance(bad, Failure) and isinstance(good, Paper)
    assert bad.reason.startswith(reason)
    assert bad.line == 1
    assert good.title == "On Pots"
