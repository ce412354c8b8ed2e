"""A graph as files: RDF, one HTML page, a report. Exporters are imported when asked for."""

import inspect
import io
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final, Protocol

from output.files import whole_file, write_whole
from schemas import CitekgError, find

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["EXPORTERS", "Document", "render", "save", "whole_file", "write_whole"]

EXPORTERS: Final = {
    ".html": "output.html:to_html",
    ".md": "output.report:to_report",
    ".nt": "output.rdf:ntriples",
    ".nq": "output.rdf:nquads",
    ".ttl": "output.rdf:turtle",
    ".trig": "output.rdf:trig",
    ".jsonld": "output.rdf:json_ld",
    ".rdf": "output.rdf:rdfxml",
    ".xml": "output.rdf:rdfxml",
}
"""File ending -> exporter of our own; others come from the entry-point group `citekg.exporters`."""


class Document(Protocol):
    """What an exporter returns whose content is made while it is written."""

    def write(self, stream: IO[bytes]) -> None:
        """Write the content."""

    def beside(self, file: Path) -> tuple[Path, str]:
        """Return path and text of a file that describes `file`, to which this was written."""


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
    content = _content(graph, ending, options)
    if isinstance(content, str | bytes):
        return content
    stream = io.BytesIO()
    content.write(stream)
    return stream.getvalue()


def save(
    graph: "nx.MultiDiGraph[str]", path: Path | str, *, format: str | None = None, **options: object
) -> None:
    """Write `graph` to `path` in the format that the file ending names (before `.gz`).

    RDF gets a description beside it: `graph.nt.void.ttl`.

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
    content = _content(graph, ending, options)
    if isinstance(content, str | bytes):
        write_whole(file, content)
        return
    with whole_file(file) as stream:
        content.write(stream)
    write_whole(*content.beside(file))


def _content(
    graph: "nx.MultiDiGraph[str]", ending: str, options: dict[str, object]
) -> str | bytes | Document:
    key = f".{ending.lstrip('.').lower()}"
    exporter = find("citekg.exporters", "exporter", key, EXPORTERS)
    known = inspect.signature(exporter).parameters
    if strange := sorted(set(options) - set(known)):
        raise CitekgError(
            f"exporter '{key}' has no option '{strange[0]}'; leave it out, "
            f"or take one of: {', '.join(list(known)[1:]) or 'none'}"
        )
    content: str | bytes | Document = exporter(graph, **options)
    return content
