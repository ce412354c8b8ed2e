"""The answer to a SPARQL query, and its forms."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from output.rdf.terms import VOCABULARIES, short_name
from output.tables import to_table
from schemas import CitekgError, MissingExtraError

if TYPE_CHECKING:
    import pandas as pd
    import pyoxigraph as ox

    Results: TypeAlias = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples

_TRIPLE: Final = ("subject", "predicate", "object")
_NUMBERS: Final = {
    VOCABULARIES["xsd"] + name: kind
    for name, kind in {
        "integer": int,
        "gYear": int,
        "decimal": float,
        "double": float,
        "float": float,
    }.items()
}
_BOOLEAN: Final = VOCABULARIES["xsd"] + "boolean"


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to a query: named columns, and rows of text with short names for IRIs.

    ASK gives the one column `answer`; CONSTRUCT and DESCRIBE give `subject`, `predicate`,
    `object`. `json` is the same in SPARQL 1.1 Query Results JSON. Printed, it is a table.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    json: str
    is_graph: bool = False

    def __str__(self) -> str:
        return to_table(self.columns, self.rows).removesuffix("\n")

    def to_csv(self) -> str:
        """Return the answer in SPARQL 1.1 Query Results CSV, with full IRIs."""
        return self._serialized("CSV")

    def to_tsv(self) -> str:
        """Return the answer in SPARQL 1.1 Query Results TSV, whose cells are whole RDF terms."""
        return self._serialized("TSV")

    def to_xml(self) -> str:
        """Return the answer in SPARQL Query Results XML."""
        return self._serialized("XML")

    def to_ntriples(self) -> str:
        """Return the triples that CONSTRUCT or DESCRIBE made, as sorted N-Triples.

        Raises:
            CitekgError: if the query was SELECT or ASK.
        """
        if not self.is_graph:
            raise CitekgError(
                "the answer is no graph; ask with CONSTRUCT or DESCRIBE, or take another format"
            )
        return "".join(sorted(f"{' '.join(map(str, row))} .\n" for row in self._terms()))

    def to_pandas(self) -> "pd.DataFrame":
        """Return the answer as a pandas frame.

        Numbers and truth values are such, IRIs are in full, and what is unbound is None.

        Raises:
            MissingExtraError: if pandas is not installed.
        """
        try:
            import pandas as pd
        except ImportError as error:
            raise MissingExtraError("to_pandas()", "pandas") from error
        rows = [[_python(value) for value in row] for row in self._terms()]
        return pd.DataFrame(rows, columns=list(self.columns), dtype=object).infer_objects()

    def _terms(self) -> list[list[object]]:
        """Return the rows as terms of pyoxigraph, or the one truth value of ASK."""
        import pyoxigraph as ox

        results = ox.parse_query_results(self.json, format=ox.QueryResultsFormat.JSON)
        if isinstance(results, ox.QueryBoolean):
            return [[bool(results)]]
        return [list(row) for row in results]

    def _serialized(self, format: str) -> str:
        import pyoxigraph as ox

        results = ox.parse_query_results(self.json, format=ox.QueryResultsFormat.JSON)
        known = getattr(ox.QueryResultsFormat, format)
        return (results.serialize(format=known) or b"").decode()


def to_answer(results: "Results", prefixes: dict[str, str]) -> Answer:
    """Read all results of a query.

    Args:
        results: what a store gives.
        prefixes: prefix -> namespace IRI of the short names in the rows.
    """
    import pyoxigraph as ox

    if isinstance(results, ox.QueryBoolean):
        return Answer(("answer",), ((str(bool(results)).lower(),),), _json(results))
    if is_graph := isinstance(results, ox.QueryTriples):
        results = _solutions(results)
    assert isinstance(results, ox.QuerySolutions)
    columns = tuple(variable.value for variable in results.variables)
    json = _json(results)
    by_namespace = {namespace: prefix for prefix, namespace in prefixes.items()}
    solutions = ox.parse_query_results(json, format=ox.QueryResultsFormat.JSON)
    assert isinstance(solutions, ox.QuerySolutions)
    rows = tuple(tuple(_cell(value, by_namespace) for value in row) for row in solutions)
    return Answer(columns, rows, json, is_graph)


def _solutions(triples: "ox.QueryTriples") -> "ox.QuerySolutions":
    """Return distinct triples as rows, sorted."""
    import pyoxigraph as ox

    store = ox.Store()
    store.extend(ox.Quad(*triple) for triple in triples)
    names = " ".join(f"?{name}" for name in _TRIPLE)
    solutions = store.query(f"SELECT {names} {{ {names} }} ORDER BY {names}")
    assert isinstance(solutions, ox.QuerySolutions)
    return solutions


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


def _python(value: object) -> Any:
    import pyoxigraph as ox

    if not isinstance(value, ox.Literal):
        return value.value if isinstance(value, ox.NamedNode) else value
    datatype = value.datatype.value
    if datatype == _BOOLEAN:
        return value.value in ("true", "1")
    return _NUMBERS.get(datatype, str)(value.value)
