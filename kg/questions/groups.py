"""Communities: papers that speak of the same things, named by what sets them apart."""

import math
from collections import Counter
from dataclasses import dataclass
from typing import ClassVar, Final

import networkx as nx

from kg.graph import Graph
from kg.questions.reading import entities_of, frequencies, label, nodes, works
from kg.questions.statistics import Contingency
from kg.results import EntityInfo, PaperInfo, entity_info
from output.report import counted
from output.tables import Cell
from schemas import NodeKind

_SEED: Final = 0
_NAMES: Final = 3
_CHARACTERISTIC: Final = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Community:
    """Papers that share entities more than with others; `name` has the three most characteristic.

    >>> paper = PaperInfo(id="local:1", title="On Tea")
    >>> print(Community(name="TeaNet", papers=(paper,), entities=()))
    TeaNet (1 paper)
    """

    columns: ClassVar[tuple[str, ...]] = ("papers", "years", "name")
    details: ClassVar[tuple[str, ...]] = ("entities", "ids")

    name: str
    papers: tuple[PaperInfo, ...]
    entities: tuple[EntityInfo, ...]

    def __str__(self) -> str:
        return f"{self.name} ({counted(len(self.papers), 'paper')})"

    def cells(self) -> tuple[Cell, ...]:
        """Return the row of a table."""
        years = [paper.year for paper in self.papers if paper.year]
        span = f"{min(years)}-{max(years)}" if years else ""
        names = tuple(entity.name for entity in self.entities)
        return len(self.papers), span, self.name, names, tuple(p.id for p in self.papers)


def communities(graph: Graph, resolution: float, minimum: int) -> list[Community]:
    """Return the communities of at least `minimum` papers, the largest first.

    They are those of Louvain (Blondel et al. 2008) with a fixed seed, on papers and the entities
    that several of them speak of; a link to an entity of `d` among `n` papers weighs log(n/d).
    """
    found = nx.community.louvain_communities(_bonds(graph), resolution=resolution, seed=_SEED)
    papers = set(nodes(graph, NodeKind.PAPER))
    groups = sorted((sorted(group & papers) for group in found), key=lambda g: (-len(g), g))
    counts = frequencies(graph, papers)
    return [
        _community(graph, group, counts, len(papers)) for group in groups if len(group) >= minimum
    ]


def _bonds(graph: Graph) -> "nx.Graph[str]":
    papers = sorted(nodes(graph, NodeKind.PAPER))
    counts = frequencies(graph, papers)
    bonds: nx.Graph[str] = nx.Graph()
    bonds.add_nodes_from(papers)
    bonds.add_weighted_edges_from(
        (paper, entity, math.log(len(papers) / counts[entity]))
        for paper in papers
        for entity in sorted(entities_of(graph, paper))
        if 1 < counts[entity] < len(papers)
    )
    return bonds


def _community(graph: Graph, papers: list[str], counts: Counter[str], total: int) -> Community:
    """Name a group of papers by the entities whose log-likelihood ratio in it is the highest."""
    inside = frequencies(graph, papers)
    ratios = {
        entity: Contingency(
            both=both, one=len(papers), other=counts[entity], total=total
        ).likelihood_ratio
        for entity, both in inside.items()
    }
    ranked = sorted(ratios, key=lambda entity: (-ratios[entity], -inside[entity], entity))
    names = [label(graph, entity) for entity in ranked[:_NAMES]]
    return Community(
        name=", ".join(names) or "no entities",
        papers=tuple(works(graph, papers)),
        entities=tuple(entity_info(graph, entity) for entity in ranked[:_CHARACTERISTIC]),
    )
