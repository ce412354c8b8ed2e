"""Queries with a name, a description and parameters: those of `schemas/queries`, and a user's.

A query says what it is in comments at its top:

    # title: Papers of an author
    # description: By the name as the papers write it.
    # layers: core
    # parameter: author (text; example: Jan Leike): the name

In its text stands one `VALUES ?author { ... }` for the parameter, which takes several values, or
one `BIND(... AS ?author)`, which takes one. What is in there is replaced by the RDF terms of the
values, so that nothing that a user types is read as SPARQL.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final, TypeAlias

from output.sparql.naming import Naming, ParameterType
from schemas import BASE_IRI, CitekgError, UnknownNameError

Value: TypeAlias = str | int | float | Sequence[str]
"""What a parameter stands for: a name, a number, or several of them."""

_NAME = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_HEADER = re.compile(r"^# (title|description|layers|parameter): *(.+?) *$", re.MULTILINE)
_PARAMETER = re.compile(
    r"(?P<name>\w+) \((?P<type>\w+)(?:; default: (?P<default>[^;)]*))?"
    r"; example: (?P<example>[^;)]*)\): (?P<description>.+)"
)
_PLACE: Final = (
    r"\bVALUES\s*\?(?P<several>{names})\s*\{{[^}}]*\}}"
    r"|\bBIND\s*\([^)]*\sAS\s+\?(?P<one>{names})\s*\)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """What a query asks to be told; without a default it must be."""

    name: str
    type: ParameterType
    default: str | None
    example: str
    description: str

    def __str__(self) -> str:
        given = f"{self.default} if not given" if self.default else f"for example {self.example}"
        return f"{self.name} ({self.type}, {given}): {self.description}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A SPARQL query and what its comments say of it; `name` is empty for one without."""

    name: str
    title: str
    description: str
    layers: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    text: str

    def bind(self, values: Mapping[str, Value], naming: Naming) -> str:
        """Return the text with values in place of parameters.

        Raises:
            UnknownNameError: if there is no such parameter, or nothing of a name in the data.
            CitekgError: if a value is missing, or none of its type.
        """
        what = f"parameter of query '{self.name}'" if self.name else "parameter"
        for name in values:
            if all(name != parameter.name for parameter in self.parameters):
                raise UnknownNameError(what, name, [known.name for known in self.parameters])
        terms = {
            parameter.name: self._terms(parameter, values[parameter.name], naming)
            for parameter in self.parameters
            if parameter.name in values or self._lacks(parameter)
        }
        text = self.text.replace(f"<{BASE_IRI}", f"<{naming.base}") if self.name else self.text

        def replaced(place: re.Match[str]) -> str:
            if name := place["several"]:
                return f"VALUES ?{name} {{ {' '.join(terms[name])} }}"
            (only,) = terms[place["one"]]
            return f"BIND({only} AS ?{place['one']})"

        return _places(terms).sub(replaced, text) if terms else text

    def _lacks(self, parameter: Parameter) -> bool:
        if parameter.default is not None:
            return False
        raise CitekgError(
            f"query '{self.name}' lacks a value: {parameter}; "
            f"give it as {parameter.name}={parameter.example}"
        )

    def _terms(self, parameter: Parameter, value: Value, naming: Naming) -> list[str]:
        given = [value] if isinstance(value, str | int | float) else list(value)
        ((place),) = _places([parameter.name]).finditer(self.text)
        if not given or (place["one"] and len(given) > 1):
            raise CitekgError(
                f"{parameter.name} takes {'one value' if place['one'] else 'a value'}, "
                f"and {len(given) or 'none'} came; give it as {parameter.name}={parameter.example}"
            )
        return [naming.term(parameter.type, item) for item in given]


def library() -> tuple[Query, ...]:
    """Return the queries of the library, by name.

    >>> [str(parameter) for parameter in stored("papers-of-author").parameters]
    ['author (text, for example Jan Leike): the name']
    """
    return tuple(_library().values())


def stored(name: str) -> Query:
    """Return a query of the library.

    Raises:
        UnknownNameError: if it has none of this name.
    """
    if name not in _library():
        raise UnknownNameError("query", name, _library())
    return _library()[name]


def as_query(query: str) -> Query:
    """Return a query of the library by its name, or else the SPARQL that was given.

    Raises:
        UnknownNameError: if it is a name, and the library has none of it.
        CitekgError: if a parameter that the SPARQL declares cannot be read.
    """
    text = query.strip()
    return stored(text) if _NAME.fullmatch(text) else parse_query("", query)


def parse_query(name: str, text: str) -> Query:
    """Read what a query says of itself.

    Raises:
        CitekgError: if a parameter cannot be read, or has not one place in the text.
    """
    fields = _HEADER.findall(text)
    said = dict(fields)
    parameters = tuple(_parameter(value) for key, value in fields if key == "parameter")
    for parameter in parameters:
        if len(_places([parameter.name]).findall(text)) != 1:
            raise CitekgError(
                f"parameter '{parameter.name}' has no place in the query, or several; write "
                f"VALUES ?{parameter.name} {{ ... }} or BIND(... AS ?{parameter.name}) once"
            )
    return Query(
        name=name,
        title=said.get("title", ""),
        description=said.get("description", ""),
        layers=tuple(re.findall(r"\w+", said.get("layers", ""))),
        parameters=parameters,
        text=text,
    )


@cache
def _library() -> dict[str, Query]:
    folder = files("schemas") / "queries"
    found = sorted((file.name, file.read_text("utf-8")) for file in folder.iterdir())
    return {
        name.removesuffix(".rq"): parse_query(name.removesuffix(".rq"), text)
        for name, text in found
    }


def _parameter(text: str) -> Parameter:
    if not (match := _PARAMETER.fullmatch(text)):
        raise CitekgError(
            f"cannot read the parameter '{text}'; write it as "
            "# parameter: author (text; example: Jan Leike): the name"
        )
    if match["type"] not in [*ParameterType]:
        raise UnknownNameError("type of parameter", match["type"], ParameterType)
    return Parameter(
        name=match["name"],
        type=ParameterType(match["type"]),
        default=match["default"],
        example=match["example"],
        description=match["description"],
    )


def _places(names: Sequence[str] | Mapping[str, object]) -> re.Pattern[str]:
    return re.compile(_PLACE.format(names="|".join(names)))
