"""The links layer: one node a claim, the extractors that made it, and why names are one entity."""

import hashlib
from collections.abc import Iterator
from functools import cache
from operator import itemgetter
from typing import Final, Generic

from output.rdf.syntax import DECIMAL, INTEGER, Block, Syntax, T
from output.rdf.terms import confidence, plain, relation_name
from output.rdf.view import ENTITIES, Attributes, View
from schemas import Attribute, MergeReason, Relation, slug

_DIGEST_LENGTH: Final = 8
_PLACE: Final = itemgetter("paper", "start", "end")


def links(view: View, spell: Syntax[T]) -> Iterator[Block[T]]:
    """Yield a link node for each claim: what it says, how sure it is, what it rests on."""
    term, mint, places = spell.term, spell.mint, view.places
    link, citation = term("kg:Link"), term("cito:Citation")
    of_link = tuple(map(term, ("rdf:type", "rdf:subject", "rdf:predicate", "rdf:object")))
    of_citation = tuple(map(term, ("rdf:type", "cito:hasCitingEntity", "cito:hasCitedEntity")))
    names = {relation.value: relation_name(relation) for relation in Relation}
    support = _Support(view, spell)

    def of_node(curie: str) -> Iterator[tuple[str, Block[T]]]:
        collection, local = places[curie]
        subject = mint(collection, local)
        for _, target, relation, data in view.edges(curie):
            other = places[target]
            name = f"{local}.{names[relation]}.{other[1]}"
            predicates, objects = support.of(data)
            if relation == Relation.CITES:
                claim, said = of_citation, [citation, subject, mint(*other)]
            else:
                claim, said = of_link, [link, subject, spell.relations[relation], mint(*other)]
            yield name, (mint("link", name), claim + predicates, said + objects)

    return view.parts(view.nodes, of_node)


class _Support(Generic[T]):
    """What a claim rests on: confidence, extractors, spans."""

    def __init__(self, view: View, spell: Syntax[T]) -> None:
        self._view, self._spell = view, spell
        self._agent = cache(lambda name: spell.mint("extractor", slug(name)))
        self._confidence, self._attributed, self._evidence = map(
            spell.term, ("kg:confidence", "prov:wasAttributedTo", "kg:evidence")
        )

    def of(self, data: Attributes) -> tuple[tuple[T, ...], list[T]]:
        """Return predicates and objects for the attributes of an edge."""
        view, mint = self._view, self._spell.mint
        evidence = data[Attribute.EVIDENCE]
        agents = dict.fromkeys(
            map(self._agent, sorted({item[Attribute.EXTRACTOR] for item in evidence}))
        )
        spans = [
            mint("span", f"{view.places[paper][1]}.{start}-{end}")
            for paper, start, end in sorted(set(map(_PLACE, evidence)))
            if view.has_place(paper, start, end)
        ]
        sure = self._spell.typed(confidence(data[Attribute.CONFIDENCE]), DECIMAL)
        predicates = (
            self._confidence,
            *(self._attributed,) * len(agents),
            *(self._evidence,) * len(spans),
        )
        return predicates, [sure, *agents, *spans]


def reasons(view: View, spell: Syntax[T]) -> Iterator[Block[T]]:
    """Yield why the names of an entity with several names stand for it, and in how many papers.

    A reason comes from a paper, or from the words of a vocabulary, a decision or a like wording.
    """
    term = spell.term
    kinds = {reason.value: term(f"kg:by{reason.value.capitalize()}") for reason in MergeReason}

    head = tuple(map(term, ("rdf:type", "kg:nameOf", "rdfs:label", "kg:reason", "kg:papers")))
    is_reason, from_paper, from_words = map(
        term, ("kg:NameReason", "prov:wasDerivedFrom", "dc:source")
    )

    def of_entity(curie: str) -> Iterator[tuple[str, Block[T]]]:
        found = view.nodes[curie][Attribute.REASONS]
        entity = spell.mint(*view.places[curie])
        for name, reason, source, papers in found if len(found) > 1 else ():
            key = plain(f"{name}\n{reason}\n{source}").encode()
            local = f"{view.places[curie][1]}.{hashlib.sha256(key).hexdigest()[:_DIGEST_LENGTH]}"
            count = spell.typed(str(papers), INTEGER)
            objects = [is_reason, entity, spell.literal(name), kinds[reason], count]
            if source in view.lengths:
                predicates, origin = (*head, from_paper), spell.mint(*view.places[source])
            else:
                predicates, origin = (*head, from_words), spell.literal(source)
            yield local, (spell.mint("reason", local), predicates, [*objects, origin])

    return view.parts(view.members(ENTITIES), of_entity)


def extractors(view: View, spell: Syntax[T]) -> Iterator[Block[T]]:
    """Yield the extractors, in the order of their IRIs; two names may fold into one."""
    by_name: dict[str, list[str]] = {}
    for name in view.extractors:
        by_name.setdefault(f"{slug(name)}>", []).append(name)
    for local in sorted(by_name):
        labels = [spell.literal(name) for name in by_name[local]]
        predicates = (spell.term("rdf:type"), *(spell.term("rdfs:label"),) * len(labels))
        objects = [spell.term("prov:SoftwareAgent"), *labels]
        yield spell.mint("extractor", local[:-1]), predicates, objects
