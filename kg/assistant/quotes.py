"""The sentences behind answers: which links an answer rests on, and what papers say there."""

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Final, TypeAlias

from kg.assistant.replies import Quote
from kg.graph import Graph
from kg.questions.reading import entities_of, label, papers_of, role, subjects, year
from kg.results import EvidenceItem, evidence_items
from schemas import ROLES, Attribute, Relation

Pair: TypeAlias = tuple[str, str]
"""Ids of two nodes with a link from the one to the other."""

SHOWN: Final = 2
_LONGEST: Final = 500
_DOUBTFUL: Final = 0.5
_BEFORE: Final = (Relation.CITES, Relation.BUILDS_ON)
_STRENGTH: Final = (*ROLES, Relation.BUILDS_ON, Relation.CITES)


def quotes(graph: Graph, pairs: Iterable[Pair], limit: int = SHOWN) -> tuple[Quote, ...]:
    """Return the surest sentence behind each of the first links, no sentence twice."""
    found: dict[tuple[str, str], Quote] = {}
    for source, target in pairs:
        if len(found) == limit:
            break
        if items := evidence_items(graph, source, target):
            best = min(items, key=lambda item: _rank(item, source))
            found.setdefault((best.paper, best.sentence), quote(graph, best, label(graph, target)))
    return tuple(found.values())


def _rank(item: EvidenceItem, source: str) -> tuple[bool, bool, int, float]:
    """Put first what the source itself says, in a sentence, then the strongest relation."""
    strength = _STRENGTH.index(item.relation) if item.relation in _STRENGTH else len(_STRENGTH)
    return item.paper != source, _is_listed(item), strength, -item.confidence


def _is_listed(item: EvidenceItem) -> bool:
    """Tell whether evidence is an entry of a reference list, which has no place in the text."""
    return item.start == item.end


def quote(graph: Graph, item: EvidenceItem, name: str) -> Quote:
    """Return the sentence of an item of evidence for a link to what has some name."""
    paper = item.paper if item.paper in graph else ""
    return Quote(
        paper=item.paper,
        title=label(graph, paper) if paper else item.paper,
        year=year(graph, paper) if paper else None,
        sentence=_short(item.sentence),
        relation=item.relation,
        name=name,
        confidence=item.confidence,
        listed=_is_listed(item),
    )


def passage(graph: Graph, paper: str, words: str) -> tuple[Quote, ...]:
    """Return the first sentence of a paper that holds some words, in any case."""
    from extractors.sentences import sentence_bounds

    data = graph.nodes[paper]
    text = f"{data[Attribute.TITLE]}\n\n{data[Attribute.ABSTRACT]}"
    sentences = (text[start:end] for start, end in sentence_bounds(text))
    held = next((s for s in sentences if words.casefold() in s.casefold()), None)
    if held is None:
        return ()
    return (
        Quote(
            paper=paper,
            title=label(graph, paper),
            year=year(graph, paper),
            sentence=_short(held),
        ),
    )


def naming(graph: Graph, entity: str, *, latest: bool = False) -> Iterator[Pair]:
    """Yield the links to an entity: doubtful ones last, then by strength of role, then by year.

    With `latest`, the latest papers stand first, whatever their role.
    """

    def rank(paper: str) -> tuple[bool, int, int, str]:
        sure = max(data[Attribute.CONFIDENCE] for data in graph[paper][entity].values())
        found = year(graph, paper) or 0
        order = (0, -found) if latest else (_role_rank(graph, paper, entity), found)
        return sure < _DOUBTFUL, *order, paper

    return ((paper, entity) for paper in sorted(papers_of(graph, entity), key=rank))


def _role_rank(graph: Graph, paper: str, entity: str) -> int:
    return ROLES.index(role(graph, paper, entity) or ROLES[-1])


def both(graph: Graph, one: str, other: str) -> Iterator[Pair]:
    """Yield the links from papers that name two entities, to the one and to the other."""
    papers = sorted(
        papers_of(graph, one) & papers_of(graph, other),
        key=lambda paper: (-(year(graph, paper) or 0), paper),
    )
    return chain.from_iterable(((paper, one), (paper, other)) for paper in papers)


def shared(graph: Graph, paper: str, other: str) -> Iterator[Pair]:
    """Yield the links from two papers to what they share: rare entities, works, citing papers."""
    common = entities_of(graph, paper) & entities_of(graph, other)
    for entity in sorted(common, key=lambda e: (len(papers_of(graph, e)), e)):
        yield from ((other, entity), (paper, entity))
    for work in sorted(_cited(graph, paper) & _cited(graph, other)):
        yield from ((other, work), (paper, work))
    for citing in sorted(subjects(graph, paper, *_BEFORE) & subjects(graph, other, *_BEFORE)):
        yield from ((citing, other), (citing, paper))


def _cited(graph: Graph, paper: str) -> set[str]:
    return entities_of(graph, paper, (Relation.CITES,))


def resting(graph: Graph, work: str) -> Iterator[Pair]:
    """Yield the links to a work from papers that build on it, then from those that cite it."""
    papers = subjects(graph, work, *_BEFORE)
    building = subjects(graph, work, Relation.BUILDS_ON)
    return ((paper, work) for paper in sorted(papers, key=lambda p: (p not in building, p)))


def of_topic(graph: Graph, paper: str, topic: Iterable[str]) -> Iterator[Pair]:
    """Yield the links from a paper to those of some entities that it names, strong roles first."""
    named = sorted(entity for entity in topic if graph.has_edge(paper, entity))
    return ((paper, e) for e in sorted(named, key=lambda e: _role_rank(graph, paper, e)))


def _short(sentence: str) -> str:
    return sentence if len(sentence) <= _LONGEST else f"{sentence[:_LONGEST].rstrip()} ..."
