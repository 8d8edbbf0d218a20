"""Search at the desk: filters, as-you-type, and searches that are kept."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from starlette.testclient import TestClient

from detente.desk import make_app


@pytest.fixture
def client(own_ledger: Path) -> TestClient:
    return TestClient(make_app(own_ledger, author="Ana"))


@pytest.mark.parametrize(
    ("params", "finds"),
    [
        ({"q": "garrison"}, True),
        ({"q": "garrison", "kind": "position"}, True),
        ({"q": "garrison", "kind": "measure"}, False),
        ({"q": "garrison", "since": "2024-05-15", "until": "2024-05-15"}, True),
        ({"q": "garrison", "since": "2024-05-16"}, False),
        ({"q": "garri"}, False),
        ({"q": "garri", "live": "1"}, True),
    ],
)
def test_a_search_is_narrowed(client: TestClient, params: dict[str, str], finds: bool):
    assert ("<mark>garrison</mark>" in client.get("/search", params=params).text) is finds


def test_a_search_is_kept_and_forgotten(client: TestClient):
    page = client.get("/search?q=garrison").text
    token = re.search(r'name="token" value="(\w+)"', page)[1]
    address = re.search(r'name="address" value="([^"]+)"', page)[1]
    client.post("/searches", data={"token": token, "name": "The islet", "address": address})
    assert '<a href="/search?q=garrison" dir="auto">The islet</a>' in client.get("/search").text
    client.post("/searches", data={"token": token, "forget": "The islet"})
    assert "The islet" not in client.get("/search").text
    for address in ("https://evil.example", "//evil.example", "/\\evil.example", "/\t/evil.example"):
        bad = {"token": token, "name": "out", "address": address}
        assert client.post("/searches", data=bad).status_code == 400


@pytest.mark.browser
def test_the_finds_follow_what_is_typed(page: Page, desk: str):
    page.goto(f"{desk}/search")
    page.get_by_label("Words").press_sequentially("garri")
    expect(page.locator("#results mark").first).to_have_text("garrison")
    expect(page).to_have_url(re.compile(r"\?q=garri$"))
