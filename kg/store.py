"""The native file of a graph: node-link JSON, one node or edge a line, sorted."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

import networkx as nx

from kg.garbage import uncollected
from kg.graph import Graph
from output.files import write_whole
from schemas import FORMAT_VERSION, Attribute, GraphFormatError, InputError, NodeKind, Relation

GRAPH_FILE: Final = "graph.json"
_FORMAT: Final = "format"


def dumps(graph: Graph) -> str:
    """Return `graph` as the text of its native file; equal graphs give equal text."""
    kinds = list(NodeKind)
    data = nx.node_link_data(graph, edges="edges")
    nodes = sorted(data["nodes"], key=lambda node: (kinds.index(node[Attribute.KIND]), node["id"]))
    edges = sorted(data["edges"], key=lambda edge: (edge["source"], edge["target"], edge["key"]))
    header = f'{{"directed": true, "multigraph": true, "graph": {_line(data["graph"])}'
    return f'{header},\n"nodes": [\n{_lines(nodes)}\n],\n"edges": [\n{_lines(edges)}\n]}}\n'


def _lines(rows: Iterable[dict[str, Any]]) -> str:
    return ",\n".join(_line(row) for row in rows)


def _line(row: dict[str, Any]) -> str:
    return json.dumps(row, ensure_ascii=False, sort_keys=True, allow_nan=False)


def save(graph: Graph, path: Path | str) -> None:
    """Write the native file of `graph`: `path` itself, or `graph.json` in the folder `path`.

    Raises:
        OSError: if the file cannot be written.
    """
    write_whole(graph_file(path), dumps(graph))


@uncollected()
def load(path: Path | str) -> Graph:
    """Read the graph that `save` wrote to `path`, a file or its folder.

    Raises:
        InputError: if there is no such file.
        GraphFormatError: if it is no graph, or one of another format version.
        OSError: if it cannot be read.
    """
    file = graph_file(path)
    if not file.is_file():
        raise InputError(str(file), "no such file; make one with `citekg build SOURCE -o DIR`")
    try:
        data = json.loads(file.read_bytes())
    except ValueError as error:
        raise GraphFormatError(str(file), f"expected a graph as JSON, but {error}") from error
    header = data.get("graph") if isinstance(data, dict) else None
    found = header.get(_FORMAT) if isinstance(header, dict) else None
    if found != FORMAT_VERSION:
        raise GraphFormatError(
            str(file),
            f"expected a citekg graph of format {FORMAT_VERSION}, found "
            f"{'none' if found is None else repr(found)}; build it again with this version",
        )
    try:
        graph: Graph = nx.node_link_graph(data, edges="edges")
        _check_words(graph)
    except (AttributeError, KeyError, TypeError, ValueError, nx.NetworkXError) as error:
        raise GraphFormatError(
            str(file), f"its nodes and edges cannot be read ({error!r}); build it again"
        ) from error
    return graph


def _check_words(graph: Graph) -> None:
    for _, attributes in graph.nodes(data=True):
        NodeKind(attributes[Attribute.KIND])
    for _, _, key in graph.edges(keys=True):
        Relation(key)


def graph_file(path: Path | str) -> Path:
    """Return the native file that `path`, a file or a folder, stands for.

    >>> graph_file("out/graph.json").as_posix(), graph_file("out").as_posix()
    ('out/graph.json', 'out/graph.json')
    """
    given = Path(path)
    return given if given.suffix == ".json" and not given.is_dir() else given / GRAPH_FILE
