"""CSV and TSV: a header row, then one record a row."""

import csv
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from textwrap import shorten

from extractors.readers.opening import data_lines, failure, flaw
from extractors.readers.shapes import is_supplement, to_record
from extractors.readers.shapes.fields import SYNONYMS, folded
from schemas import InputError, Record, UnknownNameError

# The standard limit of 128 KiB a field is too little for a paper with its references.
_LONGEST_FIELD = 16 * 1024 * 1024
_LONGEST_HEADER = 200  # characters of it that a message shows


def read_csv(
    lines: Iterable[str], source: str, *, columns: Mapping[str, str] | None = None
) -> Iterator[Record]:
    """Yield a paper or a failure for each row; `;` separates where the header has more of it.

    Raises:
        InputError: if no column holds the title.
        UnknownNameError: if the table lacks a column that `columns` names.

    >>> [paper.year for paper in read_csv(["Title;Publication Year", "On Tea;2024"], "teas.csv")]
    [2024]
    """
    remaining = data_lines(lines, source)
    head = _head(remaining)
    delimiter = ";" if head[-1].count(";") > head[-1].count(",") else ","
    yield from _read(head, remaining, source, delimiter=delimiter, columns=columns or {})


def read_tsv(
    lines: Iterable[str], source: str, *, columns: Mapping[str, str] | None = None
) -> Iterator[Record]:
    r"""Yield a paper or a failure for each row of a table with tabs between the cells.

    Raises:
        InputError: if no column holds the title.
        UnknownNameError: if the table lacks a column that `columns` names.

    >>> [paper.title for paper in read_tsv(["id\ttitle", "1\tOn Tea"], "teas.tsv")]
    ['On Tea']
    """
    remaining = data_lines(lines, source)
    yield from _read(_head(remaining), remaining, source, delimiter="\t", columns=columns or {})


def _head(lines: Iterator[str]) -> list[str]:
    """Return the first line that is not blank, and the blank ones before it."""
    head = [""]
    for line in lines:
        head.append(line)
        if line.strip():
            break
    return head[1:] or head


class _Recorder:
    """Hand lines on and remember those of the current row, which a failure shows."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = iter(lines)
        self.row: list[str] = []

    def __iter__(self) -> Iterator[str]:
        for line in self._lines:
            self.row.append(line)
            yield line


def _read(
    head: list[str],
    lines: Iterator[str],
    source: str,
    *,
    delimiter: str,
    columns: Mapping[str, str],
) -> Iterator[Record]:
    csv.field_size_limit(max(csv.field_size_limit(), _LONGEST_FIELD))
    recorder = _Recorder(chain(head, lines))
    rows = csv.reader(recorder, delimiter=delimiter)
    names = [name.strip() for name in next((row for row in rows if any(map(str.strip, row))), [])]
    if not names:
        return
    _check_header(names, source, columns)
    while True:
        recorder.row.clear()
        line = rows.line_num + 1
        try:
            cells = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            yield failure(source, line, f"no valid row: {error}", "".join(recorder.row))
            continue
        if cells:
            raw = "".join(recorder.row)
            yield _record(names, cells, raw, source=source, line=line, columns=columns)


def _check_header(names: list[str], source: str, columns: Mapping[str, str]) -> None:
    for name in columns.values():
        if name not in names:
            raise UnknownNameError("column", name, names)
    titled = "title" in columns or any(folded(name) in SYNONYMS["title"] for name in names)
    if not titled and not is_supplement(names):
        shown = shorten(", ".join(names), _LONGEST_HEADER, placeholder=" …")
        raise InputError(source, f"no column is a title, only {shown}; say which: title=<column>")


def _record(
    names: list[str],
    cells: list[str],
    raw: str,
    *,
    source: str,
    line: int,
    columns: Mapping[str, str],
) -> Record:
    if problem := flaw(raw, "row"):
        return failure(source, line, problem, raw)
    if "\n" in raw.strip() and raw.count('"') % 2 and not raw.rstrip().endswith('"'):
        return failure(source, line, "a quotation mark is not closed", raw)
    if len(cells) != len(names):
        return failure(
            source, line, f"the row has {len(cells)} cells, the header {len(names)}", raw
        )
    record = dict(zip(names, cells, strict=True))
    return to_record(record, source, line=line, raw=raw, columns=columns)
