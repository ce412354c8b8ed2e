"""What a hostile or careless client tries on a running server, alone and all at once."""

import json
import os
import random
import re
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from output.rdf import to_turtle
from output.serve.guard import Hosts
from output.sparql import parse_dataset
from tests.conftest import make_small_graph
from tests.serving import DEEP, ROOT, SLOW, TITLES, Server, folder_of, running

TIMEOUT = 1.0


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return folder_of(make_small_graph(), tmp_path_factory.mktemp("graph"))


@pytest.fixture(scope="module")
def server(folder: Path) -> Iterator[Server]:
    options = ("--workers", "2", "--timeout", str(TIMEOUT), "--queue", "60")
    with running(folder, *options, "--allow-host", "kg.example.org") as found:
        yield found


def answers(server: Server) -> bool:
    return server.get(TITLES).status_code == 200


def raw(server: Server, data: bytes, *, patience: float = 15) -> bytes:
    """Send bytes and return all that comes back until the server closes."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=patience) as connection:
        connection.sendall(data)
        return _rest(connection)


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "127.0.0.1.evil.example",
        "192.0.2.1",
        "localhost.evil.example:80",
        "",
        "[::2]",
        "x@127.0.0.1",
        "kg.example.org.",
        "0.0.0.0",
    ],
)
def test_foreign_names_of_the_server_are_refused(server: Server, host: str) -> None:
    for path in ("/", "/sparql?query=ASK+%7B%7D", "/health", "/nothing"):
        answer = server.client.get(path, headers={"Host": host})
        assert answer.status_code == 421
        assert answer.text == f"'{host}' is no name of this server; see --allow-host\n"


@pytest.mark.parametrize(
    "host", ["localhost", "LOCALHOST:1", "127.0.0.1", "127.9.9.9:80", "[::1]:80", "kg.example.org"]
)
def test_own_names_are_allowed(server: Server, host: str) -> None:
    assert server.client.get("/health", headers={"Host": host}).status_code == 200


def test_a_request_without_a_name_or_with_two_is_refused(server: Server) -> None:
    assert b" 421 " in raw(server, b"GET / HTTP/1.0\r\n\r\n")
    assert b" 400 " in raw(server, b"GET / HTTP/1.1\r\n\r\n")
    two = b"GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\nConnection: close\r\n\r\n"
    assert b" 400 " in raw(server, two)


def test_addresses_are_names_where_others_can_reach_the_server() -> None:
    hosts = Hosts(frozenset({"kg.example.org"}), loopback=False)
    assert hosts.allow("192.0.2.1:8765")
    assert hosts.allow("[2001:db8::1]")
    assert not hosts.allow("evil.example")


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:1"},
        {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"},
        {"Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "cors"},
    ],
)
def test_pages_of_other_sites_may_not_ask(server: Server, headers: dict[str, str]) -> None:
    for answer in (
        server.get(TITLES, **headers),
        server.client.post("/sparql", data={"query": TITLES}, headers=headers),
        server.client.options(
            "/sparql", headers={**headers, "Access-Control-Request-Method": "POST"}
        ),
    ):
        assert answer.status_code == 403
        assert not [name for name in answer.headers if name.startswith("access-control")]


def test_our_own_pages_and_links_to_us_may(server: Server) -> None:
    own = server.address.rstrip("/")
    assert server.get(TITLES, Origin=own).status_code == 200
    link = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}
    assert server.client.get("/", headers=link).status_code == 200


def test_sites_that_are_allowed_may_ask(folder: Path) -> None:
    origin = "https://friend.example"
    with running(folder, "--workers", "1", "--allow-origin", origin) as server:
        answer = server.get(TITLES, Origin=origin)
        assert answer.headers["access-control-allow-origin"] == origin
        asked = {"Origin": origin, "Access-Control-Request-Method": "POST"}
        assert server.client.options("/sparql", headers=asked).status_code == 200
        assert server.get(TITLES, Origin="https://evil.example").status_code == 403
    with running(folder, "--workers", "1", "--allow-origin", "*") as server:
        answer = server.get(TITLES, Origin="https://any.example")
        assert answer.headers["access-control-allow-origin"] == "*"


def test_every_answer_has_the_headers_that_protect_browsers(server: Server) -> None:
    for path in ("/", "/sparql", "/health", "/nothing", "/assets/serve.js", "/sparql?query=x"):
        headers = server.client.get(path, headers={"Accept": "text/html"}).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["content-security-policy"].startswith(
            "default-src 'none'; script-src 'self'"
        )
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["cross-origin-resource-policy"] == "same-origin"
        assert "server" not in headers


def test_large_bodies_are_413_however_they_come(server: Server) -> None:
    kind = {"Content-Type": "application/sparql-query"}
    whole = server.client.post("/sparql", content=b"x" * 70_000, headers=kind)
    assert (whole.status_code, whole.text) == (
        413,
        "the request is larger than 65,536 bytes; send a shorter query\n",
    )
    in_parts = server.client.post("/sparql", content=iter([b"x" * 1000] * 70), headers=kind)
    assert in_parts.status_code == 413
    head = b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\n"
    assert b" 413 " in raw(server, head + b"Content-Length: 99999999999\r\n\r\nx")
    assert b" 400 " in raw(server, head + b"Content-Length: -1\r\n\r\n")
    assert answers(server)


def test_large_heads_are_400(server: Server) -> None:
    assert b" 400 " in raw(server, b"GET /" + b"x" * 200_000)
    assert b" 400 " in raw(server, b"GET / HTTP/1.1\r\nX: " + b"x" * 200_000)
    assert answers(server)


@pytest.mark.parametrize(
    "data",
    [
        b"\x00\x01\x02\r\n\r\n",
        b"GET\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01",
        b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    ],
)
def test_what_is_no_http_is_400(server: Server, data: bytes) -> None:
    assert raw(server, data + b"\r\n\r\n").startswith(b"HTTP/1.1 4")
    assert answers(server)


def test_slow_clients_are_left(server: Server) -> None:
    """Three ways to dawdle, each many times: before, in and after the request."""
    head = b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\n"
    kinds = [b"", b"GET /health HTTP/1.1\r\nHost: local", head + b"Content-Length: 100\r\n\r\nASK"]
    begun = time.monotonic()
    connections = [
        socket.create_connection(("127.0.0.1", server.port), timeout=20)
        for _ in range(20)
        for _ in kinds
    ]
    for number, connection in enumerate(connections):
        connection.sendall(kinds[number % len(kinds)])
    assert answers(server)
    ends = []
    for connection in connections:
        ends.append(_rest(connection))
        connection.close()
    assert 5 < time.monotonic() - begun < 18
    assert Counter(end[:12] for end in ends) == {b"": 40, b"HTTP/1.1 408": 20}
    assert answers(server)


def _rest(connection: socket.socket) -> bytes:
    found = b""
    try:
        while piece := connection.recv(65536):
            found += piece
    except ConnectionResetError:
        pass
    return found


def test_clients_that_do_not_read_are_left(folder: Path) -> None:
    many = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } LIMIT 15000"
    request = httpx.Request("GET", "http://localhost/sparql", params={"query": many})
    head = b"GET " + request.url.raw_path + b" HTTP/1.1\r\nHost: localhost\r\n\r\n"
    with running(folder, "--workers", "2") as server:
        with socket.socket() as connection:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            connection.settimeout(30)
            connection.connect(("127.0.0.1", server.port))
            connection.sendall(head)
            line = server.log_line()
            assert re.search(r"GET /sparql \d+ \d+ 1\d{4}ms", line), line
            assert len(_rest(connection)) < 4_000_000
        assert answers(server)


def test_a_slow_query_is_503_and_a_broken_one_too(server: Server) -> None:
    begun = time.monotonic()
    slow = server.get(SLOW)
    assert (slow.status_code, slow.text) == (
        503,
        "the query took more than 1 seconds and was stopped; ask for less\n",
    )
    assert TIMEOUT <= time.monotonic() - begun < TIMEOUT + 3
    broken = server.get(DEEP)
    assert (broken.status_code, broken.text) == (
        503,
        "the query took more memory than it may, or is nested too deeply, and was stopped; "
        "ask for less\n",
    )
    assert answers(server)


def test_a_query_whose_client_leaves_is_stopped(folder: Path) -> None:
    with running(folder, "--workers", "1", "--timeout", "60") as server:
        (before,) = server.workers()
        with pytest.raises(httpx.ReadTimeout):
            server.client.get("/sparql", params={"query": SLOW}, timeout=0.5)
        assert answers(server)
        assert before not in server.workers()
        assert " 499 " in server.log_line()


def test_health_tells_the_state(server: Server) -> None:
    state = server.client.get("/health").json()
    assert state["status"] == "ok"
    assert state["workers"] == 2
    assert state["triples"] > 100


def test_a_long_queue_is_503_with_the_time_to_come_again(folder: Path) -> None:
    options = ("--workers", "1", "--timeout", "2", "--queue", "1")
    with running(folder, *options) as server, ThreadPoolExecutor(8) as threads:
        found = list(threads.map(lambda _: server.get(SLOW), range(8)))
        assert {answer.status_code for answer in found} == {503}
        refused = [answer for answer in found if "retry-after" in answer.headers]
        assert len(refused) >= 6
        assert "1 queries are waiting already; try again\n" in {answer.text for answer in refused}


QUERIES = [
    TITLES,
    "SELECT ?s ?o { ?s skos:prefLabel ?o } ORDER BY ?o",
    "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
    "SELECT ?p ?e { ?p kg:uses|kg:evaluatesOn ?e } ORDER BY ?p ?e",
    "ASK { ?x a kg:Model }",
]
HOSTILE = [
    (SLOW, {503}),
    (DEEP, {503}),
    ("SELECT * { SERVICE <http://127.0.0.1:9/> {} }", {403}),
    ("CLEAR ALL", {403}),
    ("SELECT ?x {", {400}),
    ("SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }", {422, 503}),
]


def test_good_answers_are_right_among_all_the_others(server: Server) -> None:
    dataset = parse_dataset(to_turtle(make_small_graph()))
    expected = {query: json.loads(dataset.query(query).json) for query in QUERIES}
    dice = random.Random(5)
    asked = [
        (query, {200}) if number % 4 else HOSTILE[number // 4 % len(HOSTILE)]
        for number, query in enumerate(dice.choices(QUERIES, k=240))
    ]
    with ThreadPoolExecutor(24) as threads:
        found = list(threads.map(lambda item: server.get(item[0]), asked))
    good = 0
    for (query, statuses), answer in zip(asked, found, strict=True):
        if answer.status_code == 503 and "retry-after" in answer.headers:
            continue
        assert answer.status_code in statuses, (query, answer.text)
        if answer.status_code == 200:
            assert answer.json() == expected[query]
            good += 1
    assert good > 100
    assert answers(server)
    state = server.client.get("/health").json()
    assert state["status"] == "ok"
    assert state["waiting"] == 0


def test_the_log_has_no_queries_unless_asked(folder: Path) -> None:
    with running(folder, "--workers", "1") as server:
        server.get("SELECT ?secret {}")
        server.client.get("/a%0Ab%1B[31m?secret=1")
        assert re.fullmatch(r"127\.0\.0\.1 GET /sparql 200 \d+ \d+ms", server.log_line())
        assert re.fullmatch(r"127\.0\.0\.1 GET /a\\nb\\x1b\[31m 404 \d+ \d+ms", server.log_line())
    with running(folder, "--workers", "1", "--log-queries") as server:
        server.client.post("/sparql", data={"query": "SELECT ?secret\n\x1b[31m {}"})
        assert server.log_line().endswith("ms SELECT ?secret \\x1b[31m {}")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it_well_even_under_load(folder: Path, number: signal.Signals) -> None:
    with running(folder, "--workers", "2", "--timeout", "60") as server:
        workers = server.workers()
        assert len(workers) == 2
        with ThreadPoolExecutor(6) as threads:
            asked = [
                threads.submit(
                    httpx.get,
                    f"{server.address}sparql",
                    params={"query": SLOW},
                    timeout=30,
                    trust_env=False,
                )
                for _ in range(5)
            ]
            idle = socket.create_connection(("127.0.0.1", server.port))
            time.sleep(1)
            begun = time.monotonic()
            assert server.stop(number) == 0
            assert time.monotonic() - begun < 8
            assert {task.result().text for task in asked} == {"the server is stopping\n"}
            idle.close()
        for pid in workers:
            with pytest.raises(ProcessLookupError):
                os.kill(pid, 0)
        assert server.process.stdout is not None
        assert server.process.stdout.read() == ""
        assert "Traceback" not in server.rest_of_log()


def test_nothing_is_left_behind(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    with running(folder, "--workers", "1") as server:
        (place,) = tmp_path.iterdir()
        assert place.name.startswith("citekg-")
        assert server.stop() == 0
        assert list(tmp_path.iterdir()) == []
    with running(folder, "--workers", "2") as server:
        workers = server.workers()
        server.process.kill()
        deadline = time.monotonic() + 10
        while any(Path(f"/proc/{pid}").exists() for pid in workers) and time.monotonic() < deadline:
            time.sleep(0.05)
        assert not [pid for pid in workers if Path(f"/proc/{pid}").exists()]


def serve(*arguments: str | Path) -> tuple[int, str, str]:
    done = subprocess.run(
        [sys.executable, "-m", "kg", "serve", *map(str, arguments)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        timeout=60,
    )
    return done.returncode, done.stdout, done.stderr


def test_a_port_in_use_is_told(server: Server, folder: Path) -> None:
    assert serve(folder, "--port", str(server.port)) == (
        2,
        "",
        f"citekg: cannot listen at 127.0.0.1 port {server.port} (Address already in use); "
        "give another --port, or 0 for one that is free\n",
    )


def test_wrong_use_is_told(folder: Path, tmp_path: Path) -> None:
    assert serve(tmp_path) == (
        1,
        "",
        f"citekg: {tmp_path / 'graph.ttl'}: no such file; "
        "make it with `citekg build SOURCE -o DIR`\n",
    )
    (tmp_path / "graph.ttl").write_text("@prefix")
    status, _, problem = serve(tmp_path, "--port", "0")
    assert (status, problem.count("\n")) == (1, 1)
    assert problem.startswith(f"citekg: {tmp_path / 'graph.ttl'}: is no Turtle (")
    status, _, problem = serve(folder, "--host", "no.such.host.invalid")
    assert (status, problem.count("\n")) == (2, 1)
    assert problem.startswith("citekg: cannot listen at no.such.host.invalid port 8765 (")


def test_an_address_that_others_reach_is_warned_of(folder: Path) -> None:
    with running(folder, "--workers", "1", "--host", "0.0.0.0") as server:
        warning = server.log_line(dated=False)
        assert warning == "citekg: whoever reaches 0.0.0.0 can ask; there is no password"
        local = {"Host": f"192.0.2.7:{server.port}"}
        assert httpx.get(
            f"http://127.0.0.1:{server.port}/health", headers=local, trust_env=False
        ).is_success


def test_a_missing_library_is_told(folder: Path) -> None:
    """An interpreter that finds neither library stands for an installation without the extra."""
    code = (
        "import importlib.util as util, sys\n"
        "found = util.find_spec\n"
        "util.find_spec = lambda name: None if name == 'uvicorn' else found(name)\n"
        "from kg.cli import main\n"
        "main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "serve", str(folder)],
        capture_output=True,
        text=True,
        cwd=ROOT,
    )
    assert (done.returncode, done.stderr) == (
        2,
        "citekg: serve needs the extra 'serve'; install it with: pip install 'citekg[serve]'\n",
    )
