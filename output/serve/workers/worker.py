"""A process that answers queries over a store on disk, until its input ends.

Its server kills it when a query takes too long: Oxigraph has no timeout of its own. What else
could go wrong stays inside: it cannot take more memory than it is given, nor, once the store is
open, open a file or a connection.
"""

import io
import os
import signal
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from queue import SimpleQueue
from typing import IO, TYPE_CHECKING, Any, Final, TypeAlias, cast

from output.serve.media import SOLUTIONS
from output.serve.workers import frames
from output.serve.workers.frames import Question, Verdict
from output.serve.workers.graphs import GraphWriter
from output.sparql import check_read_only
from output.sparql.dataset import describe_mistake
from schemas import CitekgError

if TYPE_CHECKING:
    import pyoxigraph as ox

    Node: TypeAlias = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple

_RETIREMENT: Final = 256 * 2**20  # bytes of memory above which a worker that is idle is replaced


class _TooLargeError(Exception):
    """An answer that exceeds a limit."""


class _Bounded(io.BytesIO):
    """Bytes in memory, no more than allowed, nor of more lines."""

    def __init__(self, limit: int, lines: int = sys.maxsize) -> None:
        super().__init__()
        self.lines = 0
        self._limit = limit
        self._most = lines

    def write(self, data: Any) -> int:
        written = super().write(data)
        self.lines += bytes(data).count(b"\n")
        if self.tell() > self._limit:
            raise _TooLargeError(f"more than {self._limit:,} bytes")
        if self.lines > self._most:
            raise _TooLargeError(f"more than {self._most - 1:,} rows")
        return written


class Answerer:
    """Answers queries over a store within limits of rows and bytes."""

    def __init__(
        self, store: "ox.Store", prefixes: dict[str, str], *, rows: int, answer_bytes: int
    ) -> None:
        self._store = store
        self._prefixes = prefixes
        self._writer = GraphWriter(prefixes)
        self._rows = rows
        self._bytes = answer_bytes

    def answer(self, question: Question) -> tuple[Verdict, bytes]:
        """Answer a query, or tell why not."""
        try:
            check_read_only(question["query"])
        except CitekgError as error:
            return _verdict("refused", str(error)), b""
        try:
            return self._results(question)
        except (SyntaxError, RuntimeError, ValueError) as error:
            return _verdict("mistake", describe_mistake(str(error), question["query"])), b""
        except _TooLargeError as error:
            return _verdict("too_large", f"the answer has {error}; ask for less, with LIMIT"), b""
        except OSError as error:
            return _verdict("failed", f"the store cannot be read ({error})"), b""

    def _results(self, question: Question) -> tuple[Verdict, bytes]:
        import pyoxigraph as ox

        bindings: dict[ox.Variable, Node] = {
            ox.Variable(name): ox.NamedNode(iri) for name, iri in question["bindings"].items()
        }
        results = self._store.query(
            question["query"], prefixes=self._prefixes, substitutions=bindings
        )
        is_graph = isinstance(results, ox.QueryTriples)
        wanted = question["graph" if is_graph else "solutions"]
        if wanted is None:
            return _verdict("unacceptable", "triples" if is_graph else "solutions"), b""
        if isinstance(results, ox.QueryTriples):
            body, rows = self._graph(results, wanted)
        elif isinstance(results, ox.QueryBoolean):
            body, rows = results.serialize(format=SOLUTIONS[wanted].format()) or b"", 1
        else:
            body, rows = self._solutions(results, wanted)
        return _verdict("ok", media_type=wanted, rows=rows), body

    def _solutions(self, results: "ox.QuerySolutions", wanted: str) -> tuple[bytes, int]:
        """Return solutions by way of TSV, which alone has one line for each of them."""
        import pyoxigraph as ox

        tsv, format = ox.QueryResultsFormat.TSV, SOLUTIONS[wanted].format()
        lines = _Bounded(self._bytes, self._rows + 1)
        results.serialize(lines, format=tsv)
        data = lines.getvalue()
        if format != tsv:
            again = ox.parse_query_results(data, format=tsv)
            converted = _Bounded(self._bytes)
            again.serialize(converted, format=format)
            data = converted.getvalue()
        return data, lines.lines - 1

    def _graph(self, results: "ox.QueryTriples", wanted: str) -> tuple[bytes, int]:
        stream = _Bounded(self._bytes)
        count = self._writer.write(self._few(results), stream, wanted)
        return stream.getvalue(), count

    def _few(self, results: "ox.QueryTriples") -> "Iterator[ox.Triple]":
        for count, triple in enumerate(results):
            if count == self._rows:
                raise _TooLargeError(f"more than {self._rows:,} triples")
            yield triple


def _verdict(
    status: frames.Status, message: str = "", *, media_type: str = "", rows: int = 0
) -> Verdict:
    return Verdict(status=status, message=message, media_type=media_type, rows=rows, retire=False)


def main() -> None:
    """Read the set-up and then queries from standard input, and write answers to its output."""
    import pyoxigraph as ox

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    source, target = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    frame = frames.read(source)
    if frame is None:
        return
    setup = frame[0]
    try:
        answerer = Answerer(
            ox.Store.read_only(setup["store"]),
            setup["prefixes"],
            rows=setup["rows"],
            answer_bytes=setup["answer_bytes"],
        )
        _restrain(setup["store"], setup["memory_bytes"])
        problem = ""
    except (OSError, ValueError) as error:
        problem = str(error)
    target.write(frames.pack({"problem": problem}))
    target.flush()
    if problem:
        return
    beginning = _memory()
    for question in _questions(source):
        verdict, body = answerer.answer(question)
        verdict["retire"] = _memory() - beginning > _RETIREMENT
        target.write(frames.pack(verdict, body))
        target.flush()


def _questions(source: IO[bytes]) -> Iterator[Question]:
    """Yield queries as they come; a thread sees the end of the input even during a query."""
    waiting: SimpleQueue[Question] = SimpleQueue()

    def listen() -> None:
        while (frame := frames.read(source)) is not None:
            waiting.put(cast(Question, frame[0]))
        os._exit(0)

    threading.Thread(target=listen, daemon=True).start()
    while True:
        yield waiting.get()


def _restrain(store: str, memory_bytes: int) -> None:
    """Bound memory, write no core, and open nothing more, as far as the system can do that."""
    try:
        import resource
    except ImportError:  # Windows
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.nice(5)
    if sys.platform != "linux":
        return
    sizes = Path("/proc/self/statm").read_text().split()
    used = int(sizes[5]) * resource.getpagesize()
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    if hard == resource.RLIM_INFINITY or used + memory_bytes < hard:
        resource.setrlimit(resource.RLIMIT_DATA, (used + memory_bytes,) * 2)
    opened = [os.path.realpath(link) for link in Path("/proc/self/fd").iterdir()]
    tables = {str(file.resolve()) for file in Path(store).glob("*.sst")}
    if tables <= set(opened):
        resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))


def _memory() -> int:
    """Return the most memory that the process ever took, in bytes, or 0 if unknown."""
    try:
        import resource
    except ImportError:  # Windows
        return 0
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024


if __name__ == "__main__":
    main()
