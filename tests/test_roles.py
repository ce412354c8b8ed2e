import numpy as np
import pytest

from extractors.ner import NO_TAGGING, Tagging, load_model
from extractors.ner.features import Clues
from extractors.roles import assign_roles
from extractors.roles.cues import parts_of
from extractors.roles.features import role_features, stances
from schemas import Entity, EntityType, Extractor, Mention, Relation

TEXT = (
    "BrewNet: robust tea with slow steeping\n\nTea is often brewed by boiling. We propose BrewNet, "
    "a network that learns slow steeping. On TeaBench it outperforms PotNet in accuracy."
)


def entity(surface: str, kind: EntityType, *, known: bool = True) -> Entity:
    mentions = []
    start = TEXT.find(surface)
    while start >= 0:
        end = start + len(surface)
        mentions.append(
            Mention(
                start=start, end=end, surface=surface, type=kind, extractor=Extractor.NER, score=0.9
            )
        )
        start = TEXT.find(surface, end)
    return Entity(
        id=f"entity:{surface}", name=surface, type=kind, mentions=tuple(mentions), known=known
    )


def tagged() -> Tagging:
    return load_model().tagger.tag(TEXT, Clues())


@pytest.mark.parametrize(
    ("surface", "kind", "known", "relation"),
    [
        ("BrewNet", EntityType.MODEL, False, Relation.INTRODUCES),
        ("BrewNet", EntityType.MODEL, True, Relation.INTRODUCES),
        ("TeaBench", EntityType.BENCHMARK, True, Relation.EVALUATES_ON),
        ("PotNet", EntityType.MODEL, True, Relation.COMPARES_TO),
        ("boiling", EntityType.METHOD, True, Relation.MENTIONS),
        ("accuracy", EntityType.METRIC, True, Relation.USES),
    ],
)
def test_roles_of_an_abstract(
    surface: str, kind: EntityType, known: bool, relation: Relation
) -> None:
    (role,) = assign_roles(TEXT, [entity(surface, kind, known=known)], tagged(), load_model())
    assert role.relation is relation


def test_mentions_that_speak_for_the_role_come_first() -> None:
    brew = entity("BrewNet", EntityType.MODEL, known=False)
    (role,) = assign_roles(TEXT, [brew], tagged(), load_model())
    assert [mention.start for mention in role.mentions] == [0, TEXT.index("BrewNet", 10)]


def test_features_tell_type_place_and_context() -> None:
    pot = entity("PotNet", EntityType.MODEL)
    said = {pot.mentions[0]: Relation.COMPARES_TO}
    clusters = {"potnet": ("1", "1.2", "1.2.3")}
    found = role_features(TEXT, pot, parts_of(TEXT), said=said, clusters=clusters)
    assert found == sorted(set(found))
    assert {
        "type:model",
        "place:after:False",
        "said:compares_to",
        "text:-1:outperforms",
        "text:1:in",
        "head cluster:1.2",
    } <= set(found)


def test_what_an_entity_is_depends_on_the_others() -> None:
    brew = entity("BrewNet", EntityType.MODEL, known=False)
    steeping = entity("slow steeping", EntityType.METHOD)
    alone = {s.entity.name: set(s.features) for s in stances(TEXT, [steeping], NO_TAGGING, {})}
    together = {
        s.entity.name: set(s.features) for s in stances(TEXT, [brew, steeping], NO_TAGGING, {})
    }
    assert "others new:0:False:method" in alone["slow steeping"]
    assert {
        "others new:1:False:method",
        "text:beside:model:studies:method",
        "title:new:True:False:method",
    } <= together["slow steeping"]
    assert "others new:0:True:model" in together["BrewNet"]


def test_names_that_share_words_are_told() -> None:
    whole = entity("slow steeping", EntityType.METHOD)
    part = entity("steeping", EntityType.METHOD)
    features = {
        s.entity.name: set(s.features) for s in stances(TEXT, [whole, part], NO_TAGGING, {})
    }
    assert any(feature.startswith("around:") for feature in features["slow steeping"])
    assert any(feature.startswith("inside:") for feature in features["steeping"])


def test_what_the_tagger_says_is_told() -> None:
    brew = entity("BrewNet", EntityType.MODEL, known=False)
    place = brew.mentions[0].start, brew.mentions[0].end
    roles = np.array([[0.7, 0.1, 0.05, 0.05, 0.05, 0.05]], dtype=np.float32)
    tagging = Tagging([place], ["B-model"], [()], [()], roles)
    (found,) = stances(TEXT, [brew], tagging, {})
    assert {
        "tagger:introduces",
        "tagger:introduces:model",
        "tagger:introduces:7",
        "tagger:introduces:uses",
    } <= set(found.features)
    (alone,) = stances(TEXT, [brew], NO_TAGGING, {})
    assert not any(feature.startswith("tagger:") for feature in alone.features)


def test_brackets_are_told() -> None:
    text = "On tea\n\nWe use leaves (e.g., Assam)."
    mention = Mention(
        start=text.index("Assam"),
        end=text.index("Assam") + 5,
        surface="Assam",
        type=EntityType.METHOD,
        extractor=Extractor.NER,
        score=0.9,
    )
    assam = Entity(id="entity:assam", name="Assam", type=EntityType.METHOD, mentions=(mention,))
    (found,) = stances(text, [assam], NO_TAGGING, {})
    assert {"in brackets:e:method", "brackets after:leaves"} <= set(found.features)
