"""From what people call things to the RDF terms of a dataset."""

import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Final, TypeAlias

from output.rdf.terms import Names, short_name, term
from schemas import (
    ROLES,
    AmbiguousNameError,
    CitekgError,
    EntityType,
    Relation,
    UnknownNameError,
    fold,
    work_curie,
)

if TYPE_CHECKING:
    import pyoxigraph as ox

Index: TypeAlias = dict[str, set[str]]
"""Folded name -> IRIs."""

_ID_PROPERTIES: Final = {
    "arxiv": term("fabio:hasArXivId"),
    "doi": term("prism:doi"),
}
_SHORTEST_PREFIX: Final = 12
_MAIN_SHARE: Final = 0.9
_IRI = re.compile(r"<?(https?://[^\s<>\"{}|\\^`]+?)>?")


class ParameterType(StrEnum):
    """What a parameter of a query stands for."""

    ENTITY = "entity"
    PAPER = "paper"
    ROLE = "role"
    TYPE = "type"
    YEAR = "year"
    NUMBER = "number"
    PROBABILITY = "probability"
    TEXT = "text"


class Naming:
    """Finds what names mean in the triples of one store.

    Args:
        store: the triples.
        prefixes: prefix -> namespace IRI, with that of our ontology as `kg`.
    """

    def __init__(self, store: "ox.Store", prefixes: Mapping[str, str]) -> None:
        self._store = store
        self._prefixes = prefixes
        self._by_namespace = {namespace: prefix for prefix, namespace in prefixes.items()}
        self.base = prefixes["kg"].removesuffix("ns#")

    def term(self, type: ParameterType, value: str | int | float) -> str:
        """Return a value as an RDF term in the syntax of SPARQL.

        Raises:
            UnknownNameError: if nothing has this name.
            AmbiguousNameError: if several things have it.
            CitekgError: if it is no value of this type.
        """
        import pyoxigraph as ox

        text = str(value).strip()
        names = Names(self.base)
        match type:
            case ParameterType.ENTITY:
                return str(ox.NamedNode(self.entity(text)))
            case ParameterType.PAPER:
                return str(ox.NamedNode(self.paper(text)))
            case ParameterType.ROLE:
                role = _chosen("role", text.replace("-", "_"), ROLES)
                return str(ox.NamedNode(names.relation(role)))
            case ParameterType.TYPE:
                kind = _chosen("type", text, EntityType)
                return str(ox.NamedNode(names.own(kind.capitalize())))
            case ParameterType.TEXT:
                return str(ox.Literal(text))
            case ParameterType.YEAR | ParameterType.NUMBER:
                return _integer(type, text)
            case ParameterType.PROBABILITY:
                return _probability(text)

    def entity(self, name: str) -> str:
        """Return the IRI of an entity from its IRI, prefixed name, label or other name.

        Spelling is folded. A preferred label counts before other names, and of several entities
        one of at least 90 % of their papers counts.

        Raises:
            UnknownNameError: if no entity has this name.
            AmbiguousNameError: if several have it.
        """
        if iri := self._iri(name):
            return iri
        labels, others = self._entity_labels, self._entity_names
        exact = {iri for iri, label in labels.items() if label == name}
        found = exact or {iri for iri, label in labels.items() if fold(label) == fold(name)}
        found = found or {iri for iri, label in others if fold(label) == fold(name)}
        if not found:
            spellings = [*labels.values(), *(label for _, label in others)]
            raise UnknownNameError("entity", name, spellings)
        return self._only("entity", name, self._main(found), labels)

    def paper(self, name: str) -> str:
        """Return the IRI of a paper from its IRI, prefixed name, id, DOI, arXiv id or title.

        The name before the colon of a title will do, and so will its first 12 characters or
        more, if they fit one paper.

        Raises:
            UnknownNameError: if no paper has this name.
            AmbiguousNameError: if several have it.
        """
        if iri := self._identified(name) or self._iri(name):
            return iri
        titles, wanted = self._titles, fold(name)
        found = {iri for iri, title in titles.items() if fold(title) == wanted}
        found = found or {
            iri for iri, title in titles.items() if fold(title.partition(":")[0]) == wanted
        }
        if not found and len(name) >= _SHORTEST_PREFIX:
            found = {iri for iri, title in titles.items() if fold(title).startswith(wanted)}
        if not found:
            raise UnknownNameError("paper", name, titles.values())
        return self._only("paper", name, found, titles)

    def _iri(self, name: str) -> str | None:
        """Return an IRI of the data that is given in full or as a prefixed name."""
        import pyoxigraph as ox

        prefix, _, local = name.partition(":")
        if prefix in self._prefixes and not local.startswith("//"):
            iri = self._prefixes[prefix] + local
        elif match := _IRI.fullmatch(name):
            iri = match[1]
        else:
            return None
        try:
            node = ox.NamedNode(iri)
        except ValueError:
            return None
        return iri if any(self._store.quads_for_pattern(node, None, None)) else None

    def _identified(self, name: str) -> str | None:
        curie = work_curie(name) or name
        scheme, _, reference = curie.partition(":")
        properties = [(term("dcterms:identifier"), curie)]
        if scheme in _ID_PROPERTIES:
            properties.append((_ID_PROPERTIES[scheme], reference))
        papers = self._titles
        found = (iri for key, value in properties for iri in self._with(key, value))
        return next((iri for iri in found if iri in papers), None)

    def _with(self, predicate: str, text: str) -> list[str]:
        import pyoxigraph as ox

        quads = self._store.quads_for_pattern(None, ox.NamedNode(predicate), ox.Literal(text))
        return sorted(_value(quad.subject) for quad in quads)

    def _texts(self, predicate: str) -> Iterator[tuple[str, str]]:
        import pyoxigraph as ox

        for quad in self._store.quads_for_pattern(None, ox.NamedNode(predicate), None):
            yield _value(quad.subject), _value(quad.object)

    @cached_property
    def _titles(self) -> dict[str, str]:
        return dict(sorted(self._texts(term("dcterms:title"))))

    @cached_property
    def _entity_labels(self) -> dict[str, str]:
        return dict(sorted(self._texts(term("skos:prefLabel"))))

    @cached_property
    def _entity_names(self) -> list[tuple[str, str]]:
        return sorted(self._texts(term("skos:altLabel")))

    def _main(self, entities: set[str]) -> set[str]:
        """Return the one entity that nearly all papers mean, or else all."""
        counts = {iri: len(self._papers(iri)) for iri in entities} if len(entities) > 1 else {}
        total = sum(counts.values())
        main = {iri for iri, count in counts.items() if count and count >= _MAIN_SHARE * total}
        return main or entities

    def _papers(self, entity: str) -> set[str]:
        import pyoxigraph as ox

        names, target = Names(self.base), ox.NamedNode(entity)
        predicates = [ox.NamedNode(names.relation(role)) for role in ROLES]
        return {
            _value(quad.subject)
            for predicate in predicates
            for quad in self._store.quads_for_pattern(None, predicate, target)
        }

    def _only(self, what: str, name: str, found: set[str], labels: Mapping[str, str]) -> str:
        if len(found) > 1:
            short = {short_name(iri, self._by_namespace) or iri: labels[iri] for iri in found}
            raise AmbiguousNameError(what, name, short)
        return next(iter(found))


def _value(node: object) -> str:
    return str(getattr(node, "value", node))


def _chosen(what: str, name: str, choices: Iterable[EntityType | Relation]) -> str:
    if name not in [*choices]:
        raise UnknownNameError(what, name, choices)
    return name


def _integer(type: ParameterType, text: str) -> str:
    if not re.fullmatch(r"[0-9]{1,9}", text):
        example = "2024" if type is ParameterType.YEAR else "3"
        raise CitekgError(f"'{text}' is no {type}; give a whole number such as {example}")
    return str(int(text))


def _probability(text: str) -> str:
    try:
        number = Decimal(text)
        fits = 0 <= number <= 1
    except InvalidOperation:
        fits = False
    if not fits:
        raise CitekgError(f"'{text}' is no probability; give a number from 0 to 1 such as 0.5")
    decimal = f"{number:f}"
    return decimal if "." in decimal else f"{decimal}.0"
