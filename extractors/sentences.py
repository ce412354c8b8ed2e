"""Where sentences begin and end in the text of a paper."""

import re
from functools import lru_cache

_BREAK = re.compile(r"\n+|(?<=[.!?])[\"'”’)\]]*\s+(?=[\"'“‘(\[]*[A-Z0-9$\\À-ÞΑ-Ω])")
_NO_END = re.compile(
    r"(?:\b(?:al|e\.g|i\.e|cf|vs|resp|approx|Fig|Figs|Eq|Eqs|Sec|Sect|Tab|Ref|Refs|Thm|No|St|Dr|Prof"
    r"|viz|w\.r\.t|a\.k\.a|ca)|(?:^|[\s(])[A-Z])\.[\"'”’)\]]*$"
)


@lru_cache(maxsize=64)
def sentence_bounds(text: str) -> tuple[tuple[int, int], ...]:
    r"""Return start and end of each sentence, without the white space around it.

    A line break ends a sentence, so that a title is one of its own. A full stop after an
    abbreviation ("et al.", "e.g.") or an initial does not.

    >>> text = "On Tea\n\nTea is old (Lee et al. 2019). We brew e.g. Assam."
    >>> [text[start:end] for start, end in sentence_bounds(text)]
    ['On Tea', 'Tea is old (Lee et al. 2019).', 'We brew e.g. Assam.']
    """
    bounds, start = [], 0
    for match in _BREAK.finditer(text):
        end = match.start() + len(match.group().rstrip())
        if "\n" not in match.group() and _NO_END.search(text, start, end):
            continue
        bounds.append((start, end))
        start = match.end()
    bounds.append((start, len(text.rstrip())))
    return tuple((start, end) for start, end in bounds if start < end)
