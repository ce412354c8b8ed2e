"""Build a graph: read, extract, unite works and entities, add nodes and edges in order."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import extractors
from kg.entities import merge_entities
from kg.entities.decisions import Decision, read_decisions
from kg.entities.families import find_variants
from kg.graph import (
    Graph,
    add_cited_work,
    add_claim,
    add_entity,
    add_paper,
    add_repository,
    empty_graph,
)
from kg.query import KnowledgeGraph
from kg.works import resolve_citations, unite
from kg.works.lineage import trace_lineage
from kg.works.supplements import add_supplements
from output.report import Intake
from schemas import (
    ROLES,
    Attribute,
    Claim,
    Extraction,
    Failure,
    InputError,
    Paper,
    Record,
    Relation,
    Supplement,
    repository_url,
)

Source = Path | str
Progress = Callable[[int, int], None]


def build(
    sources: Source | Iterable[Source],
    *,
    format: str | None = None,
    columns: Mapping[str, str] | None = None,
    vocabularies: Sequence[Path] = (),
    model: Path | None = None,
    threshold: float | None = None,
    decisions: Path | None = None,
    progress: Progress | None = None,
) -> KnowledgeGraph:
    """Build the graph of the papers in `sources`; their order does not matter.

    Args:
        sources: files of papers, or one of them.
        format: name of a reader that counts instead of the file endings.
        columns: field of a paper -> name of the column or key that holds it.
        vocabularies: JSONL files of names beside the built-in vocabulary.
        model: folder of a model that `citekg train` wrote; by default the built-in one.
        threshold: the probability from which a thing is an entity, 0 to 1.
        decisions: text file of what a person decided about entities.
        progress: called with the number of papers done and the number of all.

    Returns:
        The graph; its `failures` are the records and sources that could not be read.

    Raises:
        InputError: if not one paper could be read, or if there is no file of decisions.
        UnknownNameError: if a format or column is unknown.
    """
    decided, undecided = read_decisions(decisions) if decisions else ((), ())
    papers, failures = read(sources, format=format, columns=columns)
    found = list(
        extract(
            papers,
            vocabularies=vocabularies,
            model=model,
            threshold=threshold,
            progress=progress,
        )
    )
    intake = Intake(
        records=len(papers),
        citations=sum(len(extraction.citations) for extraction in found),
        failures=(*failures, *undecided),
    )
    return KnowledgeGraph(build_graph(found, decided), intake=intake)


def read(
    sources: Source | Iterable[Source],
    *,
    format: str | None = None,
    columns: Mapping[str, str] | None = None,
) -> tuple[list[Paper], tuple[Failure, ...]]:
    """Return the papers of all sources with their supplements, and what could not be read.

    A source that cannot be read at all is a failure at line 0.

    Raises:
        InputError: if not one paper could be read.
        UnknownNameError: if a format or column is unknown.
    """
    papers: list[Paper] = []
    supplements: list[Supplement] = []
    failures: list[Failure] = []
    for source in [sources] if isinstance(sources, Path | str) else sources:
        for record in _read_source(source, format, columns=columns):
            if isinstance(record, Paper):
                papers.append(record)
            elif isinstance(record, Supplement):
                supplements.append(record)
            else:
                failures.append(record)
    papers, useless = add_supplements(papers, supplements)
    failures += useless
    if not papers:
        raise _nothing_read(failures)
    return papers, tuple(failures)


def _read_source(
    source: Source, format: str | None, *, columns: Mapping[str, str] | None
) -> Iterator[Record]:
    try:
        yield from extractors.read_papers(source, format=format, columns=columns)
    except InputError as error:
        reason = str(error).removeprefix(f"{error.source}: ")
        yield Failure(source=error.source, line=0, reason=reason, raw="")
    except OSError as error:
        yield Failure(source=str(source), line=0, reason=error.strerror or str(error), raw="")


def _nothing_read(failures: Sequence[Failure]) -> InputError:
    if not failures:
        return InputError("no paper", "the sources are empty; give files with a title a record")
    first = failures[0]
    place = f"{first.source}:{first.line}" if first.line else first.source
    more = f", nor from {len(failures) - 1} further records" if len(failures) > 1 else ""
    return InputError(place, f"{first.reason}; no paper could be read here{more}")


def extract(
    papers: Sequence[Paper],
    *,
    vocabularies: Sequence[Path] = (),
    model: Path | None = None,
    threshold: float | None = None,
    progress: Progress | None = None,
) -> Iterator[Extraction]:
    """Yield what each paper gives, in order; the options are those of `build`."""
    pipeline = extractors.load_pipeline(vocabularies=vocabularies, model=model, threshold=threshold)
    for done, extraction in enumerate(extractors.extract(papers, pipeline), start=1):
        yield extraction
        if progress:
            progress(done, len(papers))


def build_graph(extractions: Iterable[Extraction], decisions: Sequence[Decision] = ()) -> Graph:
    """Return the graph of all that the papers gave; equal for any order of them."""
    works = unite(extractions)
    papers = [work.extraction for work in works]
    merged = merge_entities(papers, decisions)
    cited, citations = resolve_citations(papers)
    named = [node.entity for node in merged.nodes]
    own = [*_own_claims(papers, merged.places)]
    lineage = trace_lineage(papers, merged.places, named, own)
    claims = sorted([*own, *citations, *lineage, *find_variants(named, own)], key=_place)
    graph = empty_graph()
    if decisions:
        graph.graph[Attribute.DECISIONS] = [[str(d), n] for d, n in merged.decisions.items()]
    for work in works:
        add_paper(graph, work.extraction.paper, work.identifiers)
    for node in merged.nodes:
        add_entity(graph, node.entity, node.types, node.reasons)
    for target in cited:
        add_cited_work(graph, target.curie, target.label, target.authors, target.year)
    for curie in sorted({c.object for c in claims if c.relation is Relation.LINKS_TO}):
        add_repository(graph, curie, repository_url(curie))
    for claim in claims:
        add_claim(graph, claim)
    return graph


def _place(claim: Claim) -> tuple[str, str, str]:
    return claim.subject, claim.object, claim.relation


def _own_claims(
    extractions: Iterable[Extraction], canonical: Mapping[tuple[str, str], str]
) -> Iterator[Claim]:
    """Yield each paper's claims, one role for each entity that the graph holds."""
    groups: dict[tuple[str, str, bool], list[Claim]] = defaultdict(list)
    for extraction in extractions:
        for claim in extraction.claims:
            is_role = claim.relation in ROLES
            target = canonical.get((claim.subject, claim.object)) if is_role else claim.object
            if target:
                groups[claim.subject, target, is_role].append(replace(claim, object=target))
    for (_, _, are_roles), claims in groups.items():
        yield from [_strongest(claims)] if are_roles else claims


def _strongest(claims: Sequence[Claim]) -> Claim:
    """Return the claim of the role that comes first, with the evidence of the others after it."""
    ordered = sorted(claims, key=lambda claim: ROLES.index(claim.relation))
    evidence = dict.fromkeys(item for claim in ordered for item in claim.evidence)
    same = [claim.confidence for claim in ordered if claim.relation is ordered[0].relation]
    return replace(ordered[0], evidence=tuple(evidence), confidence=max(same))
