"""What libraries write: RDF/XML by pyoxigraph, which streams, and a graph of rdflib."""

from collections.abc import Iterator
from itertools import islice
from typing import IO, TYPE_CHECKING, Final

from output.rdf.blocks import Export
from output.rdf.syntax import NTriples, Values
from output.rdf.terms import Term, Triple
from output.rdf.writers import line_blocks

if TYPE_CHECKING:
    import pyoxigraph as ox
    import rdflib

_BATCH: Final = 512


def write_rdfxml(export: Export, stream: IO[bytes]) -> None:
    """Write RDF/XML, in the order of Turtle."""
    import pyoxigraph as ox

    def parsed() -> "Iterator[ox.Triple]":
        for _, blocks in export.parts(NTriples(export.names)):
            pieces = line_blocks(blocks)
            while batch := "".join(islice(pieces, _BATCH)):
                for quad in ox.parse(batch, format=ox.RdfFormat.N_TRIPLES):
                    yield quad.triple

    ox.serialize(
        parsed(),
        _CarriageReturns(stream),  # type: ignore[arg-type]  # no more is asked for
        format=ox.RdfFormat.RDF_XML,
        prefixes=export.names.prefixes(),
    )


class _CarriageReturns:
    """Write XML with its carriage returns as references: as such, readers drop them."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream

    def write(self, data: bytes) -> int:
        self._stream.write(data.replace(b"\r", b"&#13;"))
        return len(data)

    def flush(self) -> None:
        self._stream.flush()


def triples(export: Export) -> Iterator[Triple]:
    """Yield the triples of an export as values, by layer."""
    for _, blocks in export.parts(Values(export.names)):
        for subject, predicates, objects in blocks:
            for predicate, value in zip(predicates, objects, strict=True):
                assert isinstance(subject, str) and isinstance(predicate, str)
                yield subject, predicate, value


def to_rdflib(export: Export) -> "rdflib.Graph":
    """Return an export as a graph of rdflib with all prefixes bound."""
    import rdflib

    def node(value: Term) -> rdflib.URIRef | rdflib.Literal:
        if isinstance(value, str):
            return rdflib.URIRef(value)
        datatype = rdflib.URIRef(value.datatype) if value.datatype else None
        return rdflib.Literal(value.text, lang=value.language or None, datatype=datatype)

    result = rdflib.Graph(bind_namespaces="none")
    for prefix, namespace in export.names.prefixes().items():
        result.bind(prefix, namespace)
    for subject, predicate, value in triples(export):
        result.add((rdflib.URIRef(subject), rdflib.URIRef(predicate), node(value)))
    return result
