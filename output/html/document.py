"""The page of a graph as one document that loads nothing."""

import base64
import hashlib
from importlib.resources import files
from typing import Final, TypeAlias

import networkx as nx
from jinja2 import Environment, PackageLoader, StrictUndefined

from output.html.matrix import MATRIX
from output.html.text import one_line
from output.html.view import Json, View, make_view
from output.readings import READINGS, STYLES
from schemas import ROLES, EntityType, NodeKind, Relation

Graph: TypeAlias = "nx.MultiDiGraph[str]"

_SCRIPTS: Final = (
    "state.js",
    "model.js",
    "filters.js",
    "shapes.js",
    "pen.js",
    "save/svg.js",
    "labels.js",
    "focus.js",
    "paths.js",
    "seats.js",
    "scene.js",
    "draw.js",
    "camera.js",
    "pointing.js",
    "panel/parts.js",
    "panel/facts.js",
    "panel/chart.js",
    "panel/node.js",
    "panel/path.js",
    "panel/overview.js",
    "facets.js",
    "search.js",
    "views/views.js",
    "views/table.js",
    "views/timeline.js",
    "views/timeline_ties.js",
    "views/timeline_chart.js",
    "views/matrix.js",
    "views/matrix_grid.js",
    "views/matrix_cell.js",
    "views/matrix_picture.js",
    "save/csv.js",
    "save/bibtex.js",
    "save/picture.js",
    "save/download.js",
    "theme.js",
    "main.js",
)
_STYLES: Final = (
    "page.css",
    "views/views.css",
    "views/table.css",
    "views/timeline.css",
    "views/matrix.css",
)

_MORE: Final = (
    "The whole graph is in graph.json beside it: kg.load() answers questions about it, citekg "
    "export writes it for Gephi and others, and citekg serve has a page for every node."
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
        nodes=view.nodes,
        links=_rows(view),
        sentences=view.sentences,
        page=_page(view),
        script=_closed(joined_scripts()),
        style="\n".join(map(_template, _STYLES)),
    )


def joined_scripts() -> str:
    """Return the scripts of the page as one."""
    return "\n".join(['"use strict";', *map(_template, _SCRIPTS)])


def _page(view: View) -> dict[str, Json]:
    """Return what the scripts know beside nodes, links and sentences."""
    present = {str(node["group"]) for node in view.nodes}
    return {
        "topics": view.topics,
        "hubs": view.hubs,
        "totals": view.totals,
        "readings": READINGS,
        "styles": {group: style for group, style in STYLES.items() if group in present},
        "paper": NodeKind.PAPER,
        "repository": NodeKind.REPOSITORY,
        "benchmark": EntityType.BENCHMARK,
        "entityTypes": list(EntityType),
        "roles": list(ROLES),
        "more": _MORE,
        "relations": {
            "introduces": Relation.INTRODUCES,
            "evaluates": Relation.EVALUATES_ON,
            "mentions": Relation.MENTIONS,
        },
        "matrix": MATRIX,
    }


def _rows(view: View) -> list[Json]:
    """Return links as [subject, object, place in `READINGS`, confidence, evidence]."""
    relations = {relation: i for i, relation in enumerate(READINGS)}
    return [
        [link.subject, link.object, relations[link.relation], link.confidence, link.evidence]
        for link in view.links
    ]


def _template(name: str) -> str:
    return files("output").joinpath("templates", name).read_text("utf-8")


def _closed(script: str) -> str:
    """Return a script in which nothing ends or opens a script element."""
    return script.replace("</script", "<\\/script").replace("<!--", "<\\!--")


def _hash(text: str) -> str:
    """Return the hash of an inline script or style for a content security policy."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
