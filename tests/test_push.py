import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from typer.testing import CliRunner

from kg.cli import app
from kg.graph import Graph
from output.push import client
from output.push.endpoint import Protocol, endpoint
from output.push.pushing import push
from output.rdf import to_ntriples, to_turtle
from schemas import CitekgError, InputError

GRAPH = "https://example.org/shelf"
SECRET = "s3cret-of-the-store"


@pytest.fixture(autouse=True)
def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "_BACKOFF", 0)
    for name in (client.USER, client.PASSWORD, client.TOKEN):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def export(shelf_graph: Graph, tmp_path: Path) -> Path:
    (tmp_path / "graph.ttl").write_text(to_turtle(shelf_graph), "utf-8")
    return tmp_path


@pytest.fixture
def triples(shelf_graph: Graph) -> int:
    return len(to_ntriples(shelf_graph).splitlines())


def run(*arguments: str | Path):
    return CliRunner().invoke(app, ["push", *map(str, arguments)])


@pytest.mark.parametrize("name", ["oxigraph", "virtuoso"])
@pytest.mark.parametrize("protocol", Protocol)
def test_a_real_store_takes_a_graph_by_either_protocol(
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
    export: Path,
    triples: int,
    name: str,
    protocol: Protocol,
) -> None:
    store = request.getfixturevalue(name)
    for key, value in store.environment.items():
        monkeypatch.setenv(key, value)
    url, graph = getattr(store, protocol), f"{GRAPH}/{protocol}"
    seen: list[tuple[int, int]] = []
    first = push(
        export / "graph.ttl",
        url,
        graph=graph,
        batch=100,
        progress=lambda done, total: seen.append((done, total)),
    )
    assert (first.before, first.triples, first.after) == (0, triples, triples)
    assert seen[0] == (100, triples) and seen[-1] == (triples, triples)
    again = push(export / "graph.ttl", url, graph=graph)
    assert (again.before, again.after) == (triples, triples)
    (export / "one.nt").write_text("<http://e.org/a> <http://e.org/b> 'c'@en .".replace("'", '"'))
    more = push(export / "one.nt", url, graph=graph)
    assert more.after == triples + 1
    result = run(export, url, "--graph", graph, "--replace", "--batch", "150")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == f"pushed {triples} triples; graph {graph} holds {triples}\n"


def test_the_default_graph_is_taken_if_none_is_named(
    oxigraph: object, export: Path, triples: int
) -> None:
    for url in (oxigraph.gsp, oxigraph.update):
        result = run(export, url, "--graph", "default", "--replace")
        assert result.stdout == f"pushed {triples} triples; graph default holds {triples}\n"
    assert push(export / "graph.ttl", oxigraph.gsp).after == triples


class Faulty(ThreadingHTTPServer):
    """A store that fails as it is told: each request takes the next of `faults`, if any."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.faults: list[str] = []
        self.requests: list[tuple[str, str]] = []
        self.authorizations: list[str | None] = []
        self.triples: set[str] = set()
        self.lost = 0
        self.url = f"http://127.0.0.1:{self.server_address[1]}/store"


class Handler(BaseHTTPRequestHandler):
    server: Faulty

    def handle_request(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        parts = urlsplit(self.path)
        self.server.requests.append((self.command, self.path))
        self.server.authorizations.append(self.headers["Authorization"])
        fault = self.server.faults.pop(0) if self.server.faults else ""
        if fault == "cut":
            self.connection.close()
            return
        if fault == "half":
            self.reply(200, "x", length=100)
            self.connection.close()
            return
        if fault == "late cut":
            self.store(body)
            self.connection.close()
            return
        if fault:
            status, _, rest = fault.partition(" ")
            self.reply(int(status), rest)
            return
        if parts.path == "/query":
            assert "COUNT" in parse_qs(body)["query"][0]
            count = len(self.server.triples) - self.server.lost
            self.reply(200, ANSWER % count if self.server.triples else ANSWER % 0)
        else:
            self.store(body)
            self.reply(204, "")

    do_POST = do_PUT = handle_request  # noqa: N815

    def store(self, body: str) -> None:
        if self.command == "PUT":
            self.server.triples.clear()
        self.server.triples.update(body.splitlines())

    def reply(self, status: int, text: str, *, length: int | None = None) -> None:
        self.send_response(status)
        if status == 401:
            self.send_header("WWW-Authenticate", 'Basic realm="tea"')
        if 300 <= status < 400:
            self.send_header("Location", text)
        if text.startswith("<"):
            self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(text) if length is None else length))
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *_: object) -> None:
        pass


ANSWER = (
    '{"head": {"vars": ["triples"]}, "results": {"bindings": [{"triples": {"type": "literal", '
    '"datatype": "http://www.w3.org/2001/XMLSchema#integer", "value": "%d"}}]}}'
)


@pytest.fixture
def faulty() -> Iterator[Faulty]:
    server = Faulty()
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.mark.parametrize(
    "faults",
    [
        *(["503"], ["", "503", "502"], ["", "429", "500", "504"], ["cut"], ["", "cut", "cut"]),
        *(["", "late cut"], ["", "", "late cut", "503"], ["half"], ["", "", "", "", "", "503"]),
    ],
)
@pytest.mark.parametrize("replace", [False, True])
def test_what_fails_in_passing_is_sent_again(
    faulty: Faulty, export: Path, triples: int, faults: list[str], replace: bool
) -> None:
    faulty.faults = list(faults)
    done = push(export / "graph.ttl", faulty.url, graph=GRAPH, replace=replace, batch=100)
    assert (done.after, len(faulty.triples)) == (triples, triples)
    assert len(faulty.requests) > len([fault for fault in faults if fault]) + 4
    assert faulty.requests[-1] == ("POST", "/query")


def test_a_replaced_graph_holds_nothing_else(faulty: Faulty, export: Path, triples: int) -> None:
    faulty.triples = {"old"}
    assert push(export / "graph.ttl", faulty.url, graph=GRAPH).after == triples + 1
    assert push(export / "graph.ttl", faulty.url, graph=GRAPH, replace=True).after == triples
    methods = [method for method, path in faulty.requests if path.startswith("/store")]
    assert methods == ["POST", "PUT"]
    assert f"/store?{'graph=https%3A%2F%2Fexample.org%2Fshelf'}" in {r[1] for r in faulty.requests}


@pytest.mark.parametrize(
    ("faults", "message"),
    [
        (["", *["503 busy"] * 9], "fails with status 503: busy; run the same command again later"),
        ([*["cut"] * 9], "does not answer (RemoteProtocolError: Server disconnected without "),
        (["401"], "wants a user (status 401); set CITEKG_STORE_USER and CITEKG_STORE_PASSWORD, or"),
        (["", "403"], "wants a user (status 403); set CITEKG_STORE_USER and CITEKG_STORE_"),
        (["404 <h1>no</h1> such"], "has no store at this address (status 404): no such; see docs/"),
        (["", "405"], "has no store at this address (status 405); see docs/sparql.md"),
        (["", "400 bad\n\nIRI"], "refuses what it is sent (status 400): bad IRI"),
        (["", "302 http://e.org/x"], "has moved (status 302); give http://e.org/x as address"),
        (["200 <html>"], "answers no query there; give the address where the store does as --qu"),
    ],
)
def test_what_goes_wrong_is_one_line(
    faulty: Faulty, export: Path, faults: list[str], message: str
) -> None:
    faulty.faults = list(faults)
    result = run(export, faulty.url)
    assert (result.exit_code, result.stdout) == (1, "")
    place = faulty.url.replace("/store", "/query") if faults[0] else faulty.url
    assert result.stderr.startswith(f"citekg: {place}: {message}")
    assert result.stderr.count("\n") == 1


def test_a_store_that_loses_triples_is_told(faulty: Faulty, export: Path, triples: int) -> None:
    faulty.lost = 2
    result = run(export, faulty.url, "--graph", GRAPH, "--replace")
    assert result.exit_code == 1
    assert result.stderr == (
        f"citekg: {faulty.url}: holds {triples - 2} triples in GRAPH <{GRAPH}> after the push, "
        f"{triples} were expected; does anybody else write to it? "
        "Push again, with --replace if the graph is yours alone\n"
    )


def test_a_store_that_is_not_there_is_told(export: Path) -> None:
    result = run(export, "http://127.0.0.1:9/store")
    assert result.exit_code == 1
    assert result.stderr.startswith("citekg: http://127.0.0.1:9/query: does not answer (Connect")


def test_user_and_password_are_given_when_asked_for(
    faulty: Faulty, export: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(client.USER, "me")
    monkeypatch.setenv(client.PASSWORD, SECRET)
    push(export / "graph.ttl", faulty.url, graph=GRAPH)
    assert set(faulty.authorizations) == {None}
    faulty.faults = ["401"]
    push(export / "graph.ttl", faulty.url, graph=GRAPH)
    assert set(faulty.authorizations[-3:]) == {"Basic bWU6czNjcmV0LW9mLXRoZS1zdG9yZQ=="}


def test_a_token_is_given_at_once(
    faulty: Faulty, export: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(client.TOKEN, SECRET)
    push(export / "graph.ttl", faulty.url)
    assert set(faulty.authorizations) == {f"Bearer {SECRET}"}


@pytest.mark.parametrize(("name", "rest"), [(client.TOKEN, ""), (client.PASSWORD, client.USER)])
@pytest.mark.parametrize("status", [400, 401, 500, 302])
def test_secrets_are_never_told(
    faulty: Faulty,
    export: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    name: str,
    rest: str,
    status: int,
) -> None:
    caplog.set_level("INFO")
    monkeypatch.setenv(name, SECRET)
    if rest:
        monkeypatch.setenv(rest, "me")
    faulty.faults = [f"{status} http://e.org/?{SECRET}"] * 9
    result = run(export, faulty.url)
    assert result.exit_code == 1
    assert SECRET not in result.output + caplog.text
    assert name not in result.output or status == 401


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["http://me:pw@127.0.0.1/store"], "citekg: the address of the store holds a user or pass"),
        (["127.0.0.1:7878/store"], "citekg: '127.0.0.1:7878/store' is no address of a store; give"),
        (["http://[::1/store"], "citekg: 'http://[::1/store' is no address of a store; give one"),
        (["http://h/store", "--graph", "my graph"], "citekg: graph 'my graph' is no IRI; give one"),
        (["http://h/store", "--graph", "g:> }"], "citekg: graph 'g:> }' is no IRI; give one such "),
        (["http://h/store", "--replace"], "citekg: to replace what is there, name the graph: give"),
    ],
)
def test_wrong_use_is_told(export: Path, arguments: list[str], message: str) -> None:
    result = run(export, *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(message)
    assert "pw" not in result.stderr


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[] <http://e.org/p> 1 .", "has blank nodes (_:"),
        ("<http://e.org/s> <http://e.org/p> [] .", "has blank nodes (<http://e.org/s> "),
        ("", "has no triples to push; look at what made it"),
        ("<x", "is no Turtle (Parser error at line 1 "),
    ],
)
def test_files_that_cannot_be_pushed_are_told(
    faulty: Faulty, tmp_path: Path, text: str, message: str
) -> None:
    (tmp_path / "x.ttl").write_text(text, "utf-8")
    with pytest.raises(InputError) as caught:
        push(tmp_path / "x.ttl", faulty.url)
    assert str(caught.value).startswith(f"{tmp_path / 'x.ttl'}: {message}")
    assert faulty.requests == []


@pytest.mark.parametrize(
    ("url", "protocol", "query"),
    [
        ("http://h:7878/store", "gsp", "http://h:7878/query"),
        ("http://h:7878/update", "update", "http://h:7878/query"),
        ("http://h:3030/tea/data", "gsp", "http://h:3030/tea/query"),
        ("http://h:3030/tea", "gsp", "http://h:3030/tea"),
        ("http://h/sparql-graph-crud-auth", "gsp", "http://h/sparql-auth"),
        ("http://h/sparql-graph-crud", "gsp", "http://h/sparql"),
        ("http://h/sparql-auth", "update", "http://h/sparql-auth"),
        ("http://h/sparql", "update", "http://h/sparql"),
        ("http://h/repositories/tea/statements", "update", "http://h/repositories/tea"),
        ("http://h/repositories/tea/rdf-graphs/service", "gsp", "http://h/repositories/tea"),
        ("https://h/api/tea?key=1", "gsp", "https://h/api/tea"),
    ],
)
def test_the_address_tells_protocol_and_where_queries_are_answered(
    url: str, protocol: str, query: str
) -> None:
    known = endpoint(url, graph="default")
    assert (known.protocol, known.query_url) == (protocol, query)
    chosen = endpoint(url, graph=GRAPH, protocol=Protocol.GSP, query_url="http://q/q")
    assert (chosen.protocol, chosen.query_url) == ("gsp", "http://q/q")


def test_replacing_needs_the_name_of_a_graph(export: Path) -> None:
    with pytest.raises(CitekgError, match="or 'default' for all that is in no named graph"):
        push(export / "graph.ttl", "http://127.0.0.1:9/store", replace=True)
