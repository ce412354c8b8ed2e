"""The graph as RDF in three layers: what holds, the links behind it, and their evidence.

A direct triple (`paper kg:uses entity`) says that a claim holds. A link node carries its
confidence and extractors and leads to spans, which lie in sentences, which lie in texts.
"""

import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final

from output.rdf import jsonld, library, writers
from output.rdf.blocks import LAYERS, Export, parse_layers
from output.rdf.description import describe
from output.rdf.syntax import escape
from output.rdf.terms import Layer, Literal, Names, Term, Triple, short_name
from output.rdf.view import ASSERTION_THRESHOLD, Graph, View
from schemas import BASE_IRI, CitekgError

if TYPE_CHECKING:
    import rdflib

__all__ = [
    "ASSERTION_THRESHOLD",
    "LAYERS",
    "Document",
    "Exporter",
    "Layer",
    "Literal",
    "Names",
    "Term",
    "Triple",
    "escape",
    "json_ld",
    "nquads",
    "ntriples",
    "rdfxml",
    "short_name",
    "to_ntriples",
    "to_rdf",
    "to_turtle",
    "trig",
    "triples",
    "turtle",
]


@dataclass(frozen=True, slots=True)
class Document:
    """An export in one format, which is made while it is written."""

    export: Export
    exporter: "Exporter"

    def write(self, stream: IO[bytes]) -> None:
        """Write the document to a stream."""
        self.exporter.writer(self.export, stream)

    def beside(self, file: Path) -> tuple[Path, str]:
        """Return path and text of the description of `file`, to which this was written.

        Raises:
            OSError: if the file cannot be read.
        """
        path = file.with_name(f"{file.name}.void.ttl")
        return path, describe(self.export, file, self.exporter.media_type)


@dataclass(frozen=True, slots=True)
class Exporter:
    """An RDF format; calling it makes a document of a graph."""

    writer: Callable[[Export, IO[bytes]], None]
    media_type: str

    def __call__(
        self,
        graph: Graph,
        *,
        base: str = BASE_IRI,
        layers: str | Iterable[str] = LAYERS,
        min_confidence: float = ASSERTION_THRESHOLD,
        text: bool = True,
    ) -> Document:
        """Return a graph as a document.

        Args:
            graph: what is exported.
            base: start of every IRI.
            layers: some of core, links and evidence, also as "core,links".
            min_confidence: what is less sure is a link node without the direct triple.
            text: False leaves out what stands at the offsets of spans and sentences.

        Raises:
            CitekgError: if the base, a layer or the confidence is none.
        """
        return Document(_export(graph, base, layers, min_confidence, text), self)


ntriples: Final = Exporter(writers.write_ntriples, "application/n-triples")
nquads: Final = Exporter(writers.write_nquads, "application/n-quads")
turtle: Final = Exporter(writers.write_turtle, "text/turtle")
trig: Final = Exporter(writers.write_trig, "application/trig")
json_ld: Final = Exporter(jsonld.write_jsonld, "application/ld+json")
rdfxml: Final = Exporter(library.write_rdfxml, "application/rdf+xml")


def to_ntriples(graph: Graph, *, base: str = BASE_IRI) -> str:
    """Return a graph as sorted N-Triples."""
    return _text(ntriples(graph, base=base))


def to_turtle(graph: Graph, *, base: str = BASE_IRI) -> str:
    """Return a graph as Turtle, layer by layer, with a block for each subject."""
    return _text(turtle(graph, base=base))


def to_rdf(graph: Graph, *, base: str = BASE_IRI) -> "rdflib.Graph":
    """Return a graph as an `rdflib.Graph` with all prefixes bound."""
    return library.to_rdflib(_export(graph, base))


def triples(graph: Graph, *, base: str = BASE_IRI) -> Iterator[Triple]:
    """Yield the triples of a graph as values; their order depends on its content alone.

    Raises:
        CitekgError: if `base` or a node's key cannot make an IRI.
    """
    return library.triples(_export(graph, base))


def _text(document: Document) -> str:
    stream = io.BytesIO()
    document.write(stream)
    return stream.getvalue().decode()


def _export(
    graph: Graph,
    base: str,
    layers: str | Iterable[str] = LAYERS,
    min_confidence: float = ASSERTION_THRESHOLD,
    with_text: bool = True,
) -> Export:
    if not 0 <= min_confidence <= 1:
        raise CitekgError(f"{min_confidence} is no confidence; give a number from 0 to 1")
    view = View(graph, min_confidence, with_text)
    return Export(view, Names(base), parse_layers(layers))
