"""The pages of a server: values for the templates, and what the templates make of them."""

from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Final, TypeAlias
from urllib.parse import quote, urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined

from output.rdf.terms import COLLECTIONS, short_name
from output.serve.media import GRAPHS, SOLUTIONS, TSV
from output.serve.store import Summary
from output.serve.workers.pool import Answer

if TYPE_CHECKING:
    import pyoxigraph as ox

    Node: TypeAlias = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple

SHOWN: Final = 1000
"""Rows of an answer that a page shows; files hold all."""

_START: Final = """SELECT ?name (COUNT(DISTINCT ?paper) AS ?papers) WHERE {
  ?paper kg:evaluatesOn ?benchmark .
  ?benchmark skos:prefLabel ?name
}
GROUP BY ?name
ORDER BY DESC(?papers) ?name
LIMIT 20"""
_LABELS: Final = {
    "json": "JSON",
    "xml": "XML",
    "csv": "CSV",
    "tsv": "TSV",
    "turtle": "Turtle",
    "ntriples": "N-Triples",
    "jsonld": "JSON-LD",
    "rdfxml": "RDF/XML",
}
_PLAIN: Final = (
    "rdf:langString",
    "xsd:string",
    "xsd:integer",
    "xsd:decimal",
    "xsd:boolean",
    "xsd:gYear",
    "xsd:date",
)
_LANGUAGE: Final = "en"


@dataclass(frozen=True, slots=True)
class Cell:
    """A term for a page: its text, where it leads to, and its language or datatype."""

    text: str
    href: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """The first rows of an answer, and how many it has in all."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total: int
    is_graph: bool


class Pages:
    """Renders the pages about one store."""

    def __init__(self, summary: Summary) -> None:
        self.summary = summary
        self.version = _version()
        self._namespaces = {iri: prefix for prefix, iri in summary.prefixes.items()}
        self._environment = Environment(
            loader=PackageLoader("output", "templates/serve"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.filters["query_href"] = query_href
        self._environment.globals.update(
            summary=summary,
            version=self.version,
            solution_formats=[format.name for format in SOLUTIONS.values()],
            graph_formats=[format.name for format in GRAPHS.values()],
            media={format.name: media_type for media_type, format in GRAPHS.items()},
            labels=_LABELS,
            start=_START,
        )

    def render(self, name: str, **values: object) -> str:
        """Return a page: the template of a name, filled with values."""
        return self._environment.get_template(f"{name}.html.j2").render(values)

    def short(self, iri: str) -> str:
        """Return an IRI as a prefixed name if one of the prefixes of the export fits."""
        return short_name(iri, self._namespaces) or iri

    def href(self, iri: str) -> str:
        """Return where an IRI leads: into this server, to the web, or nowhere."""
        local = iri.removeprefix(self.summary.base)
        if local != iri and local.startswith("ns#"):
            return "/" + local
        if local != iri and local.partition("/")[0] in COLLECTIONS:
            return "/" + quote(local)
        return iri if iri.startswith(("https://", "http://")) else ""

    def iri(self, iri: str, label: str = "") -> Cell:
        """Return a cell for an IRI."""
        return Cell(label or self.short(iri), self.href(iri))

    def cell(self, term: "Node | None") -> Cell:
        """Return a cell for a term, or an empty one for none."""
        import pyoxigraph as ox

        if term is None:
            return Cell("")
        if isinstance(term, ox.NamedNode):
            return self.iri(term.value)
        if isinstance(term, ox.Literal):
            return Cell(term.value, note=self._note(term))
        return Cell(str(term))

    def _note(self, literal: "ox.Literal") -> str:
        """Return the language or datatype of a literal where a reader would not expect it."""
        if literal.language:
            return "" if literal.language == _LANGUAGE else f"@{literal.language}"
        datatype = self.short(literal.datatype.value)
        return "" if datatype in _PLAIN else datatype

    def table(self, answer: Answer) -> Table:
        """Return the beginning of an answer in TSV or N-Triples as a table."""
        import pyoxigraph as ox

        total = answer.verdict["rows"]
        if answer.verdict["media_type"] != TSV:
            triples = ox.parse(_lines(answer.body, SHOWN), format=ox.RdfFormat.N_TRIPLES)
            rows: tuple[tuple[Cell, ...], ...] = tuple(
                (self.cell(quad.subject), self.cell(quad.predicate), self.cell(quad.object))
                for quad in triples
            )
            return Table(("subject", "predicate", "object"), rows, total, is_graph=True)
        head = _lines(answer.body, SHOWN + 1)
        results = ox.parse_query_results(head, format=ox.QueryResultsFormat.TSV)
        if isinstance(results, ox.QueryBoolean):
            answered = (Cell("yes" if results else "no"),)
            return Table(("answer",), (answered,), 1, is_graph=False)
        columns = tuple(variable.value for variable in results.variables)
        rows = tuple(tuple(map(self.cell, row)) for row in results)
        return Table(columns, rows, total, is_graph=False)


def query_href(query: str) -> str:
    """Return the address of the page that answers a query.

    >>> query_href("ASK {}")
    '/sparql?query=ASK+%7B%7D'
    """
    return f"/sparql?{urlencode({'query': query})}"


def _lines(data: bytes, count: int) -> bytes:
    r"""Return the first lines of a text.

    >>> _lines(b"a\nb\nc\n", 2)
    b'a\nb\n'
    """
    end = -1
    for _ in range(count):
        end = data.find(b"\n", end + 1)
        if end < 0:
            return data
    return data[: end + 1]


def _version() -> str:
    try:
        return version("citekg")
    except PackageNotFoundError:
        return ""
