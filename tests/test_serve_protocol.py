"""SPARQL 1.1 Protocol: queries, media types, and what is refused."""

import csv
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest

from output.rdf import to_turtle
from output.serve import DEFAULT_HOST, DEFAULT_PORT, Limits
from output.serve.media import GRAPHS, RESULTS_JSON, SOLUTIONS, choose, choose_format
from output.sparql import parse_dataset
from tests.conftest import make_small_graph
from tests.serving import ROOT, TITLES, Server, folder_of, running

QUERY = "application/sparql-query"
FORM = "application/x-www-form-urlencoded"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
FORMATS = [format.name for format in (*SOLUTIONS.values(), *GRAPHS.values())]
PAPERS = [
    "A study of TeaNet & CNNs",
    "TeaNet: steeping networks for leaf recognition",
]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = folder_of(make_small_graph(), tmp_path_factory.mktemp("graph"))
    with running(folder, "--workers", "2", "--max-rows", "500", "--max-bytes", "300000") as found:
        yield found


def titles(answer: httpx.Response) -> list[str]:
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == RESULTS_JSON
    return [row["title"]["value"] for row in answer.json()["results"]["bindings"]]


def test_a_query_comes_by_get_as_a_form_or_as_itself(server: Server) -> None:
    assert titles(server.get(TITLES)) == PAPERS
    assert titles(server.client.post("/sparql", data={"query": TITLES})) == PAPERS
    for content in (QUERY, f"{QUERY}; charset=utf-8", QUERY.upper()):
        posted = server.client.post(
            "/sparql", content=TITLES.encode(), headers={"Content-Type": content}
        )
        assert titles(posted) == PAPERS


def test_solutions_come_in_four_formats(server: Server) -> None:
    for media_type, format in SOLUTIONS.items():
        answer = server.get(TITLES, media_type)
        assert answer.headers["content-type"].partition(";")[0] == media_type
        assert answer.headers["x-rows"] == "2"
        assert answer.headers["vary"] == "Accept"
        if format.name == "csv":
            assert list(csv.reader(io.StringIO(answer.text)))[1:] == [[name] for name in PAPERS]
        else:
            rows = ox.parse_query_results(answer.content, format=format.format())
            assert isinstance(rows, ox.QuerySolutions)
            assert [row["title"].value for row in rows] == PAPERS


@pytest.mark.parametrize(
    "query",
    [
        TITLES,
        "SELECT * { ?s ?p ?o } ORDER BY ?s ?p ?o",
        "SELECT * {}",
        "SELECT ?x { VALUES ?x { '' 'a\\tb\\nc\\r\\\\ü' \"'\"@en-GB 1e0 true <http://a.b/> } }",
        "SELECT ?x ?y { VALUES (?x ?y) { (UNDEF UNDEF) (1 UNDEF) ('\\u0001' 'é') } }",
        "SELECT (<<( kg:a kg:b 'c' )>> AS ?t) {}",
        "ASK { ?s a kg:Model }",
        "ASK { ?s a kg:Nothing }",
    ],
)
def test_answers_are_those_of_the_store_itself(server: Server, query: str) -> None:
    dataset = parse_dataset(to_turtle(make_small_graph()))
    for media_type, format in SOLUTIONS.items():
        expected = dataset.store.query(query, prefixes=dataset.prefixes)
        assert not isinstance(expected, ox.QueryTriples)
        answer = server.get(query, media_type)
        assert answer.content == expected.serialize(format=format.format()), media_type


def test_graphs_come_in_four_formats_and_always_in_the_same_bytes(server: Server) -> None:
    query = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
    expected = {
        quad.triple for quad in ox.parse(to_turtle(make_small_graph()), format=ox.RdfFormat.TURTLE)
    }
    for media_type, format in GRAPHS.items():
        answer = server.get(query, media_type)
        assert answer.headers["content-type"].partition(";")[0] == media_type
        assert answer.headers["x-rows"] == str(len(expected))
        found = {quad.triple for quad in ox.parse(answer.content, format=format.format())}
        assert found == expected, media_type
        assert server.get(query, media_type).content == answer.content


def test_odd_triples_come_whole(server: Server) -> None:
    query = """CONSTRUCT {
                 kg:a kg:b _:c ; kg:d "x"@de, 1e0, "007x"^^xsd:integer, 10000000000000000 .
                 _:c a kg:Model ; oa:start "abc"^^xsd:integer }"""
    answer = server.get(query + " WHERE {}", "application/ld+json")
    graph = {node["@id"].partition(":")[0]: node for node in answer.json()["@graph"]}
    assert graph["_"]["@type"] == "Model"
    assert graph["_"]["start"] == "abc"  # the context says that it is an integer
    assert {"@value": "10000000000000000", "@type": "xsd:integer"} in graph["kg"]["kg:d"]
    turtle = server.get(query + " WHERE {}", "text/turtle").content
    assert sum(1 for _ in ox.parse(turtle, format=ox.RdfFormat.TURTLE)) == 7
    nested = "CONSTRUCT { kg:a kg:b <<( kg:c kg:d 'e' )>> } WHERE {}"
    assert "<<(" in server.get(nested, "application/n-triples").text


@pytest.mark.parametrize(
    ("accept", "offers", "chosen"),
    [
        ("", ["a/b", "c/d"], "a/b"),
        ("c/*", ["a/b", "c/d"], "c/d"),
        ("*/*;q=0.5, c/d", ["a/b", "c/d"], "c/d"),
        ("A/B; q=0.2; x=y, c/d;q=0.1", ["a/b", "c/d"], "a/b"),
        ("a/b;q=0, */*", ["a/b", "c/d"], "c/d"),
        ("a/b;q=0", ["a/b"], None),
        ("a/b;q=x", ["a/b"], None),
        ("e/f", ["a/b"], None),
        (", ,", ["a/b"], "a/b"),
        ("a/b;q=nan", ["a/b"], None),
    ],
)
def test_the_type_that_is_liked_best_is_chosen(
    accept: str, offers: list[str], chosen: str | None
) -> None:
    assert choose(accept, offers) == chosen


def test_other_names_of_types_are_understood() -> None:
    assert choose_format("application/json", SOLUTIONS) == RESULTS_JSON
    assert choose_format("application/json", GRAPHS) == "application/ld+json"
    assert choose_format("text/plain", GRAPHS) == "application/n-triples"


def test_a_type_that_is_not_offered_is_406(server: Server) -> None:
    for query, accept in (
        (TITLES, "image/png"),
        (TITLES, "text/turtle"),
        ("DESCRIBE kg:a", "text/csv"),
    ):
        answer = server.get(query, accept)
        assert answer.status_code == 406
        assert "accept" in answer.text
        assert answer.text.count("\n") == 1


def test_format_counts_more_than_accept_and_is_a_download(server: Server) -> None:
    answer = server.client.post("/sparql", data={"query": TITLES, "format": "csv"})
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"] == 'attachment; filename="answer.csv"'
    wrong = server.client.get("/sparql", params={"query": TITLES, "format": "pdf"})
    assert (wrong.status_code, wrong.text) == (
        400,
        "no format is named 'pdf'; there are: "
        "json, xml, csv, tsv, turtle, ntriples, jsonld, rdfxml\n",
    )


def test_head_answers_without_a_body(server: Server) -> None:
    answer = server.client.head("/sparql", params={"query": TITLES})
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer.headers["content-type"] == RESULTS_JSON


@pytest.mark.parametrize(
    ("query", "message"),
    [
        (
            "SELECT ?x {",
            "SPARQL syntax, line 1, column 12: something is missing; mend the query there",
        ),
        ("SELECT (kg:f(1) AS ?x) {}", "is not supported; mend the query"),
        ("x", "SPARQL syntax, line 1"),
        ("SELECT * { ?s no:p ?o }", "line 1, column 20: cannot go on"),
        ("\x00", "SPARQL syntax"),
        ("SELECT * { <a b> ?p ?o }", "SPARQL syntax"),
    ],
)
def test_a_mistake_is_400_with_its_place(server: Server, query: str, message: str) -> None:
    answer = server.get(query)
    assert answer.status_code == 400
    assert message in answer.text
    assert answer.text.count("\n") == 1
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"


def test_without_a_query_there_is_a_description(server: Server) -> None:
    for params in ({}, {"query": " "}):
        answer = server.client.get("/sparql", params=params, headers={"Accept": "text/turtle"})
        assert answer.status_code == 200
    store = ox.Store()
    store.load(answer.content, format=ox.RdfFormat.TURTLE)
    void = {"void": "http://rdfs.org/ns/void#", "kg": "https://w3id.org/citekg/ns#"}
    (row,) = store.query(
        """SELECT ?n ?m {
             ?d void:triples ?n ;
                void:classPartition [ void:class kg:Model ; void:entities ?m ] }""",
        prefixes=void,
    )
    assert (
        row["n"].value
        == server.get("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").json()["results"]["bindings"][0]["n"][
            "value"
        ]
    )
    assert row["m"].value == "2"
    assert f"<{server.address}sparql>" in answer.text
    again = server.client.get("/.well-known/void")
    assert (again.status_code, again.headers["location"]) == (303, "/sparql")
    posted = server.client.post("/sparql", data={"x": ""}, headers={"Accept": "text/csv"})
    assert (posted.status_code, posted.text) == (
        400,
        "no query came; send one as the parameter 'query'\n",
    )


@pytest.mark.parametrize(
    ("params", "message"),
    [
        ({"query": [TITLES, TITLES]}, "'query' came 2 times; give it once"),
        (
            {"query": TITLES, "default-graph-uri": "http://127.0.0.1:9/"},
            "default-graph-uri is refused",
        ),
        ({"query": TITLES, "named-graph-uri": "x"}, "named-graph-uri is refused"),
        ({f"x{n}": "1" for n in range(101)}, "more than 100 parameters"),
    ],
)
def test_other_requests_are_400(server: Server, params: dict[str, str], message: str) -> None:
    for answer in (
        server.client.get("/sparql", params=params),
        server.client.post("/sparql", data=params),
    ):
        assert answer.status_code == 400
        assert message in answer.text


def test_bytes_that_are_no_utf8_are_400(server: Server) -> None:
    for content, media_type in (
        (b"ASK \xff", QUERY),
        (b"query=ASK\xff", FORM),
        (b"query=%FF", FORM),
    ):
        answer = server.client.post(
            "/sparql", content=content, headers={"Content-Type": media_type}
        )
        assert (answer.status_code, "UTF-8" in answer.text) == (400, True)
    assert server.client.get("/sparql?query=%FF").status_code == 400


def test_other_methods_and_contents_are_refused(server: Server) -> None:
    for method in ("PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"):
        answer = server.client.request(method, "/sparql")
        assert answer.status_code == 405
        assert set(answer.headers["allow"].split(", ")) == {"GET", "HEAD", "POST"}
        assert answer.text.startswith(f"{method} is not allowed here; use ")
    assert server.client.post("/", data={}).status_code == 405
    for media_type in (
        "multipart/form-data; boundary=x",
        "application/json",
        "",
        f"{QUERY}; charset=latin-1",
    ):
        answer = server.client.post(
            "/sparql", content=b"ASK {}", headers={"Content-Type": media_type}
        )
        assert answer.status_code == 415, media_type


UPDATES = [
    "INSERT DATA { kg:a kg:b kg:c }",
    "DELETE WHERE { ?s ?p ?o }",
    "CLEAR ALL",
    "LOAD <file:///etc/hostname>",
    "PREFIX x: <http://x/> DROP ALL",
    "WITH <http://x/> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
]


@pytest.mark.parametrize("update", UPDATES)
def test_updates_are_refused_on_every_way(server: Server, update: str) -> None:
    answers = [
        server.get(update),
        server.client.post("/sparql", data={"query": update}),
        server.client.post("/sparql", data={"update": update}),
        server.client.get("/sparql", params={"update": update}),
        server.client.post(
            "/sparql",
            content=update.encode(),
            headers={"Content-Type": "application/sparql-update"},
        ),
    ]
    assert [answer.status_code for answer in answers] == [403] * 5
    assert titles(server.get(TITLES)) == PAPERS


def test_too_many_rows_are_an_error_and_never_cut(server: Server) -> None:
    many = "SELECT * { ?a ?b ?c . ?d ?e ?f }"
    answer = server.get(many)
    assert (answer.status_code, answer.text) == (
        422,
        "the answer has more than 500 rows; ask for less, with LIMIT\n",
    )
    assert len(server.get(f"{many} LIMIT 500", "text/csv").text.splitlines()) == 501
    assert server.get(f"{many} LIMIT 501").status_code == 422
    triples = server.get("CONSTRUCT { ?a ?e ?f } WHERE { ?a ?b ?c . ?d ?e ?f }")
    assert triples.text == "the answer has more than 500 triples; ask for less, with LIMIT\n"


def test_too_many_bytes_are_an_error(server: Server) -> None:
    long = "x" * 10_000
    answer = server.get(
        f"SELECT (CONCAT({', '.join(['?x'] * 31)}) AS ?y) {{ VALUES ?x {{ '{long}' }} }}"
    )
    assert (answer.status_code, answer.text) == (
        422,
        "the answer has more than 300,000 bytes; ask for less, with LIMIT\n",
    )


def test_a_browser_gets_the_answer_as_a_page(server: Server) -> None:
    answer = server.get(TITLES, BROWSER)
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "A study of TeaNet &amp; CNNs" in answer.text
    assert "2 rows" in answer.text
    wrong = server.get("SELECT <b> {", BROWSER)
    assert wrong.status_code == 400
    assert "SPARQL syntax" in wrong.text
    assert "&lt;b&gt;" in wrong.text
    assert "<b>" not in wrong.text


def test_a_long_query_is_answered(server: Server, tmp_path: Path) -> None:
    query = f"{TITLES} # {'x' * 50_000}"
    assert titles(server.get(query)) == PAPERS
    assert titles(server.client.post("/sparql", data={"query": query})) == PAPERS


def test_json_is_what_json_says(server: Server) -> None:
    assert json.loads(server.get("ASK {}").content) == {"head": {}, "boolean": True}


def test_the_docs_tell_the_limits_that_hold() -> None:
    text = (ROOT / "docs" / "serve.md").read_text(encoding="utf-8")
    limits = Limits()
    for shown in (
        f"`--max-rows` ({limits.rows:,}) rows",
        f"`--max-bytes` ({limits.answer_bytes // 2**20} MB)",
        f"`--timeout` ({limits.timeout:g} seconds)",
        f"`--workers` ({limits.workers})",
        f"`--queue` ({limits.queue})",
        f"more than {limits.query_bytes // 2**10} KB",
        f"{limits.wait:g} seconds at most",
        f"more memory than {limits.memory_bytes // 2**30} GB",
        f"{DEFAULT_HOST}:{DEFAULT_PORT}",
    ):
        assert shown in text, shown
    assert limits.patience == 10
    assert limits.short == 0.5
    assert not [name for name in FORMATS if f"`{name}`" not in text]


def test_the_query_of_the_docs_asks_what_it_says(server: Server) -> None:
    text = (ROOT / "docs" / "serve.md").read_text(encoding="utf-8")
    (query,) = re.findall(r"--data-urlencode 'query=([^']+)'", text)
    answer = server.client.post("/sparql", data={"query": query})
    assert (answer.status_code, answer.json()["head"]["vars"]) == (200, ["title"])
