"""The table of the page, in Chromium."""

import pytest
from playwright.sync_api import Page

from tests.conftest import open_page

pytestmark = pytest.mark.browser

TABLE = "#view=table"


def column(page: Page, number: int) -> list[str]:
    return page.locator(f"#rows tr > :nth-child({number})").all_inner_texts()


def test_table_opens_from_its_tab_with_the_keyboard(page: Page, demo_address: str) -> None:
    open_page(page, demo_address)
    page.focus("#tab-graph")
    page.keyboard.press("ArrowRight")
    assert page.get_attribute("#tab-table", "aria-selected") == "true"
    assert page.evaluate("document.activeElement.id") == "tab-table"
    assert page.evaluate("location.hash") == TABLE
    assert page.is_visible("#view-table") and page.is_hidden("#view-graph")
    page.keyboard.press("End")
    assert page.is_visible("#view-matrix")
    page.go_back()
    page.wait_for_selector("#view-table", state="visible")


def test_heads_sort_and_say_so(page: Page, demo_address: str) -> None:
    open_page(page, demo_address + TABLE)
    head = page.locator("#head th", has_text="Year")
    assert page.locator("#head th[aria-sort=descending]").inner_text().startswith("Links")
    head.locator("button").click()
    years = [int(year) for year in column(page, 3)]
    assert head.get_attribute("aria-sort") == "descending"
    assert years == sorted(years, reverse=True) and years[0] > years[-1]
    page.keyboard.press("Enter")
    assert head.get_attribute("aria-sort") == "ascending"
    assert [int(year) for year in column(page, 3)] == sorted(int(y) for y in column(page, 3))
    assert page.evaluate("location.hash") == f"{TABLE}&sort=year"


def test_words_filter_rows_of_any_column(page: Page, demo_address: str) -> None:
    open_page(page, demo_address + TABLE)
    page.fill("#view-table input[type=search]", "neurips continual")
    rows = page.locator("#rows tr").all_inner_texts()
    assert rows and all("NeurIPS" in row for row in rows)
    assert page.inner_text("#table-status").startswith(f"{len(rows)} papers with")
    page.reload()
    assert len(page.locator("#rows tr").all()) == len(rows)
    page.fill("#view-table input[type=search]", "")
    page.keyboard.type("a/b")
    assert page.input_value("#view-table input[type=search]") == "a/b"
    page.fill("#view-table input[type=search]", "no such words")
    assert page.inner_text("#table-status") == "0 papers with “no such words”"


def test_concepts_are_the_other_rows(page: Page, demo_address: str) -> None:
    open_page(page, demo_address + TABLE)
    page.click("#table-tools button:text-is('Concepts')")
    papers = [int(number) for number in column(page, 4)]
    assert papers == sorted(papers, reverse=True)
    assert {"Benchmark", "Method"} <= set(column(page, 3))
    assert "of=concepts" in page.evaluate("location.hash")


def test_filters_hold_in_the_table(page: Page, demo_address: str) -> None:
    open_page(page, f"{demo_address}{TABLE}&of=concepts&type=benchmark")
    assert set(column(page, 3)) == {"Benchmark"}


def test_more_rows_are_a_press_away(page: Page, demo_address: str) -> None:
    open_page(page, demo_address + TABLE)
    assert page.locator("#rows tr").count() == 100
    page.click("#more-rows")
    assert page.locator("#rows tr").count() == 120
    assert page.is_hidden("#more-rows")
    assert page.inner_text("#table-status") == "120 papers"


def test_rows_are_selected_with_boxes_and_stay_selected_in_every_view(
    page: Page, demo_address: str
) -> None:
    open_page(page, demo_address + TABLE)
    boxes = page.locator("#rows input")
    boxes.nth(0).focus()
    page.keyboard.press("Space")
    assert page.evaluate("document.activeElement.type") == "checkbox"
    boxes.nth(2).check()
    titles = column(page, 2)
    assert page.inner_text("#panel h2") == titles[2]
    assert page.locator("#rows tr.selected").count() == 2
    page.reload()
    page.wait_for_selector("html[data-ready=true]")
    assert page.locator("#rows tr.selected").count() == 2
    page.click("#tab-timeline")
    assert page.locator("#timeline [aria-selected=true]").count() == 2
    page.click("#tab-table")
    boxes.nth(2).uncheck()
    assert page.inner_text("#panel h2") == titles[0]


def test_a_title_opens_its_details(page: Page, demo_address: str) -> None:
    open_page(page, demo_address + TABLE)
    title = column(page, 2)[4]
    page.locator("#rows button").nth(4).press("Enter")
    assert page.inner_text("#panel h2") == title
    assert page.evaluate("document.activeElement.id") == "panel"
