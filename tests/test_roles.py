import pytest

from extractors.ner import load_model
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
    (role,) = assign_roles(TEXT, [entity(surface, kind, known=known)], load_model())
    assert role.relation is relation


def test_mentions_that_speak_for_the_role_come_first() -> None:
    (role,) = assign_roles(TEXT, [entity("BrewNet", EntityType.MODEL, known=False)], load_model())
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
    alone = {s.entity.name: set(s.features) for s in stances(TEXT, [steeping], {})}
    together = {s.entity.name: set(s.features) for s in stances(TEXT, [brew, steeping], {})}
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
    features = {s.entity.name: set(s.features) for s in stances(TEXT, [whole, part], {})}
    assert any(feature.startswith("around:") for feature in features["slow steeping"])
    assert any(feature.startswith("inside:") for feature in features["steeping"])


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
    (found,) = stances(text, [assam], {})
    assert {"in brackets:e:method", "brackets after:leaves"} <= set(found.features)
