"""Build a graph: read, unite works, extract, unite entities, add nodes and edges in order."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import extractors
from extractors import Options
from kg.basis import (
    Basis,
    Collection,
    Settings,
    Source,
    collect,
    digest_of,
    from_line,
    load_basis,
    text_digest,
    to_line,
)
from kg.entities import merge_entities
from kg.entities.broader import find_broader
from kg.entities.decisions import Decision, read_decisions
from kg.entities.families import find_variants
from kg.garbage import uncollected
from kg.graph import (
    Graph,
    add_cited_work,
    add_claim,
    add_entity,
    add_paper,
    add_repository,
    empty_graph,
)
from kg.labels import typed
from kg.query import KnowledgeGraph
from kg.works import resolve_citations
from kg.works.lineage import trace_lineage
from output.report import Intake
from schemas import (
    ROLES,
    Attribute,
    Claim,
    EntityType,
    Extraction,
    Failure,
    InputError,
    Paper,
    Relation,
    repository_url,
)

Progress = Callable[[int, int], None]


def build(
    sources: Source | Iterable[Source],
    *,
    into: Path | str | None = None,
    format: str | None = None,
    columns: Mapping[str, str] | None = None,
    vocabularies: Source | Sequence[Source] = (),
    builtin_vocabulary: bool = True,
    model: Path | str | None = None,
    threshold: float | None = None,
    components: Source | Sequence[Source] = (),
    spacy_models: Source | Sequence[Source] = (),
    labels: Mapping[str, EntityType | str] | None = None,
    score: float | None = None,
    decisions: Path | None = None,
    jobs: int | None = 1,
    progress: Progress | None = None,
) -> KnowledgeGraph:
    """Build the graph of the papers in `sources`; their order does not matter.

    Args:
        sources: files of papers, or one of them.
        into: folder of a graph that the papers are added to. The result is that of a build from
            all its sources and these, with the options of that graph where none are given here,
            but only what is new or changed is extracted. Nothing is written before `save`.
        format: name of a reader that counts instead of the file endings.
        columns: field of a paper -> name of the column or key that holds it.
        vocabularies: JSONL files of names beside the built-in vocabulary.
        builtin_vocabulary: whether that counts.
        model: folder of a model that `citekg train` wrote; by default the built-in one.
        threshold: the probability from which a thing is an entity, 0 to 1.
        components: names of spaCy components that find entities, too, or spaCy configuration
            files whose components do.
        spacy_models: folders or installed packages of spaCy pipelines that find entities, too.
        labels: label that these give -> type; a label that is the name of a type needs none.
        score: how sure their mentions count where they state no score, 0 to 1; by default 0.7.
        decisions: text file of what a person decided about entities.
        jobs: number of processes that extract; None starts as many as pay. In a script, more than
            one are only possible below `if __name__ == "__main__":`, as `multiprocessing` says.
        progress: called with the number of papers done and the number of all to extract.

    Returns:
        The graph; its `failures` are the records and sources that could not be read.

    Raises:
        InputError: if not one paper could be read, if there is no file of decisions, or if
            `into` holds no graph that can grow.
        GraphFormatError: if what `into` holds is damaged or of another format.
        UnknownNameError: if a format, column, component, spaCy pipeline, label or type is
            unknown.
        CitekgError: if an extractor that is not ours cannot be used.

    >>> import kg
    >>> graph = kg.build("examples/papers.jsonl")
    >>> print(graph.paper("SimPO"))
    SimPO: Simple Preference Optimization with a Reference-Free Reward (2024) <arxiv:2405.14734>
    """
    settings = Settings(
        vocabularies=tuple(map(Path, _several(vocabularies))),
        builtin_vocabulary=builtin_vocabulary,
        model=Path(model) if model else None,
        threshold=threshold,
        components=tuple(map(str, _several(components))),
        spacy_models=tuple(map(str, _several(spacy_models))),
        labels=typed(labels or {}),
        score=score,
        decisions=decisions,
    )
    collection = collect(sources, format=format, columns=columns)
    earlier = load_basis(Path(into)) if into is not None else None
    return _build(collection, settings, earlier, jobs=jobs, progress=progress)


def _several(given: Source | Sequence[Source]) -> Sequence[Source]:
    return [given] if isinstance(given, Path | str) else given


def _build(
    collection: Collection,
    settings: Settings,
    earlier: Basis | None,
    *,
    jobs: int | None,
    progress: Progress | None,
) -> KnowledgeGraph:
    """Build a graph of a collection, added to an earlier one if there is one."""
    if earlier:
        collection = earlier.collection.grown(collection)
        settings = earlier.settings.changed(settings)
    decided, undecided = read_decisions(settings.decisions) if settings.decisions else ((), ())
    papers, failures = collection.works()
    if not papers:
        raise _nothing_read(failures)
    wrong = extractors.vocabulary_failures(settings.vocabularies)
    version = extractors.pipeline_version(settings)
    known = earlier.extractions if earlier and earlier.version == version else {}
    lines = _extract_new(papers, known, settings, jobs=jobs, progress=progress)
    with uncollected():
        found = [from_line(lines[text_digest(paper.text)], paper) for paper in papers]
        graph = build_graph(found, decided)
    if others := extractors.describe_others(settings):
        graph.graph[Attribute.EXTRACTORS] = sorted(map(list, others.items()))
    broken = [failure for extraction in found for failure in extraction.failures]
    told = (*failures, *undecided, *wrong, *broken)
    intake = Intake(
        records=len(collection.papers),
        citations=sum(len(extraction.citations) for extraction in found),
        failures=tuple(sorted(told, key=lambda f: (f.source, f.line, f.reason))),
    )
    basis = Basis(collection=collection, settings=settings, version=version, extractions=lines)
    return KnowledgeGraph(graph, intake=intake, basis=basis)


def _extract_new(
    papers: Sequence[Paper],
    known: Mapping[str, str],
    settings: Settings,
    *,
    jobs: int | None,
    progress: Progress | None,
) -> dict[str, str]:
    """Return a line for the text of each paper by its digest, known ones as they are."""
    texts = {text_digest(paper.text): paper for paper in papers}
    lines = {text: known[text] for text in texts.keys() & known.keys()}
    new = [paper for text, paper in texts.items() if text not in lines]
    if new:
        found = extract(new, settings, jobs=jobs, progress=progress)
        lines |= {digest_of(line): line for line in map(to_line, found)}
    return lines


def read(
    sources: Source | Iterable[Source],
    *,
    format: str | None = None,
    columns: Mapping[str, str] | None = None,
) -> tuple[list[Paper], tuple[Failure, ...]]:
    """Return a paper for each record of all sources, and what could not be read.

    A source that cannot be read at all is a failure at line 0.

    Raises:
        InputError: if not one paper could be read.
        UnknownNameError: if a format or column is unknown.
    """
    papers, failures = collect(sources, format=format, columns=columns).supplemented()
    if not papers:
        raise _nothing_read(failures)
    return papers, failures


def _nothing_read(failures: Sequence[Failure]) -> InputError:
    if not failures:
        return InputError("no paper", "the sources are empty; give files with a title a record")
    first = failures[0]
    place = f"{first.source}:{first.line}" if first.line else first.source
    more = f", nor from {len(failures) - 1} further records" if len(failures) > 1 else ""
    return InputError(place, f"{first.reason}; no paper could be read here{more}")


def extract(
    papers: Sequence[Paper],
    options: Options,
    *,
    jobs: int | None = 1,
    progress: Progress | None = None,
) -> Iterator[Extraction]:
    """Yield what each paper gives, in order; for `jobs` and errors see `build`."""
    pipeline = extractors.load_pipeline(options)
    count = jobs or extractors.jobs_for(len(papers))
    found = (
        extractors.extract(papers, pipeline)
        if count == 1
        else extractors.extract_by(count, papers, options)
    )
    for done, extraction in enumerate(found, start=1):
        yield extraction
        if progress:
            progress(done, len(papers))


def build_graph(extractions: Iterable[Extraction], decisions: Sequence[Decision] = ()) -> Graph:
    """Return the graph of all that the papers gave; equal for any order of them."""
    papers = sorted(extractions, key=lambda extraction: extraction.paper.curie)
    merged = merge_entities(papers, decisions)
    cited, citations = resolve_citations(papers)
    named = [node.entity for node in merged.nodes]
    own = [*_own_claims(papers, merged.places)]
    lineage = trace_lineage(papers, merged.places, named, own)
    variants = find_variants(named, own)
    wider = find_broader(named, own, variants)
    claims = sorted([*own, *citations, *lineage, *variants, *wider], key=_place)
    graph = empty_graph()
    if decisions:
        graph.graph[Attribute.DECISIONS] = [[str(d), n] for d, n in merged.decisions.items()]
    for extraction in papers:
        add_paper(graph, extraction.paper)
    for node in merged.nodes:
        add_entity(graph, node.entity, node.types, node.reasons)
    for target in cited:
        add_cited_work(
            graph,
            target.curie,
            target.label,
            target.authors,
            target.year,
            identifiers=target.names,
            candidates=target.candidates,
        )
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
                kept = claim if claim.object == target else replace(claim, object=target)
                groups[claim.subject, target, is_role].append(kept)
    for (_, _, are_roles), claims in groups.items():
        yield from [_strongest(claims)] if are_roles else claims


def _strongest(claims: Sequence[Claim]) -> Claim:
    """Return the claim of the role that comes first, with the evidence of the others after it."""
    if len(claims) == 1:
        return claims[0]
    ordered = sorted(claims, key=lambda claim: ROLES.index(claim.relation))
    evidence = dict.fromkeys(item for claim in ordered for item in claim.evidence)
    same = [claim.confidence for claim in ordered if claim.relation is ordered[0].relation]
    return replace(ordered[0], evidence=tuple(evidence), confidence=max(same))
