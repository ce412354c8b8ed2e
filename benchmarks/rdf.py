"""Triples a CPU second, and memory, of our RDF writers, rdflib's and pyoxigraph's: same triples.

Usage, in the root of the repository: PYTHONPATH=. python benchmarks/rdf.py [SOURCE [PAPERS]]

SOURCE is a folder that `citekg build` wrote, or a file of papers; of a folder the first PAPERS
papers count, 5,000 make about a million triples. Our writers start from the NetworkX graph;
rdflib's and pyoxigraph's start from terms that are there already, and building these is told
apart. Every row runs in a process of its own; memory is the peak above what was there before.
"""

import gc
import io
import multiprocessing
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import networkx as nx
import pyoxigraph as ox
import rdflib

import kg
from kg.graph import Graph
from output.rdf import (
    Exporter,
    Literal,
    json_ld,
    nquads,
    ntriples,
    rdfxml,
    to_rdf,
    trig,
    triples,
    turtle,
)
from schemas import Attribute, NodeKind

PAPERS = 5000
EXAMPLE = Path(__file__).parents[1] / "examples" / "papers.jsonl"


class Row(NamedTuple):
    """What is timed: `prepare` makes what `run` gets, and is no part of it."""

    name: str
    run: Callable[[Any], object]
    prepare: Callable[[Graph], Any] = lambda graph: graph


class Sink(io.RawIOBase):
    """A stream that forgets what it is given."""

    def write(self, data: Any) -> int:
        """Take all."""
        return len(data)


def main() -> None:
    """Print a row for each writer."""
    source = Path(sys.argv[1]) if len(sys.argv) > 1 else EXAMPLE
    graph = load(source, int(sys.argv[2]) if len(sys.argv) > 2 else PAPERS)
    count = sum(1 for _ in triples(graph))
    print(f"{papers_of(graph)} papers, {graph.number_of_edges()} links, {count} triples")
    print(f"{'':34} {'CPU s':>8} {'k triples/s':>12} {'MB above':>9}")
    for row in rows():
        seconds, memory = in_a_process(row, graph)
        print(f"{row.name:34} {seconds:8.2f} {count / seconds / 1000:12.0f} {memory:9.0f}")


def load(source: Path, limit: int) -> Graph:
    """Return the graph of a folder, of its first papers alone, or of a file of papers."""
    if not source.is_dir():
        return kg.build(source).nx
    graph = kg.load(source).nx
    chosen = [node for node, data in graph.nodes(data=True) if is_paper(data)][:limit]
    others = {target for paper in chosen for target in graph.successors(paper)}
    chosen += [node for node in others if not is_paper(graph.nodes[node])]
    return nx.MultiDiGraph(graph.subgraph(chosen))


def is_paper(data: dict[str, Any]) -> bool:
    """Tell whether a node is a paper."""
    return bool(data[Attribute.KIND] == NodeKind.PAPER)


def papers_of(graph: Graph) -> int:
    """Return how many papers a graph has."""
    return sum(is_paper(data) for _, data in graph.nodes(data=True))


def rows() -> list[Row]:
    """Return all that is timed."""
    ours = {
        "N-Triples": ntriples,
        "N-Quads": nquads,
        "Turtle": turtle,
        "TriG": trig,
        "JSON-LD": json_ld,
        "RDF/XML (pyoxigraph)": rdfxml,
    }
    result = [Row(f"ours {name}", writer(exporter)) for name, exporter in ours.items()]
    result.append(Row("rdflib graph from the graph", to_rdf))
    for name, form in (("N-Triples", "nt"), ("Turtle", "turtle"), ("RDF/XML", "xml")):
        result.append(Row(f"rdflib {name}", with_rdflib(form), to_rdf))
    result.append(Row("pyoxigraph terms from the graph", to_oxigraph))
    for name, form in (
        ("N-Triples", ox.RdfFormat.N_TRIPLES),
        ("Turtle", ox.RdfFormat.TURTLE),
        ("RDF/XML", ox.RdfFormat.RDF_XML),
        ("JSON-LD", ox.RdfFormat.JSON_LD),
    ):
        result.append(Row(f"pyoxigraph {name} from terms", with_oxigraph(form), to_oxigraph))
    for name, form in (("N-Triples", ox.RdfFormat.N_TRIPLES), ("Turtle", ox.RdfFormat.TURTLE)):
        result.append(Row(f"pyoxigraph {name} from its store", with_store(form), to_store))
    return result


def writer(exporter: Exporter) -> Callable[[Graph], object]:
    """Return what writes a graph in a format of ours."""
    return lambda graph: exporter(graph).write(Sink())


def with_rdflib(form: str) -> Callable[[rdflib.Graph], object]:
    """Return what serializes a graph of rdflib."""
    return lambda graph: graph.serialize(Sink(), format=form, encoding="utf-8")


def to_oxigraph(graph: Graph) -> list[ox.Triple]:
    """Return the triples of a graph as terms of pyoxigraph."""

    def node(term: str | Literal) -> ox.NamedNode | ox.Literal:
        if isinstance(term, str):
            return ox.NamedNode(term)
        datatype = ox.NamedNode(term.datatype) if term.datatype else None
        return ox.Literal(term.text, datatype=datatype, language=term.language or None)

    return [ox.Triple(ox.NamedNode(s), ox.NamedNode(p), node(o)) for s, p, o in triples(graph)]


def to_store(graph: Graph) -> ox.Store:
    """Return a store of pyoxigraph that holds a graph."""
    stream = io.BytesIO()
    ntriples(graph).write(stream)
    store = ox.Store()
    store.bulk_load(stream.getvalue(), format=ox.RdfFormat.N_TRIPLES)
    return store


def with_oxigraph(form: ox.RdfFormat) -> Callable[[list[ox.Triple]], object]:
    """Return what serializes terms of pyoxigraph."""
    return lambda terms: ox.serialize(terms, Sink(), format=form)


def with_store(form: ox.RdfFormat) -> Callable[[ox.Store], object]:
    """Return what dumps a store of pyoxigraph."""
    return lambda store: store.dump(Sink(), format=form, from_graph=ox.DefaultGraph())


def in_a_process(row: Row, graph: Graph) -> tuple[float, float]:
    """Return the CPU seconds of a row, and the megabytes that it took at most."""
    context = multiprocessing.get_context("fork")
    queue: Any = context.Queue()
    process = context.Process(target=timed, args=(row, graph, queue))
    process.start()
    seconds, memory = queue.get()
    process.join()
    return seconds, memory


def timed(row: Row, graph: Graph, queue: Any) -> None:
    """Run a row and put its figures into a queue."""
    given = row.prepare(graph)
    gc.collect()
    Path("/proc/self/clear_refs").write_text("5")  # the peak counts from here on
    before, start = kilobytes("VmRSS"), time.process_time()
    row.run(given)
    queue.put((time.process_time() - start, (kilobytes("VmHWM") - before) / 1024))


def kilobytes(name: str) -> int:
    """Return a figure of this process (Linux)."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{name}:"))


if __name__ == "__main__":
    main()
