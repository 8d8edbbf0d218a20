"""The desk as files: every link leads to a file of the site, and a browser reads it without a server."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote

import pytest
from playwright.sync_api import Page

from detente.desk.site import file_name, write_site


@pytest.fixture(scope="module")
def site(ledger_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    assert (folder / "index.html") in list(write_site(ledger_path, folder))
    return folder


def test_every_link_leads_to_a_file_of_the_site(site: Path) -> None:
    for page in site.rglob("*.html"):
        for address in re.findall(r'(?:href|src)="([^"]*)"', page.read_text(encoding="utf-8")):
            if not address.startswith("#"):
                found = (page.parent / unquote(address.partition("#")[0])).resolve()
                assert found.is_file(), f"{page.name}: {address}"
                assert found.is_relative_to(site.resolve())


def test_a_record_in_a_list_leads_to_its_place_in_the_report(site: Path) -> None:
    page = (site / "positions.html").read_text(encoding="utf-8")
    address, id = re.search(r'href="(reports/r-calm\.html#(p-\w+))"', page).groups()
    assert f'id="{id}"' in (site / address.partition("#")[0]).read_text(encoding="utf-8")


def test_what_needs_a_server_and_what_a_report_would_run_is_not_there(site: Path) -> None:
    for page in site.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        assert "<form" not in text
        assert "<script>" not in text
        assert "javascript:" not in text


def test_ids_of_any_kind_are_names_of_files_that_differ() -> None:
    names = [file_name(id) for id in ("a/b", "a_b", "../x", ".", "..", "ä", "a b", "r-1", "a_2f_b")]
    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"[\w.-]+", name) and name.strip(".") for name in names)


@pytest.mark.browser
def test_a_browser_reads_it_from_a_stick(site: Path, page: Page) -> None:
    page.goto((site / "reports.html").as_uri())
    page.get_by_role("link", name="Ministers meet").click()
    page.get_by_role("button", name="demand: Turkey → Greece").first.click()
    assert "withdraw its garrison" in "".join(page.locator(".mark.chosen").all_inner_texts())
