"""The state of the page and its address, in Chromium."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from kg.graph import Graph, add_paper, empty_graph
from output.html import to_html
from schemas import Attribute, Paper
from tests.conftest import TEA, open_page
from tests.test_page import HOSTILE

pytestmark = pytest.mark.browser


@pytest.fixture
def address(small_graph: Graph, tmp_path: Path) -> str:
    path = tmp_path / "graph.html"
    path.write_bytes(to_html(small_graph).encode())
    return path.as_uri()


def fragment(page: Page) -> str:
    return str(page.evaluate("location.hash"))


def state(page: Page) -> dict[str, Any]:
    value: dict[str, Any] = page.evaluate("state.get()")
    return value


def test_page_without_a_fragment_is_the_overview_of_everything(page: Page, address: str) -> None:
    open_page(page, address)
    value = state(page)
    filters = value.pop("filters")
    assert (value["view"], value["extent"]) == ("graph", "overview")
    assert value["selection"] == value["expanded"] == value["path"] == []
    assert not any(filters.values())


@pytest.mark.parametrize(
    ("patch", "written"),
    [
        ({"selection": ["entity:teanet"]}, "#n=entity:teanet"),
        ({"selection": ["doi:10.1/a,b&c=d", "x y+z"]}, "#n=doi:10.1/a%2Cb%26c%3Dd,x+y%2Bz"),
        ({"view": "table", "extent": "whole"}, "#view=table&extent=whole"),
        ({"expanded": ["entity:oaknet"]}, "#expand=entity:oaknet"),
        ({"filters": {"type": ["method", "model"], "venue": ["Té <1>"]}}, None),
    ],
)
def test_address_reopens_what_was_set(
    page: Page, address: str, patch: dict[str, Any], written: str | None
) -> None:
    open_page(page, address)
    page.evaluate(
        "(p) => state.set({ ...p, filters: { ...state.get().filters, ...p.filters } })", patch
    )
    left = state(page)
    if written:
        assert fragment(page) == written
    for name, value in patch.pop("filters", {}).items():
        assert left["filters"][name] == value
    assert left.items() >= patch.items()
    link = page.evaluate("location.href")
    page.goto("about:blank")
    open_page(page, link)
    assert state(page) == left


@pytest.mark.parametrize(
    "hostile",
    ["#n=%E0%A4%A", "#view=nonsense", "#&&=&n", "#n=entity:nothing", "#type=,,%00", "#=a=b"],
)
def test_any_fragment_opens_the_page(page: Page, address: str, hostile: str) -> None:
    open_page(page, address + hostile)
    assert page.inner_text("#panel h2") == "Where to begin"
    assert state(page)["view"] == "graph"


def test_back_and_forward_bring_filters_and_selection_back(page: Page, address: str) -> None:
    open_page(page, address)
    page.click("#legend button:has-text('Model')")
    page.evaluate("(id) => state.set({ selection: [id] })", TEA.curie)
    page.go_back()
    page.wait_for_selector("#panel h2:has-text('Where to begin')")
    assert page.inner_text("#status") == "2 of 2 nodes shown"
    page.go_back()
    page.wait_for_selector("#status:has-text('9 of 9')")
    page.go_forward()
    page.go_forward()
    page.wait_for_selector(f"#panel h2:has-text('{TEA.title}')")
    assert state(page)["selection"] == [TEA.curie]


def test_followers_hear_of_changes_once_and_replaced_entries_leave_no_trace(
    page: Page, address: str
) -> None:
    open_page(page, address)
    heard, length = page.evaluate(
        """() => {
          let heard = [];
          state.subscribe((after, before) => heard.push(after.filters === before.filters));
          const length = history.length;
          state.set({ selection: ["a"] }, { replace: true });
          state.set({ selection: ["a"] });
          setFilter("type", ["model"]);
          return [heard, history.length - length];
        }"""
    )
    assert (heard, length) == ([True, False], 1)


def test_state_cannot_be_changed_in_place(page: Page, address: str) -> None:
    open_page(page, address)
    frozen = page.evaluate(
        "() => [state.get(), state.get().filters, state.get().filters.type].map(Object.isFrozen)"
    )
    assert frozen == [True, True, True]


VIEWS = ["graph", "table", "table&of=concepts", "timeline", "timeline&of=concepts", "matrix"]


@pytest.mark.parametrize("size", ["nothing", "one", "hostile"])
def test_every_view_opens_whatever_the_graph_holds(
    page: Page, small_graph: Graph, tmp_path: Path, size: str
) -> None:
    graph = small_graph if size == "hostile" else empty_graph()
    if size == "one":
        add_paper(graph, Paper(id="p", title="Only tea", year=2020))
    for node, attributes in graph.nodes(data=True):
        attributes[Attribute.LABEL] = f"{HOSTILE} {node}" + "x" * 10_000
        attributes[Attribute.VENUE] = HOSTILE
    path = tmp_path / "any.html"
    path.write_bytes(to_html(graph, title="Tea").encode())
    chosen = f"&n={','.join(sorted(graph))}" if graph else ""
    for view in VIEWS:
        page.goto("about:blank")
        open_page(page, f"{path.as_uri()}#view={view}{chosen}")
        page.click("#save-toggle")
        assert page.locator("img").count() == 0
        assert page.title() == "Tea"
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
