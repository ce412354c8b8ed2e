"""The shapes that services give their records in, recognised by their keys.

A shape is a module with two pure functions: `matches` tells its records, `fields` gives, under
the names of the fields of a paper, the values that the usual names of keys do not lead to.
"""

from collections.abc import Mapping
from typing import Protocol

from extractors.readers.shapes import (
    arxiv,
    csl,
    openalex,
    s2orc,
    semantic_scholar,
    zotero,
)
from extractors.readers.shapes.citations import is_supplement, supplement
from extractors.readers.shapes.fields import to_paper
from extractors.readers.shapes.values import Fields
from schemas import Record

__all__ = ["SHAPES", "Shape", "is_supplement", "shape_of", "to_record"]


class Shape(Protocol):
    """How one service writes its records."""

    def matches(self, record: Mapping[str, object], /) -> bool:
        """Tell whether a record has this shape."""

    def fields(self, record: Mapping[str, object], /) -> Fields:
        """Return field of a paper -> value, of what the usual names do not say."""


SHAPES: tuple[Shape, ...] = (openalex, s2orc, semantic_scholar, arxiv, csl, zotero)
# A link of the Semantic Scholar API stands for the paper at its other end.
_WRAPPERS = ("citedPaper", "citingPaper")


def shape_of(record: Mapping[str, object]) -> Shape | None:
    """Return the shape of a record, or None if it has none of its own.

    >>> shape_of({"id": "https://openalex.org/W1"}) is openalex
    True
    """
    return next((shape for shape in SHAPES if shape.matches(record)), None)


def to_record(
    record: object,
    source: str,
    *,
    line: int,
    raw: str,
    columns: Mapping[str, str] | None = None,
) -> Record:
    """Return what a record of any shape describes, or why nothing; for the rest see `to_paper`."""
    shaped: Fields = {}
    if isinstance(record, Mapping):
        record = next((record[key] for key in _WRAPPERS if key in record), record)
    if isinstance(record, Mapping):
        if addition := supplement(record, source):
            return addition
        if shape := shape_of(record):
            shaped = shape.fields(record)
    return to_paper(record, source, line=line, raw=raw, columns=columns, shaped=shaped)
