import pytest

from extractors.name_types import guess_type
from extractors.names import find_names, noun_phrase
from extractors.words import has_name_shape
from schemas import EntityType


def found(text: str) -> list[str]:
    return [mention.surface for mention in find_names(text)]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Teapot: a study of spouts\n\nWe pour.", "Teapot"),
        ("On tea\n\nWe propose STEEP, a fast brewer.", "STEEP"),
        ("On tea\n\nWe present a new leaf grading network called Leafy.", "Leafy"),
        ("On tea\n\nThe FairCVtest data are old.", "FairCVtest"),
        ("On tea\n\nAgents such as PATIENT-Ψ help.", "PATIENT-Ψ"),
        ("Slow Leaf Pooling for Tea\n\nHere slow leaf pooling wins.", "Slow Leaf Pooling"),
        ("On tea\n\nWith Search* we find **BrewBench**.", "BrewBench"),
        ("On tea\n\nThe TeaLM-based judge.", "TeaLM"),
    ],
)
def test_names_are_found_where_they_stand(text: str, name: str) -> None:
    assert name in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "On Tea\n\nReal-World use of AI on GPUs.",
        "A STUDY OF TEA LEAVES\n\nWe pour.",
        "On tea\n\nSee https://github.com/TeaPots/BrewKit for it.",
        "On tea\n\nWe propose an efficient method.",
        "On tea\n\nIt is 3x faster with 7B weights at 80GB.",
    ],
)
def test_ordinary_words_are_no_names(text: str) -> None:
    assert found(text) == []


def test_offsets_and_scores_hold() -> None:
    text = "Teapot: a study\n\nWe release TeaBench. TeaBench is large."
    mentions = find_names(text)
    assert all(text[m.start : m.end] == m.surface for m in mentions)
    assert [m.surface for m in mentions] == ["Teapot", "TeaBench", "TeaBench"]
    assert all(0 < m.score < 1 for m in mentions)


@pytest.mark.parametrize(
    ("name", "text", "kind"),
    [
        ("Brew", "The Brew dataset holds leaves.", EntityType.BENCHMARK),
        ("Brew", "We compare on Brew.", EntityType.BENCHMARK),
        ("Brew", "A language model, Brew, is trained.", EntityType.MODEL),
        ("Brew-7B", "Ask Brew-7B.", EntityType.MODEL),
        ("Brew", "The algorithm Brew converges.", EntityType.METHOD),
        ("Brew", "Brew, a training method for models, works.", EntityType.METHOD),
    ],
)
def test_types_come_from_the_context(name: str, text: str, kind: EntityType) -> None:
    assert guess_type(name, text)[0] is kind


def test_noun_phrase_stops_at_function_words() -> None:
    text = "a new deep leaf grader for tea"
    assert [word for _, _, word in noun_phrase(text, 0, len(text))] == ["deep", "leaf", "grader"]


@pytest.mark.parametrize("word", ["NLP", "Covid", "2nd", "End-to-End", "tea"])
def test_no_name_shape(word: str) -> None:
    assert not has_name_shape(word)
