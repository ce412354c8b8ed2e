import json
from pathlib import Path

import pytest

from extractors.cleaning import clean_text
from extractors.readers import read_papers
from extractors.readers.listing import read_listing
from schemas import Failure, Paper

TEA = (
    "We introduce TeaNet, a network that tells teas apart by the colour of their leaves. It needs "
    "no water and is trained on state-of-the-art pots. On LeafBench it beats OakNet by 4 points."
)
POT = (
    "Pots are often studied without the tea that is in them. We ask whether the handle matters and "
    "find that it does, in three kitchens and at two temperatures."
)

ALERT = """\
From: Scholar Alerts
Ann Lee - new articles

[PDF] Steeping networks for leaf recognition
A Lee, B Roe… - TeaConf 2024, 2024
We introduce TeaNet, a network that tells teas apart by the colour of their
leaves. It needs no water and is trained on state-of-the-
art pots. On LeafBench it beats OakNet by 4 points.
Save   Share

[HTML] Handles matter: a study of pots in three kitchens and at two
temperatures
C Poe - Journal of Pots, 2023
Pots are often studied without the tea that is in them. We ask whether the
handle matters and find that it does, in three kitchens and at two
temperatures.

This message was sent because you're following new articles by Ann Lee.
List alerts   Cancel alert
"""

MAIL = r"""Send any comments regarding submissions directly to submitter.
------------------------------------------------------------------------------
\\
arXiv:2401.00001
Date: Mon, 1 Jan 2024 00:00:00 GMT   (100kb)

Title: Steeping Networks for Leaf Recognition with an Unusually Long Title that
  Goes on
Authors: Ann Lee, Bo Roe and
  Cy Poe
Categories: cs.CV cs.LG
Comments: 9 pages, 3 cups
\\
  We introduce TeaNet, a network that tells teas apart by the colour of their
leaves. It needs no water and is trained on state-of-the-art pots. On LeafBench
it beats OakNet by 4 points.
\\ ( https://arxiv.org/abs/2401.00001 ,  100kb)
------------------------------------------------------------------------------
\\
arXiv:2401.00002
Date: Tue, 2 Jan 2024 00:00:00 GMT   (7kb)

Title: Handles Matter
Authors: Di Moe
\\
  Pots are often studied without the tea that is in them. We ask whether the
handle matters and find that it does, in three kitchens and at two
temperatures.
\\ ( https://arxiv.org/abs/2401.00002 ,  7kb)
%%--%%--%%
"""

PAGE = f"""# Reading list

Log in

1. **Steeping networks for leaf recognition**
Ann Lee, Bo Roe, Cy Poe
TeaConf 2024
Abstract
{TEA}

Code is at https://a.example/teanet for all.

▲ 42
12 comments
Submitted by teafan
2024-03-11

2. [Do handles matter?](https://arxiv.org/abs/2401.00002v2)

by Di Moe

{POT}

A second paragraph tells what happens when the handle is taken off while the pot is still hot,
which nobody had tried before.

Next page
"""


def read(text: str) -> list[Paper | Failure]:
    return list(read_listing(text.splitlines(keepends=True), "teas.txt"))


def papers(text: str) -> list[Paper]:
    return [record for record in read(text) if isinstance(record, Paper)]


def test_scholar_alert_is_read() -> None:
    first, second = papers(ALERT)
    assert len(read(ALERT)) == 2
    assert (first.title, first.authors) == (
        "Steeping networks for leaf recognition",
        ("A Lee", "B Roe"),
    )
    assert first.abstract == TEA
    assert second.title.endswith("in three kitchens and at two temperatures")
    assert second.abstract == POT


def test_arxiv_mail_is_read() -> None:
    first, second = papers(MAIL)
    assert [record.raw for record in read(MAIL) if isinstance(record, Failure)] == []
    assert first.title.endswith("an Unusually Long Title that Goes on")
    assert (first.authors, first.arxiv) == (("Ann Lee", "Bo Roe", "Cy Poe"), "2401.00001")
    assert (second.title, second.authors, second.arxiv) == (
        "Handles Matter",
        ("Di Moe",),
        "2401.00002",
    )
    assert [first.abstract, second.abstract] == [TEA, POT]


def test_reading_list_is_read() -> None:
    first, second = papers(PAGE)
    assert len(read(PAGE)) == 2
    assert (first.title, first.authors, first.arxiv) == (
        "Steeping networks for leaf recognition",
        ("Ann Lee", "Bo Roe", "Cy Poe"),
        None,
    )
    assert first.abstract == f"{TEA} Code is at https://a.example/teanet for all."
    assert (second.title, second.authors, second.arxiv) == (
        "Do handles matter?",
        ("Di Moe",),
        "2401.00002",
    )
    assert second.abstract.startswith(POT + " A second paragraph")
    assert second.abstract.endswith("nobody had tried before.")


@pytest.mark.parametrize(
    "above",
    [
        "Subscribe\n\nGet trending papers in your email inbox!\n\nbyAK and the research community",
        "new\n\nPublished on Mar 11, 2024\n\nhttps://a.example/teas\n\n3.4k views",
        "by Di and the tea community\n\nSubmitted by teafan\n\n11.03.2024",
    ],
)
def test_what_stands_around_is_no_record(above: str) -> None:
    [paper] = read(f"{above}\n\nOn Tea\n\n{TEA}\n\n{above}\n")
    assert isinstance(paper, Paper)
    assert (paper.title, paper.abstract) == ("On Tea", TEA)


def test_title_with_words_of_navigation_is_still_a_title() -> None:
    [paper] = papers(f"Detecting spam in your inbox with tea\n\n{TEA}")
    assert paper.title == "Detecting spam in your inbox with tea"


def test_abstract_with_words_of_navigation_is_kept_but_a_footer_is_not() -> None:
    abstract = f"Votes are noisy. {TEA} We release 4k upvotes and the cookies that were eaten."
    footer = "You received this message for the love of tea. Click here to unsubscribe from it all."
    [paper] = read(f"{footer} {footer}\n\nVotes on tea\n\n{abstract}\n\n{footer}\n\n{footer}")
    assert isinstance(paper, Paper)
    assert (paper.title, paper.abstract) == ("Votes on tea", abstract)


@pytest.mark.parametrize(
    "title",
    [
        "Tea is all you need.",
        "Green Tea, Black Coffee, and Plain Water",
        "3D Cups",
        "What is tea, and how do we pour it?",
        "“You two! Pour!”: Commanding Groups of Robots in a Small Kitchen by Voice and Gaze Alone",
        "Tea vs. Coffee in the Low-Data Regime: A Comparison of Two Drinks That We Like",
    ],
)
def test_odd_titles_are_titles(title: str) -> None:
    assert [p.title for p in papers(f"{title}\n\n{TEA}\n\n{title}\n\n{POT}")] == [title, title]


def test_one_line_a_paragraph_needs_no_blank_lines() -> None:
    assert [p.title for p in papers(f"On Tea\n{TEA}\nOn Pots\n{POT}\n")] == ["On Tea", "On Pots"]


def test_labels_and_identifiers_below_the_abstract_are_used() -> None:
    tea = f"Title: On Tea\nAbstract: {TEA}\narXiv:2401.00001\n\n"
    pot = f"Title: On Pots\nBy: Lee, A.; Roe, B.\nAbstract: {POT}\nhttps://arxiv.org/abs/2401.00002"
    first, second = papers(tea + pot)
    assert (first.title, first.arxiv, first.authors) == ("On Tea", "2401.00001", ())
    assert (second.title, second.arxiv) == ("On Pots", "2401.00002")
    assert second.authors == ("A. Lee", "B. Roe")


def test_one_alone_becomes_a_failure() -> None:
    lonely, titled, untitled = read(
        f"A title that nothing follows\n\nA tea\n\n{TEA}\n\n---\n\n{POT}"
    )
    assert isinstance(titled, Paper) and titled.title == "A tea"
    assert lonely == Failure(
        source="teas.txt",
        line=1,
        reason="a title without an abstract",
        raw="A title that nothing follows",
    )
    assert isinstance(untitled, Failure)
    assert (untitled.line, untitled.reason) == (9, "an abstract without a title")
    assert untitled.raw == POT


def test_short_abstract_under_a_heading_counts() -> None:
    [paper] = papers("On Tea\n\nAbstract\n\nTea is wet")
    assert (paper.title, paper.abstract) == ("On Tea", "Tea is wet")


def test_seed_listing_gives_exactly_its_papers() -> None:
    shared = Path(__file__).parents[2] / "shared"
    if not shared.is_dir():
        pytest.skip("the seed listing is not here")
    gold = (shared / "gold" / "seed.papers.jsonl").read_text("utf-8").splitlines()
    expected = [
        (clean_text(record["title"]), clean_text(record["abstract"]))
        for record in map(json.loads, gold)
    ]
    records = list(read_papers(shared / "data" / "hf-listing.txt"))
    assert [record for record in records if isinstance(record, Failure)] == []
    assert [(p.title, p.abstract) for p in records if isinstance(p, Paper)] == expected
