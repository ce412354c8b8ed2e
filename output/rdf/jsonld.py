"""Stream an export as compact JSON-LD 1.1: its context, then one object a subject."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import IO, Any, Final, TypeAlias

from output.rdf.blocks import Export
from output.rdf.syntax import Block, Values
from output.rdf.terms import Literal, Names, Term, short_name, term
from output.rdf.writers import write_batches

Json: TypeAlias = Any

_TYPE: Final = term("rdf:type")
_INTEGER: Final = term("xsd:integer")
_BOOLEAN: Final = term("xsd:boolean")


def write_jsonld(export: Export, stream: IO[bytes]) -> None:
    """Write JSON-LD whose context stands in the file, so that nothing is looked up."""
    context = context_of(export.names)
    stream.write(f'{{"@context": {_dumps(context)},\n"@graph": ['.encode())
    write_batches(stream, _nodes(export, _Shortener(export.names, context)))
    stream.write(b"\n]}\n")


def context_of(names: Names) -> dict[str, Json]:
    """Return the JSON-LD context, with the prefixes of an export."""
    text = files("schemas").joinpath("context.jsonld").read_text(encoding="utf-8")
    context: dict[str, Json] = json.loads(text)["@context"]
    return context | names.prefixes()


def _nodes(export: Export, shorten: "_Shortener") -> Iterator[str]:
    comma = "\n"
    for _, blocks in export.parts(Values(export.names)):
        for block in blocks:
            yield comma + _dumps(shorten.node(block))
            comma = ",\n"


def _dumps(value: Json) -> str:
    return json.dumps(value, ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class _Key:
    """A term of the context: how its values are read."""

    name: str
    type: str
    language: str


class _Shortener:
    """Shorten blocks by a context."""

    def __init__(self, names: Names, context: dict[str, Json]) -> None:
        self._namespaces = {iri: prefix for prefix, iri in names.prefixes().items()}
        self._keys: dict[str, _Key] = {}
        self._classes: dict[str, str] = {}
        for name, definition in context.items():
            if isinstance(definition, dict):
                kind = definition.get("@type", "")
                datatype = names.term(kind) if ":" in kind else kind
                iri = names.term(definition["@id"])
                self._keys[iri] = _Key(name, datatype, definition.get("@language", ""))
            elif isinstance(definition, str) and name not in names.prefixes():
                iri = names.term(definition)
                self._keys[iri] = _Key(name, "", "")
                self._classes[iri] = name
        self._iri = cache(self._shortened)

    def node(self, block: Block[Term]) -> dict[str, Json]:
        """Return a block as a node object."""
        subject, predicates, objects = block
        found: dict[str, list[Json]] = {}
        for predicate, value in zip(predicates, objects, strict=True):
            assert isinstance(predicate, str)
            if predicate == _TYPE and isinstance(value, str):
                found.setdefault("@type", []).append(self._classes.get(value) or self._iri(value))
                continue
            key = self._keys.get(predicate) or _Key(self._iri(predicate), "", "")
            found.setdefault(key.name, []).append(self._value(value, key))
        node = {name: values if values[1:] else values[0] for name, values in found.items()}
        return {"@id": self._shortened(str(subject)), **node}

    def _value(self, value: Term, key: _Key) -> Json:
        if isinstance(value, str):
            short = self._shortened(value)
            return short if key.type == "@id" else {"@id": short}
        if value.language:
            same = value.language == key.language
            return value.text if same else {"@value": value.text, "@language": value.language}
        return self._number_or_text(value, key)

    def _number_or_text(self, value: Literal, key: _Key) -> Json:
        if value.datatype == _INTEGER:
            return int(value.text)
        if value.datatype == _BOOLEAN:
            return value.text == "true"
        if value.datatype == key.type and not key.language:
            return value.text
        if value.datatype:
            return {"@value": value.text, "@type": self._iri(value.datatype)}
        return {"@value": value.text}

    def _shortened(self, iri: str) -> str:
        return short_name(iri, self._namespaces) or iri
