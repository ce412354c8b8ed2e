"""Example queries: those of the library, about things that a graph has."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from output.sparql.library import Parameter, library
from output.sparql.naming import Naming, ParameterType
from schemas import AmbiguousNameError, EntityType, UnknownNameError

if TYPE_CHECKING:
    import pyoxigraph as ox

_COMMENTS = re.compile(r"\A(?:#[^\n]*\n|\s)*")
_MOST: Final = """SELECT ?it (COUNT(*) AS ?count) WHERE {{ {pattern} }}
GROUP BY ?it ORDER BY DESC(?count) ?it LIMIT 1"""
_ENTITY: Final = "?link rdf:object ?it . ?it a skos:Concept"
_ENTITY_OF_TYPE: Final = "?link rdf:object ?it . ?it a kg:{type}"
_PAPER: Final = "?link rdf:subject|cito:hasCitedEntity ?it . ?it a schema:ScholarlyArticle"
_AUTHOR: Final = "?paper dc:creator ?it"


@dataclass(frozen=True, slots=True)
class Example:
    """A query that answers a question over one graph."""

    title: str
    description: str
    query: str


def examples(store: "ox.Store", prefixes: Mapping[str, str]) -> Iterator[Example]:
    """Yield the queries of the library with values that name something in the store.

    Where it lacks what the library takes for an example, what it has most of is taken. Queries
    that it has nothing for are left out.
    """
    import pyoxigraph as ox

    naming = Naming(store, prefixes)

    def most(pattern: str) -> str | None:
        results = store.query(_MOST.format(pattern=pattern), prefixes=dict(prefixes))
        assert isinstance(results, ox.QuerySolutions)
        row = next(iter(results), None)
        return row["it"].value if row else None

    for query in library():
        values = {
            parameter.name: _value(parameter, naming, most)
            for parameter in query.parameters
            if parameter.default is None
        }
        known = {name: value for name, value in values.items() if value is not None}
        if len(known) == len(values):
            text = _COMMENTS.sub("", query.bind(known, naming))
            yield Example(query.title, query.description, text)


def _value(parameter: Parameter, naming: Naming, most: Callable[[str], str | None]) -> str | None:
    if parameter.type is ParameterType.TEXT:
        return most(_AUTHOR)
    if parameter.type not in (ParameterType.ENTITY, ParameterType.PAPER):
        return parameter.example
    try:
        naming.term(parameter.type, parameter.example)
    except (UnknownNameError, AmbiguousNameError):
        if parameter.type is ParameterType.PAPER:
            return most(_PAPER)
        if parameter.name in [*EntityType]:
            return most(_ENTITY_OF_TYPE.format(type=parameter.name.capitalize()))
        return most(_ENTITY)
    return parameter.example
