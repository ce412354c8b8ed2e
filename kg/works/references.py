"""What a reference or an in-text citation means: a paper of the graph, or a work outside it."""

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from schemas import Citation, Paper, fold, slug, work_curie

IDENTIFIED: Final = 0.99  # by a DOI, an arXiv id or another id
TITLE: Final = 0.95  # the entry is the title of a paper
TITLE_INSIDE: Final = 0.9  # the entry contains the title of a paper
LISTED: Final = 0.95  # an entry that leads to no paper of the graph
AUTHORS_AND_YEAR: Final = 0.9
SURNAME_AND_YEAR: Final = 0.8  # one author alone is named
NEXT_YEAR: Final = 0.7  # authors, and the year after that of the paper
OUTSIDE: Final = 0.9  # authors and year that lead to no paper of the graph

_SHORTEST_TITLE: Final = 15  # folded characters that prove a title within an entry
_LONGEST_RUN: Final = 8  # parts of an entry that a title may span
_COMMON_SHARE: Final = 0.01  # a word in the titles of more papers than this tells nothing
_RARE_COUNT: Final = 2  # but one of this many titles does, in a graph of any size
_SUFFIXES: Final = frozenset({"jr", "jr.", "sr", "sr.", "ii", "iii", "iv"})
_PART: Final = re.compile(r"[.,;:?!\"“”()\[\]{}]+(?:\s+|$)|\s*[\"“”]\s*")
_HINT: Final = re.compile(
    r"10\.\d{4}|doi|arxiv|aclanthology|openalex|semanticscholar|corpusid:|\b(?:acl|s2):",
    re.IGNORECASE,
)
_ET_AL: Final = re.compile(r"\bet\.? a[lI]\b")
_KEY: Final = re.compile(r"[\w:+-]*?\d+(?:[a-z]\b)?(?P<word>[a-z]{3,})?[\w:+-]*")
_TELLING: Final = re.compile(r"[^\W\d_]{5,}|[A-Z]{3,}")


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
    """Papers by CURIE, by every name that one paper alone carries, and by first surname.

    `frequencies` counts the papers that have a word in their title.
    """

    papers: Mapping[str, Paper]
    names: Mapping[str, str]
    titles: Mapping[str, str]
    surnames: Mapping[str, Sequence[Paper]]
    frequencies: Mapping[str, int]


def index_papers(papers: Iterable[Paper]) -> PaperIndex:
    """Return the index of `papers`; a name or title that two papers share leads to neither."""
    by_curie = {paper.curie: paper for paper in papers}
    surnames: dict[str, list[Paper]] = defaultdict(list)
    for paper in by_curie.values():
        if paper.authors:
            surnames[surname(paper.authors[0])].append(paper)
    return PaperIndex(
        papers=by_curie,
        names=names_of(by_curie.values()),
        titles=_unique((_title_key(paper.title), curie) for curie, paper in by_curie.items()),
        surnames=surnames,
        frequencies=Counter(word for p in by_curie.values() for word in _words(p.title)),
    )


def names_of(papers: Iterable[Paper]) -> dict[str, str]:
    """Return name -> CURIE, for each id that one paper alone carries, in all its records.

    >>> names_of([Paper(id="p1", title="On Tea", doi="10.1000/TEA")])["doi:10.1000/tea"]
    'doi:10.1000/tea'
    """
    known = [*papers]
    names = _unique((name, paper.curie) for paper in known for name in _names(paper))
    return names | {paper.curie: paper.curie for paper in known}


def _title_key(text: str) -> str:
    """Fold all but the plural of the last word, so that the keys of parts join to that of all."""
    return fold(f"{text} x")[:-1]


def _words(text: str) -> set[str]:
    return {fold(word) for word in _TELLING.findall(text)}


def _names(paper: Paper) -> set[str]:
    given = (paper.id, paper.doi, paper.arxiv, paper.url, *paper.identifiers)
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

    An entry may hold several ids of the one work; any of them leads to a paper of the graph.

    >>> resolve_reference("https://doi.org/10.1000/1", index_papers([])).curie
    'doi:10.1000/1'
    """
    text = " ".join(reference.split())
    identified = work_curie(text)
    if curie := index.names.get(identified or text):
        return _known(curie, index, confidence=IDENTIFIED)
    if identified:
        return Target(curie=identified, label=text, confidence=IDENTIFIED)
    if curie := index.titles.get(_title_key(text)):
        return _known(curie, index, confidence=TITLE)
    inside = list(_identifiers_in(text))
    if known := [curie for name in inside if (curie := index.names.get(name))]:
        return _known(known[0], index, confidence=IDENTIFIED)
    if curie := _title_inside(text, index.titles):
        return _known(curie, index, confidence=TITLE_INSIDE)
    if inside:
        return Target(curie=inside[0], label=text, confidence=IDENTIFIED)
    digest = hashlib.sha256(fold(text).encode()).hexdigest()[:16]
    return Target(curie=f"work:{digest}", label=text, confidence=LISTED)


def _known(curie: str, index: PaperIndex, *, confidence: float) -> Target:
    return Target(curie=curie, label=index.papers[curie].title, confidence=confidence)


def _identifiers_in(text: str) -> Iterator[str]:
    for word in text.split():
        if _HINT.search(word) and (curie := work_curie(word.strip(".,;()[]<>\"'"))):
            yield curie


def _title_inside(text: str, titles: Mapping[str, str]) -> str | None:
    parts = [_title_key(part) for part in _PART.split(text)]
    for length in range(min(_LONGEST_RUN, len(parts)), 0, -1):
        for start in range(len(parts) - length + 1):
            title = "".join(parts[start : start + length])
            if len(title) >= _SHORTEST_TITLE and title in titles:
                return titles[title]
    return None


def resolve_citation(
    citation: Citation,
    citing: Paper,
    *,
    index: PaperIndex,
    listed: Collection[str] = (),
) -> Target | None:
    """Return what an in-text citation of the paper `citing` means; None if nothing names a work.

    Authors and year lead to a paper of the graph if exactly one fits; the year of the citation
    may also be the one after that of the paper (preprint and proceedings). Surnames are shared
    by many, so one surname alone, and a year that is one off, each need a telling word of the
    title in the text of `citing`. Papers of its reference list, `listed`, count before others
    and need none.

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
    alone = len(citation.authors) == 1
    fitting = [
        paper
        for paper in index.surnames.get(surname(citation.authors[0]), ())
        if paper.curie != citing.curie and paper.year is not None and _fits(citation, paper)
    ]
    for late, confidence in ((0, SURNAME_AND_YEAR if alone else AUTHORS_AND_YEAR), (1, NEXT_YEAR)):
        papers = [paper for paper in fitting if paper.year == (citation.year or 0) - late]
        known = [paper for paper in papers if paper.curie in listed]
        if len(known) == 1:
            return _known(known[0].curie, index, confidence=AUTHORS_AND_YEAR)
        if len(papers) == 1 and _shared_words(papers[0], citing, index) >= alone + late:
            return _known(papers[0].curie, index, confidence=confidence)
        if papers:
            break
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
    shared = _words(cited.title) & _words(citing.text)
    return sum(index.frequencies[word] <= common for word in shared)


def _outside(citation: Citation) -> Target:
    """Return the work that authors and year name, or that a LaTeX key of its own names."""
    if _KEY.fullmatch(citation.surface):
        return Target(
            curie=f"work:{slug(citation.surface)}",
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
        curie=f"work:{slug(' '.join([*citation.authors, str(citation.year or '')]))}",
        label=f"{names}{more}{year}",
        authors=citation.authors,
        year=citation.year,
        confidence=OUTSIDE,
    )
