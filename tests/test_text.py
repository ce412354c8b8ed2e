import json
import unicodedata
from pathlib import Path

import pytest

from extractors.cleaning import clean_text


@pytest.mark.parametrize(
    "text",
    [
        "It costs $5 and $10, or 3$ more.",
        "50% of the teas & ~5% of R_D, see #3",
        r"Saved in C:\new\tea and on \\server\leaves\b",
        "the sets {1, 2} and {x : x > 0} in C#",
        "x^2 -- or y_1 --- is small",
        "p < 0.05, the tokens <mask> and </s>, a <image, verb> pair",
        "AT&T, R&D; see https://a.example/~lee/tea_1?x=1&y=2#top",
        r"inference\learning and \d+ in patterns",
        "日本語 и кириллица: Ψ",
    ],
)
def test_ordinary_text_is_left_alone(text: str) -> None:
    assert clean_text(text) == text


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("Tom &amp; Ann &#233; &mdash; x", "Tom & Ann é — x"),
        ("x &amp;lt; y", "x < y"),
        ("H<sub>2</sub>O and <i>in vitro</i>", "H2O and in vitro"),
        ("<jats:title>Abstract</jats:title><jats:p>We brew.</jats:p>", "Abstract We brew."),
        ("<mml:math><mml:mi>x</mml:mi></mml:math> <jats:italic>y</jats:italic>", "x y"),
        ('see <a href="https://a.example">tea</a><br/>now', "see tea now"),
        ("one\r\n two\t three\u00a0four\u2028five", "one two three four five"),
        ("ze\u200bro\ufeff wid\u00adth", "zero width"),
        ("\u202eevil\u202c \u2066iso\u2069", "evil iso"),
        ("bell\x07 and\x00 nul \x9f", "bell and nul"),
        ("lone \ud83d surrogate", "lone surrogate"),
        ("cafe\u0301", "café"),
        ("McDonald\u00e2\u0080\u0099s \u00e2\u0080\u0093 tea", "McDonald’s – tea"),
        (r"T\"ULU reaches 5\%", "TÜLU reaches 5%"),
        ("", ""),
    ],
)
def test_left_overs_become_readable(raw: str, expected: str) -> None:
    assert clean_text(raw) == expected
    assert clean_text(expected) == expected


def test_text_without_special_signs_is_normalised_too() -> None:
    assert unicodedata.is_normalized("NFC", clean_text("A\u030angstro\u0308m"))


def test_markup_hidden_in_entities_goes_too() -> None:
    assert clean_text("&lt;i&gt;tea&lt;/i&gt; &amp;amp; &#x202e;x") == "tea & x"


def test_cleaning_the_gold_papers_twice_changes_nothing() -> None:
    gold = Path(__file__).parents[2] / "shared" / "gold"
    if not gold.is_dir():
        pytest.skip("the gold papers are not here")
    texts = [
        json.loads(line)["abstract"]
        for name in ("citations", "seed", "dev")
        for line in (gold / f"{name}.papers.jsonl").read_text("utf-8").splitlines()
    ]
    once = [clean_text(text) for text in texts]
    assert [clean_text(text) for text in once] == once
    assert not any("\\cite" in text or "\\textit" in text for text in once)


def test_citation_keys_of_the_gold_papers_are_kept() -> None:
    gold = Path(__file__).parents[2] / "shared" / "gold"
    if not gold.is_dir():
        pytest.skip("the gold papers are not here")
    papers = {
        record["id"]: clean_text(record["abstract"])
        for record in map(
            json.loads, (gold / "citations.papers.jsonl").read_text("utf-8").splitlines()
        )
    }
    for line in (gold / "citations.gold.jsonl").read_text("utf-8").splitlines():
        record = json.loads(line)
        for citation in record["citations"]:
            assert " ".join(citation["surface"].split()) in papers[record["id"]]
