"""Every format holds the same triples, whoever reads it, and keeps to the shapes."""

import gzip
import json
import os
import re
import shutil
import subprocess
import warnings
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pyshacl
import pytest
import rdflib
from pyld import jsonld

import kg
import output
from kg.graph import Graph
from output.rdf import Layer, Literal, triples
from tests.test_rdf import ROOT, hostile_graph

FORMATS = {
    ".nt": ("ntriples", ox.RdfFormat.N_TRIPLES),
    ".nq": ("nquads", ox.RdfFormat.N_QUADS),
    ".ttl": ("turtle", ox.RdfFormat.TURTLE),
    ".trig": ("trig", ox.RdfFormat.TRIG),
    ".jsonld": ("json-ld", ox.RdfFormat.JSON_LD),
    ".rdf": ("rdfxml", ox.RdfFormat.RDF_XML),
}
QUADS = {".nq", ".trig"}
STRING = "http://www.w3.org/2001/XMLSchema#string"
LANGUAGE_STRING = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"

Node = tuple[str, ...]
Triples = set[tuple[Node, Node, Node]]


@pytest.fixture(scope="module")
def demo() -> Graph:
    return kg.build(ROOT / "examples" / "papers.jsonl").nx


@pytest.fixture(scope="module")
def demo_files(demo: Graph, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return written(demo, tmp_path_factory.mktemp("demo"))


@pytest.fixture(scope="module")
def hostile_files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return written(hostile_graph(), tmp_path_factory.mktemp("hostile"))


@pytest.fixture(scope="module")
def meant(demo: Graph) -> Triples:
    return expected(demo)


def written(graph: Graph, folder: Path) -> dict[str, Path]:
    files = {ending: folder / f"graph{ending}" for ending in FORMATS}
    for file in files.values():
        output.save(graph, file)
    return files


def expected(graph: Graph) -> Triples:
    def node(term: str | Literal) -> Node:
        if isinstance(term, str):
            return (term,)
        return literal(term.text, term.datatype, term.language)

    return {(node(s), node(p), node(o)) for s, p, o in triples(graph)}


def literal(text: str, datatype: str | None, language: str | None) -> Node:
    if language:
        return (text, LANGUAGE_STRING, language)
    return (text, datatype or STRING, "")


def by_oxigraph(file: Path, ending: str) -> Triples:
    return from_oxigraph(ox.parse(path=file, format=FORMATS[ending][1]))


def from_oxigraph(quads: Iterable[ox.Quad]) -> Triples:
    def node(term: Any) -> Node:
        if isinstance(term, ox.NamedNode):
            return (term.value,)
        assert isinstance(term, ox.Literal), f"blank node {term}"
        return literal(term.value, term.datatype.value, term.language)

    return {(node(q.subject), node(q.predicate), node(q.object)) for q in quads}


def by_rdflib(file: Path, ending: str) -> Triples:
    name = {".rdf": "xml", ".nt": "nt"}.get(ending, FORMATS[ending][0])
    dataset = rdflib.Dataset()
    with warnings.catch_warnings():  # its own use of its own names
        warnings.simplefilter("ignore", DeprecationWarning)
        dataset.parse(data=file.read_bytes(), format=name)
    found = [quad[:3] for quad in dataset.quads()]

    def node(term: Any) -> Node:
        if isinstance(term, rdflib.URIRef):
            return (str(term),)
        assert isinstance(term, rdflib.Literal), f"blank node {term}"
        return literal(str(term), term.datatype and str(term.datatype), term.language)

    return {(node(s), node(p), node(o)) for s, p, o in found}


def by_rapper(file: Path, ending: str) -> Triples:
    return by_command("rapper", "-q", "-i", FORMATS[ending][0], "-o", "ntriples", str(file))


def by_serdi(file: Path, ending: str) -> Triples:
    # its -e (a character at a time) knows no N-Quads
    eat = [] if ending == ".nq" else ["-e"]
    return by_command("serdi", *eat, "-i", FORMATS[ending][0], "-o", "ntriples", str(file))


def by_command(*command: str) -> Triples:
    if shutil.which(command[0]) is None:
        if "CI" in os.environ:
            pytest.fail(f"{command[0]} is missing; apt-get install raptor2-utils serdi")
        pytest.skip(f"{command[0]} is not installed")
    run = subprocess.run(command, capture_output=True, check=True)
    assert run.stderr == b""
    return from_oxigraph(ox.parse(run.stdout, format=ox.RdfFormat.N_TRIPLES))


def by_pyld(file: Path, ending: str) -> Triples:
    def refuse(url: str, options: object) -> None:
        raise AssertionError(f"looked up {url}")

    document = json.loads(file.read_text(encoding="utf-8"))
    graphs = jsonld.to_rdf(document, {"documentLoader": refuse})
    assert list(graphs) == ["@default"]

    def node(term: dict[str, str]) -> Node:
        if term["type"] == "IRI":
            return (term["value"],)
        assert term["type"] == "literal", f"blank node {term}"
        return literal(term["value"], term["datatype"], term.get("language"))

    return {
        (node(t["subject"]), node(t["predicate"]), node(t["object"])) for t in graphs["@default"]
    }


Reader = Callable[[Path, str], Triples]
READERS: dict[Reader, set[str]] = {
    by_oxigraph: set(FORMATS),
    by_rdflib: set(FORMATS),
    by_rapper: set(FORMATS) - {".jsonld"},
    by_serdi: set(FORMATS) - {".jsonld", ".rdf"},
    by_pyld: {".jsonld"},
}
CASES = [(reader, ending) for reader, endings in READERS.items() for ending in sorted(endings)]


@pytest.mark.parametrize(("reader", "ending"), CASES)
def test_every_reader_finds_the_triples_of_the_demo(
    meant: Triples, demo_files: dict[str, Path], reader: Reader, ending: str
) -> None:
    assert reader(demo_files[ending], ending) == meant


@pytest.mark.parametrize(("reader", "ending"), CASES)
def test_every_reader_finds_what_hostile_texts_say(
    hostile_files: dict[str, Path], reader: Reader, ending: str
) -> None:
    assert reader(hostile_files[ending], ending) == expected(hostile_graph())


@pytest.mark.parametrize("ending", FORMATS)
def test_gz_holds_the_same_bytes(demo: Graph, demo_files: dict[str, Path], ending: str) -> None:
    file = demo_files[ending].with_suffix(f"{ending}.gz")
    output.save(demo, file)
    assert gzip.decompress(file.read_bytes()) == demo_files[ending].read_bytes()


def test_lines_are_sorted_and_unique(demo_files: dict[str, Path]) -> None:
    for ending in (".nt", ".nq"):
        lines = demo_files[ending].read_bytes().splitlines()
        assert lines == sorted(set(lines))


@pytest.mark.parametrize("ending", sorted(QUADS))
def test_each_layer_is_a_graph(demo: Graph, demo_files: dict[str, Path], ending: str) -> None:
    quads = list(ox.parse(path=demo_files[ending], format=FORMATS[ending][1]))
    names = {quad.graph_name.value for quad in quads}
    assert names == {f"https://w3id.org/citekg/layer/{layer}" for layer in Layer}
    for layer in Layer:
        name = ox.NamedNode(f"https://w3id.org/citekg/layer/{layer}")
        alone = ox.parse(output.render(demo, ".nt", layers=[layer]), format=ox.RdfFormat.N_TRIPLES)
        assert {q.triple for q in quads if q.graph_name == name} == {q.triple for q in alone}


@pytest.mark.parametrize(
    "options",
    [{}, {"layers": "core"}, {"layers": "core,links"}, {"text": False}, {"min_confidence": 0.9}],
)
def test_exports_keep_to_the_shapes(small_graph: Graph, options: dict[str, Any]) -> None:
    for graph in (small_graph, hostile_graph()):
        assert violations(output.render(graph, ".nt", **options)) == ""


def test_the_demo_keeps_to_the_shapes(demo_files: dict[str, Path]) -> None:
    assert violations(demo_files[".nt"].read_bytes()) == ""


@pytest.mark.parametrize(
    ("pattern", "wrong", "message"),
    [
        ('confidence> "0.9"', 'confidence> "1.7"', "sh:maxExclusive"),
        (r'oa#end> "\d+"', 'oa#end> "0"', "sh:lessThan"),
        ("ns#uses>", "ns#abuses>", "sh:in"),
        (r"ns#introduces> <\S+>", "ns#introduces> <http://e/>", "sh:class"),
        ('Bo Roe" .', 'Bo Roe"@en .', "sh:datatype"),
    ],
)
def test_broken_data_is_told(small_graph: Graph, pattern: str, wrong: str, message: str) -> None:
    data, count = re.subn(pattern, wrong, output.render(small_graph, ".nt").decode())
    assert count
    assert message in violations(data.encode())


def violations(data: bytes) -> str:
    shapes = rdflib.Graph().parse(ROOT / "schemas" / "shapes.ttl")
    graph = rdflib.Graph().parse(data=data, format="nt")
    conforms, _, text = pyshacl.validate(graph, shacl_graph=shapes)
    return "" if conforms else str(text)
