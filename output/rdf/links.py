"""The links layer: one node a claim, the extractors that made it, and why names are one entity."""

import hashlib
from collections.abc import Iterator
from functools import cache
from operator import itemgetter
from typing import Final, Generic

from output.rdf.syntax import DECIMAL, INTEGER, Block, Properties, Syntax, T
from output.rdf.terms import confidence, plain, relation_name
from output.rdf.view import ENTITIES, Attributes, View
from schemas import Attribute, MergeReason, Relation, slug

_DIGEST_LENGTH: Final = 8
_PLACE: Final = itemgetter("paper", "start", "end")


def links(view: View, spell: Syntax[T]) -> Iterator[Block[T]]:
    """Yield a link node for each claim: what it says, how sure it is, what it rests on."""
    type_, of_link, of_citation, citing, cited, subject_, predicate, object_ = map(
        spell.term,
        (
            *("rdf:type", "kg:Link", "cito:Citation", "cito:hasCitingEntity"),
            *("cito:hasCitedEntity", "rdf:subject", "rdf:predicate", "rdf:object"),
        ),
    )
    names = {relation.value: relation_name(relation) for relation in Relation}
    support = _Support(view, spell)

    def of_node(curie: str) -> Iterator[tuple[str, Block[T]]]:
        local, subject = view.places[curie][1], spell.mint(*view.places[curie])
        for _, other, relation, data in view.edges(curie):
            name = f"{local}.{names[relation]}.{view.places[other][1]}"
            target = spell.mint(*view.places[other])
            if relation == Relation.CITES:
                claim = [(type_, of_citation), (citing, subject), (cited, target)]
            else:
                claim = [(type_, of_link), (subject_, subject)]
                claim += [(predicate, spell.relations[relation]), (object_, target)]
            yield name, (spell.mint("link", name), claim + support.of(data))

    return view.parts(view.nodes, of_node)


class _Support(Generic[T]):
    """What a claim rests on: confidence, extractors, spans."""

    def __init__(self, view: View, spell: Syntax[T]) -> None:
        self._view, self._spell = view, spell
        self._confidence, self._attributed, self._evidence = map(
            spell.term, ("kg:confidence", "prov:wasAttributedTo", "kg:evidence")
        )
        self._agent = cache(lambda name: spell.mint("extractor", slug(name)))

    def of(self, data: Attributes) -> Properties[T]:
        evidence, places, mint = data[Attribute.EVIDENCE], self._view.places, self._spell.mint
        sure = self._spell.typed(confidence(data[Attribute.CONFIDENCE]), DECIMAL)
        properties = [(self._confidence, sure)]
        for name in sorted({item[Attribute.EXTRACTOR] for item in evidence}):
            properties.append((self._attributed, self._agent(name)))
        for paper, start, end in sorted({_PLACE(item) for item in evidence}):
            if self._view.has_place(paper, start, end):
                span = mint("span", f"{places[paper][1]}.{start}-{end}")
                properties.append((self._evidence, span))
        return properties


def reasons(view: View, spell: Syntax[T]) -> Iterator[Block[T]]:
    """Yield why the names of an entity with several names stand for it, and in how many papers.

    A reason comes from a paper, or from the words of a vocabulary, a decision or a like wording.
    """
    term = spell.term
    kinds = {reason.value: term(f"kg:by{reason.value.capitalize()}") for reason in MergeReason}

    def source(name: str) -> tuple[T, T]:
        if name in view.lengths:
            return term("prov:wasDerivedFrom"), spell.mint(*view.places[name])
        return term("dc:source"), spell.literal(name)

    def of_entity(curie: str) -> Iterator[tuple[str, Block[T]]]:
        found = view.nodes[curie][Attribute.REASONS]
        for name, reason, origin, papers in found if len(found) > 1 else ():
            key = plain(f"{name}\n{reason}\n{origin}").encode()
            digest = hashlib.sha256(key).hexdigest()[:_DIGEST_LENGTH]
            local = f"{view.places[curie][1]}.{digest}"
            properties = [
                (term("rdf:type"), term("kg:NameReason")),
                (term("kg:nameOf"), spell.mint(*view.places[curie])),
                (term("rdfs:label"), spell.literal(name)),
                (term("kg:reason"), kinds[reason]),
                source(origin),
                (term("kg:papers"), spell.typed(str(papers), INTEGER)),
            ]
            yield local, (spell.mint("reason", local), properties)

    return view.parts(view.members(ENTITIES), of_entity)


def extractors(view: View, spell: Syntax[T]) -> Iterator[Block[T]]:
    """Yield the extractors, in the order of their IRIs; two names may fold into one."""
    by_name: dict[str, list[str]] = {}
    for name in view.extractors:
        by_name.setdefault(f"{slug(name)}>", []).append(name)
    for local in sorted(by_name):
        properties = [(spell.term("rdf:type"), spell.term("prov:SoftwareAgent"))]
        for name in by_name[local]:
            properties.append((spell.term("rdfs:label"), spell.literal(name)))
        yield spell.mint("extractor", local[:-1]), properties
