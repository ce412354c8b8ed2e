import hashlib
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib

from kg.graph import (
    Graph,
    add_cited_work,
    add_claim,
    add_entity,
    add_paper,
    add_repository,
    empty_graph,
)
from output.rdf import escape, to_ntriples, to_rdf, to_turtle, triples
from output.rdf.terms import Literal, Names, confidence
from schemas import CitekgError, Claim, Entity, EntityType, Evidence, Paper, Relation

ROOT = Path(__file__).parent.parent
KG = "https://w3id.org/citekg/ns#"
PAPER = "https://w3id.org/citekg/paper/arxiv.2301.00001"
HOSTILE = 'q" \\ \\u0041 <b> \n\r\t\x0b\x7f \x85\u2028 é 𝛼 .\n<x> <y> <z> . """ \'\'\' @en ^^'

Node = tuple[str, ...]


def canonical(quads: object) -> set[tuple[Node, ...]]:
    """Return triples of pyoxigraph as plain tuples."""

    def node(term: object) -> Node:
        if isinstance(term, ox.NamedNode):
            return (term.value,)
        assert isinstance(term, ox.Literal), f"blank node {term}"
        return (term.value, term.datatype.value, term.language or "")

    return {tuple(map(node, quad.triple)) for quad in quads}


def with_oxigraph(data: str, form: str) -> set[tuple[Node, ...]]:
    format_ = {"turtle": ox.RdfFormat.TURTLE, "ntriples": ox.RdfFormat.N_TRIPLES}[form]
    return canonical(ox.parse(data.encode(), format=format_))


def from_rdflib(graph: rdflib.Graph) -> set[tuple[Node, ...]]:
    return with_oxigraph(graph.serialize(format="nt", encoding="utf-8").decode(), "ntriples")


def expected(graph: Graph) -> set[tuple[Node, ...]]:
    """Return our own triples as plain tuples."""
    string, language = "http://www.w3.org/2001/XMLSchema#string", str(rdflib.RDF.langString)

    def node(term: str | Literal) -> Node:
        if isinstance(term, str):
            return (term,)
        return (term.text, term.datatype or (language if term.language else string), term.language)

    return {tuple(map(node, triple)) for triple in triples(graph)}


def query(graph: Graph, text: str) -> list[tuple[str, ...]]:
    store = ox.Store()
    store.load(to_turtle(graph).encode(), format=ox.RdfFormat.TURTLE)
    rows = store.query(text, prefixes=Names("https://w3id.org/citekg/").prefixes())
    return [tuple(term.value for term in row) for row in rows]


def one_claim(paper: Paper, start: int, end: int, sentence: str, **changes: object) -> Claim:
    evidence = Evidence(
        paper=paper.curie,
        sentence=sentence,
        sentence_start=paper.text.find(sentence),
        start=start,
        end=end,
        extractor="names",
        score=0.9,
    )
    fields = {"relation": Relation.USES, "object": "entity:tea", "confidence": 0.9}
    return Claim(subject=paper.curie, evidence=(evidence,), **(fields | changes))


def tea_graph(paper: Paper, *claims: Claim) -> Graph:
    graph = empty_graph()
    add_paper(graph, paper)
    add_entity(graph, Entity(id="entity:tea", name="tea", type=EntityType.METHOD), {})
    for claim in claims:
        add_claim(graph, claim)
    return graph


def hostile_graph() -> Graph:
    paper = Paper(
        id=HOSTILE,
        title=HOSTILE,
        abstract=f"We 𝛼 use tea. {HOSTILE}",
        authors=(HOSTILE, "B"),
        venue=HOSTILE,
        year=99999,
        doi="10.1002/(sici)1097<1::aid>3.0.co;2-é\"'",
    )
    start = paper.text.index("tea")
    graph = tea_graph(paper, one_claim(paper, start, start + 3, "We 𝛼 use tea."))
    add_entity(
        graph,
        Entity(
            id=f"entity:{HOSTILE}", name=HOSTILE, type=EntityType.TASK, aliases=(HOSTILE, "> <")
        ),
        {},
    )
    add_repository(graph, "repo:a> <b", "https://a.org/x> <y")
    add_cited_work(graph, "doi:10.1/a%zz#b", HOSTILE, (HOSTILE,), 1999)
    add_claim(graph, one_claim(paper, 0, 2, HOSTILE[:5], object=f"entity:{HOSTILE}"))
    return graph


@pytest.mark.parametrize("make", ["small", "hostile"])
def test_rdflib_graph_has_the_same_triples(small_graph: Graph, make: str) -> None:
    graph = small_graph if make == "small" else hostile_graph()
    result = to_rdf(graph)
    assert from_rdflib(result) == expected(graph)
    assert result.qname(KG + "uses") == "kg:uses"


def test_every_iri_of_a_hostile_graph_is_flat() -> None:
    own = [iri for triple in triples(hostile_graph()) for iri in triple[:2]]
    names = {iri.removeprefix("https://w3id.org/citekg/") for iri in own if "citekg" in iri}
    assert all(len(name.split("/")) == 2 for name in names if not name.startswith("ns#"))
    pages = [o for _, p, o in triples(hostile_graph()) if p == "https://schema.org/sameAs"]
    assert pages == [
        "https://doi.org/10.1002/%28sici%291097%3C1::aid%3E3.0.co;2-%C3%A9%22%27",
    ]


def test_characters_that_rdf_cannot_hold_keep_their_place() -> None:
    paper = Paper(id="p", title="a\x00\uffff\ud800c tea")
    graph = tea_graph(paper, one_claim(paper, 6, 9, paper.text))
    assert query(graph, "SELECT ?o { ?s dcterms:title ?o }") == [("a\ufffd\ufffd\ufffdc tea",)]
    to_ntriples(graph).encode()


def test_triples_of_a_paper(small_graph: Graph) -> None:
    turtle = to_turtle(small_graph)
    start = turtle.index("paper:arxiv.2301.00001 a ")
    assert turtle[start : turtle.index("\n\n", start)] == (
        "paper:arxiv.2301.00001 a schema:ScholarlyArticle, fabio:Expression ;\n"
        '    dcterms:title "TeaNet: steeping networks for leaf recognition"@en ;\n'
        '    dc:creator "Ann Lee", "Bo Roe" ;\n'
        '    kg:byline "Ann Lee; Bo Roe" ;\n'
        '    dcterms:issued "2023"^^xsd:gYear ;\n'
        '    prism:publicationName "TeaConf" ;\n'
        '    dcterms:identifier "arxiv:2301.00001", "p1" ;\n'
        '    fabio:hasArXivId "2301.00001" ;\n'
        "    schema:sameAs <https://arxiv.org/abs/2301.00001> ;\n"
        "    kg:introduces entity:teanet ;\n"
        "    kg:uses entity:convolutional-neural-network ;\n"
        "    kg:evaluatesOn entity:leafbench ;\n"
        "    kg:comparesTo entity:oaknet ;\n"
        "    kg:studies entity:leaf-recognition ;\n"
        "    cito:cites paper:work.doe-ray-2019 ."
    )


def test_triples_of_an_entity_a_cited_work_and_a_repository(small_graph: Graph) -> None:
    turtle = to_turtle(small_graph)
    assert (
        "entity:convolutional-neural-network a kg:Method, skos:Concept ;\n"
        '    skos:prefLabel "convolutional neural network"@en ;\n'
        '    skos:altLabel "CNN"@en, "CNNs"@en ;\n'
        "    skos:inScheme kg:entities .\n"
    ) in turtle
    assert (
        "paper:work.doe-ray-2019 a kg:CitedWork ;\n"
        '    rdfs:label "Doe and Ray (2019)" ;\n'
        '    dc:creator "Doe", "Ray" ;\n'
        '    kg:byline "Doe; Ray" ;\n'
        '    dcterms:issued "2019"^^xsd:gYear ;\n'
        '    dcterms:identifier "work:doe-ray-2019" .\n'
    ) in turtle
    assert "    schema:url <https://github.com/pots/study> ." in turtle


def test_a_doubtful_claim_has_a_link_but_no_direct_triple(small_graph: Graph) -> None:
    turtle = to_turtle(small_graph)
    link = "link:doi.10.1000_pot_2024.3ba367.mentions.convolutional-neural-network a kg:Link ;"
    assert link in turtle
    assert "    kg:confidence 0.4 ;" in turtle
    assert not query(small_graph, "SELECT ?o { ?s kg:mentions ?o }")


def test_the_direct_triple_begins_at_one_half() -> None:
    paper = Paper(id="p", title="tea")
    for value, count in ((0.5, 1), (0.499, 0)):
        graph = tea_graph(paper, one_claim(paper, 0, 3, "tea", confidence=value))
        assert len(query(graph, "SELECT ?o { ?s kg:uses ?o }")) == count


@pytest.mark.parametrize(
    ("value", "text"),
    [(0, "0.01"), (1, "0.99"), (0.5, "0.5"), (0.70, "0.7"), (0.12345, "0.1235"), (1 / 3, "0.3333")],
)
def test_confidence_has_one_spelling(value: float, text: str) -> None:
    assert confidence(value) == text


def test_every_span_and_sentence_is_what_stands_at_its_offsets(small_graph: Graph) -> None:
    texts = {
        small_graph.nodes[curie]["title"] + "\n\n" + small_graph.nodes[curie]["abstract"]
        for curie in ("arxiv:2301.00001", "doi:10.1000/pot_2024")
    }
    by_digest = {"sha256:" + hashlib.sha256(t.encode()).hexdigest(): t for t in texts}
    rows = query(
        small_graph,
        "SELECT ?digest ?start ?end ?exact { ?place oa:start ?start ; oa:end ?end ;"
        " oa:exact ?exact ; dcterms:isPartOf+ ?text . ?text kg:textDigest ?digest }",
    )
    assert len(rows) == 16
    for digest, start, end, exact in rows:
        assert by_digest[digest][int(start) : int(end)] == exact


def test_offsets_count_characters_beyond_the_basic_plane() -> None:
    paper = Paper(id="p", title="𝛼𝛽 tea", abstract="x")
    graph = tea_graph(paper, one_claim(paper, 3, 6, "𝛼𝛽 tea"))
    rows = query(graph, "SELECT ?s ?x { ?p oa:start ?s ; oa:exact ?x } ORDER BY ?s")
    assert rows == [("0", "𝛼𝛽 tea"), ("3", "tea")]


def test_sentence_behind_a_link(small_graph: Graph) -> None:
    rows = query(
        small_graph,
        """SELECT ?p ?c ?sentence {
             ?l rdf:object entity:convolutional-neural-network ; rdf:predicate kg:uses ;
                rdf:subject ?p ; kg:confidence ?c ;
                kg:evidence/dcterms:isPartOf/oa:exact ?sentence }""",
    )
    sentence = "We introduce TeaNet, a convolutional neural network (CNN) for leaf recognition."
    assert rows == [(PAPER, "0.9", sentence)]


def test_a_mention_that_is_the_whole_sentence_is_no_part_of_itself() -> None:
    paper = Paper(id="p", title="tea")
    graph = tea_graph(paper, one_claim(paper, 0, 3, "tea"))
    assert not query(graph, "SELECT ?x { ?x dcterms:isPartOf ?x }")
    assert query(graph, "SELECT ?x { [] kg:evidence/dcterms:isPartOf/oa:exact ?x }") == [("tea",)]


def test_a_span_whose_sentence_stands_elsewhere_is_part_of_the_text() -> None:
    paper = Paper(id="p", title="tea")
    graph = tea_graph(paper, one_claim(paper, 0, 3, "coffee"))
    assert query(graph, "SELECT ?t { [] kg:evidence/dcterms:isPartOf ?t . ?t a kg:Text }")


@pytest.mark.parametrize("bounds", [(0, 0), (-1, 2), (2, 9)])
def test_evidence_outside_of_the_text_has_no_span(bounds: tuple[int, int]) -> None:
    paper = Paper(id="p", title="tea")
    graph = tea_graph(paper, one_claim(paper, *bounds, "tea"))
    assert query(graph, "SELECT ?c { [] a kg:Link ; kg:confidence ?c }") == [("0.9",)]
    assert not query(graph, "SELECT ?e { [] kg:evidence ?e }")


def test_evidence_may_lie_in_another_paper_than_the_subject() -> None:
    paper, other = Paper(id="p", title="nothing"), Paper(id="local:q", title="On tea")
    graph = tea_graph(paper)
    add_paper(graph, other)
    add_claim(graph, one_claim(other, 3, 6, "On tea"))
    item = graph.edges[other.curie, "entity:tea", "uses"]["evidence"][0]
    graph.add_edge(paper.curie, "entity:tea", "uses", confidence=0.9, evidence=[item])
    iri = query(
        graph,
        f'SELECT ?e {{ ?p dcterms:identifier "{paper.curie}" .'
        " ?l rdf:subject ?p ; kg:evidence ?e }",
    )
    assert iri == [("https://w3id.org/citekg/span/local.q.3-6",)]


def test_no_literal_is_changed_by_a_store(small_graph: Graph) -> None:
    store = ox.Store()
    store.load(to_ntriples(small_graph).encode(), format=ox.RdfFormat.N_TRIPLES)
    assert canonical(store) == expected(small_graph)


def test_another_base(small_graph: Graph) -> None:
    text = to_turtle(small_graph, base="https://example.org/kg/")
    assert "@prefix entity: <https://example.org/kg/entity/> ." in text
    assert "w3id.org/citekg" not in text


@pytest.mark.parametrize(
    "base", ["", "citekg/", "https://a.org/x", "https://a.org/#", "http://a b/"]
)
def test_a_base_that_cannot_start_iris_is_refused(small_graph: Graph, base: str) -> None:
    with pytest.raises(CitekgError) as caught:
        to_ntriples(small_graph, base=base)
    assert str(caught.value) == (
        f"base IRI {base!r} cannot start the names of an export; "
        "give an http(s) IRI that ends in '/', such as https://example.org/kg/"
    )


def test_a_node_whose_scheme_is_no_name_is_refused() -> None:
    graph = empty_graph()
    add_cited_work(graph, "a b:c", "x")
    with pytest.raises(CitekgError) as caught:
        to_turtle(graph)
    assert str(caught.value) == (
        "'a b.c' cannot end an IRI; "
        "use letters, digits, '.', '-' and '_', the first a letter or digit"
    )


def test_order_of_insertion_does_not_matter(small_graph: Graph) -> None:
    turned = empty_graph()
    turned.add_nodes_from(reversed(list(small_graph.nodes(data=True))))
    turned.add_edges_from(reversed(list(small_graph.edges(keys=True, data=True))))
    assert to_turtle(turned) == to_turtle(small_graph)
    assert to_ntriples(turned) == to_ntriples(small_graph)


def test_bytes_do_not_depend_on_the_hash_seed() -> None:
    script = (
        "import sys; sys.path[:0] = ['.', 'tests']\n"
        "from test_rdf import hostile_graph\n"
        "from output import render\n"
        "for ending in ('nt', 'nq', 'ttl', 'trig', 'jsonld', 'rdf'):\n"
        "    sys.stdout.buffer.write(render(hostile_graph(), ending))"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", script],
            env=os.environ | {"PYTHONHASHSEED": seed},
            cwd=ROOT,
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(outputs) == 1


def test_escape_leaves_ordinary_text_alone() -> None:
    assert escape("naïve 𝛼 <b> 'x'") == "naïve 𝛼 <b> 'x'"
    assert escape('\\"\n\x00') == '\\\\\\"\\n\\u0000'


def test_an_empty_graph_is_an_empty_file() -> None:
    assert to_ntriples(empty_graph()) == ""
    assert with_oxigraph(to_turtle(empty_graph()), "turtle") == set()


def test_a_link_between_papers_leads_to_the_sentences_of_both() -> None:
    naming, origin = Paper(id="local:q", title="On tea"), Paper(id="p", title="tea")
    graph = tea_graph(origin)
    add_paper(graph, naming)
    pieces = (one_claim(naming, 3, 6, "On tea"), one_claim(origin, 0, 3, "tea"))
    add_claim(
        graph,
        Claim(
            subject=naming.curie,
            relation=Relation.BUILDS_ON,
            object=origin.curie,
            evidence=tuple(item for piece in pieces for item in piece.evidence),
            confidence=0.8,
        ),
    )
    built_on = query(graph, "SELECT ?t { ?p kg:buildsOn/dcterms:title ?t }")
    assert built_on == [("tea",)]
    sentences = query(
        graph, "SELECT ?s { [] kg:evidence/dcterms:isPartOf/oa:exact ?s } ORDER BY ?s"
    )
    assert sentences == [("On tea",), ("tea",)]


def test_variants_are_linked_to_their_family() -> None:
    paper = Paper(id="p", title="tea")
    graph = tea_graph(paper)
    add_entity(graph, Entity(id="entity:tea-2", name="tea 2", type=EntityType.MODEL), {})
    claim = replace(
        one_claim(paper, 0, 3, "tea"),
        subject="entity:tea-2",
        relation=Relation.VARIANT_OF,
        object="entity:tea",
    )
    add_claim(graph, claim)
    assert query(graph, "SELECT ?x { ?x kg:variantOf entity:tea }") == [
        ("https://w3id.org/citekg/entity/tea-2",)
    ]


def test_a_citation_that_fits_several_papers_names_them() -> None:
    graph = tea_graph(Paper(id="local:p", title="tea"))
    add_paper(graph, Paper(id="local:q", title="tea"))
    known = {"identifiers": ("doi:10.1000/tea",), "candidates": ("local:p", "local:q", "local:z")}
    add_cited_work(graph, "work:lee", "Lee", **known)
    assert query(graph, "SELECT ?c { ?w a kg:CitedWork ; kg:candidate ?c } ORDER BY ?c") == [
        (f"https://w3id.org/citekg/paper/local.{name}",) for name in "pq"
    ]
    page = query(graph, "SELECT ?p { ?w a kg:CitedWork ; schema:sameAs ?p }")
    assert page == [("https://doi.org/10.1000/tea",)]
