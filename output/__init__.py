"""A graph as files: RDF, one HTML page, a report. Exporters are imported when asked for."""

import inspect
import io
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final, Protocol, TypeAlias, runtime_checkable

from output.files import whole_file, write_whole
from schemas import CitekgError, find, one_line

if TYPE_CHECKING:
    import networkx as nx

__all__ = [
    "EXPORTERS",
    "LOSSES",
    "Content",
    "Document",
    "ending_of",
    "loss_of",
    "render",
    "save",
    "whole_file",
    "write_whole",
]

EXPORTERS: Final = {
    ".html": "output.html:to_html",
    ".md": "output.report:to_report",
    ".report": "output.interchange.report_page:to_report_page",
    ".nt": "output.rdf:ntriples",
    ".nq": "output.rdf:nquads",
    ".ttl": "output.rdf:turtle",
    ".trig": "output.rdf:trig",
    ".jsonld": "output.rdf:json_ld",
    ".rdf": "output.rdf:rdfxml",
    ".xml": "output.rdf:rdfxml",
    ".graphml": "output.interchange.networks:to_graphml",
    ".gexf": "output.interchange.networks:to_gexf",
    ".net": "output.interchange.networks:to_pajek",
    ".cyjs": "output.interchange.cytoscape:to_cytoscape",
    ".cx2": "output.interchange.cytoscape:to_cx2",
    ".cypher": "output.interchange.neo4j:to_cypher",
    ".bib": "output.interchange.references:to_bibtex",
    ".ris": "output.interchange.references:to_ris",
    ".csl": "output.interchange.references:to_csl",
    ".lightrag": "output.interchange.retrieval:to_lightrag",
    ".neo4j": "output.interchange.neo4j:to_neo4j",
    ".csv": "output.interchange.tables:to_csv_tables",
    ".parquet": "output.interchange.tables:to_parquet_tables",
    ".vosviewer": "output.interchange.vosviewer:to_vosviewer",
    ".obsidian": "output.interchange.vault:to_obsidian",
    ".graphrag": "output.interchange.retrieval:to_graphrag",
}
"""File ending -> exporter of our own; others come from the entry-point group `citekg.exporters`."""

_FIRST_SENTENCES: Final = "evidence beyond the first sentence of each link"
_KEYWORDS: Final = "everything but the papers and, as keywords, their entities"
_PLACES: Final = "cited works, repositories, offsets and scores"
LOSSES: Final = {
    ".graphml": _FIRST_SENTENCES,
    ".gexf": _FIRST_SENTENCES,
    ".net": "everything but labels, links and confidence",
    ".cyjs": _FIRST_SENTENCES,
    ".cx2": _FIRST_SENTENCES,
    ".cypher": _FIRST_SENTENCES,
    ".bib": _KEYWORDS,
    ".ris": _KEYWORDS,
    ".csl": _KEYWORDS,
    ".lightrag": _PLACES,
    ".neo4j": _FIRST_SENTENCES,
    ".vosviewer": "everything but entities and how many papers name two of them",
    ".obsidian": "offsets and scores of the evidence",
    ".graphrag": _PLACES,
}
"""File ending -> what our exporter leaves out; others have it as their attribute `leaves_out`."""

Content: TypeAlias = "str | bytes | Document | Mapping[str, str | bytes]"
"""What an exporter returns: a file, or the files of a folder by their path in it."""


@runtime_checkable
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
    content = _content(graph, ending_of(Path(), ending), options)
    if isinstance(content, str | bytes):
        return content
    if isinstance(content, Mapping):
        raise CitekgError(f"'{ending}' stands for a folder of files; write it with `save`")
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
        path: the file; it appears whole or not at all. For some formats it is a folder.
        format: an ending that counts instead of that of `path`.
        options: keyword arguments of the exporter.

    Raises:
        UnknownNameError: if no exporter is registered for the ending.
        CitekgError: if there is no ending, or the exporter has no such option.
        OSError: if the file cannot be written.
    """
    file = Path(path)
    content = _content(graph, ending_of(file, format), options)
    if isinstance(content, str | bytes):
        write_whole(file, content)
    elif isinstance(content, Mapping):
        for name, part in content.items():
            write_whole(file / name, part)
    else:
        with whole_file(file) as stream:
            content.write(stream)
        write_whole(*content.beside(file))


def ending_of(file: Path, format: str | None = None) -> str:
    """Return the ending that tells how a file is written: a format, else its own before `.gz`.

    >>> ending_of(Path("graph.NT.gz")), ending_of(Path("vault"), "obsidian")
    ('.nt', '.obsidian')

    Raises:
        CitekgError: if there is none.
    """
    ending = format or (file.with_suffix("") if file.suffix == ".gz" else file).suffix
    if not ending:
        raise CitekgError(
            f"{file}: has no file ending; end it in one of {' '.join(EXPORTERS)}, or give a format"
        )
    return f".{ending.lstrip('.').lower()}"


def loss_of(file: Path, format: str | None = None) -> str:
    """Return what a file of this ending, or of this format, leaves out; "" if it is nothing.

    >>> loss_of(Path("graph.net")), loss_of(Path("graph.ttl"))
    ('everything but labels, links and confidence', '')

    Raises:
        UnknownNameError: if no exporter is registered for the ending.
        CitekgError: if there is no ending.
    """
    key = ending_of(file, format)
    if key in EXPORTERS:
        return LOSSES.get(key, "")
    return str(getattr(_exporter(key), "leaves_out", ""))


def _exporter(key: str) -> Callable[..., Content]:
    return find("citekg.exporters", "exporter", key, EXPORTERS)


def _content(graph: "nx.MultiDiGraph[str]", key: str, options: dict[str, object]) -> Content:
    exporter = _exporter(key)
    known = inspect.signature(exporter).parameters
    if strange := sorted(set(options) - set(known)):
        raise CitekgError(
            f"exporter '{key}' has no option '{strange[0]}'; leave it out, "
            f"or take one of: {', '.join(list(known)[1:]) or 'none'}"
        )
    if key in EXPORTERS:
        return exporter(graph, **options)
    return _foreign_content(exporter, graph, key, options)


def _foreign_content(
    exporter: Callable[..., Content],
    graph: "nx.MultiDiGraph[str]",
    key: str,
    options: dict[str, object],
) -> Content:
    """Return what an exporter of another distribution makes of the graph."""
    try:
        content = exporter(graph, **options)
    except CitekgError:
        raise
    except Exception as error:
        raise CitekgError(f"the exporter '{key}' broke ({one_line(error)})") from error
    is_folder = isinstance(content, Mapping)
    for part in content.values() if isinstance(content, Mapping) else [content]:
        if not isinstance(part, str | bytes) and (is_folder or not isinstance(part, Document)):
            raise CitekgError(
                f"the exporter '{key}' gave {type(part).__name__}, expected str, bytes, "
                "a mapping of paths to these, or an output.Document"
            )
    return content
