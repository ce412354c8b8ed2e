"""Latency of the library's queries over pyoxigraph and rdflib, side by side.

Each query gets the busiest thing of the graph as value: the most used method, the most cited
paper, and so on. CPU time is what counts: the best of three for pyoxigraph, one run for rdflib,
which is stopped after a while.

Usage, in the root of the repository:
PYTHONPATH=. python benchmarks/sparql.py FILE [SECONDS]
where FILE is RDF that citekg wrote and SECONDS (30) is the patience with rdflib; 0 leaves it out.
"""

import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pyoxigraph as ox
import rdflib

from output.sparql import Dataset, Query, library, read_dataset

BUSIEST = {
    "entity": "?paper kg:uses ?x",
    "method": "?paper kg:uses ?x",
    "benchmark": "?paper kg:evaluatesOn ?x",
    "task": "?paper kg:studies ?x . ?x a kg:Task",
    "author": "?paper dc:creator ?x",
    "paper": "?x kg:buildsOn ?other",
    "citation-contexts paper": "?citing cito:cites ?x . ?x a schema:ScholarlyArticle",
    "two-hop-citations paper": "?x cito:cites/cito:cites ?other",
    "compared-with entity": "?paper kg:comparesTo ?x",
    "evidence paper": "?x kg:uses ?other",
    "evidence entity": "?paper kg:uses ?x",
    "introduced-by entity": "?paper kg:introduces ?x",
    "variants-of entity": "?variant kg:variantOf ?x",
}
"""Parameter, of a query or of any -> where the thing stands that occurs most."""


def busiest(dataset: Dataset, query: str, name: str) -> str | None:
    """Return what occurs most often in the place of a parameter, if anything does."""
    pattern = BUSIEST.get(f"{query} {name}", BUSIEST[name])
    text = f"SELECT ?x {{ {pattern} }} GROUP BY ?x ORDER BY DESC(COUNT(*)) ?x LIMIT 1"
    found = dataset.query(text).to_csv().splitlines()[1:]
    return found[0].strip('"') if found else None


def bound(dataset: Dataset, query: Query) -> str | None:
    """Return a query with its values, unless the graph has nothing to ask it of."""
    needed = [parameter.name for parameter in query.parameters if parameter.default is None]
    values = {name: busiest(dataset, query.name, name) for name in needed}
    known = {name: value for name, value in values.items() if value is not None}
    return dataset.bound(query.name, known) if len(known) == len(needed) else None


def seconds(run: Callable[[], int]) -> tuple[float, int]:
    """Return CPU seconds and what came."""
    begun = time.process_time()
    rows = run()
    return time.process_time() - begun, rows


@contextmanager
def patience(limit: int) -> Iterator[None]:
    """Stop the block after some seconds with a TimeoutError."""

    def stop(*_: object) -> None:
        raise TimeoutError

    signal.signal(signal.SIGALRM, stop)
    signal.alarm(limit)
    try:
        yield
    finally:
        signal.alarm(0)


def with_rdflib(graph: rdflib.Graph, text: str, limit: int) -> tuple[str, int]:
    """Return the milliseconds that rdflib takes, and the number of rows."""
    try:
        with patience(limit):
            took, rows = seconds(lambda: len(list(graph.query(text))))
    except TimeoutError:
        return f"> {limit * 1000}", -1
    return f"{took * 1000:.1f}", rows


def main() -> None:
    """Print a row for each query."""
    path, limit = Path(sys.argv[1]), int((sys.argv[2:] or ["30"])[0])
    begun = time.process_time()
    dataset = read_dataset([path])
    count = len(dataset.store)
    print(f"{count} triples; pyoxigraph loads them in {time.process_time() - begun:.1f} s")
    graph = rdflib.Graph(bind_namespaces="none")
    if limit:
        begun = time.process_time()
        data = dataset.store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph())
        graph.parse(data=data, format="nt")
        print(f"rdflib reads them in {time.process_time() - begun:.1f} s")
    print(f"{'query':32}{'rows':>8}{'pyoxigraph ms':>15}{'rdflib ms':>12}{'ratio':>8}")
    for query in library():
        if (text := bound(dataset, query)) is None:
            print(f"{query.name:32} nothing to ask it of")
            continue
        runs = [seconds(lambda text=text: len(list(dataset.store.query(text)))) for _ in range(3)]
        best, rows = min(runs)
        line = f"{query.name:32}{rows:8}{best * 1000:15.1f}"
        if limit:
            other, found = with_rdflib(graph, text, limit)
            ratio = f"{float(other) / best / 1000:.0f}" if found >= 0 else ""
            line += f"{other:>12}{ratio:>8}" + ("" if found in (rows, -1) else f" {found} rows!")
        print(line, flush=True)


if __name__ == "__main__":
    main()
