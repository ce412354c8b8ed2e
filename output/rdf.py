"""The graph as RDF: N-Triples, Turtle, and an rdflib graph, all from the same triples."""

import re
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from output.rdf_terms import Literal, Names, Term, Triple, short_name, term
from output.rdf_triples import TYPE, triples
from output.rdf_view import Graph
from schemas import BASE_IRI

if TYPE_CHECKING:
    import rdflib

__all__ = ["escape", "to_ntriples", "to_rdf", "to_turtle", "triples"]

_SPECIAL = re.compile(r'["\\\x00-\x1f\x7f-\x9f\u2028\u2029]')
_SHORT_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_BARE_TYPES = (term("xsd:integer"), term("xsd:decimal"))


def to_ntriples(graph: Graph, *, base: str = BASE_IRI) -> str:
    """Return a graph as sorted N-Triples."""
    lines = {
        f"<{subject}> <{predicate}> {_full(value)} .\n"
        for subject, predicate, value in triples(graph, base=base)
    }
    return "".join(sorted(lines))


def to_turtle(graph: Graph, *, base: str = BASE_IRI) -> str:
    """Return a graph as Turtle: a block for each subject, in the order of `triples`."""
    prefixes = Names(base).prefixes()
    header = "".join(f"@prefix {prefix}: <{prefixes[prefix]}> .\n" for prefix in sorted(prefixes))
    shorten = _shortener(prefixes)
    blocks = _grouped(triples(graph, base=base))
    return header + "".join(
        f"\n{shorten(subject)} {_body(properties, shorten)} .\n"
        for subject, properties in blocks.items()
    )


def to_rdf(graph: Graph, *, base: str = BASE_IRI) -> "rdflib.Graph":
    """Return a graph as an `rdflib.Graph` with all prefixes bound."""
    import rdflib

    def node(value: Term) -> rdflib.URIRef | rdflib.Literal:
        if isinstance(value, str):
            return rdflib.URIRef(value)
        datatype = rdflib.URIRef(value.datatype) if value.datatype else None
        return rdflib.Literal(value.text, lang=value.language or None, datatype=datatype)

    result = rdflib.Graph(bind_namespaces="none")
    for prefix, namespace in Names(base).prefixes().items():
        result.bind(prefix, namespace)
    for subject, predicate, value in triples(graph, base=base):
        result.add((rdflib.URIRef(subject), rdflib.URIRef(predicate), node(value)))
    return result


def escape(text: str) -> str:
    r"""Escape a literal for N-Triples and Turtle.

    >>> print(escape('a "b"\n'))
    a \"b\"\n
    """
    return _SPECIAL.sub(_escaped, text)


def _escaped(match: re.Match[str]) -> str:
    return _SHORT_ESCAPES.get(match[0]) or f"\\u{ord(match[0]):04X}"


def _full(value: Term) -> str:
    return f"<{value}>" if isinstance(value, str) else _quoted(value, "<{}>".format)


def _quoted(value: Literal, name: Callable[[str], str]) -> str:
    text = f'"{escape(value.text)}"'
    if value.language:
        return f"{text}@{value.language}"
    return f"{text}^^{name(value.datatype)}" if value.datatype else text


def _shortener(prefixes: dict[str, str]) -> Callable[[str], str]:
    by_namespace = {namespace: prefix for prefix, namespace in prefixes.items()}
    known: dict[str, str] = {TYPE: "a"}

    def shorten(iri: str) -> str:
        if iri not in known:
            known[iri] = short_name(iri, by_namespace) or f"<{iri}>"
        return known[iri]

    return shorten


def _grouped(items: Iterable[Triple]) -> dict[str, dict[str, dict[Term, None]]]:
    blocks: dict[str, dict[str, dict[Term, None]]] = {}
    for subject, predicate, value in items:
        blocks.setdefault(subject, {}).setdefault(predicate, {})[value] = None
    return blocks


def _body(properties: dict[str, dict[Term, None]], shorten: Callable[[str], str]) -> str:
    def short(value: Term) -> str:
        if isinstance(value, str):
            return shorten(value)
        return value.text if value.datatype in _BARE_TYPES else _quoted(value, shorten)

    return " ;\n    ".join(
        f"{shorten(predicate)} {', '.join(map(short, values))}"
        for predicate, values in sorted(properties.items(), key=_type_first)
    )


def _type_first(item: tuple[str, dict[Term, None]]) -> bool:
    return item[0] != TYPE
