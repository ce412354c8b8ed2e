"""Safe looks into records: what is not of the expected kind counts as not there."""

import re
from collections.abc import Mapping
from typing import TypeAlias

from schemas import work_curie

Fields: TypeAlias = dict[str, object]
"""Field of a paper -> its value as the source gives it."""

_ARXIV = re.compile(
    r"(?:arxiv(?:\.org/(?:abs|pdf|html)/|[:.]\s*)|\babs/)"
    r"(\d{4}\.\d{4,5}|[a-z-]+(?:\.[a-z]{2})?/\d{7})",
    re.IGNORECASE,
)


def mapping(value: object) -> Mapping[str, object]:
    """Return an object, or one without keys."""
    return value if isinstance(value, Mapping) else {}


def lowered(value: object) -> dict[str, object]:
    """Return an object with its keys in lower case."""
    return {str(key).lower(): item for key, item in mapping(value).items()}


def mappings(value: object) -> list[Mapping[str, object]]:
    """Return the objects of a list."""
    return [item for item in value if isinstance(item, Mapping)] if isinstance(value, list) else []


def texts(value: object) -> list[str]:
    """Return the strings and whole numbers of a list, as strings."""
    items = value if isinstance(value, list) else []
    return [word for item in items if (word := text(item))]


def text(value: object) -> str:
    """Return a string or a whole number as a string, else none.

    >>> text(7), text(True), text(" a ")
    ('7', '', 'a')
    """
    is_word = isinstance(value, str | int) and not isinstance(value, bool)
    return str(value).strip() if is_word else ""


def curies(scheme: str, *references: object) -> list[str]:
    """Return the CURIEs of references under one scheme, of those that are well formed.

    A reference may be an address or name its scheme itself.

    >>> curies("corpusid", 7, None, "")
    ['corpusid:7']
    """
    words = (word for reference in references if (word := text(reference)))
    found = (work_curie(f"{scheme}:{word}") or work_curie(word) for word in words)
    return [curie for curie in found if curie]


def entry(title: object, identifiers: list[str]) -> str:
    """Return an entry of a reference list: a title and the ids of the work, or what there is.

    >>> entry("On Tea", ["arxiv:2401.00001"]), entry(None, ["s2:ab"])
    ('On Tea. arxiv:2401.00001', 's2:ab')
    """
    name = text(title).rstrip(".")
    return ". ".join(part for part in (name, " ".join(dict.fromkeys(identifiers))) if part)


def arxiv_in(*values: object) -> str | None:
    """Return the arXiv id that stands in the first of several texts that has one.

    >>> arxiv_in(None, "arXiv:2305.18290 [cs]"), arxiv_in("http://arxiv.org/abs/cs/0112017v1")
    ('2305.18290', 'cs/0112017')
    """
    matches = (_ARXIV.search(text(value)) for value in values)
    return next((match[1].lower() for match in matches if match), None)
