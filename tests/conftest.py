"""Small graphs that meet the contract of `kg.graph`, and triple stores on loopback."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

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
from schemas import CitekgError, Claim, Entity, EntityType, Evidence, Paper, Relation

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


@pytest.fixture
def trees() -> None:
    """Skip a test of training where LightGBM lacks the library for OpenMP."""
    from extractors.ner.review.boosting import need_boosting

    try:
        need_boosting()
    except CitekgError as error:
        pytest.skip(str(error))


@pytest.fixture
def small_graph() -> Graph:
    return make_small_graph()


def make_small_graph() -> Graph:
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


CUP = Paper(
    id="p3",
    title="CupNet: smaller networks for leaves",
    abstract=(
        "CupNet is a small TeaNet. It uses a CNN with dropout, and CupNet-S for phones. "
        "On LeafBench and PodBench it beats TeaNet in leaf recognition."
    ),
    authors=("Bo Roe",),
    year=2024,
    arxiv="2401.00003",
)
MUG = Paper(
    id="p4",
    title="MugNet",
    abstract=(
        "We train MugNet with dropout after Doe and Ray (2019). "
        "On LeafBench MugNet beats TeaNet and CupNet."
    ),
    authors=("Di Moe", "Ann Lee"),
    year=2025,
    arxiv="2501.00004",
)


@pytest.fixture
def shelf_graph(small_graph: Graph) -> Graph:
    """Four papers, two of which build on others, with variants, citations and several years."""
    for paper in (CUP, MUG):
        add_paper(small_graph, paper)
    for curie, name, kind in (
        ("entity:cupnet", "CupNet", EntityType.MODEL),
        ("entity:cupnet-s", "CupNet-S", EntityType.MODEL),
        ("entity:mugnet", "MugNet", EntityType.MODEL),
        ("entity:dropout", "dropout", EntityType.METHOD),
        ("entity:podbench", "PodBench", EntityType.BENCHMARK),
    ):
        add_entity(small_graph, Entity(id=curie, name=name, type=kind), {kind: 1})
    for item in (
        claim(CUP, Relation.INTRODUCES, "entity:cupnet", "CupNet", 0.9),
        claim(CUP, Relation.USES, "entity:convolutional-neural-network", "CNN"),
        claim(CUP, Relation.USES, "entity:dropout", "dropout"),
        claim(CUP, Relation.USES, "entity:cupnet-s", "CupNet-S", 0.6),
        claim(CUP, Relation.EVALUATES_ON, "entity:leafbench", "LeafBench"),
        claim(CUP, Relation.EVALUATES_ON, "entity:podbench", "PodBench"),
        claim(CUP, Relation.COMPARES_TO, "entity:teanet", "TeaNet", 0.85),
        claim(CUP, Relation.STUDIES, "entity:leaf-recognition", "leaf recognition"),
        claim(CUP, Relation.BUILDS_ON, TEA.curie, "TeaNet"),
        claim(CUP, Relation.CITES, POT.curie, "TeaNet"),
        claim(MUG, Relation.INTRODUCES, "entity:mugnet", "MugNet"),
        claim(MUG, Relation.USES, "entity:dropout", "dropout"),
        claim(MUG, Relation.EVALUATES_ON, "entity:leafbench", "LeafBench"),
        claim(MUG, Relation.COMPARES_TO, "entity:teanet", "TeaNet", 0.7),
        claim(MUG, Relation.COMPARES_TO, "entity:cupnet", "CupNet"),
        claim(MUG, Relation.BUILDS_ON, CUP.curie, "CupNet"),
        claim(MUG, Relation.CITES, CUP.curie, "CupNet"),
        claim(MUG, Relation.CITES, "work:doe-ray-2019", "Doe and Ray (2019)"),
    ):
        add_claim(small_graph, item)
    for variant, of in (("cupnet", "teanet"), ("cupnet-s", "cupnet")):
        found = claim(CUP, Relation.VARIANT_OF, f"entity:{of}", "CupNet", 0.8)
        add_claim(small_graph, replace(found, subject=f"entity:{variant}"))
    return small_graph


@dataclass(frozen=True, kw_only=True)
class Store:
    """A running triple store: its addresses by protocol, and who may write to it."""

    gsp: str
    update: str
    query: str
    environment: dict[str, str]


@pytest.fixture(scope="session")
def oxigraph() -> Iterator[Store]:
    program = shutil.which("oxigraph", path=Path(sys.executable).parent)
    assert program, "make test installs the store oxigraph"
    place = f"127.0.0.1:{free_port()}"
    with running([program, "serve", "--bind", place], place):
        urls = {name: f"http://{place}/{name}" for name in ("store", "update", "query")}
        yield Store(gsp=urls["store"], update=urls["update"], query=urls["query"], environment={})


VIRTUOSO = """[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
[TempDatabase]
DatabaseFile = temporary.db
TransactionFile = temporary.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
NumberOfBuffers = 4000
MaxDirtyBuffers = 2000
[HTTPServer]
ServerPort = {place}
ServerThreads = 4
"""


@pytest.fixture(scope="session")
def virtuoso(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    program = shutil.which("virtuoso-t")
    if program is None:
        if "CI" in os.environ:
            pytest.fail("virtuoso-t is missing; apt-get install virtuoso-opensource-7-bin")
        pytest.skip("virtuoso-t is not installed")
    folder, place = tmp_path_factory.mktemp("virtuoso"), f"127.0.0.1:{free_port()}"
    (folder / "virtuoso.ini").write_text(VIRTUOSO.format(sql=free_port(), place=place), "utf-8")
    command = [program, "+foreground", "+configfile", "virtuoso.ini"]
    with running(command, place, folder=folder):
        yield Store(
            gsp=f"http://{place}/sparql-graph-crud-auth",
            update=f"http://{place}/sparql-auth",
            query=f"http://{place}/sparql",
            environment={"CITEKG_STORE_USER": "dba", "CITEKG_STORE_PASSWORD": "dba"},
        )


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(command: list[str], place: str, *, folder: Path | None = None) -> Iterator[None]:
    """Run a server until the block ends; it begins when the server takes connections."""
    host, _, port = place.partition(":")
    silent = subprocess.DEVNULL
    with subprocess.Popen(command, cwd=folder, stdout=silent, stderr=silent) as server:
        try:
            for _ in range(600):
                assert server.poll() is None, f"{command[0]} ended with {server.returncode}"
                with socket.socket() as probe:
                    if probe.connect_ex((host, int(port))) == 0:
                        break
                time.sleep(0.1)
            yield
        finally:
            server.kill()


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
