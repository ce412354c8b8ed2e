"""What a reference or an in-text citation means: a paper of the graph, or a work outside it."""

import hashlib
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

from kg.works.index import PaperIndex, surname, telling_words, title_key
from schemas import Citation, Paper, fold, slug, work_curie

IDENTIFIED: Final = 0.99  # by a DOI, an arXiv id or another id
TITLE: Final = 0.95  # the entry is the title of a paper
TITLE_INSIDE: Final = 0.9  # the entry contains the title of a paper
LISTED: Final = 0.95  # an entry that leads to no paper of the graph
AUTHORS_AND_YEAR: Final = 0.9
SURNAME_AND_YEAR: Final = 0.8  # one author alone is named
NEXT_YEAR: Final = 0.7  # authors, and the year after that of the paper
OUTSIDE: Final = 0.9  # authors and year that lead to no paper of the graph
FREE_TEXT: Final = "work:"  # scheme of the CURIE of a work that has no id

_SHORTEST_TITLE: Final = 15  # folded characters that prove a title within an entry
_LONGEST_RUN: Final = 8  # parts of an entry that a title may span
_COMMON_SHARE: Final = 0.01  # a word in the titles of more papers than this tells nothing
_RARE_COUNT: Final = 2  # but one of this many titles does, in a graph of any size
_PART: Final = re.compile(r"[.,;:?!\"“”()\[\]{}]+(?:\s+|$)|\s*[\"“”]\s*")
_HINT: Final = re.compile(
    r"10\.\d{4}|doi|arxiv|aclanthology|openalex|semanticscholar|corpusid:|\b(?:acl|s2):",
    re.IGNORECASE,
)
_ET_AL: Final = re.compile(r"\bet\.? a[lI]\b")
_KEY: Final = re.compile(r"[\w:+-]*?\d+(?:[a-z]\b)?(?P<word>[a-z]{3,})?[\w:+-]*")
_WORD: Final = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*|\d{4}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """The work that a citation means, and how sure that is.

    `names` are further CURIEs of the work that the citation gives. `candidates` are the CURIEs of
    papers that all fit, so that the citation stays unresolved.
    """

    curie: str
    label: str
    authors: tuple[str, ...] = ()
    year: int | None = None
    names: tuple[str, ...] = ()
    candidates: tuple[str, ...] = ()
    confidence: float


def resolve_reference(reference: str, index: PaperIndex) -> Target:
    """Return what an entry of a reference list means: an id, a title, or free text.

    An entry may hold several ids of the one work; any of them leads to a paper of the graph. Of
    several papers with the title in the entry, that is meant whose first author and year the
    entry names.

    >>> from kg.works.index import index_papers
    >>> resolve_reference("https://doi.org/10.1000/1", index_papers([])).curie
    'doi:10.1000/1'
    """
    text = " ".join(reference.split())
    identified = work_curie(text)
    if curie := index.names.get(identified or text):
        return _known(curie, index, confidence=IDENTIFIED)
    if identified:
        return Target(curie=identified, label=text, confidence=IDENTIFIED)
    inside = dict(_identifiers_in(text))
    named = [curie for name in inside.values() if (curie := index.names.get(name))]
    if named and title_key(text) not in index.titles:
        return _known(named[0], index, confidence=IDENTIFIED)
    entitled, confidence = _entitled(text, index)
    meant = _meant(entitled, text, index) if len(entitled) > 1 else entitled
    if len(meant) == 1:
        return _known(meant[0], index, confidence=confidence)
    if inside:
        first, *others = inside.values()
        others += _title_beside(text, inside)
        return Target(curie=first, label=text, names=tuple(others), confidence=IDENTIFIED)
    return Target(curie=_free_text(text), label=text, candidates=tuple(entitled), confidence=LISTED)


def _known(curie: str, index: PaperIndex, *, confidence: float) -> Target:
    return Target(curie=curie, label=index.papers[curie].title, confidence=confidence)


def _free_text(text: str) -> str:
    return FREE_TEXT + hashlib.sha256(fold(text).encode()).hexdigest()[:16]


def _identifiers_in(text: str) -> Iterator[tuple[str, str]]:
    """Yield the words of an entry that are ids, each with its CURIE."""
    for word in text.split():
        if _HINT.search(word) and (curie := work_curie(word.strip(".,;()[]<>\"'"))):
            yield word, curie


def _title_beside(text: str, identifiers: Collection[str]) -> list[str]:
    """Return the CURIE that the entry would have without its ids, if a title can be left."""
    title = " ".join(word for word in text.split() if word not in identifiers).rstrip(" .")
    return [_free_text(title)] if len(title_key(title)) >= _SHORTEST_TITLE else []


def _entitled(text: str, index: PaperIndex) -> tuple[Sequence[str], float]:
    """Return the papers whose title is the entry or stands in it, and how sure that is."""
    if papers := index.titles.get(title_key(text)):
        return papers, TITLE
    parts = [title_key(part) for part in _PART.split(text)]
    for length in range(min(_LONGEST_RUN, len(parts)), 0, -1):
        for start in range(len(parts) - length + 1):
            title = "".join(parts[start : start + length])
            if len(title) >= _SHORTEST_TITLE and title in index.titles:
                return index.titles[title], TITLE_INSIDE
    return (), 0.0


def _meant(curies: Sequence[str], text: str, index: PaperIndex) -> list[str]:
    """Return those of some papers whose first author and year an entry names."""
    words = {fold(word) for word in _WORD.findall(text)}
    return [
        curie
        for curie in curies
        for paper in [index.papers[curie]]
        if paper.authors
        and surname(paper.authors[0]) in words
        and (paper.year is None or str(paper.year) in words)
    ]


def resolve_citation(
    citation: Citation,
    citing: Paper,
    *,
    index: PaperIndex,
    listed: Mapping[str, Target] = MappingProxyType({}),
) -> Target | None:
    """Return what an in-text citation of the paper `citing` means; None if nothing names a work.

    It means the one entry of the paper's reference list that names its authors and year. Else
    authors and year lead to a paper of the graph if exactly one fits; the year of the citation
    may also be the one after that of the paper (preprint and proceedings). Surnames are shared
    by many, so one surname alone, and a year that is one off, each need a telling word of the
    title in the text of `citing`. Papers of its reference list count before others and need none.

    Args:
        citation: the citation.
        citing: the paper that holds it.
        index: the papers of the graph.
        listed: the entries of the reference list of `citing` and what they mean.

    >>> from kg.works.index import index_papers
    >>> tea = Paper(id="s2:1", title="TeaNet", authors=("Ann Lee", "Bo Roe"), year=2023)
    >>> pot = Paper(id="s2:2", title="We follow Lee et al. (2023) on TeaNet")
    >>> cited = Citation(start=10, end=27, surface="Lee et al. (2023)", authors=("Lee",), year=2023)
    >>> resolve_citation(cited, pot, index=index_papers([tea, pot])).curie
    's2:1'
    """
    if citation.work:
        if curie := index.names.get(citation.work):
            return _known(curie, index, confidence=IDENTIFIED)
        return Target(curie=citation.work, label=citation.surface, confidence=IDENTIFIED)
    if not citation.authors:
        return None
    if entry := _entry_of(citation, listed):
        return replace(entry, confidence=AUTHORS_AND_YEAR)
    known = {target.curie for target in listed.values()}
    return _fitting(citation, citing, index=index, known=known)


def _entry_of(citation: Citation, listed: Mapping[str, Target]) -> Target | None:
    """Return what the one entry means that names the authors and year of a citation."""
    named = {surname(author) for author in citation.authors} | {str(citation.year)}
    found = {
        target.curie: target
        for entry, target in listed.items()
        if citation.year and named <= {fold(word) for word in _WORD.findall(entry)}
    }
    return next(iter(found.values())) if len(found) == 1 else None


def _fitting(
    citation: Citation, citing: Paper, *, index: PaperIndex, known: Collection[str]
) -> Target:
    """Return the paper of the graph that authors and year mean, else a work outside it."""
    alone = len(citation.authors) == 1
    fitting = [
        paper
        for paper in index.surnames.get(surname(citation.authors[0]), ())
        if paper.curie != citing.curie and paper.year is not None and _fits(citation, paper)
    ]
    for late, confidence in ((0, SURNAME_AND_YEAR if alone else AUTHORS_AND_YEAR), (1, NEXT_YEAR)):
        papers = [paper for paper in fitting if paper.year == (citation.year or 0) - late]
        listed = [paper for paper in papers if paper.curie in known]
        if len(listed) == 1:
            return _known(listed[0].curie, index, confidence=AUTHORS_AND_YEAR)
        if len(papers) == 1 and _shared_words(papers[0], citing, index) >= alone + late:
            return _known(papers[0].curie, index, confidence=confidence)
        if papers:
            rivals = tuple(paper.curie for paper in papers) if len(papers) > 1 else ()
            return replace(_outside(citation), candidates=rivals)
    return _outside(citation)


def _fits(citation: Citation, paper: Paper) -> bool:
    """Compare the named authors, their number as far as the surface tells it, a key's word."""
    named = [surname(author) for author in citation.authors]
    known = [surname(author) for author in paper.authors]
    if known[: len(named)] != named:
        return False
    if key := _KEY.fullmatch(citation.surface):
        words = (fold(word) for word in paper.title.replace("-", " ").split())
        return not key["word"] or any(word.startswith(fold(key["word"])) for word in words)
    if _ET_AL.search(citation.surface):
        return len(known) > len(named)
    return len(known) == len(named) or citation.authors[-1] not in citation.surface


def _shared_words(cited: Paper, citing: Paper, index: PaperIndex) -> int:
    """Count the words of the cited title, rare among titles, that the citing paper has."""
    common = max(_RARE_COUNT, _COMMON_SHARE * len(index.papers))
    shared = telling_words(cited.title) & telling_words(citing.text)
    return sum(index.frequencies[word] <= common for word in shared)


def _outside(citation: Citation) -> Target:
    """Return the work that authors and year name, or that a LaTeX key of its own names."""
    if _KEY.fullmatch(citation.surface):
        return Target(
            curie=FREE_TEXT + slug(citation.surface),
            label=citation.surface,
            authors=citation.authors,
            year=citation.year,
            confidence=OUTSIDE,
        )
    *first, last = citation.authors
    names = f"{', '.join(first)} and {last}" if first else last
    more = " et al." if _ET_AL.search(citation.surface) else ""
    year = f" ({citation.year})" if citation.year else ""
    return Target(
        curie=FREE_TEXT + slug(" ".join([*citation.authors, str(citation.year or "")])),
        label=f"{names}{more}{year}",
        authors=citation.authors,
        year=citation.year,
        confidence=OUTSIDE,
    )
