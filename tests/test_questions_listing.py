"""Twenty questions on 91 listed abstracts; the answers were found by reading the abstracts."""

from pathlib import Path

import pytest

import kg

LISTING = Path(__file__).parents[2] / "shared" / "data" / "hf-listing.txt"

pytestmark = pytest.mark.skipif(not LISTING.is_file(), reason="the listing is not there")


@pytest.fixture(scope="module")
def graph():
    return kg.build(LISTING)


def ids(papers):
    return {paper.id for paper in papers}


PAPERS = {
    "CIFAR-100": [
        "A Simple Fine-tuning Is All You Need",
        "Hyperparameters in Continual Learning",
        "Provably Robust Conformal Prediction",
        "Train longer, generalize better",
    ],
    "CIFAR-10": [
        "A Simple Fine-tuning Is All You Need",
        "Dissecting the Effects of SGD Noise",
        "Fast Certified Robust Training",
        "Intriguing Properties of Adversarial Examples",
        "Provably Robust Conformal Prediction",
        "Train longer, generalize better",
    ],
    "MNIST": [
        "Catastrophic Interference is Mitigated",
        "Dissecting the Effects of SGD Noise",
        "Intriguing Properties of Adversarial Examples",
        "Need is All You Need",
        "Train longer, generalize better",
    ],
    "ImageNet": [
        "A Simple Fine-tuning Is All You Need",
        "Intriguing Properties of Adversarial Examples",
        "Leaving Reality to Imagination",
        "Provably Robust Conformal Prediction",
        "Stabilizing the Lottery Ticket Hypothesis",
        "Train longer, generalize better",
        "Understanding prompt engineering",
        "Visual Search Asymmetry",
    ],
    "MATH": [
        "Free Process Rewards without Process Labels",
        "Guiding Through Complexity",
        "ProcessBench",
        "Rethinking Fine-Tuning when Scaling",
    ],
    "GPT-4": [
        "Can Generalist Foundation Models",
        "Can Models Learn Skill Composition",
        "IMBUE: Improving Interpersonal",
        "PATIENT-Ψ: Using Large Language Models",
    ],
    "DPO": [
        "TÜLU 3: Pushing Frontiers",
        "Unintentional Unalignment",
        "Unpacking DPO and PPO",
    ],
    "interval bound propagation": [
        "Fast Certified Robust Training",
        "Understanding Certified Training",
    ],
    "Claude 3 Opus": ["Alignment faking in large", "Frontier Models are Capable"],
    "extreme gradient boosting": ["An Integrated Optimization and", "Quantune: Post-training"],
    "Mistral": ["Revisiting the Superficial Alignment", "TÜLU 3: Pushing Frontiers"],
}


@pytest.mark.parametrize("name", PAPERS)
def test_who_speaks_of_it(graph, name):
    found = graph.papers(about=name)
    assert ids(found) == {graph.paper(title).id for title in PAPERS[name]}
    assert all(graph.evidence(paper.id, name)[0].sentence for paper in found)


def test_who_introduces_processbench(graph):
    (paper,) = graph.papers(about="ProcessBench", role="introduces")
    assert paper.title.startswith("ProcessBench: Identifying Process Errors")
    sentences = [item.sentence for item in graph.evidence(paper.id, "ProcessBench")]
    assert any("we introduce ProcessBench" in sentence for sentence in sentences)


def test_who_introduces_autolrs(graph):
    (paper,) = graph.card("AutoLRS").introduced_by
    assert paper.title.startswith("AutoLRS: Automatic Learning-Rate Schedule")
    sentences = [item.sentence for item in graph.evidence(paper.id, "AutoLRS")]
    assert any("We propose an efficient method, AutoLRS" in sentence for sentence in sentences)


def test_what_a_paper_introduces(graph):
    found = graph.entities(of="PATIENT-Ψ: Using Large", role="introduces")
    assert {entity.name for entity in found} == {"PATIENT-Ψ", "PATIENT-Ψ-TRAINER"}


def test_which_papers_speak_of_hallucination(graph):
    titles = [paper.title for paper in graph.papers(text="hallucinat")]
    assert [title.partition(" ")[0] for title in titles] == [
        "Automatic",
        "Calibrated",
        "Experts",
        "R-Tuning:",
    ]


def test_what_is_like_a_paper_on_process_rewards(graph):
    found = graph.related("Free Process Rewards without", limit=6)
    titles = [item.paper.title.partition(":")[0] for item in found]
    assert {
        "Rewarding Progress",
        "ReST-MCTS*",
        "Process Reinforcement through Implicit Rewards",
    } <= set(titles)
    assert sum("process reward model" in item.shared for item in found) >= 5


def test_which_benchmarks_go_with_cifar_100(graph):
    found = graph.co_used("CIFAR-100", type="benchmark")
    assert {(item.entity.name, item.papers) for item in found} == {("CIFAR-10", 3), ("ImageNet", 3)}


def test_on_what_a_method_was_tested_and_on_what_not(graph):
    table = graph.coverage(
        ["adversarial fine-tuning"], ["CIFAR-10", "CIFAR-100", "ImageNet", "MNIST"]
    )
    assert table.rows() == [("adversarial fine-tuning", 1, 1, 1, None)]
    assert [gap.benchmark.name for gap in table.gaps()] == ["MNIST"]


def test_how_a_method_and_a_model_are_joined(graph):
    best = graph.paths("AutoLRS", "BERT")[0]
    assert best.nodes[1].startswith("AutoLRS: Automatic Learning-Rate Schedule")
    assert [link.relation for link in best.links] == ["introduces", "uses"]


def test_who_cites_a_work_outside(graph):
    (paper,) = graph.cited_by("Dehghani et al. (2023)")
    assert paper.title.startswith("Small-scale proxies for large-scale Transformer")
    assert "Dehghani et al. (2023)" in [item.work.title for item in graph.missing(limit=99)]
