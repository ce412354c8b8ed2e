"""Readers of other distributions: what they give is checked, and what they break is told."""

from collections.abc import Iterable, Iterator
from dataclasses import fields, replace
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

from extractors.readers.opening import failure
from schemas import CitekgError, Failure, Paper, Record, Supplement, one_line


def checked(records: Iterable[Record], reader: str, source: str) -> Iterator[Record]:
    """Yield the records of a reader that is not ours; what is wrong with one becomes a failure.

    A record that names no source gets `source`. An exception ends the reading and is a failure,
    too; what came before it counts.

    >>> [record] = checked(["tea"], "leaf", "teas.leaf")
    >>> record.reason
    "record 1 of the reader 'leaf' is str, expected Paper, Supplement or Failure"
    """
    number = 0
    try:
        for number, record in enumerate(records, 1):
            problem = _problem(record)
            if problem:
                reason = f"record {number} of the reader '{reader}' {problem}"
                yield failure(source, 0, reason, str(record))
            else:
                yield record if record.source else replace(record, source=source)
    except CitekgError:
        raise
    except Exception as error:
        reason = f"the reader '{reader}' broke after {number} records ({one_line(error)})"
        yield failure(source, 0, reason, "")


def _problem(record: Any) -> str | None:
    """Return what is wrong with a record, if anything is."""
    if not isinstance(record, Paper | Supplement | Failure):
        return f"is {type(record).__name__}, expected Paper, Supplement or Failure"
    hints = get_type_hints(type(record))
    for field in fields(record):
        value = getattr(record, field.name)
        if not _fits(value, hints[field.name]):
            return f"has the {field.name} {value!r}, expected {_written(hints[field.name])}"
    if isinstance(record, Paper) and not (record.id.strip() and record.title.strip()):
        return "has no id or no title"
    return None


def _fits(value: object, hint: Any) -> bool:
    if get_origin(hint) is UnionType:
        return any(_fits(value, part) for part in get_args(hint))
    if get_origin(hint) is tuple:
        return isinstance(value, tuple) and all(_fits(item, get_args(hint)[0]) for item in value)
    return isinstance(value, hint)


def _written(hint: Any) -> str:
    return hint.__name__ if isinstance(hint, type) and not get_args(hint) else str(hint)
