"""Everybody can use the desk: no fault that axe finds, by keyboard alone, dark and light, on a phone."""

from __future__ import annotations

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from detente.ledger import Filter, open_ledger

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_fault_on_any_page(
    browser: Browser, desk: str, ledger_path: Path, every_page: tuple[str, ...], scheme: str
):
    context = browser.new_context(color_scheme=scheme)
    page = context.new_page()
    with open_ledger(ledger_path) as ledger:
        (demand,) = ledger.positions(Filter(type="demand", report="r-calm"))
    found = {}
    for address in (*every_page, f"/positions/{demand.id}", f"/reports/r-calm?edit={demand.id}"):
        page.goto(f"{desk}{address}")
        faults = Axe().run(page).response["violations"]
        if faults:
            found[address] = [(f["id"], [n["html"][:160] for n in f["nodes"][:3]]) for f in faults]
    context.close()
    assert found == {}


def test_a_phone_does_not_scroll_sideways(browser: Browser, desk: str, every_page: tuple[str, ...]):
    context = browser.new_context(viewport={"width": 360, "height": 700})
    page = context.new_page()
    for address in every_page:
        page.goto(f"{desk}{address}")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
    context.close()


def test_the_mornings_work_is_done_by_keyboard_alone(page: Page, own_desk: str):
    """From what changed to its sentence in the report, to a verdict, to the log, and back to nothing by undoing it."""
    page.goto(f"{own_desk}/?since=2024-05-01")

    def press_until(words: str) -> None:
        for _ in range(80):
            page.keyboard.press("Tab")
            if words in page.evaluate(
                "document.activeElement.textContent + document.activeElement.ariaLabel"
            ):
                return
        raise AssertionError(f"no key leads to “{words}”")

    press_until("Turkey → Greece: demand")
    page.keyboard.press("Enter")
    expect(page.locator('.record[aria-pressed="true"]')).to_contain_text("demand: Turkey")
    page.keyboard.press("a")
    expect(page.locator(".said").first).to_contain_text("accepted by Ana")
    page.goto(f"{own_desk}/log")
    press_until("Undo 1")
    page.keyboard.press("Enter")
    expect(page.locator("tr.undone")).to_have_count(1)
