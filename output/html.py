"""Write a graph as one HTML page that works offline, through pyvis and its vis-network."""

import base64
import hashlib
import json
from collections import Counter
from importlib.resources import files
from typing import Final, TypeAlias

import networkx as nx
from jinja2 import Environment, PackageLoader, StrictUndefined
from pyvis.network import Network

from output.view import READINGS, STYLES, Json, View, make_view, one_line
from schemas import EntityType, NodeKind

Graph: TypeAlias = "nx.MultiDiGraph[str]"

_VIS_NETWORK: Final = "templates/lib/vis-9.1.2/vis-network.min.js"
_SCRIPTS: Final = (
    "state.js",
    "model.js",
    "filters.js",
    "shapes.js",
    "labels.js",
    "focus.js",
    "scene.js",
    "draw.js",
    "panel.js",
    "search.js",
    "main.js",
)
_OPTIONS: Final = {
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False},
    "edges": {"smooth": False},
    "interaction": {
        "hover": True,
        "tooltipDelay": 150,
        "dragNodes": False,
        "keyboard": {"bindToWindow": False},
    },
}


def to_html(graph: Graph, *, title: str = "Knowledge graph") -> str:
    """Return the page of a graph: one document that loads nothing, for any modern browser.

    The same graph gives the same text. Titles, names and sentences are shown as text, whatever
    they hold.
    """
    view = make_view(graph)
    network = _network(view)
    network.heading = one_line(title)
    network.templateEnv = _environment(view)
    network.path = "page.html.j2"
    return str(network.generate_html())


def to_pyvis(graph: Graph) -> Network:
    """Return the pyvis network of a graph, for a page of one's own.

    Nodes of a large graph that are not in the overview have no position.
    """
    return _network(make_view(graph))


def _network(view: View) -> Network:
    """Fill the lists of a network directly: its `add_edge` scans all nodes for each edge."""
    network = Network(directed=True, cdn_resources="in_line")
    network.nodes.extend(view.nodes)
    network.node_ids.extend(node["id"] for node in view.nodes)
    network.node_map.update((node["id"], node) for node in view.nodes)
    network.edges.extend(view.links)
    network.set_options(json.dumps(_OPTIONS))
    return network


def _environment(view: View) -> Environment:
    """Return the environment of the template: scripts and style, their hashes and the data."""
    environment = Environment(
        loader=PackageLoader("output"), autoescape=True, undefined=StrictUndefined
    )
    environment.policies["json.dumps_kwargs"] = {"separators": (",", ":")}
    environment.filters.update(parsed=json.loads, hash=_hash)
    own = "\n".join(['"use strict";', *(_template(name) for name in _SCRIPTS)])
    vis_network = files("pyvis").joinpath(_VIS_NETWORK).read_text("utf-8")
    environment.globals.update(
        scripts=[_closed(vis_network), _closed(own)], style=_template("page.css"), page=_page(view)
    )
    return environment


def _page(view: View) -> dict[str, Json]:
    counts = Counter(str(node["group"]) for node in view.nodes)
    return {
        "sentences": view.sentences,
        "topics": view.topics,
        "readings": READINGS,
        "styles": {group: style for group, style in STYLES.items() if counts[group]},
        "counts": counts,
        "paper": NodeKind.PAPER,
        "repository": NodeKind.REPOSITORY,
        "entityTypes": list(EntityType),
    }


def _template(name: str) -> str:
    return files("output").joinpath("templates", name).read_text("utf-8")


def _closed(script: str) -> str:
    """Return a script in which nothing ends or opens a script element."""
    return script.replace("</script", "<\\/script").replace("<!--", "<\\!--")


def _hash(text: str) -> str:
    """Return the hash of an inline script or style for a content security policy."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
