"""Names that no vocabulary knows: found by where they stand and by how they are written.

Each rule's score is roughly the share of its finds that annotators of 2,900 abstracts marked, too.
"""

import re
from collections.abc import Iterator
from typing import Final

from extractors.name_types import guess_type
from extractors.sentences import sentence_bounds
from extractors.words import (
    BREAKS,
    DETERMINERS,
    GENERIC_HEADS,
    NOT_NAMES,
    QUALIFIERS,
    TOKEN,
    has_name_shape,
)
from schemas import Extractor, Mention

_TITLE = re.compile(r"([^:?!\n]{2,60}?)\s*(?::| [-–—])\s+")
_TITLE_CUT = re.compile(
    r"\s+(for|via|with|using|by|through|from|in|on|of|to|and|under|as|at|towards?|against|without)\s+",
    re.IGNORECASE,
)
_CUE = re.compile(
    r"\b(?:we|this (?:paper|work|article|study|thesis)|the authors|I)"
    r"(?:\s+(?:first|then|also|further|thus|therefore|hence|here|instead|next|finally"
    r"|additionally|now|formally|successfully|jointly))?\s+"
    r"(?:propose|introduce|present|develop|describe|design|devise|release|construct|create|build"
    r"|contribute|offer|unveil|curate|open-source|implement)s?\b",
    re.IGNORECASE,
)
_NAMED = re.compile(
    r"\b(?:called|named|dubbed|termed|coined|denoted(?: as| by)?|referred to as"
    r"|abbreviated as|we (?:call|name|term|dub)(?: it| this \w+| our \w+| the \w+)?)\s+"
    r"(?:(?:the|as|a|an)\s+)?[\"“'‘]?"
)
_WRITTEN = re.compile(
    r"(?<![\w/.@#\\-])(?=\S*[A-Z0-9Α-ω])[^\W_](?:\w|[-‐.@/’'&+](?=\w))*(?:\+{1,2}|\*(?![*\w]))?"
)
_TAIL = re.compile(
    r"-(?:based|style|like|type|generated|powered|driven|guided|trained|tuned|enhanced|augmented|aware"
    r"|free|level|specific|only|equipped|assisted|inspired|induced|oriented|optimal|hard|complete"
    r"|norm|regularized|robust|bounded|shaped|wise|as-a-judge|to-\w+|related|compatible|family)$"
)
_SCORES: Final = {
    "title": 0.8,
    "title phrase": 0.75,
    "cue": 0.85,
    "named": 0.75,
    "phrase": 0.45,
}
_WRITTEN_SCORES: Final = {"inner capital": 0.45, "capitals": 0.2, "digit": 0.15, "hyphen": 0.3}
_SUPPORTED_SCORE: Final = 0.6
_CLEAR_SUPPORT: Final = 2.0
_MOST_WORDS: Final = 4


def find_names(text: str) -> tuple[Mention, ...]:
    r"""Return mentions of names by rule, sorted; the same place may be found by several rules.

    >>> [m.surface for m in find_names("TeaNet: fast steeping\n\nWe present LeafBench.")]
    ['TeaNet', 'LeafBench']
    """
    best: dict[tuple[int, int], float] = {}
    for start, end, score in _places(text):
        best[start, end] = max(score, best.get((start, end), 0.0))
    return tuple(_mention(text, start, end, score) for (start, end), score in sorted(best.items()))


def _mention(text: str, start: int, end: int, score: float) -> Mention:
    surface = text[start:end]
    kind, support = guess_type(surface, text)
    return Mention(
        start=start,
        end=end,
        surface=surface,
        type=kind,
        extractor=Extractor.NAMES,
        score=max(score, _SUPPORTED_SCORE) if support >= _CLEAR_SUPPORT else score,
    )


def _places(text: str) -> Iterator[tuple[int, int, float]]:
    yield from _title_names(text)
    yield from _title_phrases(text)
    for start, end in sentence_bounds(text):
        for match in _CUE.finditer(text, start, end):
            yield from _introduced(text, match.end(), end)
        for match in _NAMED.finditer(text, start, end):
            yield from _called(text, match.end(), end)
    yield from _written(text)


def _title_names(text: str) -> Iterator[tuple[int, int, float]]:
    """Yield the name before the colon of a title: "TeaNet: fast steeping"."""
    match = _TITLE.match(text)
    if not match:
        return
    words = match[1].split()
    if len(words) == 1 and match[1] not in NOT_NAMES:
        yield match.start(1), match.end(1), _SCORES["title"]
    elif len(words) == 2 and all(has_name_shape(word) for word in words):
        yield match.start(1), match.end(1), _SCORES["phrase"]


def _title_phrases(text: str) -> Iterator[tuple[int, int, float]]:
    """Yield what a title sets off by its prepositions: "Leaf Pooling for Tea via Slow Steeping"."""
    title, _, abstract = text.partition("\n\n")
    for part in re.finditer(r"[^:?!]+", title):
        cuts = list(_TITLE_CUT.finditer(title, part.start(), part.end()))
        starts = [part.start(), *(cut.end() for cut in cuts)]
        ends = [*(cut.start() for cut in cuts), part.end()]
        before = ["", *(cut[1].lower() for cut in cuts)]
        after = [*(cut[1].lower() for cut in cuts), ""]
        for start, end, left, right in zip(starts, ends, before, after, strict=True):
            words = noun_phrase(title, start, end)
            if not 2 <= len(words) <= _MOST_WORDS + 1 or re.search("(?:ing|ed)$", words[0][2]):
                continue
            again = title[words[0][0] : words[-1][1]].lower() in abstract.lower()
            if (left in ("via", "using", "with") and not right and (again or left != "with")) or (
                not left and right in ("", "for", "via", "with") and again
            ):
                yield words[0][0], words[-1][1], _SCORES["title phrase"]


def _introduced(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """Yield what follows "we propose": a name, or a phrase without its generic head."""
    words = noun_phrase(text, start, end)
    if words and has_name_shape(words[-1][2]) and words[-1][2] not in NOT_NAMES:
        yield words[-1][0], words[-1][1], _SCORES["cue"]
    named = list(words)
    while named and named[-1][2].lower() in GENERIC_HEADS:
        named.pop()
    if len(named) == 1 and named[0][2][0].isupper() and not named[0][2].endswith("-based"):
        yield named[0][0], named[0][1], _SCORES["phrase"]
    elif named and re.search(r"(?:ed|ing)$", named[-1][2]) and len(named) > 1:
        return
    elif len(named) == 3 or (len(named) == 2 and len(words) == 2):
        yield named[0][0], named[-1][1], _SCORES["phrase"]


def _called(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """Yield what follows "called" or "we call it"."""
    words = noun_phrase(text, start, end)
    if words and len(words) <= _MOST_WORDS:
        yield words[0][0], words[-1][1], _SCORES["named"]


def _written(text: str) -> Iterator[tuple[int, int, float]]:
    """Yield words that are written like names."""
    for match in _WRITTEN.finditer(text):
        word = _TAIL.sub("", match.group().removesuffix("'s").removesuffix("’s"))
        if not has_name_shape(word) or re.search(r"\.\w+/|www\.|[a-z]{3}\.[a-z]", word):
            continue
        if word.isupper() and word.isalpha() and _among_capitals(text, match.start(), match.end()):
            continue
        if re.search(r"[a-z][A-Z]", word):
            kind = "inner capital"
        elif "-" in word:
            kind = "hyphen"
        elif re.search(r"\d", word):
            kind = "digit"
        else:
            kind = "capitals"
        yield match.start(), match.start() + len(word), _WRITTEN_SCORES[kind]


def _among_capitals(text: str, start: int, end: int) -> bool:
    """Tell whether the words beside a place are in capitals, too, so that capitals say nothing."""
    before, after = (
        re.search(r"(\w+)\W?\s+$", text[:start][-30:]),
        re.match(r"\W?\s+(\w+)", text[end:]),
    )
    beside = [match[1] for match in (before, after) if match]
    return any(word.isupper() and word.isalpha() and len(word) > 1 for word in beside)


def noun_phrase(text: str, start: int, end: int) -> list[tuple[int, int, str]]:
    """Return the words (start, end, word) from `start` up to the next word that ends a phrase.

    Leading articles and praise ("a novel and simple ...") are left out.

    >>> text = "we propose a novel leaf model for tea"
    >>> [word for _, _, word in noun_phrase(text, 10, len(text))]
    ['leaf', 'model']
    """
    words: list[tuple[int, int, str]] = []
    position = start
    for match in TOKEN.finditer(text, start, end):
        word = match.group().lower()
        apart = text[position : match.start()].strip(" \"“‘'")
        if apart or word in BREAKS or (words and word in DETERMINERS):
            break
        position = match.end()
        if words or not (word in DETERMINERS or word in QUALIFIERS or word.endswith("ly")):
            words.append((match.start(), match.end(), match.group()))
    return words
