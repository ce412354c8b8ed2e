"""Citations led to works: papers of the graph, or works outside it that papers share.

Everything here is decided from the collected extractions by sorting and grouping, so that the
order of the input does not matter.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

import networkx as nx

from extractors.sentences import sentence_bounds
from kg.works.index import PaperIndex, index_papers
from kg.works.references import FREE_TEXT, Target, resolve_citation, resolve_reference
from schemas import Citation, Claim, Evidence, Extraction, Extractor, Paper, Relation, curie_rank

_LISTED_SCORE: Final = 0.99


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
    outside = [target for _, target, _ in found if target.curie not in index.papers]
    curies = _one_for_each(outside)
    works: dict[str, Target] = {}
    names: defaultdict[str, set[str]] = defaultdict(set)
    for target in outside:
        curie = curies[target.curie]
        works[curie] = max(target, works.get(curie, target), key=_fullness)
        names[curie].update((target.curie, *target.names))
    united = [
        (paper, replace(target, curie=curies.get(target.curie, target.curie)), evidence)
        for paper, target, evidence in found
    ]
    shared = tuple(
        replace(work, curie=curie, names=tuple(sorted(filter(_is_identifier, names[curie]))))
        for curie, work in sorted(works.items())
    )
    return shared, tuple(_claims(united))


def _is_identifier(curie: str) -> bool:
    return not curie.startswith(FREE_TEXT)


def _one_for_each(targets: Sequence[Target]) -> dict[str, str]:
    """Map the CURIEs of works outside the graph to one for each work.

    Ids that stand in one entry are of one work. A title without an id is that of the work whose
    entry has this title and ids, if it is one alone.
    """
    together: nx.Graph[str] = nx.Graph()
    titles: defaultdict[str, set[str]] = defaultdict(set)
    for target in targets:
        together.add_node(target.curie)
        for name in target.names:
            if _is_identifier(name):
                together.add_edge(target.curie, name)
            else:
                titles[name].add(target.curie)
    curies = {
        name: min(names, key=curie_rank)
        for names in nx.connected_components(together)
        for name in names
    }
    for title, named in titles.items():
        works = {curies[name] for name in named}
        if title in curies and len(works) == 1:
            curies[title] = min(works)
    return curies


def _fullness(target: Target) -> tuple[bool, int, str]:
    return bool(target.authors), len(target.label), target.label


def _citations_of(extraction: Extraction, index: PaperIndex) -> Iterator[tuple[Target, Evidence]]:
    paper = extraction.paper
    listed = {entry: resolve_reference(entry, index) for entry in paper.references if entry.strip()}
    for entry, target in listed.items():
        yield target, _listed(paper, entry)
    sentences = sentence_bounds(paper.text) if extraction.citations else ()
    for citation in extraction.citations:
        if work := resolve_citation(citation, paper, index=index, listed=listed):
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
