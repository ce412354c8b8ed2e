"""What a real listing of 91 abstracts must give; skipped where it does not lie beside us."""

from pathlib import Path

import pytest

import kg
from schemas import NodeKind, Relation

LISTING = Path(__file__).parents[2] / "shared" / "data" / "hf-listing.txt"
pytestmark = pytest.mark.skipif(not LISTING.is_file(), reason="the listing is not here")

IBP = "entity:interval-bound-propagation"
DPO = "entity:direct-preference-optimization"
LINKS = {
    "Fast Certified Robust Training with Short Warmup": {
        IBP,
        "entity:crown-ibp",
        "entity:batch-normalization",
        "entity:cifar-10",
        "entity:tinyimagenet",
    },
    "Frontier Models are Capable of In-context Scheming": {
        "entity:openai-o1",
        "entity:claude-3-5-sonnet",
        "entity:claude-3-opus",
        "entity:gemini-1-5-pro",
        "entity:llama-3-1-405b",
    },
    "ProcessBench: Identifying Process Errors in Mathematical Reasoning": {
        "entity:processbench",
        "entity:gsm8k",
        "entity:math",
        "entity:prm800k",
        "entity:qwq-32b-preview",
        "entity:gpt-4o",
        "entity:o1-mini",
    },
    "Unintentional Unalignment": {DPO, "entity:llama-3-8b-instruct"},
    "Unpacking DPO and PPO": {DPO, "entity:proximal-policy-optimization"},
    "TÜLU 3": {DPO},
    "Provably Robust Conformal Prediction": {"entity:robust-conformal-training"},
    "Free Process Rewards without Process Labels": {"entity:math"},
}


@pytest.fixture(scope="module")
def graph() -> kg.KnowledgeGraph:
    return kg.build(LISTING)


def test_every_paper_is_there_and_nothing_else(graph: kg.KnowledgeGraph) -> None:
    assert len(graph.papers()) == 91
    assert graph.failures == ()


@pytest.mark.parametrize("title", LINKS)
def test_a_paper_is_linked_to_what_it_names(graph: kg.KnowledgeGraph, title: str) -> None:
    found = {entity.id for entity in graph.entities(of=title)}
    assert LINKS[title] <= found
    for entity in LINKS[title]:
        assert all(item.sentence for item in graph.evidence(title, entity))
        assert graph.evidence(title, entity)


def test_a_benchmark_is_introduced_by_its_own_paper(graph: kg.KnowledgeGraph) -> None:
    (paper,) = graph.papers(about="ProcessBench", role=Relation.INTRODUCES)
    assert paper.title.startswith("ProcessBench: ")


def test_both_forms_of_a_name_are_one_node(graph: kg.KnowledgeGraph) -> None:
    assert graph.entity("DPO").id == DPO == graph.entity("Direct Preference Optimization").id
    assert graph.entity("IBP").id == IBP
    assert graph.entity("RCT").id == "entity:robust-conformal-training"


def test_no_paper_is_linked_to_a_benchmark_by_an_ordinary_word(graph: kg.KnowledgeGraph) -> None:
    for paper in graph.papers(about="MATH"):
        for item in graph.evidence(paper.id, "entity:math"):
            start = item.start - len(f"{paper.title}\n\n")
            assert paper.abstract[start : start + 4] == "MATH"


def test_in_text_citations_are_found(graph: kg.KnowledgeGraph) -> None:
    cited = {
        title: {work.title for work in graph.cites(title)}
        for title in ("Antidote", "The Pitfalls of Simplicity Bias", "What are human values")
    }
    assert len(cited["Antidote"]) == 5
    assert "qi2023fine" in cited["Antidote"]
    assert len(cited["The Pitfalls of Simplicity Bias"]) == 5
    assert len(cited["What are human values"]) == 4
    evidence = [
        item
        for _, _, key, data in graph.nx.edges(keys=True, data=True)
        if key == Relation.CITES
        for item in data["evidence"]
    ]
    assert len(evidence) == 22


def test_links_lead_to_code(graph: kg.KnowledgeGraph) -> None:
    kinds = [data["kind"] for _, data in graph.nx.nodes(data=True)]
    assert kinds.count(NodeKind.REPOSITORY) >= 15
