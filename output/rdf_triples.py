"""The graph as RDF triples, in three layers: what holds, the links behind it, their evidence.

A direct triple (`paper kg:uses entity`) says that a claim holds. A link node carries its
confidence and extractors and leads to spans, which lie in sentences, which lie in texts. All
offsets count Unicode characters of a text, from 0, end exclusive.
"""

import hashlib
from collections.abc import Iterator
from typing import Final
from urllib.parse import quote

from output.rdf_terms import (
    Names,
    Triple,
    confidence,
    english,
    integer,
    is_page,
    literal,
    plain,
    relation_name,
    term,
    year,
)
from output.rdf_view import Graph, View, view_of
from schemas import (
    BASE_IRI,
    WORK_PAGES,
    Attribute,
    EntityType,
    NodeKind,
    Relation,
    slug,
    work_curie,
)

ASSERTION_THRESHOLD: Final = 0.5
"""A claim of less confidence is exported as a link node without the direct triple."""

TYPE: Final = term("rdf:type")
LABEL: Final = term("rdfs:label")
IS_PART_OF: Final = term("dcterms:isPartOf")

_ID_PROPERTIES: Final = {"arxiv": term("fabio:hasArXivId"), "doi": term("prism:doi")}


def triples(graph: Graph, *, base: str = BASE_IRI) -> Iterator[Triple]:
    """Yield the triples of a graph: nodes, direct triples, link nodes, texts with their spans.

    The order depends on the graph's content alone. A few triples may come twice.

    Raises:
        CitekgError: if `base` or a node's key cannot make an IRI.
    """
    view = view_of(graph, Names(base))
    yield from _papers(view)
    yield from _entities(view)
    yield from _cited_works(view)
    yield from _repositories(view)
    yield from _direct(view)
    yield from _links(view)
    yield from _evidence(view)
    yield from _extractors(view)


def _papers(view: View) -> Iterator[Triple]:
    for curie, data in view.nodes[NodeKind.PAPER].items():
        paper = view.iri(curie)
        yield paper, TYPE, term("schema:ScholarlyArticle")
        yield paper, TYPE, term("fabio:Expression")
        yield paper, term("dcterms:title"), english(data[Attribute.TITLE])
        yield from _creators(view, paper, data[Attribute.AUTHORS])
        yield from _issued(paper, data[Attribute.YEAR])
        if data[Attribute.VENUE]:
            yield paper, term("prism:publicationName"), literal(data[Attribute.VENUE])
        for name in sorted({curie, *data[Attribute.IDENTIFIERS]}):
            yield paper, term("dcterms:identifier"), literal(name)
        known = (curie, data[Attribute.ARXIV], data[Attribute.DOI], *data[Attribute.IDENTIFIERS])
        yield from _pages(paper, [work_curie(name) for name in known if name])


def _entities(view: View) -> Iterator[Triple]:
    scheme = view.names.own("entities")
    if view.nodes[NodeKind.ENTITY]:
        yield scheme, TYPE, term("skos:ConceptScheme")
    for curie, data in view.nodes[NodeKind.ENTITY].items():
        entity, label = view.iri(curie), data[Attribute.LABEL]
        yield entity, TYPE, view.names.own(EntityType(data[Attribute.TYPE]).value.capitalize())
        yield entity, TYPE, term("skos:Concept")
        yield entity, term("skos:prefLabel"), english(label)
        for alias in sorted(set(data[Attribute.ALIASES]) - {label}):
            yield entity, term("skos:altLabel"), english(alias)
        yield entity, term("skos:inScheme"), scheme


def _cited_works(view: View) -> Iterator[Triple]:
    for curie, data in view.nodes[NodeKind.CITED_WORK].items():
        work = view.iri(curie)
        yield work, TYPE, view.names.own("CitedWork")
        yield work, LABEL, literal(data[Attribute.LABEL])
        yield from _creators(view, work, data[Attribute.AUTHORS])
        yield from _issued(work, data[Attribute.YEAR])
        yield work, term("dcterms:identifier"), literal(curie)
        yield from _pages(work, [work_curie(curie)])


def _repositories(view: View) -> Iterator[Triple]:
    for curie, data in view.nodes[NodeKind.REPOSITORY].items():
        repository = view.iri(curie)
        yield repository, TYPE, view.names.own("Repository")
        yield repository, LABEL, literal(data[Attribute.LABEL])
        if is_page(data[Attribute.URL]):
            yield repository, term("schema:url"), data[Attribute.URL]


def _creators(view: View, work: str, authors: list[str]) -> Iterator[Triple]:
    for author in authors:
        yield work, term("dc:creator"), literal(author)
    if authors:
        yield work, view.names.own("byline"), literal("; ".join(authors))


def _issued(work: str, when: int | None) -> Iterator[Triple]:
    if when is not None and 1 <= when <= 9999:
        yield work, term("dcterms:issued"), year(when)


def _pages(work: str, known: list[str | None]) -> Iterator[Triple]:
    for curie in sorted({curie for curie in known if curie}):
        scheme, _, reference = curie.partition(":")
        if scheme in _ID_PROPERTIES:
            yield work, _ID_PROPERTIES[scheme], literal(reference)
        if scheme in WORK_PAGES:
            page = WORK_PAGES[scheme] + quote(plain(reference), safe="/:;")
            yield work, term("schema:sameAs"), page


def _direct(view: View) -> Iterator[Triple]:
    for edge in view.edges:
        if edge.confidence >= ASSERTION_THRESHOLD:
            predicate = view.names.relation(edge.relation)
            yield view.iri(edge.subject), predicate, view.iri(edge.object)


def _links(view: View) -> Iterator[Triple]:
    for edge in view.edges:
        parts = (view.flat_names[edge.subject], relation_name(edge.relation))
        link = view.names.mint("link", ".".join((*parts, view.flat_names[edge.object])))
        subject, target = view.iri(edge.subject), view.iri(edge.object)
        if edge.relation is Relation.CITES:
            yield link, TYPE, term("cito:Citation")
            yield link, term("cito:hasCitingEntity"), subject
            yield link, term("cito:hasCitedEntity"), target
        else:
            yield link, TYPE, view.names.own("Link")
            yield link, term("rdf:subject"), subject
            yield link, term("rdf:predicate"), view.names.relation(edge.relation)
            yield link, term("rdf:object"), target
        yield link, view.names.own("confidence"), confidence(edge.confidence)
        for extractor in edge.extractors:
            yield link, term("prov:wasAttributedTo"), _extractor_iri(view, extractor)
        for span in edge.spans:
            yield link, view.names.own("evidence"), view.span_iri(span)


def _evidence(view: View) -> Iterator[Triple]:
    described = set()
    for span in sorted({span for edge in view.edges for span in edge.spans}):
        text = view.text_iri(span.paper)
        if text not in described:
            described.add(text)
            yield from _text(view, span.paper)
        container = text
        if span.has_sentence:
            container = view.sentence_iri(span)
            if container not in described:
                described.add(container)
                yield container, TYPE, term("doco:Sentence")
                yield container, IS_PART_OF, text
                bounds = (span.sentence_start, span.sentence_end)
                yield from _selection(container, view.texts[span.paper], bounds)
        iri = view.span_iri(span)
        if span.is_citation:
            yield iri, TYPE, term("c4o:InTextReferencePointer")
        yield iri, IS_PART_OF, container
        yield from _selection(iri, view.texts[span.paper], (span.start, span.end))


def _text(view: View, paper: str) -> Iterator[Triple]:
    text = view.text_iri(paper)
    digest = hashlib.sha256(plain(view.texts[paper]).encode()).hexdigest()
    yield text, TYPE, view.names.own("Text")
    yield text, IS_PART_OF, view.iri(paper)
    yield text, view.names.own("textDigest"), literal(f"sha256:{digest}")


def _selection(place: str, text: str, bounds: tuple[int, int]) -> Iterator[Triple]:
    start, end = bounds
    yield place, term("oa:start"), integer(start)
    yield place, term("oa:end"), integer(end)
    yield place, term("oa:exact"), literal(text[start:end])


def _extractor_iri(view: View, name: str) -> str:
    return view.names.mint("extractor", slug(name))


def _extractors(view: View) -> Iterator[Triple]:
    for name in sorted({name for edge in view.edges for name in edge.extractors}):
        yield _extractor_iri(view, name), TYPE, term("prov:SoftwareAgent")
        yield _extractor_iri(view, name), LABEL, literal(name)
