"""Accessibility of the views of the page, by axe-core in Chromium."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.conftest import open_page

pytestmark = pytest.mark.browser

PRM = "n=entity:process-reward-model"
STATES = [
    "",
    "n=entity:direct-preference-optimization",
    "n=arxiv:2305.18290",
    "n=entity:llama-2&expand=entity:llama-2",
    "path=entity:interval-bound-propagation,entity:direct-preference-optimization",
    "type=benchmark&community=1",
    "view=table",
    f"view=table&of=concepts&{PRM}",
    "view=timeline",
    f"view=timeline&{PRM}",
    "view=timeline&of=concepts&lanes=type",
    "view=matrix",
    f"view=matrix&{PRM},entity:gsm8k",
    f"view=matrix&{PRM},entity:imagenet",
]


def violations(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{each['id']}: {node['html'][:160]}" for each in found for node in each["nodes"]]


def test_axe_finds_what_is_wrong(page: Page, demo_address: str) -> None:
    open_page(page, f"{demo_address}#view=table")
    page.evaluate("document.getElementById('rows').querySelector('input').ariaLabel = ''")
    page.evaluate("document.getElementById('table-status').style.color = '#cccccc'")
    assert {each.split(":")[0] for each in violations(page)} == {"label", "color-contrast"}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_views_have_no_violation(browser: Browser, demo_address: str, scheme: str) -> None:
    context = browser.new_context(
        offline=True,
        color_scheme=scheme,  # type: ignore[arg-type]
        viewport={"width": 1280, "height": 800},
    )
    page = context.new_page()
    for state in STATES:
        open_page(page, f"{demo_address}#{state}")
        page.reload()
        page.wait_for_selector("html[data-ready=true]")
        page.click("#save-toggle")
        page.click("#filters")
        page.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true")
        assert violations(page) == [], state
    context.close()
