"""Clean titles and abstracts: readable characters, one paragraph, before any offset is counted."""

import html
import re
import unicodedata

from extractors.cleaning.latex import has_latex, latex_to_text

# Soft hyphen, zero-width and bidi characters, other format characters, lone surrogates,
# private use, non-characters.
_INVISIBLE = (
    "\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff\ue000-\uf8ff\U000e0000-\U0010ffff"
)
_CONTROL = "\x00-\x08\x0b\x0c\x0e-\x1b\x7f-\x84\x86-\x9f"
_UNWANTED = re.compile(f"[{_CONTROL}{_INVISIBLE}]")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_ATTRIBUTES = r"(?:\s+[\w:-]+\s*=\s*(?:\"[^\"<>]*\"|'[^'<>]*'))*\s*/?>"
_BLOCK_TAG = re.compile(
    rf"</?(?:jats:(?:p|title|sec|label|list|list-item)|p|br|div|li|ul|ol|h[1-6]){_ATTRIBUTES}",
    re.IGNORECASE,
)
_INLINE_TAG = re.compile(
    rf"</?(?:(?:jats|mml):[a-z-]+|i|b|u|a|em|strong|sub|sup|tt|span|small|font|math){_ATTRIBUTES}",
    re.IGNORECASE,
)
# UTF-8 that was once decoded as Latin-1; a C1 control among the bytes gives it away.
_MOJIBAKE = re.compile("[\u00c2-\u00f4][\u0080-\u00bf]{1,3}")
_C1 = re.compile("[\x80-\x84\x86-\x9f]")


def clean_text(raw: str) -> str:
    r"""Return `raw` as one clean paragraph: no markup, no invisible characters, single spaces.

    HTML entities, simple HTML and JATS tags and LaTeX become the text that they stand for; text
    without them keeps its `$`, `%`, `&`, `#`, `_` and `~`. The result is in Unicode NFC, and
    cleaning it again changes nothing.

    >>> clean_text(r"T\"ULU  reaches 5\%,  $O(n^2)$ &amp; more")
    'TÜLU reaches 5%, O(n^2) & more'
    >>> clean_text(r"~5% of $10 in C:\new & R_D #1")
    '~5% of $10 in C:\\new & R_D #1'
    """
    text = raw
    while (cleaned := _clean_once(text)) != text:
        text = cleaned
    return text


def _clean_once(raw: str) -> str:
    text = _without_markup(raw) if "&" in raw or "<" in raw else raw
    if not text.isprintable():
        text = _UNWANTED.sub("", _MOJIBAKE.sub(_repaired, text) if _C1.search(text) else text)
    if has_latex(text):
        text = latex_to_text(text)
    return unicodedata.normalize("NFC", " ".join(text.split()))


def _without_markup(text: str) -> str:
    unescaped = _ENTITY.sub(lambda match: html.unescape(match.group()), text)
    return _INLINE_TAG.sub("", _BLOCK_TAG.sub(" ", unescaped))


def _repaired(match: re.Match[str]) -> str:
    try:
        return match.group().encode("latin-1").decode("utf-8")
    except UnicodeDecodeError:
        return match.group()
