"""Parsed papers of S2ORC and of those that share its form: ACL-OCL, CORD-19, doc2json."""

import json
from collections.abc import Mapping

from extractors.readers.shapes.values import (
    Fields,
    curies,
    entry,
    lowered,
    mapping,
    mappings,
    text,
    texts,
)

_KEYS = frozenset(
    {"pdf_parse", "latex_parse", "grobid_parse", "bib_entries", "outbound_citations", "s2_pdf_hash"}
)


def matches(record: Mapping[str, object]) -> bool:
    """Tell a parsed paper by its parse, its bibliography or its citations."""
    return bool(_KEYS & record.keys()) or "annotations" in mapping(record.get("content"))


def fields(record: Mapping[str, object]) -> Fields:
    """Return what the usual names do not say: the parsed abstract and bibliography, the ids.

    >>> fields({"paper_id": "a1", "pdf_parse": {"abstract": [{"text": "We brew."}]}})["abstract"]
    'We brew.'
    """
    if "content" in record:
        return _annotated(record)
    about = mapping(record.get("metadata"))
    parse = mapping(record.get("pdf_parse") or record.get("latex_parse")) or record
    outbound = texts(record.get("outbound_citations"))
    corpus_id = record.get("paper_id") if "outbound_citations" in record else None
    return {
        "title": about.get("title"),
        "authors": about.get("authors"),
        "abstract": _joined(record.get("abstract")) or _joined(parse.get("abstract")),
        "references": [
            *map(_cited, mappings([*mapping(parse.get("bib_entries")).values()])),
            *curies("corpusid", *outbound),
        ],
        "identifiers": curies("corpusid", corpus_id),
    }


def _joined(abstract: object) -> str:
    """Return an abstract, which a parse gives in paragraphs."""
    return text(abstract) or "\n".join(text(part.get("text")) for part in mappings(abstract))


def _cited(work: Mapping[str, object]) -> str:
    others = lowered(work.get("other_ids"))
    named = [curie for key in ("arxiv", "doi") for curie in curies(key, *_all(others.get(key)))]
    linked = curies("corpusid", work.get("link") or work.get("links"))
    return entry(text(work.get("title")) or work.get("raw_text"), named or linked)


def _all(value: object) -> list[str]:
    return texts(value if isinstance(value, list) else [value])


def _annotated(record: Mapping[str, object]) -> Fields:
    """Return the values of a paper of the bulk data set: one text and offsets into it."""
    content = mapping(record.get("content"))
    marks = mapping(content.get("annotations"))
    whole = content.get("text")
    whole = whole if isinstance(whole, str) else ""
    return {
        "title": record.get("title") or _marked(whole, marks.get("title")),
        "abstract": _marked(whole, marks.get("abstract")),
        "authors": [_marked(whole, [mark]) for mark in _marks(marks.get("author"))],
        "references": [
            entry(work.get("title"), curies("corpusid", work.get("matched_paper_id")))
            for mark in _marks(marks.get("bibentry"))
            if (work := mapping(mark.get("attributes")))
        ],
    }


def _marks(value: object) -> list[Mapping[str, object]]:
    """Return annotations, which the data set writes as JSON within JSON."""
    try:
        return mappings(json.loads(value) if isinstance(value, str) else value)
    except (ValueError, RecursionError):
        return []


def _marked(whole: str, value: object) -> str:
    places = [(mark.get("start"), mark.get("end")) for mark in _marks(value)]
    return "\n".join(
        whole[start:end] for start, end in places if isinstance(start, int) and isinstance(end, int)
    )
