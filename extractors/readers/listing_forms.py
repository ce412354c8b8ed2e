"""The forms of the short lines in a listing: dates, counts, names, navigation, decoration."""

import re

ARXIV = re.compile(
    r"(?:arxiv\.org/(?:abs|pdf|html)/|arxiv:\s*)(\d{4}\.\d{4,5}|[a-z-]+(?:\.[a-z]{2})?/\d{7})",
    re.IGNORECASE,
)
_ARXIV_ALONE = re.compile(
    r"[\[(<]?\s*(?:https?://(?:www\.)?arxiv\.org/\S+|arxiv:\s*[\w./-]+)"
    r"(?:\s*\[[a-z-]+(?:\.[a-z-]+)?\])?(?:\s*,\s*\d+\s?kb)?\s*[\])>]?",
    re.IGNORECASE,
)
_NUMBERING = re.compile(r"^(?:\[\d{1,4}\]|\(\d{1,4}\)|\d{1,4}[.)]|#{1,6}|[*•·–-])\s+")
_FILE_KIND = re.compile(r"^(?:\[(?:pdf|html|book|citation|doc|b|c)\]\s*)+", re.IGNORECASE)
_EMPHASIS = re.compile(r"(\*\*|__)(.+)\1")
_MARKDOWN_LINK = re.compile(r"\[([^\]]+)\]\(https?://[^)\s]+\)")
_URL = re.compile(r"[\[(<]?\s*https?://\S+\s*[\])>]?", re.IGNORECASE)

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
_DATE = re.compile(
    r"(?:(?:published|submitted|posted|updated)(?: on)?:?\s+)?"
    r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6},?\s+)?"
    rf"(?:(?:{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s+\d{{4}})?"
    rf"|\d{{1,2}}\.?\s+{_MONTH}(?:,?\s+\d{{4}})?|{_MONTH}\s+\d{{4}}"
    r"|\d{4}-\d\d-\d\d|\d{1,2}[./]\d{1,2}[./]\d{2,4})(?:[\s,·|(-].{0,40})?|\d{4})",
    re.IGNORECASE,
)
_COUNT = re.compile(
    r"[\W_]*(?:\d[\d.,]*\s?[km]?\+?)?[\W_]*(?:(?:upvotes?|likes?|comments?|views?|citations?|stars?"
    r"|authors?|shares?|replies|min(?:utes)? read|(?:hours?|days?|weeks?|months?) ago)[\W_]*)?",
    re.IGNORECASE,
)
_COMMUNITY = re.compile(r"by\s?\S.{0,40}\band the \w+ community", re.IGNORECASE)
_CHATTER = re.compile(
    r"\b(?:(?:un)?subscribe|inbox|newsletter|sign (?:in|up|out)|log ?in|cookies?|privacy policy"
    r"|terms of (?:use|service)|(?:read|show|load) more|view (?:all|in|on|online|pdf)|upvotes?"
    r"|follow us|copyright|all rights reserved|click here|(?:cancel|list) alerts?|new articles"
    r"|this (?:message|e-?mail)|you(?: are|'re|’re| were) (?:receiving|subscribed|following)"
    r"|you received|(?:trending|daily|latest|new) papers|papers? of the (?:day|week)"
    r"|(?:submitted|posted) by|(?:next|previous) page|manage your|forwarded message)\b|©",
    re.IGNORECASE,
)

_CAPITAL = "[A-ZÀ-ÖØ-ÞĀ-Ž]"
_NAME = (
    rf"(?:(?:{_CAPITAL}[\w'’.-]*|d[aeiu]|de[lr]|l[ae]|v[ao]n|den|bin|al)\s+){{1,4}}"
    rf"{_CAPITAL}[\w'’-]*"
)
_ONE_NAME = re.compile(_NAME)
_LONGEST_NAME = 5
_LONGEST_NAME_LIST = 4000
_BETWEEN_NAMES = re.compile(r"\s*(?:,\s*and\b|[,;·&]|\band\b)\s*")
_NO_NAME = re.compile(r"[\d*†‡]+|…|\.\.\.|\bet al\b\.?")
# So many of the names in a list must look like one; some have a form of their own.
_LEAST_SHARE = 0.75
_VENUE = re.compile(
    r"(?:in:?\s+)?(?:proceedings|proc\.|journal|transactions|findings|advances in|arxiv preprint"
    r"|.{0,40}\b(?:conference|workshop|symposium)\b).*|[\w .&/-]{2,40},?\s+['’(]?(?:19|20)?\d\d\)?",
    re.IGNORECASE,
)


def undecorated(text: str) -> str:
    """Return a line without numbering, file kind, emphasis, link target and arXiv id.

    >>> undecorated("[3] [PDF] **On Tea** (arXiv:2401.00001)")
    'On Tea'
    """
    bare = _FILE_KIND.sub("", _NUMBERING.sub("", text.strip()))
    bare = _EMPHASIS.sub(r"\2", _MARKDOWN_LINK.sub(r"\1", bare))
    return _ARXIV_ALONE.sub("", bare).strip()


def is_url(text: str) -> bool:
    """Tell whether a line is an address and nothing else.

    >>> is_url("<https://a.example/tea>"), is_url("On Tea https://a.example")
    (True, False)
    """
    return _URL.fullmatch(text) is not None


def is_noise(text: str) -> bool:
    """Tell whether the form of a line says that it is a date, a count, an address or the like.

    >>> [is_noise(text) for text in ("Mar 11", "▲ 42 upvotes", "new", "2024-03-11", "On Tea")]
    [True, True, True, True, False]
    """
    return len(text) < 4 or any(form.fullmatch(text) for form in (_DATE, _COUNT, _COMMUNITY, _URL))


def is_chatter(text: str) -> bool:
    """Tell whether the words are those that stand around papers rather than in them.

    >>> is_chatter("Get trending papers in your email inbox!"), is_chatter("On Tea")
    (True, False)
    """
    return _CHATTER.search(text) is not None


def names_in(text: str) -> list[str]:
    """Return the names in a line of names, without what marks them or stands around them.

    >>> names_in("by A Lee*, B Roe… - TeaConf, 2024")
    ['A Lee', 'B Roe']
    """
    names = _NO_NAME.sub("", re.split(r"\s[-–—]\s", text, maxsplit=1)[0])
    bare = re.sub(r"^by\s+", "", names.strip())
    return [name for name in _BETWEEN_NAMES.split(bare) if name]


def is_name_list(text: str) -> bool:
    """Tell whether a line holds two names or more, or one with "by" or a dated venue.

    >>> [is_name_list(line) for line in ("Ann Lee, B. Roe", "by Ann Lee", "C Poe - Pots, 2023")]
    [True, True, True]
    >>> [is_name_list(line) for line in ("Teas, coffees and waters", "Ann Lee")]
    [False, False]
    """
    names = names_in(text) if len(text) < _LONGEST_NAME_LIST else []
    if not names or any(len(name.split()) > _LONGEST_NAME for name in names):
        return False
    if len(names) == 1:
        dated = re.search(r"\s[-–—]\s.*\b(?:19|20)\d\d\b", text)
        return is_one_name(names[0]) and (text.startswith("by ") or dated is not None)
    return sum(map(is_one_name, names)) >= max(2, _LEAST_SHARE * len(names))


def is_one_name(text: str) -> bool:
    """Tell whether a line may be the name of one person.

    >>> is_one_name("Ann B. Lee"), is_one_name("On the brewing of tea")
    (True, False)
    """
    return len(text.split()) <= _LONGEST_NAME and _ONE_NAME.fullmatch(text) is not None


def is_venue(text: str) -> bool:
    """Tell whether a line below a title may name where the paper appeared.

    >>> is_venue("TeaConf 2024"), is_venue("Proceedings of the Tea Society"), is_venue("On Tea")
    (True, True, False)
    """
    return _VENUE.fullmatch(text) is not None
