r"""Turn LaTeX that is left in a text into readable characters, and leave all other text alone.

pylatexenc reads only the pieces that are LaTeX for certain (a macro, a formula, a group): it
takes a whole text for LaTeX, in which `%` starts a comment and `~` is a space.
"""

import re

from extractors.cleaning.latex_macros import argument_count, is_known, render

# Groups nested deeper than this stay as they are.
_DEEPEST = 20
_VERBATIM = re.compile(
    r"\\(?:url|path|nolinkurl)\s*\{(?P<url>[^{}]*)\}"
    r"|\\href\s*\{(?P<target>[^{}]*)\}\s*\{(?P<label>[^{}]*)\}"
    r"|(?P<bare>(?:https?|ftp)://[^\s{}\\$<>\"]+"
    r"|(?<!\w)[A-Za-z]:\\[\w\\.-]+(?![\w\\.{-])|(?<!\S)\\\\\w[\w\\.-]*(?![\w\\.{-]))"
)
_CITATION = re.compile(r"\\[Cc]ite[A-Za-z]{0,9}\*?\s?(?:\[[^\][{}]*\]){0,2}\{([^{}]*)\}")
_NO_TEXT = re.compile(
    r"\\(?:begin|end)(?:\{[A-Za-z]+\*?\}|itemize|enumerate)(?:\[[^\][]*\])?"
    r"|\\(?:label|ref|eqref|input|include|[vh]space)\*?\{[^{}]*\}"
)
_TIE = re.compile(r"(?<=[^\W\d_]{2})([.,;:)]?)~(?=[\w(\[$\\\ue000-\uf8ff])")
_PIECE = re.compile(
    r"(?P<formula>\$\$[^$]{1,600}\$\$|\$(?:[^$\\]|\\.){1,600}?\$"
    r"|\\\((?:(?!\\\)).){1,600}\\\)|\\\[(?:(?!\\\]).){1,600}\\\])"
    r"|\\(?P<escaped>[%&#_{}$])"
    r"|(?P<space>\\[,;:!/>@\- ]|\\\\(?!\w))"
    r"|(?P<accent>\\[\"'’`^~=.]\s?(?:\{\\?[^\W\d_]\}|\\[ij](?![A-Za-z])\s?|[^\W\d_])"
    r"|\\[cvuHdbtkr](?:\s?\{\\?\w{1,2}\}|\s[A-Za-z](?![A-Z])))"
    r"|(?P<macro>\\[A-Za-z]+\*?|\\\|)"
    r"|(?P<group>\{)",
    re.DOTALL,
)
_LETTER_ACCENTS = frozenset("cvuHdbtkr")
# A space after these only ends the macro: \O rsted.
_LETTERS = frozenset(("O", "o", "L", "l", "ss", "ae", "AE", "oe", "OE", "aa", "AA", "i", "j"))
_NARROW = frozenset((r"\!", r"\/", r"\-", r"\@"))
_NEXT_TOKEN = re.compile(r"\s?(?:\\[A-Za-z]+|[^\s\\{}$])")
# {} after a word, {é}, {B}ayesian, {BERT}: what TeX and BibTeX set in braces within prose.
_PROSE_GROUP = re.compile(r"\{(?:|[^\x00-\x7f]{1,2}|[A-Z]\w*(?:[- ]\w+)*|[a-z]+[A-Z]\w*)\}")
# {\%}, {--}: what the ACL Anthology sets in braces.
_SIGN_GROUP = re.compile(r"\{(?:\\[%&#_$]|--|---)\}")
# Signs, f(x, y), 1 - x, "d, k" and "95 %" between dollars are seldom money.
_FORMULA_SIGN = re.compile(
    r"[_^={}<>|]|^\w?[(\[][\w.,'’ ]*[)\]]$|^(?:[\w.]{1,3}\s?[-−+*/]\s?)+[\w.]{1,3}$"
    r"|^[A-Za-z](?:\s?,\s?[A-Za-z])+$|^[\d.]+ %$"
)
_TYPOGRAPHY = (("---", "—"), ("--", "–"), ("``", "“"), ("''", "”"))


def has_latex(text: str) -> bool:
    r"""Tell whether there may be LaTeX in the text.

    >>> has_latex(r"5\% off"), has_latex("~5% of R_D & #3")
    (True, False)
    """
    if "\\" in text or "$" in text or "{" in text:
        return True
    return "~" in text and _TIE.search(text) is not None


def latex_to_text(text: str) -> str:
    r"""Return the text with its LaTeX made readable; a citation becomes its keys in brackets.

    The text must hold no private-use characters: they stand for addresses meanwhile.

    >>> latex_to_text(r"{\L}ojasiewicz \emph{bounds} of \citet{Nemi85}: $\frac{1}{\epsilon}$")
    'Łojasiewicz bounds of [Nemi85]: 1/ε'
    >>> latex_to_text("a set {1, 2}, $5 and $10, 50% of R_D & #3")
    'a set {1, 2}, $5 and $10, 50% of R_D & #3'
    """
    hidden: list[str] = []
    text = _VERBATIM.sub(lambda match: _hide(match, hidden), text)
    bare = _CITATION.sub(_keys, _NO_TEXT.sub(" ", text))
    plain, found = _without_pieces(_TIE.sub(r"\1 ", bare))
    if found or bare != text:
        for sign, character in _TYPOGRAPHY:
            plain = plain.replace(sign, character)
    return re.sub("[\ue000-\uf8ff]", lambda match: hidden[ord(match.group()) - 0xE000], plain)


def _hide(match: re.Match[str], hidden: list[str]) -> str:
    """Put a private-use character in the place of what LaTeX must not touch."""
    formula = re.fullmatch(r"[A-Za-z]:\\([A-Za-z]+)", match["bare"] or "")
    if len(hidden) == 0x1900 or (formula and is_known(formula[1])):
        return match.group()
    holder = chr(0xE000 + len(hidden))
    if match["bare"]:
        hidden.append(match["bare"])
        return holder
    address = re.sub(r"\\([%&#_~])(?:\{\})?", r"\1", match["url"] or match["target"] or "").strip()
    hidden.append(address)
    label = (match["label"] or "").strip()
    return f"{label} ({holder})" if label not in ("", address) else holder


def _keys(match: re.Match[str]) -> str:
    return f"[{', '.join(match[1].replace(',', ' ').split())}]"


def _without_pieces(text: str) -> tuple[str, bool]:
    """Return the text with its LaTeX pieces converted, and whether any was more than braces."""
    closing = _matching_braces(text)
    parts: list[str] = []
    position, found = 0, False
    while match := _PIECE.search(text, position):
        parts.append(text[position : match.start()])
        converted, position = _convert(text, match, closing)
        found = found or (converted[:1] != text[match.start()] and match.lastgroup != "group")
        parts.append(converted)
    return "".join([*parts, text[position:]]), found


def _matching_braces(text: str) -> dict[int, int]:
    """Map each opening brace to the closing one, but for groups that are nested too deeply."""
    pairs: dict[int, int] = {}
    opened: list[tuple[int, int]] = []
    height = 0
    for match in re.finditer(r"\\.|[{}]", text, re.DOTALL):
        if match.group() == "{":
            opened.append((match.start(), height))
            height = 0
        elif match.group() == "}" and opened:
            start, beside = opened.pop()
            height += 1
            if height <= _DEEPEST:
                pairs[start] = match.start()
            height = max(height, beside)
    return pairs


def _convert(text: str, match: re.Match[str], closing: dict[int, int]) -> tuple[str, int]:
    """Return what the piece stands for, and where the text goes on."""
    kind, piece, end = match.lastgroup, match.group(), match.end()
    if kind == "formula":
        return _formula(piece, match.start(), following=text[end : end + 1])
    if kind == "escaped":
        return piece[1:], end
    if kind == "space":
        return ("" if piece in _NARROW else " "), end
    if kind == "accent":
        return render(piece.replace("’", "'")), end
    if kind == "group":
        return _group(text, match.start(), closing)
    return _macro(text, match, closing)


def _formula(piece: str, start: int, *, following: str) -> tuple[str, int]:
    if not _is_formula(piece, following):
        return piece[0], start + 1
    width = 1 if piece[0] == "$" != piece[1] else 2
    inner = re.sub(r"(?<!\\)[&~]", " ", piece[width:-width])
    plain = "\\" not in inner and "{" not in inner
    return inner if plain else render(f"${inner}$"), start + len(piece)


def _is_formula(piece: str, following: str) -> bool:
    """Tell a formula from two amounts of money ("$5 and $10")."""
    inner = piece[1:-1]
    if "\\" in piece or piece.startswith("$$"):
        return True
    if following.isdigit() or inner != inner.strip():
        return False
    return " " not in inner or _FORMULA_SIGN.search(inner) is not None


def _group(text: str, start: int, closing: dict[int, int]) -> tuple[str, int]:
    group = text[start : closing.get(start, start) + 1]
    if re.match(r"\{\s*\\[A-Za-z\"'`^~=.]", group) or _SIGN_GROUP.fullmatch(group):
        return render(group), start + len(group)
    held = len(group) > 3 or not group[1:2].isascii()
    beside_letter = text[start - 1 : start].isalpha() or text[start + len(group) :][:1].isalpha()
    if _PROSE_GROUP.fullmatch(group) and (held or beside_letter):
        return group[1:-1], start + len(group)
    return "{", start + 1


def _macro(text: str, match: re.Match[str], closing: dict[int, int]) -> tuple[str, int]:
    name, start, end = match.group()[1:].rstrip("*"), match.start(), match.end()
    wanted = argument_count(name)
    in_word = len(name) == 1 or text[start - 1 : start].isalnum()
    meant = end in closing or (is_known(name) and name not in _LETTER_ACCENTS)
    if in_word and not meant:
        return match.group(), end
    if name in _LETTERS:
        return render(match.group()), end + (text[end : end + 1] == " ")
    while end in closing:
        end = closing[end] + 1
        wanted -= 1
    while wanted > 0 and (token := _NEXT_TOKEN.match(text, end)):
        end = token.end()
        wanted -= 1
    return render(text[start:end]), end
