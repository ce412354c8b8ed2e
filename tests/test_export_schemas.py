"""Exports against closed schemas, written for these tests after the published specifications."""

import json
import re
from pathlib import Path

import networkx as nx
import pytest
from jsonschema import Draft202012Validator, ValidationError
from lxml import etree

import output
from kg.graph import add_entity
from output.interchange.flat import LINK_COLUMNS, NODE_COLUMNS
from schemas import Entity, EntityType, NodeKind, Relation

SCHEMAS = Path(__file__).parent / "schemas"
GEXF = "{http://www.gexf.net/1.2draft}"
GRAPHML = "{http://graphml.graphdrawing.org/xmlns}"
VALUES = {
    "boolean": re.compile(r"true|false"),
    "long": re.compile(r"-?\d+"),
    "integer": re.compile(r"-?\d+"),
    "double": re.compile(r"-?\d+(\.\d+)?(e-?\d+)?"),
    "string": re.compile(r".*", re.DOTALL),
}
PYTHON = {"string": str, "integer": int, "double": float, "boolean": bool}


@pytest.fixture
def full(shelf_graph):
    """A graph with every kind of node and of link, and every type of entity."""
    for kind in EntityType:
        entity = Entity(id=f"entity:any-{kind}", name=f"Any {kind}", type=kind)
        add_entity(shelf_graph, entity, {kind: 1})
    source, target, data = next(iter(shelf_graph.edges(data=True)))
    for relation in Relation:
        if not shelf_graph.has_edge(source, target, relation.value):
            shelf_graph.add_edge(source, target, relation.value, **data)
    return shelf_graph


def test_the_graph_has_every_kind_of_node_and_link(full):
    nodes = [data for _, data in full.nodes(data=True)]
    assert {data["kind"] for data in nodes} == set(NodeKind)
    assert {data["type"] for data in nodes if "type" in data} == set(EntityType)
    assert {key for *_, key in full.edges(keys=True)} == set(Relation)


def parsed(graph, ending):
    content = output.render(graph, ending)
    assert isinstance(content, str)
    if ending in (".graphml", ".gexf"):
        return etree.fromstring(content.encode())
    return json.loads(content)


def check(document, ending):
    """Raise if a document does not fit the schema of its format."""
    if ending in (".graphml", ".gexf"):
        schema = etree.XMLSchema(file=str(SCHEMAS / f"{ending[1:]}.xsd"))
        schema.assertValid(etree.fromstring(etree.tostring(document)))
    else:
        name = {".cyjs": "cytoscape", ".cx2": "cx2"}[ending]
        schema = json.loads((SCHEMAS / f"{name}.json").read_text(encoding="utf-8"))
        Draft202012Validator.check_schema(schema)
        Draft202012Validator(schema).validate(document)


ENDINGS = (".graphml", ".gexf", ".cyjs", ".cx2")


@pytest.mark.parametrize("ending", ENDINGS)
def test_an_export_fits_its_schema(full, ending):
    check(parsed(full, ending), ending)


@pytest.mark.parametrize("ending", ENDINGS)
def test_the_export_of_the_bundled_papers_fits_its_schema(example, ending):
    check(parsed(example.nx, ending), ending)


@pytest.mark.parametrize("ending", ENDINGS)
def test_the_export_of_an_empty_graph_fits_its_schema(ending):
    check(parsed(nx.MultiDiGraph(format=3), ending), ending)


def broken_graphml(tree, fault):
    graph = tree.find(f"{GRAPHML}graph")
    node, edge = graph.find(f"{GRAPHML}node"), graph.find(f"{GRAPHML}edge")
    match fault:
        case "element":
            etree.SubElement(node, f"{GRAPHML}colour")
        case "attribute":
            node.set("colour", "red")
        case "reference":
            edge.set("target", "nowhere")
        case "declaration":
            node[0].set("key", "d99")
        case "type":
            tree.find(f"{GRAPHML}key").set("attr.type", "text")
        case "identifier":
            node.set("id", "doi:10.1000/pot")
        case "twice":
            graph.append(etree.fromstring(etree.tostring(node)))


def broken_gexf(tree, fault):
    graph = tree.find(f"{GEXF}graph")
    node, edge = graph.find(f".//{GEXF}node"), graph.find(f".//{GEXF}edge")
    match fault:
        case "element":
            etree.SubElement(node, f"{GEXF}colour")
        case "attribute":
            graph.set("name", "")
        case "reference":
            edge.set("source", "nowhere")
        case "declaration":
            node.find(f".//{GEXF}attvalue").set("for", "99")
        case "type":
            graph.find(f".//{GEXF}attribute").set("type", "text")
        case "identifier":
            del node.attrib["id"]
        case "twice":
            node.getparent().append(etree.fromstring(etree.tostring(node)))


def broken_cytoscape(document, fault):
    node, edge = document["elements"]["nodes"][0], document["elements"]["edges"][0]
    match fault:
        case "element":
            document["layout"] = {}
        case "attribute":
            node["colour"] = "red"
        case "reference":
            del edge["data"]["target"]
        case "type":
            node["data"]["authors"] = ["Ann Lee"]
        case "identifier":
            node["data"]["id"] = 1
        case "place":
            del node["position"]["y"]


def broken_cx2(document, fault):
    aspects = {name: part for entry in document for name, part in entry.items()}
    match fault:
        case "element":
            document.insert(2, {"colours": []})
        case "attribute":
            aspects["nodes"][0]["colour"] = "red"
        case "reference":
            aspects["edges"][0]["t"] = "nowhere"
        case "type":
            aspects["nodes"][0]["v"]["authors"] = ["Ann Lee"]
        case "identifier":
            aspects["nodes"][0]["id"] = "local:p1"
        case "declaration":
            aspects["attributeDeclarations"][0]["nodes"]["year"] = {"d": "year"}
        case "place":
            del aspects["nodes"][0]["y"]
        case "status":
            document.pop()


FAULTS = [
    (ending, breaking, fault)
    for ending, breaking, faults in (
        (".graphml", broken_graphml, "declaration twice"),
        (".gexf", broken_gexf, "declaration twice"),
        (".cyjs", broken_cytoscape, "place"),
        (".cx2", broken_cx2, "declaration place status"),
    )
    for fault in ["element", "attribute", "reference", "type", "identifier", *faults.split()]
]


@pytest.mark.parametrize(("ending", "breaking", "fault"), FAULTS)
def test_a_broken_document_does_not_fit(full, ending, breaking, fault):
    document = parsed(full, ending)
    breaking(document, fault)
    with pytest.raises((etree.DocumentInvalid, ValidationError)):
        check(document, ending)


def test_values_of_graphml_are_of_their_declared_types(full):
    tree = parsed(full, ".graphml")
    keys = {key.get("id"): key for key in tree.iter(f"{GRAPHML}key")}
    seen = set()
    for owner in tree.iter(f"{GRAPHML}node", f"{GRAPHML}edge"):
        for data in owner.iter(f"{GRAPHML}data"):
            key = keys[data.get("key")]
            assert key.get("for") == owner.tag.removeprefix(GRAPHML)
            assert VALUES[key.get("attr.type")].fullmatch(data.text or "")
            seen.add(key.get("attr.type"))
    assert seen == {"boolean", "long", "double", "string"}


def test_values_of_gexf_are_of_their_declared_types(full):
    tree = parsed(full, ".gexf")
    declared = {
        (group.get("class"), entry.get("id")): entry.get("type")
        for group in tree.iter(f"{GEXF}attributes")
        for entry in group
    }
    seen = set()
    for owner in tree.iter(f"{GEXF}node", f"{GEXF}edge"):
        for value in owner.iter(f"{GEXF}attvalue"):
            kind = declared[owner.tag.removeprefix(GEXF), value.get("for")]
            assert VALUES[kind].fullmatch(value.get("value"))
            seen.add(kind)
    assert seen == {"boolean", "long", "double", "string"}


def test_links_and_names_of_cytoscape_lead_somewhere(full):
    elements = parsed(full, ".cyjs")["elements"]
    nodes = {node["data"]["id"] for node in elements["nodes"]}
    edges = [edge["data"] for edge in elements["edges"]]
    assert len(nodes | {edge["id"] for edge in edges}) == len(full) + full.number_of_edges()
    assert {edge[end] for edge in edges for end in ("source", "target")} <= nodes
    for given, columns in ((elements["nodes"], NODE_COLUMNS), (elements["edges"], LINK_COLUMNS)):
        for element in given:
            for name, value in element["data"].items():
                assert type(value) is columns.get(name, str), name


def test_links_counts_and_values_of_cx2_agree_with_what_is_declared(full):
    document = parsed(full, ".cx2")
    aspects = {name: part for entry in document for name, part in entry.items()}
    counts = {entry["name"]: entry["elementCount"] for entry in aspects["metaData"]}
    assert [*document[-1]] == ["status"]
    assert [name for entry in document[2:-1] for name in entry] == [*counts]
    assert counts == {name: len(aspects[name]) for name in counts}
    nodes = {node["id"] for node in aspects["nodes"]}
    assert len(nodes) == len(full)
    assert {edge[end] for edge in aspects["edges"] for end in "st"} <= nodes
    for name in ("networkAttributes", "nodes", "edges"):
        declared = aspects["attributeDeclarations"][0][name]
        for element in aspects[name]:
            for attribute, value in element.get("v", element).items():
                assert type(value) is PYTHON[declared[attribute]["d"]], attribute
    mapped = aspects["visualProperties"][0]["nodeMapping"].values()
    attributes = {mapping["definition"]["attribute"] for mapping in mapped}
    assert attributes <= set(aspects["attributeDeclarations"][0]["nodes"])
