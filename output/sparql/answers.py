"""The answer to a SPARQL query, and its forms."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

from output.rdf_terms import short_name

if TYPE_CHECKING:
    import pyoxigraph as ox

    Results: TypeAlias = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples

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


def to_answer(results: "Results", prefixes: dict[str, str]) -> Answer:
    """Read all results of a query.

    Args:
        results: what a store gives.
        prefixes: prefix -> namespace IRI of the short names in the rows.
    """
    import pyoxigraph as ox

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
