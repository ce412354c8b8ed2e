"""Our page and plain pyvis on the same graph: first picture, redraws while panning, file size.

Both pages are opened in Chromium without a network; a page that shows no picture within the
limit is given up. Usage, in the root of the repository:

    python benchmarks/page.py [NODES ...]
"""

import random
import shutil
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import networkx as nx
from playwright.sync_api import Browser, Page, TimeoutError, sync_playwright
from pyvis.network import Network

from kg.graph import Graph, add_claim, add_entity, add_paper, empty_graph
from output.html import to_html
from schemas import ROLES, Claim, Entity, EntityType, Evidence, Paper, entity_curie

SIZES = (500, 2000, 10_000)
LIMIT = 90.0
PANNING = 3.0
FIELDS = 12
LINKS_PER_PAPER = 5

# What tells that a page shows its picture, and how it counts that it is drawn again.
OURS = ("document.documentElement.dataset.drawn", "Number(document.documentElement.dataset.drawn)")
PYVIS = (
    "window.network && network.body.data.nodes.length && "
    "(!document.getElementById('loadingBar') || "
    "document.getElementById('loadingBar').style.display === 'none')",
    "window.redraws ??= (network.on('afterDrawing', () => window.redraws++), 0)",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """CPU seconds to write, seconds to the first picture, redraws a second, megabytes."""

    write: float
    picture: float | None
    redraws: float | None
    size: float


def synthetic_graph(nodes: int) -> Graph:
    """Return papers of some fields, each with links to things of its field and a few of others."""
    choose = random.Random(0)
    graph = empty_graph()
    papers = nodes * 2 // 5
    fields: list[list[str]] = [[] for _ in range(FIELDS)]
    for number in range(nodes - papers):
        name = f"notion {number} of field {number % FIELDS}"
        kind = list(EntityType)[number % len(EntityType)]
        add_entity(graph, Entity(id=entity_curie(name), name=name, type=kind), {kind: 1})
        fields[number % FIELDS].append(name)
    for number in range(papers):
        own = fields[number % FIELDS]
        names = {own[int(len(own) * choose.random() ** 2)] for _ in range(LINKS_PER_PAPER)}
        if number % 4 == 0:
            names.add(choose.choice(choose.choice(fields)))
        sentences = [
            f"In this sentence we speak of {name} and say at some length what we do with it, as "
            "abstracts do, so that the evidence has the length that it has in fact."
            for name in sorted(names)
        ]
        paper = Paper(
            id=f"p{number}",
            title=f"Paper number {number}: a study of things in field {number % FIELDS}",
            abstract=" ".join(sentences),
            authors=("Ann Lee", "Bo Roe", "Cy Poe"),
            year=2000 + number % 25,
            arxiv=f"2401.{number:05d}",
        )
        add_paper(graph, paper)
        for position, (name, sentence) in enumerate(zip(sorted(names), sentences, strict=True)):
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


def plain_pyvis(graph: Graph) -> str:
    """Return the page that pyvis makes of a graph when nothing is set."""
    network = Network(directed=True, cdn_resources="in_line")
    labels = nx.MultiDiGraph()
    labels.add_nodes_from((node, {"label": graph.nodes[node]["label"]}) for node in graph)
    labels.add_edges_from((a, b) for a, b, _ in graph.edges(keys=True))
    network.from_nx(labels)
    return str(network.generate_html())


def measure(browser: Browser, page_of: object, graph: Graph, signs: tuple[str, str]) -> Measured:
    """Write a page and open it."""
    begun = time.process_time()
    text = page_of(graph)  # type: ignore[operator]
    write = time.process_time() - begun
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "graph.html"
        path.write_text(text, encoding="utf-8")
        context = browser.new_context(offline=True, viewport={"width": 1440, "height": 900})
        page = context.new_page()
        picture, redraws = opened(page, path.as_uri(), signs)
        context.close()
    return Measured(write=write, picture=picture, redraws=redraws, size=len(text.encode()) / 1e6)


def opened(page: Page, address: str, signs: tuple[str, str]) -> tuple[float | None, float | None]:
    """Return seconds until the picture stands, and redraws a second while the map is dragged."""
    shown, counter = signs
    begun = time.perf_counter()
    try:
        page.goto(address, wait_until="commit", timeout=LIMIT * 1000)
        page.wait_for_function(f"() => {shown}", timeout=LIMIT * 1000, polling=20)
    except TimeoutError:
        return None, None
    picture = time.perf_counter() - begun
    before = page.evaluate(counter)
    page.mouse.move(500, 500)
    page.mouse.down()
    begun, step = time.perf_counter(), 0
    while time.perf_counter() - begun < PANNING:
        step += 1
        page.mouse.move(500 + step % 120, 500 + step % 80)
    redraws = (page.evaluate(counter) - before) / (time.perf_counter() - begun)
    page.mouse.up()
    return picture, redraws


def main(sizes: list[int]) -> None:
    """Print a table of both pages for each number of nodes."""
    print(f"{'nodes':>6} {'page':<7} {'CPU s':>8} {'picture s':>10} {'redraws/s':>10} {'MB':>6}")
    with sync_playwright() as playwright:
        chromium = shutil.which("chromium") or shutil.which("google-chrome")
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for nodes in sizes:
            graph = synthetic_graph(nodes)
            for name, page_of, signs in (("citekg", to_html, OURS), ("pyvis", plain_pyvis, PYVIS)):
                got = measure(browser, page_of, graph, signs)
                picture = f"{got.picture:.2f}" if got.picture else f"> {LIMIT:.0f}"
                redraws = f"{got.redraws:.0f}" if got.redraws is not None else "-"
                print(
                    f"{nodes:>6} {name:<7} {got.write:>8.1f} {picture:>10} {redraws:>10} "
                    f"{got.size:>6.2f}",
                    flush=True,
                )
        browser.close()


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or list(SIZES))
