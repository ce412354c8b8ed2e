"""BibTeX and BibLaTeX, from reference managers, DBLP, the ACL Anthology."""

import logging
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import cast

from bibtexparser.entrypoint import parse_string, write_string
from bibtexparser.library import Library
from bibtexparser.middlewares import SeparateCoAuthors
from bibtexparser.model import (
    Block,
    DuplicateBlockKeyBlock,
    DuplicateFieldKeyBlock,
    Entry,
    ImplicitComment,
    ParsingFailedBlock,
)

from extractors.readers.opening import data_lines, failure, flaw
from extractors.readers.shapes.fields import to_paper
from extractors.readers.shapes.values import Fields, arxiv_in
from schemas import Record

_ARXIV_PLACES = (
    "journal",
    "journaltitle",
    "volume",
    "number",
    "note",
    "howpublished",
    "url",
    "doi",
)
_PIECE = re.compile(
    r'\s*(?:"(?P<quoted>[^"]*)"|\{(?P<braced>[^{}]*)\}|(?P<name>[\w:+-]+))\s*(?:#|$)'
)
# Volumes, which are no papers.
_COLLECTIONS = frozenset({"proceedings", "collection", "periodical"})

# The parser warns of what becomes a failure here.
logging.getLogger("bibtexparser").addHandler(logging.NullHandler())


def read_bibtex(lines: Iterable[str], source: str) -> Iterator[Record]:
    """Yield a paper or a failure for each entry; volumes (`@proceedings`) are passed over.

    Of a field that an entry has twice, the first counts.

    >>> entry = "@misc{tea, title={On Tea}, date={2024-03}}"
    >>> [paper.year for paper in read_bibtex([entry], "a.bib")]
    [2024]
    """
    text = "".join(line.rstrip("\r\n") + "\n" for line in data_lines(lines, source))
    library = _parsed(text)
    definitions = "\n".join(string.raw or "" for string in library.strings)
    strings = {string.key.lower(): str(string.value) for string in library.strings}
    for block in library.blocks:
        line, raw = (block.start_line or 0) + 1, block.raw or ""
        entry = _entry(block, definitions)
        if problem := _problem(block, entry):
            yield failure(source, line, problem, raw)
        elif entry and entry.entry_type.lower() not in _COLLECTIONS:
            record = {field.key: _joined(field.value, strings) for field in entry.fields}
            named = {"id": entry.key, **record}
            yield to_paper(named, source, line=line, raw=raw, shaped=fields(record))


def fields(record: Mapping[str, object]) -> Fields:
    """Return what the usual names do not say: the authors one by one, the arXiv id.

    >>> fields({"author": ["Lee, Ann", "others"], "journal": "CoRR", "volume": "abs/2401.00001"})
    {'authors': ['Lee, Ann'], 'arxiv': '2401.00001', 'identifiers': [None]}
    """
    names = record.get("author")
    prefix = str(record.get("archiveprefix") or record.get("eprinttype") or "arXiv")
    is_arxiv = prefix.lower() == "arxiv" and "eprint" in record
    return {
        "authors": [name for name in names if name != "others"] if isinstance(names, list) else [],
        "arxiv": record["eprint"] if is_arxiv else arxiv_in(*map(record.get, _ARXIV_PLACES)),
        "identifiers": [record.get("url")],
    }


def _parsed(text: str) -> Library:
    return parse_string(text, append_middleware=[SeparateCoAuthors()])


def _entry(block: Block, definitions: str) -> Entry | None:
    """Return the entry of a block; one that the parser sets aside as a duplicate is read anew."""
    if isinstance(block, DuplicateFieldKeyBlock):
        text = _without_repeats(cast(Entry, block.ignore_error_block))
    elif isinstance(block, DuplicateBlockKeyBlock):
        text = block.raw or ""
    else:
        return block if isinstance(block, Entry) else None
    return _entry(_parsed(f"{definitions}\n{text}").blocks[-1], definitions)


def _without_repeats(entry: Entry) -> str:
    entry.fields = list({field.key: field for field in reversed(entry.fields)}.values())
    return str(write_string(Library([entry]), unparse_stack=[]))


def _problem(block: Block, entry: Entry | None) -> str | None:
    if problem := flaw(block.raw or "", "entry"):
        return problem
    if entry is None and isinstance(block, ParsingFailedBlock):
        abort = str(getattr(block.error, "abort_reason", block.error))
        return f"no whole entry: {' '.join(abort.split())}"
    if isinstance(block, ImplicitComment) and (block.raw or "").lstrip().startswith("@"):
        return "no whole entry: it has no braces"
    return None


def _joined(value: object, strings: Mapping[str, str]) -> object:
    """Return the text that a value with `#` puts together; the parser leaves it as written."""
    if not isinstance(value, str) or "#" not in value:
        return value
    pieces: list[re.Match[str]] = []
    place = 0
    while place < len(value):
        piece = _PIECE.match(value, place)
        if piece is None:
            return value
        pieces.append(piece)
        place = piece.end()
    if all(piece["name"] for piece in pieces):
        return value
    return "".join(_piece(piece, strings) for piece in pieces)


def _piece(piece: re.Match[str], strings: Mapping[str, str]) -> str:
    if name := piece["name"]:
        return strings.get(name.lower(), name)
    return piece["quoted"] or piece["braced"] or ""
