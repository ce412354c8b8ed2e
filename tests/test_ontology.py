import json
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.namespace import OWL, RDF, RDFS, SKOS

from kg.graph import Graph
from output.rdf import to_rdf
from output.rdf_terms import Names
from schemas import BASE_IRI, RELATION_IRIS, ROLES, EntityType, Relation

SCHEMAS = Path(__file__).parent.parent / "schemas"
KG = rdflib.Namespace(BASE_IRI + "ns#")
SH = rdflib.Namespace("http://www.w3.org/ns/shacl#")
OTHER_CLASSES = {"CitedWork", "Repository", "Link", "Text"}
OTHER_PROPERTIES = {"byline", "confidence", "evidence", "textDigest"}


def names(terms: object) -> set[str]:
    return {str(term).removeprefix(KG) for term in terms if term in KG}


@pytest.fixture(scope="module")
def ontology() -> rdflib.Graph:
    return rdflib.Graph().parse(SCHEMAS / "ontology.ttl")


@pytest.fixture(scope="module")
def shapes() -> rdflib.Graph:
    return rdflib.Graph().parse(SCHEMAS / "shapes.ttl")


def test_classes_are_the_entity_types_and_what_the_export_needs(ontology: rdflib.Graph) -> None:
    classes = names(ontology.subjects(RDF.type, OWL.Class))
    assert classes == {kind.value.capitalize() for kind in EntityType} | OTHER_CLASSES
    entities = names(ontology.subjects(RDFS.subClassOf, SKOS.Concept))
    assert entities == classes - OTHER_CLASSES


def test_properties_are_the_local_relations_and_what_the_export_needs(
    ontology: rdflib.Graph,
) -> None:
    local = {name for name in RELATION_IRIS.values() if "://" not in name}
    properties = names(ontology.subjects(RDF.type, OWL.ObjectProperty))
    properties |= names(ontology.subjects(RDF.type, OWL.DatatypeProperty))
    assert properties == local | OTHER_PROPERTIES


def test_every_role_is_a_kind_of_mention(ontology: rdflib.Graph) -> None:
    below = names(ontology.subjects(RDFS.subPropertyOf, KG.mentions)) | {"mentions"}
    assert below == {RELATION_IRIS[role] for role in ROLES}


def test_every_term_has_one_label_and_one_definition_in_english(ontology: rdflib.Graph) -> None:
    terms = {term for term in ontology.subjects() if term in KG}
    assert len(terms) == 24
    for term in terms:
        for property_ in (RDFS.label, SKOS.definition):
            (text,) = ontology.objects(term, property_)
            assert text.language == "en"


def test_ontology_names_its_version_and_licence(ontology: rdflib.Graph) -> None:
    (subject,) = ontology.subjects(RDF.type, OWL.Ontology)
    assert str(subject) == BASE_IRI + "ns"
    assert str(ontology.value(subject, OWL.versionInfo)) == "1"
    licence = ontology.value(subject, rdflib.DCTERMS.license)
    assert str(licence) == "http://creativecommons.org/publicdomain/zero/1.0/"


def test_the_export_uses_no_term_that_the_ontology_lacks(
    ontology: rdflib.Graph, small_graph: Graph
) -> None:
    used = names(term for triple in to_rdf(small_graph) for term in triple)
    assert used <= names(ontology.subjects())
    assert used >= {"Method", "Model", "uses", "byline", "evidence", "textDigest", "entities"}


def test_shapes_use_no_term_that_the_ontology_lacks(
    ontology: rdflib.Graph, shapes: rdflib.Graph
) -> None:
    own_shapes = names(shapes.subjects(RDF.type, SH.NodeShape))
    assert names(shapes.all_nodes()) - own_shapes <= names(ontology.subjects())


def test_shapes_allow_the_relations_that_links_have(shapes: rdflib.Graph) -> None:
    (shape,) = shapes.subjects(SH.path, RDF.predicate)
    allowed = set(shapes.items(shapes.value(shape, SH["in"])))
    expected = set(Relation) - {Relation.CITES}
    assert {str(term) for term in allowed} == {Names(BASE_IRI).relation(r) for r in expected}


def test_shapes_look_for_what_an_export_has(shapes: rdflib.Graph, small_graph: Graph) -> None:
    export = to_rdf(small_graph)
    targets = set(shapes.objects(None, SH.targetClass))
    assert targets - set(export.objects(None, RDF.type)) == set()
    paths = set(shapes.objects(None, SH.path))
    assert paths - set(export.predicates()) == {KG.mentions, KG.buildsOn}


def test_context_has_the_prefixes_and_terms(ontology: rdflib.Graph) -> None:
    context = json.loads((SCHEMAS / "context.jsonld").read_text(encoding="utf-8"))["@context"]
    prefixes = Names(BASE_IRI).prefixes()
    assert {name: context[name] for name in prefixes} == prefixes
    own = {
        value if isinstance(value, str) else value["@id"]
        for value in context.values()
        if not isinstance(value, float)
    }
    assert {f"kg:{name}" for name in names(ontology.subjects())} - own == {"kg:entities"}


def test_context_reads_plain_json() -> None:
    context = json.loads((SCHEMAS / "context.jsonld").read_text(encoding="utf-8"))["@context"]
    data = {"@context": context, "@id": "paper:local.1", "title": "On tea", "uses": "entity:tea"}
    quads = ox.parse(json.dumps(data), format=ox.RdfFormat.JSON_LD)
    assert {str(quad.triple) for quad in quads} == {
        f'<{BASE_IRI}paper/local.1> <http://purl.org/dc/terms/title> "On tea"@en',
        f"<{BASE_IRI}paper/local.1> <{KG}uses> <{BASE_IRI}entity/tea>",
    }
