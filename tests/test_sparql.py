import csv
import gzip
import io
import json
import sys
from pathlib import Path
from xml.etree import ElementTree

import pyoxigraph as ox
import pytest

from kg.graph import Graph
from output.rdf import to_ntriples, to_turtle
from output.sparql import select
from schemas import CitekgError, InputError

DATA = '@prefix ex: <https://example.org/> . ex:a ex:p ex:b , "x" , 1 , true .'


def test_prefixes_of_the_export_are_declared(small_graph: Graph) -> None:
    answer = select(to_turtle(small_graph), "SELECT ?p WHERE { ?p kg:introduces entity:teanet }")
    assert answer.columns == ("p",)
    assert answer.rows == (("paper:arxiv.2301.00001",),)


def test_prefixes_follow_the_base_of_the_export(small_graph: Graph) -> None:
    turtle = to_turtle(small_graph, base="https://example.org/kg/")
    answer = select(turtle, "SELECT ?p WHERE { ?p kg:introduces entity:teanet }")
    assert answer.rows == (("paper:arxiv.2301.00001",),)
    assert "https://example.org/kg/paper/arxiv.2301.00001" in answer.json


def test_a_declared_prefix_counts_more() -> None:
    query = "PREFIX kg: <https://example.org/> ASK { kg:a kg:p kg:b }"
    assert select(DATA, query).rows == (("true",),)


def test_sentence_behind_a_link(small_graph: Graph) -> None:
    answer = select(
        to_turtle(small_graph),
        """SELECT ?c ?sentence {
             ?l rdf:object entity:oaknet ; rdf:predicate kg:comparesTo ; kg:confidence ?c ;
                kg:evidence/dcterms:isPartOf/oa:exact ?sentence }""",
    )
    assert answer.rows == (("0.8", "On LeafBench it beats OakNet."),)


@pytest.mark.parametrize("ending", ["ttl", "nt"])
def test_a_path_is_read(small_graph: Graph, tmp_path: Path, ending: str) -> None:
    file = tmp_path / f"graph.{ending}"
    text = to_turtle(small_graph) if ending == "ttl" else to_ntriples(small_graph)
    file.write_text(text, encoding="utf-8")
    assert select(file, "ASK { ?x a kg:Model }").rows == (("true",),)


def test_ask_gives_one_column() -> None:
    answer = select(DATA, "ASK { ex:a ex:p ex:c }")
    assert (answer.columns, answer.rows) == (("answer",), (("false",),))
    assert json.loads(answer.json) == {"head": {}, "boolean": False}
    assert answer.to_csv() == "false"


@pytest.mark.parametrize(
    "query", ["CONSTRUCT { ?b ex:q ?a } WHERE { ?a ex:p ?b FILTER(isIRI(?b)) }", "DESCRIBE ex:b"]
)
def test_graphs_come_as_three_columns(query: str) -> None:
    answer = select(DATA + " ex:b ex:q ex:a .", query)
    assert answer.columns == ("subject", "predicate", "object")
    assert answer.rows == (("ex:b", "ex:q", "ex:a"),)
    assert answer.to_csv().startswith("subject,predicate,object\r\nhttps://example.org/b,")


def test_unbound_values_and_iris_without_prefix() -> None:
    query = "SELECT ?u ?i (BNODE() AS ?b) { BIND(<https://elsewhere.org/x/y> AS ?i) }"
    ((unbound, iri, blank),) = select(DATA, query).rows
    assert (unbound, iri, blank[:2]) == ("", "https://elsewhere.org/x/y", "_:")


def test_csv_and_json_hold_full_iris() -> None:
    answer = select(
        '@prefix ex: <https://example.org/> . ex:a ex:p "x,\\"y\\"\\n" .',
        "SELECT ?s ?o { ?s ex:p ?o }",
    )
    assert answer.rows == (("ex:a", 'x,"y"\n'),)
    rows = list(csv.reader(io.StringIO(answer.to_csv(), newline="")))
    assert rows == [["s", "o"], ["https://example.org/a", 'x,"y"\n']]
    (binding,) = json.loads(answer.json)["results"]["bindings"]
    assert binding["s"] == {"type": "uri", "value": "https://example.org/a"}


def test_answers_in_the_other_formats_of_sparql() -> None:
    answer = select(DATA, "SELECT ?o { ex:a ex:p ?o } ORDER BY ?o")
    assert answer.to_tsv() == '?o\n<https://example.org/b>\n1\ntrue\n"x"\n'
    root = ElementTree.fromstring(answer.to_xml())
    assert len(root.findall(".//{*}result")) == 4
    assert select(DATA, "ASK {}").to_tsv() == "true"
    assert "<boolean>true</boolean>" in select(DATA, "ASK {}").to_xml()


def test_a_constructed_graph_is_sorted_ntriples() -> None:
    answer = select(DATA, "CONSTRUCT { ?a ex:q ?b , 'y' } WHERE { ?a ex:p ?b FILTER(isIRI(?b)) }")
    assert answer.to_ntriples() == (
        '<https://example.org/a> <https://example.org/q> "y" .\n'
        "<https://example.org/a> <https://example.org/q> <https://example.org/b> .\n"
    )
    with pytest.raises(CitekgError, match=r"the answer is no graph; ask with CONSTRUCT or DESC"):
        select(DATA, "ASK {}").to_ntriples()


def test_a_frame_has_numbers_and_truth_values() -> None:
    query = (
        "SELECT (1 AS ?n) (0.5 AS ?d) (true AS ?t) ('2024'^^xsd:gYear AS ?y) ?u ?i ('x'@en AS ?s)"
        " { BIND(ex:b AS ?i) }"
    )
    frame = select(DATA, query).to_pandas()
    assert list(frame.columns) == ["n", "d", "t", "y", "u", "i", "s"]
    assert frame.iloc[0].tolist()[:4] == [1, 0.5, True, 2024]
    assert frame.iloc[0].tolist()[4:] == [None, "https://example.org/b", "x"]
    assert [frame.dtypes[name].kind for name in "ndty"] == ["i", "f", "b", "i"]
    assert select(DATA, "ASK {}").to_pandas().to_dict("list") == {"answer": [True]}
    empty = select(DATA, "SELECT ?a ?b { ?a ex:none ?b }").to_pandas()
    assert (list(empty.columns), len(empty)) == (["a", "b"], 0)


def test_without_pandas_the_frame_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(CitekgError, match=r"needs the extra 'pandas'; install it"):
        select(DATA, "ASK {}").to_pandas()


@pytest.mark.parametrize(
    ("ending", "form"),
    [
        *(("nq", "N_QUADS"), ("trig", "TRIG"), ("rdf", "RDF_XML"), ("jsonld", "JSON_LD")),
        *(("ttl", "TURTLE"), ("nt", "N_TRIPLES")),
    ],
)
@pytest.mark.parametrize("packed", [False, True])
def test_files_of_every_format_are_read(
    small_graph: Graph, tmp_path: Path, ending: str, form: str, packed: bool
) -> None:
    quads = ox.parse(to_turtle(small_graph), format=ox.RdfFormat.TURTLE)
    named = ending in ("nq", "trig")
    graph = ox.NamedNode("https://example.org/g") if named else ox.DefaultGraph()
    data = ox.serialize(
        [ox.Quad(*quad.triple, graph) if named else quad.triple for quad in quads],
        format=getattr(ox.RdfFormat, form),
    )
    file = tmp_path / f"graph.{ending}{'.gz' if packed else ''}"
    file.write_bytes(gzip.compress(data) if packed else data)
    query = "SELECT ?p { ?p kg:introduces entity:teanet }"
    assert select(file, query).rows == (("paper:arxiv.2301.00001",),)


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        (
            "a.txt",
            b"",
            "is no RDF by its name; end it in one of .jsonld .nq .nt .rdf .trig .ttl .xml, ",
        ),
        ("a.nt", b"<a> <b> .", "is no N-Triples (Parser error at line 1 "),
        ("a.nt.gz", b"plain", "cannot be read (Not a gzipped file (b'pl')); give the path of an "),
        ("a.ttl.gz", gzip.compress(b"x" * 999)[:20], "cannot be read (Compressed file ended "),
        ("a.rdf", b"<a", "is no RDF/XML (syntax error: tag not closed"),
        ("a.jsonld", b"{", "is no JSON-LD (Parser error"),
    ],
)
def test_a_file_that_is_no_rdf_is_told(
    tmp_path: Path, name: str, data: bytes, message: str
) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(InputError) as caught:
        select(tmp_path / name, "ASK {}")
    assert str(caught.value).startswith(f"{tmp_path / name}: {message}")
    assert "\n" not in str(caught.value)


PLACE = "<http://127.0.0.1:9/>"


@pytest.mark.parametrize(
    "query",
    [
        f"SELECT * {{ SERVICE {PLACE} {{ ?s ?p ?o }} }}",
        f"SELECT * {{ SERVICE SILENT {PLACE} {{ ?s ?p ?o }} }}",
        f"SELECT * {{ service#>\n#'\n{PLACE} {{ ?s ?p ?o }} }}",
        f"SELECT * {{ ex:a ex:p trueSERVICE{PLACE}{{ ?s ?p ?o }} }}",
        f"SELECT * {{ ex:a ex:p 1SERVICE{PLACE}{{ ?s ?p ?o }} }}",
        f"SELECT * {{ ex:a ex:p 'x'SERVICE{PLACE}{{ ?s ?p ?o }} }}",
        "SELECT * { {}SERVICE:x{ ?s ?p ?o } }",
        "SELECT * { {}SERVICEex:x{ ?s ?p ?o } }",
        "SELECT * { {}SERVICESILENTex:x{ ?s ?p ?o } }",
        "SELECT * { BIND(ex:a AS ?x) SERVICE ?x { ?s ?p ?o } }",
        "SELECT * { FILTER(1<2)SERVICE:x#>\n{ ?s ?p ?o } }",
        f"SELECT * {{ ?s ?p ex:a\\' . SERVICE {PLACE} {{ }} #'\n }}",
        f"SELECT * {{ FILTER(1<2#>'''\n) SERVICE {PLACE} {{ }} #'''\n }}",
        f"SELECT * {{ FILTER(?o = '# \\' ') SERVICE {PLACE} {{ }} }}",
    ],
)
def test_other_services_are_refused_however_they_hide(query: str) -> None:
    with pytest.raises(CitekgError, match=r"^SPARQL SERVICE is refused: a query reads this graph "):
        select(DATA, query)


@pytest.mark.parametrize(
    ("query", "word"),
    [
        (f"SELECT * FROM {PLACE} {{ ?s ?p ?o }}", "FROM"),
        (f"SELECT * FROM NAMED {PLACE} {{ ?s ?p ?o }}", "FROM"),
        ("SELECT*FROM ex:g{ ?s ?p ?o }", "FROM"),
        ("INSERT DATA { ex:a ex:p ex:b }", "INSERT"),
        ("PREFIX x: <http://x/> #c\nDELETE WHERE { ?s ?p ?o }", "DELETE"),
        ("LOAD <file:///etc/hostname>", "LOAD"),
        ("clear all", "CLEAR"),
    ],
)
def test_other_data_and_updates_are_refused(query: str, word: str) -> None:
    with pytest.raises(CitekgError) as caught:
        select(DATA, query)
    assert str(caught.value) == (
        f"SPARQL {word} is refused: a query reads this graph and nothing else; leave it out, "
        "or, inside a string, write its first letter as \\uXXXX"
    )


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?service { ?service ex:p ?from }",
        "SELECT ?webservice { ?webservice ex:p ?o . ?datefrom ex:p ?o }",
        "SELECT * { ex:web-service ex:p ex:from, ex:service . ?s ?p ?o }",
        "SELECT * { ?s ex:p ?o FILTER(?o = 'customer service from home') }",
        "SELECT * { ?s <https://example.org/service#a> ?o . ?s ex:p ?o }",
        "SELECT * { ?s ex:p 'a \\u0073ervice: x' . ?s ex:p ?o }",
        "SELECT ?insert { ?insert ex:p ?load }",
    ],
)
def test_the_words_are_allowed_where_they_are_no_keywords(query: str) -> None:
    assert select(DATA, query).columns


def test_thousands_of_signs_do_not_stop_the_check() -> None:
    query = "SELECT * { ?s ex:p ?o } #" + "service " * 20_000 + "#" * 20_000
    assert len(select(DATA, query).rows) == 4


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("SELECT ?o { ex:a ex:p }", "line 1, column 23: cannot go on at '}'"),
        ("ASK {\n ex:a no:p ?o }", "line 2, column 11: cannot go on at '?o }' (Prefix not found)"),
        ("SELECT ?o {", "line 1, column 12: something is missing"),
        (
            "SELECT ?s (COUNT(*) AS ?n) { ?s ?p ?o }",
            "line 1, column 40: something is missing "
            "(The SELECT contains a variable that is unbound)",
        ),
    ],
)
def test_a_mistake_is_one_line_with_its_place(query: str, message: str) -> None:
    with pytest.raises(CitekgError) as caught:
        select(DATA, query)
    assert str(caught.value) == f"SPARQL syntax, {message}; mend the query there"


def test_an_unknown_function_is_an_error() -> None:
    with pytest.raises(CitekgError) as caught:
        select(DATA, "SELECT (ex:f(1) AS ?x) {}")
    assert str(caught.value) == (
        "SPARQL: The custom function <https://example.org/f> is not supported; mend the query"
    )


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        select(tmp_path / "graph.ttl", "ASK {}")
    assert str(caught.value) == (
        f"{tmp_path / 'graph.ttl'}: cannot be read (No such file or directory); "
        "give the path of an RDF file"
    )


def test_a_text_that_is_no_turtle() -> None:
    with pytest.raises(InputError) as caught:
        select("graph.ttl", "ASK {}")
    assert str(caught.value).startswith("RDF text: is no Turtle (")
    assert str(caught.value).endswith("); give the text of an export, or a Path to its file")
