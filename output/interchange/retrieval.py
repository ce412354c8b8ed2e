"""Graphs for retrieval-augmented generation: the input tables of GraphRAG and LightRAG."""

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, Final, TypeAlias

from output.interchange.flat import Graph, clean, nodes_of
from output.interchange.tables import parquet
from schemas import ROLES, Attribute, NodeKind

Link: TypeAlias = tuple[str, str, str]

_UNITS: Final[dict[str, Any]] = {
    "id": str,
    "human_readable_id": int,
    "text": str,
    "n_tokens": int,
    "document_id": str,
    "document_ids": list[str],
    "entity_ids": list[str],
    "relationship_ids": list[str],
    "covariate_ids": list[str],
}
_ENTITIES: Final[dict[str, Any]] = {
    "id": str,
    "human_readable_id": int,
    "title": str,
    "type": str,
    "description": str,
    "text_unit_ids": list[str],
    "frequency": int,
    "degree": int,
}
_RELATIONSHIPS: Final[dict[str, Any]] = {
    "id": str,
    "human_readable_id": int,
    "source": str,
    "target": str,
    "description": str,
    "weight": float,
    "combined_degree": int,
    "text_unit_ids": list[str],
}


def to_graphrag(graph: Graph) -> dict[str, bytes]:
    """Return the tables that GraphRAG takes as a graph of one's own, as Parquet.

    These are `text_units.parquet` (a paper each), `entities.parquet` (papers and entities, by a
    name of their own) and `relationships.parquet`; a text unit has the paper both as GraphRAG 3
    and as earlier ones read it. Cited works and repositories are left out, and
    offsets and scores of the evidence.

    Raises:
        MissingExtraError: if pyarrow is missing.
    """
    names = _names(graph)
    links = _links(graph, names)
    degree = Counter(node for source, target, _ in links for node in (source, target))
    entities = [
        {
            "id": node,
            "human_readable_id": number,
            "title": name,
            "type": graph.nodes[node].get(Attribute.TYPE, NodeKind.PAPER.value),
            "description": _description(graph, node),
            "text_unit_ids": _texts(graph, node),
            "frequency": len(_texts(graph, node)),
            "degree": degree[node],
        }
        for number, (node, name) in enumerate(names.items())
    ]
    relationships = [
        {
            "id": _link_id(link),
            "human_readable_id": number,
            "source": names[link[0]],
            "target": names[link[1]],
            "description": _support(graph, link),
            "weight": graph.edges[link][Attribute.CONFIDENCE],
            "combined_degree": degree[link[0]] + degree[link[1]],
            "text_unit_ids": sorted({e["paper"] for e in graph.edges[link][Attribute.EVIDENCE]}),
        }
        for number, link in enumerate(links)
    ]
    return {
        "text_units.parquet": parquet(_UNITS, _units(graph, links)),
        "entities.parquet": parquet(_ENTITIES, entities),
        "relationships.parquet": parquet(_RELATIONSHIPS, relationships),
    }


def _units(graph: Graph, links: Iterable[Link]) -> Iterator[dict[str, object]]:
    """Yield the text of each paper, with the entities and links that it speaks of."""
    supported: defaultdict[str, list[str]] = defaultdict(list)
    for link in links:
        for paper in sorted({item["paper"] for item in graph.edges[link][Attribute.EVIDENCE]}):
            supported[paper].append(_link_id(link))
    for number, paper in enumerate(nodes_of(graph, NodeKind.PAPER)):
        yield {
            "id": paper,
            "human_readable_id": number,
            "text": _text(graph, paper),
            "n_tokens": len(_text(graph, paper).split()),
            "document_id": paper,
            "document_ids": [paper],
            "entity_ids": [b for _, b, key in graph.out_edges(paper, keys=True) if key in ROLES],
            "relationship_ids": supported[paper],
            "covariate_ids": [],
        }


def _link_id(link: Link) -> str:
    return hashlib.sha256("\n".join(link).encode()).hexdigest()[:32]


def to_lightrag(graph: Graph) -> str:
    """Return a graph as what `insert_custom_kg` of LightRAG takes, as JSON.

    LightRAG keeps one link without direction between two things, so all that joins them is one
    here, and its description says which way. The weight is 1, for the one source that a link has
    there, and the highest confidence. Cited works and repositories are left out, and offsets and
    scores of the evidence.
    """
    names = _names(graph)
    chunks = [
        {"content": _text(graph, paper), "source_id": paper, "file_path": paper}
        for paper in nodes_of(graph, NodeKind.PAPER)
    ]
    entities = [
        {
            "entity_name": name,
            "entity_type": graph.nodes[node].get(Attribute.TYPE, NodeKind.PAPER.value),
            "description": _description(graph, node),
            "source_id": next(iter(_texts(graph, node)), node),
        }
        for node, name in names.items()
    ]
    joined: defaultdict[frozenset[str], list[Link]] = defaultdict(list)
    for link in _links(graph, names):
        joined[frozenset(link[:2])].append(link)
    relationships = [
        {
            "src_id": names[links[0][0]],
            "tgt_id": names[links[0][1]],
            "description": " ".join(
                f"{names[a]} {_words(key)} {names[b]}: {_support(graph, (a, b, key))}"
                for a, b, key in links
            ),
            "keywords": ", ".join(dict.fromkeys(_words(key) for _, _, key in links)),
            "weight": 1 + max(graph.edges[link][Attribute.CONFIDENCE] for link in links),
            "source_id": graph.edges[links[0]][Attribute.EVIDENCE][0]["paper"],
        }
        for links in joined.values()
    ]
    whole = {"chunks": chunks, "entities": entities, "relationships": relationships}
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def _words(relation: str) -> str:
    return relation.replace("_", " ")


def _names(graph: Graph) -> dict[str, str]:
    """Return a name of its own for each paper and entity: the label, with the id if shared."""
    nodes = [*nodes_of(graph, NodeKind.PAPER), *nodes_of(graph, NodeKind.ENTITY)]
    labels = {node: clean(graph.nodes[node][Attribute.LABEL]) for node in nodes}
    counts: dict[str, int] = {}
    for label in labels.values():
        counts[label.casefold()] = counts.get(label.casefold(), 0) + 1
    return {
        node: label if counts[label.casefold()] == 1 else f"{label} ({node})"
        for node, label in labels.items()
    }


def _links(graph: Graph, names: dict[str, str]) -> list[Link]:
    return [(a, b, key) for a, b, key in graph.edges(keys=True) if a in names and b in names]


def _description(graph: Graph, node: str) -> str:
    data = graph.nodes[node]
    if data[Attribute.KIND] == NodeKind.PAPER:
        return _text(graph, node)
    aliases = ", ".join(data[Attribute.ALIASES])
    return clean(f"{data[Attribute.LABEL]}: a {data[Attribute.TYPE]}, called {aliases}")


def _support(graph: Graph, link: Link) -> str:
    evidence = graph.edges[link][Attribute.EVIDENCE]
    return clean(" ".join(dict.fromkeys(item["sentence"] for item in evidence)))


def _texts(graph: Graph, node: str) -> list[str]:
    if graph.nodes[node][Attribute.KIND] == NodeKind.PAPER:
        return [node]
    return sorted({paper for paper, _, key in graph.in_edges(node, keys=True) if key in ROLES})


def _text(graph: Graph, paper: str) -> str:
    data = graph.nodes[paper]
    return clean(f"{data[Attribute.TITLE]}\n\n{data[Attribute.ABSTRACT]}".strip())
