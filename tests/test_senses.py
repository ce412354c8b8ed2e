import pytest

from extractors.senses import settle
from extractors.vocabulary import Entry, Vocabulary
from schemas import EntityType

BOUNDS = Entry(
    name="interval bound propagation",
    type=EntityType.METHOD,
    ambiguous_aliases=("IBP",),
    broader="certified training",
)
BUFFET = Entry(name="Indian buffet process", type=EntityType.METHOD, ambiguous_aliases=("IBP",))
LEAVES = Entry(name="LEAVES", type=EntityType.BENCHMARK, ambiguous_aliases=("LEAVES",))
POT = Entry(name="POT", type=EntityType.MODEL, ambiguous_aliases=("POT",))
VOCABULARY = Vocabulary(
    [
        BOUNDS,
        BUFFET,
        LEAVES,
        POT,
        Entry(name="certified training", type=EntityType.METHOD),
        Entry(name="TeaBench", type=EntityType.BENCHMARK),
    ]
)


def meaning(text: str, surface: str) -> Entry | None:
    matches = VOCABULARY.find(text)
    group = [m for m in matches if text[m.start : m.end] == surface]
    return settle(text, group, matches)


@pytest.mark.parametrize(
    ("text", "surface", "entry"),
    [
        ("Interval bound propagation is fast; IBP wins.", "IBP", BOUNDS),
        ("IBP propagates an interval and a bound by propagation.", "IBP", BOUNDS),
        ("An Indian dinner buffet: the IBP is a process.", "IBP", BUFFET),
        ("IBP helps certified training.", "IBP", BOUNDS),
        ("IBP is fast.", "IBP", None),
        ("We test on LEAVES.", "LEAVES", LEAVES),
        ("The LEAVES benchmark is hard.", "LEAVES", LEAVES),
        ("Scores on TeaBench and LEAVES rise.", "LEAVES", LEAVES),
        ("LEAVES fall.", "LEAVES", None),
        ("The POT model pours.", "POT", POT),
        ("We ask POT.", "POT", None),
    ],
)
def test_context_settles_an_ambiguous_form_or_leaves_it_open(
    text: str, surface: str, entry: Entry | None
) -> None:
    assert meaning(text, surface) == entry
