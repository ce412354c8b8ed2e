"""When papers are of, and when what they name first comes up."""

from typing import TypeAlias

import networkx as nx

from schemas import Attribute, NodeKind

Graph: TypeAlias = "nx.MultiDiGraph[str]"


def whole_year(year: object) -> int | None:
    """Return a year that is a whole number, and None for anything else.

    >>> whole_year(2023.0), whole_year(float("nan"))
    (2023, None)
    """
    return int(year) if isinstance(year, int | float) and year == year // 1 else None


def first_years(graph: Graph) -> dict[str, int]:
    """Return for each entity the first year of the papers that name it, where one has a year.

    >>> graph = nx.MultiDiGraph([("p", "e"), ("q", "e")])
    >>> graph.add_nodes_from([("p", {"year": 2024}), ("q", {"year": 2019})], kind="paper")
    >>> graph.add_node("e", kind="entity")
    >>> first_years(graph)
    {'e': 2019}
    """
    kinds = dict(graph.nodes(data=Attribute.KIND))
    years = {
        node: whole_year(year)
        for node, year in graph.nodes(data=Attribute.YEAR)
        if kinds[node] == NodeKind.PAPER
    }
    first: dict[str, int] = {}
    for paper, entity in graph.edges():
        year = years.get(paper)
        if year is not None and kinds[entity] == NodeKind.ENTITY:
            first[entity] = min(year, first.get(entity, year))
    return first
