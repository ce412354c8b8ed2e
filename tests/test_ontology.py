"""The files of `schemas` and the words of the code say the same, in both directions."""

import json
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.namespace import DCTERMS, OWL, RDF, RDFS, SKOS, VANN

from kg.graph import Graph, add_cited_work, add_claim, add_entity
from output.rdf import Names, to_rdf
from schemas import (
    BASE_IRI,
    RELATION_IRIS,
    ROLES,
    Claim,
    Entity,
    EntityType,
    Evidence,
    MergeReason,
    NameReason,
    Relation,
)

SCHEMAS = Path(__file__).parent.parent / "schemas"
KG = rdflib.Namespace(BASE_IRI + "ns#")
SH = rdflib.Namespace("http://www.w3.org/ns/shacl#")
ENTITY_CLASSES = {kind.value.capitalize() for kind in EntityType}
OTHER_CLASSES = {"CitedWork", "Repository", "Link", "Text", "NameReason", "Reason"}
LOCAL_RELATIONS = {name for name in RELATION_IRIS.values() if "://" not in name}
LINKING_PROPERTIES = {"candidate", "evidence", "nameOf", "reason"}
VALUE_PROPERTIES = {"ambiguous", "byline", "confidence", "papers", "textDigest"}
REASONS = {f"by{reason.value.capitalize()}" for reason in MergeReason}
ALIGNED = {
    "biro": "http://purl.org/spar/biro/",
    "cito": "http://purl.org/spar/cito/",
    "cskg": "https://w3id.org/cskg/ontology#",
    "fabio": "http://purl.org/spar/fabio/",
    "lpwc": "https://linkedpaperswithcode.com/",
    "mls": "http://www.w3.org/ns/mls#",
    "oa": "http://www.w3.org/ns/oa#",
    "orkg": "http://orkg.org/orkg/",
    "prov": "http://www.w3.org/ns/prov#",
    "schema": "https://schema.org/",
    "skos": str(SKOS),
}


def names(terms: object) -> set[str]:
    return {str(term).removeprefix(KG) for term in terms if term in KG}


def parsed(name: str) -> rdflib.Graph:
    return rdflib.Graph().parse(SCHEMAS / name)


@pytest.fixture(scope="module")
def ontology() -> rdflib.Graph:
    return parsed("ontology.ttl")


@pytest.fixture(scope="module")
def shapes() -> rdflib.Graph:
    return parsed("shapes.ttl")


@pytest.fixture(scope="module")
def alignments() -> rdflib.Graph:
    return parsed("alignments.ttl")


@pytest.fixture(scope="module")
def context() -> dict[str, object]:
    return json.loads((SCHEMAS / "context.jsonld").read_text(encoding="utf-8"))["@context"]


@pytest.fixture
def export(small_graph: Graph) -> rdflib.Graph:
    """A graph in which every type, relation and reason comes up."""
    for kind in EntityType:
        entity = Entity(id=f"entity:a-{kind}", name=f"a {kind}", type=kind, ambiguous=True)
        reasons = [
            NameReason(name=f"a {reason}", reason=reason, source=source, papers=1)
            for reason, source in zip(MergeReason, ["tea", *["arxiv:2301.00001"] * 6], strict=True)
        ]
        add_entity(small_graph, entity, {}, reasons)
    paper, other = "arxiv:2301.00001", "doi:10.1000/pot_2024"
    add_cited_work(small_graph, "work:lee", "Lee", candidates=(paper, other))
    evidence = Evidence(
        paper=paper, sentence="", sentence_start=0, start=0, end=3, extractor="names", score=0.9
    )
    ends = {
        Relation.MENTIONS: (paper, "entity:a-task"),
        Relation.BUILDS_ON: (other, paper),
        Relation.VARIANT_OF: ("entity:a-model", "entity:a-method"),
        Relation.BROADER: ("entity:a-task", "entity:a-concept"),
    }
    for relation, (subject, target) in ends.items():
        add_claim(
            small_graph,
            Claim(
                subject=subject,
                relation=relation,
                object=target,
                evidence=(evidence,),
                confidence=0.9,
            ),
        )
    return to_rdf(small_graph)


def test_classes_are_the_entity_types_and_what_the_export_needs(ontology: rdflib.Graph) -> None:
    classes = names(ontology.subjects(RDF.type, OWL.Class))
    assert classes == ENTITY_CLASSES | OTHER_CLASSES
    assert names(ontology.subjects(RDFS.subClassOf, SKOS.Concept)) == ENTITY_CLASSES


def test_properties_are_the_local_relations_and_what_the_export_needs(
    ontology: rdflib.Graph,
) -> None:
    objects = names(ontology.subjects(RDF.type, OWL.ObjectProperty))
    assert objects == LOCAL_RELATIONS | LINKING_PROPERTIES
    assert names(ontology.subjects(RDF.type, OWL.DatatypeProperty)) == VALUE_PROPERTIES


def test_reasons_are_those_of_the_graph(ontology: rdflib.Graph) -> None:
    assert names(ontology.subjects(RDF.type, KG.Reason)) == REASONS


def test_every_role_is_a_kind_of_mention(ontology: rdflib.Graph) -> None:
    below = names(ontology.subjects(RDFS.subPropertyOf, KG.mentions)) | {"mentions"}
    assert below == {RELATION_IRIS[role] for role in ROLES}


def test_every_term_has_one_label_and_one_definition_in_english(ontology: rdflib.Graph) -> None:
    terms = {term for term in ontology.subjects() if term in KG}
    assert len(terms) == len(names(terms))
    (subject,) = ontology.subjects(RDF.type, OWL.Ontology)
    for term in terms:
        for property_ in (RDFS.label, SKOS.definition):
            (text,) = ontology.objects(term, property_)
            assert text.language == "en"
        assert ontology.value(term, RDFS.isDefinedBy) == subject


def test_ontology_names_its_version_licence_and_namespace(ontology: rdflib.Graph) -> None:
    (subject,) = ontology.subjects(RDF.type, OWL.Ontology)
    assert str(subject) == BASE_IRI + "ns"
    assert str(ontology.value(subject, OWL.versionInfo)) == "1"
    assert str(ontology.value(subject, VANN.preferredNamespaceUri)) == str(KG)
    licence = ontology.value(subject, DCTERMS.license)
    assert str(licence) == "http://creativecommons.org/publicdomain/zero/1.0/"


def test_the_export_uses_the_terms_of_the_ontology_and_all_of_them(
    ontology: rdflib.Graph, export: rdflib.Graph
) -> None:
    used = names(term for triple in export for term in triple)
    assert used == names(ontology.subjects()) - {"Reason"}


def test_alignments_place_every_term_and_make_nobody_a_subclass(
    ontology: rdflib.Graph, alignments: rdflib.Graph
) -> None:
    aligned = names(alignments.subjects())
    assert aligned == names(ontology.subjects()) - REASONS - {"Reason", "reason", "papers"}
    of_terms = {(p, o) for s, p, o in alignments if s in KG}
    assert {p for p, _ in of_terms} == {SKOS.closeMatch, RDFS.seeAlso}
    foreign = {str(o) for _, o in of_terms}
    assert not [iri for iri in foreign if iri.startswith(BASE_IRI)]
    for start in ALIGNED.values():
        assert any(iri.startswith(start) for iri in foreign), start


def test_shapes_speak_of_the_terms_of_the_ontology(
    ontology: rdflib.Graph, shapes: rdflib.Graph
) -> None:
    own_shapes = names(shapes.subjects(RDF.type, SH.NodeShape))
    spoken = names(shapes.all_nodes()) - own_shapes
    assert spoken == names(ontology.subjects()) - {"Reason"}


def test_shapes_allow_the_relations_that_links_have(shapes: rdflib.Graph) -> None:
    (shape,) = shapes.subjects(SH.path, RDF.predicate)
    allowed = set(shapes.items(shapes.value(shape, SH["in"])))
    expected = set(Relation) - {Relation.CITES}
    assert {str(term) for term in allowed} == {Names(BASE_IRI).relation(r) for r in expected}


def test_shapes_allow_the_reasons_that_names_have(shapes: rdflib.Graph) -> None:
    (shape,) = shapes.subjects(SH.path, KG.reason)
    assert names(shapes.items(shapes.value(shape, SH["in"]))) == REASONS


def test_shapes_look_for_what_an_export_has(shapes: rdflib.Graph, export: rdflib.Graph) -> None:
    targets = set(shapes.objects(None, SH.targetClass))
    assert targets - set(export.objects(None, RDF.type)) == set()
    assert set(shapes.objects(None, SH.path)) - set(export.predicates()) == set()
    relations = {rdflib.URIRef(Names(BASE_IRI).relation(relation)) for relation in Relation}
    assert relations <= set(shapes.objects(None, SH.path))


def test_context_has_the_prefixes_and_terms(
    ontology: rdflib.Graph, export: rdflib.Graph, context: dict[str, object]
) -> None:
    prefixes = Names(BASE_IRI).prefixes()
    assert {name: context[name] for name in prefixes} == prefixes
    words = {
        value if isinstance(value, str) else value["@id"]
        for name, value in context.items()
        if name not in prefixes and name != "@version"
    }
    own = {f"kg:{name}" for name in names(ontology.subjects())}
    assert own - words == {"kg:entities"} | {f"kg:{name}" for name in REASONS}
    properties = {Names(BASE_IRI).term(word) for word in words} - set(
        map(str, ontology.subjects(RDF.type, OWL.Class))
    )
    assert properties == {str(name) for name in export.predicates() if name != RDF.type}


def test_context_reads_plain_json(context: dict[str, object]) -> None:
    data = {"@context": context, "@id": "paper:local.1", "title": "On tea", "uses": "entity:tea"}
    quads = ox.parse(json.dumps(data), format=ox.RdfFormat.JSON_LD)
    assert {str(quad.triple) for quad in quads} == {
        f'<{BASE_IRI}paper/local.1> <http://purl.org/dc/terms/title> "On tea"@en',
        f"<{BASE_IRI}paper/local.1> <{KG}uses> <{BASE_IRI}entity/tea>",
    }
