"""Triples per CPU second of our RDF writers and of rdflib's, over synthetic papers.

Usage, in the root of the repository: PYTHONPATH=. python benchmarks/rdf.py [PAPERS]
"""

import random
import sys
import time
from collections.abc import Callable

import rdflib

from kg.graph import Graph, add_claim, add_entity, add_paper, empty_graph
from output.rdf import to_ntriples, to_rdf, to_turtle, triples
from schemas import ROLES, Claim, Entity, EntityType, Evidence, Paper, entity_curie

LINKS_PER_PAPER = 8


def synthetic_graph(papers: int) -> Graph:
    """Return a graph of papers with eight links each to entities that few papers share."""
    choose = random.Random(0)
    graph = empty_graph()
    names = [f"thing {number}" for number in range(max(papers // 3, LINKS_PER_PAPER))]
    for number, name in enumerate(names):
        kind = list(EntityType)[number % len(EntityType)]
        add_entity(graph, Entity(id=entity_curie(name), name=name, type=kind), {kind: 1})
    for number in range(papers):
        chosen = choose.sample(names, LINKS_PER_PAPER)
        sentences = [f"In this sentence we speak of {name} in some way." for name in chosen]
        paper = Paper(
            id=f"p{number}",
            title=f"Paper number {number}",
            abstract=" ".join(sentences),
            authors=("Ann Lee", "Bo Roe"),
            year=2024,
            arxiv=f"2401.{number:05d}",
        )
        add_paper(graph, paper)
        for position, (name, sentence) in enumerate(zip(chosen, sentences, strict=True)):
            add_claim(graph, claim(paper, name, sentence, position))
    return graph


def claim(paper: Paper, name: str, sentence: str, position: int) -> Claim:
    """Return the claim that a sentence of the paper makes about the entity of this name."""
    sentence_start = paper.text.index(sentence)
    start = sentence_start + sentence.index(name)
    evidence = Evidence(
        paper=paper.curie,
        sentence=sentence,
        sentence_start=sentence_start,
        start=start,
        end=start + len(name),
        extractor="vocabulary",
        score=0.9,
    )
    return Claim(
        subject=paper.curie,
        relation=ROLES[position % len(ROLES)],
        object=entity_curie(name),
        evidence=(evidence,),
        confidence=0.9,
    )


def report(name: str, count: int, run: Callable[[], object]) -> None:
    """Print how many triples a second of CPU time gives."""
    start = time.process_time()
    run()
    seconds = time.process_time() - start
    print(f"{name:34} {seconds:8.2f} s {count / seconds / 1000:8.0f} k triples/s")


def main() -> None:
    """Compare the writers."""
    papers = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    graph = synthetic_graph(papers)
    count = len(set(triples(graph)))
    built: rdflib.Graph = to_rdf(graph)
    print(f"{papers} papers, {count} triples ({count / papers:.0f} a paper)")
    report("triples alone", count, lambda: sum(1 for _ in triples(graph)))
    report("to_ntriples", count, lambda: to_ntriples(graph))
    report("to_turtle", count, lambda: to_turtle(graph))
    report("to_rdf (rdflib graph)", count, lambda: to_rdf(graph))
    report("rdflib N-Triples (graph is built)", count, lambda: nt(built))
    report("rdflib Turtle (graph is built)", count, lambda: built.serialize(format="turtle"))


def nt(graph: rdflib.Graph) -> bytes:
    """Serialize with rdflib."""
    return graph.serialize(format="nt", encoding="utf-8")


if __name__ == "__main__":
    main()
