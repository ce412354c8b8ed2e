"""RIS, from reference managers and publishers."""

import re
from collections.abc import Iterable, Iterator, Mapping

import rispy

from extractors.readers.opening import data_lines, failure, flaw
from extractors.readers.shapes.fields import to_paper
from extractors.readers.shapes.values import Fields, arxiv_in, text, texts
from schemas import Record

_TAG = re.compile(r"([A-Z][A-Z0-9]) {1,2}-")
_VENUES = ("journal_name", "alternate_title3", "secondary_title", "alternate_title2")


def read_ris(lines: Iterable[str], source: str) -> Iterator[Record]:
    r"""Yield a paper or a failure for each record, from its `TY` to its `ER`.

    >>> record = ["TY  - JOUR\n", "TI  - On Tea\n", "PY  - 2024\n", "ER  - \n"]
    >>> [paper.year for paper in read_ris(record, "a.ris")]
    [2024]
    """
    for begin, chunk in _chunks(data_lines(lines, source)):
        raw = "\n".join(chunk)
        tags = [match[1] for line in (chunk[0], chunk[-1]) if (match := _TAG.match(line))]
        if problem := flaw(raw, "record"):
            yield failure(source, begin, problem, raw)
        elif tags[:1] != ["TY"]:
            yield failure(source, begin, "text outside a record; one goes from TY to ER", raw)
        elif tags[-1] != "ER":
            yield failure(source, begin, "the record is cut off: it has no line ER", raw)
        else:
            for record in rispy.loads(raw):
                yield to_paper(fields(record), source, line=begin, raw=raw)


def fields(record: Mapping[str, object]) -> Fields:
    """Return the values of a record under the names of the fields of a paper.

    >>> fields({"title": "On Tea", "notes": ["arXiv:2401.00001 [cs]"]})["arxiv"]
    '2401.00001'
    """
    urls = texts(record.get("urls"))
    return {
        "id": record.get("id") or record.get("accession_number"),
        "title": record.get("title") or record.get("primary_title"),
        "abstract": record.get("abstract") or record.get("notes_abstract"),
        "authors": record.get("authors") or record.get("first_authors"),
        "year": record.get("year") or record.get("publication_year") or record.get("date"),
        "venue": next((venue for name in _VENUES if (venue := text(record.get(name)))), None),
        "doi": record.get("doi"),
        "arxiv": arxiv_in(*urls, *texts(record.get("notes")), record.get("doi")),
        "url": next(iter(urls), None),
    }


def _chunks(lines: Iterable[str]) -> Iterator[tuple[int, list[str]]]:
    """Yield the lines of each record, and of what stands between records, with their place."""
    begin, chunk = 1, list[str]()
    for number, line in enumerate(lines, start=1):
        tag = _TAG.match(line)
        if tag and tag[1] == "TY" and chunk:
            yield begin, chunk
            chunk = []
        if line.strip():
            begin = begin if chunk else number
            chunk.append(line.rstrip("\r\n"))
        if tag and tag[1] == "ER":
            yield begin, chunk
            chunk = []
    if chunk:
        yield begin, chunk
