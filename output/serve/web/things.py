"""What stands on the page of a thing: its facts, its links with their sentences."""

from collections.abc import AsyncIterator, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Final, TypeAlias

from output.rdf.terms import Names, flat_name, term
from output.readings import READINGS, STYLES
from output.serve.asking import rows
from output.serve.web import lookups
from output.serve.web.pages import Cell, Pages
from output.serve.workers.pool import Pool
from schemas import Relation

Row: TypeAlias = dict[str, str]

_SHOWN: Final = 50  # links of one relation on the page of a thing
_SENTENCES: Final = 8 * _SHOWN
_BACKLINKS: Final = 100
_NODES: Final = ("paper", "entity", "repository")
_LABELS: Final = tuple(term(name) for name in ("dcterms:title", "skos:prefLabel", "rdfs:label"))
_TYPE: Final = term("rdf:type")
_SCHEME: Final = term("skos:inScheme")
_EXACT: Final = term("oa:exact")
_IDENTIFIER: Final = term("dcterms:identifier")
_PREDICATE: Final = term("rdf:predicate")
_ENDS: Final = (
    (term("rdf:subject"), term("rdf:object")),
    (term("cito:hasCitingEntity"), term("cito:hasCitedEntity")),
)
_KINDS: Final = {
    term("schema:ScholarlyArticle"): "Paper",
    term("fabio:Expression"): "",
    term("skos:Concept"): "",
    term("cito:Citation"): "Citation",
    term("doco:Sentence"): "Sentence",
    term("c4o:InTextReferencePointer"): "In-text citation",
    term("prov:SoftwareAgent"): "Extractor",
}


@dataclass(frozen=True, slots=True)
class Link:
    """A link of a thing to another: how sure it is, and the sentence that says so, in three parts.

    The middle part is what the evidence marks.
    """

    other: Cell
    year: str
    confidence: float
    href: str
    sentence: tuple[str, str, str] | None


@dataclass(frozen=True, slots=True)
class Section:
    """The links of one relation in one direction; `query` asks for all of them."""

    reading: str
    total: int
    links: tuple[Link, ...]
    query: str


@dataclass(frozen=True, slots=True)
class Thing:
    """A thing as its page shows it."""

    iri: str
    label: str
    kinds: tuple[str, ...]
    facts: tuple[tuple[Cell, tuple[Cell, ...]], ...]
    sections: tuple[Section, ...]
    evidence: tuple[tuple[str, str, str], ...]
    backlinks: tuple[tuple[Cell, Cell], ...]
    more_backlinks: bool
    on_map: str


async def find(pool: Pool, pages: Pages, iri: str) -> Thing | None:
    """Return a thing of the graph by its IRI, or None if there is none."""
    names = Names(pages.summary.base)
    collection, _, name = iri.removeprefix(names.base).partition("/")
    facts = await rows(pool, lookups.FACTS, it=iri)
    if not facts:
        return None
    is_node = collection in _NODES
    others = [] if is_node else await rows(pool, lookups.BACKLINKS, it=iri)
    relations = {names.relation(relation) for relation in Relation}
    hidden = {_TYPE, _SCHEME, *_LABELS} | (relations if is_node else set())
    return Thing(
        iri=iri,
        label=_label(facts) or _statement(facts, names) or pages.short(iri),
        kinds=tuple(_kinds(facts, names)),
        facts=tuple(_facts(facts, pages, hidden)),
        sections=tuple([section async for section in _sections(pool, pages, names, iri)]),
        evidence=tuple(map(_marked, await rows(pool, lookups.EVIDENCE, it=iri))),
        backlinks=tuple(
            (pages.iri(row["property"]), pages.iri(row["other"]))
            for row in sorted(others[:_BACKLINKS], key=itemgetter("property", "other"))
        ),
        more_backlinks=len(others) > _BACKLINKS,
        on_map=_on_map(collection, name, facts),
    )


def _label(facts: Iterable[Row]) -> str:
    labels = (row["value"] for row in facts if row["property"] in (*_LABELS, _EXACT))
    return next(labels, "")


def _statement(facts: Iterable[Row], names: Names) -> str:
    """Return what a link says in words, or nothing if it is no link."""
    values = {row["property"]: row for row in facts}
    readings = {names.relation(relation): reading for relation, (reading, _) in READINGS.items()}
    for ends in _ENDS:
        if all(end in values for end in ends):
            subject, target = (values[end].get("label", "") for end in ends)
            predicate = values.get(_PREDICATE, {}).get("value", names.relation(Relation.CITES))
            return f"{subject} {readings.get(predicate, '')} {target}"
    return ""


def _kinds(facts: Iterable[Row], names: Names) -> Iterator[str]:
    words = _KINDS | {
        names.own("".join(word.capitalize() for word in kind.split("_"))): style[0]
        for kind, style in STYLES.items()
    }
    for row in facts:
        if row["property"] == _TYPE:
            iri = row["value"]
            word = words.get(iri, iri.removeprefix(names.own("")))
            if word:
                yield word


def _facts(
    facts: Iterable[Row], pages: Pages, hidden: set[str]
) -> Iterator[tuple[Cell, tuple[Cell, ...]]]:
    values: dict[str, list[Cell]] = {}
    for row in facts:
        if row["property"] in hidden:
            continue
        value = row["value"]
        linked = row["linked"] == "true"
        cell = pages.iri(value, row.get("label", "")) if linked else Cell(value)
        values.setdefault(row["property"], []).append(cell)
    for iri, cells in values.items():
        yield pages.iri(iri), tuple(cells)


async def _sections(pool: Pool, pages: Pages, names: Names, iri: str) -> AsyncIterator[Section]:
    counted = {
        (row["relation"], row["outward"] == "1"): int(row["count"])
        for row in await rows(pool, lookups.COUNTS, it=iri)
    }
    for relation, readings in READINGS.items():
        for outward, reading in zip((True, False), readings, strict=True):
            predicate = names.relation(relation)
            total = counted.get((predicate, outward))
            if not total:
                continue
            way = {"outward": outward, "citation": relation == Relation.CITES}
            bindings = {"it": iri} if way["citation"] else {"it": iri, "relation": predicate}
            found = await rows(pool, lookups.links(**way, limit=_SHOWN), **bindings)
            said = await rows(pool, lookups.sentences(**way, limit=_SENTENCES), **bindings)
            links = tuple(_links(found, said, pages, iri if outward else None))
            query = lookups.all_links(_name(pages, iri), _name(pages, predicate), **way)
            yield Section(reading, total, links, query)


def _name(pages: Pages, iri: str) -> str:
    short = pages.short(iri)
    return f"<{iri}>" if short == iri else short


def _links(
    found: Iterable[Row], said: Iterable[Row], pages: Pages, citing: str | None
) -> Iterator[Link]:
    """Yield links, each with its first sentence, from the paper that the link starts at if it can.

    `citing` is that paper, or None if it is the other end.
    """
    sentences: dict[tuple[str, str], Row] = {}
    for row in said:
        for paper in (row["paper"], ""):
            sentences.setdefault((row["link"], paper), row)
    for iri, group in groupby(found, key=itemgetter("link")):
        first = next(group)
        start = citing or first["other"]
        sentence = sentences.get((iri, start)) or sentences.get((iri, ""))
        yield Link(
            other=pages.iri(first["other"], first.get("label", "")),
            year=first.get("year", ""),
            confidence=float(first["confidence"]),
            href=pages.href(iri),
            sentence=_marked(sentence) if sentence else None,
        )


def _marked(row: Row) -> tuple[str, str, str]:
    sentence, begin = row["sentence"], int(row["from"])
    start, end = int(row["start"]) - begin, int(row["end"]) - begin
    return sentence[:start], sentence[start:end], sentence[end:]


def _on_map(collection: str, name: str, facts: Iterable[Row]) -> str:
    """Return the id of a node on the page of the graph, or nothing if it is none."""
    if collection == "entity":
        return f"entity:{name}"
    found = (row["value"] for row in facts if row["property"] == _IDENTIFIER)
    return next((curie for curie in found if flat_name(curie) == name), "")
