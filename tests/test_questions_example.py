"""Ten questions on the bundled abstracts; the answers were found by reading the abstracts."""

import subprocess
import sys
from pathlib import Path

from kg import store
from output.html.view import make_view
from schemas import NodeKind


def titles(papers):
    return {paper.title.partition(":")[0] for paper in papers}


def test_who_evaluates_agents_on_atari(example):
    assert titles(example.papers(about="Atari")) == {
        "Trust Region Policy Optimization",
        "Overcoming catastrophic forgetting in neural networks",
        "Deep reinforcement learning from human preferences",
        "Proximal Policy Optimization Algorithms",
        "Progress & Compress",
        "Progressive Neural Networks",
    }


def test_who_speaks_of_ultrafeedback(example):
    found = example.papers(about="UltraFeedback", since=2023)
    assert titles(found) == {"UltraFeedback", "Zephyr", "ORPO"}
    for paper in found:
        assert "UltraFeedback" in example.evidence(paper.id, "UltraFeedback")[0].sentence


def test_who_introduced_trust_region_policy_optimization(example):
    card = example.card("TRPO")
    assert titles(card.introduced_by) == {"Trust Region Policy Optimization"}
    assert (card.first, card.latest) == (2015, 2017)
    assert "TRPO" in card.entity.aliases


def test_in_which_sentence_simpo_is_compared_with_orpo(example):
    assert [item.sentence for item in example.evidence("SimPO", "ORPO")] == [
        "We compare SimPO with DPO and recent variants, such as IPO, KTO and ORPO, on base and "
        "instruction-tuned Mistral and Llama 3 models, and on Gemma 2."
    ]


def test_which_benchmark_goes_with_gsm8k(example):
    first = example.co_used("GSM8K", type="benchmark")[0]
    assert first.entity.name == "MATH"
    assert first.papers == 7


def test_which_papers_evaluate_gem_on_what(example):
    table = example.coverage(["GEM"], ["CIFAR-100", "GSM8K"])
    assert titles(table.papers("GEM", "CIFAR-100")) <= titles(example.papers(about="GEM"))
    assert [gap.benchmark.name for gap in table.gaps()] == ["GSM8K"]


def test_what_ppo_descends_from_and_what_came_of_it(example):
    (tree,) = example.lineage("PPO").earlier
    assert [step.paper.title for step in tree.steps] == ["Trust Region Policy Optimization"]
    rows = example.lineage("PPO").to_dicts()
    later = {row["title"].partition(":")[0] for row in rows if row["side"] == "built on by"}
    assert {"Direct Preference Optimization", "KTO", "Math-Shepherd"} <= later


def test_what_to_read_first_on_dpo(example):
    first, second = example.reading_list("DPO", limit=2)
    assert first.paper.title.startswith("Direct Preference Optimization")
    assert first.why[0] == "introduces direct preference optimization"
    assert second.paper.title.startswith("Unpacking DPO and PPO")


def test_what_simpo_resembles(example):
    assert example.related("SimPO", by="references", limit=1)[0].paper.title.startswith("ORPO")
    by_all = example.related("SimPO", by="all", limit=5)
    assert {"Direct Preference Optimization", "ORPO"} <= titles(item.paper for item in by_all)


def test_alignment_and_continual_learning_are_told_apart(example):
    groups = [titles(group.papers) for group in example.communities()]
    (alignment,) = (group for group in groups if "SimPO" in group)
    (continual,) = (group for group in groups if "Gradient Episodic Memory for" in str(group))
    assert {"ORPO"} <= alignment
    assert {"Efficient Lifelong Learning with A-GEM"} <= continual
    assert not alignment & continual


def test_the_page_shows_the_same_communities(example):
    view = make_view(example.nx)
    shown = [
        {
            node["label"]
            for node in view.nodes
            if node["group"] == NodeKind.PAPER and node.get("topic") == topic
        }
        for topic in range(len(view.topics))
    ]
    communities = example.communities(minimum=1)
    groups = [{paper.title for paper in group.papers} for group in communities]
    assert len(shown) > 2
    assert all(group in groups for group in shown)


def test_what_rose_and_what_faded(example):
    found = example.trends(limit=5)
    assert {"GSM8K"} <= {trend.entity.name for trend in found.rising}
    assert {"MNIST", "CIFAR-10"} <= {trend.entity.name for trend in found.fading}
    assert all(trend.late == 0 or trend.change < 0 for trend in found.fading)


ASK = """
import sys, kg
graph = kg.load(sys.argv[1])
for answer in (
    graph.co_used("DPO", minimum=1, limit=99), graph.coverage(), graph.coverage().gaps(99),
    graph.trends(limit=50), graph.related("SimPO", by="all", limit=99), graph.lineage("DPO"),
    graph.paths("SimPO", "EWC", limit=5), graph.influential(limit=99), graph.card("DPO"),
    graph.influential("entities", by="hits", limit=99), graph.communities(minimum=1),
    graph.reading_list("DPO", limit=99), graph.missing(), graph.papers(), graph.entities(),
):
    print(answer.to_dicts())
"""


def test_answers_do_not_depend_on_the_hash_seed(example, tmp_path):
    store.save(example.nx, tmp_path)
    first, second = (
        subprocess.run(
            [sys.executable, "-c", ASK, str(tmp_path)],
            capture_output=True,
            text=True,
            check=True,
            cwd=Path(__file__).parents[1],
            env={"PYTHONHASHSEED": seed, "PATH": "", "PYTHONIOENCODING": "utf-8"},
        ).stdout
        for seed in ("1", "2")
    )
    assert len(first) > 100_000
    assert first == second
