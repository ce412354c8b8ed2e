"""The page in a browser: Chromium, without a network."""

import re
from itertools import combinations
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from kg.graph import Graph
from output.html import to_html
from schemas import Attribute
from tests.conftest import TEA, open_page
from tests.test_html import crowd

pytestmark = pytest.mark.browser

HOSTILE = (
    "<img src=x onerror=\"document.title='taken'\"> href "
    "</script><script>document.title='taken'</script>"
)
ENTITY = "#n=entity:convolutional-neural-network"


@pytest.fixture
def address(small_graph: Graph, tmp_path: Path) -> str:
    small_graph.nodes["entity:oaknet"][Attribute.LABEL] = HOSTILE
    path = tmp_path / "graph.html"
    path.write_bytes(to_html(small_graph, title="Tea papers").encode())
    return path.as_uri()


def test_page_opens_with_its_holdings(page: Page, address: str) -> None:
    open_page(page, address)
    assert page.inner_text("h1") == "Tea papers"
    assert page.inner_text("#holdings").startswith("2 papers, 5 concepts, 11 links, 2023–2024.")
    assert page.inner_text("#status") == "9 of 9 nodes shown"
    assert page.is_hidden("#extent")


def test_map_is_drawn(page: Page, address: str) -> None:
    open_page(page, address)
    colours = page.evaluate(
        """() => {
          const canvas = document.querySelector("#map canvas");
          const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
          const seen = new Set();
          for (let i = 0; i < data.length; i += 4)
            if (data[i + 3] === 255) seen.add([data[i], data[i + 1], data[i + 2]].join());
          return [...seen];
        }"""
    )
    assert {"213,94,0", "0,114,178", "122,133,148"} <= set(colours)


def test_search_by_alias_shows_the_sentence_with_its_mention(page: Page, address: str) -> None:
    open_page(page, address)
    page.keyboard.press("/")
    page.keyboard.type("cnn")
    assert page.get_attribute("#query", "aria-expanded") == "true"
    assert "convolutional neural network" in page.inner_text("#matches [aria-selected=true]")
    page.keyboard.press("Enter")
    page.wait_for_selector("#panel h2:has-text('convolutional neural network')")
    assert page.evaluate("location.hash") == ENTITY
    assert page.inner_text("#panel mark >> nth=0") == "CNN"
    quote = page.inner_text("#panel blockquote >> nth=0")
    assert quote.startswith("We introduce TeaNet, a convolutional neural network (CNN)")
    assert page.evaluate("document.activeElement.id") == "panel"


def test_arrows_choose_among_matches(page: Page, address: str) -> None:
    open_page(page, address)
    page.fill("#query", "net")
    first = page.inner_text("#matches [aria-selected=true]")
    page.keyboard.press("ArrowDown")
    second = page.inner_text("#matches [aria-selected=true]")
    page.keyboard.press("ArrowUp")
    assert page.inner_text("#matches [aria-selected=true]") == first != second
    page.fill("#query", "coffee")
    assert page.inner_text("#matches") == "Nothing has this name"
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == ""


def test_legend_keeps_the_types_that_are_pressed(page: Page, address: str) -> None:
    open_page(page, address)
    model = page.locator("#legend button", has_text="Model")
    assert model.inner_text().split() == ["Model", "2"]
    model.click()
    assert model.get_attribute("aria-pressed") == "true"
    assert page.inner_text("#status") == "2 of 2 nodes shown"
    page.click("#legend button:has-text('Paper')")
    assert page.inner_text("#status") == "4 of 4 nodes shown"
    page.click("#clear")
    assert page.inner_text("#status") == "9 of 9 nodes shown"
    assert page.is_hidden("#clear")


def test_address_opens_a_paper_with_all_that_is_known_of_it(page: Page, address: str) -> None:
    open_page(page, f"{address}#n={TEA.curie}")
    panel = page.inner_text("#panel")
    for text in (TEA.title, "Ann Lee, Bo Roe", "TeaConf, 2023", "cites (1)", "cited by (1)"):
        assert text.casefold() in panel.casefold()
    link = page.locator("#panel a", has_text="arXiv")
    assert link.get_attribute("href") == "https://arxiv.org/abs/2301.00001"
    assert link.get_attribute("rel") == "noopener noreferrer"
    assert page.inner_text("#status").endswith("7 of 7 neighbours shown")


def test_back_forward_and_escape(page: Page, address: str) -> None:
    open_page(page, address + ENTITY)
    page.click(f"#panel button:has-text('{TEA.title}')")
    page.wait_for_selector(f"#panel h2:has-text('{TEA.title}')")
    page.go_back()
    page.wait_for_selector("#panel h2:has-text('convolutional')")
    page.go_forward()
    page.wait_for_selector(f"#panel h2:has-text('{TEA.title}')")
    page.keyboard.press("Escape")
    page.wait_for_selector("#panel h2:has-text('Where to begin')")
    assert page.evaluate("location.hash") == ""


def test_address_of_no_node_opens_the_overview(page: Page, address: str) -> None:
    open_page(page, f"{address}#n=%E0%A4%A")
    assert page.inner_text("#panel h2") == "Where to begin"


def test_click_in_the_map_opens_a_node_and_beside_it_closes(page: Page, address: str) -> None:
    open_page(page, address)
    place = page.evaluate("toScreen(nodes.get('entity:teanet').at)")
    page.click("#map canvas", position=place)
    page.wait_for_selector("#panel h2:text-is('TeaNet')")
    assert page.evaluate("location.hash") == "#n=entity:teanet"
    page.click("#map canvas", position={"x": 5, "y": 5})
    page.wait_for_selector("#panel h2:text-is('Where to begin')")


def test_hostile_text_is_shown_as_text(page: Page, address: str) -> None:
    open_page(page, f"{address}#n=entity:oaknet")
    assert page.inner_text("#panel h2") == HOSTILE
    assert page.locator("img").count() == 0
    assert page.title() == "Tea papers"


def test_policy_stops_a_script_that_gets_in(browser: Browser, address: str) -> None:
    context = browser.new_context(offline=True)
    opened = context.new_page()
    open_page(opened, address)
    opened.evaluate(
        """() => {
          const script = document.createElement("script");
          script.textContent = "window.taken = true";
          document.body.append(script);
        }"""
    )
    assert opened.evaluate("window.taken") is None
    context.close()


def test_theme_follows_the_system_until_it_is_chosen(page: Page, address: str) -> None:
    page.emulate_media(color_scheme="dark")
    open_page(page, address)
    assert page.get_attribute("html", "data-theme") == "dark"
    page.emulate_media(color_scheme="light")
    page.wait_for_selector("html[data-theme=light]")
    page.click("#theme:text-is('Dark')")
    assert page.get_attribute("html", "data-theme") == "dark"
    page.emulate_media(color_scheme="dark")
    page.emulate_media(color_scheme="light")
    assert page.get_attribute("html", "data-theme") == "dark"


def test_paper_is_light_and_without_tools(page: Page, address: str) -> None:
    page.emulate_media(color_scheme="dark")
    open_page(page, address)
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    assert page.get_attribute("html", "data-theme") == "light"
    assert page.is_hidden("#search")
    assert page.is_visible("#map canvas")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.get_attribute("html", "data-theme") == "dark"


@pytest.mark.parametrize("width", [390, 1200])
def test_labels_do_not_overlap(page: Page, tmp_path: Path, width: int) -> None:
    path = tmp_path / "crowd.html"
    path.write_bytes(to_html(crowd(40)).encode())
    page.set_viewport_size({"width": width, "height": 800})
    open_page(page, path.as_uri())
    boxes = page.evaluate("scene.labels.placed.map((label) => label.box)")
    assert len(boxes) > 20
    for (left, top, right, bottom), (x1, y1, x2, y2) in combinations(boxes, 2):
        assert left >= x2 or right <= x1 or top >= y2 or bottom <= y1


def test_large_graph_begins_with_a_part_and_shows_all(page: Page, tmp_path: Path) -> None:
    path = tmp_path / "crowd.html"
    path.write_bytes(to_html(crowd(100)).encode())
    open_page(page, path.as_uri())
    assert re.fullmatch(r"2\d\d of 450 nodes shown", page.inner_text("#status"))
    page.click("#extent:text-is('Show all')")
    assert page.inner_text("#status") == "450 of 450 nodes shown"
    page.fill("#query", "own 7 2")
    page.keyboard.press("Enter")
    page.wait_for_selector("#panel h2:text-is('own 7 2')")


def test_pieces_of_the_scripts(page: Page, address: str) -> None:
    open_page(page, address)
    cases = {
        "sharesOf([5, 1, 9], 8)": [4, 1, 3],
        "sharesOf([1, 1], 9)": [1, 1],
        "bestOf([1, 2, 3].map((i) => ({ i, group: 'paper' })), 2).length": 2,
        "fold('  Tea\u2010Net  Ünïts_x ')": "tea net units x",
        "fitted('tea', '12px sans-serif', 500)": "tea",
        "fitted('tea '.repeat(90), '12px sans-serif', 60).endsWith('…')": True,
        "shortLabel({ group: 'paper', label: 'TeaNet: all of it' })": "TeaNet",
        "extentOf([]).length": 1,
        "plural(1, 'entity', 'entities') + ', ' + plural(2000, 'link')": "1 entity, 2,000 links",
        "findPath(nodes.get('entity:oaknet'), nodes.get('entity:oaknet')).length": 1,
    }
    assert {script: page.evaluate(script) for script in cases} == cases


def test_the_map_is_dragged_zoomed_and_fitted(page: Page, address: str) -> None:
    open_page(page, address)
    before = page.evaluate("({ ...camera })")
    page.mouse.move(300, 400)
    page.mouse.down()
    page.mouse.move(360, 430, steps=4)
    page.mouse.up()
    dragged = page.evaluate("({ ...camera })")
    assert dragged["x"] == pytest.approx(before["x"] - 60 / before["scale"])
    assert page.evaluate("state.get().selection") == []
    point = "toMap({ x: 300, y: 300 })"
    held = page.evaluate(point)
    box = page.locator("#map").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 300, box["y"] + 300)
    page.mouse.wheel(0, -200)
    page.wait_for_function("(scale) => camera.scale > scale", arg=dragged["scale"])
    assert page.evaluate(point) == {
        key: pytest.approx(value, abs=0.5) for key, value in held.items()
    }
    page.focus("#map canvas")
    page.keyboard.press("-")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("0")
    page.wait_for_function("(scale) => Math.abs(camera.scale - scale) < 1e-6", arg=before["scale"])
