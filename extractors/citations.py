"""In-text citations of an abstract: author and year, keys, labels, numbers and identifiers."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from extractors.author_years import (
    find_author_years,
    find_organisations,
    full_year,
    make_citation,
)
from schemas import Citation, work_curie

_CUE = re.compile(
    r"\bet\.? ?a[lI1]\b|(?<!\d)(?:1[789]|20)\d\d(?!\d)|['’]\d\d\b|\[\s*[\d?]"
    r"|\[[^\W\d_][^\[\]\s,;]{0,30}\d\d|\\[A-Z]?cite|CITATION|[aA]r[xX]iv|\b(?:doi|DOI)\b"
    r"|[A-Z]['’´]?[a-z]+,? (?:and|&) [A-Z]['’´]?[a-z]+(?! [A-Z])"
)
_CITE = re.compile(
    r"\\[A-Z]?cite[a-zA-Z]*\*?(?:\s*\[[^\[\]{}]{0,80}\]){0,2}\s*\{(?P<keys>[^{}]{1,600})\}"
)
_KEY = re.compile(r"[^\s,](?:[^,]*[^\s,])?")
_KEY_PARTS = re.compile(r"(?P<name>[^\W\d_]+)(?:.*?(?<!\d)(?P<year>(?:19|20)\d\d|\d\d)(?!\d))?")
_LOOSE_KEY = re.compile(
    r"(?<![\w/.@#:\\-])[a-z]{1,20}(?:[_:-][a-z]{1,20}){0,2}[_:-]?(?:19|20)\d\d[_:-]?[a-z]{3,}"
    r"\w*(?![\w/@]|-\w)"
)
_KEY_LIST = re.compile(r"\[(?:see |e\.g\.,? )?(?P<keys>[^\W\d_][^\[\]\s,;]*\d\d[^\[\]]{0,200})\]")
_KEY_OR_LABEL = re.compile(
    r"(?<![^\s,;\[])(?:[^\W\d_][\w:'’–-]*(?:19|20)\d\d[\w:-]*"
    r"|(?P<label>[A-Z][A-Za-z]{1,9})\+?['’]?(?P<year>\d\d)[a-z]?)(?![^\s,;\]])"
)
_FULL_SURNAME = re.compile("[A-Z][a-z]{3,}")
_NUMBERS = re.compile(
    r"\[\s*\d{1,3}(?:\s*[,;–-]\s*\d{1,3})*\s*\](?:\s*[–-]\s*\[\s*\d{1,3}\s*\])?(?![\w{^(]|\s*https?:)"
)
_NO_REFERENCE = re.compile(
    r"(?:(?<![\w^])\w|(?<!\w)[A-Z]{2}|\\\w+|[∈=<>×\\{}$]\s*"
    r"|\b(?:Section|Sec\.|Figure|Fig\.|Table) \d+\s*)$"
)
_INTERVAL = re.compile(
    r"\b(?:range|intervals?|between|within|scale|values?|over|domain|cube|to|in)"
    r"(?: of| from)?\s*$"
)
_UNRESOLVED = re.compile(
    r"(?<!\+)\[\s*\?+(?:\s*[,;]\s*\?+)*\s*\](?!\d)|(?<![A-Z] )\bCITATION\b(?! [A-Z]{2})"
)
_VENUE_YEAR = re.compile(
    r"\b(?:works?|papers?|results?|versions?|algorithms?|approach)\s*"
    r"\((?P<venue>[A-Z]{2}\w* ?['’]?(?P<year>\d{4}|\d\d))\)"
)
_IDENTIFIER = re.compile(
    r"(?:(?:https?://)?(?:www\.)?arxiv\.org/(?:abs|pdf|html)/|\barxiv:\s*)"
    r"(?:\d{4}\.\d{4,5}|[a-z-]+(?:\.[a-z]{2})?/\d{7})(?:v\d+)?"
    r"|(?:https?://(?:dx\.)?doi\.org/|\bdoi:\s*)10\.\d{4,9}/[^\s,;()\[\]{}]*[^\s,;()\[\]{}.]",
    re.IGNORECASE,
)
_OWN = re.compile(r"version|appendi|supplement|extended|this paper|our paper|available", re.I)
_DATA_DOI = re.compile(r"10\.(?:5281|6084|5061|7910|17632|17605)/")


def find_citations(text: str) -> tuple[Citation, ...]:
    r"""Return the in-text citations of `text` in reading order, one for each work cited.

    Works that share a place ("Ji et al., 2024a,b", "[3, 5]") share its offsets. References by
    number have neither authors nor year.

    >>> text = r"As Ott and Li (1996) show; see \cite{qi2023fine} and [7]."
    >>> for citation in find_citations(text):
    ...     print(citation.surface, citation.authors, citation.year)
    Ott and Li (1996) ('Ott', 'Li') 1996
    qi2023fine ('qi',) 2023
    [7] () None
    """
    if not _CUE.search(text):
        return ()
    found: list[Citation] = []
    taken = bytearray(len(text))
    for find in _FINDERS:
        new = [citation for citation in find(text) if not any(taken[citation.start : citation.end])]
        for citation in new:
            taken[citation.start : citation.end] = b"\1" * len(citation.surface)
        found.extend(new)
    return tuple(sorted(_with_works(found, text), key=lambda c: (c.start, c.end)))


def _cited_keys(text: str) -> Iterator[Citation]:
    for group in _CITE.finditer(text):
        for key in _KEY.finditer(text, *group.span("keys")):
            yield _from_key(text, key)


def _loose_keys(text: str) -> Iterator[Citation]:
    for key in _LOOSE_KEY.finditer(text):
        yield _from_key(text, key)


def _from_key(text: str, key: re.Match[str]) -> Citation:
    parts = _KEY_PARTS.match(key.group())
    if not parts or not parts["year"]:
        return make_citation(text, *key.span())
    authors = () if parts["name"].isupper() else (parts["name"],)
    return make_citation(text, *key.span(), authors=authors, year=full_year(parts["year"]))


def _bracketed_keys(text: str) -> Iterator[Citation]:
    """Yield the keys and labels in lists such as [li2010x, lee2015y] and [BDM+19, Everingham14]."""
    for group in _KEY_LIST.finditer(text):
        for match in _KEY_OR_LABEL.finditer(text, *group.span("keys")):
            label = match["label"]
            if not label:
                yield _from_key(text, match)
                continue
            authors = (label,) if _FULL_SURNAME.fullmatch(label) else ()
            year = full_year(match["year"])
            yield make_citation(text, *match.span(), authors=authors, year=year)


def _numbers(text: str) -> Iterator[Citation]:
    for match in _NUMBERS.finditer(text):
        numbers = [int(number) for number in re.findall(r"\d+", match.group())]
        before = text[max(0, match.start() - 20) : match.start()]
        interval = len(numbers) > 1 and _INTERVAL.search(before)
        repeated = len(set(numbers)) < len(numbers)
        if 0 in numbers or repeated or interval or _NO_REFERENCE.search(before):
            continue
        for _ in range(_count(match.group())):
            yield make_citation(text, *match.span())


def _count(numbers: str) -> int:
    """Return how many references "[1, 3-5]" stands for."""
    total = 0
    for first, last in re.findall(r"(\d+)(?:[\]\s]*[–-][\s\[]*(\d+))?", numbers):
        total += max(1, int(last) - int(first) + 1) if last else 1
    return total


def _unresolved(text: str) -> Iterator[Citation]:
    """Yield the places where a reference was lost: `[?]` of LaTeX, `CITATION` of the ACL."""
    for match in _UNRESOLVED.finditer(text):
        for _ in re.split("[,;]", match.group()):
            yield make_citation(text, *match.span())


def _venues(text: str) -> Iterator[Citation]:
    for match in _VENUE_YEAR.finditer(text):
        yield make_citation(text, *match.span("venue"), year=full_year(match["year"]))


_FINDERS: tuple[Callable[[str], Iterator[Citation]], ...] = (
    find_organisations,
    find_author_years,
    _cited_keys,
    _bracketed_keys,
    _loose_keys,
    _numbers,
    _unresolved,
    _venues,
)


def _with_works(found: Sequence[Citation], text: str) -> list[Citation]:
    """Give each citation the identifier in or beside it; the other identifiers are citations."""
    cited, others = list(found), []
    for match in _IDENTIFIER.finditer(text):
        work = work_curie(match.group())
        beside = [n for n, citation in enumerate(cited) if _beside(citation, match)]
        if beside:
            cited[beside[-1]] = replace(cited[beside[-1]], work=work)
        elif not _is_own(match):
            others.append(replace(make_citation(text, *match.span()), work=work))
    return cited + others


def _beside(citation: Citation, identifier: re.Match[str]) -> bool:
    """Tell whether an identifier stands within or right after a citation."""
    start, end = identifier.span()
    gap = identifier.string[citation.end : start]
    within = citation.start <= start and end <= citation.end
    return within or (citation.end <= start and len(gap) < 4 and not gap.strip(" ,;:(["))


def _is_own(identifier: re.Match[str]) -> bool:
    """Tell whether an identifier seems to be of this paper or of its data."""
    start, end = identifier.span()
    around = identifier.string[max(0, start - 80) : end + 30]
    return bool(_OWN.search(around) or _DATA_DOI.search(identifier.group()))
