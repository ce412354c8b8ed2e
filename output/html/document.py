"""The page of a graph as one document that loads nothing."""

import base64
import hashlib
from collections import Counter
from importlib.resources import files
from typing import TYPE_CHECKING, Final, TypeAlias

from jinja2 import Environment, PackageLoader, StrictUndefined

from output.html.view import READINGS, STYLES, Json, View, make_view, one_line
from schemas import EntityType, NodeKind

if TYPE_CHECKING:
    import networkx as nx
    from pyvis.network import Network

Graph: TypeAlias = "nx.MultiDiGraph[str]"

_SCRIPTS: Final = (
    "state.js",
    "model.js",
    "filters.js",
    "shapes.js",
    "pen.js",
    "labels.js",
    "focus.js",
    "scene.js",
    "draw.js",
    "camera.js",
    "panel.js",
    "search.js",
    "main.js",
)


def to_html(graph: Graph, *, title: str = "Knowledge graph") -> str:
    """Return the page of a graph: one document that loads nothing, for any modern browser.

    The same graph gives the same text. Titles, names and sentences are shown as text, whatever
    they hold.
    """
    view = make_view(graph)
    environment = Environment(
        loader=PackageLoader("output"), autoescape=True, undefined=StrictUndefined
    )
    environment.policies["json.dumps_kwargs"] = {"separators": (",", ":")}
    environment.filters["hash"] = _hash
    return environment.get_template("page.html.j2").render(
        heading=one_line(title),
        view=view,
        page=_page(view),
        script=_closed("\n".join(['"use strict";', *map(_template, _SCRIPTS)])),
        style=_template("page.css"),
    )


def to_pyvis(graph: Graph) -> "Network":
    """Return the pyvis network of a graph, for a page of one's own.

    Nodes of a large graph that are not in the overview have no position.
    """
    from pyvis.network import Network

    view = make_view(graph)
    network = Network(directed=True, cdn_resources="in_line")
    # `add_edge` of pyvis scans all nodes for each edge.
    network.nodes.extend(view.nodes)
    network.node_ids.extend(node["id"] for node in view.nodes)
    network.node_map.update((node["id"], node) for node in view.nodes)
    network.edges.extend(view.links)
    network.toggle_physics(False)
    return network


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
