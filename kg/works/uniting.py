"""One paper for each work: what several sources, or one twice, say about it."""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from enum import Enum, auto
from itertools import combinations
from typing import Final, TypeVar

import networkx as nx

from kg.works.index import surname, title_key
from schemas import Attribute, Failure, Paper, work_curie

_Value = TypeVar("_Value")

_LONG_TITLE: Final = 30  # folded characters of a title that is hardly given twice
_SHORT_TITLE: Final = 15  # with fewer, all authors must agree
_YEARS_APART: Final = 2  # from a preprint to what is published of it
_UNIQUE_SCHEMES: Final = ("arxiv:", "acl:")  # a work has one id of each
_HIDDEN: Final = "Anonymous"
_SHAREABLE: Final = "doi:"  # may stand for a whole volume; other ids name one work
_FILLED: Final = (
    Attribute.AUTHORS,
    Attribute.YEAR,
    Attribute.VENUE,
    Attribute.DOI,
    Attribute.ARXIV,
    Attribute.URL,
)


class _Likeness(Enum):
    """What titles that agree, together with all else, say about two records."""

    SAME = auto()
    OPEN = auto()
    APART = auto()


def unite(records: Iterable[Paper]) -> tuple[list[Paper], list[Failure]]:
    """Return one paper for each work, sorted by CURIE, and the DOIs that identify none.

    Records are of one work if they share an id, or a title (case, accents and punctuation aside)
    and the first author, with at most two years between them. Under a title of less than 15
    letters all authors must agree; where no record names any, years and abstracts must be the
    same as far as they are known. A title of at least 30 is enough where authors or years are
    unknown, if no two records under it contradict one another in them or in an arXiv or ACL id.
    A DOI that records with different titles and first authors share, such as that of a whole
    volume, identifies none of them; it is taken from them and told.

    The record with the longest abstract is the base. Fields that it lacks come from the others,
    and references are united; `origins` tells which came from another source.
    """
    known = sorted(records, key=_rank)
    together, disputed = _by_identifier(known)
    failures = [_told(name, [known[n] for n in group]) for name, group in disputed.items()]
    known = [_without(paper, disputed) for paper in known]
    same: nx.Graph[int] = nx.Graph()
    same.add_nodes_from(range(len(known)))
    same.add_edges_from(together)
    same.add_edges_from(_by_title(known))
    groups = [sorted(group) for group in nx.connected_components(same)]
    papers = [_united([known[number] for number in group]) for group in groups]
    return sorted(_told_apart(papers), key=lambda paper: paper.curie), failures


def _rank(paper: Paper) -> tuple[int, str, str]:
    return -len(paper.abstract), paper.text, repr(paper)


def _by_identifier(
    papers: Sequence[Paper],
) -> tuple[list[tuple[int, int]], dict[str, list[int]]]:
    """Return the pairs of papers that share an id, and the ids that they dispute."""
    owners: defaultdict[str, list[int]] = defaultdict(list)
    for number, paper in enumerate(papers):
        for name in _identifiers(paper):
            owners[name].append(number)
    pairs: list[tuple[int, int]] = []
    disputed: dict[str, list[int]] = {}
    for name in sorted(owners):
        first, *others = owners[name]
        if name.startswith(_SHAREABLE) and _is_disputed([papers[n] for n in owners[name]]):
            disputed[name] = owners[name]
        else:
            pairs += [(first, other) for other in others]
    return pairs, disputed


def _identifiers(paper: Paper) -> set[str]:
    given = (paper.id, paper.doi, paper.arxiv, *paper.identifiers)
    return {curie for name in given if name and (curie := work_curie(name))}


def _is_disputed(papers: Sequence[Paper]) -> bool:
    """Tell whether some papers with authors have neither title nor first author in common."""
    alike: nx.Graph[object] = nx.Graph()
    for number, paper in enumerate(papers):
        if paper.authors:
            alike.add_edge(number, ("title", title_key(paper.title)))
            alike.add_edge(number, ("author", surname(paper.authors[0])))
    return len([*nx.connected_components(alike)]) > 1


def _told(name: str, papers: Sequence[Paper]) -> Failure:
    titles = sorted({paper.title for paper in papers})
    reason = (
        f"{name} is given as the id of {len(titles)} works, so it counts for none of them: "
        f"'{titles[0]}', '{titles[-1]}'; give each its own"
    )
    return Failure(source=min(paper.source for paper in papers), line=0, reason=reason, raw="")


def _without(paper: Paper, names: Collection[str]) -> Paper:
    """Return a paper without some ids."""
    if _identifiers(paper).isdisjoint(names):
        return paper

    def kept(text: str | None) -> bool:
        return text is not None and work_curie(text) not in names

    return replace(
        paper,
        id=paper.id if kept(paper.id) else "",
        doi=paper.doi if kept(paper.doi) else None,
        arxiv=paper.arxiv if kept(paper.arxiv) else None,
        identifiers=tuple(filter(kept, paper.identifiers)),
    )


def _by_title(papers: Sequence[Paper]) -> Iterator[tuple[int, int]]:
    """Yield the pairs of papers that their titles and all else say are one work."""
    groups: defaultdict[str, list[int]] = defaultdict(list)
    for number, paper in enumerate(papers):
        groups[title_key(paper.title)].append(number)
    for title, numbers in groups.items():
        pairs = {(a, b): _likeness(papers[a], papers[b]) for a, b in combinations(numbers, 2)}
        is_one = len(title) >= _LONG_TITLE and _Likeness.APART not in pairs.values()
        yield from (pair for pair, like in pairs.items() if is_one or like is _Likeness.SAME)


def _likeness(one: Paper, other: Paper) -> _Likeness:
    """Compare two papers whose titles agree."""
    if _contradict(one, other):
        return _Likeness.APART
    authors = [[surname(name) for name in _named(paper)] for paper in (one, other)]
    if all(authors):
        years = one.year is not None and other.year is not None
        agree = years and (len(title_key(one.title)) >= _SHORT_TITLE or authors[0] == authors[1])
    else:
        told = {paper.abstract for paper in (one, other) if paper.abstract}
        agree = not any(authors) and one.year == other.year and len(told) < 2
    return _Likeness.SAME if agree else _Likeness.OPEN


def _named(paper: Paper) -> tuple[str, ...]:
    """Return the authors of a paper; one under review names none."""
    return () if paper.authors[:1] == (_HIDDEN,) else paper.authors


def _contradict(one: Paper, other: Paper) -> bool:
    firsts = {surname(names[0]) for names in map(_named, (one, other)) if names}
    if len(firsts) > 1:
        return True
    years = [paper.year for paper in (one, other) if paper.year is not None]
    if max(years, default=0) - min(years, default=0) > _YEARS_APART:
        return True
    ids = [_identifiers(one), _identifiers(other)]
    return any(
        found[0] and found[1] and not found[0] & found[1]
        for scheme in _UNIQUE_SCHEMES
        for found in [[{name for name in names if name.startswith(scheme)} for names in ids]]
    )


def _united(papers: Sequence[Paper]) -> Paper:
    """Return the paper of a work from its records, the base first."""
    base, *others = papers
    if not others:
        return base
    filled = {name: _first_given([getattr(paper, name) for paper in papers]) for name in _FILLED}
    names = {name for p in papers for name in (p.id, p.curie, *_identifiers(p), *p.identifiers)}
    paper = replace(
        base,
        references=tuple(dict.fromkeys(entry for paper in papers for entry in paper.references)),
        identifiers=tuple(sorted(names - {base.id, ""})),
        origins=tuple(sorted(_origins(papers))),
        **filled,
    )
    further = tuple(name for name in paper.identifiers if name != paper.curie)
    return replace(paper, identifiers=further)


def _first_given(values: Sequence[_Value]) -> _Value:
    return next(filter(None, values), values[0])


def _origins(papers: Sequence[Paper]) -> Iterator[tuple[str, str]]:
    base = papers[0]
    for name in _FILLED:
        giver = next((paper for paper in papers if getattr(paper, name)), base)
        if giver.source != base.source:
            yield name, giver.source
    yield from {(Attribute.REFERENCES, paper.source) for paper in papers if paper.references}


def _told_apart(papers: Sequence[Paper]) -> Iterator[Paper]:
    """Give works that only a title and year name, and the same ones, an id of all that is known."""
    groups: defaultdict[str, list[Paper]] = defaultdict(list)
    for paper in papers:
        groups[paper.curie].append(paper)
    for group in groups.values():
        if len(group) == 1:
            yield group[0]
        else:
            yield from (
                replace(paper, identifiers=(*paper.identifiers, _full_id(paper))) for paper in group
            )


def _full_id(paper: Paper) -> str:
    told = (paper.title, paper.year, paper.authors, paper.venue, paper.abstract)
    return "local:" + hashlib.sha256(repr(told).encode()).hexdigest()[:16]
