"""Seconds that each question takes on a graph of 20,000 papers, beside loops over NetworkX.

Usage, in the root of the repository: PYTHONPATH=. python benchmarks/questions.py [DIR]

DIR is a folder that `citekg build` wrote; without it, the graph is made up: 20,000 papers of
eight entities each, drawn from 60,000 by a law of Zipf, with ten citations each.
"""

import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import accumulate

import kg
from kg.graph import Graph, add_cited_work, add_claim, add_entity, add_paper, empty_graph
from output.tables import to_table
from schemas import (
    ROLES,
    Claim,
    Entity,
    EntityType,
    Evidence,
    Paper,
    Relation,
    entity_curie,
)

PAPERS, ENTITIES, LINKS, CITATIONS, WORKS = 20_000, 60_000, 8, 10, 5_000


def synthetic_graph() -> Graph:
    """Return a graph of papers that speak of common and rare things and cite earlier ones."""
    choose = random.Random(0)
    graph = empty_graph()
    names = [f"thing {number}" for number in range(ENTITIES)]
    weights = list(accumulate(1 / (rank + 10) for rank in range(ENTITIES)))
    for number, name in enumerate(names):
        kind = list(EntityType)[number % len(EntityType)]
        add_entity(graph, Entity(id=entity_curie(name), name=name, type=kind), {kind: 1})
    for number in range(WORKS):
        add_cited_work(graph, f"work:w-{number}", f"Work {number}", year=2000)
    for number in range(PAPERS):
        paper = Paper(id=f"s2:{number}", title=f"Paper number {number}", year=2000 + number // 1000)
        add_paper(graph, paper)
        for position, name in enumerate({*choose.choices(names, cum_weights=weights, k=LINKS)}):
            role = ROLES[(number + position) % len(ROLES)]
            add_claim(graph, claim(paper, role, entity_curie(name)))
        for _ in range(CITATIONS):
            earlier = f"s2:{choose.randrange(number)}" if number else "work:w-0"
            outside = f"work:w-{int(WORKS * choose.random() ** 3)}"
            relation = choose.choice((Relation.CITES, Relation.CITES, Relation.BUILDS_ON))
            if relation is Relation.CITES and choose.random() < 0.5:
                earlier = outside
            add_claim(graph, claim(paper, relation, earlier))
    return graph


def claim(paper: Paper, relation: Relation, target: str) -> Claim:
    """Return a claim of a paper, whose evidence is its title."""
    evidence = Evidence(
        paper=paper.curie,
        sentence=paper.title,
        sentence_start=0,
        start=0,
        end=5,
        extractor="names",
        score=0.9,
    )
    return Claim(
        subject=paper.curie,
        relation=relation,
        object=target,
        evidence=(evidence,),
        confidence=0.9,
    )


def seconds(question: Callable[[], object]) -> float:
    """Return the processor time that a question takes."""
    begun = time.process_time()
    question()
    return time.process_time() - begun


def naive_papers(graph: Graph, entity: str) -> list[str]:
    """Find the papers of an entity by a loop over all links."""
    return [a for a, b, key in graph.edges(keys=True) if b == entity and key in ROLES]


def naive_co_used(graph: Graph, entity: str) -> Counter[str]:
    """Count what stands beside an entity by loops over all links."""
    papers = set(naive_papers(graph, entity))
    return Counter(b for a, b, key in graph.edges(keys=True) if a in papers and key in ROLES)


def naive_related(graph: Graph, paper: str) -> Counter[str]:
    """Count the shared entities of all papers by loops over all links."""
    own = {b for a, b, key in graph.edges(keys=True) if a == paper and key in ROLES}
    return Counter(a for a, b, key in graph.edges(keys=True) if b in own and key in ROLES)


def naive_missing(graph: Graph) -> Counter[str]:
    """Count the citations of works outside by a loop over all links."""
    return Counter(
        b
        for _, b, key in graph.edges(keys=True)
        if key == Relation.CITES and graph.nodes[b]["kind"] == "cited_work"
    )


Question = tuple[str, Callable[[], object], Callable[[], object] | None]


def questions(graph: kg.KnowledgeGraph) -> Iterator[Question]:
    """Yield each question with its name, and the naive way where there is one."""
    plain = graph.nx
    common, rare = (graph.entities()[place].id for place in (3, 3000))
    first, last = sorted(plain.predecessors(common))[:: plain.in_degree(common) - 1][:2]
    name = plain.nodes[rare]["label"]
    yield "entity by name", lambda: graph.entity(name), None
    yield "papers(about=...)", lambda: graph.papers(common), lambda: naive_papers(plain, common)
    yield "papers(text=...)", lambda: graph.papers(text="number 77"), None
    yield "entities(type=...)", lambda: graph.entities(type="benchmark"), None
    yield "card", lambda: graph.card(common), None
    yield "co_used", lambda: graph.co_used(common), lambda: naive_co_used(plain, common)
    yield "coverage", lambda: graph.coverage().gaps(), None
    yield "trends", graph.trends, None
    yield "related", lambda: graph.related(first), lambda: naive_related(plain, first)
    yield "related(by='all')", lambda: graph.related(last, by="all"), None
    yield "path", lambda: graph.path(first, rare), None
    yield "paths", lambda: graph.paths(first, rare), None
    yield "lineage", lambda: graph.lineage(last), None
    yield "reading_list", lambda: graph.reading_list(common), None
    yield "missing", graph.missing, lambda: naive_missing(plain)
    yield "subgraph", lambda: graph.subgraph(about=common), None
    yield "influential(by='pagerank')", graph.influential, None
    yield "influential('entities')", lambda: graph.influential("entities"), None
    yield "influential(by='hits')", lambda: graph.influential(by="hits"), None
    yield "communities", graph.communities, None


def main() -> None:
    """Print the table; each question is asked twice, since some keep what they found."""
    graph = kg.load(sys.argv[1]) if len(sys.argv) > 1 else kg.KnowledgeGraph(synthetic_graph())
    print(repr(graph))
    rows = [
        (name, seconds(question), seconds(question), seconds(naive) if naive else None)
        for name, question, naive in questions(graph)
    ]
    print(to_table(("question", "first", "again", "loops over NetworkX"), rows), end="")


if __name__ == "__main__":
    main()
