import pytest

from extractors.roles.cues import likely_role, parts_of, said_role
from schemas import ROLES, Entity, EntityType, Extractor, Mention, Relation

TITLE = "On tea\n\n"


def role(text: str, surface: str, kind: EntityType, *, known: bool = False) -> Relation:
    mentions = []
    start = text.find(surface)
    while start >= 0:
        mentions.append(
            Mention(
                start=start,
                end=start + len(surface),
                surface=surface,
                type=kind,
                extractor=Extractor.NAMES,
                score=0.9,
            )
        )
        start = text.find(surface, start + 1)
    entity = Entity(id="entity:x", name=surface, type=kind, mentions=tuple(mentions), known=known)
    parts = parts_of(text)
    said = [said_role(text, mention, entity, parts) for mention in entity.mentions]
    stated = [relation for relation in said if relation]
    return min(stated, key=ROLES.index) if stated else likely_role(entity, parts)


@pytest.mark.parametrize(
    "text",
    [
        "Brew: fast tea\n\nTea is slow.",
        TITLE + "We propose Brew, a fast method.",
        TITLE + "In this paper, we introduce a novel framework called Brew.",
        TITLE + "This work presents Brew.",
        TITLE + "Our Brew is fast.",
        TITLE + "The leaves are released as Brew.",
        TITLE + "Brew is proposed here.",
        TITLE + "Brew, a novel steeping method, is fast.",
        TITLE + "Brew is good. Brew is fast. Brew is new to us.",
    ],
)
def test_what_the_paper_proposes_is_introduced(text: str) -> None:
    assert role(text, "Brew", EntityType.METHOD) is Relation.INTRODUCES


@pytest.mark.parametrize(
    ("sentence", "kind", "expected"),
    [
        ("It outperforms Brew by far.", EntityType.METHOD, Relation.COMPARES_TO),
        ("We compare it with Brew.", EntityType.METHOD, Relation.COMPARES_TO),
        ("It is as good as Brew.", EntityType.METHOD, Relation.COMPARES_TO),
        ("It is better than Brew.", EntityType.MODEL, Relation.COMPARES_TO),
        ("Baselines such as Steep and Brew fail.", EntityType.METHOD, Relation.COMPARES_TO),
        ("We train it with Brew.", EntityType.METHOD, Relation.USES),
        ("Results on Brew are good.", EntityType.BENCHMARK, Relation.EVALUATES_ON),
        ("The model is pre-trained on Brew.", EntityType.BENCHMARK, Relation.USES),
        ("It gains Brew.", EntityType.METRIC, Relation.USES),
        ("It solves Brew.", EntityType.TASK, Relation.STUDIES),
        ("Some speak of Brew.", EntityType.CONCEPT, Relation.MENTIONS),
    ],
)
def test_roles_by_cue_and_type(sentence: str, kind: EntityType, expected: Relation) -> None:
    assert role(TITLE + sentence, "Brew", kind, known=True) is expected


def test_a_known_technique_is_not_introduced_by_a_proposal_around_it() -> None:
    text = TITLE + "We propose dropout for tea."
    assert role(text, "dropout", EntityType.METHOD, known=True) is Relation.USES


def test_a_known_method_in_the_title_is_studied() -> None:
    text = "How Brew works\n\nWe look closely."
    assert role(text, "Brew", EntityType.METHOD, known=True) is Relation.STUDIES
