"""The bare pyvis network of a graph, for people who make a page of their own."""

from collections import Counter
from math import log
from typing import TYPE_CHECKING, TypeAlias

import networkx as nx

from output.html.view import make_view
from output.readings import STYLES

if TYPE_CHECKING:
    from pyvis.network import Network

Graph: TypeAlias = "nx.MultiDiGraph[str]"


def to_pyvis(graph: Graph) -> "Network":
    """Return the pyvis network of a graph, placed as on the page and at rest.

    Titles of nodes are left to you: pyvis shows them as markup, so foreign text needs escaping.
    """
    from pyvis.network import Network

    view = make_view(graph)
    degree = Counter(end for link in view.links for end in (link.subject, link.object))
    network = Network(directed=True, cdn_resources="in_line")
    # The lists are filled directly: `add_edge` of pyvis scans all nodes for each edge.
    for i, node in enumerate(view.nodes):
        _, shape, color = STYLES[str(node["group"])]
        place = node.get("all", [node[key] for key in ("x", "y") if key in node])
        assert isinstance(place, list)
        network.nodes.append(
            {
                "id": node["id"],
                "label": node["label"],
                "group": node["group"],
                "shape": shape,
                "color": color,
                "size": round(4 + 3 * log(1 + degree[i]), 1),
            }
            | dict(zip(("x", "y"), place, strict=False))
        )
    network.node_ids.extend(node["id"] for node in network.nodes)
    network.node_map.update((node["id"], node) for node in network.nodes)
    network.edges.extend(
        {
            "from": network.node_ids[link.subject],
            "to": network.node_ids[link.object],
            "relation": link.relation,
            "confidence": link.confidence,
        }
        for link in view.links
    )
    network.toggle_physics(False)
    return network
