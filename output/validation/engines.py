"""Two ways to find what breaks rules: SHACL by pyshacl, and SPARQL by pyoxigraph."""

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple, cast

from output.validation.components import SHACL
from output.validation.shapes import Rule
from schemas import MissingExtraError

if TYPE_CHECKING:
    import pyoxigraph as ox
    import rdflib


class Finding(NamedTuple):
    """A node that breaks a rule; `focus` and `value` are in the syntax of N-Triples."""

    focus: str
    rule: Rule
    value: str


def by_sparql(store: "ox.Store", rules: Iterable[Rule]) -> set[Finding]:
    """Ask the query of each rule."""
    import pyoxigraph as ox

    found = set()
    for rule in rules:
        solutions = cast(ox.QuerySolutions, store.query(rule.query))
        for solution in solutions:
            value = solution["value"] if rule.has_value else None
            found.add(Finding(str(solution["focus"]), rule, str(value) if value else ""))
    return found


def by_shacl(store: "ox.Store", shapes: "ox.Store", rules: Iterable[Rule]) -> set[Finding]:
    """Ask pyshacl.

    Raises:
        MissingExtraError: if it is not installed.
    """
    try:
        import pyshacl
    except ImportError as error:
        raise MissingExtraError("validation by SHACL (not `--by sparql`)", "validate") from error
    known = {(rule.shape, SHACL + rule.component): rule for rule in rules}
    with _quiet():
        _, report, _ = pyshacl.validate(
            _rdflib(store), shacl_graph=_rdflib(shapes), inference="none", advanced=False
        )
    return set(_results(report, known))


def _results(report: "rdflib.Graph", known: dict[tuple[str, str], Rule]) -> Iterator[Finding]:
    """Yield the results at the bottom: of a shape in a shape, what breaks the inner one."""
    from rdflib import SH

    waiting = list(report.objects(None, SH.result))
    while waiting:
        result = waiting.pop()
        if inner := list(report.objects(result, SH.detail)):
            waiting += inner
            continue
        shape = str(report.value(result, SH.sourceShape))
        rule = known[shape, str(report.value(result, SH.sourceConstraintComponent))]
        focus, value = (_term(report.value(result, key)) for key in (SH.focusNode, SH.value))
        yield Finding(focus, rule, value if rule.has_value else "")


def _rdflib(store: "ox.Store") -> "rdflib.Graph":
    import pyoxigraph as ox
    import rdflib

    graph = rdflib.Graph(bind_namespaces="none")
    with _quiet():
        data = store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph())
        graph.parse(data=data, format="nt")
    return graph


def _term(node: object) -> str:
    """Return a term of rdflib in the spelling of pyoxigraph."""
    import pyoxigraph as ox
    import rdflib

    if node is None:
        return ""
    if isinstance(node, rdflib.URIRef):
        return str(ox.NamedNode(node))
    if isinstance(node, rdflib.Literal):
        if node.language:
            return str(ox.Literal(str(node), language=node.language))
        datatype = ox.NamedNode(node.datatype) if node.datatype else None
        return str(ox.Literal(str(node), datatype=datatype))
    return f"_:{node}"


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep rdflib from logging literals that are none of their type: the rules find them."""
    logger = logging.getLogger("rdflib.term")
    before = logger.disabled
    logger.disabled = True
    try:
        yield
    finally:
        logger.disabled = before
