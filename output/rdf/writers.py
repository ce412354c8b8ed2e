"""Stream an export as N-Triples, N-Quads, Turtle or TriG."""

from collections.abc import Callable, Iterable, Iterator
from itertools import groupby, islice
from operator import add, itemgetter
from typing import IO, Final

from output.rdf.blocks import Export
from output.rdf.syntax import Block, NTriples, Turtle
from output.rdf.terms import Layer, Names

_BATCH: Final = 512
_NEXT: Final = " ;\n   "


def write_ntriples(export: Export, stream: IO[bytes]) -> None:
    """Write sorted N-Triples."""
    _write_lines(export, stream, lambda layer: " .\n")


def write_nquads(export: Export, stream: IO[bytes]) -> None:
    """Write sorted N-Quads, with the layers as graphs."""
    spell = NTriples(export.names)
    _write_lines(export, stream, lambda layer: f" {spell.mint('layer', layer)} .\n")


def _write_lines(export: Export, stream: IO[bytes], end: Callable[[Layer], str]) -> None:
    for layer, blocks in export.parts(NTriples(export.names), by_iri=True):
        write_batches(stream, line_blocks(blocks, end(layer)))


def write_turtle(export: Export, stream: IO[bytes]) -> None:
    """Write Turtle, layer by layer, with a block for each subject."""
    stream.write(prefixes(export.names).encode())
    for _, blocks in export.parts(Turtle(export.names)):
        write_batches(stream, turtle_blocks(blocks))


def write_trig(export: Export, stream: IO[bytes]) -> None:
    """Write TriG: Turtle with the layers as graphs."""
    spell = Turtle(export.names)
    stream.write(prefixes(export.names).encode())
    for layer, parts in groupby(export.parts(spell), key=itemgetter(0)):
        stream.write(f"\n{spell.mint('layer', layer)} {{\n".encode())
        for _, blocks in parts:
            write_batches(stream, turtle_blocks(blocks))
        stream.write(b"}\n")


def line_blocks(blocks: Iterable[Block[str]], end: str = " .\n") -> Iterator[str]:
    """Yield the sorted lines of each block."""
    spaced = _Spaced()
    for subject, predicates, objects in blocks:
        parts = sorted(map(add, map(spaced.__getitem__, predicates), objects))
        yield f"{subject}{f'{end}{subject}'.join(parts)}{end}"


def turtle_blocks(blocks: Iterable[Block[str]]) -> Iterator[str]:
    """Yield each block as Turtle, with an empty line before it."""
    spaced = _Spaced()
    for subject, predicates, objects in blocks:
        if len(set(predicates)) == len(predicates):
            parts = map(add, map(spaced.__getitem__, predicates), objects)
        else:
            values: dict[str, str] = {}
            for name, value in zip(predicates, objects, strict=True):
                values[name] = f"{values[name]}, {value}" if name in values else value
            parts = map(add, map(spaced.__getitem__, values), values.values())
        yield f"\n{subject}{_NEXT.join(parts)} .\n"


class _Spaced(dict[str, str]):
    """Predicates with a space on each side."""

    def __missing__(self, predicate: str) -> str:
        self[predicate] = spaced = f" {predicate} "
        return spaced


def prefixes(names: Names) -> str:
    """Return the prefixes of an export as Turtle."""
    namespaces = names.prefixes()
    return "".join(f"@prefix {name}: <{namespaces[name]}> .\n" for name in sorted(namespaces))


def write_batches(stream: IO[bytes], pieces: Iterator[str]) -> None:
    """Write pieces of text as UTF-8, many at once."""
    while batch := "".join(islice(pieces, _BATCH)):
        stream.write(batch.encode())
