import pytest

from extractors.sentences import sentence_bounds


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("", []),
        ("Title only", ["Title only"]),
        ("Title\n\nOne. Two!", ["Title", "One.", "Two!"]),
        ("See Lee et al. (2019). Then rest.", ["See Lee et al. (2019).", "Then rest."]),
        ("Many, e.g. Assam, vs. Ceylon. End.", ["Many, e.g. Assam, vs. Ceylon.", "End."]),
        ('He said "tea." Then left.', ['He said "tea."', "Then left."]),
        ("We gain 3.5 points. 7B models follow.", ["We gain 3.5 points.", "7B models follow."]),
        ("By J. Doe. Next.", ["By J. Doe.", "Next."]),
    ],
)
def test_sentence_bounds(text: str, sentences: list[str]) -> None:
    assert [text[start:end] for start, end in sentence_bounds(text)] == sentences
