import random

import pytest

from kg.entities import Merged, merge_entities
from schemas import (
    Claim,
    Entity,
    EntityType,
    Evidence,
    Extraction,
    Paper,
    Relation,
    entity_curie,
)

FLIES = ("a", "AutoLeaf: flies that drive", ("Ann Lee", "Bo Roe"))
FRUIT = ("b", "AutoLeaf: fruit that falls", ("Cy Poe",))
AGAIN = ("c", "AutoLeaf: again", ("Roe, B.",))


def gives(
    paper: tuple[str, str, tuple[str, ...]],
    name: str,
    *others: str,
    role: Relation = Relation.INTRODUCES,
    known: bool = False,
) -> Extraction:
    """Return the extraction of a paper whose text begins with a name of one word."""
    given, title, authors = paper
    text = Paper(id=given, title=title, authors=authors)
    things = [entity_curie(item) for item in (name, *others)]
    evidence = Evidence(
        paper=text.curie,
        sentence=title,
        sentence_start=0,
        start=0,
        end=len(name),
        extractor="names",
        score=0.9,
    )
    return Extraction(
        paper=text,
        entities=tuple(
            Entity(id=curie, name=item, type=EntityType.MODEL, aliases=(item,), known=known)
            for curie, item in zip(things, (name, *others), strict=True)
        ),
        claims=(
            Claim(
                subject=text.curie,
                relation=role,
                object=things[0],
                evidence=(evidence,),
                confidence=0.9,
            ),
        ),
    )


def ids(*extractions: Extraction) -> list[tuple[str, bool]]:
    merged: Merged = merge_entities(extractions)
    assert merge_entities(random.sample(extractions, len(extractions))) == merged
    return [(node.entity.name, node.entity.ambiguous) for node in merged.nodes]


def test_two_papers_that_introduce_a_name_have_a_node_each() -> None:
    extractions = gives(FLIES, "AutoLeaf"), gives(FRUIT, "AutoLeaf")
    assert ids(*extractions) == [("AutoLeaf", False)] * 2
    first, second = (node.entity.id for node in merge_entities(extractions).nodes)
    assert first == "entity:autoleaf"
    assert second.startswith("entity:autoleaf-")


def test_papers_that_share_an_author_introduce_one_thing() -> None:
    assert ids(gives(FLIES, "AutoLeaf"), gives(AGAIN, "AutoLeaf")) == [("AutoLeaf", False)]


@pytest.mark.parametrize("name", ["autoleaf", "Autoleaf"])
def test_a_plain_word_is_no_coined_name(name: str) -> None:
    assert ids(gives(FLIES, name), gives(FRUIT, name)) == [(name, False)]


def test_what_the_vocabulary_knows_or_one_paper_only_uses_is_one_thing() -> None:
    known = [gives(paper, "AutoLeaf", known=True) for paper in (FLIES, FRUIT)]
    assert ids(*known) == [("AutoLeaf", False)]
    used = gives(FRUIT, "AutoLeaf", role=Relation.USES)
    assert ids(gives(FLIES, "AutoLeaf"), used) == [("AutoLeaf", False)]


def test_other_papers_leave_the_name_open_or_take_the_sense_of_their_like() -> None:
    rivals = gives(FLIES, "AutoLeaf", "leaf bench"), gives(FRUIT, "AutoLeaf", "pot bench")
    also = gives(AGAIN, "AutoLeaf", "leaf bench")
    user = ("d", "AutoLeaf in use", ())
    on_leaves = gives(user, "AutoLeaf", "leaf bench", role=Relation.USES)
    merged = merge_entities((*rivals, also, on_leaves))
    places = {paper: node for (paper, name), node in merged.places.items() if "auto" in name}
    paper = {name: Paper(id=name, title=title).curie for name, title, _ in (FLIES, FRUIT, user)}
    assert places[paper["d"]] == places[paper["a"]] != places[paper["b"]]
    alone = gives(user, "AutoLeaf", "spoon", role=Relation.USES)
    assert ("AutoLeaf", True) in ids(*rivals, also, alone)
