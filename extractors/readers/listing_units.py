"""Cut a plain-text listing into units: a title, a paragraph, a list of names and so on."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum, auto
from itertools import pairwise

from extractors.readers.listing_forms import (
    ARXIV,
    is_name_list,
    is_noise,
    is_url,
    undecorated,
)


class Kind(Enum):
    """What a unit of a listing is; a sentence is too short for an abstract of its own."""

    TITLE = auto()
    PROSE = auto()
    SENTENCE = auto()
    HEADING = auto()
    AUTHORS = auto()
    IDENTIFIER = auto()
    RULE = auto()
    NOISE = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A piece of a listing; `labelled` if the text itself says what it is ("Title: ...")."""

    kind: Kind
    text: str
    line: int
    labelled: bool = False
    arxiv: str | None = None


# Text of this many words is an abstract, whatever it looks like.
_LONG = 45
_LONGEST_TITLE = 30
_LONGEST_TITLE_LINE = 250
_LEAST_PROSE = 18
_LEAST_SENTENCE = 5
# Lines of a mail or a text file are wrapped below this width; longer ones are whole paragraphs.
_WIDEST_WRAP = 120

_TITLE_CASE = 0.65
# Capitals inside a paragraph that only a new sentence can have.
_OPENING = re.compile(
    r"(?:We|This|These|There|Our|Recent(?:ly)?|While|Although|Despite|Many|Most|Existing|In this"
    r"|In recent|It is|(?:The|An?) [a-z]+ [a-z]+)\b"
)

_LABEL_KINDS = {
    "title": Kind.TITLE,
    "author": Kind.AUTHORS,
    "by": Kind.AUTHORS,
    "abstract": Kind.PROSE,
    "summary": Kind.PROSE,
    "arxiv": Kind.IDENTIFIER,
    "link": Kind.IDENTIFIER,
    "url": Kind.IDENTIFIER,
    "pdf": Kind.IDENTIFIER,
}
_LABEL = re.compile(
    r"(title|authors?(?:\(s\))?|by|abstract|summary|arxiv(?:[ -]id)?|link|url|doi|pdf|date|year"
    r"|published(?: on| in)?|submitted(?: by| on)?|comments?|categor(?:y|ies)|subjects?|subj-class"
    r"|journal-ref|report-no|acm-class|msc-class|license|keywords|venue|source|from|to|cc)"
    r"\s*:(?!//)\s*(.*)",
    re.IGNORECASE | re.DOTALL,
)
_HEADING = re.compile(r"(?:abstract|summary)\s*[:.]?", re.IGNORECASE)
_RUN_IN_HEADING = re.compile(r"abstract\s*[.—–-]+\s+(?=\S)", re.IGNORECASE)
_RULE = re.compile(r"\\\\|[-=_*~#]{3,}")
_SENTENCE_BREAK = re.compile(
    r"(?<!\bvs)(?<!\bal)(?<!\b[A-Z])(?<!e\.g)(?<!i\.e)[.!?][\"'”’)]*\s+[A-Z\"“'(]"
)
_SENTENCE_END = re.compile(r"\.[\"'”’)\]]*$|https?://\S+$")


def units(lines: Iterable[str]) -> Iterator[Unit]:
    """Yield the units of a listing in order; the lines of a wrapped paragraph are one unit.

    >>> [(unit.kind.name, unit.text) for unit in units(["1. On Tea", "By: A. Lee", "", "Mar 11"])]
    [('TITLE', 'On Tea'), ('AUTHORS', 'A. Lee'), ('NOISE', 'Mar 11')]
    """
    for paragraph in _paragraphs(lines):
        for line, text in _unwrapped(paragraph):
            yield _unit(text, line)


def _paragraphs(lines: Iterable[str]) -> Iterator[list[tuple[int, str]]]:
    paragraph: list[tuple[int, str]] = []
    for number, line in enumerate(lines, start=1):
        text = re.sub(r"^(?:>\s?)+", "", line.rstrip())
        if text.strip():
            paragraph.append((number, text))
        elif paragraph:
            yield paragraph
            paragraph = []
    if paragraph:
        yield paragraph


def _unwrapped(paragraph: list[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """Join the lines that were wrapped; a line break that was meant begins a new unit."""
    width = max((len(text) for _, text in paragraph if not _is_apart(text.strip())), default=0)
    start, joined = paragraph[0][0], paragraph[0][1].strip()
    for (_, above), (number, text) in pairwise(paragraph):
        if _begins_unit(joined, above, text, width):
            yield start, joined
            start, joined = number, text.strip()
        else:
            is_hyphenated = joined.endswith("-") and joined[-2:-1].isalnum()
            joined = f"{joined}{'' if is_hyphenated else ' '}{text.strip()}"
    yield start, joined


def _begins_unit(joined: str, above: str, line: str, width: int) -> bool:
    """Tell whether the break before `line` was meant.

    It was if the first word of `line` had room in `above`, or if the text changes its nature.
    """
    text = line.strip()
    if _stands_alone(above.strip()) or _is_apart(text) or is_url(joined):
        return True
    if line[0].isspace() and not above[0].isspace() and _LABEL.match(joined):
        return False
    if is_url(text) and joined.endswith("."):
        return True
    if (text[0].islower() and not is_url(text)) or joined.endswith(","):
        return False
    is_wrapped = max(width, len(above)) <= _WIDEST_WRAP
    had_room = not is_wrapped or len(above) + 1 + len(text.split()[0]) <= width
    return had_room or _names_begin_or_end(joined, text) or _title_ends(joined, text)


def _names_begin_or_end(joined: str, text: str) -> bool:
    if is_name_list(joined):
        return not is_name_list(f"{joined} {text}")
    return is_name_list(text) and not _SENTENCE_BREAK.search(joined)


def _title_ends(joined: str, text: str) -> bool:
    """Tell whether a title in capitals or the words that open an abstract end a title here."""
    if joined[-1] in ".:;?!-–—" or len(joined) > _LONGEST_TITLE_LINE:
        return False
    return bool(_OPENING.match(text)) or (
        _capitalised(joined) >= _TITLE_CASE and _capitalised(text) <= 1 - _TITLE_CASE
    )


def _capitalised(text: str) -> float:
    """Return the share of capitals among the words that a title in capitals would write so."""
    words = re.findall(r"[^\W\d_]{4,}", text)
    return sum(word[0].isupper() for word in words) / len(words) if len(words) > 2 else 0.5


def _is_apart(text: str) -> bool:
    return _stands_alone(text) or _LABEL.match(text) is not None


def _stands_alone(text: str) -> bool:
    return (
        text.startswith("\\\\ ")
        or _RULE.fullmatch(text) is not None
        or _HEADING.fullmatch(text) is not None
    )


def _unit(text: str, line: int) -> Unit:
    if _RULE.fullmatch(text):
        return Unit(kind=Kind.RULE, text=text, line=line)
    if _HEADING.fullmatch(text):
        return Unit(kind=Kind.HEADING, text=text, line=line)
    if match := _RUN_IN_HEADING.match(text):
        return Unit(kind=Kind.PROSE, text=text[match.end() :], line=line, labelled=True)
    if match := _LABEL.fullmatch(text):
        return _labelled(match[1].lower(), match[2], text, line)
    plain = undecorated(text) if len(text.split()) < _LONG else text
    kind = _kind(plain)
    arxiv = None if kind is Kind.PROSE else ARXIV.search(text)
    return Unit(kind=kind, text=plain, line=line, arxiv=arxiv[1] if arxiv else None)


def _labelled(label: str, rest: str, text: str, line: int) -> Unit:
    kind = next((k for name, k in _LABEL_KINDS.items() if label.startswith(name)), Kind.NOISE)
    arxiv = ARXIV.search(text) if kind is not Kind.PROSE else None
    return Unit(
        kind=kind,
        text=undecorated(rest) if kind is Kind.TITLE else rest,
        line=line,
        labelled=True,
        arxiv=arxiv[1] if arxiv else None,
    )


def _kind(text: str) -> Kind:
    """Return the kind of a unit without a label, from its length and form."""
    words = len(text.split())
    if not text:
        return Kind.IDENTIFIER
    if is_name_list(text):
        return Kind.AUTHORS
    if words >= _LONG:
        return Kind.PROSE
    if is_noise(text):
        return Kind.NOISE
    ended = _SENTENCE_END.search(text) is not None
    if words >= (_LEAST_PROSE if ended else _LONGEST_TITLE):
        return Kind.PROSE
    return Kind.SENTENCE if ended and words >= _LEAST_SENTENCE else Kind.TITLE
