"""The page of the ontology: its terms, how they lie to those of others, and the IRIs of data."""

from collections.abc import Iterator
from pathlib import Path

from rdflib import OWL, RDF, RDFS, SKOS, Graph, Namespace, URIRef
from rdflib.namespace import DCTERMS
from rdflib.term import Node

from schemas import BASE_IRI

KG = Namespace(f"{BASE_IRI}ns#")
_SORTS = (
    ("Classes", OWL.Class),
    ("Relations", OWL.ObjectProperty),
    ("Attributes", OWL.DatatypeProperty),
    ("Reasons why names are one", OWL.NamedIndividual),
)
_SAID = (
    ("kind of", RDFS.subClassOf),
    ("implies", RDFS.subPropertyOf),
    ("of", RDFS.domain),
    ("leads to", RDFS.range),
    ("close to", SKOS.closeMatch),
    ("see also", RDFS.seeAlso),
)


def page(folder: Path) -> str:
    """Return the page of `ontology.ttl` and `alignments.ttl`."""
    graph = Graph()
    for name in ("ontology.ttl", "alignments.ttl"):
        graph.parse(folder / name, format="turtle")
    return "\n".join(_lines(graph)) + "\n"


def _lines(graph: Graph) -> Iterator[str]:
    ontology = URIRef(f"{BASE_IRI}ns")
    yield "# Ontology\n"
    yield f"{graph.value(ontology, DCTERMS.description)}\n"
    yield f"Namespace `{KG}`, prefix `kg`, version {graph.value(ontology, OWL.versionInfo)}, "
    yield f"licence <{graph.value(ontology, DCTERMS.license)}>. {_INTRODUCTION}"
    for title, sort in _SORTS:
        yield f"## {title}\n"
        for term in sorted(graph.subjects(RDF.type, sort)):
            if str(term).startswith(KG):
                yield from _term(graph, term)
    yield _IRIS


_INTRODUCTION = """\
The file is `schemas/ontology.ttl`; `citekg serve` gives it at `/ns`. The other
terms of an export are those of vocabularies that exist (RDF has the list). How ours lie to
theirs is in `schemas/alignments.ttl`, and shown here as *close to* (`skos:closeMatch`) and *see also*
(`rdfs:seeAlso`): no reasoner draws conclusions from it.
"""

_IRIS = f"""\
## IRIs of the data

All begin with the base IRI, `{BASE_IRI}` unless `--base-iri` says otherwise.

| of | IRI after the base | example |
|---|---|---|
| paper | `paper/` and its best identifier | `paper/arxiv.2405.14734` |
| entity | `entity/` and its name in lower case; no type, since types get corrected | `entity/alpacaeval-2` |
| cited work | `work/` and an identifier or the reference | `work/doi.10.1162.neco.1997.9.8.1735` |
| link | `link/`, the paper, the relation, the other end | `link/arxiv.2405.14734.evaluatesOn.alpacaeval-2` |
| span, sentence, text | `span/`, `sentence/` or `text/`, the paper, the offsets | `span/arxiv.2405.14734.718-730` |
| term of the ontology | `ns#` and its name | `ns#evaluatesOn` |
"""


def _term(graph: Graph, term: Node) -> Iterator[str]:
    name = str(term).removeprefix(KG)
    yield f"### kg:{name} {{ #{name} }}\n"
    yield f"{graph.value(term, SKOS.definition)}\n"
    for said, predicate in _SAID:
        if values := sorted(graph.objects(term, predicate)):
            yield f"- *{said}* {', '.join(_linked(graph, value) for value in values)}"
    yield ""


def _linked(graph: Graph, value: Node) -> str:
    if str(value).startswith(KG):
        name = str(value).removeprefix(KG)
        return f"[kg:{name}](#{name})"
    return f"[{graph.namespace_manager.normalizeUri(str(value))}]({value})"
