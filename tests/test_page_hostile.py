"""Graphs that are odd or hostile, opened in Chromium in every view."""

from pathlib import Path

import pytest
from playwright.sync_api import Page

from kg import KnowledgeGraph
from kg.graph import Graph, add_entity, add_paper, empty_graph
from output.html import to_html
from schemas import Attribute, Entity, EntityType, Paper
from tests.conftest import POT, TEA, open_page
from tests.test_html import crowd

pytestmark = pytest.mark.browser

NAMES = {
    "script": "</script><script>document.title='taken'</script>",
    "comment": "<!--<script>",
    "handler": "<img src=x onerror=\"document.title='taken'\"> href",
    "direction": "Tea\u202egnp.exe\u2066",
    "long": "tea " * 2500,
    "one word": "t" * 10_000,
    "emoji": "\U0001f375\U0001f468\u200d\U0001f469\u200d\U0001f467 tea",
    "arabic": "شبكة الشاي العصبية",
    "template": "{{ 7 * 7 }} {% raw %}",
    "separators": "a\u2028b\u2029c\x00d",
    "key": "__proto__",
}
VIEWS = ("graph", "table", "timeline", "matrix")


def written(graph: Graph, folder: Path) -> str:
    path = folder / "graph.html"
    path.write_bytes(to_html(graph).encode())
    return path.as_uri()


def width_of(page: Page) -> int:
    """Return how far the page reaches to the right."""
    return int(page.evaluate("document.documentElement.scrollWidth"))


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_foreign_text_is_shown_as_text_in_every_view(
    page: Page, small_graph: Graph, tmp_path: Path, name: str
) -> None:
    for curie in (TEA.curie, "entity:teanet", "entity:leafbench"):
        small_graph.nodes[curie][Attribute.LABEL] = name
    paper = small_graph.nodes[TEA.curie]
    paper |= {Attribute.AUTHORS: [name], Attribute.VENUE: name, Attribute.SOURCE: name}
    for _, _, claim in small_graph.edges(data=True):
        for evidence in claim[Attribute.EVIDENCE]:
            evidence["sentence"] = f"{name} {evidence['sentence']}"
    address = written(small_graph, tmp_path)
    for view in VIEWS:
        for node in (TEA.curie, "entity:teanet"):
            open_page(page, f"{address}#view={view}&n={node}")
            page.reload()
            page.wait_for_selector("html[data-ready=true]")
            assert page.locator("#panel h2").count() == 1
            assert page.locator("img, #panel script").count() == 0
            assert page.title() == "Knowledge graph"
            assert width_of(page) <= 1200
    page.click("#filters")
    page.fill("#query", name[:30])
    assert page.locator("img").count() == 0


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("number", [0, 1, 2])
def test_a_graph_of_hardly_anything_opens(
    page: Page, tmp_path: Path, number: int, view: str
) -> None:
    graph = empty_graph()
    if number > 0:
        add_paper(graph, Paper(id="p", title="Only tea"))
    if number > 1:
        add_entity(graph, Entity(id="entity:tea", name="tea", type=EntityType.CONCEPT), {})
    open_page(page, f"{written(graph, tmp_path)}#view={view}")
    assert page.inner_text("#panel h2") == "Where to begin"
    if number:
        page.fill("#query", "tea")
        page.keyboard.press("Enter")
        assert page.inner_text("#panel h2").casefold().endswith("tea")


def test_years_that_are_no_numbers_are_unknown(
    page: Page, small_graph: Graph, tmp_path: Path
) -> None:
    small_graph.nodes[TEA.curie][Attribute.YEAR] = float("nan")
    small_graph.nodes[POT.curie][Attribute.YEAR] = float("inf")
    open_page(page, written(small_graph, tmp_path))
    assert "NaN" not in page.inner_text("body")
    assert page.inner_text("#holdings").startswith("2 papers, 5 concepts, 11 links. ")


def test_a_large_graph_can_be_shown_whole(page: Page, tmp_path: Path) -> None:
    open_page(page, written(crowd(2500), tmp_path))
    shown = int(page.inner_text("#status").split()[0])
    assert 100 <= shown <= 300
    page.click("#extent:text-is('Show all')")
    assert page.inner_text("#extent") == "Show fewer"
    assert page.evaluate("scene.nodes.length") > 3000
    page.fill("#query", "cup 77")
    page.keyboard.press("Enter")
    assert page.inner_text("#panel h2") == "Cup 77"


def test_a_page_that_leaves_nodes_out_says_so(
    page: Page, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("output.html.view.LARGEST_PAGE", 40)
    monkeypatch.setattr("output.html.view.PART_OF_LARGER", 40)
    open_page(page, written(crowd(60), tmp_path))
    assert "of 270 nodes" in page.inner_text("#panel")
    assert "citekg export" in page.inner_text("#panel")


def test_a_notebook_shows_the_page_in_a_frame_that_works(
    page: Page, small_graph: Graph, tmp_path: Path
) -> None:
    shown = KnowledgeGraph(small_graph).show(title="Tea", height=500)
    notebook = tmp_path / "notebook.html"
    notebook.write_text(f"<title>Notebook</title>{shown._repr_html_()}", encoding="utf-8")
    page.goto(notebook.as_uri())
    frame = page.frame_locator("iframe")
    frame.locator("html[data-ready=true]").wait_for()
    assert frame.locator("h1").inner_text() == "Tea"
    frame.locator("#query").fill("teanet")
    frame.locator("#query").press("Enter")
    assert frame.locator("#panel h2").inner_text() == "TeaNet"
    box = page.locator("iframe").bounding_box()
    assert box is not None and round(box["height"]) == 500
    assert "allow-same-origin" not in (page.get_attribute("iframe", "sandbox") or "")
