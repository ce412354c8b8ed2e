"""Papers of the arXiv snapshot, one JSON object a line."""

from collections.abc import Mapping

from extractors.readers.shapes.values import Fields, mapping, mappings, text

_KEYS = frozenset({"authors_parsed", "update_date", "versions", "report-no", "journal-ref"})


def matches(record: Mapping[str, object]) -> bool:
    """Tell a paper of the snapshot by the keys that no other has, even if some were left out."""
    return "id" in record and len(_KEYS & record.keys()) > 1


def fields(record: Mapping[str, object]) -> Fields:
    """Return what the usual names do not say: the names in parts, and the year.

    The year is that of the first version; without versions it is that of the last update.

    >>> fields({"id": "0704.0001", "authors_parsed": [["Lee", "Ann", ""]]})["authors"]
    ['Ann Lee']
    """
    first = mapping(next(iter(mappings(record.get("versions"))), None))
    return {
        "authors": _names(record.get("authors_parsed")),
        "year": first.get("created") or record.get("update_date"),
    }


def _names(parsed: object) -> list[str]:
    """Return the names in [last, first, suffix] lists, given name first."""
    lists = [part for part in parsed if isinstance(part, list)] if isinstance(parsed, list) else []
    padded = ([*map(text, part[:3]), "", "", ""][:3] for part in lists)
    return [" ".join(filter(None, (first, last, suffix))) for last, first, suffix in padded if last]
