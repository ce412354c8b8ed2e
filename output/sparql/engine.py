"""Answer SPARQL queries over RDF in memory."""

import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

from output.rdf_terms import Names
from output.sparql.answers import Answer, to_answer
from output.sparql.safety import check_read_only
from schemas import BASE_IRI, CitekgError, InputError

if TYPE_CHECKING:
    import pyoxigraph as ox

_SYNTAX_ERROR = re.compile(r"error at (\d+):(\d+):")
# Oxigraph hides its reasons in the list of what it expected: `expected one of Prefix not found`.
_REASON = re.compile(r"(?:expected|one of|,) (?!one of)([A-Za-z]+(?: [A-Za-z]+){2,})")
_EXCERPT_LENGTH: Final = 40


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
    check_read_only(query)
    store, prefixes = _load(source)
    try:
        return to_answer(store.query(query, prefixes=prefixes), prefixes)
    except (SyntaxError, RuntimeError) as error:
        raise CitekgError(_mistake(str(error), query)) from None


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


def _mistake(problem: str, query: str) -> str:
    place = _SYNTAX_ERROR.match(problem)
    if not place:
        return f"SPARQL: {' '.join(problem.split())}; mend the query"
    line, column = int(place[1]), int(place[2])
    rest = " ".join("\n".join(query.split("\n")[line - 1 :])[column - 1 :].split())
    stuck = f"cannot go on at '{rest[:_EXCERPT_LENGTH]}'" if rest else "something is missing"
    reason = f" ({found[1]})" if (found := _REASON.search(problem)) else ""
    return f"SPARQL syntax, line {line}, column {column}: {stuck}{reason}; mend the query there"
