"""The desk's answers, without a browser."""

from __future__ import annotations

from pathlib import Path

import httpx2
import pytest
from starlette.testclient import TestClient

from detente.desk import make_app


@pytest.fixture(scope="module")
def client(ledger_path: Path) -> TestClient:
    return TestClient(make_app(ledger_path))


def test_the_first_page_lists_the_reports_latest_first(client: TestClient):
    page = client.get("/").text
    assert page.index("r-hostile") < page.index("r-calm")


def test_a_report_stands_beside_its_ledger(client: TestClient):
    page = client.get("/reports/r-calm").text
    assert "demand: Turkey → Greece" in page
    assert "rejected" in page


def test_a_records_address_leads_to_its_place(client: TestClient, ledger_path: Path):
    from detente.ledger import Filter, open_ledger

    with open_ledger(ledger_path) as ledger:
        (demand,) = ledger.positions(Filter(type="demand", report="r-calm"))
    answer = client.get(f"/records/{demand.id}", follow_redirects=False)
    assert answer.headers["location"] == f"/reports/r-calm#{demand.id}"


def test_the_brief_links_each_line_to_its_report(client: TestClient):
    page = client.get("/brief").text
    assert "Where each side stands" in page
    assert 'href="/reports/r-calm#p-' in page


def test_search_marks_what_it_found(client: TestClient):
    page = client.get("/search", params={"q": "garrison"}).text
    assert "<mark>garrison</mark>" in page


@pytest.mark.parametrize("path", ["/reports/r-none", "/records/p-none"])
def test_what_is_not_there_is_said_in_words(client: TestClient, path: str):
    answer = client.get(path)
    assert answer.status_code == 404
    assert "none" in answer.text
    assert "Traceback" not in answer.text


@pytest.mark.parametrize("path", ["/", "/reports/r-hostile", "/search?q=<script>alert(1)</script>", "/brief"])
def test_no_markup_of_a_report_is_markup(client: TestClient, path: str):
    page = client.get(path).text
    assert "<script>document" not in page
    assert "<script>alert" not in page
    assert "<img" not in page
    assert "<b>Bold" not in page
    assert "javascript:" not in page
    assert "\u202e" not in page


def test_a_template_in_a_report_is_text(client: TestClient):
    page = client.get("/reports/r-hostile").text
    assert "{{ 7 * 7 }}" in page
    assert "49" not in page.split("</article>")[0].split("<article", 1)[1].replace("r-hostile", "")


def test_a_page_may_run_no_script_but_the_desks(client: TestClient):
    policy = client.get("/").headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy


def test_another_hosts_name_is_refused(client: TestClient):
    assert client.get("/", headers={"host": "evil.example"}).status_code == 400


def test_files_beside_the_static_ones_cannot_be_had(client: TestClient):
    assert client.get("/static/../app.py").status_code == 404
    assert client.get("/static/%2e%2e/app.py").status_code == 404


def test_the_desk_runs_as_a_process(desk: str):
    assert httpx2.get(f"{desk}/").status_code == 200
