"""Author names, however a source writes them."""

import re
from collections.abc import Mapping

from extractors.cleaning import clean_text

_AND = re.compile(r",?\s+(?:and|&)\s+", re.IGNORECASE)
_WHOLE_NAME = ("name", "display_name", "full_name", "fullName", "literal", "raw_author_name")
_NAME_PARTS = (
    ("given", "family"),
    ("first", "middle", "last"),
    ("firstName", "lastName"),
    ("first_name", "last_name"),
)


def author_names(value: object) -> tuple[str, ...]:
    """Return the names in reading order, given name first.

    Args:
        value: a list of names or of objects with a name or its parts, or one string in which
            `;`, `and` or `,` stands between the names.

    >>> author_names("Lee, Ann and Roe, Bo"), author_names("Ann Lee, Bo Roe, and Cy Poe")
    (('Ann Lee', 'Bo Roe'), ('Ann Lee', 'Bo Roe', 'Cy Poe'))
    >>> author_names([{"given": "Ann", "family": "Lee"}, {"author": {"display_name": "Bo Roe"}}])
    ('Ann Lee', 'Bo Roe')
    """
    if isinstance(value, str):
        names = _split(value)
    elif isinstance(value, list | tuple):
        names = [_name(item) for item in value]
    else:
        names = [_name(value)]
    cleaned = (_given_name_first(clean_text(name)) for name in names)
    return tuple(name for name in cleaned if name)


def _name(item: object) -> str:
    if isinstance(item, str):
        return item
    if not isinstance(item, Mapping):
        return ""
    if isinstance(item.get("author"), Mapping):
        return _name(item["author"])
    for key in _WHOLE_NAME:
        if isinstance(item.get(key), str):
            return str(item[key])
    for keys in _NAME_PARTS:
        if isinstance(item.get(keys[-1]), str):
            return " ".join(_words(item.get(key)) for key in keys)
    return ""


def _words(value: object) -> str:
    """Return a name part; some sources give several middle names as a list."""
    if isinstance(value, list):
        return " ".join(part for part in value if isinstance(part, str))
    return value if isinstance(value, str) else ""


def _split(text: str) -> list[str]:
    if ";" in text:
        return text.split(";")
    parts = _AND.split(text)
    if all(part.count(",") == 1 for part in parts) and not _is_list(parts[0]):
        return parts
    return [name for part in parts for name in part.split(",")] if _is_list(text) else parts


def _is_list(text: str) -> bool:
    """Tell "Ann Lee, Bo Roe" from "Lee, Ann": every name of a list has two words or more."""
    names = [name.split() for name in _AND.sub(",", text).split(",") if name.strip()]
    return all(len(name) > 1 for name in names)


def _given_name_first(name: str) -> str:
    family, comma, given = name.partition(",")
    if not comma or "," in given or given.strip().rstrip(".").lower() in ("jr", "sr", "ii", "iii"):
        return name
    return f"{given.strip()} {family.strip()}".strip()
