"""JSON Lines: one record a line."""

import json
from collections.abc import Iterable, Iterator, Mapping

from extractors.readers.opening import data_lines, failure, flaw
from extractors.readers.shapes import to_record
from schemas import Failure, InputError, Record


def read_jsonl(
    lines: Iterable[str], source: str, *, columns: Mapping[str, str] | None = None
) -> Iterator[Record]:
    """Yield what each line that is not blank describes.

    Raises:
        InputError: if the first line only opens a list or an object.

    >>> [paper.title for paper in read_jsonl(['{"title": "On Tea"}'], "teas.jsonl")]
    ['On Tea']
    """
    filled = ((n, line) for n, line in enumerate(data_lines(lines, source), 1) if line.strip())
    for place, (number, line) in enumerate(filled):
        if place == 0 and line.strip() in ("[", "{"):
            raise InputError(source, "is one JSON document; name it .json or give the format json")
        yield _record(line, source, number, columns)


def _record(line: str, source: str, number: int, columns: Mapping[str, str] | None) -> Record:
    if problem := flaw(line, "line"):
        return failure(source, number, problem, line)
    try:
        record: object = json.loads(line)
    except json.JSONDecodeError as error:
        return _broken(line, source, number, error)
    except (ValueError, RecursionError) as error:
        return failure(source, number, f"JSON that cannot be read: {error}", line)
    return to_record(record, source, line=number, raw=line, columns=columns)


def _broken(line: str, source: str, number: int, error: json.JSONDecodeError) -> Failure:
    reason = f"no valid JSON: {error.msg} (column {error.colno})"
    return failure(source, number, reason, line)
