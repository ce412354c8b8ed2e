"""One JSON document: a list of records, or an object that holds one. Or JSON Lines after all."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, islice

from extractors.readers.jsonl import read_jsonl
from extractors.readers.opening import data_lines, failure, flaw
from extractors.readers.shapes import shape_of, to_record
from schemas import Failure, InputError, Record

_LIST_NAMES = ("papers", "results", "data", "items", "works", "records", "entries")
_LIST = re.compile(rf'"(?:{"|".join(_LIST_NAMES)})"\s*:\s*\[|^\s*\[')
_BETWEEN = re.compile(r"[\s,]*")


def read_json(
    lines: Iterable[str], source: str, *, columns: Mapping[str, str] | None = None
) -> Iterator[Record]:
    """Yield what each record describes; its `line` is its place in the list, from 1.

    A file of one object a line, as some archives name `.json`, is read as JSON Lines. Of a list
    that is cut off, the whole records are read.

    Raises:
        InputError: if the document is no JSON or holds no list of records.

    >>> document = ['{"papers": [{"title": "On Tea"}]}']
    >>> [paper.title for paper in read_json(document, "teas.json")]
    ['On Tea']
    """
    remaining = data_lines(lines, source)
    head = list(islice((line for line in remaining if line.strip()), 2))
    if len(head) == 2 and _is_object(head[0]) and head[1].lstrip().startswith("{"):
        yield from read_jsonl(chain(head, remaining), source, columns=columns)
        return
    records, broken = _records("".join(chain(head, remaining)), source)
    for place, record in enumerate(records, start=1):
        raw = json.dumps(record, ensure_ascii=False)
        if problem := flaw(raw, "record"):
            yield failure(source, place, problem, raw)
        else:
            yield to_record(record, source, line=place, raw=raw, columns=columns)
    if broken:
        yield broken


def _is_object(line: str) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def _records(text: str, source: str) -> tuple[list[object], Failure | None]:
    """Return the records, and what is wrong with the document behind them."""
    try:
        document: object = json.loads(text)
    except (ValueError, RecursionError) as error:
        whole = list(_whole_records(text))
        if not whole:
            raise InputError(source, f"no valid JSON: {error}; mend it there") from error
        reason = f"no valid JSON after this record: {error}; the rest is not read"
        return whole, failure(source, len(whole), reason, "")
    return _record_list(document, source), None


def _whole_records(text: str) -> Iterator[object]:
    """Yield the objects of the first list of records, up to where the JSON breaks."""
    start = _LIST.search(text)
    place = start.end() if start else len(text)
    decode = json.JSONDecoder().raw_decode
    while between := _BETWEEN.match(text, place):
        try:
            record, place = decode(text, between.end())
        except (ValueError, RecursionError):
            return
        yield record


def _record_list(document: object, source: str) -> list[object]:
    if isinstance(document, list):
        return document
    if isinstance(document, dict):
        if shape_of(document):
            return [document]
        for name in _LIST_NAMES:
            if isinstance(document.get(name), list):
                return list(document[name])
        lists = [v for v in document.values() if isinstance(v, list) and _has_objects(v)]
        if len(lists) == 1 and "title" not in document:
            return list(lists[0])
        if "title" in document:
            return [document]
    raise InputError(source, 'holds no list of papers; expected [...] or {"papers": [...]}')


def _has_objects(values: list[object]) -> bool:
    return any(isinstance(value, dict) for value in values)
