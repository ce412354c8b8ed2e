"""Which papers and entities others rest on: PageRank and HITS over citations and lineage."""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar, TypeAlias

import networkx as nx

from kg.graph import Graph
from kg.questions.reading import entities_of, label, nodes, objects, papers_of, subjects, year
from output.report import counted
from output.tables import Cell
from schemas import NodeKind, Relation

Network: TypeAlias = "nx.DiGraph[str]"

_LINKS = (Relation.CITES, Relation.BUILDS_ON)
_DIGITS = 8


class Influential(StrEnum):
    """Of what the influence is asked."""

    PAPERS = "papers"
    ENTITIES = "entities"


class Centrality(StrEnum):
    """How influence is measured."""

    PAGERANK = "pagerank"
    HITS = "hits"


@dataclass(frozen=True, slots=True, kw_only=True)
class Influence:
    """A paper or an entity, its score as a multiple of the mean, and how many papers point to it.

    >>> print(Influence(id="local:1", name="On Tea", year=2023, score=2.5, papers=3))
    2.50 On Tea (3 papers)
    """

    columns: ClassVar[tuple[str, ...]] = ("score", "papers", "year", "name", "id")
    details: ClassVar[tuple[str, ...]] = ()

    id: str
    name: str
    year: int | None
    score: float
    papers: int

    def __str__(self) -> str:
        return f"{self.score:.2f} {self.name} ({counted(self.papers, 'paper')})"

    def cells(self) -> tuple[Cell, ...]:
        """Return the row of a table."""
        return self.score, self.papers, self.year, self.name, self.id


def network(graph: Graph, kind: Influential) -> Network:
    """Return who rests on whom.

    Of papers, an arrow leads from each to those that it cites or builds on. For entities, arrows
    from papers to the entities that they speak of come in, and from an entity to the papers that
    introduce it, so that what an influential paper speaks of counts more.
    """
    found: Network = nx.DiGraph()
    papers = sorted(nodes(graph, NodeKind.PAPER))
    found.add_nodes_from(papers)
    if kind is Influential.ENTITIES:
        found.add_nodes_from(sorted(nodes(graph, NodeKind.ENTITY)))
    for paper in papers:
        earlier = objects(graph, paper, *_LINKS)
        found.add_edges_from((paper, other) for other in sorted(earlier) if other in found)
        if kind is Influential.ENTITIES:
            found.add_edges_from((paper, entity) for entity in sorted(entities_of(graph, paper)))
            introduced = entities_of(graph, paper, (Relation.INTRODUCES,))
            found.add_edges_from((entity, paper) for entity in sorted(introduced))
    return found


def scores(found: Network, by: Centrality) -> dict[str, float]:
    """Return the PageRank (Brin and Page 1998, damping 0.85) or the authority of each node.

    Authority is that of HITS (Kleinberg 1999). Both are multiples of the mean over all nodes;
    without any link all are 1.
    """
    if len(found) < 3 or not found.number_of_edges():
        return dict.fromkeys(found, 1.0)
    if by is Centrality.PAGERANK:
        values = nx.pagerank(found)
    else:
        _, values = nx.hits(found, nstart=dict.fromkeys(found, 1.0))
    return {node: round(abs(float(v)) * len(found), _DIGITS) for node, v in values.items()}


def influential(
    graph: Graph, values: dict[str, float], kind: Influential, limit: int
) -> list[Influence]:
    """Return the papers or entities of the highest scores."""
    wanted = NodeKind.PAPER if kind is Influential.PAPERS else NodeKind.ENTITY
    ranked = sorted(nodes(graph, wanted), key=lambda node: (-values[node], node))
    return [
        Influence(
            id=node,
            name=label(graph, node),
            year=year(graph, node),
            score=values[node],
            papers=len(
                subjects(graph, node, *_LINKS)
                if kind is Influential.PAPERS
                else papers_of(graph, node)
            ),
        )
        for node in ranked[:limit]
    ]
