"""In-text citations by author and year, in every usual form."""

import re
from collections.abc import Iterable, Iterator, Sequence

from schemas import Citation

# Names. The characters of `_ACCENT` stand apart from their letter in text taken from PDF files.
_UPPER = "".join(chr(c) for c in (*range(0x250), *range(0x1E00, 0x1F00)) if chr(c).isupper())
_LETTER = r"[^\W\d_]"
_LOWER = rf"[^\W\d_{_UPPER}]"
_ACCENT = "´`¨ˆ˜¸˚"
_PARTICLE = (
    r"(?:(?:[Vv]an|[Vv]on|[Dd]er?|[Dd]en|[Dd]el|[Dd]ella|[Dd]i|[Dd]a|[Dd]os|[Dd]u|[Ll]a|[Ll]e"
    r"|[Tt]en|[Tt]er|[Ee]l|[Aa]l|[Bb]in|[Zz]u)\s+){0,3}(?:[dl]['’]|(?:al|el)-)?"
)
_SURNAME = (
    rf"{_PARTICLE}[{_UPPER}](?:{_LETTER}|[{_ACCENT}]|['’](?!s\b)(?={_LETTER})|[-‐](?={_LETTER}))++"
)
_INITIALS = rf"(?:[{_UPPER}]\.[ -]?){{0,3}}"
_NAME = rf"{_INITIALS}{_SURNAME}(?!\w)"
_AUTHORS = re.compile(
    rf"(?<![\w\\/@.-]){_NAME}(?:\s*,\s*{_NAME}){{0,14}}"
    rf"(?:\s*,?(?:\s+and\s+|\s*&\s*){_NAME}){{0,3}}"
    r"(?P<et_al>(?P<comma>,)?\s*\bet\.?\s*a[lI1]\b\.?)?(?:['’]s?(?!\w))?"
)
_ONE_NAME = re.compile(rf"{_INITIALS}(?P<surname>{_SURNAME})")
_LIKE_A_SURNAME = re.compile(
    rf"{_PARTICLE}(?:Mc|Mac|De|Di|Du|La|Le|Van|Fitz|O['’]|D['’])?"
    rf"[{_UPPER}][{_ACCENT}]?{_LOWER}(?:{_LOWER}|[{_ACCENT}'’]|[-‐][{_UPPER}]?)*"
)
_NO_SURNAME = frozenset(
    """
    January February March April May June July August September October November December
    Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec Spring Summer Autumn Fall Winter
    Monday Tuesday Wednesday Thursday Friday Saturday Sunday
    Section Figure Table Equation Theorem Lemma Chapter Appendix Algorithm Version Part Phase
    Challenge Workshop Conference Competition Symposium Olympics Games Cup Track Task Dataset
    Benchmark Journal Proceedings Interspeech Eval Census Act Release Edition Copyright
    Recently A In As The We This These Our For And With From By On At To If It Is See Also Both
    Like When Where While Unlike Following However Moreover Furthermore Here Thus Hence Later
    Then Therefore Since Nevertheless Nonetheless Instead Meanwhile Indeed Besides First Second
    Third Next Today Overall Otherwise Although Though Yet Still Among Building Using Inspired
    Extending Before After Until
    """.split()
)

# Years and what stands around them.
_YEAR = r"(?<![\d-])(?:1[789]|20)\d\d(?!\d|[-–]\d)"
_YEARS = rf"{_YEAR}[a-z]?\b(?:\s*(?:,|;|&|and)\s*(?:{_YEAR}[a-z]?|[a-z])\b(?!['’.]\w))*"
_ONE_YEAR = re.compile(rf"({_YEAR})([a-z]\b(?:\s*,\s*[a-z]\b)*)?|['’](\d\d)\b")
_BARE = re.compile(rf"(?P<comma>,)?\s*(?P<years>{_YEARS}|['’]\d\d\b)")
_IN_YEAR = re.compile(rf"\s+in\s+(?P<years>{_YEAR})")
_BRACKET = re.compile(r",?(?:\\,|\\?[\s~])*[(\[]\s*(?P<inside>[^()\[\]]{2,160}?)\s*[)\]]")
_YEARS_FIRST = re.compile(rf"(?P<years>{_YEARS})\s*(?:[,;:].*)?", re.DOTALL)
_VENUE_FIRST = re.compile(r"(?P<years>[A-Z][a-z]*[A-Z][\w.&,:'’ -]{2,45})(?<=\d\d)")
_LABEL_FIRST = re.compile(r"[A-Z][A-Za-z]{1,9}\+?(?P<year>\d\d)[a-z]?")
_TITLE_OR_VENUE = re.compile(
    r"(?:,\s*|\s+(?=[A-Z]{2}))(?:(?!\bet\.? al)[^\[\]();]){2,200}?"
    rf"(?P<years>{_YEAR}|['’]\d\d\b)(?=\s*[\]);])"
)
_REFERENCE_FOLLOWS = re.compile(
    r"[\s~]*(?:\[\s*[\d?]|\[[^\W\d_][^\[\]\s,;]{0,40}\d\d|\\[A-Z]?cite)"
)
_CITED_BEFORE = re.compile(r"(?:[(\[;,:]|\b(?:see|e\.g\.,?|cf\.|and|also|by|of|from|in))\s*$")
_CITED_AFTER = re.compile(r"\s*(?:[)\],;:.]|and\b|or\b|$)")
_NAMED_BEFORE = re.compile(rf"(?<![\w.-])([{_UPPER}][\w-]*|the|an?)\s+$")
_DATA_AFTER = re.compile(r"\s+(?:data ?sets?|benchmarks?|challenges?|corpus|workshops?|tasks?)\b")
_SENTENCE_BEFORE = re.compile(r"(?:^|[.!?:]\s+|\n)$")
_CREDIT_BEFORE = re.compile(
    r"\b(?:(?:algorithm|analysis|approach|bound|conjecture|construction|framework|method|paper"
    r"|open problem|question|reduction|adaptation|result|technique|work)s? (?:of|by|from)|due to"
    r"|(?:conjectured|considered|described|developed|established|given|initiated|introduced"
    r"|obtained|open|posed|presented|proposed|proved|proven|raised|shown|studied|suggested)"
    r"(?: recently| independently| first)? by)\s+$"
)
_NO_CREDIT_BEFORE = re.compile(r"(?:\][ ,]*|\b(?:such as|between) )$")
_CAPITAL_AFTER = re.compile(r" [A-Z]")
_CREDIT_AFTER = re.compile(
    r"(?: have| has| had)?(?: recently| first| independently)? (?:conjectured|demonstrated"
    r"|developed|introduced|presented|proposed|proved|raised|showed|shown|studied|suggested)\b"
)
_WORDS = r"[A-Z][a-z]+(?:\s+(?:of\s+)?(?:the\s+)?[A-Z][a-z]+)"
_ORGANISATION = re.compile(
    rf"(?<=[(\[; ])(?P<names>{_WORDS}{{1,5}}(?:\s+and\s+(?:the\s+)?{_WORDS}{{0,5}})?),"
    rf"\s*(?P<years>{_YEAR})(?=\s*[)\];])"
)


def find_author_years(text: str) -> Iterator[Citation]:
    """Yield citations by author and year in reading order; a place with n years gives n.

    >>> [c.year for c in find_author_years("Antos and Lugosi (1996, 1998) prove it.")]
    [1996, 1998]
    """
    inside = _bracketed(text)
    known: set[str] = set()
    for match in _AUTHORS.finditer(text):
        if not (names := _credible(match)):
            continue
        start, end = names[0].start(), names[-1].end()
        written = text[start:end]
        end, years = _tail(match, names, inside=bool(inside[match.start()]))
        if not years and written in known:
            end, years = start + len(written), (None,)
        elif years and len(names) > 1:
            known.add(written)
        authors = tuple(name["surname"] for name in names)
        for year in years:
            yield make_citation(text, start, end, authors=authors, year=year)


def find_organisations(text: str) -> Iterator[Citation]:
    """Yield citations in brackets whose authors are names of several words.

    >>> [c.authors for c in find_organisations("a law (Government of India, 2021)")]
    [('Government of India',)]
    """
    for match in _ORGANISATION.finditer(text):
        authors = re.split(r"\s+and\s+(?:the\s+)?", match["names"])
        yield make_citation(text, *match.span(), authors=authors, year=int(match["years"]))


def make_citation(
    text: str, start: int, end: int, *, authors: Iterable[str] = (), year: int | None = None
) -> Citation:
    """Return the citation that stands at `text[start:end]`."""
    surface = text[start:end]
    return Citation(start=start, end=end, surface=surface, authors=tuple(authors), year=year)


def full_year(digits: str) -> int:
    """Return the year that two or four digits stand for.

    >>> full_year("98"), full_year("12"), full_year("2012")
    (1998, 2012, 2012)
    """
    year = int(digits)
    return year if year > 99 else year + (1900 if year > 50 else 2000)


def _bracketed(text: str) -> bytearray:
    """Return 1 for each character inside a closed pair of brackets that is no longer than 600."""
    inside, opened = bytearray(len(text) + 1), []
    for match in re.finditer(r"[()\[\]]", text):
        if match.group() in "([":
            opened.append(match.end())
        elif opened:
            start = opened.pop()
            if match.start() - start <= 600:
                inside[start : match.start()] = b"\1" * (match.start() - start)
    return inside


def _credible(match: re.Match[str]) -> Sequence[re.Match[str]]:
    """Return the last run of names that can be surnames; before "et al." a single one."""
    names = list(_ONE_NAME.finditer(match.string, match.start(), match.end()))
    if match["et_al"]:
        return names if match["comma"] else names[-1:]
    for index in range(len(names) - 1, -1, -1):
        name = names[index]["surname"]
        if name in _NO_SURNAME or name.isupper():
            return names[index + 1 :]
    if names[0]["surname"].endswith("ly") and _SENTENCE_BEFORE.search(
        match.string, max(0, match.start() - 3), match.start()
    ):
        return names[1:]
    return names


def _tail(
    match: re.Match[str], names: Sequence[re.Match[str]], *, inside: bool
) -> tuple[int, Sequence[int | None]]:
    """Return where the citation ends and its years: none if these names are no citation."""
    text, end, several = match.string, match.end(), bool(match["et_al"]) or len(names) > 1
    bracket = _BRACKET.match(text, end)
    if bracket and (years := _bracket_years(bracket["inside"])):
        if several or _is_person(names[0], text, end=bracket.end()):
            return bracket.end(), years
    elif bare := _BARE.match(text, end):
        if _is_bare(match, names, bare, inside=inside):
            return bare.end(), _years(bare["years"])
    elif inside and several and (title := _TITLE_OR_VENUE.match(text, end)):
        return title.end(), _years(title["years"])
    elif several and "." in match.group() and (in_year := _IN_YEAR.match(text, end)):
        return in_year.end(), _years(in_year["years"])
    if _REFERENCE_FOLLOWS.match(text, end):
        return end, ()
    if match["et_al"]:
        return match.end("et_al"), (None,)
    return names[-1].end(), (None,) if several and _is_credited(names, text) else ()


def _years(text: str) -> Sequence[int]:
    """Return the years in `text`, one for each letter that follows a year."""
    found: list[int] = []
    for full, letters, short in _ONE_YEAR.findall(text):
        found.extend([full_year(full or short)] * max(1, len(re.findall("[a-z]", letters))))
    return found


def _bracket_years(inside: str) -> Sequence[int]:
    if label := _LABEL_FIRST.fullmatch(inside):
        return [full_year(label["year"])]
    match = _YEARS_FIRST.fullmatch(inside) or _VENUE_FIRST.fullmatch(inside)
    return _years(match["years"]) if match else ()


def _is_bare(
    match: re.Match[str], names: Sequence[re.Match[str]], bare: re.Match[str], *, inside: bool
) -> bool:
    """Tell whether names and a year without brackets of its own are a citation."""
    if match["et_al"]:
        return True
    text = match.string
    likely = all(_LIKE_A_SURNAME.fullmatch(name["surname"]) for name in names)
    if len(names) > 1:
        clear = bare["comma"] or "&" in match.group() or _is_credited(names, text)
        return inside or (likely and bool(clear))
    return (
        inside
        and bool(_CITED_AFTER.match(text, bare.end()))
        and bool(_CITED_BEFORE.search(text, max(0, names[0].start() - 20), names[0].start()))
        and (likely or bool(bare["comma"]))
    )


def _is_credited(names: Sequence[re.Match[str]], text: str) -> bool:
    """Tell whether the words around several names say that a work is theirs."""
    start, end = names[0].start(), names[-1].end()
    if not re.search(r" and |&", text[start:end]) or _NO_CREDIT_BEFORE.search(
        text, max(0, start - 20), start
    ):
        return False
    return all(_LIKE_A_SURNAME.fullmatch(name["surname"]) for name in names) and bool(
        _CREDIT_AFTER.match(text, end)
        or (
            _CREDIT_BEFORE.search(text, max(0, start - 60), start)
            and not _CAPITAL_AFTER.match(text, end)
        )
    )


def _is_person(name: re.Match[str], text: str, *, end: int) -> bool:
    """Tell whether a single name before years in brackets is an author's."""
    before = _NAMED_BEFORE.search(text, max(0, name.start() - 30), name.start())
    return (
        bool(_LIKE_A_SURNAME.fullmatch(name["surname"]))
        and (not before or before[1] in _NO_SURNAME)
        and not _DATA_AFTER.match(text, end)
    )
