"""The desk in a real browser: text and ledger choose each other; nothing of a report runs."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser


def test_a_click_on_an_entry_marks_its_words(page: Page, desk: str):
    page.goto(f"{desk}/reports/r-calm")
    page.get_by_role("button", name="demand: Turkey → Greece").first.click()
    chosen = page.locator(".mark.chosen")
    assert "Greece withdraw its garrison from the islet" in "".join(chosen.all_inner_texts())


def test_a_click_in_the_text_chooses_its_entries(page: Page, desk: str):
    page.goto(f"{desk}/reports/r-calm")
    page.locator(".mark", has_text="Greece withdraw its garrison").first.click()
    expect(page.locator('.record[aria-pressed="true"]', has_text="demand: Turkey").first).to_be_in_viewport()


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


def test_nothing_in_a_report_runs(page: Page, desk: str, every_page: tuple[str, ...]):
    complaints: list[str] = []
    page.on("dialog", lambda d: complaints.append(d.message))
    for path in (*every_page, "/reports/r-hostile/quotes", "/search?q=Iran"):
        page.goto(f"{desk}{path}")
        assert page.title() != "owned"
    assert complaints == []


def test_the_keys_go_through_the_records_and_judge_them(page: Page, own_desk: str):
    page.goto(f"{own_desk}/reports/r-calm")
    page.keyboard.press("j")
    first = page.locator('.record[aria-pressed="true"]').get_attribute("data-record")
    page.keyboard.press("j")
    page.keyboard.press("k")
    page.keyboard.press("a")
    expect(page.locator(f'[id="{first}"] .said')).to_contain_text("accepted by Ana")
    second = page.locator('.record[aria-pressed="true"]').get_attribute("data-record")
    assert second != first
    page.keyboard.press("r")
    expect(page.locator("summary", has_text="Left out")).to_be_visible()
    expect(page.locator(f'[id="{second}"]')).to_have_count(0)


def test_a_span_is_mended_by_selecting_words(page: Page, own_desk: str):
    page.goto(f"{own_desk}/reports/r-calm")
    row = page.locator(".entry.k-statement", has_text="We will never sign").first
    row.get_by_role("link", name="Edit").click()
    page.locator("#text p", has_text="Around 4,000").evaluate("p => getSelection().selectAllChildren(p)")
    page.get_by_role("button", name="Take the selected words").first.click()
    expect(page.get_by_label("content")).to_have_value(re.compile("^Around 4,000 Greek troops"))
    page.get_by_label("Why (it is kept in the log)").fill("only to try")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".entry.k-statement", has_text="Around 4,000").first).to_contain_text("only to try")


def test_a_record_is_edited_without_script(browser: Browser, own_desk: str):
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"{own_desk}/reports/r-calm")
    page.locator(".entry.k-event").first.get_by_role("link", name="Edit").click()
    page.get_by_label("status").select_option("planned")
    page.get_by_label("Why (it is kept in the log)").fill("announced only")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".entry .said")).to_contain_text("edited (status) by Ana")
    page.goto(f"{own_desk}/log")
    page.get_by_role("button", name="Undo 1").click()
    expect(page.locator("tr.undone")).to_have_count(1)
    page.context.close()
