"""The core layer: papers, entities, cited works and repositories, and what holds of them."""

from collections.abc import Iterable, Iterator
from typing import Any, Final
from urllib.parse import quote

from output.rdf.syntax import BOOLEAN, YEAR, Block, Syntax, T
from output.rdf.terms import is_page, plain
from output.rdf.view import ENTITIES, PAPERS, REPOSITORIES, View
from schemas import WORK_PAGES, Attribute, EntityType, NodeKind, work_curie

_ID_PROPERTIES: Final = {"arxiv": "fabio:hasArXivId", "doi": "prism:doi"}


def papers(view: View, spell: Syntax[T]) -> Iterator[Block[T]]:
    """Yield the papers and the works that they cite, with their direct triples."""
    for curie in view.members(PAPERS):
        data = view.nodes[curie]
        if data[Attribute.KIND] == NodeKind.PAPER:
            properties = [*_paper(curie, data, spell)]
        else:
            properties = [*_cited_work(curie, data, spell), *_candidates(view, spell, data)]
        properties += _direct(view, spell, curie)
        yield _block(spell.mint(*view.places[curie]), properties)


def entities(view: View, spell: Syntax[T]) -> Iterator[Block[T]]:
    """Yield the entities with their names and direct triples."""
    type_, preferred, other = map(spell.term, ("rdf:type", "skos:prefLabel", "skos:altLabel"))
    scheme = (spell.term("skos:inScheme"), spell.term("kg:entities"))
    concept = (type_, spell.term("skos:Concept"))
    classes = {kind.value: spell.term(f"kg:{kind.value.capitalize()}") for kind in EntityType}
    for curie in view.members(ENTITIES):
        data = view.nodes[curie]
        label = data[Attribute.LABEL]
        properties = [(type_, classes[data[Attribute.TYPE]]), concept]
        properties.append((preferred, spell.literal(label, "en")))
        for alias in sorted(set(data[Attribute.ALIASES]) - {label}):
            properties.append((other, spell.literal(alias, "en")))
        if data[Attribute.AMBIGUOUS]:
            properties.append((spell.term("kg:ambiguous"), spell.typed("true", BOOLEAN)))
        properties.append(scheme)
        properties += _direct(view, spell, curie)
        yield _block(spell.mint(*view.places[curie]), properties)


def scheme(view: View, spell: Syntax[T]) -> Iterator[Block[T]]:
    """Yield the concept scheme that the entities are in, if there are any."""
    if view.members(ENTITIES):
        is_scheme = (spell.term("rdf:type"), spell.term("skos:ConceptScheme"))
        yield _block(spell.term("kg:entities"), [is_scheme])


def repositories(view: View, spell: Syntax[T]) -> Iterator[Block[T]]:
    """Yield the repositories."""
    for curie in view.members(REPOSITORIES):
        data = view.nodes[curie]
        properties = [
            (spell.term("rdf:type"), spell.term("kg:Repository")),
            (spell.term("rdfs:label"), spell.literal(data[Attribute.LABEL])),
        ]
        if is_page(data[Attribute.URL]):
            properties.append((spell.term("schema:url"), spell.iri(data[Attribute.URL])))
        yield _block(spell.mint(*view.places[curie]), properties)


def _block(subject: T, properties: Iterable[tuple[T, T]]) -> Block[T]:
    unique = dict.fromkeys(properties)
    return subject, tuple([name for name, _ in unique]), [value for _, value in unique]


def _direct(view: View, spell: Syntax[T], curie: str) -> list[tuple[T, T]]:
    return [
        (spell.relations[relation], spell.mint(*view.places[target]))
        for _, target, relation, data in view.edges(curie)
        if data[Attribute.CONFIDENCE] >= view.min_confidence
    ]


def _paper(curie: str, data: dict[str, Any], spell: Syntax[T]) -> Iterator[tuple[T, T]]:
    yield spell.term("rdf:type"), spell.term("schema:ScholarlyArticle")
    yield spell.term("rdf:type"), spell.term("fabio:Expression")
    yield spell.term("dcterms:title"), spell.literal(data[Attribute.TITLE], "en")
    yield from _creators(data[Attribute.AUTHORS], spell)
    yield from _issued(data[Attribute.YEAR], spell)
    if data[Attribute.VENUE]:
        yield spell.term("prism:publicationName"), spell.literal(data[Attribute.VENUE])
    for name in sorted({curie, *data[Attribute.IDENTIFIERS]}):
        yield spell.term("dcterms:identifier"), spell.literal(name)
    known = (curie, data[Attribute.ARXIV], data[Attribute.DOI], *data[Attribute.IDENTIFIERS])
    yield from _pages((work_curie(name) for name in known if name), spell)


def _cited_work(curie: str, data: dict[str, Any], spell: Syntax[T]) -> Iterator[tuple[T, T]]:
    yield spell.term("rdf:type"), spell.term("kg:CitedWork")
    yield spell.term("rdfs:label"), spell.literal(data[Attribute.LABEL])
    yield from _creators(data[Attribute.AUTHORS], spell)
    yield from _issued(data[Attribute.YEAR], spell)
    known = sorted({curie, *data[Attribute.IDENTIFIERS]})
    for name in known:
        yield spell.term("dcterms:identifier"), spell.literal(name)
    yield from _pages(map(work_curie, known), spell)


def _candidates(view: View, spell: Syntax[T], data: dict[str, Any]) -> Iterator[tuple[T, T]]:
    for paper in sorted(set(data[Attribute.CANDIDATES]) & view.lengths.keys()):
        yield spell.term("kg:candidate"), spell.mint(*view.places[paper])


def _creators(authors: list[str], spell: Syntax[T]) -> Iterator[tuple[T, T]]:
    for author in authors:
        yield spell.term("dc:creator"), spell.literal(author)
    if authors:
        yield spell.term("kg:byline"), spell.literal("; ".join(authors))


def _issued(year: int | None, spell: Syntax[T]) -> Iterator[tuple[T, T]]:
    if year is not None and 1 <= year <= 9999:
        yield spell.term("dcterms:issued"), spell.typed(f"{year:04d}", YEAR)


def _pages(known: Iterable[str | None], spell: Syntax[T]) -> Iterator[tuple[T, T]]:
    for curie in sorted({curie for curie in known if curie}):
        scheme, _, reference = curie.partition(":")
        if scheme in _ID_PROPERTIES:
            yield spell.term(_ID_PROPERTIES[scheme]), spell.literal(reference)
        if scheme in WORK_PAGES:
            page = WORK_PAGES[scheme] + quote(plain(reference), safe="/:;")
            yield spell.term("schema:sameAs"), spell.iri(page)
