"""The matrix of the page, in Chromium."""

import pytest
from playwright.sync_api import Page

from tests.conftest import open_page

pytestmark = pytest.mark.browser

MATRIX = "#view=matrix"
PRM = "entity:process-reward-model"


def test_cells_count_the_papers_that_name_the_row_and_evaluate_on_the_column(
    page: Page, demo_address: str
) -> None:
    open_page(page, demo_address + MATRIX)
    shown, expected = page.evaluate(
        """() => {
          const shown = [...grid.tBodies[0].rows].map((row) =>
            [...row.cells].slice(1).map((cell) => Number(cell.textContent)));
          const has = (paper, node, relations) => links.some((link) =>
            link.subject === paper && link.object === node && relations(link.relation));
          const papers = listed.filter(isPaper);
          const expected = matrix.rows.slice(0, 5).map((row) => matrix.columns.map((column) =>
            papers.filter((paper) => has(paper, row, (r) => r !== "mentions") &&
              has(paper, column, (r) => r === "evaluates_on")).length));
          return [shown, expected];
        }"""
    )
    assert len(shown) == 20 and len(shown[0]) == 15
    assert shown[:5] == expected
    assert any(map(any, expected)) and not all(map(all, expected))


def test_a_gap_is_found_by_searching_for_the_method(page: Page, demo_address: str) -> None:
    open_page(page, demo_address + MATRIX)
    page.keyboard.press("/")
    page.keyboard.type("PRM")
    page.keyboard.press("Enter")
    row = page.locator("[role=rowheader].selected")
    assert row.inner_text().startswith("process reward model")
    gap = page.locator("[role=row]", has=row).locator("td.level-0").first
    label = gap.get_attribute("aria-label") or ""
    assert label.startswith("process reward model and ") and label.endswith(": no paper")
    gap.click()
    benchmark = label.removeprefix("process reward model and ").removesuffix(": no paper")
    assert page.inner_text("#panel h2") == f"process reward model × {benchmark}"
    assert page.inner_text("#panel p >> nth=0") == (
        f"A gap: no paper here that names process reward model evaluates on {benchmark}."
    )
    page.reload()
    page.wait_for_selector("html[data-ready=true]")
    assert page.locator("td.selected").get_attribute("aria-label") == label


def test_a_gap_is_found_with_the_keyboard_alone(page: Page, demo_address: str) -> None:
    open_page(page, demo_address)
    page.focus("#tab-graph")
    page.keyboard.press("End")
    page.keyboard.press("/")
    page.keyboard.type("PRM")
    page.keyboard.press("Enter")
    for _ in range(40):
        page.keyboard.press("Shift+Tab")
        if page.evaluate("document.activeElement.role === 'gridcell'"):
            break
    row, column = page.evaluate("[gridPlace.row, gridPlace.column]")
    assert page.evaluate("(row) => matrix.rows[row - 1].id", row) == PRM
    while page.evaluate("document.activeElement.textContent"):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    assert page.inner_text("#panel p >> nth=0").startswith("A gap: no paper here")
    assert page.evaluate("gridPlace.row") == row and column == 1


def test_a_filled_cell_gives_the_sentences_of_both(page: Page, demo_address: str) -> None:
    open_page(page, f"{demo_address}{MATRIX}&n={PRM},entity:gsm8k")
    papers = int(page.inner_text("td.selected"))
    assert page.locator("#panel ul >> nth=1").locator("> li").count() == papers
    first = page.locator("#panel ul >> nth=1").locator("> li").first
    assert "evaluates on GSM8K" in first.inner_text()
    assert first.locator("mark").count() >= 2
    first.locator("button").first.click()
    assert page.evaluate("nodes.get(state.get().selection[0]).group") == "paper"


def test_arrow_keys_move_in_the_grid_and_enter_opens_a_cell(page: Page, demo_address: str) -> None:
    open_page(page, demo_address + MATRIX)
    page.focus("[role=grid] [tabindex='0']")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expected = page.evaluate("[matrix.rows[1].id, matrix.columns[1].id]")
    assert page.evaluate("state.get().selection") == expected
    assert page.locator("[role=grid] [tabindex='0']").count() == 1
    assert page.evaluate("document.activeElement.classList.contains('selected')")
    page.keyboard.press("Home")
    page.keyboard.press("Enter")
    assert page.evaluate("state.get().selection") == expected[:1]


def test_what_is_selected_beyond_the_first_rows_comes_first(page: Page, demo_address: str) -> None:
    open_page(page, demo_address + MATRIX)
    beyond = page.evaluate("matrix.all.rows[50].id")
    page.evaluate("(id) => state.set({ selection: [id] })", beyond)
    assert page.evaluate("matrix.rows[0].id") == beyond
    assert page.evaluate("matrix.rows.length") == 20


def test_more_rows_and_columns_and_other_types(page: Page, demo_address: str) -> None:
    open_page(page, demo_address + MATRIX)
    page.click("text=20 more methods")
    page.click("text=20 more benchmarks")
    assert page.inner_text("#matrix-status").startswith("40 of ")
    assert page.locator("[role=columnheader]").count() == 35
    assert page.evaluate("location.hash") == f"{MATRIX}&top=40x35"
    page.reload()
    page.wait_for_selector("html[data-ready=true]")
    assert page.locator("[role=columnheader]").count() == 35
    page.select_option("#matrix-tools select >> nth=0", "model")
    page.select_option("#matrix-tools select >> nth=1", "task")
    assert page.evaluate("location.hash") == f"{MATRIX}&rows=model&columns=task&top=40x35"
    assert "models" in page.inner_text("#matrix-status")


def test_alike_rows_and_columns_come_together(page: Page, demo_address: str) -> None:
    open_page(page, demo_address + MATRIX)
    spread = """() => {
      let [sum, papers] = [0, 0];
      const centre = (row) => {
        let [at, weight] = [0, 0];
        matrix.columns.forEach((column, i) => {
          at += i * cellOf(row, column).length;
          weight += cellOf(row, column).length;
        });
        return [at / weight, weight];
      };
      for (const row of matrix.rows) {
        const [middle, weight] = centre(row);
        if (!weight) continue;
        matrix.columns.forEach((column, i) => {
          sum += cellOf(row, column).length * (i - middle) ** 2;
          papers += cellOf(row, column).length;
        });
      }
      return sum / papers;
    }"""
    before = page.evaluate(spread)
    rows = page.evaluate("matrix.rows.map(({ id }) => id)")
    page.click("#matrix-tools button:text-is('Alike together')")
    assert sorted(page.evaluate("matrix.rows.map(({ id }) => id)")) == sorted(rows)
    assert page.evaluate(spread) < before
