"""When two names are spellings of one: the key that spellings share."""

import re
import unicodedata
from functools import lru_cache
from typing import Final

from schemas import without_accents

_AMERICAN: Final = (
    (re.compile(r"is(?=(?:e|ed|es|er|ers|ing|ations?|able|ability)\b)"), "iz"),
    (re.compile(r"ys(?=(?:e|ed|es|er|ers|ing)\b)"), "yz"),
    (re.compile(r"(?<=[a-z])our"), "or"),
    (re.compile(r"(?<=[aeiou])ll(?=(?:ed|ing|er)\b)"), "l"),
    (re.compile(r"(?<=[a-z])([tb])re\b"), r"\1er"),
    (re.compile(r"ogue\b"), "og"),
    (re.compile(r"(?<=def|off|lic)en[cs]e\b"), "ense"),
    (re.compile(r"\bartefact"), "artifact"),
    (re.compile(r"\bgrey"), "gray"),
)
_MAYBE_BRITISH: Final = re.compile(r"[iy]s[eai]|our|ll[ei]|[tb]re|ogue|en[cs]e|artef|grey")
_SEPARATORS: Final = r"\s\-‐-―_/"
_SEPARATOR: Final = re.compile(rf"[{_SEPARATORS}]+")
_BETWEEN_DIGITS: Final = re.compile(rf"(?<=\d)(?:(\.)|[{_SEPARATORS}]+)(?=\d)")
_NOT_KEY: Final = re.compile(r"[^\w+*#.~]+|(?<!\d)[.~]|[.~](?!\d)")
_POSSESSIVE: Final = re.compile(r"['’]s\b")
_PLURAL: Final = re.compile(r"(?<=\w{2}[^\Wsi])s$")
_PLURAL_OF_Y: Final = re.compile(r"(?<=\w{2})ies$")
_LONGEST_SHORT_FORM: Final = 8
_GREEK: Final = re.compile("[α-ω]")
_WORD: Final = re.compile(r"[^\W_]+")
_ENDING: Final = re.compile(
    r"(?<=\w{3})(?:(?:ati|ti|i)onal|[ai]tions?|[ai]tors?|ions?|ive|ivity|able|ability|al|ally"
    r"|iti?es|ity|ing|ed|er|ors?|en[ct]e|enc(?:y|ies)|ent|ic|[aey]|ies|s)$"
)
_TELL_NOTHING: Final = frozenset(
    "a an and by for in of on the to with algorithm approach framework method model modeling"
    " problem procedure scheme system task technique".split()
)


@lru_cache(maxsize=1 << 18)
def spelling_key(name: str) -> str:
    """Return what all spellings of a name have in common.

    Case, accents, hyphens, spaces, a plural and British spelling fold away. What stands between
    two digits does not, since numbers tell models apart.

    >>> spelling_key("Policy Optimisation"), spelling_key("policy-optimizations")
    ('policyoptimization', 'policyoptimization')
    >>> spelling_key("OPT-1.3B"), spelling_key("OPT-13B"), spelling_key("Qwen2-7B")
    ('opt1.3b', 'opt13b', 'qwen2~7b')
    """
    plain = without_accents(name)
    shouted = is_shouted(plain)
    plain = _POSSESSIVE.sub("", plain.removesuffix("s") if shouted else plain)
    plain = _BETWEEN_DIGITS.sub(lambda match: match[1] or "~", plain)
    plain = _GREEK.sub(lambda match: unicodedata.name(match[0]).split()[-1], plain.casefold())
    words = [word for word in _SEPARATOR.split(_american(plain.casefold())) if word]
    if words and not shouted:
        words[-1] = _PLURAL.sub("", _PLURAL_OF_Y.sub("y", words[-1]))
    return _NOT_KEY.sub("", "".join(words))


def is_shouted(name: str) -> bool:
    """Tell whether a name is one short word in capitals, a plural s aside.

    >>> is_shouted("DPO"), is_shouted("GANs"), is_shouted("GradNet"), is_shouted("GPT 4")
    (True, True, False, False)
    """
    stem = name.removesuffix("s")
    return 1 < len(stem) <= _LONGEST_SHORT_FORM and stem.isalpha() and stem.isupper()


def wording(name: str) -> tuple[str, ...]:
    """Return the stems of the words that tell something, so that close wordings agree.

    >>> wording("neural architectural search") == wording("Neural Architecture Search")
    True
    >>> wording("optimal transport") == wording("optimal transformation")
    False
    """
    words = _WORD.findall(_american(name.casefold()))
    return tuple(_stem(word) for word in words if word not in _TELL_NOTHING)


def _stem(word: str) -> str:
    for _ in range(3):
        word = _ENDING.sub("", word)
    return word


def _american(text: str) -> str:
    if not _MAYBE_BRITISH.search(text):
        return text
    for pattern, american in _AMERICAN:
        text = pattern.sub(american, text)
    return text
