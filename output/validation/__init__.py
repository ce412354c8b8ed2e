"""Check RDF against the shapes of an export, and say which paper and sentence is concerned."""

from output.validation.checking import LARGEST_FOR_SHACL, Engine, Report, validate

__all__ = ["LARGEST_FOR_SHACL", "Engine", "Report", "validate"]
