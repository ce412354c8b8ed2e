"""A small graph that meets the contract of `kg.graph`, no network in any test, and a browser."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

import kg
from kg.graph import (
    Graph,
    add_cited_work,
    add_claim,
    add_entity,
    add_paper,
    add_repository,
    empty_graph,
)
from output.html import to_html
from schemas import Claim, Entity, EntityType, Evidence, Paper, Relation

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


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        if os.environ.get("CI"):
            pytest.fail("no chromium on the PATH; these tests must run where CI is set")
        pytest.skip("no chromium on the PATH")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture
def complaints() -> list[str]:
    return []


@pytest.fixture
def page(browser: Browser, complaints: list[str]) -> Iterator[Page]:
    """A page that must neither ask the network for anything nor complain."""
    context = browser.new_context(offline=True, viewport={"width": 1200, "height": 800})
    opened = context.new_page()
    opened.on("console", lambda message: complaints.append(message.text))
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.on("dialog", lambda dialog: complaints.append(dialog.message))
    opened.on(
        "request",
        lambda request: None if request.url.startswith("file:") else complaints.append(request.url),
    )
    yield opened
    context.close()
    assert complaints == []


def open_page(page: Page, address: str) -> None:
    page.goto(address)
    page.wait_for_selector("html[data-ready=true]")


@pytest.fixture(scope="session")
def demo() -> kg.KnowledgeGraph:
    """Return the graph of the bundled example."""
    return kg.build(Path(__file__).parent.parent / "examples/papers.jsonl")


@pytest.fixture(scope="session")
def demo_address(tmp_path_factory: pytest.TempPathFactory, demo: kg.KnowledgeGraph) -> str:
    """Return the address of the page of the bundled example."""
    path = tmp_path_factory.mktemp("demo") / "graph.html"
    path.write_bytes(to_html(demo.nx, title="Reading list").encode())
    return path.as_uri()
