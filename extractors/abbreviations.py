"""Definitions of short forms: "process reward models (PRMs)", "PRM (process reward model)"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

_SHORT = r"[^\W_](?:[^\W_]|[-+*/&.@^'’](?=[^\W_])|[+*]){1,11}"
_INTRODUCED = (
    r"(?:(?:henceforth|hereafter|hereinafter|abbreviated(?: as| to)?|abbr\.|denoted(?: as| by)?"
    r"|dubbed|called|termed|named|i\.e\.|a\.k\.a\.|aka|or|short),?:?\s+)"
)
_IN_BRACKETS = re.compile(
    rf"(?<!\b\w)[(\[]\s*{_INTRODUCED}?[\"'“”‘`]*"
    rf"(?P<short>{_SHORT})[\"'“”’]*\s*(?=[)\];,:(\[]|-based\))"
)
_AFTER_COMMA = re.compile(
    rf",? (?:or(?: simply)?|abbreviated(?: as| to)?) (?=\w*[A-Z])(?P<short>{_SHORT})(?=[,.;:])"
)
_EXPANDED = re.compile(
    rf"(?<![\w-])(?P<short>{_SHORT})[\"'”’]?\s*"
    r"[(\[]\s*(?:(?:short|standing|stands|abbreviation) (?:for|of)\s+|i\.e\.,?\s+)?[\"'“]?"
    r"(?P<long>[^\W\d_][^()\[\];:]{3,140}?)"
    r"[\"'”]?\s*(?:[)\];:(\[]|,[^()\[\]]{0,80}\d{4}[a-z]?\s*[)\];])"
)
_STANDS_FOR = re.compile(
    rf"(?<![\w-])(?P<short>{_SHORT}),? (?:(?:is |being )?short for|(?:which )?stands for"
    r"|standing for) (?P<long>[^()\[\].;:]{3,140})"
)
_STANDS_FOR_CUE = re.compile("short for|stands for|standing for")
_TITLE = re.compile(rf"(?P<short>{_SHORT}): (?P<long>[^()\[\].;:\n]{{3,160}})")
_BREAK = re.compile(r"[()\[\];:!?\n]|\.\s")
_WINDOW = 180  # characters before a short form in which its long form is looked for
_WORD = re.compile(r"[^\W_]+")
_ROMAN = re.compile("[IVX]+")
_REPEAT = re.compile(r"([a-z])([2-5])")
_REPEAT_NEXT = re.compile(r"([2-5])([a-z])")
_MAX_WORDS = 14
_STOPWORDS = frozenset("a an and as at by for from in of on or the to using via with".split())
_NO_START = _STOPWORDS | frozenset(
    "we our its their this that these those is are was be called introduce introduces present"
    " presents propose proposes proposed new novel such use used which".split()
)
_GENERIC = frozenset(
    "algorithm approach framework method methods paradigm problem problems strategy task tasks"
    " technique techniques".split()
)
_SPOKEN = {
    "1": ("1", "one"),
    "2": ("2", "two", "to"),
    "3": ("3", "three"),
    "4": ("4", "four", "for"),
    "x": ("x", "cross", "extreme", "ex", "trans"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """A place where a text defines a short form: offsets and surfaces of both forms."""

    long_start: int
    long_end: int
    short_start: int
    short_end: int
    long: str
    short: str


@dataclass(frozen=True, slots=True)
class _Word:
    """A word or part of a compound, which begins at `outer`; `skipped` is its cost unmatched."""

    start: int
    end: int
    lower: str
    skipped: float
    outer: int


def find_definitions(text: str) -> tuple[Definition, ...]:
    """Return the definitions of short forms in `text`, by offset, one for each short form's place.

    After Schwartz and Hearst (2003), "A simple algorithm for identifying abbreviation definitions
    in biomedical text": the letters of the short form are found in the long form from right to
    left. Here every alignment has a cost, lowest where the letters begin words, so that the best
    long form wins rather than the first.

    >>> found = find_definitions("We train process reward models (PRMs) and a CNN.")
    >>> [(definition.long, definition.short) for definition in found]
    [('process reward models', 'PRMs')]
    """
    found: dict[int, Definition] = {}
    for definition in (*_long_first(text), *_short_first(text)):
        found.setdefault(definition.short_start, definition)
    return tuple(found[start] for start in sorted(found))


def _long_first(text: str) -> Iterator[Definition]:
    for pattern, limit in ((_IN_BRACKETS, 0.7), (_AFTER_COMMA, 0.2)):
        for match in pattern.finditer(text):
            if not _is_short_form(match["short"]):
                continue
            start = max(0, match.start() - _WINDOW)
            for stop in _BREAK.finditer(text, start, match.start()):
                start = stop.end()
            words = _words(text, start, match.start())[-_MAX_WORDS:]
            yield from _best(text, match, [words, _without_generic(words)], limit=limit)


def _short_first(text: str) -> Iterator[Definition]:
    for match in _EXPANDED.finditer(text):
        if _is_short_form(match["short"]):
            words = _without_article(_words(text, *match.span("long")))
            yield from _best(text, match, [words], limit=0.5, whole=True)
    titles = [title] if (title := _TITLE.match(text)) else []
    spelled_out = _STANDS_FOR.finditer(text) if _STANDS_FOR_CUE.search(text) else ()
    for match in (*spelled_out, *titles):
        if _is_short_form(match["short"]):
            words = _without_article(_words(text, *match.span("long"))[:_MAX_WORDS])
            choices = [
                words[: index + 1]
                for index, word in enumerate(words)
                if index and text[word.end : word.end + 1] != "-"
            ]
            yield from _best(text, match, choices, limit=0.25, whole=True)


def _best(
    text: str,
    match: re.Match[str],
    choices: Sequence[Sequence[_Word]],
    *,
    limit: float,
    whole: bool = False,
) -> Iterator[Definition]:
    """Yield the definition with the cheapest alignment, if its cost a letter is within `limit`.

    A long form ends where one of `choices` ends; if it is `whole`, it begins where that begins.
    """
    best: tuple[float, int, int, int] | None = None
    for letters in _spellings(match["short"]):
        for order, words in enumerate(choices):
            for start, cost in _alignments(text, words, letters).items():
                if (not whole or start == words[0].start) and cost <= limit * len(letters):
                    found = (cost, order, -start, words[-1].end)
                    best = min(best, found) if best else found
        if best:
            break
    if best and not _is_no_expansion(text[-best[2] : best[3]], match["short"], cost=best[0]):
        yield _definition(text, match, -best[2], best[3])


def _definition(text: str, match: re.Match[str], start: int, end: int) -> Definition:
    short_start, short_end = match.span("short")
    return Definition(
        long_start=start,
        long_end=end,
        short_start=short_start,
        short_end=short_end,
        long=text[start:end],
        short=match["short"],
    )


def _is_short_form(text: str) -> bool:
    """Tell whether `text` has the shape of a short form: 2 to 10 characters, one a capital."""
    return 2 <= len(text.rstrip("s")) <= 10 and any(char.isupper() for char in text)


def _is_no_expansion(long: str, short: str, *, cost: float) -> bool:
    """Tell whether `long` is one word that is or holds a short form, or `short` is a numeral."""
    if not re.search(r"\s", long) and (long.isupper() or short.casefold() in long.casefold()):
        return True
    return cost > 0 and bool(_ROMAN.fullmatch(short))


def _spellings(short: str) -> Iterator[str]:
    """Yield the letters that a long form must show, without a plural s.

    A digit can be meant as such, or say how often the letter before or after it stands.

    >>> list(_spellings("P3Os"))
    ['p3o', 'pppo', 'pooo']
    """
    if len(short) > 2 and short[-1] == "s" and short[-2].isupper():
        short = short[:-1]
    letters = "".join(char.lower() for char in short if char.isalnum())
    yield letters
    if _REPEAT.search(letters):
        yield _REPEAT.sub(lambda match: match[1] * int(match[2]), letters)
    if _REPEAT_NEXT.search(letters):
        yield _REPEAT_NEXT.sub(lambda match: match[2] * int(match[1]), letters)


def _words(text: str, start: int, end: int) -> list[_Word]:
    """Return the words of `text[start:end]`, with the cost of leaving each one unmatched."""
    words: list[_Word] = []
    for match in _WORD.finditer(text, start, end):
        joined = match.start() > start and text[match.start() - 1] in "-‐–/'’"
        lower = "".join(char.lower()[0] for char in match.group())
        skipped = 0.1 if lower in _STOPWORDS else 0.3 if joined else 0.8
        outer = words[-1].outer if joined and words else match.start()
        words.append(_Word(match.start(), match.end(), lower, skipped, outer))
    return words


def _without_generic(words: Sequence[_Word]) -> Sequence[_Word]:
    end = len(words)
    while end and words[end - 1].lower in _GENERIC:
        end -= 1
    return words[:end]


def _without_article(words: Sequence[_Word]) -> Sequence[_Word]:
    return words[1:] if words and words[0].lower in ("a", "an", "the") else words


def _alignments(text: str, words: Sequence[_Word], letters: str) -> dict[int, float]:
    """Return the lowest cost of an alignment for each place where the long form can begin.

    A letter costs 0 where a word begins or its camel case rises, 0.3 right after the letter
    before it, else 1; an unmatched word costs what it says.
    """
    skipped = list(accumulate((word.skipped for word in words), initial=0.0))
    after: dict[int, tuple[int, float]] = {len(text): (len(words), 0.0)}
    for letter in reversed(letters):
        before: dict[int, tuple[int, float]] = {}
        for index, word in enumerate(words):
            for position in _places(word, letter):
                costs = [
                    cost
                    + (skipped[place] - skipped[index + 1] if place > index else 0.0)
                    + _inner(text, words, position, index=place, after=later)
                    for later, (place, cost) in after.items()
                    if later > position
                ]
                if costs:
                    before[position] = (index, min(costs))
        after = before
    starts: dict[int, float] = {}
    for position, (index, cost) in after.items():
        word = words[index]
        if position == word.start:
            starts[word.outer] = min(starts.get(word.outer, 99.0), cost + _opening(text, word))
    return starts


def _places(word: _Word, letter: str) -> Iterator[int]:
    """Yield where in `word` a letter of the short form can be meant."""
    if word.lower.startswith(_SPOKEN.get(letter, letter)):
        yield word.start
    offset = word.lower.find(letter, 1)
    while offset > 0:
        yield word.start + offset
        offset = word.lower.find(letter, offset + 1)


def _inner(text: str, words: Sequence[_Word], before: int, *, index: int, after: int) -> float:
    """Return the cost of the letter at `after` in word `index`; the last one stands at `before`."""
    if after == len(text) or after == words[index].start:
        return 0.0
    if text[after].isupper() and text[after - 1].islower():
        return 0.0
    return 0.3 if after == before + 1 else 1.0


def _opening(text: str, word: _Word) -> float:
    """Return the cost of a long form that begins with `word`."""
    if word.outer != word.start:
        return 0.6
    compound = text[word.end : word.end + 1] == "-"
    return 1.0 if not compound and word.lower in _NO_START else 0.0
