"""The description beside an export says what is in it."""

import hashlib
from collections import Counter
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

import output
from kg.graph import Graph, empty_graph
from output.rdf import Names, ntriples

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
PREFIXES = Names("https://w3id.org/citekg/").prefixes() | {
    "dcat": "http://www.w3.org/ns/dcat#",
    "spdx": "http://spdx.org/rdf/terms#",
    "void": "http://rdfs.org/ns/void#",
    "": "https://example.org/data/graph.nt.gz.void.ttl#",
}


def described(graph: Graph, folder: Path, **options: Any) -> tuple[Path, ox.Store]:
    file = folder / "graph.nt.gz"
    output.save(graph, file, **options)
    store = ox.Store()
    beside = folder / "graph.nt.gz.void.ttl"
    store.load(path=beside, format=ox.RdfFormat.TURTLE, base_iri=PREFIXES[""][:-1])
    return file, store


def ask(store: ox.Store, query: str) -> list[tuple[str, ...]]:
    return [tuple(term.value for term in row) for row in store.query(query, prefixes=PREFIXES)]


def test_numbers_are_those_of_the_file(small_graph: Graph, tmp_path: Path) -> None:
    _, store = described(small_graph, tmp_path)
    content = output.render(small_graph, ".nt")
    triples = [quad.triple for quad in ox.parse(content, format=ox.RdfFormat.N_TRIPLES)]
    properties = Counter(triple.predicate.value for triple in triples)
    classes = Counter(t.object.value for t in triples if t.predicate.value == f"{RDF}type")
    assert ask(store, "SELECT ?n { :dataset void:triples ?n }") == [(str(len(triples)),)]
    rows = ask(
        store,
        "SELECT ?p ?n { :dataset void:propertyPartition [ void:property ?p ; void:triples ?n ] }",
    )
    assert {name: int(count) for name, count in rows} == properties
    rows = ask(
        store, "SELECT ?c ?n { :dataset void:classPartition [ void:class ?c ; void:entities ?n ] }"
    )
    assert {name: int(count) for name, count in rows} == classes


def test_layers_are_subsets_that_add_up(small_graph: Graph, tmp_path: Path) -> None:
    _, store = described(small_graph, tmp_path)
    rows = ask(store, "SELECT ?layer ?n { :dataset void:subset ?layer . ?layer void:triples ?n }")
    assert {name.partition("#")[2] for name, _ in rows} == {"core", "links", "evidence"}
    ((total,),) = ask(store, "SELECT ?n { :dataset void:triples ?n }")
    assert sum(int(count) for _, count in rows) == int(total)


def test_the_file_is_named_with_its_checksum(small_graph: Graph, tmp_path: Path) -> None:
    file, store = described(small_graph, tmp_path)
    rows = ask(
        store,
        """SELECT ?file ?size ?sum ?type ?packed {
             :dataset void:dataDump ?file ; dcat:distribution ?d .
             ?d dcat:downloadURL ?file ; dcat:byteSize ?size ; dcat:mediaType ?type ;
                dcat:compressFormat ?packed ;
                spdx:checksum ?c .
             ?c spdx:algorithm spdx:checksumAlgorithm_sha256 ; spdx:checksumValue ?sum }""",
    )
    media = "https://www.iana.org/assignments/media-types/application/"
    assert rows == [
        (
            "https://example.org/data/graph.nt.gz",
            str(file.stat().st_size),
            hashlib.sha256(file.read_bytes()).hexdigest(),
            f"{media}n-triples",
            f"{media}gzip",
        )
    ]


@pytest.mark.parametrize(
    ("options", "quoting"),
    [({}, {"dataset", "evidence"}), ({"text": False}, set()), ({"layers": "core,links"}, set())],
)
def test_rights_of_others_are_told_where_text_is_quoted(
    small_graph: Graph, tmp_path: Path, options: dict[str, Any], quoting: set[str]
) -> None:
    _, store = described(small_graph, tmp_path, **options)
    rows = ask(store, "SELECT ?part { ?part dcterms:rights ?text }")
    assert {name.partition("#")[2] for (name,) in rows} == quoting
    parts = {name for (name,) in ask(store, "SELECT ?part { ?part a void:Dataset }")}
    free = "<http://creativecommons.org/publicdomain/zero/1.0/>"
    assert {n for (n,) in ask(store, f"SELECT ?p {{ ?p dcterms:license {free} }}")} == parts


def test_it_is_the_same_each_time_and_tells_no_time(small_graph: Graph, tmp_path: Path) -> None:
    texts = set()
    for name in ("a", "b"):
        described(small_graph, tmp_path / name)
        texts.add((tmp_path / name / "graph.nt.gz.void.ttl").read_text(encoding="utf-8"))
    (text,) = texts
    assert "xsd:date" not in text


def test_an_empty_graph_is_described(tmp_path: Path) -> None:
    _, store = described(empty_graph(), tmp_path)
    assert ask(store, "SELECT ?n { :dataset void:triples ?n }") == [("0",)]


def test_names_of_files_are_escaped(small_graph: Graph, tmp_path: Path) -> None:
    output.save(small_graph, tmp_path / "my graph>.ttl")
    text = (tmp_path / "my graph>.ttl.void.ttl").read_text(encoding="utf-8")
    assert "dcat:downloadURL <my%20graph%3E.ttl>" in text


def test_writing_twice_counts_once(small_graph: Graph, tmp_path: Path) -> None:
    document = ntriples(small_graph)
    texts = []
    for _ in range(2):
        with (tmp_path / "graph.nt").open("wb") as stream:
            document.write(stream)
        texts.append(document.beside(tmp_path / "graph.nt")[1])
    assert texts[0] == texts[1]
