r"""How a piece of LaTeX reads as plain text: pylatexenc with our table over its own."""

import logging
import re
from functools import cache, lru_cache

from pylatexenc.latex2text import (
    LatexNodes2Text,
    MacroTextSpec,
)
from pylatexenc.latex2text import (
    get_default_latex_context_db as default_text_table,
)
from pylatexenc.latexwalker import (
    LatexMacroNode,
    LatexWalker,
    LatexWalkerError,
)
from pylatexenc.latexwalker import (
    get_default_latex_context_db as default_syntax_table,
)
from pylatexenc.macrospec import LatexContextDb, MacroSpec


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


_STYLES = _names(
    "emph textit textbf texttt textsc textrm textsf textsl textup textmd textnormal text "
    "mathrm mathbf mathcal mathsf mathit mathtt mathfrak mathscr mathnormal boldsymbol bm "
    "pmb mbox hbox ensuremath operatorname underline uline smash textsuperscript "
    "textsubscript"
)
_DECLARATIONS = _names(
    "bf it em rm sc sl tt sf cal small large tiny footnotesize normalfont displaystyle "
    "textstyle scriptstyle limits nolimits left right middle mleft mright big bigl bigr "
    "bigg biggl biggr Big Bigl Bigr Bigg Biggl Biggr noindent centering item"
)
_RENAMED = {
    "Tilde": "tilde",
    "widetilde": "tilde",
    "wt": "tilde",
    "widehat": "hat",
    "overline": "bar",
    "tfrac": "frac",
    "dfrac": "frac",
    "nicefrac": "frac",
    "sfrac": "frac",
}
_TEXTS = {
    "phi": "φ",
    "epsilon": "ε",
    "eps": "ε",
    "star": "*",
    "ast": "*",
    "over": "/",
    "ne": "≠",
    "R": "ℝ",
    "land": "∧",
    "texttimes": "×",
    "lesssim": "≲",
    "gtrsim": "≳",
    "|": "‖",
    "ie": "i.e.",
    "eg": "e.g.",
    "etal": "et al.",
    "Pr": "Pr",
    "arg": "arg",
    "xspace": "",
}
_ACCENTS = _names("tilde hat bar vec dot ddot check acute grave breve")
_OTHER_UNARY = ("sqrt", "mathbb")
# What pylatexenc raises where a macro lacks its argument or groups nest too deeply.
_UNREADABLE = (LatexWalkerError, LookupError, AttributeError, TypeError, RecursionError)
# Macros that ran into the word after them when a source lost its braces: \mathcalO, \sqrtn.
_GLUED = re.compile(
    r"(mathcal|mathbb|mathbf|mathrm|mathsf|mathit|mathscr|boldsymbol|emph|textit|textbf|texttt"
    r"|textsc|textrm|text|sqrt|widetilde|tilde|widehat|hat|overline|bar|vec|log)(?=[A-Za-z])"
)
_MACRO = re.compile(r"\\([A-Za-z]+)\*?(\s*\{(?!\}))?")
_FUNCTION = re.compile(
    r"(?<=[\w)}])\s*\\(?=(?:log|ln|exp|min|max|sup|inf|arg|det|Pr|lim)(?![A-Za-z]))"
)
_SCRIPT = re.compile(r"([_^])\{((?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*)\}")
_BEFORE_FOREIGN_LETTER = re.compile(r"(\\[A-Za-z]+)(?=[^\x00-\x7f])")
_ONE_TERM = re.compile(r"-?[\w.'′∞*√]*|\([^()]*\)|\\[A-Za-z]+")


def argument_count(name: str) -> int:
    """Return how many arguments the macro takes, in braces or as single characters.

    >>> argument_count("sqrt"), argument_count("frac"), argument_count("alpha")
    (1, 2, 0)
    """
    if _RENAMED.get(name, name) == "frac":
        return 2
    return int(name in _STYLES or name in _ACCENTS or name in _RENAMED or name in _OTHER_UNARY)


def is_known(name: str) -> bool:
    """Tell whether a macro has a meaning here, on its own or run into a word.

    >>> is_known("alpha"), is_known("emphnon"), is_known("ours")
    (True, True, False)
    """
    return _has_text(name) or name in _RENAMED or _GLUED.match(name) is not None


@lru_cache(maxsize=4096)
def render(latex: str) -> str:
    r"""Return the plain text of a piece of LaTeX; a macro that nobody knows becomes its name.

    >>> render(r"$\widetilde{\mathcal{O}}(n\log n/\eps^{2+c})$"), render(r"\textsc{\ours}")
    ('Õ(n log n/ε^(2+c))', 'ours')
    """
    spelled = _MACRO.sub(_spelled_out, _FUNCTION.sub(r"\\ \\", latex))
    scripted = _SCRIPT.sub(lambda match: f"{match[1]}{{{_one_term(match[2])}}}", spelled)
    guarded = re.sub(r"(?<!\\)([%&#])", r"\\\1", _BEFORE_FOREIGN_LETTER.sub(r"\1 ", scripted))
    try:
        walker = LatexWalker(guarded, latex_context=_syntax_table(), tolerant_parsing=True)
        text: str = _converter().nodelist_to_text(walker.get_latex_nodes()[0])
    except _UNREADABLE:
        text = re.sub(r"\\(?=[A-Za-z])|[{}$]", "", latex)
    return text


def _has_text(name: str) -> bool:
    return _text_table().get_macro_spec(name) is not None


def _spelled_out(match: re.Match[str]) -> str:
    name, brace = match[1], match[2] or ""
    if name in _RENAMED:
        return f"\\{_RENAMED[name]}{brace}"
    if _has_text(name):
        return match.group().replace("*", "", 1)
    if glued := _GLUED.match(name):
        return f"\\{_RENAMED.get(glued[1], glued[1])} {name[glued.end() :]}{brace}"
    return f"{name} {brace}" if brace else name


def _one_term(text: str) -> str:
    return text if _ONE_TERM.fullmatch(text) else f"({text})"


def _arguments(node: LatexMacroNode, l2tobj: LatexNodes2Text) -> str:
    arguments = node.nodeargd.argnlist if node.nodeargd else ()
    return "".join(l2tobj.nodelist_to_text([argument]) for argument in arguments)


def _fraction(node: LatexMacroNode, l2tobj: LatexNodes2Text) -> str:
    top, bottom = (l2tobj.node_arg_to_text(node, place).strip() for place in (0, 1))
    return f"{_one_term(top)}/{_one_term(bottom)}"


@cache
def _text_table() -> LatexContextDb:
    table = default_text_table()
    macros = [MacroTextSpec(name, _arguments) for name in sorted(_STYLES)]
    macros += [MacroTextSpec(name, text) for name, text in _TEXTS.items()]
    macros += [MacroTextSpec(name, "") for name in sorted(_DECLARATIONS)]
    macros += [MacroTextSpec("frac", _fraction), MacroTextSpec("footnote", " (%(2)s)")]
    table.add_context_category("citekg", macros=macros, prepend=True)
    return table


@cache
def _syntax_table() -> LatexContextDb:
    table = default_syntax_table()
    macros = [MacroSpec(name, "{") for name in sorted(_STYLES)]
    macros += [MacroSpec(name, "") for name in sorted([*_TEXTS, *_DECLARATIONS])]
    table.add_context_category("citekg", macros=macros, prepend=True)
    return table


@cache
def _converter() -> LatexNodes2Text:
    logging.getLogger("pylatexenc").setLevel(logging.CRITICAL)  # it reports what we mend in render
    return LatexNodes2Text(latex_context=_text_table(), math_mode="text")
