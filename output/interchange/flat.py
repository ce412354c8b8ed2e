"""A graph as flat rows: what tools take that know no nested values."""

from collections import Counter
from collections.abc import Iterator
from typing import Any, Final, TypeAlias

import networkx as nx

from schemas import ROLES, Attribute, NodeKind, Relation

Graph: TypeAlias = "nx.MultiDiGraph[str]"
Value: TypeAlias = str | int | float | bool | None
Row: TypeAlias = dict[str, Value]

LIST_SEPARATOR: Final = "; "

NODE_COLUMNS: Final[dict[str, type]] = {
    "id": str,
    "kind": str,
    "type": str,
    "label": str,
    "year": int,
    "papers": int,
    "authors": str,
    "venue": str,
    "doi": str,
    "arxiv": str,
    "url": str,
    "aliases": str,
    "ambiguous": bool,
    "abstract": str,
}
"""Columns of a row of a node and their types; `papers` counts the papers that name an entity."""

LINK_COLUMNS: Final[dict[str, type]] = {
    "source": str,
    "target": str,
    "relation": str,
    "confidence": float,
    "mentions": int,
    "sentence": str,
}
"""Columns of a row of a link; `sentence` is the first one that supports it."""

EVIDENCE_COLUMNS: Final[dict[str, type]] = {
    "source": str,
    "target": str,
    "relation": str,
    "paper": str,
    "sentence": str,
    "sentence_start": int,
    "start": int,
    "end": int,
    "extractor": str,
    "score": float,
}
"""Columns of a row of evidence: offsets count characters of title, blank line and abstract."""


def node_rows(graph: Graph) -> Iterator[Row]:
    """Yield one row a node, with all columns; what a node lacks is None."""
    papers = Counter(target for _, target, key in graph.edges(keys=True) if key in ROLES)
    for node, data in graph.nodes(data=True):
        yield {
            "id": node,
            "kind": data[Attribute.KIND],
            "type": data.get(Attribute.TYPE),
            "label": " ".join(clean(data[Attribute.LABEL]).split()),
            "year": data.get(Attribute.YEAR),
            "papers": papers[node] if data[Attribute.KIND] == NodeKind.ENTITY else None,
            "authors": _joined(data, Attribute.AUTHORS),
            "venue": _text(data, Attribute.VENUE),
            "doi": _text(data, Attribute.DOI),
            "arxiv": _text(data, Attribute.ARXIV),
            "url": _text(data, Attribute.URL),
            "aliases": _joined(data, Attribute.ALIASES),
            "ambiguous": data.get(Attribute.AMBIGUOUS),
            "abstract": _text(data, Attribute.ABSTRACT),
        }


def link_rows(graph: Graph) -> Iterator[Row]:
    """Yield one row a link."""
    for source, target, key, data in graph.edges(keys=True, data=True):
        yield {
            "source": source,
            "target": target,
            "relation": key,
            "confidence": data[Attribute.CONFIDENCE],
            "mentions": len(data[Attribute.EVIDENCE]),
            "sentence": clean(next((e["sentence"] for e in data[Attribute.EVIDENCE]), "")),
        }


def evidence_rows(graph: Graph) -> Iterator[Row]:
    """Yield one row for each sentence that supports a link."""
    for source, target, key, data in graph.edges(keys=True, data=True):
        for item in data[Attribute.EVIDENCE]:
            told = {name: item[name] for name in EVIDENCE_COLUMNS if name in item}
            told["sentence"] = clean(item["sentence"])
            yield {"source": source, "target": target, "relation": key, **told}


def names_by_role(graph: Graph, paper: str) -> dict[Relation, list[str]]:
    """Return the entities that a paper speaks of, by role, each in alphabetical order."""
    found: dict[Relation, list[str]] = {}
    for role in ROLES:
        nodes = [node for _, node, key in graph.out_edges(paper, keys=True) if key == role]
        if nodes:
            found[role] = sorted(nodes, key=lambda node: (graph.nodes[node]["label"], node))
    return found


def nodes_of(graph: Graph, kind: NodeKind) -> list[str]:
    """Return the nodes of a kind, sorted."""
    return sorted(node for node, data in graph.nodes(data=True) if data[Attribute.KIND] == kind)


def _text(data: dict[str, Any], name: str) -> str | None:
    return clean(data[name]) if data.get(name) else None


def _joined(data: dict[str, Any], name: str) -> str | None:
    return clean(LIST_SEPARATOR.join(data[name])) if data.get(name) else None


def clean(text: str) -> str:
    r"""Return text without the control characters that XML forbids; line ends are kept.

    >>> clean("a\x00b\ud800\nc")
    'ab\nc'
    """
    return "".join(
        char
        for char in text
        if char in "\t\n\r" or (char >= " " and not "\ud800" <= char <= "\udfff")
        if char not in "\ufffe\uffff"
    )
