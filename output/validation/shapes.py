"""SHACL Core shapes as rules, each with the SPARQL query that finds what breaks it."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import combinations, count
from typing import TYPE_CHECKING, Final, TypeAlias, cast

from output.rdf.terms import short_name, term
from output.validation.components import PATTERNS, SHACL, WITHOUT_VALUE, Scope

if TYPE_CHECKING:
    import pyoxigraph as ox

    Node: TypeAlias = ox.NamedNode | ox.Literal

_TARGETS: Final = {"targetClass": "?this a {} .", "targetSubjectsOf": "?this {} [] ."}


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What a shape demands of its nodes, and the query for `?focus` and `?value` that break it."""

    shape: str
    component: str
    path: str
    problem: str
    query: str = field(compare=False)
    has_value: bool = True


@dataclass(frozen=True, slots=True)
class _Breach:
    """A pattern that matches a node which breaks a constraint, and what is wrong."""

    scope: Scope
    component: str
    problem: str
    pattern: str
    has_value: bool = True


class Shapes:
    """Shapes without blank nodes, read into a store.

    Args:
        store: the shapes; `skolemized` gives such a store.
        prefixes: prefix -> namespace IRI, for what is told of a problem.
    """

    def __init__(self, store: "ox.Store", prefixes: dict[str, str]) -> None:
        self._store = store
        self._by_namespace = {namespace: prefix for prefix, namespace in prefixes.items()}
        self._numbers = count()

    def rules(self) -> tuple[Rule, ...]:
        """Return the rules of all shapes that have targets.

        Raises:
            ValueError: if a shape has a constraint for which there is no pattern here.
        """
        targets: dict[str, list[str]] = {}
        for kind, pattern in _TARGETS.items():
            for shape, _, target in self._statements(what=kind):
                targets.setdefault(shape, []).append(pattern.format(target))
        return tuple(
            _rule(breach, targets[shape])
            for shape in sorted(targets)
            for breach in self._breaches(shape, "?this")
        )

    def _breaches(self, shape: str, node: str) -> Iterator[_Breach]:
        """Yield all ways in which a node may break a shape."""
        (path, *_) = [*self._values(shape, "path"), None]
        value = self._variable() if path else node
        scope = Scope(shape, path.value if path else "", node, value)
        for _, component, argument in self._statements(shape):
            if component in ("property", "node"):
                for breach in self._breaches(argument.value, value):
                    yield replace(breach, pattern=scope.reach + breach.pattern)
            elif component not in {"path", *_TARGETS}:
                yield self._breach(scope, component, argument)

    def _breach(self, scope: Scope, component: str, argument: "Node") -> _Breach:
        if component not in PATTERNS:
            raise ValueError(
                f"no pattern for sh:{component}; add one to output.validation.components"
            )
        pattern, problem = PATTERNS[component](self, scope, argument)
        has_value = component not in WITHOUT_VALUE
        reach = scope.reach if has_value else ""
        return _Breach(scope, component, problem, reach + pattern, has_value)

    def conforms(self, shape: str, node: str) -> str:
        """Return the expression that is true if a node keeps to a shape."""
        parts = [f"NOT EXISTS {{ {breach.pattern} }}" for breach in self._breaches(shape, node)]
        return f"({' && '.join(parts)})"

    def values_apart(self, scope: Scope, number: int) -> str:
        """Return the pattern of a node that has this many different values."""
        names = [self._variable() for _ in range(number)]
        found = "".join(f"{scope.node} <{scope.path}> {name} . " for name in names)
        pairs = "".join(
            f"FILTER(!sameTerm({one}, {other})) " for one, other in combinations(names, 2)
        )
        return found + pairs

    def items(self, node: str) -> list["Node"]:
        """Return the members of a list."""
        members: list[Node] = []
        while node != term("rdf:nil"):
            members += self._objects(node, term("rdf:first"))
            node = self._objects(node, term("rdf:rest"))[0].value
        return members

    def name(self, node: "Node") -> str:
        """Return a node as a person would write it."""
        import pyoxigraph as ox

        if isinstance(node, ox.NamedNode):
            return short_name(node.value, self._by_namespace) or node.value
        return node.value

    def alternatives(self, argument: "Node") -> str:
        """Return what sets the members of a list of shapes apart: their classes, else paths."""
        told = []
        for member in self.items(argument.value):
            shapes = [member, *self._values(member.value, "property")]
            found = [
                value
                for what in ("class", "path")
                for shape in shapes
                for value in self._values(shape.value, what)
                if what == "class" or shape != member
            ]
            told.append(self.name(found[0]) if found else "a shape")
        return " or ".join(told)

    def _variable(self) -> str:
        return f"?v{next(self._numbers)}"

    def _values(self, shape: str, what: str) -> list["Node"]:
        return self._objects(shape, SHACL + what)

    def _objects(self, subject: str, predicate: str) -> list["Node"]:
        import pyoxigraph as ox

        quads = self._store.quads_for_pattern(ox.NamedNode(subject), ox.NamedNode(predicate), None)
        return sorted((cast("Node", quad.object) for quad in quads), key=str)

    def _statements(
        self, shape: str | None = None, what: str | None = None
    ) -> list[tuple[str, str, "Node"]]:
        """Return shape, name of what SHACL says of it, and the object, sorted."""
        import pyoxigraph as ox

        subject = ox.NamedNode(shape) if shape else None
        predicate = ox.NamedNode(SHACL + what) if what else None
        found = [
            (
                cast(ox.NamedNode, quad.subject).value,
                quad.predicate.value.removeprefix(SHACL),
                cast("Node", quad.object),
            )
            for quad in self._store.quads_for_pattern(subject, predicate, None)
            if quad.predicate.value.startswith(SHACL)
        ]
        return sorted(found, key=lambda statement: (*statement[:2], str(statement[2])))


def skolemized(text: str) -> "ox.Store":
    """Read Turtle into a store with an IRI for each blank node, so that it has a lasting name."""
    import pyoxigraph as ox

    names: dict[object, ox.NamedNode] = {}

    def named(node: object) -> object:
        if isinstance(node, ox.BlankNode):
            return names.setdefault(node, ox.NamedNode(f"urn:shape:{len(names)}"))
        return node

    store = ox.Store()
    for quad in ox.parse(text.encode(), format=ox.RdfFormat.TURTLE):
        store.add(ox.Quad(named(quad.subject), quad.predicate, named(quad.object)))  # type: ignore[arg-type]
    return store


def _rule(breach: _Breach, targets: list[str]) -> Rule:
    union = " UNION ".join(f"{{ {target} }}" for target in sorted(targets))
    value = f" ({breach.scope.value} AS ?value)" if breach.has_value else ""
    return Rule(
        shape=breach.scope.shape,
        component=f"{breach.component[0].upper()}{breach.component[1:]}ConstraintComponent",
        path=breach.scope.path,
        problem=breach.problem,
        has_value=breach.has_value,
        query=f"SELECT DISTINCT ({breach.scope.node} AS ?focus){value} "
        f"WHERE {{ {union} {breach.pattern} }}",
    )
