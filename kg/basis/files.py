"""The files beside a graph that hold what it is built from, so that it can grow."""

import gzip
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from kg.basis.codec import digest_of, from_record, to_record
from kg.basis.collection import Collection
from kg.basis.settings import Settings
from kg.garbage import uncollected
from output.files import whole_file
from schemas import (
    FORMAT_VERSION,
    Failure,
    GraphFormatError,
    InputError,
    Paper,
    Record,
    Supplement,
)

_SOURCES: Final = "sources.jsonl.gz"
_EXTRACTIONS: Final = "extractions.jsonl.gz"


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """What a graph is built from.

    `extractions` maps the digest of a text to the line of what the pipeline of this `version`
    gave for it.
    """

    collection: Collection
    settings: Settings
    version: str
    extractions: Mapping[str, str]

    def with_base(self, iri: str) -> "Basis":
        """Return this with the start of the IRIs that the graph is written with."""
        return replace(self, settings=replace(self.settings, base_iri=iri))


def write_basis(folder: Path, basis: Basis) -> None:
    """Write what a graph is built from into `folder`.

    Raises:
        OSError: if a file cannot be written.
    """
    head = {"format": FORMAT_VERSION, "settings": basis.settings.to_json()}
    known = basis.collection
    records: tuple[Record, ...] = (*known.papers, *known.supplements, *known.failures)
    _write(folder / _SOURCES, head, sorted(_line(from_record(record)) for record in records))
    lines = (basis.extractions[text] for text in sorted(basis.extractions))
    _write(folder / _EXTRACTIONS, {"version": basis.version}, lines)


def _write(path: Path, head: dict[str, object], lines: Iterable[str]) -> None:
    with whole_file(path) as stream:
        for line in (_line(head), *lines):
            stream.write(f"{line}\n".encode())


def _line(values: dict[str, object]) -> str:
    return json.dumps(values, ensure_ascii=False)


@uncollected()
def load_basis(folder: Path) -> Basis:
    """Read what `write_basis` wrote.

    Raises:
        InputError: if there is no graph that something can be added to.
        GraphFormatError: if a file is damaged or of another format.
    """
    try:
        head, *records = map(json.loads, _lines(folder / _SOURCES))
        if head["format"] != FORMAT_VERSION:
            raise ValueError(f"format {FORMAT_VERSION} was expected, not {head['format']}")
        settings = Settings.from_json(head["settings"])
        known = [to_record(record) for record in records]
        pipeline, *lines = _lines(folder / _EXTRACTIONS)
        version = json.loads(pipeline)["version"]
    except FileNotFoundError as error:
        raise InputError(
            str(error.filename),
            "no such file, so nothing can be added to this graph; build it again with -o",
        ) from error
    except (ValueError, KeyError, TypeError, EOFError, gzip.BadGzipFile) as error:
        raise GraphFormatError(
            str(folder), f"what the graph is built from cannot be read ({error}); build it again"
        ) from error
    return Basis(
        collection=Collection(
            papers=tuple(record for record in known if isinstance(record, Paper)),
            supplements=tuple(record for record in known if isinstance(record, Supplement)),
            failures=tuple(record for record in known if isinstance(record, Failure)),
        ),
        settings=settings,
        version=version,
        extractions={digest_of(line): line for line in lines},
    )


def _lines(path: Path) -> Iterator[str]:
    with gzip.open(path, "rt", encoding="utf-8", newline="\n") as stream:
        for line in stream:
            yield line.rstrip("\n")
