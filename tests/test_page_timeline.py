"""The timeline of the page, in Chromium."""

from itertools import combinations

import pytest
from playwright.sync_api import Page

from tests.conftest import open_page

pytestmark = pytest.mark.browser

TIMELINE = "#view=timeline"
DPO = "entity:direct-preference-optimization"
BOXES = """() => [...document.querySelectorAll("#timeline [role=listbox] text")].map((each) => {
  const { left, top, right, bottom } = each.getBoundingClientRect();
  return [left, top, right, bottom, each.textContent];
})"""


def options(page: Page) -> int:
    return page.locator("#timeline [role=option]").count()


def test_every_paper_has_its_dot_at_its_year(page: Page, demo_address: str) -> None:
    open_page(page, demo_address + TIMELINE)
    assert options(page) == 120
    places = page.evaluate("timeline.options.map(({ node, x }) => [node.year, x])")
    by_year = sorted(places)
    assert [x for _, x in by_year] == pytest.approx(sorted(x for _, x in by_year), abs=60)
    first, last = by_year[0], by_year[-1]
    assert first[0] == 2013 and last[0] == 2025 and first[1] < last[1]


def test_concepts_stand_at_the_first_year_that_names_them(page: Page, demo_address: str) -> None:
    open_page(page, f"{demo_address}{TIMELINE}&of=concepts&lanes=type")
    first, papers = page.evaluate(
        """(id) => {
          const node = nodes.get(id);
          const papers = node.ties.map((tie) => tie.node).filter(isPaper);
          return [yearOf(node), papers.map((paper) => paper.year)];
        }""",
        DPO,
    )
    assert first == min(year for year in papers if year)
    assert page.inner_text("#timeline-status").endswith("+5 stands for five more")


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("more", ["", "&of=concepts&lanes=type", f"&n={DPO}"])
def test_labels_neither_overlap_nor_leave_the_view(
    page: Page, demo_address: str, width: int, more: str
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    open_page(page, demo_address + TIMELINE + more)
    boxes = page.evaluate(BOXES)
    assert len(boxes) > 20
    frame = page.locator("#timeline").bounding_box()
    assert frame
    for left, _, right, *_ in boxes:
        assert left >= frame["x"] - 1 and right <= frame["x"] + frame["width"] + 1
    for (left, top, right, bottom, one), (x1, y1, x2, y2, other) in combinations(boxes, 2):
        apart = left >= x2 or right <= x1 or top >= y2 - 4 or bottom <= y1 + 4
        assert apart, (one, other)


def test_a_dot_is_chosen_with_the_mouse_and_lights_its_links(page: Page, demo_address: str) -> None:
    open_page(page, demo_address + TIMELINE)
    page.locator("#timeline [role=option]").nth(3).click()
    [chosen] = page.evaluate("state.get().selection")
    assert page.inner_text("#panel h2") == page.evaluate("(id) => nodes.get(id).label", chosen)
    assert page.locator("#timeline [aria-selected=true]").count() == 1
    faint = page.locator("#timeline [role=option][opacity='0.2']").count()
    lit = page.evaluate("timeline.options.filter(({ node }) => timeline.lit.has(node)).length")
    assert 0 < faint == options(page) - lit
    assert " linked to " in page.inner_text("#timeline-status")


def test_concepts_are_lit_with_what_papers_name_beside_them(page: Page, demo_address: str) -> None:
    open_page(page, f"{demo_address}{TIMELINE}&of=concepts&n={DPO}")
    lit = page.evaluate("[...timeline.lit].map(({ id }) => id)")
    assert "entity:proximal-policy-optimization" in lit
    assert "named with direct preference optimization" in page.inner_text("#timeline-status")
    ends = page.evaluate("timelineLinks(timeline.laid).length")
    assert ends == page.evaluate(
        "timeline.options.filter(({ node }) => timeline.lit.has(node)).length - 1"
    )


def test_a_dot_is_chosen_with_the_keyboard(page: Page, demo_address: str) -> None:
    open_page(page, demo_address + TIMELINE)
    page.focus("#timeline [role=listbox]")
    seen = []
    for key in ("Home", "ArrowRight", "ArrowDown", "ArrowLeft", "ArrowUp"):
        page.keyboard.press(key)
        seen.append(page.get_attribute("#timeline [role=listbox]", "aria-activedescendant"))
    assert len(set(seen)) > 2
    page.keyboard.press("Enter")
    assert len(page.evaluate("state.get().selection")) == 1
    page.wait_for_function("document.activeElement.getAttribute('role') === 'listbox'")


def test_papers_without_years_are_said_to_have_none(page: Page, demo_address: str) -> None:
    open_page(page, demo_address)
    page.evaluate("for (const node of listed) delete node.year")
    page.click("#tab-timeline")
    assert page.inner_text("#timeline .nothing").startswith("No paper here has a year.")
    page.click("#save-toggle")
    assert "CSV" in page.inner_text("#save-menu")


def test_timeline_follows_the_theme(page: Page, demo_address: str) -> None:
    open_page(page, demo_address + TIMELINE)
    ground = page.locator("#timeline [role=listbox] > rect").first
    before = ground.get_attribute("fill")
    page.click("#theme")
    page.wait_for_function(
        "(before) => document.querySelector('#timeline [role=listbox] > rect')"
        ".getAttribute('fill') !== before",
        arg=before,
    )
