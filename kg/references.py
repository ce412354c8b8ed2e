"""What a reference or an in-text citation means: a paper of the graph, or a work outside it."""

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from schemas import Citation, Paper, fold, slug, work_curie

IDENTIFIED: Final = 0.99  # by a DOI, an arXiv id or another id
TITLE: Final = 0.95  # the entry is the title of a paper
TITLE_INSIDE: Final = 0.9  # the entry contains the title of a paper
LISTED: Final = 0.95  # an entry that leads to no paper of the graph
AUTHORS_AND_YEAR: Final = 0.85
NEXT_YEAR: Final = 0.65  # authors, and the year after that of the paper
OUTSIDE: Final = 0.9  # authors and year that lead to no paper of the graph

_SHORTEST_TITLE = 15
_LONGEST_RUN = 8
_SUFFIXES = frozenset({"jr", "jr.", "sr", "sr.", "ii", "iii", "iv"})
_PART = re.compile(r"[.,;:?!\"“”()\[\]{}]+(?:\s+|$)|\s*[\"“”]\s*")
_HINT = re.compile(r"10\.\d{4}|doi|arxiv", re.IGNORECASE)
_ET_AL = re.compile(r"\bet\.? al\b")
_KEY = re.compile(r"\S*\d\S*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """The work that a citation means, and how sure that is."""

    curie: str
    label: str
    authors: tuple[str, ...] = ()
    year: int | None = None
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperIndex:
    """Papers by CURIE, by every name that one paper alone carries, and by first surname."""

    papers: Mapping[str, Paper]
    names: Mapping[str, str]
    titles: Mapping[str, str]
    surnames: Mapping[str, Sequence[Paper]]


def index_papers(papers: Iterable[Paper]) -> PaperIndex:
    """Return the index of `papers`; a name or title that two papers share leads to neither."""
    by_curie = {paper.curie: paper for paper in papers}
    surnames: dict[str, list[Paper]] = defaultdict(list)
    for paper in by_curie.values():
        if paper.authors:
            surnames[surname(paper.authors[0])].append(paper)
    names = _unique((name, curie) for curie, p in by_curie.items() for name in _names(p))
    return PaperIndex(
        papers=by_curie,
        names=names | {curie: curie for curie in by_curie},
        titles=_unique((fold(paper.title), curie) for curie, paper in by_curie.items()),
        surnames=surnames,
    )


def _names(paper: Paper) -> set[str]:
    given = (paper.id, paper.doi, paper.arxiv, paper.url)
    return {name for text in given if text for name in (text, work_curie(text)) if name}


def _unique(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    owners: dict[str, set[str]] = defaultdict(set)
    for name, curie in pairs:
        owners[name].add(curie)
    return {name: min(curies) for name, curies in owners.items() if name and len(curies) == 1}


def surname(name: str) -> str:
    """Return the folded last word of a surname, in which particles and spellings agree.

    >>> surname("Aaron van den Oord"), surname("van den Oord"), surname("Oord, Aaron van den")
    ('oord', 'oord', 'oord')
    """
    words = name.split(",")[0].split()
    while len(words) > 1 and words[-1].lower() in _SUFFIXES:
        words.pop()
    return fold(words[-1]) if words else ""


def resolve_reference(reference: str, index: PaperIndex) -> Target:
    """Return what an entry of a reference list means: an id, a title, or free text.

    >>> resolve_reference("https://doi.org/10.1000/1", index_papers([])).curie
    'doi:10.1000/1'
    """
    text = " ".join(reference.split())
    identified = work_curie(text)
    if curie := index.names.get(identified or text):
        return _known(curie, index, confidence=IDENTIFIED)
    if identified:
        return Target(curie=identified, label=text, confidence=IDENTIFIED)
    if curie := index.titles.get(fold(text)):
        return _known(curie, index, confidence=TITLE)
    if inside := next(_identifiers_in(text), None):
        known = index.names.get(inside)
        outside = Target(curie=inside, label=text, confidence=IDENTIFIED)
        return _known(known, index, confidence=IDENTIFIED) if known else outside
    if curie := _title_inside(text, index.titles):
        return _known(curie, index, confidence=TITLE_INSIDE)
    digest = hashlib.sha256(fold(text).encode()).hexdigest()[:16]
    return Target(curie=f"work:{digest}", label=text, confidence=LISTED)


def _known(curie: str, index: PaperIndex, *, confidence: float) -> Target:
    return Target(curie=curie, label=index.papers[curie].title, confidence=confidence)


def _identifiers_in(text: str) -> Iterator[str]:
    for word in text.split():
        if _HINT.search(word) and (curie := work_curie(word.strip(".,;()[]<>\"'"))):
            yield curie


def _title_inside(text: str, titles: Mapping[str, str]) -> str | None:
    parts = [fold(part) for part in _PART.split(text)]
    for length in range(min(_LONGEST_RUN, len(parts)), 0, -1):
        for start in range(len(parts) - length + 1):
            title = "".join(parts[start : start + length])
            if len(title) >= _SHORTEST_TITLE and title in titles:
                return titles[title]
    return None


def resolve_citation(citation: Citation, citing: str, *, index: PaperIndex) -> Target | None:
    """Return what an in-text citation of the paper `citing` means; None if nothing names a work.

    Authors and year lead to a paper of the graph if exactly one fits; the year of the citation
    may also be the one after that of the paper (preprint and proceedings).

    >>> lee = Paper(id="arxiv:2301.00001", title="Tea", authors=("Ann Lee", "Bo Roe"), year=2023)
    >>> cited = Citation(start=0, end=17, surface="Lee et al. (2023)", authors=("Lee",), year=2023)
    >>> resolve_citation(cited, "local:1", index=index_papers([lee])).curie
    'arxiv:2301.00001'
    """
    if citation.work:
        if curie := index.names.get(citation.work):
            return _known(curie, index, confidence=IDENTIFIED)
        return Target(curie=citation.work, label=citation.surface, confidence=IDENTIFIED)
    if not citation.authors:
        return None
    fitting = [
        paper
        for paper in index.surnames.get(surname(citation.authors[0]), ())
        if paper.curie != citing and _same_authors(citation, paper)
    ]
    for late, confidence in ((0, AUTHORS_AND_YEAR), (1, NEXT_YEAR)):
        papers = [p for p in fitting if p.year is not None and p.year + late == citation.year]
        if len(papers) == 1:
            return _known(papers[0].curie, index, confidence=confidence)
        if papers:
            break
    return _outside(citation)


def _same_authors(citation: Citation, paper: Paper) -> bool:
    """Compare the named authors in order, and their number as far as the surface tells it."""
    named = [surname(author) for author in citation.authors]
    known = [surname(author) for author in paper.authors]
    if known[: len(named)] != named:
        return False
    if _ET_AL.search(citation.surface):
        return len(known) > len(named)
    told = citation.authors[-1] in citation.surface and not _KEY.fullmatch(citation.surface)
    return len(known) == len(named) or not told


def _outside(citation: Citation) -> Target:
    *first, last = citation.authors
    names = f"{', '.join(first)} and {last}" if first else last
    more = " et al." if _ET_AL.search(citation.surface) else ""
    year = f" ({citation.year})" if citation.year else ""
    return Target(
        curie=f"work:{slug(' '.join([*citation.authors, str(citation.year or '')]))}",
        label=f"{names}{more}{year}",
        authors=citation.authors,
        year=citation.year,
        confidence=OUTSIDE,
    )
