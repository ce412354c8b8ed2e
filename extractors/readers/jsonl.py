"""JSON Lines: one record a line."""

import json
from collections.abc import Iterable, Iterator, Mapping

from extractors.readers.fields import to_paper
from extractors.readers.opening import failure, is_undecoded
from schemas import Failure, Paper


def read_jsonl(
    lines: Iterable[str], source: str, *, columns: Mapping[str, str] | None = None
) -> Iterator[Paper | Failure]:
    """Yield a paper or a failure for each line that is not blank.

    >>> [paper.title for paper in read_jsonl(['{"title": "On Tea"}'], "teas.jsonl")]
    ['On Tea']
    """
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield _record(line, source, number, columns)


def _record(
    line: str, source: str, number: int, columns: Mapping[str, str] | None
) -> Paper | Failure:
    if is_undecoded(line):
        return failure(source, number, "the line is not UTF-8", line)
    try:
        record: object = json.loads(line)
    except json.JSONDecodeError as error:
        return failure(source, number, f"no valid JSON: {error.msg} (column {error.colno})", line)
    except (ValueError, RecursionError) as error:
        return failure(source, number, f"JSON that cannot be read: {error}", line)
    return to_paper(record, source, line=number, raw=line, columns=columns)
