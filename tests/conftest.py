"""A small graph that meets the contract of `kg.graph`, and no network in any test."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import pytest

from kg.graph import (
    Graph,
    add_cited_work,
    add_claim,
    add_entity,
    add_paper,
    add_repository,
    empty_graph,
)
from schemas import Claim, Entity, EntityType, Evidence, Paper, Relation

if TYPE_CHECKING:
    import kg

TEA = Paper(
    id="p1",
    title="TeaNet: steeping networks for leaf recognition",
    abstract=(
        "We introduce TeaNet, a convolutional neural network (CNN) for leaf recognition. "
        "On LeafBench it beats OakNet. TeaNet follows Doe and Ray (2019)."
    ),
    authors=("Ann Lee", "Bo Roe"),
    year=2023,
    venue="TeaConf",
    arxiv="2301.00001",
)
POT = Paper(
    id="p2",
    title="A study of TeaNet & CNNs",
    abstract="We study TeaNet on LeafBench. Code is at https://github.com/pots/study.",
    authors=("Cy Poe",),
    year=2024,
    doi="10.1000/pot_2024",
)


def claim(paper: Paper, relation: Relation, target: str, surface: str, score: float = 0.9) -> Claim:
    """Return a claim whose evidence is the last place of `surface` in the paper."""
    start = paper.text.rindex(surface)
    sentence_start, sentence = 0, ""
    for part in paper.text.replace(". ", ".\n").splitlines():
        position = paper.text.index(part) if part else 0
        if part and position <= start < position + len(part):
            sentence_start, sentence = position, part
    evidence = Evidence(
        paper=paper.curie,
        sentence=sentence,
        sentence_start=sentence_start,
        start=start,
        end=start + len(surface),
        extractor="vocabulary",
        score=score,
    )
    return Claim(
        subject=paper.curie,
        relation=relation,
        object=target,
        evidence=(evidence,),
        confidence=score,
    )


Described: TypeAlias = Mapping[str, tuple[int | None, Mapping[str, Iterable[str]]]]


def describe(papers: Described, types: Mapping[str, EntityType] | None = None) -> Graph:
    """Return a graph of papers by id, each with a year and what it is linked to by relation.

    What is not a paper and not a work (`work:...`) is an entity, a method if no type is given.
    """
    graph = empty_graph()
    for name, (year, _) in papers.items():
        add_paper(graph, Paper(id=f"s2:{name}", title=f"Paper {name}", year=year))
    for name, (_, links) in papers.items():
        for relation, targets in links.items():
            for target in targets:
                curie = _described(graph, papers, target, (types or {}).get(target))
                evidence = [{"paper": f"s2:{name}", "sentence": f"{name} {relation} {target}."}]
                graph.add_edge(f"s2:{name}", curie, relation, confidence=0.9, evidence=evidence)
    return graph


def _described(graph: Graph, papers: Described, target: str, kind: EntityType | None) -> str:
    if target in papers:
        return f"s2:{target}"
    if target.startswith("work:"):
        add_cited_work(graph, target, target.removeprefix("work:"))
        return target
    curie = f"entity:{target}"
    entity = Entity(id=curie, name=target, type=kind or EntityType.METHOD, aliases=(target,))
    add_entity(graph, entity, {entity.type: 1})
    return curie


@pytest.fixture
def described() -> Callable[..., Graph]:
    return describe


@pytest.fixture(scope="session")
def example() -> "kg.KnowledgeGraph":
    """The graph of the bundled papers."""
    import kg

    return kg.build(Path(__file__).parents[1] / "examples" / "papers.jsonl")


@pytest.fixture
def small_graph() -> Graph:
    graph = empty_graph()
    for paper in (TEA, POT):
        add_paper(graph, paper)
    for curie, name, kind, aliases in (
        ("entity:teanet", "TeaNet", EntityType.MODEL, ("TeaNet",)),
        (
            "entity:convolutional-neural-network",
            "convolutional neural network",
            EntityType.METHOD,
            ("CNN", "CNNs", "convolutional neural network"),
        ),
        ("entity:leafbench", "LeafBench", EntityType.BENCHMARK, ("LeafBench",)),
        ("entity:oaknet", "OakNet", EntityType.MODEL, ("OakNet",)),
        ("entity:leaf-recognition", "leaf recognition", EntityType.TASK, ("leaf recognition",)),
    ):
        add_entity(graph, Entity(id=curie, name=name, type=kind, aliases=aliases), {kind: 1})
    add_cited_work(graph, "work:doe-ray-2019", "Doe and Ray (2019)", ("Doe", "Ray"), 2019)
    add_repository(graph, "repo:github.com/pots/study", "https://github.com/pots/study")
    for item in (
        claim(TEA, Relation.INTRODUCES, "entity:teanet", "TeaNet", 0.95),
        claim(TEA, Relation.USES, "entity:convolutional-neural-network", "CNN"),
        claim(TEA, Relation.EVALUATES_ON, "entity:leafbench", "LeafBench"),
        claim(TEA, Relation.COMPARES_TO, "entity:oaknet", "OakNet", 0.8),
        claim(TEA, Relation.STUDIES, "entity:leaf-recognition", "leaf recognition"),
        claim(TEA, Relation.CITES, "work:doe-ray-2019", "Doe and Ray (2019)"),
        claim(POT, Relation.STUDIES, "entity:teanet", "TeaNet"),
        claim(POT, Relation.EVALUATES_ON, "entity:leafbench", "LeafBench"),
        claim(POT, Relation.MENTIONS, "entity:convolutional-neural-network", "CNNs", 0.4),
        claim(POT, Relation.CITES, TEA.curie, "TeaNet", 0.7),
        claim(
            POT, Relation.LINKS_TO, "repo:github.com/pots/study", "https://github.com/pots/study"
        ),
    ):
        add_claim(graph, item)
    return graph
