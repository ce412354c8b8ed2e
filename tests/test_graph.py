import json
from dataclasses import replace

import pytest

from kg.graph import Graph, add_claim, add_entity, add_paper, empty_graph
from schemas import (
    FORMAT_VERSION,
    Attribute,
    Claim,
    Entity,
    EntityType,
    Evidence,
    NodeKind,
    Paper,
    Relation,
    UnknownNameError,
)

TEA = Paper(id="p1", title="On Tea", abstract="We use TeaNet.", year=2023, references=("x",))


def claim(sentence: str, score: float) -> Claim:
    evidence = Evidence(
        paper=TEA.curie,
        sentence=sentence,
        sentence_start=8,
        start=15,
        end=21,
        extractor="vocabulary",
        score=score,
    )
    return Claim(
        subject=TEA.curie,
        relation=Relation.USES,
        object="entity:teanet",
        evidence=(evidence,),
        confidence=score,
    )


@pytest.fixture
def graph() -> Graph:
    graph = empty_graph()
    add_paper(graph, replace(TEA, identifiers=("other-id",)))
    entity = Entity(id="entity:teanet", name="TeaNet", type=EntityType.MODEL, aliases=("TeaNet",))
    add_entity(graph, entity, {EntityType.MODEL: 2, EntityType.METHOD: 1})
    return graph


def test_an_empty_graph_names_its_format_version():
    assert empty_graph().graph == {"format": FORMAT_VERSION}


def test_a_paper_keeps_all_its_ids_but_not_its_references(graph):
    node = graph.nodes[TEA.curie]
    assert node[Attribute.KIND] == NodeKind.PAPER
    assert node[Attribute.IDENTIFIERS] == ["other-id", "p1"]
    assert node[Attribute.TITLE] == node[Attribute.LABEL] == "On Tea"
    assert "references" not in node


def test_types_of_an_entity_are_counted_in_a_fixed_order(graph):
    assert list(graph.nodes["entity:teanet"][Attribute.TYPES].items()) == [
        ("method", 1),
        ("model", 2),
    ]


def test_a_claim_seen_again_adds_evidence_and_keeps_the_best_confidence(graph):
    for item in (claim("We use TeaNet.", 0.5), claim("TeaNet works.", 0.9)):
        add_claim(graph, item)
        add_claim(graph, item)
    (edge,) = graph.edges(data=True, keys=True)
    assert edge[:3] == (TEA.curie, "entity:teanet", Relation.USES)
    assert edge[3][Attribute.CONFIDENCE] == 0.9
    assert [item["sentence"] for item in edge[3][Attribute.EVIDENCE]] == [
        "We use TeaNet.",
        "TeaNet works.",
    ]


def test_a_claim_about_a_missing_node_is_refused(graph):
    graph.remove_node("entity:teanet")
    with pytest.raises(UnknownNameError, match="no node is named 'entity:teanet'"):
        add_claim(graph, claim("We use TeaNet.", 0.5))


def test_all_attributes_are_plain_json(small_graph):
    for attributes in (
        *(data for _, data in small_graph.nodes(data=True)),
        *(data for *_, data in small_graph.edges(data=True)),
    ):
        assert json.loads(json.dumps(attributes)) == attributes
        assert all(type(key) is str for key in attributes)


def test_no_edge_is_without_evidence(small_graph):
    assert all(data[Attribute.EVIDENCE] for *_, data in small_graph.edges(data=True))
