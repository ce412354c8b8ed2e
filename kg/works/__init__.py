"""One work across sources, and what leads from one work to another."""

from kg.works.citations import resolve_citations
from kg.works.uniting import unite

__all__ = ["resolve_citations", "unite"]
