"""How RDF terms are spelled: as values, as N-Triples, as Turtle.

The layers are written once, for any spelling (a final encoding: Carette, Kiselyov and Shan 2009),
so that a line of N-Triples is made without a term or a triple in between.
"""

import re
from abc import ABC, abstractmethod
from functools import cached_property
from typing import Final, Generic, TypeAlias, TypeVar

from output.rdf.terms import Literal, Names, Term, plain, short_name
from schemas import Relation

T = TypeVar("T")

Block: TypeAlias = tuple[T, tuple[T, ...], list[T]]
"""A subject, its predicates, `rdf:type` first, and as many objects; no two pairs are equal."""

INTEGER: Final = "xsd:integer"
DECIMAL: Final = "xsd:decimal"
BOOLEAN: Final = "xsd:boolean"
YEAR: Final = "xsd:gYear"

_SPECIAL = re.compile(r'["\\\x00-\x1f\x7f-\x9f\u2028\u2029]')
_SHORT_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}


class Syntax(ABC, Generic[T]):
    """A way to spell terms, given the names of an export."""

    def __init__(self, names: Names) -> None:
        self.names = names
        self._terms: dict[str, T] = {}
        self._meanings: dict[T, str] = {}

    @abstractmethod
    def iri(self, iri: str) -> T:
        """Spell a full IRI."""

    @abstractmethod
    def mint(self, collection: str, name: str) -> T:
        """Spell the IRI of a thing of the export."""

    @abstractmethod
    def literal(self, text: str, language: str = "") -> T:
        """Spell a string, without what no format can hold."""

    @abstractmethod
    def typed(self, text: str, datatype: str) -> T:
        """Spell a number, year or boolean, which needs no escapes."""

    def term(self, name: str) -> T:
        """Spell a property or class, such as `oa:start` or `kg:uses`, and remember it."""
        if name not in self._terms:
            self._terms[name] = self._word(self.names.term(name))
        return self._terms[name]

    @cached_property
    def relations(self) -> dict[str, T]:
        """The relations, spelled."""
        return {relation.value: self._word(self.names.relation(relation)) for relation in Relation}

    def _word(self, iri: str) -> T:
        word = self.iri(iri)
        self._meanings[word] = iri
        return word

    def meaning(self, word: T) -> str:
        """Return the IRI of a property or class that was spelled."""
        return self._meanings[word]


class Values(Syntax[Term]):
    """Terms as values: IRIs are `str`, literals `Literal`."""

    def iri(self, iri: str) -> Term:
        """Return the IRI."""
        return iri

    def mint(self, collection: str, name: str) -> Term:
        """Return the IRI of a thing."""
        return self.names.mint(collection, name)

    def literal(self, text: str, language: str = "") -> Term:
        """Return a string."""
        return Literal(plain(text), language=language)

    def typed(self, text: str, datatype: str) -> Term:
        """Return a number, year or boolean."""
        return Literal(text, self.names.term(datatype))


class NTriples(Syntax[str]):
    """Terms as N-Triples writes them."""

    def iri(self, iri: str) -> str:
        """Return `<iri>`."""
        return f"<{iri}>"

    def mint(self, collection: str, name: str) -> str:
        """Return the IRI of a thing in full."""
        return f"<{self.names.base}{collection}/{name}>"

    def literal(self, text: str, language: str = "") -> str:
        """Return a quoted string."""
        return _quoted(text, language)

    def typed(self, text: str, datatype: str) -> str:
        """Return a quoted number, year or boolean with its datatype."""
        return f'"{text}"^^{self.term(datatype)}'


class Turtle(Syntax[str]):
    """Terms as Turtle writes them, with the prefixes of `names`."""

    def __init__(self, names: Names) -> None:
        super().__init__(names)
        self._prefixes = {namespace: prefix for prefix, namespace in names.prefixes().items()}
        self._terms["rdf:type"] = "a"
        self._meanings["a"] = names.term("rdf:type")

    def iri(self, iri: str) -> str:
        """Return a prefixed name, or `<iri>` where no prefix fits."""
        return short_name(iri, self._prefixes) or f"<{iri}>"

    def mint(self, collection: str, name: str) -> str:
        """Return the prefixed name of a thing."""
        return f"{collection}:{name}"

    def literal(self, text: str, language: str = "") -> str:
        """Return a quoted string."""
        return _quoted(text, language)

    def typed(self, text: str, datatype: str) -> str:
        """Return a bare number or boolean, or a quoted year."""
        return f'"{text}"^^{self.term(datatype)}' if datatype == YEAR else text


def escape(text: str) -> str:
    r"""Escape a literal for N-Triples and Turtle.

    >>> print(escape('a "b"\n'))
    a \"b\"\n
    """
    return _SPECIAL.sub(_escaped, text)


def _escaped(match: re.Match[str]) -> str:
    return _SHORT_ESCAPES.get(match[0]) or f"\\u{ord(match[0]):04X}"


def _quoted(text: str, language: str) -> str:
    if not text.isprintable() or '"' in text or "\\" in text:
        text = escape(plain(text))
    return f'"{text}"@{language}' if language else f'"{text}"'
