"""RDF in memory that answers SPARQL queries."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from output.rdf.terms import Names, term
from output.sparql.answers import Answer, to_answer
from output.sparql.library import Value, as_query
from output.sparql.naming import Naming
from output.sparql.reading import load
from output.sparql.safety import check_read_only
from schemas import BASE_IRI, CitekgError, InputError

if TYPE_CHECKING:
    import pyoxigraph as ox

_SYNTAX_ERROR = re.compile(r"error at (\d+):(\d+):")
# Oxigraph hides its reasons in the list of what it expected: `expected one of Prefix not found`.
_REASON = re.compile(r"(?:expected|one of|,) (?!one of)([A-Za-z]+(?: [A-Za-z]+){2,})")
_EXCERPT_LENGTH: Final = 40
_SCHEME: Final = "ns#entities"


@dataclass(frozen=True, slots=True)
class Dataset:
    """Triples in a store, and the prefixes that a query over them need not declare."""

    store: "ox.Store"
    prefixes: dict[str, str]

    @property
    def base(self) -> str:
        """The start of the IRIs of the export."""
        return self.prefixes["kg"].removesuffix("ns#")

    def query(self, query: str, values: Mapping[str, Value] | None = None) -> Answer:
        """Answer a query: SPARQL 1.1 (SELECT, ASK, CONSTRUCT, DESCRIBE), or one of the library.

        Args:
            query: SPARQL, or the name of a query of the library.
            values: what its parameters stand for, by their names.

        Raises:
            UnknownNameError: if the library has no such query, the query no such parameter, or
                the data nothing of a name.
            CitekgError: if the query is no SPARQL, is an update, names data elsewhere, calls an
                unknown function, or lacks a value.
        """
        text = self.bound(query, values)
        try:
            return to_answer(self.store.query(text, prefixes=self.prefixes), self.prefixes)
        except (SyntaxError, RuntimeError) as error:
            raise CitekgError(describe_mistake(str(error), text)) from None

    def bound(self, query: str, values: Mapping[str, Value] | None = None) -> str:
        """Return the SPARQL that `query` answers, with its parameters bound."""
        asked = as_query(query)
        check_read_only(asked.text)
        return asked.bind(values or {}, Naming(self.store, self.prefixes))


def read_dataset(paths: Iterable[Path]) -> Dataset:
    """Read RDF files into one dataset.

    Raises:
        InputError: if one cannot be read.
    """
    import pyoxigraph as ox

    store = ox.Store()
    declared: dict[str, str] = {}
    for path in paths:
        declared |= load(store, path)
    return Dataset(store, prefixes_of(store, declared))


def parse_dataset(text: str | bytes) -> Dataset:
    """Read Turtle or N-Triples.

    Raises:
        InputError: if it is neither.

    >>> dataset = parse_dataset('@prefix a: <http://a.org/> . a:x a:y "z" .')
    >>> dataset.query("SELECT ?o { a:x a:y ?o }").rows
    (('z',),)
    """
    import pyoxigraph as ox

    store = ox.Store()
    data = text.encode() if isinstance(text, str) else text
    try:
        reader = ox.parse(data, format=ox.RdfFormat.TURTLE)
        store.bulk_extend(reader)
    except SyntaxError as error:
        raise InputError(
            "RDF text", f"is no Turtle ({error}); give the text of an export, or a Path to its file"
        ) from error
    return Dataset(store, prefixes_of(store, reader.prefixes))


def select(source: str | Path, query: str) -> Answer:
    """Answer a query over Turtle or N-Triples, or over an RDF file; see `Dataset.query`.

    Args:
        source: the Turtle itself, or the path of a file.
        query: SPARQL 1.1, which may use the prefixes of an export without declaring them.
    """
    dataset = read_dataset([source]) if isinstance(source, Path) else parse_dataset(source)
    return dataset.query(query)


def prefixes_of(store: "ox.Store", declared: Mapping[str, str]) -> dict[str, str]:
    """Return the prefixes of an export with the base of these data, and those declared."""
    import pyoxigraph as ox

    is_a, scheme = ox.NamedNode(term("rdf:type")), ox.NamedNode(term("skos:ConceptScheme"))
    schemes = [str(quad.subject)[1:-1] for quad in store.quads_for_pattern(None, is_a, scheme)]
    bases = [iri.removesuffix(_SCHEME) for iri in schemes if iri.endswith(_SCHEME)]
    return Names(min(bases, default=BASE_IRI)).prefixes() | dict(declared)


def describe_mistake(problem: str, query: str) -> str:
    """Return what Oxigraph says of a query as one line with the place in the query."""
    place = _SYNTAX_ERROR.match(problem)
    if not place:
        return f"SPARQL: {' '.join(problem.split())}; mend the query"
    line, column = int(place[1]), int(place[2])
    rest = " ".join("\n".join(query.split("\n")[line - 1 :])[column - 1 :].split())
    stuck = f"cannot go on at '{rest[:_EXCERPT_LENGTH]}'" if rest else "something is missing"
    reason = f" ({found[1]})" if (found := _REASON.search(problem)) else ""
    return f"SPARQL syntax, line {line}, column {column}: {stuck}{reason}; mend the query there"
