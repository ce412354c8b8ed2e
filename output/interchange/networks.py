"""GraphML, GEXF and Pajek: networks for Gephi, yEd, Pajek, igraph and the like."""

import re
from typing import Any, Final

import networkx as nx

from output.communities import communities_of, linked
from output.html.layout import lay_out
from output.interchange.flat import Graph, link_rows, node_rows
from output.readings import STYLES

_MOST_PLACED: Final = 10_000
_SCALE: Final = 60.0  # of the unit of the layout, which is the length of a link
_SMALLEST: Final = 4.0
_LARGEST: Final = 40.0
_DATE: Final = re.compile(r' lastmodifieddate="[^"]*"')
_NO_NAME: Final = ' name="">'
_BOOLEAN_KEY: Final = re.compile(r'<key id="(\w+)"[^>]* attr\.type="boolean"')
_NOT_IN_TOKENS: Final = re.compile(r"[^\w.:-]|_(?=x[0-9A-F]{4})", re.ASCII)
_IN_LABEL: Final = str.maketrans('"\n\r', "'  ")


def to_graphml(graph: Graph) -> str:
    """Return a graph as GraphML (Brandes et al. 2002).

    Lists become text, and of the evidence only the first sentence of a link is kept. Ids are name
    tokens, as the format wants them; `curie` is that of the graph.
    """
    flat = _flat(graph)
    for node, data in flat.nodes(data=True):
        data["curie"] = node
    text = "\n".join(nx.generate_graphml(nx.relabel_nodes(flat, token)))
    return _with_plain_booleans(text) + "\n"


def token(text: str) -> str:
    """Return text as a name token of XML: what none may hold becomes `_xHHHH_`.

    >>> token("doi:10.1000/pot_2024")
    'doi:10.1000_x002F_pot_2024'
    """
    return _NOT_IN_TOKENS.sub(lambda match: f"_x{ord(match[0]):04X}_", text)


def _with_plain_booleans(text: str) -> str:
    """Return GraphML with `true` and `false` as XML Schema spells them; NetworkX has capitals."""
    keys = "|".join(_BOOLEAN_KEY.findall(text))
    flags = re.compile(rf'(<data key="(?:{keys})">)(True|False)(?=</data>)')
    return flags.sub(lambda match: match[1] + match[2].lower(), text) if keys else text


def to_gexf(graph: Graph) -> str:
    """Return a graph as GEXF 1.2 for Gephi, with colours, sizes, years and positions.

    Lists become text, of the evidence only the first sentence of a link is kept, and a graph of
    more than 10,000 nodes has no positions.
    """
    flat = _flat(graph)
    places = positions(graph)
    degree = dict(graph.degree())
    most = max(degree.values(), default=0) or 1
    for node, data in flat.nodes(data=True):
        share = (degree[node] / most) ** 0.5
        colour = STYLES[data.get("type") or data["kind"]][2]
        data["viz"] = {
            "color": dict(zip("rgb", bytes.fromhex(colour[1:]), strict=True)) | {"a": 1.0},
            "size": round(_SMALLEST + (_LARGEST - _SMALLEST) * share, 2),
        }
        if node in places:
            x, y = places[node]
            data["viz"]["position"] = {"x": x, "y": -y, "z": 0.0}
    text = "\n".join(nx.generate_gexf(flat))
    return _DATE.sub("", text).replace(_NO_NAME, ">", 1) + "\n"


def to_pajek(graph: Graph) -> str:
    """Return a graph as a Pajek network; only labels, links and their confidence are kept."""
    number = {node: i for i, node in enumerate(graph, start=1)}
    lines = [f"*Vertices {len(number)}"]
    for row in node_rows(graph):
        label = str(row["label"]).translate(_IN_LABEL)
        lines.append(f'{number[str(row["id"])]} "{label}"')
    lines.append("*Arcs")
    for row in link_rows(graph):
        ends = f"{number[str(row['source'])]} {number[str(row['target'])]}"
        lines.append(f"{ends} {row['confidence']}")
    return "\n".join(lines) + "\n"


def positions(graph: Graph) -> dict[str, tuple[float, float]]:
    """Return the places of the nodes of a graph of up to 10,000, in pixels."""
    if len(graph) > _MOST_PLACED:
        return {}
    simple = linked(graph)
    places = lay_out(simple, communities_of(simple))
    return {node: (round(x * _SCALE, 1), round(y * _SCALE, 1)) for node, (x, y) in places.items()}


def _flat(graph: Graph) -> "nx.MultiDiGraph[str]":
    flat: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for row in node_rows(graph):
        node = str(row.pop("id"))
        flat.add_node(node, **_given(row))
    for number, row in enumerate(link_rows(graph)):
        source, target = str(row.pop("source")), str(row.pop("target"))
        flat.add_edge(source, target, key=str(number), **_given(row), weight=row["confidence"])
    return flat


def _given(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if value is not None}
