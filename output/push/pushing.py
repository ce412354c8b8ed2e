"""Send the triples of a file to a store in batches, and count them there."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast
from urllib.parse import urlencode

from output.push.client import Client
from output.push.endpoint import DEFAULT_GRAPH, Endpoint, Protocol, endpoint
from output.sparql.reading import opened_rdf, rdf_format
from schemas import CitekgError, InputError

if TYPE_CHECKING:
    pass

BATCHES: Final = {Protocol.GSP: 20_000, Protocol.UPDATE: 1_000}
"""Triples that are sent at once; Virtuoso compiles an update as a whole, and refuses large ones."""

_NTRIPLES: Final = "application/n-triples"
_UPDATE: Final = "application/sparql-update"
_FORM: Final = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pushed:
    """What a push did: distinct triples of the file, and of the graph before and after."""

    url: str
    graph: str
    triples: int
    before: int
    after: int


def push(
    path: Path,
    url: str,
    *,
    graph: str | None = None,
    replace: bool = False,
    protocol: Protocol | None = None,
    query_url: str | None = None,
    batch: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Pushed:
    """Load an RDF file into a running store, and count the triples there afterwards.

    A request that fails in passing is sent again: adding a triple twice adds it once.

    Args:
        path: the RDF; named graphs are merged.
        url: where the store takes it; `output.push.endpoint` knows what forms mean.
        graph: IRI of the graph in the store, or "default", which is the default.
        replace: empty the graph first; it must be named then.
        protocol: how it is sent, instead of what the address says.
        query_url: where the store answers queries, instead of what the address says.
        batch: triples that are sent at once.
        progress: called with the number of triples sent and of all.

    Raises:
        CitekgError: if `replace` is asked for without a graph, or an address is none.
        InputError: if the file cannot be sent, the store refuses, or the count is wrong.
    """
    if replace and graph is None:
        raise CitekgError(
            "to replace what is there, name the graph: give its IRI, "
            f"or '{DEFAULT_GRAPH}' for all that is in no named graph"
        )
    target = endpoint(url, graph=graph or DEFAULT_GRAPH, protocol=protocol, query_url=query_url)
    statements, distinct = _counted(path)
    with Client() as client:
        before = _count(client, target)
        sent = 0
        for number, lines in enumerate(_batches(path, batch or BATCHES[target.protocol])):
            _send(client, target, lines, replace=replace and number == 0)
            sent += len(lines)
            if progress:
                progress(sent, statements)
        after = _count(client, target)
    _check(target, distinct, before=0 if replace else before, after=after)
    return Pushed(url=url, graph=target.graph, triples=distinct, before=before, after=after)


def _counted(path: Path) -> tuple[int, int]:
    """Return how many statements a file has, and how many are distinct.

    Raises:
        InputError: if it has none, or blank nodes, which a second try would double.
    """
    seen = set()
    statements = 0
    for line in _lines(path):
        statements += 1
        seen.add(hashlib.blake2b(line.encode(), digest_size=16).digest())
    if not statements:
        raise InputError(str(path), "has no triples to push; look at what made it")
    return statements, len(seen)


def _lines(path: Path) -> Iterator[str]:
    """Yield the triples of a file as lines of N-Triples."""
    import pyoxigraph as ox

    with opened_rdf(path) as stream:
        base = path.absolute().as_uri()
        for quad in ox.parse(stream, format=rdf_format(path), base_iri=base):
            if isinstance(quad.subject, ox.BlankNode) or isinstance(quad.object, ox.BlankNode):
                raise InputError(
                    str(path),
                    f"has blank nodes ({quad.triple}), which cannot be sent twice; "
                    "push an export of citekg, or give them IRIs",
                )
            yield f"{quad.triple} .\n"


def _batches(path: Path, size: int) -> Iterator[list[str]]:
    lines = _lines(path)
    while batch := list(islice(lines, size)):
        yield batch


def _send(client: Client, target: Endpoint, lines: list[str], *, replace: bool) -> None:
    data = "".join(lines)
    if target.protocol is Protocol.GSP:
        method, parameters = "PUT" if replace else "POST", target.parameters
        client.send(method, target.url, data.encode(), _NTRIPLES, parameters=parameters)
        return
    if replace:
        client.send("POST", target.url, f"CLEAR SILENT {target.name}".encode(), _UPDATE)
    insert = f"INSERT DATA {target.within(data)}"
    client.send("POST", target.url, insert.encode(), _UPDATE)


def _count(client: Client, target: Endpoint) -> int:
    """Return how many triples the graph holds."""
    import pyoxigraph as ox

    query = f"SELECT (COUNT(*) AS ?triples) WHERE {target.within('?s ?p ?o')}"
    answer = client.send("POST", target.query_url, urlencode({"query": query}).encode(), _FORM)
    try:
        solutions = ox.parse_query_results(answer, format=ox.QueryResultsFormat.JSON)
        (row,) = cast(ox.QuerySolutions, solutions)
        return int(cast(ox.Literal, row[0]).value)
    except (SyntaxError, ValueError, TypeError) as error:
        raise InputError(
            target.query_url,
            "answers no query there; give the address where the store does as --query-url",
        ) from error


def _check(target: Endpoint, triples: int, *, before: int, after: int) -> None:
    """Raise an error unless the graph holds as many triples as it should.

    Raises:
        InputError: if it does not.
    """
    if max(before, triples) <= after <= before + triples:
        return
    expected = f"{triples}" if not before else f"{max(before, triples)} to {before + triples}"
    raise InputError(
        target.url,
        f"holds {after} triples in {target.name} after the push, {expected} were expected; "
        "does anybody else write to it? Push again, with --replace if the graph is yours alone",
    )
