"""Triples a CPU second, and memory, of our RDF writers, rdflib's and pyoxigraph's: same triples.

Usage, in the root of the repository: PYTHONPATH=. python benchmarks/rdf.py [SOURCE [PAPERS]]

SOURCE is a folder that `citekg build` wrote, or a file of papers; of a folder the first PAPERS
papers count: 5,000 make about a million triples. Each library is given its own terms and writes
them; what it takes to make these of the NetworkX graph is told apart, and our writers are timed
from the graph, too. Memory is the peak above what was there before; needs Linux.
"""

import gc
import io
import multiprocessing
import pickle
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
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
from output.rdf.syntax import Block, NTriples, Turtle
from output.rdf.writers import line_blocks, turtle_blocks, write_batches
from schemas import Attribute, NodeKind

PAPERS = 5000
EXAMPLE = Path(__file__).parents[1] / "examples" / "papers.jsonl"


class Group(NamedTuple):
    """Writers that start from the same: `prepare` makes it of the graph."""

    name: str
    prepare: Callable[[Graph], Any]
    writers: dict[str, Callable[[Any], object]]


class Sink(io.RawIOBase):
    """A stream that forgets what it is given."""

    def write(self, data: Any) -> int:
        """Take all."""
        return len(data)


def main() -> None:
    """Print a line for each writer."""
    source = Path(sys.argv[1]) if len(sys.argv) > 1 else EXAMPLE
    graph = load(source, int(sys.argv[2]) if len(sys.argv) > 2 else PAPERS)
    count = sum(1 for _ in triples(graph))
    print(f"{papers_of(graph)} papers, {graph.number_of_edges()} links, {count} triples")
    print(f"{'':46} {'CPU s':>8} {'k triples/s':>12} {'MB above':>9}")
    with tempfile.NamedTemporaryFile() as file:
        pickle.dump(graph, file)
        file.flush()
        for number in range(len(groups())):
            for name, seconds, memory in in_a_process(number, file.name):
                speed = count / seconds / 1000
                print(f"{name:46} {seconds:8.2f} {speed:12.0f} {memory:9.0f}", flush=True)


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


def groups() -> list[Group]:
    """Return all that is timed."""
    ours = {
        "N-Triples": ntriples,
        "N-Quads": nquads,
        "Turtle": turtle,
        "TriG": trig,
        "JSON-LD": json_ld,
        "RDF/XML (by pyoxigraph)": rdfxml,
    }
    return [
        Group("ours, from the graph", lambda graph: graph, {k: writer(v) for k, v in ours.items()}),
        Group("ours", blocks(NTriples), {"N-Triples": lines}),
        Group("ours", blocks(Turtle), {"Turtle": paragraphs}),
        Group(
            "rdflib",
            to_rdf,
            {
                "N-Triples": with_rdflib("nt"),
                "RDF/XML": with_rdflib("xml"),
                "Turtle": with_rdflib("turtle"),
            },
        ),
        Group(
            "pyoxigraph",
            to_oxigraph,
            {
                "N-Triples": with_oxigraph(ox.RdfFormat.N_TRIPLES),
                "Turtle": with_oxigraph(ox.RdfFormat.TURTLE),
                "RDF/XML": with_oxigraph(ox.RdfFormat.RDF_XML),
            },
        ),
    ]


def blocks(syntax: type[NTriples] | type[Turtle]) -> Callable[[Graph], list[Block[str]]]:
    """Return what makes all blocks of a graph."""

    def made(graph: Graph) -> list[Block[str]]:
        export = ntriples(graph).export
        return [block for _, part in export.parts(syntax(export.names)) for block in part]

    return made


def lines(made: list[Block[str]]) -> None:
    """Write blocks as N-Triples."""
    write_batches(Sink(), line_blocks(made))


def paragraphs(made: list[Block[str]]) -> None:
    """Write blocks as Turtle."""
    write_batches(Sink(), turtle_blocks(made))


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


def with_oxigraph(form: ox.RdfFormat) -> Callable[[list[ox.Triple]], object]:
    """Return what serializes terms of pyoxigraph."""
    return lambda terms: ox.serialize(terms, Sink(), format=form)


def in_a_process(number: int, file: str) -> Iterator[tuple[str, float, float]]:
    """Yield the name, CPU seconds and megabytes of each writer of a group, in a fresh process."""
    context = multiprocessing.get_context("spawn")
    queue: Any = context.Queue()
    process = context.Process(target=timed, args=(number, file, queue))
    process.start()
    yield from iter(queue.get, None)
    process.join()


def timed(number: int, file: str, queue: Any) -> None:
    """Put the figures of a group into a queue, and None after them."""
    group = groups()[number]
    with Path(file).open("rb") as stream:
        graph = pickle.load(stream)
    given, seconds, memory = measured(group.prepare, graph)
    if given is not graph:
        queue.put((f"{group.name}: terms of the graph", seconds, memory))
    for name, write in group.writers.items():
        queue.put((f"{group.name}: {name}", *measured(write, given)[1:]))
    queue.put(None)


def measured(run: Callable[[Any], object], given: Any) -> tuple[Any, float, float]:
    """Return what a function gives, its CPU seconds, and megabytes at its peak."""
    gc.collect()
    Path("/proc/self/clear_refs").write_text("5")  # the peak counts from here on
    before, start = kilobytes("VmRSS"), time.process_time()
    result = run(given)
    return result, time.process_time() - start, (kilobytes("VmHWM") - before) / 1024


def kilobytes(name: str) -> int:
    """Return a figure of this process (Linux)."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{name}:"))


if __name__ == "__main__":
    main()
