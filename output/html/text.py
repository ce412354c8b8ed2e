"""Foreign text made fit for the page: one line, no control characters, web addresses only."""

import unicodedata
from collections.abc import Iterable
from typing import Final
from urllib.parse import quote, urlsplit

from schemas import WORK_PAGES, fold

_LONGEST_LINE: Final = 400
_LONGEST_ADDRESS: Final = 48
_PAGE_NAMES: Final = {
    "doi": "DOI",
    "arxiv": "arXiv",
    "acl": "ACL Anthology",
    "openalex": "OpenAlex",
    "s2": "Semantic Scholar",
    "corpusid": "Semantic Scholar",
}
_BIDI_MARKS: Final = frozenset(
    map(chr, (0x61C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)))
)


def masked(text: str) -> str:
    r"""Return text of the same length with blanks for control characters and bidi marks.

    >>> masked("a\u202eb\nc")
    'a b c'
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(
        " " if c in _BIDI_MARKS or unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp") else c
        for c in text
    )


def one_line(text: str) -> str:
    r"""Return text masked, composed, with single blanks, and cut where it is very long.

    >>> one_line(" Tea\u202e \n Net ")
    'Tea Net'
    """
    line = unicodedata.normalize("NFC", " ".join(masked(text).split()))
    return line if len(line) <= _LONGEST_LINE else line[: _LONGEST_LINE - 1] + "…"


def distinct(names: Iterable[str], label: str) -> list[str]:
    """Return the names that differ from the label and each other in more than spelling.

    >>> distinct(["Tea-Net", "tea net", "TN"], "tea net")
    ['TN']
    """
    by_folded = {fold(label): label}
    for name in names:
        by_folded.setdefault(fold(name), one_line(name))
    return list(by_folded.values())[1:]


def web_links(
    curie: str, *, doi: str | None = None, arxiv: str | None = None, url: str | None = None
) -> list[list[str]]:
    """Return [name, address] of the pages of a work: by its identifiers, and an http(s) `url`.

    >>> web_links("arxiv:2301.00001", url="javascript:alert(1)")
    [['arXiv', 'https://arxiv.org/abs/2301.00001']]
    """
    scheme, _, reference = curie.partition(":")
    identifiers = {"doi": doi, "arxiv": arxiv} | {scheme: reference}
    links = [
        [name, WORK_PAGES[key] + quote(masked(identifier).strip(), safe="/.()_-;:")]
        for key, name in _PAGE_NAMES.items()
        if (identifier := identifiers.get(key))
    ]
    target = masked(url or "").strip()
    if _is_web(target) and target not in (address for _, address in links):
        links.append([_shown(target), target])
    return links


def _shown(url: str) -> str:
    """Return a web address without its scheme, or only its host where it is long."""
    rest = one_line(url.split("://", 1)[1])
    return rest if len(rest) <= _LONGEST_ADDRESS else rest.split("/", 1)[0]


def _is_web(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc)
