"""Check a dataset, and tell what is wrong in words."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

from output.rdf.terms import short_name
from output.sparql import Dataset, read_dataset
from output.tables import printable
from output.validation.engines import Finding, by_shacl, by_sparql
from output.validation.shapes import Rule, Shapes, skolemized
from schemas import BASE_IRI

if TYPE_CHECKING:
    import pyoxigraph as ox

LARGEST_FOR_SHACL: Final = 100_000
"""Triples up to which pyshacl validates unless one asks for it: 100,000 take some 10 seconds."""

_DATATYPE: Final = "DatatypeConstraintComponent"
_LONGEST_QUOTE: Final = 160
_SAID = re.compile(r"^# (path|problem): *(.+?) *$", re.MULTILINE)
_IRI = re.compile(r"<([^<>]*)>")
_PLACE: Final = """
SELECT ?paper ?title ?sentence {{
  BIND({focus} AS ?focus)
  ?focus {start}(rdf:subject|cito:hasCitingEntity|dcterms:isPartOf|^kg:evidence)* ?paper .
  ?paper a schema:ScholarlyArticle ; dcterms:title ?title .
  OPTIONAL {{
    ?focus {start}kg:evidence?/dcterms:isPartOf* ?place .
    ?place a doco:Sentence ; oa:exact ?sentence
  }}
}} ORDER BY ?paper ?title ?sentence LIMIT 1"""


class Engine(StrEnum):
    """What checks the rules."""

    SHACL = "shacl"
    SPARQL = "sparql"


@dataclass(frozen=True, slots=True)
class Report:
    """What a check found; `by` is the engine."""

    dataset: Dataset
    by: Engine
    findings: tuple[Finding, ...]

    @property
    def triples(self) -> int:
        """How many triples were checked."""
        return len(self.dataset.store)

    def lines(self) -> Iterator[str]:
        """Yield one line for each violation: paper, what is wrong where, and the sentence.

        They come in the order of their nodes.
        """
        names = {namespace: prefix for prefix, namespace in self.dataset.prefixes.items()}
        for finding in self.findings:
            focus = _shown(finding.focus, names)
            paper, sentence = self._place(finding.focus, names)
            what = [focus if paper != focus else "", _short(finding.rule.path, names)]
            what += [_shown(finding.value, names) if finding.value else "", finding.rule.problem]
            about = " ".join(part for part in what if part)
            quote = f' in "{sentence}"' if sentence else ""
            yield printable(f"{paper or 'no paper'}: {about}{quote}")

    def _place(self, focus: str, names: Mapping[str, str]) -> tuple[str, str]:
        """Return the paper that a node belongs to, or that links to it, and the sentence."""
        if not focus.startswith("<"):
            return "", ""
        for start in ("", "^rdf:object/"):
            query = _PLACE.format(focus=focus, start=start)
            solutions = self.dataset.store.query(query, prefixes=self.dataset.prefixes)
            for paper, _, sentence in cast("ox.QuerySolutions", solutions):
                return _short(paper.value, names), _cut(sentence.value if sentence else "")
        return "", ""


def validate(paths: Sequence[Path], *, by: Engine | None = None) -> Report:
    """Check RDF files together against the shapes and checks of an export.

    Args:
        paths: the files, for example the layers of one export.
        by: the engine; by default SHACL for at most `LARGEST_FOR_SHACL` triples if pyshacl is
            installed, else SPARQL. Both find the same.

    Raises:
        InputError: if a file cannot be read.
        CitekgError: if SHACL is asked for and pyshacl is not installed.
    """
    dataset = read_dataset(paths)
    shapes = skolemized(_based(_text("shapes.ttl"), dataset.base))
    rules, checks = Shapes(shapes, dataset.prefixes).rules(), _checks(dataset)
    engine = by or _engine(len(dataset.store))
    if engine is Engine.SHACL:
        found = by_shacl(dataset.store, shapes, rules)
    else:
        found = by_sparql(dataset.store, rules)
    found = _plain(found) | by_sparql(dataset.store, checks)
    return Report(dataset, engine, tuple(sorted(found, key=_order)))


def _plain(found: set[Finding]) -> set[Finding]:
    """Leave out how a value of a wrong type compares: it does not, and engines differ in that."""
    mistyped = {_value_of(finding) for finding in found if finding.rule.component == _DATATYPE}
    return {
        finding
        for finding in found
        if finding.rule.component == _DATATYPE or _value_of(finding) not in mistyped
    }


def _value_of(finding: Finding) -> tuple[str, str, str]:
    return finding.focus, finding.rule.path, finding.value


def _engine(triples: int) -> Engine:
    small = triples <= LARGEST_FOR_SHACL
    return Engine.SHACL if small and find_spec("pyshacl") else Engine.SPARQL


def _checks(dataset: Dataset) -> list[Rule]:
    """Return what SHACL Core cannot say: the queries of `schemas/checks`."""
    found = sorted(
        (file.name, file.read_text("utf-8")) for file in (files("schemas") / "checks").iterdir()
    )
    rules = []
    for name, text in found:
        said = dict(_SAID.findall(text))
        prefix, _, local = said["path"].partition(":")
        rules.append(
            Rule(
                shape=name,
                component="",
                path=dataset.prefixes[prefix] + local,
                problem=said["problem"],
                query=_based(text, dataset.base),
            )
        )
    return rules


def _text(name: str) -> str:
    return (files("schemas") / name).read_text("utf-8")


def _based(text: str, base: str) -> str:
    """Return shapes or a query for an export with another base."""
    return text.replace(f"<{BASE_IRI}", f"<{base}")


def _order(finding: Finding) -> tuple[str, ...]:
    rule = finding.rule
    return finding.focus, rule.path, finding.value, rule.problem, rule.shape


def _short(iri: str, names: Mapping[str, str]) -> str:
    return short_name(iri, names) or iri


def _shown(node: str, names: Mapping[str, str]) -> str:
    """Return a term for reading: IRIs as prefixed names, a literal with its datatype."""
    return _cut(_IRI.sub(lambda match: _short(match[1], names), node))


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST_QUOTE else f"{text[:_LONGEST_QUOTE]}..."
