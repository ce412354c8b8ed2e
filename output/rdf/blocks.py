"""The blocks of an export, subject by subject in a fixed order, and what they hold in numbers."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from output.rdf import core, evidence, links
from output.rdf.syntax import Block, Syntax, T
from output.rdf.terms import Layer, Names
from output.rdf.view import View
from schemas import CitekgError, UnknownNameError

LAYERS: Final = tuple(Layer)

_BATCH: Final = 4096


class Section(NamedTuple):
    """All subjects of a layer whose IRIs start alike."""

    layer: Layer
    start: str
    make: Callable[[View, Syntax[Any]], Iterator[Block[Any]]]


SECTIONS: Final = (
    Section(Layer.CORE, "paper/", core.papers),
    Section(Layer.CORE, "entity/", core.entities),
    Section(Layer.CORE, "repository/", core.repositories),
    Section(Layer.CORE, "ns#", core.scheme),
    Section(Layer.LINKS, "link/", links.links),
    Section(Layer.LINKS, "reason/", links.reasons),
    Section(Layer.LINKS, "extractor/", links.extractors),
    Section(Layer.EVIDENCE, "text/", evidence.texts),
    Section(Layer.EVIDENCE, "sentence/", evidence.sentences),
    Section(Layer.EVIDENCE, "span/", evidence.spans),
)


@dataclass
class Tally:
    """How many triples of each property, and subjects of each class, the layers hold."""

    properties: dict[Layer, Counter[str]] = field(default_factory=dict)
    classes: dict[Layer, Counter[str]] = field(default_factory=dict)

    def clear(self) -> None:
        """Forget all numbers."""
        self.properties.clear()
        self.classes.clear()

    def add(self, layer: Layer, properties: dict[str, int], classes: dict[str, int]) -> None:
        """Add the numbers of one part."""
        self.properties.setdefault(layer, Counter()).update(properties)
        self.classes.setdefault(layer, Counter()).update(classes)


def parse_layers(layers: str | Iterable[str]) -> tuple[Layer, ...]:
    """Return the layers that are named, in their order.

    Raises:
        UnknownNameError: if there is no such layer.
        CitekgError: if none is named.

    >>> parse_layers("links, core")
    (<Layer.CORE: 'core'>, <Layer.LINKS: 'links'>)
    """
    given = layers.split(",") if isinstance(layers, str) else layers
    names = {name.strip() for name in given}
    for name in sorted(names):
        if name not in LAYERS:
            raise UnknownNameError("layer", name, LAYERS)
    if not names:
        raise CitekgError(f"no layer is named; give some of {', '.join(LAYERS)}")
    return tuple(layer for layer in LAYERS if layer in names)


@dataclass(frozen=True)
class Export:
    """What is exported: layers of a graph, under names; `tally` is of what was last asked for."""

    view: View
    names: Names
    layers: tuple[Layer, ...] = LAYERS
    tally: Tally = field(default_factory=Tally)

    def parts(
        self, spell: Syntax[T], *, by_iri: bool = False
    ) -> Iterator[tuple[Layer, Iterator[Block[T]]]]:
        """Yield the blocks in parts, each of one layer, in the order of their subjects.

        The parts follow each other by layer, or by the IRIs of their subjects.
        """
        self.tally.clear()
        chosen = [section for section in SECTIONS if section.layer in self.layers]
        for section in sorted(chosen, key=_start) if by_iri else chosen:
            yield section.layer, self._blocks(section, spell)

    def _blocks(self, section: Section, spell: Syntax[T]) -> Iterator[Block[T]]:
        type_ = spell.term("rdf:type")
        properties: Counter[T] = Counter()
        classes: Counter[T] = Counter()
        batch: list[T] = []
        for block in section.make(self.view, spell):
            _, predicates, objects = block
            for predicate, value in zip(predicates, objects, strict=True):
                if predicate != type_:
                    break
                classes[value] += 1
            batch += predicates
            if len(batch) > _BATCH:
                properties.update(batch)
                batch.clear()
            yield block
        properties.update(batch)
        self.tally.add(section.layer, _named(properties, spell), _named(classes, spell))


def _start(section: Section) -> str:
    return section.start


def _named(counter: "Counter[T]", spell: Syntax[T]) -> dict[str, int]:
    return {spell.meaning(word): count for word, count in counter.items()}
