"""Rows of the CSV that Zotero exports."""

from collections.abc import Mapping

from extractors.readers.shapes.values import Fields, arxiv_in, text

_KEYS = frozenset({"Item Type", "Abstract Note", "Publication Year"})
_ARXIV_PLACES = ("Number", "Archive Location", "DOI", "Url", "Extra")


def matches(record: Mapping[str, object]) -> bool:
    """Tell a row of Zotero by the columns that no other table has."""
    return record.keys() >= _KEYS


def fields(record: Mapping[str, object]) -> Fields:
    """Return what the usual names do not say: single authors, venues of talks, the arXiv id.

    >>> fields({"Extra": "arXiv:2401.00001 [cs]", "Author": "Lee, Ann"})
    {'authors': ['Lee, Ann'], 'venue': None, 'arxiv': '2401.00001', 'identifiers': [None]}
    """
    return {
        "authors": text(record.get("Author")).split(";"),
        "venue": record.get("Publication Title") or record.get("Conference Name"),
        "arxiv": arxiv_in(*(record.get(key) for key in _ARXIV_PLACES)),
        "identifiers": [record.get("Url")],
    }
