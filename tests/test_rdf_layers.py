"""What an export holds: layers, which links it asserts, whether it quotes."""

from typing import Any

import pytest

import output
from kg.graph import Graph, add_claim, add_entity, add_paper, empty_graph
from output.rdf import Layer
from output.rdf.blocks import SECTIONS, parse_layers
from schemas import (
    CitekgError,
    Claim,
    Entity,
    EntityType,
    Evidence,
    MergeReason,
    NameReason,
    Paper,
    Relation,
    UnknownNameError,
)

BASE = "https://w3id.org/citekg/"


def lines(graph: Graph, **options: Any) -> set[str]:
    return set(output.render(graph, ".nt", **options).decode().splitlines())


def collections(found: set[str]) -> set[str]:
    subjects = {line.partition(">")[0].removeprefix(f"<{BASE}") for line in found}
    return {subject.partition("/")[0].partition("#")[0] for subject in subjects}


def test_layers_are_the_parts_of_the_whole(small_graph: Graph) -> None:
    parts = [lines(small_graph, layers=layer) for layer in Layer]
    assert set.union(*parts) == lines(small_graph)
    assert sum(map(len, parts)) == len(lines(small_graph))


@pytest.mark.parametrize(
    ("layers", "expected"),
    [
        ("core", {"paper", "entity", "repository", "ns"}),
        ("links", {"link", "extractor"}),
        ("evidence", {"text", "sentence", "span"}),
        ("evidence, core", {"paper", "entity", "repository", "ns", "text", "sentence", "span"}),
    ],
)
def test_a_layer_describes_its_own_subjects(
    small_graph: Graph, layers: str, expected: set[str]
) -> None:
    assert collections(lines(small_graph, layers=layers)) == expected
    assert lines(small_graph, layers=layers.split(",")) == lines(small_graph, layers=layers)


def test_the_core_alone_answers_easy_questions(small_graph: Graph) -> None:
    assert (
        f"<{BASE}paper/arxiv.2301.00001> <{BASE}ns#uses> "
        f"<{BASE}entity/convolutional-neural-network> ."
    ) in lines(small_graph, layers="core")


def test_a_strange_layer_is_refused(small_graph: Graph) -> None:
    with pytest.raises(UnknownNameError, match="no layer is named 'link'; nearest: links"):
        output.render(small_graph, ".ttl", layers="core,link")
    with pytest.raises(CitekgError, match="no layer is named; give some of core, links, evidence"):
        parse_layers([])


def test_less_sure_links_stay_but_are_not_asserted(small_graph: Graph) -> None:
    asserted, all_of_them = lines(small_graph, min_confidence=0.85), lines(small_graph)
    missing = all_of_them - asserted
    assert len(missing) == 2  # compares_to (0.8) and cites (0.7); the 0.4 is below the default
    assert all(line.startswith(f"<{BASE}paper/") for line in missing)
    more = lines(small_graph, min_confidence=0) - all_of_them
    assert [line.split()[1] for line in more] == [f"<{BASE}ns#mentions>"]


@pytest.mark.parametrize("value", [-0.1, 1.1])
def test_what_is_no_confidence_is_refused(small_graph: Graph, value: float) -> None:
    with pytest.raises(CitekgError) as caught:
        output.render(small_graph, ".nt", min_confidence=value)
    assert str(caught.value) == f"{value} is no confidence; give a number from 0 to 1"


@pytest.mark.parametrize("ending", [".nt", ".nq", ".ttl", ".trig", ".jsonld", ".rdf"])
def test_without_text_nothing_is_quoted(small_graph: Graph, ending: str) -> None:
    content = output.render(small_graph, ending, text=False).decode()
    assert "We study TeaNet" not in content
    assert "exact>" not in content and "oa:exact " not in content
    assert "A study of TeaNet" in content


def test_without_text_offsets_and_digests_stay(small_graph: Graph) -> None:
    missing = lines(small_graph) - lines(small_graph, text=False)
    assert {line.split()[1] for line in missing} == {"<http://www.w3.org/ns/oa#exact>"}
    assert not lines(small_graph, text=False) - lines(small_graph)


def test_an_ambiguous_entity_says_so() -> None:
    graph = empty_graph()
    for name, ambiguous in (("HAT", True), ("hat", False)):
        entity = Entity(id=f"entity:{name}", name=name, type=EntityType.METHOD, ambiguous=ambiguous)
        add_entity(graph, entity, {})
    found = [line for line in lines(graph) if "ambiguous" in line]
    assert found == [
        f'<{BASE}entity/HAT> <{BASE}ns#ambiguous> "true"'
        "^^<http://www.w3.org/2001/XMLSchema#boolean> ."
    ]


def test_names_have_their_reasons_where_there_are_several() -> None:
    graph = empty_graph()
    paper = Paper(id="local:p", title="tea")
    add_paper(graph, paper)
    reasons = [
        NameReason(name="DPO", reason=MergeReason.DEFINITION, source=paper.curie, papers=16),
        NameReason(name="DPO", reason=MergeReason.VOCABULARY, source="d. p. o.", papers=2),
    ]
    for name, given in (("dpo", reasons), ("alone", reasons[:1])):
        entity = Entity(id=f"entity:{name}", name=name, type=EntityType.METHOD)
        add_entity(graph, entity, {}, given)
    turtle = output.render(graph, ".ttl").decode()
    assert turtle.count("a kg:NameReason ;") == 2
    assert (
        "    kg:nameOf entity:dpo ;\n"
        '    rdfs:label "DPO" ;\n'
        "    kg:reason kg:byDefinition ;\n"
        "    kg:papers 16 ;\n"
        "    prov:wasDerivedFrom paper:local.p .\n"
    ) in turtle
    assert '    kg:papers 2 ;\n    dc:source "d. p. o." .\n' in turtle


def test_lines_stay_sorted_where_the_name_of_a_paper_begins_another() -> None:
    graph = empty_graph()
    names = [
        "doi:10.1000/a",
        "doi:10.1000/a.5",
        "doi:10.1000/a.uses",
        "doi:10.1000/a-b",
        "doi:10.1000/aa",
    ]
    add_entity(graph, Entity(id="entity:tea", name="tea", type=EntityType.METHOD), {})
    for doi in names:
        paper = Paper(id="p", title="tea and more tea", doi=doi.removeprefix("doi:"))
        assert paper.curie == doi
        add_paper(graph, paper)
        places = [
            Evidence(
                paper=doi,
                sentence=paper.title,
                sentence_start=0,
                start=start,
                end=end,
                extractor="names",
                score=0.9,
            )
            for start, end in ((0, 3), (13, 16))
        ]
        for relation in (Relation.USES, Relation.MENTIONS):
            add_claim(
                graph,
                Claim(
                    subject=doi,
                    relation=relation,
                    object="entity:tea",
                    evidence=tuple(places),
                    confidence=0.9,
                ),
            )
    found = output.render(graph, ".nt").decode().splitlines()
    assert found == sorted(set(found))


def test_sections_have_starts_of_their_own() -> None:
    starts = [section.start for section in SECTIONS]
    assert len(set(starts)) == len(starts)
