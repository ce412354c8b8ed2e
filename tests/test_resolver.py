import pytest

from extractors.abbreviations import find_definitions
from extractors.citations import find_citations
from extractors.names import find_names
from extractors.ner import load_model, tagger_mentions
from extractors.ner.features import Clues
from extractors.resolver import Findings, resolve
from extractors.vocabulary import Entry, Vocabulary
from schemas import Entity, EntityType, Mention

VOCABULARY = Vocabulary(
    [
        Entry(name="direct preference optimization", type=EntityType.METHOD, aliases=("DPO",)),
        Entry(
            name="randomized controlled trial",
            type=EntityType.METHOD,
            ambiguous_aliases=("RCT",),
        ),
        Entry(name="Llama 3", type=EntityType.MODEL, aliases=("Llama-3",)),
        Entry(name="MATH", type=EntityType.BENCHMARK, ambiguous_aliases=("MATH",)),
        Entry(name="leaf recognition", type=EntityType.TASK),
    ]
)


def entities(text: str, *, threshold: float = 0.4) -> dict[str, Entity]:
    model = load_model()
    clues = Clues(
        matches=VOCABULARY.find(text),
        definitions=find_definitions(text),
        names=find_names(text),
    )
    tagging = model.tagger.tag(text, clues)
    findings = Findings(
        matches=clues.matches,
        definitions=clues.definitions,
        mentions=(*clues.names, *tagger_mentions(text, tagging)),
        citations=find_citations(text),
        tagging=tagging,
    )
    found = resolve(text, findings, vocabulary=VOCABULARY, model=model, threshold=threshold)
    for entity in found:
        for mention in entity.mentions:
            assert text[mention.start : mention.end] == mention.surface
    return {entity.name: entity for entity in found}


def test_all_forms_of_a_name_are_one_entity() -> None:
    text = (
        "On DPO\n\nDirect Preference Optimization (DPO) works. "
        "DPO is direct-preference optimization."
    )
    (entity,) = entities(text).values()
    assert entity.name == "direct preference optimization"
    assert entity.known
    assert [m.surface for m in entity.mentions] == [
        "DPO",
        "Direct Preference Optimization",
        "DPO",
        "DPO",
        "direct-preference optimization",
    ]


def test_the_definition_in_the_paper_wins_over_the_vocabulary() -> None:
    text = "On tea\n\nWe propose Robust Conformal Training (RCT). RCT is robust."
    found = entities(text)
    assert list(found) == ["robust conformal training"]
    assert found["robust conformal training"].aliases == ("RCT", "Robust Conformal Training")


def test_a_short_form_without_sense_is_an_ambiguous_entity_of_its_own() -> None:
    found = entities("On tea\n\nWe use an RCT at home.")
    assert found["RCT"].ambiguous
    assert found["RCT"].id == "entity:rct"


@pytest.mark.parametrize("text", ["The math is simple.", "Math and MATHS."])
def test_a_name_that_is_a_word_needs_its_spelling(text: str) -> None:
    assert "MATH" not in entities(f"On tea\n\n{text}")


def test_sizes_and_tunes_are_models_of_their_own() -> None:
    found = entities("On tea\n\nWe ask Llama-3-8B-Instruct, Llama 3 and Llama-3-based agents.")
    assert list(found) == ["Llama-3-8B-Instruct", "Llama 3"]
    assert found["Llama-3-8B-Instruct"].type is EntityType.MODEL
    assert found["Llama 3"].aliases == ("Llama 3", "Llama-3")


def test_of_overlapping_names_the_likely_and_long_wins() -> None:
    found = entities("On tea\n\nWe propose DPO-Tea for leaf recognition.")
    assert list(found) == ["DPO-Tea", "leaf recognition"]


def test_citations_name_no_entity() -> None:
    assert entities("On tea\n\nIt was seen before (tea2019leaf; BrewNet et al., 2020).") == {}


def test_a_name_found_by_rule_has_all_its_places() -> None:
    text = "Steeper: fast tea\n\nThere is Steeper. Steepers climb. The path is steeper here."
    assert [m.start for m in entities(text)["Steeper"].mentions] == [0, 28, 37]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("We train Leaf Pooling Networks (LPNs).", "leaf pooling network"),
        (
            "We use Process steering through IMplicit rEwards (PRIME). Such implicit rewards help.",
            "process steering through implicit reward",
        ),
        ("We present Slow-Steep Loss Terms (SSLT).", "slow-steep loss term"),
    ],
)
def test_canonical_names_are_singular_and_lower_case(text: str, name: str) -> None:
    found = entities(f"On tea\n\n{text}", threshold=0.1)
    assert name in found


def test_a_short_form_means_one_thing_in_a_paper() -> None:
    found = entities("On tea\n\nWe test on MATH benchmark problems. Later, MATH is easy.")
    assert [mention.start for mention in found["MATH"].mentions] == [19, 51]
    assert not found["MATH"].ambiguous


def with_others(text: str, *others: tuple[str, EntityType, str, float]) -> dict[str, Entity]:
    """Return the entities of a text in which other extractors find forms, each with a score."""
    model = load_model()
    clues = Clues(
        matches=VOCABULARY.find(text), definitions=find_definitions(text), names=find_names(text)
    )
    tagging = model.tagger.tag(text, clues)
    mentions = [
        Mention(
            start=text.index(form),
            end=text.index(form) + len(form),
            surface=form,
            type=kind,
            extractor=extractor,
            score=score,
        )
        for form, kind, extractor, score in others
    ]
    findings = Findings(
        matches=clues.matches,
        definitions=clues.definitions,
        mentions=(*clues.names, *tagger_mentions(text, tagging), *mentions),
        citations=find_citations(text),
        tagging=tagging,
    )
    found = resolve(text, findings, vocabulary=VOCABULARY, model=model, threshold=0.4)
    return {entity.name: entity for entity in found}


BREW = "On tea\n\nWe introduce BrewNet, which outperforms DPO on gentle steeping."


def test_the_surer_of_judge_and_other_extractor_says_type_and_score() -> None:
    alone = with_others(BREW)["BrewNet"].mentions[0]
    below = with_others(BREW, ("BrewNet", EntityType.TASK, "mine", alone.score - 0.02))
    above = with_others(BREW, ("BrewNet", EntityType.TASK, "mine", 0.99))
    assert (below["BrewNet"].type, below["BrewNet"].mentions[0].score) == (alone.type, alone.score)
    assert (above["BrewNet"].type, above["BrewNet"].mentions[0].score) == (EntityType.TASK, 0.99)
    for found in (below, above):
        assert found["BrewNet"].mentions[0].extractor == "mine"
        assert (
            found["direct preference optimization"]
            == with_others(BREW)["direct preference optimization"]
        )


def test_what_others_alone_find_counts_with_their_score() -> None:
    assert "gentle steeping" not in with_others(BREW)
    kept = with_others(BREW, ("gentle steeping", EntityType.METHOD, "mine", 0.4))
    assert kept["gentle steeping"].mentions[0].score == 0.4
    assert "gentle steeping" not in with_others(
        BREW, ("gentle steeping", EntityType.METHOD, "mine", 0.39)
    )


def test_of_several_others_the_surest_counts_then_the_last_type() -> None:
    form = "gentle steeping"
    found = with_others(
        BREW,
        (form, EntityType.CONCEPT, "b", 0.6),
        (form, EntityType.TASK, "a", 0.6),
        (form, EntityType.METHOD, "c", 0.5),
    )
    assert found[form].type is EntityType.TASK
    assert found[form].mentions[0].extractor == "a"


def test_a_name_that_others_find_means_what_the_paper_says() -> None:
    text = "On tea\n\nWe use Robust Conformal Training (RCT). RCT is robust."
    found = with_others(text, ("RCT", EntityType.METHOD, "mine", 0.99))
    assert list(found) == ["robust conformal training"]
