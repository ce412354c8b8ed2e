"""Items of CSL-JSON, as Zotero, Mendeley, pandoc and doi.org write them."""

from collections.abc import Mapping

from extractors.readers.shapes.values import Fields, arxiv_in, curies, entry, mappings, text

_KEYS = frozenset({"container-title", "issued", "citation-key", "title-short", "DOI", "URL"})
_ARXIV_PLACES = ("number", "archive_location", "DOI", "URL", "note")
_NAME_PARTS = ("given", "dropping-particle", "non-dropping-particle", "family", "suffix")


def matches(record: Mapping[str, object]) -> bool:
    """Tell an item of CSL-JSON by its type and the keys that no other has."""
    return "type" in record and "title" in record and bool(_KEYS & record.keys())


def fields(record: Mapping[str, object]) -> Fields:
    """Return what the usual names do not say: whole names, the arXiv id, Crossref's lists.

    >>> fields({"type": "article", "title": "On Tea", "note": "arXiv:2401.00001 [cs]"})["arxiv"]
    '2401.00001'
    """
    return {
        "title": _first(record.get("title")),
        "authors": [_name(author) for author in mappings(record.get("author"))],
        "venue": _first(record.get("container-title")) or record.get("event-title"),
        "arxiv": arxiv_in(*(record.get(key) for key in _ARXIV_PLACES)),
        "references": [_cited(cited) for cited in mappings(record.get("reference"))],
        "identifiers": [record.get("URL")],
    }


def _first(value: object) -> object:
    """Return a value, or the first of a list of them, as Crossref writes titles."""
    return next(iter(value), None) if isinstance(value, list) else value


def _name(author: Mapping[str, object]) -> str:
    return text(author.get("literal")) or " ".join(
        word for key in _NAME_PARTS if (word := text(author.get(key)))
    )


def _cited(work: Mapping[str, object]) -> str:
    words = work.get("unstructured") or work.get("article-title")
    return entry(words, curies("doi", work.get("DOI")))
