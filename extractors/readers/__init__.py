"""Read papers from files: one function, one reader a format."""

import inspect
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import closing
from importlib.metadata import entry_points
from pathlib import Path
from typing import Final

from extractors.readers.checking import checked
from extractors.readers.opening import STANDARD_INPUT, check_readable, read_lines
from extractors.readers.shapes.fields import check_columns
from schemas import InputError, Record, UnknownNameError, find

__all__ = ["READERS", "read_papers"]

_GROUP: Final = "citekg.readers"

Reader = Callable[..., Iterator[Record]]

READERS = {
    "atom": "extractors.readers.atom:read_atom",
    "bib": "extractors.readers.bibtex:read_bibtex",
    "csv": "extractors.readers.table:read_csv",
    "json": "extractors.readers.json_document:read_json",
    "jsonl": "extractors.readers.jsonl:read_jsonl",
    "ndjson": "extractors.readers.jsonl:read_jsonl",
    "ris": "extractors.readers.ris:read_ris",
    "tsv": "extractors.readers.table:read_tsv",
    "txt": "extractors.readers.listing:read_listing",
    "xml": "extractors.readers.atom:read_atom",
}


def read_papers(
    source: Path | str, *, format: str | None = None, columns: Mapping[str, str] | None = None
) -> Iterator[Record]:
    """Yield what each record of a file describes, or a failure that says what is wrong with it.

    Args:
        source: a file, gzipped or not, in UTF-8; `-` is standard input.
        format: an ending in `READERS` or that of another reader, an entry point in the group
            `citekg.readers`; by default that of the file.
        columns: field of a paper -> name of the column or key that holds it.

    Raises:
        InputError: if the source cannot be read at all or its format is not known.
        UnknownNameError: if `format`, a field or a column has no such name.
        CitekgError: if a reader of another distribution cannot be imported.
    """
    path = None if str(source) == STANDARD_INPUT else Path(source)
    name = "stdin" if path is None else path.name
    key = _format(path, str(source), format)
    reader = _reader(key, str(source), format)
    check_columns(columns or {})
    if columns and "columns" not in inspect.signature(reader).parameters:
        raise InputError(str(source), "this format has no columns; leave out the column map")
    if path:
        check_readable(path)
    records = _records(reader, read_lines(path), name, columns)
    return records if key in READERS else checked(records, key, name)


def _format(path: Path | None, source: str, format: str | None) -> str:
    """Return the key of a reader: the named format, or the ending before `.gz`."""
    if format is not None:
        return format.lower().lstrip(".")
    if path is None:
        raise InputError(source, f"standard input has no ending; name a format: {_formats()}")
    endings = [suffix.lower().lstrip(".") for suffix in path.suffixes if suffix.lower() != ".gz"]
    return endings[-1] if endings else ""


def _reader(key: str, source: str, format: str | None) -> Reader:
    try:
        return find(_GROUP, "format", key, READERS)
    except UnknownNameError:
        if format is not None:
            raise
        problem = f"no format goes by this ending; rename the file or name a format: {_formats()}"
        raise InputError(source, problem) from None


def _formats() -> str:
    return ", ".join([*READERS, *sorted(point.name for point in entry_points(group=_GROUP))])


def _records(
    reader: Reader, lines: Generator[str, None, None], name: str, columns: Mapping[str, str] | None
) -> Iterator[Record]:
    with closing(lines):
        yield from reader(lines, name, columns=columns) if columns else reader(lines, name)
