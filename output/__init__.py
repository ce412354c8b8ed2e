"""A graph as files: RDF, one HTML page, a report. Exporters are imported when asked for."""

import inspect
from pathlib import Path
from typing import TYPE_CHECKING, Final

from output.files import whole_file, write_whole
from schemas import CitekgError, find

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["EXPORTERS", "render", "save", "whole_file", "write_whole"]

EXPORTERS: Final = {
    ".html": "output.html:to_html",
    ".md": "output.report:to_report",
    ".nt": "output.rdf:to_ntriples",
    ".ttl": "output.rdf:to_turtle",
}
"""File ending -> exporter of our own; others come from the entry-point group `citekg.exporters`."""


def render(graph: "nx.MultiDiGraph[str]", ending: str, **options: object) -> str | bytes:
    """Return `graph` in the format of a file ending, for example ".ttl".

    Args:
        graph: what is exported.
        ending: key of an exporter, with or without the dot.
        options: keyword arguments of that exporter, for example `base` for RDF.

    Raises:
        UnknownNameError: if no exporter is registered for the ending.
        CitekgError: if the exporter has no such option.
    """
    key = f".{ending.lstrip('.').lower()}"
    exporter = find("citekg.exporters", "exporter", key, EXPORTERS)
    known = inspect.signature(exporter).parameters
    if strange := sorted(set(options) - set(known)):
        raise CitekgError(
            f"exporter '{key}' has no option '{strange[0]}'; leave it out, "
            f"or take one of: {', '.join(list(known)[1:]) or 'none'}"
        )
    content: str | bytes = exporter(graph, **options)
    return content


def save(
    graph: "nx.MultiDiGraph[str]", path: Path | str, *, format: str | None = None, **options: object
) -> None:
    """Write `graph` to `path` in the format that the file ending names (before `.gz`).

    Args:
        graph: what is written.
        path: the file; it appears whole or not at all.
        format: an ending that counts instead of that of `path`.
        options: keyword arguments of the exporter.

    Raises:
        UnknownNameError: if no exporter is registered for the ending.
        CitekgError: if there is no ending, or the exporter has no such option.
        OSError: if the file cannot be written.
    """
    file = Path(path)
    ending = format or (file.with_suffix("") if file.suffix == ".gz" else file).suffix
    if not ending:
        raise CitekgError(
            f"{file}: has no file ending; end it in one of {' '.join(EXPORTERS)}, or give a format"
        )
    write_whole(file, render(graph, ending, **options))
