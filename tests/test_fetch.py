"""Fetching from a server on this machine that behaves as the services do, at their worst too."""

import gzip
import json
import logging
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from typer.testing import CliRunner, Result

from kg.build import read
from kg.cli import app

SHA = "0123456789abcdef0123456789abcdef01234567"
WORKS = {
    "W1": {
        "id": "https://openalex.org/W1",
        "doi": "https://doi.org/10.48550/arxiv.2401.00001",
        "title": "On Tea",
        "abstract_inverted_index": {"brew.": [1], "We": [0]},
        "referenced_works": ["https://openalex.org/W2"],
    },
    "W2": {
        "id": "https://openalex.org/W2",
        "doi": "https://doi.org/10.1000/pots",
        "title": "On Pots",
        "abstract_inverted_index": None,
        "referenced_works": [],
    },
}
PAPER = {
    "paperId": SHA,
    "corpusId": 7,
    "externalIds": {"ArXiv": "2401.00001", "DOI": "10.1000/Tea", "ACL": "N19-1423"},
    "title": "On Tea",
    "abstract": None,
    "references": [{"paperId": "f" * 40, "title": "On Pots", "externalIds": {}}],
}
ENTRY = """<entry><id>http://arxiv.org/abs/2401.0000{0}v2</id><updated>2025-01-07T10:00:00Z</updated>
<published>2024-01-01T10:00:00Z</published><title>On Tea
 {0}</title><summary>We brew.</summary><author><name>Ann van Lee</name></author>
<author><name>Plato</name></author><category term="cs.LG"/><category term="cs.CL"/></entry>"""
ERROR = "<entry><id>http://arxiv.org/api/errors#x</id><title>Error</title></entry>"
FEED = '<feed xmlns="http://www.w3.org/2005/Atom">{}</feed>'


@dataclass
class Place:
    """A server: the answers that it still has to give before it is well, and what was asked."""

    address: str
    faults: list[tuple[int, dict[str, str], bytes]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    headers: list[Message] = field(default_factory=list)


def openalex(query: dict[str, list[str]]) -> object:
    if "search" in query:
        page = int(query["cursor"][0].replace("*", "0"))
        found = [
            {**WORKS["W1"], "id": f"https://openalex.org/W{100 * page + n}"} for n in range(100)
        ]
        return {"meta": {"next_cursor": str(page + 1)}, "results": found if page < 2 else []}
    scheme, _, names = query["filter"][0].partition(":")
    wanted = names.lower().split("|")
    key = {"openalex": "id", "doi": "doi"}[scheme]
    found = [
        work for work in WORKS.values() if any(str(work[key]).lower().endswith(n) for n in wanted)
    ]
    return {"meta": {"count": len(found)}, "results": found}


def arxiv(query: dict[str, list[str]]) -> str:
    if "id_list" in query:
        ids = [name[-1] for name in query["id_list"][0].split(",") if name.startswith("2401.0000")]
        return FEED.format("".join(map(ENTRY.format, ids)) + ERROR)
    return FEED.format("" if int(query["start"][0]) else "".join(map(ENTRY.format, "123")))


class Handler(BaseHTTPRequestHandler):
    place: Place

    def do_GET(self) -> None:
        url = urlsplit(self.path)
        query = parse_qs(url.query)
        if url.path == "/works":
            self.answer(json.dumps(openalex(query)).encode())
        elif url.path == "/api/query":
            self.answer(arxiv(query).encode())
        else:
            offset = int(query["offset"][0])
            data = [{"paperId": SHA}] if offset else [{"paperId": SHA}, {"paperId": "a" * 40}]
            page = {"total": 3, "offset": offset, "data": data} | ({} if offset else {"next": 100})
            self.answer(json.dumps(page).encode())

    def do_POST(self) -> None:
        ids = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["ids"]
        known = {"ARXIV:2401.00001", "DOI:10.1000/tea", "ACL:N19-1423", "CorpusId:7", SHA}
        self.answer(json.dumps([PAPER if name in known else None for name in ids]).encode())

    def answer(self, body: bytes) -> None:
        self.place.asked.append(f"{self.command} {self.path}")
        self.place.headers.append(self.headers)
        status, headers, content = (
            self.place.faults.pop(0) if self.place.faults else (200, {}, body)
        )
        self.send_response(status)
        for name, value in ({"Content-Length": str(len(content))} | headers).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *arguments: object) -> None:
        pass


@pytest.fixture
def place() -> Iterator[Place]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    place = Place(f"http://127.0.0.1:{server.server_port}")
    Handler.place = place
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield place
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Keep the waits, all but the pauses between requests, in place of waiting."""
    kept: list[float] = []
    monkeypatch.setattr(time, "sleep", kept.append)
    for name in ("OPENALEX_API_KEY", "SEMANTIC_SCHOLAR_API_KEY"):
        monkeypatch.delenv(name, raising=False)
    return kept


def run(place: Place, folder: Path, *arguments: str) -> Result:
    options = ["--base-url", place.address, "--cache", str(folder / "cache")]
    return CliRunner().invoke(app, ["fetch", *arguments, *options])


def test_openalex_by_any_of_its_ids(place: Place, waits: list[float], tmp_path: Path) -> None:
    done = run(place, tmp_path, "2401.00001", "https://openalex.org/W1", "doi:10.1000/POTS")
    assert done.exit_code == 0
    assert [json.loads(line)["title"] for line in done.stdout.splitlines()] == ["On Tea", "On Pots"]
    assert done.stderr == "citekg: 1 of 2 records have no abstract\n"
    assert "filter=doi%3A10.48550%2Farxiv.2401.00001%7C10.1000%2Fpots" in place.asked[0]
    assert "filter=openalex%3AW1" in place.asked[1]


def test_what_is_fetched_is_read(place: Place, waits: list[float], tmp_path: Path) -> None:
    file = tmp_path / "works.jsonl.gz"
    assert run(place, tmp_path, "openalex:W1", "openalex:W2", "-o", str(file)).exit_code == 0
    papers, _ = read(file)
    assert [(paper.curie, paper.abstract) for paper in papers] == [
        ("arxiv:2401.00001", "We brew."),
        ("doi:10.1000/pots", ""),
    ]


def test_semantic_scholar_is_asked_in_one_post(
    place: Place, waits: list[float], tmp_path: Path
) -> None:
    names = [
        "2401.00001",
        "10.1000/tea",
        "https://aclanthology.org/N19-1423",
        "CorpusID:7",
        f"s2:{SHA}",
    ]
    done = run(place, tmp_path, *names, "10.1000/none", "openalex:W1", "--from", "semantic-scholar")
    assert [json.loads(line) for line in done.stdout.splitlines()] == [PAPER]
    [asked] = place.asked
    assert asked.startswith("POST /graph/v1/paper/batch?fields=paperId%2CcorpusId")
    assert "ids=" not in asked
    assert done.exit_code == 1
    assert "Semantic Scholar: has no work with the id doi:10.1000/none" in done.stderr
    assert "Semantic Scholar: has no work with the id openalex:W1" in done.stderr
    run(place, tmp_path, *names, "10.1000/none", "openalex:W1", "--from", "semantic-scholar")
    assert len(place.asked) == 1


def test_arxiv_comes_in_the_form_of_its_snapshot(
    place: Place, waits: list[float], tmp_path: Path
) -> None:
    file = tmp_path / "arxiv.jsonl"
    done = run(
        place, tmp_path, "arxiv:2401.00001v1", "1234.99999", "--from", "arxiv", "-o", str(file)
    )
    assert done.stderr == "citekg: arXiv: has no work with the id arxiv:1234.99999\n"
    [paper] = read(file)[0]
    assert (paper.id, paper.title, paper.abstract) == ("2401.00001", "On Tea 1", "We brew.")
    assert (paper.authors, paper.year) == (("Ann van Lee", "Plato"), 2024)
    assert json.loads(file.read_text())["categories"] == "cs.LG cs.CL"


def test_ids_come_from_a_bib_file(place: Place, waits: list[float], tmp_path: Path) -> None:
    bib = tmp_path / "tea.bib"
    bib.write_text(
        "@misc{a, title={On Tea}, eprint={2401.00001}}\n@misc{b, title={On Cups}}\n@misc{c, title={"
    )
    done = run(place, tmp_path, str(bib), "no such thing")
    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == [
        "https://openalex.org/W1"
    ]
    assert done.stderr.splitlines() == [
        "citekg: tea.bib: 'On Cups' has no id to look up; add a DOI or an arXiv id",
        "citekg: tea.bib:3: no whole entry: Unexpectedly reached end of file.",
        "citekg: no such thing: is no file, arXiv id, DOI or other id",
    ]


@pytest.mark.parametrize(
    ("service", "count"), [("openalex", 150), ("semantic-scholar", 1), ("arxiv", 2)]
)
def test_a_search_turns_pages_up_to_the_limit(
    place: Place, waits: list[float], tmp_path: Path, service: str, count: int
) -> None:
    limit = "2" if service == "arxiv" else "150"
    done = run(place, tmp_path, "--search", "green tea", "--limit", limit, "--from", service)
    assert done.exit_code == 0
    assert len(done.stdout.splitlines()) == count
    assert len(place.asked) == {"openalex": 2, "semantic-scholar": 3, "arxiv": 1}[service]


def test_a_busy_service_is_given_the_time_that_it_asks(
    place: Place, waits: list[float], tmp_path: Path
) -> None:
    place.faults = [
        (429, {"Retry-After": "7"}, b"slow down"),
        (503, {}, b""),
        (500, {}, b"<html>oops</html>"),
    ]
    done = run(place, tmp_path, "openalex:W1")
    assert (done.exit_code, len(done.stdout.splitlines())) == (0, 1)
    backed_off = [wait for wait in waits if wait > 0.1]
    assert backed_off[0] == 7.0
    assert 2 <= backed_off[1] <= 4 <= backed_off[2] <= 8


@pytest.mark.parametrize(
    "fault",
    [
        (200, {"Content-Length": "9999"}, b'{"results": ['),
        (200, {}, b'{"results": [{"id": "https://openalex.org/W1", "ti'),
        (200, {}, b"<html><body>Welcome to the network of this hotel</body></html>"),
        (200, {"Content-Encoding": "gzip"}, gzip.compress(b'{"results": []}')[:12]),
    ],
)
def test_a_body_that_is_cut_off_is_asked_for_again(
    place: Place, waits: list[float], tmp_path: Path, fault: tuple[int, dict[str, str], bytes]
) -> None:
    place.faults = [fault]
    done = run(place, tmp_path, "openalex:W1")
    assert (done.exit_code, len(done.stdout.splitlines()), len(place.asked)) == (0, 1, 2)


def test_a_feed_that_is_cut_off_is_asked_for_again(
    place: Place, waits: list[float], tmp_path: Path
) -> None:
    place.faults = [(200, {}, b"<feed><entry>"), (200, {}, b'{"results": []}')]
    done = run(place, tmp_path, "2401.00001", "--from", "arxiv")
    assert (done.exit_code, len(done.stdout.splitlines()), len(place.asked)) == (0, 1, 3)


def test_an_answer_that_stays_cut_off_is_never_kept(
    place: Place, waits: list[float], tmp_path: Path
) -> None:
    place.faults = [(200, {}, b'{"results": [')] * 6
    done = run(place, tmp_path, "openalex:W1")
    assert done.stderr == (
        "citekg: OpenAlex: does not answer (RemoteProtocolError: the answer is no whole document);"
        " run the same command again: what came so far is kept\n"
    )
    assert run(place, tmp_path, "openalex:W1").exit_code == 0


def test_a_service_that_stays_down_keeps_what_came(
    place: Place, waits: list[float], tmp_path: Path
) -> None:
    names = [f"openalex:W{number}" for number in range(1, 101)]
    file = tmp_path / "works.jsonl"
    place.faults = [(200, {}, json.dumps(openalex({"filter": ["openalex:W1"]})).encode())]
    place.faults += [(502, {}, b"")] * 6
    done = run(place, tmp_path, *names, "-o", str(file))
    assert done.exit_code == 1
    assert done.stderr == (
        "citekg: OpenAlex: fails with status 502;"
        " run the same command again: what came so far is kept\n"
    )
    assert not file.exists()
    assert len(place.asked) == 7
    run(place, tmp_path, *names, "-o", str(file))
    assert len(place.asked) == 8
    assert len(file.read_text().splitlines()) == 1


@pytest.mark.parametrize(
    ("status", "headers", "message"),
    [
        (401, {}, "wants a key; set OPENALEX_API_KEY (status 401)"),
        (
            429,
            {"Retry-After": "86400"},
            "asks to wait 86400 seconds; then run the same command again",
        ),
        (
            302,
            {"Location": "http://127.0.0.1:9/"},
            "fails with status 302; run",
        ),
        (418, {}, "fails with status 418; run the same command again"),
        (400, {}, "refuses the question (status 400): no"),
    ],
)
def test_a_refusal_says_what_to_do(
    place: Place,
    waits: list[float],
    tmp_path: Path,
    status: int,
    headers: dict[str, str],
    message: str,
) -> None:
    place.faults = [(status, headers, b"no")]
    done = run(place, tmp_path, "openalex:W1")
    assert (done.exit_code, len(place.asked)) == (1, 1)
    assert done.stderr.startswith(f"citekg: OpenAlex: {message}")


def test_too_many_requests_hint_at_a_key(place: Place, waits: list[float], tmp_path: Path) -> None:
    place.faults = [(429, {}, b"")] * 6
    done = run(place, tmp_path, "openalex:W1")
    assert "fails with status 429; a key in OPENALEX_API_KEY allows more; run the" in done.stderr


def test_semantic_scholar_refuses_a_batch_of_unknown_works(
    place: Place, waits: list[float], tmp_path: Path
) -> None:
    place.faults = [(400, {}, b'{"error":"No valid paper ids given"}')]
    done = run(place, tmp_path, "10.1000/none", "--from", "semantic-scholar")
    assert done.stderr == "citekg: Semantic Scholar: has no work with the id doi:10.1000/none\n"


def test_without_a_network_one_line_says_so(waits: list[float], tmp_path: Path) -> None:
    done = run(Place("http://127.0.0.1:9"), tmp_path, "openalex:W1")
    assert done.exit_code == 1
    assert done.stderr.startswith("citekg: OpenAlex: does not answer (ConnectError: ")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("service", "variable", "header"),
    [
        ("openalex", "OPENALEX_API_KEY", "Authorization"),
        ("semantic-scholar", "SEMANTIC_SCHOLAR_API_KEY", "x-api-key"),
    ],
)
def test_a_key_is_sent_and_stands_nowhere_else(
    place: Place,
    waits: list[float],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    service: str,
    variable: str,
    header: str,
) -> None:
    monkeypatch.setenv(variable, "s3cret")
    caplog.set_level(logging.DEBUG)
    place.faults = [(500, {}, b""), (403, {}, b"")]
    refused = run(place, tmp_path, "2401.00001", "--from", service)
    assert f"refuses the key in {variable} (status 403)" in refused.stderr
    done = run(place, tmp_path, "2401.00001", "--from", service, "-o", str(tmp_path / "a.jsonl"))
    assert done.exit_code == 0
    assert all("s3cret" in headers[header] for headers in place.headers)
    assert all(headers["User-Agent"].startswith("citekg/") for headers in place.headers)
    assert "s3cret" not in caplog.text + refused.output + done.output
    kept = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(kept) > 1
    assert not [path for path in kept if b"s3cret" in path.read_bytes()]


def test_requests_are_spaced(place: Place, waits: list[float], tmp_path: Path) -> None:
    run(place, tmp_path, "--search", "tea", "--limit", "150", "--from", "openalex")
    assert waits[0] == 0
    assert 0 < waits[1] <= 0.1


def test_a_broken_cache_is_one_line(place: Place, waits: list[float], tmp_path: Path) -> None:
    (tmp_path / "cache").mkdir()
    (tmp_path / "cache" / "answers.db").write_bytes(b"no database" * 999)
    done = run(place, tmp_path, "openalex:W1")
    assert done.exit_code == 1
    assert "answers.db: cannot keep answers: file is not a database; remove it or" in done.stderr


def test_wrong_use_is_one_line(place: Place, waits: list[float], tmp_path: Path) -> None:
    nothing = run(place, tmp_path)
    assert nothing.exit_code == 2
    assert "give ids, files or --search WORDS" in nothing.stderr
    strange = run(place, tmp_path, "openalex:W1", "--from", "crossref")
    assert strange.exit_code == 2
    assert strange.stderr.startswith("citekg: no service is named 'crossref'; ")
