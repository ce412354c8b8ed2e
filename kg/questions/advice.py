"""What to read: on a topic within the collection, and what the collection lacks."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar, Final

from kg.graph import Graph
from kg.questions.reading import label, nodes, subjects, works
from kg.results import PaperInfo, paper_info
from output.report import counted
from output.tables import Cell
from schemas import Attribute, NodeKind, Relation

_IN_TITLE: Final = 0.5
_IN_TEXT: Final = 0.25
_LINKS: Final = (Relation.CITES, Relation.BUILDS_ON)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recommendation:
    """A paper to read, and why.

    >>> print(Recommendation(paper=PaperInfo(id="local:1", title="On Tea"), score=1.0,
    ...                      why=("introduces TeaNet",)))
    On Tea <local:1>: introduces TeaNet
    """

    columns: ClassVar[tuple[str, ...]] = ("score", "year", "title", "why", "id")
    details: ClassVar[tuple[str, ...]] = ()

    paper: PaperInfo
    score: float
    why: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.paper}: {', '.join(self.why)}"

    def cells(self) -> tuple[Cell, ...]:
        """Return the row of a table."""
        return self.score, self.paper.year, self.paper.title, self.why, self.paper.id


def reading_list(
    graph: Graph, papers: Iterable[str], topic: Iterable[str], limit: int
) -> list[Recommendation]:
    """Return papers in an order to read them in.

    The score is 1 if the paper introduces one of the entities `topic`, plus the number of others
    among `papers` that cite or build on it over the largest such number, plus ½ if its title has
    a name of the topic, plus ¼ times the number of places where it speaks of the topic over the
    largest such number. Of equal scores, the earlier paper stands first.
    """
    among, entities = set(papers), sorted(topic)
    links = {paper: len(subjects(graph, paper, *_LINKS) & among - {paper}) for paper in among}
    places = {paper: sum(_places(graph, paper, entity) for entity in entities) for paper in among}
    most_links, most_places = (max(n.values(), default=0) or 1 for n in (links, places))
    names = {re.escape(name) for entity in entities for name in _names(graph, entity)}
    named = re.compile(rf"\b({'|'.join(sorted(names))})\b" if names else r"(?!)", re.IGNORECASE)
    introduced = {
        paper: [e for e in entities if Relation.INTRODUCES in (graph.get_edge_data(paper, e) or ())]
        for paper in among
    }
    found = []
    for info in works(graph, among):
        in_title = named.search(info.title) is not None
        new, linked = introduced[info.id], links[info.id]
        why = [f"introduces {', '.join(label(graph, entity) for entity in new)}"] if new else []
        why += [f"cited or built on by {counted(linked, 'paper')} on it"] if linked else []
        why += ["in its title"] if in_title else []
        why += [f"named {counted(places[info.id], 'time')}"] if places[info.id] else []
        score = (
            bool(new)
            + linked / most_links
            + _IN_TITLE * in_title
            + _IN_TEXT * places[info.id] / most_places
        )
        found.append(Recommendation(paper=info, score=score, why=tuple(why or ["in its text"])))
    return sorted(found, key=lambda item: -item.score)[:limit]


def _places(graph: Graph, paper: str, entity: str) -> int:
    links = (graph.get_edge_data(paper, entity) or {}).values()
    return sum(len(data[Attribute.EVIDENCE]) for data in links)


def _names(graph: Graph, entity: str) -> list[str]:
    data = graph.nodes[entity]
    return [data[Attribute.LABEL], *data[Attribute.ALIASES]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """A work that papers of the collection cite but that is not in it.

    >>> work = PaperInfo(id="doi:10.1/x", title="On Pots", kind=NodeKind.CITED_WORK)
    >>> print(Missing(work=work, papers=(PaperInfo(id="local:1", title="On Tea"),)))
    On Pots <doi:10.1/x>: cited by 1 paper
    """

    columns: ClassVar[tuple[str, ...]] = ("papers", "year", "title", "id")
    details: ClassVar[tuple[str, ...]] = ("authors", "cited_by")

    work: PaperInfo
    papers: tuple[PaperInfo, ...]

    def __str__(self) -> str:
        return f"{self.work}: cited by {counted(len(self.papers), 'paper')}"

    def cells(self) -> tuple[Cell, ...]:
        """Return the row of a table."""
        work, ids = self.work, tuple(paper.id for paper in self.papers)
        return len(ids), work.year, work.title, work.id, work.authors, ids


def missing(graph: Graph, limit: int) -> list[Missing]:
    """Return the cited works outside the collection, those of most citing papers first."""
    citing = {
        work: subjects(graph, work, Relation.CITES) for work in nodes(graph, NodeKind.CITED_WORK)
    }
    ranked = sorted(citing, key=lambda work: (-len(citing[work]), work))
    return [
        Missing(work=paper_info(graph, work), papers=tuple(works(graph, citing[work])))
        for work in ranked[:limit]
    ]


def part(graph: Graph, papers: Iterable[str], types: Iterable[str] = ()) -> Graph:
    """Return a graph of its own of some papers, what they name and cite, and all links between.

    Args:
        graph: left as it is.
        papers: their ids.
        types: of the entities that are kept; none stand for all.
    """
    kept, wanted = set(papers), set(types)
    for paper in tuple(kept):
        for other in graph.succ[paper]:
            data = graph.nodes[other]
            kind = data[Attribute.KIND]
            if kind == NodeKind.ENTITY and wanted and data[Attribute.TYPE] not in wanted:
                continue
            if kind != NodeKind.PAPER:
                kept.add(other)
    chosen: Graph = graph.subgraph(kept).copy()
    return chosen
