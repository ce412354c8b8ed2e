"""A server as the command starts it, over a small graph, for the tests of `output.serve`."""

import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from kg.graph import Graph
from output.html import to_html
from output.rdf import to_turtle

ROOT = Path(__file__).parents[1]
TITLES = "SELECT ?title { ?paper dcterms:title ?title } ORDER BY ?title"
LONG = 30_000
SLOW = (
    "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l "
    "FILTER(STR(?a) < STR(?d) && STR(?g) < STR(?j)) }"
)
HUNGRY = (
    "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(STR(?a) != STR(?d)) } "
    "ORDER BY ?a ?d ?g ?c ?f ?i"
)
DEEP = "SELECT * " + "{" * 20_000
"""It breaks the stack of Oxigraph's parser."""


class Server:
    """A running `citekg serve`."""

    def __init__(self, process: subprocess.Popen[str], address: str) -> None:
        self.process = process
        self.address = address
        self.port = int(address.rstrip("/").rpartition(":")[2])
        self.client = httpx.Client(base_url=address, timeout=30, trust_env=False)
        self._lines: queue.Queue[str] = queue.Queue()
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()

    def _listen(self) -> None:
        assert self.process.stderr is not None
        for line in self.process.stderr:
            self._lines.put(line)

    def log_line(self, *, dated: bool = True) -> str:
        """Return the next line of the log, without its date."""
        line = self._lines.get(timeout=20).rstrip("\n")
        return line.split(" ", 2)[2] if dated else line

    def rest_of_log(self) -> str:
        """Return what the log still holds once the server has ended."""
        self._listener.join(timeout=10)
        return "".join(self._lines.get() for _ in range(self._lines.qsize()))

    def get(self, query: str, accept: str = "*/*", **headers: str) -> httpx.Response:
        """Ask a query by GET, or by POST if it is too long for that."""
        if len(query) > LONG:
            return self.client.post("/sparql", data={"query": query}, headers={"Accept": accept})
        return self.client.get(
            "/sparql", params={"query": query}, headers={"Accept": accept, **headers}
        )

    def workers(self) -> set[int]:
        """Return the process ids of the workers."""
        listed = subprocess.run(
            ["ps", "-o", "pid=", "--ppid", str(self.process.pid)], capture_output=True, text=True
        )
        return {int(pid) for pid in listed.stdout.split()}

    def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Send a signal and return the exit status."""
        self.client.close()
        self.process.send_signal(number)
        return self.process.wait(timeout=20)


def folder_of(graph: Graph, folder: Path, base: str = "https://w3id.org/citekg/") -> Path:
    """Write RDF and page of a graph as the server expects them."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "graph.ttl").write_text(to_turtle(graph, base=base), encoding="utf-8")
    (folder / "graph.html").write_text(to_html(graph), encoding="utf-8")
    return folder


@contextmanager
def running(folder: Path, *options: str) -> Iterator[Server]:
    """Run a server at a free port and stop it in the end."""
    process = subprocess.Popen(
        [sys.executable, "-m", "kg", "serve", str(folder), "--port", "0", *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    try:
        line = process.stdout.readline()
        if not line:
            raise AssertionError(process.stderr.read())
        server = Server(process, line.split()[0])
        yield server
        server.client.close()
    finally:
        process.terminate()
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        process.stdout.close()
        process.stderr.close()
