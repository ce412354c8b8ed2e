"""Where a store takes RDF, where it answers queries, and by which protocol it is written to."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from urllib.parse import urlsplit

from schemas import CitekgError


class Protocol(StrEnum):
    """How triples are sent: SPARQL 1.1 Graph Store HTTP Protocol, or SPARQL 1.1 Update."""

    GSP = "gsp"
    UPDATE = "update"


DEFAULT_GRAPH: Final = "default"
"""The name of a store's default graph."""

# End of the path -> protocol, and what stands in its place where queries are answered.
_FORMS: Final = {
    "/store": (Protocol.GSP, "/query"),  # Oxigraph
    "/data": (Protocol.GSP, "/query"),  # Fuseki
    "/update": (Protocol.UPDATE, "/query"),  # Oxigraph, Fuseki
    "/sparql-graph-crud-auth": (Protocol.GSP, "/sparql-auth"),  # Virtuoso
    "/sparql-graph-crud": (Protocol.GSP, "/sparql"),
    "/sparql-auth": (Protocol.UPDATE, "/sparql-auth"),
    "/rdf-graphs/service": (Protocol.GSP, ""),  # GraphDB, RDF4J
    "/statements": (Protocol.UPDATE, ""),
    "/sparql": (Protocol.UPDATE, "/sparql"),
}
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|\\^`]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """The addresses of a store; `graph` is an IRI, or "default"."""

    url: str
    query_url: str
    protocol: Protocol
    graph: str

    def within(self, pattern: str) -> str:
        """Return a pattern or triples of SPARQL, within the graph."""
        if self.graph == DEFAULT_GRAPH:
            return f"{{ {pattern} }}"
        return f"{{ GRAPH <{self.graph}> {{ {pattern} }} }}"

    @property
    def name(self) -> str:
        """The graph, for messages and for updates that name one."""
        return "DEFAULT" if self.graph == DEFAULT_GRAPH else f"GRAPH <{self.graph}>"

    @property
    def parameters(self) -> dict[str, str]:
        """What the Graph Store Protocol wants in the address."""
        return {"default": ""} if self.graph == DEFAULT_GRAPH else {"graph": self.graph}


def endpoint(
    url: str, *, graph: str, protocol: Protocol | None = None, query_url: str | None = None
) -> Endpoint:
    """Tell from the address of a store how it is spoken to.

    Args:
        url: where it takes RDF or updates.
        graph: IRI of the graph, or "default".
        protocol: counts instead of what the address says; an unknown form says GSP.
        query_url: where it answers queries, instead of what the address says.

    Raises:
        CitekgError: if an address is none, holds a password, or the graph is no IRI.

    >>> endpoint("http://127.0.0.1:7878/store", graph="default").query_url
    'http://127.0.0.1:7878/query'
    >>> endpoint("http://127.0.0.1:7200/repositories/tea/statements", graph="urn:g").protocol
    <Protocol.UPDATE: 'update'>
    """
    for address in (url, query_url or url):
        _check(address)
    if graph != DEFAULT_GRAPH and not _IRI.fullmatch(graph):
        raise CitekgError(
            f"graph '{graph}' is no IRI; give one such as https://example.org/graph, "
            f"or '{DEFAULT_GRAPH}'"
        )
    path = urlsplit(url).path
    form = next((end for end in _FORMS if path.endswith(end)), "")
    said, instead = _FORMS.get(form, (Protocol.GSP, ""))
    known = urlsplit(url)._replace(path=path.removesuffix(form) + instead, query="").geturl()
    return Endpoint(url=url, query_url=query_url or known, protocol=protocol or said, graph=graph)


def _check(address: str) -> None:
    try:
        parts = urlsplit(address)
        usable = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        usable = False
    else:
        if parts.username or parts.password:
            raise CitekgError(
                "the address of the store holds a user or password; leave it out and set "
                "CITEKG_STORE_USER and CITEKG_STORE_PASSWORD"
            )
    if not usable:
        raise CitekgError(
            f"'{address}' is no address of a store; give one such as http://127.0.0.1:7878/store"
        )
