"""Cytoscape.js JSON, and CX2 for Cytoscape desktop and Cytoscape Web."""

import json
from typing import Any, Final, TypeAlias

from output.interchange.flat import (
    LINK_COLUMNS,
    NODE_COLUMNS,
    Graph,
    link_rows,
    node_rows,
)
from output.interchange.networks import positions
from output.readings import STYLES
from schemas import EntityType, NodeKind

Json: TypeAlias = dict[str, Any]

_DATA_TYPES: Final = {str: "string", int: "integer", float: "double", bool: "boolean"}
_ENDS: Final = ("source", "target")


def to_cytoscape(graph: Graph) -> str:
    """Return a graph as the `elements` of Cytoscape.js, with positions and a style.

    Of the evidence only the first sentence of a link is kept.
    """
    places = positions(graph)
    nodes = [
        {"data": _given(row)} | _position(places.get(str(row["id"]))) for row in node_rows(graph)
    ]
    edges = [{"data": {"id": f"e{n}", **_given(row)}} for n, row in enumerate(link_rows(graph))]
    styles = [
        {"selector": f'node[{_class(name)} = "{name}"]', "style": {"background-color": colour}}
        for name, (_, _, colour) in STYLES.items()
    ]
    label = {"selector": "node", "style": {"label": "data(label)", "font-size": 8}}
    return _dumps({"elements": {"nodes": nodes, "edges": edges}, "style": [label, *styles]})


def _class(name: str) -> str:
    return "kind" if name in ("paper", "cited_work", "repository") else "type"


def _position(place: tuple[float, float] | None) -> Json:
    return {"position": {"x": place[0], "y": place[1]}} if place else {}


def to_cx2(graph: Graph) -> str:
    """Return a graph as CX2, the exchange format of Cytoscape and NDEx, with positions.

    Of the evidence only the first sentence of a link is kept.
    """
    places = positions(graph)
    number = {node: i for i, node in enumerate(graph)}
    nodes = []
    for row in node_rows(graph):
        name = str(row["id"])
        place = places.get(name)
        where = {"x": place[0], "y": place[1]} if place else {}
        nodes.append({"id": number[name], **where, "v": _given(row)})
    edges = [
        {
            "id": i,
            "s": number[str(row["source"])],
            "t": number[str(row["target"])],
            "v": {name: value for name, value in _given(row).items() if name not in _ENDS},
        }
        for i, row in enumerate(link_rows(graph))
    ]
    aspects: dict[str, list[Json]] = {
        "attributeDeclarations": [
            {
                "networkAttributes": {"name": {"d": "string"}},
                "nodes": {name: {"d": _DATA_TYPES[kind]} for name, kind in NODE_COLUMNS.items()},
                "edges": {
                    name: {"d": _DATA_TYPES[kind]}
                    for name, kind in LINK_COLUMNS.items()
                    if name not in _ENDS
                },
            }
        ],
        "networkAttributes": [{"name": "Knowledge graph"}],
        "nodes": nodes,
        "edges": edges,
        "visualProperties": [_style()],
    }
    given = {name: items for name, items in aspects.items() if items}
    return _dumps(
        [
            {"CXVersion": "2.0", "hasFragments": False},
            {"metaData": [{"name": n, "elementCount": len(items)} for n, items in given.items()]},
            *({name: items} for name, items in given.items()),
            {"status": [{"success": True, "error": ""}]},
        ]
    )


def _style() -> Json:
    colours = {name: colour for name, (_, _, colour) in STYLES.items()}
    types = [{"v": kind.value, "vp": colours[kind]} for kind in EntityType]
    return {
        "default": {
            "network": {"NETWORK_BACKGROUND_COLOR": "#ffffff"},
            "node": {"NODE_BACKGROUND_COLOR": colours[NodeKind.PAPER]},
            "edge": {},
        },
        "nodeMapping": {
            "NODE_LABEL": {
                "type": "PASSTHROUGH",
                "definition": {"attribute": "label", "type": "string"},
            },
            "NODE_BACKGROUND_COLOR": {
                "type": "DISCRETE",
                "definition": {"attribute": "type", "type": "string", "map": types},
            },
        },
        "edgeMapping": {},
    }


def _given(row: Json) -> Json:
    return {name: value for name, value in row.items() if value is not None}


def _dumps(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n"
