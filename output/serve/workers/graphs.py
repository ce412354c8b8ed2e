"""Triples of an answer as RDF: the same bytes for the same triples, and readable ones."""

import json
import re
from collections.abc import Iterable, Mapping
from itertools import groupby
from operator import attrgetter
from typing import IO, TYPE_CHECKING, Final

from output.rdf.jsonld import Shortener, context_of
from output.rdf.syntax import Block
from output.rdf.terms import Literal, Names, Term, term
from output.serve.media import GRAPHS, JSON_LD, TURTLE

if TYPE_CHECKING:
    import pyoxigraph as ox

_TYPE: Final = term("rdf:type")
_NAMESPACE = re.compile(r"<([^<>]*[/#])[^<>/#]*>")


class GraphWriter:
    """Writes triples in the formats of `GRAPHS`.

    Args:
        prefixes: prefix -> namespace IRI, with that of our ontology as `kg`; those that are of
            use are declared.
    """

    def __init__(self, prefixes: Mapping[str, str]) -> None:
        names = Names(prefixes["kg"].removesuffix("ns#"))
        self._prefixes = prefixes
        self._context = context_of(names)
        self._shortener = Shortener(names, self._context)

    def write(self, triples: "Iterable[ox.Triple]", stream: IO[bytes], media_type: str) -> int:
        """Write the distinct triples, sorted, and return how many they are.

        Args:
            triples: what is written.
            stream: where to.
            media_type: names the format.
        """
        import pyoxigraph as ox

        distinct = sorted(set(triples), key=_order)
        if media_type == TURTLE:
            stream.write(self._turtle(distinct))
        elif media_type == JSON_LD and not any(map(_is_nested, distinct)):
            stream.write(self._json_ld(distinct))
        else:
            ox.serialize(distinct, stream, format=GRAPHS[media_type].format())
        return len(distinct)

    def _turtle(self, triples: "list[ox.Triple]") -> bytes:
        """Return Turtle with its prefixes in order, and an empty line before each subject."""
        import pyoxigraph as ox

        used = set(_NAMESPACE.findall("\n".join(map(str, triples))))
        shown = {prefix: iri for prefix, iri in self._prefixes.items() if iri in used}
        text = ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=shown) or b""
        lines = text.removesuffix(b"\n").split(b"\n")
        body = [line if line.startswith(b"\t") else b"\n" + line for line in lines[len(shown) :]]
        return b"\n".join([*sorted(lines[: len(shown)]), *body, b""])

    def _json_ld(self, triples: "list[ox.Triple]") -> bytes:
        """Return compact JSON-LD, its context inside."""
        nodes = [
            self._shortener.node(_block(subject, list(found)))
            for subject, found in groupby(triples, key=attrgetter("subject"))
        ]
        document = {"@context": self._context, "@graph": nodes}
        return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def _order(triple: "ox.Triple") -> tuple[str, bool, str, str]:
    predicate = triple.predicate.value
    return str(triple.subject), predicate != _TYPE, predicate, str(triple.object)


def _is_nested(triple: "ox.Triple") -> bool:
    import pyoxigraph as ox

    return isinstance(triple.object, ox.Triple)


def _block(subject: "ox.NamedNode | ox.BlankNode", triples: "list[ox.Triple]") -> Block[Term]:
    predicates = tuple(triple.predicate.value for triple in triples)
    return _value(subject), predicates, [_value(triple.object) for triple in triples]


def _value(node: "ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple") -> Term:
    import pyoxigraph as ox

    if isinstance(node, ox.NamedNode):
        return node.value
    if isinstance(node, ox.Literal):
        language = node.language or ""
        datatype = "" if language else node.datatype.value
        return Literal(node.value, "" if datatype == term("xsd:string") else datatype, language)
    return str(node)
