"""What breaks a constraint of SHACL Core, as SPARQL patterns.

They follow the definitions in SHACL (W3C, 2017), section 4, for paths of one predicate.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

from output.rdf.terms import term

if TYPE_CHECKING:
    import pyoxigraph as ox

    from output.validation.shapes import Shapes

    Node: TypeAlias = ox.NamedNode | ox.Literal

SHACL: Final = "http://www.w3.org/ns/shacl#"

_LEXICAL: Final = {
    term("xsd:integer"): "^[+-]?[0-9]+$",
    term("xsd:decimal"): "^[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)$",
}
_NODE_KINDS: Final = {"IRI": "isIRI", "Literal": "isLiteral", "BlankNode": "isBlank"}


@dataclass(frozen=True, slots=True)
class Scope:
    """A shape on its way into SPARQL: the variables of its node and of the values it speaks of."""

    shape: str
    path: str
    node: str
    value: str

    @property
    def reach(self) -> str:
        """The pattern that leads from the node to its values."""
        return f"{self.node} <{self.path}> {self.value} . " if self.path else ""


_Made: TypeAlias = tuple[str, str]
"""A pattern that matches what breaks a constraint, and what to say of it."""

WITHOUT_VALUE: Final = {"minCount", "maxCount", "hasValue", "uniqueLang"}


def _min_count(shapes: "Shapes", scope: Scope, argument: "Node") -> _Made:
    least = int(argument.value)
    problem = "is missing" if least == 1 else f"has fewer than {least} values"
    return f"FILTER NOT EXISTS {{ {shapes.values_apart(scope, least)}}}", problem


def _max_count(shapes: "Shapes", scope: Scope, argument: "Node") -> _Made:
    most = int(argument.value)
    problem = "has several values" if most == 1 else f"has more than {most} values"
    return shapes.values_apart(scope, most + 1), problem


def _has_value(shapes: "Shapes", scope: Scope, argument: "Node") -> _Made:
    pattern = f"FILTER NOT EXISTS {{ {scope.node} <{scope.path}> {argument} }}"
    return pattern, f"lacks {shapes.name(argument)}"


def _unique_lang(shapes: "Shapes", scope: Scope, _: "Node") -> _Made:
    one, other = f"{scope.value}a", f"{scope.value}b"
    pattern = (
        f"{scope.node} <{scope.path}> {one} , {other} . FILTER(!sameTerm({one}, {other}) && "
        f'LANG({one}) != "" && LCASE(LANG({one})) = LCASE(LANG({other})))'
    )
    return pattern, "has several values in one language"


def _datatype(shapes: "Shapes", scope: Scope, argument: "Node") -> _Made:
    lexical = _LEXICAL.get(argument.value)
    form = f' || !REGEX(STR({scope.value}), "{lexical}")' if lexical else ""
    value = f"!isLiteral({scope.value}) || DATATYPE({scope.value}) != {argument}"
    return f"FILTER({value}{form})", f"is no {shapes.name(argument)}"


def _class(shapes: "Shapes", scope: Scope, argument: "Node") -> _Made:
    pattern = f"FILTER NOT EXISTS {{ {scope.value} a {argument} }}"
    return pattern, f"is no {shapes.name(argument)}"


def _node_kind(shapes: "Shapes", scope: Scope, argument: "Node") -> _Made:
    kind = argument.value.removeprefix(SHACL)
    return f"FILTER(!{_NODE_KINDS[kind]}({scope.value}))", f"is no {kind}"


def _in(shapes: "Shapes", scope: Scope, argument: "Node") -> _Made:
    members = shapes.items(argument.value)
    tests = " || ".join(f"sameTerm({scope.value}, {member})" for member in members)
    return f"FILTER(!({tests}))", f"is none of {', '.join(map(shapes.name, members))}"


def _pattern(shapes: "Shapes", scope: Scope, argument: "Node") -> _Made:
    pattern = f"FILTER(isBlank({scope.value}) || !REGEX(STR({scope.value}), {argument}))"
    return pattern, f"does not match {argument.value}"


def _disjoint(shapes: "Shapes", scope: Scope, argument: "Node") -> _Made:
    return f"{scope.node} {argument} {scope.value} .", f"is a value of {shapes.name(argument)}, too"


def _less_than(shapes: "Shapes", scope: Scope, argument: "Node") -> _Made:
    bound = f"{scope.value}b"
    pattern = f"{scope.node} {argument} {bound} . FILTER(!COALESCE({scope.value} < {bound}, false))"
    return pattern, f"is not less than {shapes.name(argument)}"


def _bound(operator: str, problem: str) -> "_Maker":
    def made(shapes: "Shapes", scope: Scope, argument: "Node") -> _Made:
        pattern = f"FILTER(!COALESCE({scope.value} {operator} {argument}, false))"
        return pattern, f"{problem} {argument.value}"

    return made


def _or(shapes: "Shapes", scope: Scope, argument: "Node") -> _Made:
    members = [shapes.conforms(item.value, scope.value) for item in shapes.items(argument.value)]
    return f"FILTER(!({' || '.join(members)}))", f"is no {shapes.alternatives(argument)}"


def _xone(shapes: "Shapes", scope: Scope, argument: "Node") -> _Made:
    members = [shapes.conforms(item.value, scope.value) for item in shapes.items(argument.value)]
    fitting = " + ".join(f"IF({member}, 1, 0)" for member in members)
    problem = f"has not just one of {shapes.alternatives(argument)}"
    return f"FILTER({fitting} != 1)", problem


_Maker: TypeAlias = Callable[["Shapes", Scope, "Node"], _Made]
PATTERNS: Final[dict[str, _Maker]] = {
    "class": _class,
    "datatype": _datatype,
    "disjoint": _disjoint,
    "hasValue": _has_value,
    "in": _in,
    "lessThan": _less_than,
    "maxCount": _max_count,
    "maxExclusive": _bound("<", "is not less than"),
    "maxInclusive": _bound("<=", "is more than"),
    "minCount": _min_count,
    "minExclusive": _bound(">", "is not more than"),
    "minInclusive": _bound(">=", "is less than"),
    "nodeKind": _node_kind,
    "or": _or,
    "pattern": _pattern,
    "uniqueLang": _unique_lang,
    "xone": _xone,
}
