"""Media types of answers, and the choice among them by what a client accepts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import pyoxigraph as ox

HTML: Final = "text/html"
JSON_LD: Final = "application/ld+json"
TURTLE: Final = "text/turtle"
N_TRIPLES: Final = "application/n-triples"
RESULTS_JSON: Final = "application/sparql-results+json"
TSV: Final = "text/tab-separated-values"


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """A format of solutions: its short name, and other media types that ask for it."""

    name: str
    also: tuple[str, ...] = ()

    def format(self) -> "ox.QueryResultsFormat":
        """Return the format as pyoxigraph names it."""
        import pyoxigraph as ox

        return {
            "json": ox.QueryResultsFormat.JSON,
            "xml": ox.QueryResultsFormat.XML,
            "csv": ox.QueryResultsFormat.CSV,
            "tsv": ox.QueryResultsFormat.TSV,
        }[self.name]


@dataclass(frozen=True, slots=True, kw_only=True)
class Graph:
    """A format of triples: its short name, and other media types that ask for it."""

    name: str
    also: tuple[str, ...] = ()

    def format(self) -> "ox.RdfFormat":
        """Return the format as pyoxigraph names it."""
        import pyoxigraph as ox

        return {
            "turtle": ox.RdfFormat.TURTLE,
            "ntriples": ox.RdfFormat.N_TRIPLES,
            "jsonld": ox.RdfFormat.JSON_LD,
            "rdfxml": ox.RdfFormat.RDF_XML,
        }[self.name]


SOLUTIONS: Final[Mapping[str, Results]] = {
    RESULTS_JSON: Results(name="json", also=("application/json",)),
    "application/sparql-results+xml": Results(name="xml", also=("application/xml", "text/xml")),
    "text/csv": Results(name="csv"),
    TSV: Results(name="tsv"),
}
"""Media type -> format of the answers to SELECT and ASK, the default first."""

GRAPHS: Final[Mapping[str, Graph]] = {
    TURTLE: Graph(name="turtle"),
    N_TRIPLES: Graph(name="ntriples", also=("text/plain",)),
    JSON_LD: Graph(name="jsonld", also=("application/json",)),
    "application/rdf+xml": Graph(name="rdfxml", also=("application/xml", "text/xml")),
}
"""Media type -> format of the answers to CONSTRUCT and DESCRIBE, the default first."""


def choose(accept: str, offers: Iterable[str]) -> str | None:
    """Return the offer that a client likes best, the earlier of equals, or None if it likes none.

    Args:
        accept: the header `Accept` (RFC 9110, section 12.5.1); nothing accepts all.
        offers: media types without parameters.

    >>> choose("text/csv;q=0.5, */*;q=0.1", ["application/json", "text/csv"])
    'text/csv'
    >>> choose("", ["text/turtle"]), choose("image/*", ["text/turtle"])
    ('text/turtle', None)
    """
    ranges = _ranges(accept) or {"*/*": 1.0}
    liked = [(_quality(offer, ranges), offer) for offer in offers]
    best = max((quality for quality, _ in liked), default=0.0)
    return next((offer for quality, offer in liked if quality == best), None) if best else None


def choose_format(accept: str, formats: Mapping[str, Results] | Mapping[str, Graph]) -> str | None:
    """Return the media type among `formats`, under any of its names, that a client likes best.

    >>> choose_format("text/xml", SOLUTIONS)
    'application/sparql-results+xml'
    """
    names = {
        name: media_type
        for media_type, format in formats.items()
        for name in (media_type, *format.also)
    }
    chosen = choose(accept, names)
    return names[chosen] if chosen else None


def named(name: str, formats: Mapping[str, Results] | Mapping[str, Graph]) -> str | None:
    """Return the media type of a format by its short name.

    >>> named("csv", SOLUTIONS), named("turtle", SOLUTIONS)
    ('text/csv', None)
    """
    return next((media for media, format in formats.items() if format.name == name), None)


def _ranges(accept: str) -> dict[str, float]:
    ranges: dict[str, float] = {}
    for part in accept.split(","):
        media, *parameters = (piece.strip().lower() for piece in part.split(";"))
        if not media:
            continue
        weights = [text[2:].strip() for text in parameters if text.startswith("q=")]
        ranges[media] = max(ranges.get(media, 0.0), _weight(weights[0] if weights else "1"))
    return ranges


def _weight(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        return 0.0
    return min(value, 1.0) if value > 0 else 0.0


def _quality(offer: str, ranges: Mapping[str, float]) -> float:
    for known in (offer, f"{offer.partition('/')[0]}/*", "*/*"):
        if known in ranges:
            return ranges[known]
    return 0.0
