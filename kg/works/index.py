"""Papers by their ids, titles and authors: where references and citations may lead."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from schemas import Paper, fold, work_curie

_SUFFIXES: Final = frozenset({"jr", "jr.", "sr", "sr.", "ii", "iii", "iv"})
_TELLING: Final = re.compile(r"[^\W\d_]{5,}|[A-Z]{3,}")


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperIndex:
    """Papers by CURIE, by every id that one paper alone carries, by title and first surname.

    `titles` maps a folded title to the CURIEs of its papers, `frequencies` counts the papers that
    have a word in their title.
    """

    papers: Mapping[str, Paper]
    names: Mapping[str, str]
    titles: Mapping[str, Sequence[str]]
    surnames: Mapping[str, Sequence[Paper]]
    frequencies: Mapping[str, int]


def index_papers(papers: Iterable[Paper]) -> PaperIndex:
    """Return the index of `papers`; an id that two papers share leads to neither."""
    by_curie = {paper.curie: paper for paper in papers}
    surnames: dict[str, list[Paper]] = defaultdict(list)
    titles: dict[str, list[str]] = defaultdict(list)
    for curie in sorted(by_curie):
        paper = by_curie[curie]
        titles[title_key(paper.title)].append(curie)
        if paper.authors:
            surnames[surname(paper.authors[0])].append(paper)
    return PaperIndex(
        papers=by_curie,
        names=names_of(by_curie.values()),
        titles=titles,
        surnames=surnames,
        frequencies=Counter(word for p in by_curie.values() for word in telling_words(p.title)),
    )


def names_of(papers: Iterable[Paper]) -> dict[str, str]:
    """Return name -> CURIE, for each id that one paper alone carries, in all its records.

    >>> names_of([Paper(id="p1", title="On Tea", doi="10.1000/TEA")])["doi:10.1000/tea"]
    'doi:10.1000/tea'
    """
    known = [*papers]
    owners: dict[str, set[str]] = defaultdict(set)
    for paper in known:
        for name in names_in(paper):
            owners[name].add(paper.curie)
    names = {name: min(curies) for name, curies in owners.items() if len(curies) == 1}
    return names | {paper.curie: paper.curie for paper in known}


def names_in(paper: Paper) -> set[str]:
    """Return all ids of a paper, as they are given and as CURIEs."""
    given = (paper.id, paper.doi, paper.arxiv, paper.url, *paper.identifiers)
    return {name for text in given if text for name in (text, work_curie(text)) if name}


def title_key(text: str) -> str:
    """Fold all but the plural of the last word, so that the keys of parts join to that of all.

    >>> title_key("Tea: Leaves") == title_key("Tea") + title_key("leaves")
    True
    """
    return fold(f"{text} x")[:-1]


def telling_words(text: str) -> set[str]:
    """Return the folded words of five letters and more, and short forms."""
    return {fold(word) for word in _TELLING.findall(text)}


def surname(name: str) -> str:
    """Return the folded last word of a surname, in which particles and spellings agree.

    >>> surname("Aaron van den Oord"), surname("van den Oord"), surname("Oord, Aaron van den")
    ('oord', 'oord', 'oord')
    """
    words = name.split(",")[0].split()
    while len(words) > 1 and words[-1].lower() in _SUFFIXES:
        words.pop()
    return fold(words[-1]) if words else ""
