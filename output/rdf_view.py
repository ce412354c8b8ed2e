"""What the RDF export reads from a graph: nodes by kind, claims with their spans, names."""

from dataclasses import dataclass
from typing import Any, Final, NamedTuple, TypeAlias

import networkx as nx

from output.rdf_terms import Names, flat_name
from schemas import Attribute, Evidence, NodeKind, Paper, Relation

Graph: TypeAlias = "nx.MultiDiGraph[str]"
Attributes: TypeAlias = dict[str, Any]

_ORDER: Final = {relation: position for position, relation in enumerate(Relation)}


class Span(NamedTuple):
    """A place in the text of a paper, and its sentence, whose bounds are equal if it is unknown."""

    paper: str
    sentence_start: int
    sentence_end: int
    start: int
    end: int
    is_citation: bool

    @property
    def has_sentence(self) -> bool:
        """Tell whether the sentence around the place is known."""
        return self.sentence_start < self.sentence_end


@dataclass(frozen=True, slots=True)
class Edge:
    """A claim of the graph, read for the export."""

    subject: str
    relation: Relation
    object: str
    confidence: float
    extractors: tuple[str, ...]
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class View:
    """What the export needs of a graph: sorted nodes and edges, texts, and names for all."""

    names: Names
    nodes: dict[NodeKind, dict[str, Attributes]]
    flat_names: dict[str, str]
    texts: dict[str, str]
    edges: tuple[Edge, ...]

    def iri(self, curie: str) -> str:
        """Return the IRI of a node; papers and works that are only cited share a collection."""
        name = self.flat_names[curie]
        for kind in (NodeKind.ENTITY, NodeKind.REPOSITORY):
            if curie in self.nodes[kind]:
                return self.names.mint(kind.value, name)
        return self.names.mint(NodeKind.PAPER.value, name)

    def span_iri(self, span: Span) -> str:
        """Return the IRI of a span."""
        name = f"{self.flat_names[span.paper]}.{span.start}-{span.end}"
        return self.names.mint("span", name)

    def sentence_iri(self, span: Span) -> str:
        """Return the IRI of the sentence around a span."""
        name = f"{self.flat_names[span.paper]}.{span.sentence_start}-{span.sentence_end}"
        return self.names.mint("sentence", name)

    def text_iri(self, paper: str) -> str:
        """Return the IRI of the text of a paper."""
        return self.names.mint("text", self.flat_names[paper])


def view_of(graph: Graph, names: Names) -> View:
    """Read a graph for the export."""
    nodes: dict[NodeKind, dict[str, Attributes]] = {kind: {} for kind in NodeKind}
    for curie in sorted(graph):
        data = graph.nodes[curie]
        nodes[NodeKind(data[Attribute.KIND])][curie] = data
    texts = {
        curie: Paper(id=curie, title=data[Attribute.TITLE], abstract=data[Attribute.ABSTRACT]).text
        for curie, data in nodes[NodeKind.PAPER].items()
    }
    edges = [
        _edge(subject, Relation(key), target, data=data, texts=texts)
        for subject, target, key, data in graph.edges(keys=True, data=True)
    ]
    edges.sort(key=lambda edge: (edge.subject, _ORDER[edge.relation], edge.object))
    return View(names, nodes, {curie: flat_name(curie) for curie in graph}, texts, tuple(edges))


def _edge(
    subject: str, relation: Relation, target: str, *, data: Attributes, texts: dict[str, str]
) -> Edge:
    evidence = [Evidence(**fields) for fields in data[Attribute.EVIDENCE]]
    spans = {
        _span(item, text, is_citation=relation is Relation.CITES)
        for item in evidence
        if 0 <= item.start < item.end <= len(text := texts.get(item.paper, ""))
    }
    return Edge(
        subject,
        relation,
        target,
        confidence=data[Attribute.CONFIDENCE],
        extractors=tuple(sorted({item.extractor for item in evidence})),
        spans=tuple(sorted(spans)),
    )


def _span(evidence: Evidence, text: str, *, is_citation: bool) -> Span:
    start = evidence.sentence_start
    end = start + len(evidence.sentence)
    if start < 0 or text[start:end] != evidence.sentence:
        start = end = 0
    return Span(evidence.paper, start, end, evidence.start, evidence.end, is_citation)
