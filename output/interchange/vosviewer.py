"""VOSviewer: a map of the entities that papers name together."""

from collections import Counter
from itertools import combinations
from typing import Final

from output.interchange.flat import Graph, clean, names_by_role, nodes_of
from schemas import Attribute, NodeKind

_COLUMNS: Final = ("id", "label", "description", "weight<Papers>", "score<Mean year>")


def to_vosviewer(graph: Graph) -> dict[str, str]:
    """Return `map.txt` and `network.txt` for VOSviewer: entities, linked by shared papers.

    Roles, citations and evidence are left out.
    """
    together: Counter[tuple[str, str]] = Counter()
    papers: Counter[str] = Counter()
    years: dict[str, list[int]] = {}
    for paper in nodes_of(graph, NodeKind.PAPER):
        named = sorted({n for nodes in names_by_role(graph, paper).values() for n in nodes})
        papers.update(named)
        together.update(combinations(named, 2))
        year = graph.nodes[paper][Attribute.YEAR]
        for node in named if isinstance(year, int) else ():
            years.setdefault(node, []).append(year)
    number = {node: i for i, node in enumerate(nodes_of(graph, NodeKind.ENTITY), start=1)}
    rows = ["\t".join(_COLUMNS)]
    for node, i in number.items():
        data = graph.nodes[node]
        known = years.get(node, [])
        mean = f"{sum(known) / len(known):.2f}" if known else ""
        label = " ".join(clean(data[Attribute.LABEL]).split())
        rows.append("\t".join((str(i), label, data[Attribute.TYPE], str(papers[node]), mean)))
    pairs = sorted(together.items())
    links = (f"{number[a]}\t{number[b]}\t{count}" for (a, b), count in pairs)
    return {"map.txt": "\n".join(rows) + "\n", "network.txt": "\n".join(links) + "\n"}
