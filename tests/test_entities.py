from kg.entities import merge_entities
from schemas import Entity, EntityType, Extraction, Paper, entity_curie

PAPERS = tuple(Paper(id=f"p{n}", title=f"Paper number {n}") for n in range(3))


def entity(
    name: str,
    kind: EntityType = EntityType.METHOD,
    *,
    known: bool = False,
    ambiguous: bool = False,
    aliases: tuple[str, ...] = (),
) -> Entity:
    return Entity(
        id=entity_curie(name),
        name=name,
        type=kind,
        known=known,
        ambiguous=ambiguous,
        aliases=aliases or (name,),
    )


def extractions(*groups: tuple[Entity, ...]) -> list[Extraction]:
    return [
        Extraction(paper=paper, entities=group)
        for paper, group in zip(PAPERS, groups, strict=False)
    ]


def test_spellings_of_a_name_are_one_node_with_all_aliases() -> None:
    nodes, places = merge_entities(
        extractions((entity("Leaf-Pooling"),), (entity("leaf pooling", known=True),))
    )
    ((node, types),) = nodes
    assert node.id == "entity:leaf-pooling"
    assert node.name == "leaf pooling"
    assert node.aliases == ("Leaf-Pooling", "leaf pooling")
    assert types == {EntityType.METHOD: 2}
    assert set(places.values()) == {"entity:leaf-pooling"}


def test_an_ambiguous_short_form_stays_apart_from_a_known_name() -> None:
    nodes, places = merge_entities(
        extractions((entity("SAM", known=True),), (entity("SAM", ambiguous=True),))
    )
    assert [(node.id, node.ambiguous) for node, _ in nodes] == [
        ("entity:sam", False),
        ("entity:sam-ambiguous", True),
    ]
    assert places[PAPERS[1].curie, "entity:sam"] == "entity:sam-ambiguous"


def test_the_type_of_most_papers_counts_and_the_others_are_kept() -> None:
    model, method = EntityType.MODEL, EntityType.METHOD
    nodes, _ = merge_entities(
        extractions((entity("Brew", model),), (entity("Brew", method),), (entity("Brew", model),))
    )
    ((node, types),) = nodes
    assert node.type is model
    assert types == {method: 1, model: 2}


def test_order_of_papers_does_not_matter() -> None:
    found = extractions(
        (entity("Brew"), entity("Leaf Net")), (entity("brews"),), (entity("leaf-net"),)
    )
    assert merge_entities(found) == merge_entities(found[::-1])
