"""What a graph is built from: the records of its sources, what each text gave, and the settings."""

from kg.basis.codec import digest_of, from_line, text_digest, to_line
from kg.basis.collection import Collection, Source, collect
from kg.basis.files import Basis, load_basis, write_basis
from kg.basis.settings import Settings

__all__ = [
    "Basis",
    "Collection",
    "Settings",
    "Source",
    "collect",
    "digest_of",
    "from_line",
    "load_basis",
    "text_digest",
    "to_line",
    "write_basis",
]
