"""SPARQL over an exported graph, in memory and without any network."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from output.rdf import Names, short_name
from schemas import BASE_IRI, CitekgError, InputError

if TYPE_CHECKING:
    import pyoxigraph as ox

# Oxigraph accepts SERVICE glued to its neighbours (`trueSERVICE:x{`), and a string or a comment
# can be made to look like something else. So the words are looked for in the bare text: only
# inside a name, a variable or an IRI, or without the name of a place behind them, do they pass.
_GAP = r"(?:\s|#[^\n\r]*+)*+"
_ELSEWHERE = re.compile(
    r"(?:(?<![\w:?$/-])|(?<=\d)|(?<=true)|(?<=false))(service|from)"
    rf"{_GAP}(?:(?:silent|named){_GAP})?(?:[<?$]|[^\s<>\"'{{}}()]*:)",
    re.IGNORECASE,
)
_UPDATE = re.compile(
    rf"{_GAP}(?:(?:base|prefix)[^<]*<[^>]*>{_GAP})*"
    r"(insert|delete|load|clear|drop|create|add|move|copy|with)\b",
    re.IGNORECASE,
)
_SYNTAX_ERROR = re.compile(r"error at (\d+):(\d+):")
# Oxigraph hides its reasons in the list of what it expected: `expected one of Prefix not found`.
_REASON = re.compile(r"(?:expected|one of|,) (?!one of)([A-Za-z]+(?: [A-Za-z]+){2,})")
_EXCERPT_LENGTH: Final = 40

_ALL: Final = "SELECT ?subject ?predicate ?object { ?subject ?predicate ?object } ORDER BY ?subject"


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to a query: named columns, and rows of text with short names for IRIs.

    ASK gives the one column `answer`; CONSTRUCT and DESCRIBE give `subject`, `predicate`,
    `object`. `json` is the same in SPARQL 1.1 Query Results JSON.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    json: str

    def to_csv(self) -> str:
        """Return the answer in SPARQL 1.1 Query Results CSV, with full IRIs."""
        import pyoxigraph as ox

        results = ox.parse_query_results(self.json, format=ox.QueryResultsFormat.JSON)
        return (results.serialize(format=ox.QueryResultsFormat.CSV) or b"").decode()


def select(source: str | Path, query: str) -> Answer:
    """Answer a SPARQL query (SELECT, ASK, CONSTRUCT, DESCRIBE) over Turtle or N-Triples.

    The prefixes of the export and those of the source are declared already.

    Args:
        source: the Turtle itself, or the path of a file of it.
        query: SPARQL 1.1.

    Raises:
        CitekgError: if the query is no SPARQL, is an update, names data elsewhere, or calls an
            unknown function.
        InputError: if the source cannot be read.

    >>> select('@prefix a: <http://a.org/> . a:x a:y "z" .', "SELECT ?o { a:x a:y ?o }").rows
    (('z',),)
    """
    _refuse_elsewhere(query)
    store, prefixes = _load(source)
    try:
        return _ask(store, query, prefixes)
    except (SyntaxError, RuntimeError) as error:
        raise CitekgError(_mistake(str(error), query)) from None


def _refuse_elsewhere(query: str) -> None:
    found = _ELSEWHERE.search(query) or _UPDATE.match(query)
    if found:
        raise CitekgError(
            f"SPARQL {found[1].upper()} is refused: a query reads this graph and nothing else; "
            "leave it out, or, inside a string, write its first letter as \\uXXXX"
        )


def _load(source: str | Path) -> "tuple[ox.Store, dict[str, str]]":
    import pyoxigraph as ox

    name = str(source) if isinstance(source, Path) else "RDF text"
    try:
        data = source.read_bytes() if isinstance(source, Path) else source.encode()
        reader = ox.parse(data, format=ox.RdfFormat.TURTLE)
        store = ox.Store()
        store.bulk_extend(reader)
    except OSError as error:
        raise InputError(
            name, f"cannot be read ({error.strerror}); give the path of a Turtle file"
        ) from error
    except SyntaxError as error:
        raise InputError(
            name, f"is no Turtle ({error}); give the text of an export, or a Path to its file"
        ) from error
    return store, Names(BASE_IRI).prefixes() | reader.prefixes


def _ask(store: "ox.Store", query: str, prefixes: dict[str, str]) -> Answer:
    import pyoxigraph as ox

    results = store.query(query, prefixes=prefixes)
    if isinstance(results, ox.QueryBoolean):
        return Answer(("answer",), ((str(bool(results)).lower(),),), _json(results))
    if isinstance(results, ox.QueryTriples):
        constructed = ox.Store()
        constructed.extend(ox.Quad(*triple) for triple in results)
        results = constructed.query(_ALL)
    assert isinstance(results, ox.QuerySolutions)
    columns = tuple(variable.value for variable in results.variables)
    json = _json(results)
    by_namespace = {namespace: prefix for prefix, namespace in prefixes.items()}
    solutions = ox.parse_query_results(json, format=ox.QueryResultsFormat.JSON)
    assert isinstance(solutions, ox.QuerySolutions)
    rows = tuple(tuple(_cell(value, by_namespace) for value in row) for row in solutions)
    return Answer(columns, rows, json)


def _json(results: "ox.QuerySolutions | ox.QueryBoolean") -> str:
    import pyoxigraph as ox

    return (results.serialize(format=ox.QueryResultsFormat.JSON) or b"").decode()


def _cell(value: object, prefixes: dict[str, str]) -> str:
    import pyoxigraph as ox

    if value is None:
        return ""
    if isinstance(value, ox.NamedNode):
        return short_name(value.value, prefixes) or value.value
    return value.value if isinstance(value, ox.Literal) else str(value)


def _mistake(problem: str, query: str) -> str:
    place = _SYNTAX_ERROR.match(problem)
    if not place:
        return f"SPARQL: {' '.join(problem.split())}; mend the query"
    line, column = int(place[1]), int(place[2])
    rest = " ".join("\n".join(query.split("\n")[line - 1 :])[column - 1 :].split())
    stuck = f"cannot go on at '{rest[:_EXCERPT_LENGTH]}'" if rest else "something is missing"
    reason = f" ({found[1]})" if (found := _REASON.search(problem)) else ""
    return f"SPARQL syntax, line {line}, column {column}: {stuck}{reason}; mend the query there"
