"""RDF terms as values, the vocabularies of the export, and the IRIs that it mints."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Final, NamedTuple, TypeAlias

from schemas import RELATION_IRIS, CitekgError, Relation, iri_name

VOCABULARIES: Final = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "schema": "https://schema.org/",
    "prism": "http://prismstandard.org/namespaces/basic/2.0/",
    "fabio": "http://purl.org/spar/fabio/",
    "cito": "http://purl.org/spar/cito/",
    "c4o": "http://purl.org/spar/c4o/",
    "doco": "http://purl.org/spar/doco/",
    "oa": "http://www.w3.org/ns/oa#",
    "prov": "http://www.w3.org/ns/prov#",
}
COLLECTIONS: Final = (
    "paper",
    "entity",
    "repository",
    "link",
    "reason",
    "extractor",
    "text",
    "sentence",
    "span",
    "layer",
)

_PAGE = re.compile(r"https?://[A-Za-z0-9.-]+(?::[0-9]+)?/[A-Za-z0-9._~/-]*")
_LOCAL_NAME = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?")
_NO_CHARACTER = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class Literal(NamedTuple):
    """A literal: its text, and the IRI of its datatype or its language tag, if it has one."""

    text: str
    datatype: str = ""
    language: str = ""


Term: TypeAlias = str | Literal
"""An IRI (`str`) or a literal; the export has no blank nodes."""

Triple: TypeAlias = tuple[str, str, Term]


class Layer(StrEnum):
    """A part of an export that can be loaded without those after it."""

    CORE = "core"
    LINKS = "links"
    EVIDENCE = "evidence"


def term(name: str) -> str:
    """Return the IRI of a name of one of the `VOCABULARIES`.

    >>> term("oa:exact")
    'http://www.w3.org/ns/oa#exact'
    """
    prefix, _, local = name.partition(":")
    return VOCABULARIES[prefix] + local


def short_name(iri: str, prefixes: Mapping[str, str]) -> str | None:
    """Return an IRI as a prefixed name, or None if no prefix fits.

    Args:
        iri: the full IRI.
        prefixes: namespace IRI -> prefix.

    >>> short_name("http://www.w3.org/ns/oa#exact", {"http://www.w3.org/ns/oa#": "oa"})
    'oa:exact'
    """
    cut = max(iri.rfind("/"), iri.rfind("#")) + 1
    prefix = prefixes.get(iri[:cut])
    if prefix is None or not _LOCAL_NAME.fullmatch(iri, cut):
        return None
    return f"{prefix}:{iri[cut:]}"


def plain(text: str) -> str:
    """Replace what some RDF format cannot hold by U+FFFD: lone surrogates and control characters.

    XML 1.0 (section 2.2) sets the limit, so that every format holds the same triples.
    """
    return _NO_CHARACTER.sub("\ufffd", text)


@lru_cache(1024)
def confidence(value: float) -> str:
    """Return a decimal strictly between 0 and 1 in the one spelling that all RDF stores keep.

    >>> confidence(0.90), confidence(1.0), confidence(0.0)
    ('0.9', '0.99', '0.01')
    """
    clipped = min(max(value, 0.01), 0.99)
    return f"{clipped:.4f}".rstrip("0")


def is_page(url: str) -> bool:
    """Tell whether a URL can stand in every RDF format as it is: http(s), a host, a plain path.

    >>> is_page("https://github.com/pots/study"), is_page("https://a.org/x y")
    (True, False)
    """
    return _PAGE.fullmatch(url) is not None


@dataclass(frozen=True, slots=True)
class Names:
    """The IRIs below one base, `{base}{collection}/{name}`, and the ontology's, `{base}ns#{name}`.

    Raises:
        CitekgError: if `base` is no plain http(s) IRI that ends in `/`.

    >>> Names("https://example.org/").mint("entity", "bert")
    'https://example.org/entity/bert'
    """

    base: str

    def __post_init__(self) -> None:
        if not (is_page(self.base) and self.base.endswith("/")):
            raise CitekgError(
                f"base IRI {self.base!r} cannot start the names of an export; "
                "give an http(s) IRI that ends in '/', such as https://example.org/kg/"
            )

    def prefixes(self) -> dict[str, str]:
        """Return prefix -> namespace IRI of all that an export names."""
        own = {collection: f"{self.base}{collection}/" for collection in COLLECTIONS}
        return {"kg": f"{self.base}ns#", **own, **VOCABULARIES}

    def own(self, local_name: str) -> str:
        """Return the IRI of a term of our ontology."""
        return f"{self.base}ns#{local_name}"

    def term(self, name: str) -> str:
        """Return the IRI of a name of our ontology (`kg:uses`) or of one of the `VOCABULARIES`."""
        prefix, _, local = name.partition(":")
        return self.own(local) if prefix == "kg" else VOCABULARIES[prefix] + local

    def relation(self, relation: str) -> str:
        """Return the IRI of a relation."""
        iri = RELATION_IRIS[Relation(relation)]
        return iri if "://" in iri else self.own(iri)

    def mint(self, collection: str, name: str) -> str:
        """Return the IRI of a thing; `flat_name` makes names that IRIs can end in."""
        return f"{self.base}{collection}/{name}"


def flat_name(curie: str) -> str:
    """Return the local name of a node: the scheme stays where several share a collection.

    Raises:
        CitekgError: if it would hold more than letters, digits, `.`, `-` and `_`.

    >>> flat_name("arxiv:2305.18290"), flat_name("entity:dpo")
    ('arxiv.2305.18290', 'dpo')
    """
    name = iri_name(plain(curie))
    for scheme in ("entity.", "repo."):
        if name.startswith(scheme):
            name = name.removeprefix(scheme)
    if not _LOCAL_NAME.fullmatch(name):
        raise CitekgError(
            f"{name!r} cannot end an IRI; "
            "use letters, digits, '.', '-' and '_', the first a letter or digit"
        )
    return name


def relation_name(relation: str) -> str:
    """Return the local name of a relation, without its namespace.

    >>> relation_name("cites"), relation_name("evaluates_on")
    ('cites', 'evaluatesOn')
    """
    return re.split(r"[/#]", RELATION_IRIS[Relation(relation)])[-1]
