"""The first page: what changed since a day or since the last visit, each with its sentence."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from detente.desk import make_app
from detente.desk.today import VISIT, Visit


@pytest.fixture
def client(ledger_path: Path) -> TestClient:
    return TestClient(make_app(ledger_path))


def test_what_is_new_is_told_with_its_sentence(client: TestClient):
    page = client.get("/", params={"since": "2024-05-15"}).text
    assert "Turkey → Greece: demand" in page
    assert "<mark>Greece withdraw its garrison from the islet</mark>" in page.replace("<mark>that ", "<mark>")
    assert "Ministers meet" in page


def test_what_is_old_is_not_told_again(client: TestClient):
    assert "Turkey → Greece: demand" not in client.get("/", params={"since": "2024-05-16"}).text


def test_a_browser_remembers_what_it_was_shown(client: TestClient):
    answer = client.get("/")
    assert f"2024-05-16/{date.today().isoformat()}" in answer.headers["set-cookie"]
    assert "2024-05-10" in answer.text


def test_the_next_day_begins_where_the_last_visit_ended_and_stays_there():
    monday, tuesday = date(2024, 6, 3), date(2024, 6, 4)
    first = Visit.of(None, monday).seen("2024-05-16")
    second = Visit.of(str(first), tuesday)
    assert second.since == "2024-05-16"
    again = Visit.of(str(second.seen("2024-05-20")), tuesday)
    assert again.since == "2024-05-16"


@pytest.mark.parametrize("cookie", ["", "x/y/z", "2024-05-16", "2024-05-16/2024-05-16/../"])
def test_a_broken_cookie_is_no_visit(client: TestClient, cookie: str):
    assert Visit.of(cookie, date(2024, 6, 3)).since is None
    assert client.get("/", headers={"cookie": f"{VISIT}={cookie}"}).status_code == 200
