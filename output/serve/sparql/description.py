"""What the endpoint is and holds, in SPARQL 1.1 Service Description and VoID."""

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from output.rdf.terms import term
from output.serve.store import Summary
from output.serve.workers.graphs import GraphWriter

if TYPE_CHECKING:
    import pyoxigraph as ox

_SD: Final = "http://www.w3.org/ns/sparql-service-description#"
_VOID: Final = "http://rdfs.org/ns/void#"
_FORMATS: Final = "http://www.w3.org/ns/formats/"
_FORMAT_NAMES: Final = (
    "SPARQL_Results_JSON",
    "SPARQL_Results_XML",
    "SPARQL_Results_CSV",
    "SPARQL_Results_TSV",
    "Turtle",
    "N-Triples",
    "JSON-LD",
    "RDF_XML",
)


def describe(summary: Summary, endpoint: str, media_type: str) -> bytes:
    """Return the description of an endpoint as RDF.

    Args:
        summary: what its store holds.
        endpoint: its IRI, from which those of the description derive.
        media_type: one of the `GRAPHS`.
    """
    stream = io.BytesIO()
    prefixes = {**summary.prefixes, "sd": _SD, "void": _VOID}
    GraphWriter(prefixes).write(_triples(summary, endpoint), stream, media_type)
    return stream.getvalue()


def _triples(summary: Summary, endpoint: str) -> "Iterator[ox.Triple]":
    import pyoxigraph as ox

    def say(subject: str, predicate: str, value: str | int) -> ox.Triple:
        target = ox.Literal(value) if isinstance(value, int) else ox.NamedNode(value)
        return ox.Triple(ox.NamedNode(subject), ox.NamedNode(predicate), target)

    service, data = f"{endpoint}#service", f"{endpoint}#data"
    kind = term("rdf:type")
    yield say(service, kind, f"{_SD}Service")
    yield say(service, f"{_SD}endpoint", endpoint)
    yield say(service, f"{_SD}supportedLanguage", f"{_SD}SPARQL11Query")
    for name in _FORMAT_NAMES:
        yield say(service, f"{_SD}resultFormat", f"{_FORMATS}{name}")
    yield say(service, f"{_SD}defaultDataset", f"{endpoint}#dataset")
    yield say(f"{endpoint}#dataset", kind, f"{_SD}Dataset")
    yield say(f"{endpoint}#dataset", f"{_SD}defaultGraph", data)
    yield say(data, kind, f"{_SD}Graph")
    yield say(data, kind, f"{_VOID}Dataset")
    yield say(data, f"{_VOID}triples", summary.triples)
    yield say(data, f"{_VOID}sparqlEndpoint", endpoint)
    yield ox.Triple(ox.NamedNode(data), ox.NamedNode(f"{_VOID}uriSpace"), ox.Literal(summary.base))
    for number, (name, count) in enumerate(summary.classes.items()):
        part = f"{endpoint}#class-{number}"
        yield say(data, f"{_VOID}classPartition", part)
        yield say(part, f"{_VOID}class", name)
        yield say(part, f"{_VOID}entities", count)
    for number, (name, count) in enumerate(summary.properties.items()):
        part = f"{endpoint}#property-{number}"
        yield say(data, f"{_VOID}propertyPartition", part)
        yield say(part, f"{_VOID}property", name)
        yield say(part, f"{_VOID}triples", count)
