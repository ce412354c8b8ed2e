"""What all questions rest on: a graph and the names in it."""

from collections.abc import Iterable
from functools import cached_property

from kg.graph import Graph
from kg.names import NameIndex
from kg.questions.reading import family
from schemas import Relation


class Named:
    """A graph whose nodes are found by name."""

    _graph: Graph

    @cached_property
    def _names(self) -> NameIndex:
        return NameIndex(self._graph)

    def _entities(self, names: Iterable[str] | None) -> list[str] | None:
        return None if names is None else [self._names.entity(name) for name in names]

    def _topic(self, name: str, *, variants: bool = True) -> set[str]:
        """Return an entity, with all its variants if these count, too."""
        node = self._names.entity(name)
        return family(self._graph, node, Relation.VARIANT_OF) if variants else {node}
