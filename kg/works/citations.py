"""One work across sources: records of one paper united, citations led to works.

Everything here is decided from the collected extractions by sorting and grouping, so that the
order of the input does not matter.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, TypeVar

from extractors.sentences import sentence_bounds
from kg.works.references import (
    PaperIndex,
    Target,
    index_papers,
    resolve_citation,
    resolve_reference,
)
from schemas import Attribute, Citation, Claim, Evidence, Extraction, Extractor, Paper, Relation

_Value = TypeVar("_Value")

_LISTED_SCORE: Final = 0.99
_FILLED: Final = (
    Attribute.AUTHORS,
    Attribute.YEAR,
    Attribute.VENUE,
    Attribute.DOI,
    Attribute.ARXIV,
    Attribute.URL,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """One paper, united from all its records; `identifiers` are the ids that they gave."""

    extraction: Extraction
    identifiers: tuple[str, ...]


def unite(extractions: Iterable[Extraction]) -> tuple[Work, ...]:
    """Return one work for each paper, sorted by CURIE.

    The record with the longest abstract is the base: entities, citations and claims are its
    own. Bibliographic fields that it lacks come from the others, and references are united.
    """
    groups: dict[str, list[Extraction]] = defaultdict(list)
    for extraction in extractions:
        groups[extraction.paper.curie].append(extraction)
    return tuple(_unite_group(groups[curie]) for curie in sorted(groups))


def _unite_group(group: list[Extraction]) -> Work:
    base, *others = sorted(group, key=lambda item: _rank(item.paper))
    papers = [base.paper, *(other.paper for other in others)]
    filled = {name: _first_given([getattr(paper, name) for paper in papers]) for name in _FILLED}
    references = tuple(dict.fromkeys(entry for paper in papers for entry in paper.references))
    identifiers = tuple(sorted({name for p in papers for name in (p.id, *p.identifiers)}))
    further = tuple(name for name in identifiers if name != base.paper.id)
    paper = replace(base.paper, references=references, identifiers=further, **filled)
    return Work(extraction=replace(base, paper=paper), identifiers=identifiers)


def _first_given(values: Sequence[_Value]) -> _Value:
    return next(filter(None, values), values[0])


def _rank(paper: Paper) -> tuple[int, str, str]:
    return -len(paper.abstract), paper.text, repr(paper)


def resolve_citations(
    extractions: Sequence[Extraction],
) -> tuple[tuple[Target, ...], tuple[Claim, ...]]:
    """Return the cited works that are no paper of the graph, and the `cites` claims.

    Both reference lists and in-text citations are led to works. A reference list has no place in
    the text: its evidence quotes the entry as the source gave it, with the extractor
    `references` and `sentence_start == start == end == 0`. An in-text citation without authors
    and without an identifier ("[3]") leads nowhere and is left out, as is a paper's own identifier.
    """
    index = index_papers([extraction.paper for extraction in extractions])
    found = [
        (extraction.paper.curie, target, evidence)
        for extraction in sorted(extractions, key=lambda item: item.paper.curie)
        for target, evidence in _citations_of(extraction, index)
        if target.curie != extraction.paper.curie
    ]
    works: dict[str, Target] = {}
    for _, target, _ in found:
        if target.curie not in index.papers:
            works[target.curie] = max(target, works.get(target.curie, target), key=_fullness)
    return tuple(works[curie] for curie in sorted(works)), tuple(_claims(found))


def _fullness(target: Target) -> tuple[bool, int, str]:
    return bool(target.authors), len(target.label), target.label


def _citations_of(extraction: Extraction, index: PaperIndex) -> Iterator[tuple[Target, Evidence]]:
    paper = extraction.paper
    listed = {entry: resolve_reference(entry, index) for entry in paper.references if entry.strip()}
    for entry, target in listed.items():
        yield target, _listed(paper, entry)
    known = {target.curie for target in listed.values()}
    sentences = sentence_bounds(paper.text)
    for citation in extraction.citations:
        if work := resolve_citation(citation, paper, index=index, listed=known):
            yield work, _in_text(paper, citation, sentences=sentences, score=work.confidence)


def _listed(paper: Paper, reference: str) -> Evidence:
    return Evidence(
        paper=paper.curie,
        sentence=reference,
        sentence_start=0,
        start=0,
        end=0,
        extractor=Extractor.REFERENCES,
        score=_LISTED_SCORE,
    )


def _in_text(
    paper: Paper, citation: Citation, *, sentences: Iterable[tuple[int, int]], score: float
) -> Evidence:
    start, end = next(bounds for bounds in sentences if citation.start < bounds[1])
    return Evidence(
        paper=paper.curie,
        sentence=paper.text[start : max(end, citation.end)],
        sentence_start=start,
        start=citation.start,
        end=citation.end,
        extractor=Extractor.CITATIONS,
        score=score,
    )


def _claims(found: Iterable[tuple[str, Target, Evidence]]) -> Iterator[Claim]:
    links: Mapping[tuple[str, str], list[tuple[Target, Evidence]]] = defaultdict(list)
    for subject, target, evidence in found:
        links[subject, target.curie].append((target, evidence))
    for (subject, curie), items in sorted(links.items(), key=lambda link: link[0]):
        yield Claim(
            subject=subject,
            relation=Relation.CITES,
            object=curie,
            evidence=tuple(dict.fromkeys(evidence for _, evidence in items)),
            confidence=max(target.confidence for target, _ in items),
        )
