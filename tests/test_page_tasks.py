"""What a stranger does with the page, with the mouse and with the keyboard alone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

import kg
from output.html import to_html
from tests.conftest import open_page

pytestmark = pytest.mark.browser

LISTING = Path(__file__).parents[2] / "shared" / "data" / "hf-listing.txt"
GRAPHS = ["demo", *(["listing"] if LISTING.exists() else [])]


@pytest.fixture(scope="module", params=GRAPHS)
def reading_list(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, demo_address: str
) -> Iterator[str]:
    if request.param == "demo":
        yield demo_address
    else:
        path = tmp_path_factory.mktemp("listing") / "graph.html"
        path.write_bytes(to_html(kg.build(LISTING).nx).encode())
        yield path.as_uri()


def heading(page: Page) -> str:
    return page.inner_text("#panel h2")


def tab_to(page: Page, text: str) -> None:
    """Press Tab until the element with the focus says `text`."""
    for _ in range(150):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.innerText || ''").strip().startswith(text):
            return
    raise AssertionError(f"the Tab key does not reach {text!r}")


def find_with_keys(page: Page, words: str) -> None:
    page.keyboard.press("/")
    page.keyboard.type(words)
    page.keyboard.press("Enter")


def test_find_dpo_read_who_uses_it_and_go_there_with_the_mouse(
    page: Page, reading_list: str
) -> None:
    open_page(page, reading_list)
    page.click("#query")
    page.keyboard.type("dpo")
    page.click("#matches li:has-text('direct preference optimization') >> nth=0")
    assert heading(page) == "direct preference optimization"
    used = page.locator("#panel h3:has-text('used by') + ul > li").first
    assert "direct preference optimization" in used.inner_text().casefold() or (
        "DPO" in used.locator("mark").first.inner_text()
    )
    title = used.locator("button.node > span").inner_text()
    used.locator("button.node").click()
    assert heading(page) == title
    assert page.locator("#panel h3:has-text('uses') + ul mark").count() > 0


def test_find_dpo_and_go_to_a_paper_with_the_keyboard(page: Page, reading_list: str) -> None:
    open_page(page, reading_list)
    find_with_keys(page, "DPO")
    assert heading(page) == "direct preference optimization"
    title = page.inner_text("#panel h3:has-text('used by') + ul button.node > span >> nth=0")
    tab_to(page, title)
    page.keyboard.press("Enter")
    page.wait_for_function(
        "title => document.querySelector('#panel h2').innerText === title", arg=title
    )
    page.go_back()
    page.wait_for_selector("#panel h2:text-is('direct preference optimization')")


def test_what_a_paper_evaluates_on(page: Page, demo_address: str) -> None:
    open_page(page, demo_address)
    find_with_keys(page, "your language model is secretly a reward model")
    benchmarks = page.locator("#panel h3:has-text('evaluates on') + ul button.node > span")
    assert {"TL;DR", "HH-RLHF", "IMDB"} <= set(benchmarks.all_inner_texts())
    benchmarks.first.click()
    assert page.inner_text("#panel .kind") == "Benchmark"
    assert page.locator("#panel h3:has-text('what was evaluated here')").count() == 1


@pytest.mark.parametrize("hand", ["mouse", "keys"])
def test_filter_to_benchmarks(page: Page, reading_list: str, hand: str) -> None:
    open_page(page, reading_list)
    if hand == "mouse":
        page.click("#legend button:has-text('Benchmark')")
    else:
        tab_to(page, "Benchmark")
        page.keyboard.press("Space")
    shown = page.evaluate("[...new Set(scene.nodes.map((node) => node.group))]")
    assert shown == ["benchmark"]
    total = int(page.inner_text("#legend button[value=benchmark] small"))
    assert page.inner_text("#status").endswith(f"of {total} nodes shown")
    assert "type=benchmark" in page.evaluate("location.hash")


@pytest.mark.parametrize("hand", ["mouse", "keys"])
def test_path_from_ibp_to_dpo(page: Page, reading_list: str, hand: str) -> None:
    open_page(page, reading_list)
    find_with_keys(page, "IBP")
    assert heading(page) == "interval bound propagation"
    if hand == "mouse":
        page.click("#panel button:has-text('Find a path to')")
        page.keyboard.type("DPO")
        page.click("#matches li >> nth=0")
    else:
        tab_to(page, "Find a path to")
        page.keyboard.press("Enter")
        page.keyboard.type("DPO")
        page.keyboard.press("Enter")
    assert heading(page) == "interval bound propagation → direct preference optimization"
    steps = page.locator("#panel .path > li")
    links = steps.count() - 1
    assert page.inner_text("#panel .kind") == f"Shortest path: {links} links"
    assert page.inner_text("#status") == f"{links} links"
    assert all(step.locator("mark").count() for step in steps.all()[1:])
    page.reload()
    page.wait_for_selector("#panel .path")
    page.click("#panel button:has-text('Close the path')")
    assert heading(page) == "interval bound propagation"


def test_path_is_as_short_as_that_of_the_library(
    page: Page, demo: kg.KnowledgeGraph, demo_address: str
) -> None:
    open_page(page, demo_address)
    for ends in (("IBP", "DPO"), ("MNIST", "GSM8K"), ("EWC", "PRM")):
        ids = [demo.entity(name).id for name in ends]
        steps = page.evaluate("(ids) => findPath(...ids.map((id) => nodes.get(id))).length", ids)
        assert steps == len(demo.path(*ends)) + 1


def test_expanding_a_node_shows_its_neighbours_on_the_map(page: Page, reading_list: str) -> None:
    open_page(page, reading_list)
    find_with_keys(page, "IBP")
    page.click("#panel button:text-is('Expand on the map')")
    dpo = "nodes.get('entity:interval-bound-propagation')"
    assert page.evaluate(f"{dpo}.ties.every((tie) => tie.node.at)")
    apart = page.evaluate(
        """() => {
          const seats = scene.nodes.map((node) => node.at);
          return Math.min(...seats.flatMap((a, i) =>
            seats.slice(i + 1).map((b) => Math.hypot(a.x - b.x, a.y - b.y))));
        }"""
    )
    assert apart > 5
    page.keyboard.press("Escape")
    assert page.evaluate(f"scene.nodes.includes({dpo})")
    page.click("#home")
    assert page.evaluate("state.get().expanded") == []


def test_one_community_alone(page: Page, demo_address: str) -> None:
    open_page(page, demo_address)
    page.click("#panel .community >> nth=1")
    assert page.evaluate("[...new Set(scene.nodes.map((node) => node.topic))]") == [1]
    assert page.get_attribute("#panel .community >> nth=1", "aria-pressed") == "true"
    page.click("#clear")
    assert len(page.evaluate("[...new Set(scene.nodes.map((node) => node.topic))]")) > 3


def test_filters_count_what_they_would_keep(page: Page, demo_address: str) -> None:
    open_page(page, demo_address)
    page.click("#filters")
    venue = page.locator("#facets label:has-text('NeurIPS')")
    number = int(venue.locator("small").inner_text())
    venue.locator("input").check()
    papers = "[...sifted().nodes].filter(isPaper)"
    assert page.evaluate(f"{papers}.length") == number
    page.select_option("#facets label:has-text('from') select", "2023")
    years = page.evaluate(f"{papers}.map((node) => node.year)")
    assert years and min(years) >= 2023
    page.select_option("#facets label:has-text('of a link') select", "0.9")
    assert page.evaluate("[...sifted().links].every((link) => link.confidence >= 0.9)")
    page.locator("#facets label:has-text('introduces') input").check()
    relations = page.evaluate("[...new Set([...sifted().links].map((link) => link.relation))]")
    assert relations == ["introduces"]
    page.reload()
    page.wait_for_selector("html[data-ready=true]")
    assert page.evaluate(f"{papers}.every((node) => node.venue === 'NeurIPS')")


def test_a_concept_tells_its_years_family_and_benchmarks(page: Page, demo_address: str) -> None:
    open_page(page, f"{demo_address}#n=entity:llama-2")
    panel = page.inner_text("#panel").casefold()
    for part in ("papers by year", "family", "benchmarks of its papers"):
        assert part in panel
    tree = page.locator("#panel .tree")
    assert tree.locator("[aria-current=true]").inner_text() == "Llama 2"
    assert tree.locator("button").first.inner_text() == "Llama"
    tree.locator("button", has_text="Llama-2-7B-Chat").click()
    assert heading(page) == "Llama-2-7B-Chat"


def test_a_concept_tells_its_company(page: Page, demo_address: str) -> None:
    open_page(page, f"{demo_address}#n=entity:direct-preference-optimization")
    company = page.locator("#panel h3:has-text('Often together with') + ul button.node > span")
    assert "Bradley-Terry model" in company.all_inner_texts()
    assert "direct preference optimization" not in company.all_inner_texts()


def test_years_of_a_concept_are_a_chart(page: Page, demo_address: str) -> None:
    open_page(page, f"{demo_address}#n=entity:cifar-10")
    said = page.get_attribute("#panel .chart", "aria-label") or ""
    counts = dict(part.split(": ") for part in said.removeprefix("Papers by year: ").split(", "))
    assert sum(map(int, counts.values())) == page.evaluate(
        "papersNaming(nodes.get('entity:cifar-10')).filter((paper) => paper.year).length"
    )


def test_why_names_are_one_is_told_on_demand(page: Page, demo_address: str) -> None:
    open_page(page, f"{demo_address}#n=entity:direct-preference-optimization")
    why = page.locator("#panel details:has-text('Why these names are one')")
    assert why.locator("li").first.is_hidden()
    why.locator("summary").click()
    assert "DPO" in why.inner_text()
    assert "long form" in why.inner_text() or "vocabulary" in why.inner_text()
