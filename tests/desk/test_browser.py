"""The desk in a real browser: text and ledger choose each other; nothing of a report runs."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect, sync_playwright

pytestmark = pytest.mark.browser

FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


@pytest.fixture(scope="module")
def page(chromium: str) -> Iterator[Page]:
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=FLAGS)
        yield browser.new_page(viewport={"width": 1200, "height": 800})
        browser.close()


def test_a_click_on_an_entry_marks_its_words(page: Page, desk: str):
    page.goto(f"{desk}/reports/r-calm")
    page.get_by_role("button", name="demand: Turkey → Greece").first.click()
    chosen = page.locator(".mark.chosen")
    assert "Greece withdraw its garrison from the islet" in "".join(chosen.all_inner_texts())


def test_a_click_in_the_text_chooses_its_entries(page: Page, desk: str):
    page.goto(f"{desk}/reports/r-calm")
    page.locator(".mark", has_text="Greece withdraw its garrison").first.click()
    expect(
        page.locator('.entry button[aria-pressed="true"]', has_text="demand: Turkey").first
    ).to_be_in_viewport()


def test_the_keyboard_is_enough(page: Page, desk: str):
    page.goto(f"{desk}/reports/r-calm")
    page.get_by_role("button", name="demand: Turkey → Greece").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".mark.chosen").first).to_be_visible()


def test_a_kind_can_be_put_away(page: Page, desk: str):
    page.goto(f"{desk}/reports/r-calm")
    page.get_by_label("measures").uncheck()
    expect(page.locator(".entry.k-measure").first).to_be_hidden()
    assert page.locator(".mark.k-measure").count() == 0


def test_a_records_address_opens_with_the_record_chosen(page: Page, desk: str):
    page.goto(f"{desk}/reports/r-calm")
    record = page.locator('button[data-kind="position"]').first.get_attribute("data-record")
    page.goto(f"{desk}/records/{record}")
    expect(page.locator(f'button[data-record="{record}"]')).to_have_attribute("aria-pressed", "true")


def test_nothing_in_a_report_runs(page: Page, desk: str):
    complaints: list[str] = []
    page.on("dialog", lambda d: complaints.append(d.message))
    for path in ("/", "/reports/r-hostile", "/brief", "/search?q=Iran"):
        page.goto(f"{desk}{path}")
        assert page.title() != "owned"
    assert complaints == []


def test_a_narrow_page_does_not_scroll_sideways(page: Page, desk: str):
    page.set_viewport_size({"width": 360, "height": 700})
    for path in ("/", "/reports/r-calm", "/reports/r-hostile", "/brief"):
        page.goto(f"{desk}{path}")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
    page.set_viewport_size({"width": 1200, "height": 800})
