"""One JSON document: a list of records, or an object that holds one."""

import json
from collections.abc import Iterable, Iterator, Mapping

from extractors.readers.fields import to_paper
from extractors.readers.opening import failure, is_undecoded
from schemas import Failure, InputError, Paper

_LIST_NAMES = ("papers", "results", "data", "items", "works", "records", "entries")


def read_json(
    lines: Iterable[str], source: str, *, columns: Mapping[str, str] | None = None
) -> Iterator[Paper | Failure]:
    """Yield a paper or a failure for each record; its `line` is its place in the list, from 1.

    Raises:
        InputError: if the document is no JSON or holds no list of records.

    >>> document = ['{"papers": [{"title": "On Tea"}]}']
    >>> [paper.title for paper in read_json(document, "teas.json")]
    ['On Tea']
    """
    text = "".join(lines)
    try:
        document: object = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InputError(source, f"no valid JSON: {error}; mend it there") from error
    undecoded = is_undecoded(text)
    for place, record in enumerate(_record_list(document, source), start=1):
        raw = json.dumps(record, ensure_ascii=False)
        if undecoded and is_undecoded(raw):
            yield failure(source, place, "the record is not UTF-8", raw)
        else:
            yield to_paper(record, source, line=place, raw=raw, columns=columns)


def _record_list(document: object, source: str) -> list[object]:
    if isinstance(document, list):
        return document
    if isinstance(document, dict):
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
