"""What the RDF export reads from a graph: names for its nodes, their claims, their evidence.

Nothing here grows with the number of claims, except the places that a paper's text is quoted
from elsewhere: claims and evidence are read from the graph when their turn has come.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from operator import itemgetter
from typing import Any, Final, TypeAlias, TypeVar

import networkx as nx

from output.rdf.terms import flat_name
from schemas import Attribute, NodeKind, Paper, Relation

Graph: TypeAlias = "nx.MultiDiGraph[str]"
Attributes: TypeAlias = dict[str, Any]
Edge: TypeAlias = tuple[int, str, str, Attributes]
"""A claim about a subject: rank of its relation, CURIE of its object, relation, attributes."""

Span: TypeAlias = tuple[int, int, int, int, bool]
"""A place in a text, from and to, its sentence, from and to, and whether it is a citation.

The bounds of a sentence that is not known are equal.
"""

X = TypeVar("X")

ASSERTION_THRESHOLD: Final = 0.5

PAPERS: Final = NodeKind.PAPER.value
ENTITIES: Final = NodeKind.ENTITY.value
REPOSITORIES: Final = NodeKind.REPOSITORY.value

_COLLECTIONS: Final = {
    NodeKind.PAPER: PAPERS,
    NodeKind.CITED_WORK: PAPERS,
    NodeKind.ENTITY: ENTITIES,
    NodeKind.REPOSITORY: REPOSITORIES,
}
_ORDER: Final = {relation.value: position for position, relation in enumerate(Relation)}
_TEXTS_KEPT: Final = 256
_BOUNDS: Final = itemgetter("sentence", "sentence_start", "start", "end")


@dataclass(frozen=True)
class View:
    """A graph as the export reads it.

    A claim of less confidence than `min_confidence` is a link node without the direct triple;
    without `with_text` no span or sentence says what stands there.
    """

    graph: Graph
    min_confidence: float = ASSERTION_THRESHOLD
    with_text: bool = True

    @cached_property
    def nodes(self) -> dict[str, Attributes]:
        """The nodes with their attributes."""
        return dict(self.graph.nodes(data=True))

    @cached_property
    def places(self) -> dict[str, tuple[str, str]]:
        """Collection and local name of every node.

        Raises:
            CitekgError: if a node's key cannot make an IRI.
        """
        return {
            curie: (_COLLECTIONS[NodeKind(data[Attribute.KIND])], flat_name(curie))
            for curie, data in self.nodes.items()
        }

    @cached_property
    def lengths(self) -> dict[str, int]:
        """Number of characters in the text of every paper."""
        return {
            curie: len(self.text(curie))
            for curie, data in self.nodes.items()
            if data[Attribute.KIND] == NodeKind.PAPER
        }

    def members(self, collection: str) -> list[str]:
        """Return the nodes of a collection in the order of their IRIs."""
        names = {
            curie: f"{name}>" for curie, (place, name) in self.places.items() if place == collection
        }
        return sorted(names, key=names.__getitem__)

    def parts(
        self, curies: Iterable[str], of_node: Callable[[str], Iterable[tuple[str, X]]]
    ) -> Iterator[X]:
        """Yield what `of_node` gives for nodes, sorted by the local names that it gives with it.

        Args:
            curies: the nodes.
            of_node: gives pairs of a local name, which is that of the node, a dot and more, and
                what it names.
        """
        names = {curie: f"{self.places[curie][1]}." for curie in curies}
        for family in _families(names):
            found = [(f"{name}>", part) for curie in family for name, part in of_node(curie)]
            found.sort(key=itemgetter(0))
            yield from map(itemgetter(1), found)

    @cached_property
    def text(self) -> Callable[[str], str]:
        """The function that gives the text of a paper, in which offsets count."""

        def of_paper(paper: str) -> str:
            data = self.nodes[paper]
            title, abstract = data[Attribute.TITLE], data[Attribute.ABSTRACT]
            return Paper(id=paper, title=title, abstract=abstract).text

        return lru_cache(_TEXTS_KEPT)(of_paper)

    @cached_property
    def adjacency(self) -> dict[str, dict[str, dict[str, Attributes]]]:
        """Subject -> object -> relation -> attributes of the claim."""
        return dict(self.graph.adjacency())

    def edges(self, subject: str) -> list[Edge]:
        """Return the claims about a subject, by relation and object."""
        return sorted(
            [
                (_ORDER[relation], target, relation, data)
                for target, claims in self.adjacency[subject].items()
                for relation, data in claims.items()
            ]
        )

    def has_place(self, paper: str, start: int, end: int) -> bool:
        """Tell whether a paper of the graph has a text with these offsets."""
        return 0 <= start < end <= self.lengths.get(paper, 0)

    def has_spans(self, paper: str) -> bool:
        """Tell whether any claim rests on a place of a paper's text."""
        return paper in self.elsewhere or any(self._own_spans(paper, self.text(paper)))

    def spans(self, paper: str) -> list[Span]:
        """Return the places of a paper's text that any claim rests on, sorted."""
        own = self._own_spans(paper, self.text(paper))
        return sorted({*own, *self.elsewhere.get(paper, ())})

    def _own_spans(self, paper: str, text: str) -> Iterator[Span]:
        for claims in self.adjacency[paper].values():
            for relation, data in claims.items():
                cites = relation == Relation.CITES
                for item in data[Attribute.EVIDENCE]:
                    if item["paper"] == paper and (span := _span(item, text, cites)):
                        yield span

    @cached_property
    def elsewhere(self) -> dict[str, set[Span]]:
        """The places of a paper's text that claims about other subjects rest on."""
        found: dict[str, set[Span]] = {}
        for subject, _, relation, data in self.graph.edges(keys=True, data=True):
            for item in data[Attribute.EVIDENCE]:
                paper = item["paper"]
                if paper != subject and paper in self.lengths:
                    cites = relation == Relation.CITES
                    if span := _span(item, self.text(paper), cites):
                        found.setdefault(paper, set()).add(span)
        return found

    @cached_property
    def extractors(self) -> list[str]:
        """The names of all extractors, sorted."""
        found = {
            item[Attribute.EXTRACTOR]
            for _, _, data in self.graph.edges(data=True)
            for item in data[Attribute.EVIDENCE]
        }
        return sorted(found)


def _families(names: Mapping[str, str]) -> Iterator[list[str]]:
    """Group keys such that whatever starts with a name of one group sorts before the next group.

    Nearly every group is one key: `doi.10.1_a.` and `doi.10.1_a.b.` would be together.
    """
    family: list[str] = []
    for key in sorted(names, key=names.__getitem__):
        if family and not names[key].startswith(names[family[0]]):
            yield family
            family = []
        family.append(key)
    if family:
        yield family


def _span(item: Attributes, text: str, is_citation: bool) -> Span | None:
    sentence, sentence_start, start, end = _BOUNDS(item)
    if not 0 <= start < end <= len(text):
        return None
    sentence_end = sentence_start + len(sentence)
    if sentence_start < 0 or text[sentence_start:sentence_end] != sentence:
        sentence_start = sentence_end = 0
    return start, end, sentence_start, sentence_end, is_citation
