"""The ontology of an export, as data and as a page."""

import io
from collections import defaultdict
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from output.rdf.terms import term
from output.serve.web.pages import Cell, Pages
from output.serve.workers.graphs import GraphWriter
from schemas import BASE_IRI

if TYPE_CHECKING:
    from output.serve.web.pages import Node

_OWL: Final = "http://www.w3.org/2002/07/owl#"
_TYPE: Final = term("rdf:type")
_LABEL: Final = term("rdfs:label")
_DEFINITION: Final = term("skos:definition")
_GROUPS: Final = {
    "Classes": {f"{_OWL}Class"},
    "Properties": {f"{_OWL}ObjectProperty", f"{_OWL}DatatypeProperty"},
}
_RELATED: Final = {
    term("rdfs:subClassOf"): "kind of",
    term("rdfs:subPropertyOf"): "implies",
    term("rdfs:domain"): "from",
    term("rdfs:range"): "to",
    term("rdfs:seeAlso"): "see also",
}


@dataclass(frozen=True, slots=True)
class Term:
    """A class or property for the page: `anchor` is its local name."""

    anchor: str
    name: str
    label: str
    definition: str
    related: tuple[tuple[str, tuple[Cell, ...]], ...]


class Ontology:
    """The ontology under the base IRI of an export."""

    def __init__(self, pages: Pages) -> None:
        import pyoxigraph as ox

        text = files("schemas").joinpath("ontology.ttl").read_text("utf-8")
        own = text.replace(BASE_IRI, pages.summary.base).encode()
        quads = ox.parse(own, format=ox.RdfFormat.TURTLE)
        self._triples = sorted((quad.triple for quad in quads), key=str)
        self._pages = pages
        self._writer = GraphWriter({**pages.summary.prefixes, "owl": _OWL})

    def serialize(self, media_type: str) -> bytes:
        """Return the ontology as RDF of a media type."""
        stream = io.BytesIO()
        self._writer.write(self._triples, stream, media_type)
        return stream.getvalue()

    def groups(self) -> dict[str, list[Term]]:
        """Return the classes and the properties, by label."""
        import pyoxigraph as ox

        described: dict[str, dict[str, list[Node]]] = defaultdict(lambda: defaultdict(list))
        for triple in self._triples:
            if isinstance(triple.subject, ox.NamedNode):
                described[triple.subject.value][triple.predicate.value].append(triple.object)
        terms: dict[str, list[Term]] = {group: [] for group in _GROUPS}
        for iri, values in described.items():
            kinds = {kind.value for kind in values[_TYPE] if isinstance(kind, ox.NamedNode)}
            for group, members in _GROUPS.items():
                if kinds & members:
                    terms[group].append(self._term(iri, values))
        return {group: sorted(found, key=_by_label) for group, found in terms.items()}

    def _term(self, iri: str, values: "dict[str, list[Node]]") -> Term:
        cells = {name: tuple(map(self._pages.cell, found)) for name, found in values.items()}
        first = {name: found[0].text for name, found in cells.items()}
        return Term(
            anchor=iri.rpartition("#")[2],
            name=self._pages.short(iri),
            label=first.get(_LABEL, iri),
            definition=first.get(_DEFINITION, ""),
            related=tuple(
                (reading, cells[name]) for name, reading in _RELATED.items() if name in cells
            ),
        )


def _by_label(found: Term) -> tuple[str, str]:
    return found.label.casefold(), found.anchor
