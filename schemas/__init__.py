"""Records, terms, identifiers and errors: what all of citekg agrees on. Standard library only."""

from schemas.errors import (
    AmbiguousNameError,
    CitekgError,
    GraphFormatError,
    InputError,
    UnknownNameError,
)
from schemas.ids import WORK_PAGES, entity_curie, fold, iri_name, paper_curie, slug, work_curie
from schemas.records import (
    Citation,
    Claim,
    Entity,
    Evidence,
    Extraction,
    Failure,
    Mention,
    Paper,
    Record,
    Supplement,
)
from schemas.registry import find
from schemas.terms import (
    BASE_IRI,
    FORMAT_VERSION,
    RELATION_IRIS,
    ROLES,
    Attribute,
    EntityType,
    Extractor,
    NodeKind,
    Relation,
)

__all__ = [
    "BASE_IRI",
    "FORMAT_VERSION",
    "RELATION_IRIS",
    "ROLES",
    "WORK_PAGES",
    "AmbiguousNameError",
    "Attribute",
    "Citation",
    "CitekgError",
    "Claim",
    "Entity",
    "EntityType",
    "Evidence",
    "Extraction",
    "Extractor",
    "Failure",
    "GraphFormatError",
    "InputError",
    "Mention",
    "NodeKind",
    "Paper",
    "Record",
    "Relation",
    "Supplement",
    "UnknownNameError",
    "entity_curie",
    "find",
    "fold",
    "iri_name",
    "paper_curie",
    "slug",
    "work_curie",
]
