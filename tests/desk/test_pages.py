"""The desk's answers, without a browser."""

from __future__ import annotations

import re
from pathlib import Path

import httpx2
import pytest
from starlette.testclient import TestClient

from detente.desk import make_app


@pytest.fixture(scope="module")
def client(ledger_path: Path) -> TestClient:
    return TestClient(make_app(ledger_path))


def test_the_reports_are_listed_latest_first(client: TestClient):
    page = client.get("/reports").text
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


def test_the_brief_says_what_changed_since_a_day(client: TestClient):
    assert "What changed since 2000-01-01" in client.get("/brief?since=2000-01-01").text
    assert "What changed since" not in client.get("/brief").text.replace("What changed since <input", "")


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


@pytest.mark.parametrize(
    "path", ["/", "/reports", "/reports/r-hostile", "/search?q=<script>alert(1)</script>", "/brief"]
)
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
    assert httpx2.get(f"{desk}/", timeout=60).status_code == 200


LISTS = ("positions", "calendar", "redlines", "events", "statements", "actors", "measures")


@pytest.mark.parametrize("name", LISTS)
def test_each_list_is_a_page_and_a_table_for_a_spreadsheet(client: TestClient, name: str):
    page = client.get(f"/{name}")
    assert page.status_code == 200
    assert "<table>" in page.text
    csv = client.get(f"/{name}.csv")
    assert csv.headers["content-disposition"] == f'attachment; filename="{name}.csv"'
    assert csv.content.startswith(b"\xef\xbb\xbf")


def test_a_list_is_narrowed_by_its_form(client: TestClient):
    page = client.get("/positions", params={"dyad": "Turkey, Greece", "type": "demand"}).text
    assert "withdraw its garrison" in page
    assert "treaty" not in page.split("<tbody>")[1]
    assert 'value="Turkey, Greece"' in page
    assert "<option selected>demand</option>" in page
    assert "/positions.csv?dyad=Turkey%2C+Greece&amp;type=demand" in page


@pytest.mark.parametrize(
    ("params", "words"),
    [
        ({"actor": "Nobody"}, "Nobody"),
        ({"dyad": "Turkey"}, "no pair of actors"),
        ({"since": "1.1."}, "no day"),
    ],
)
def test_a_field_that_cannot_be_is_said_in_words(client: TestClient, params: dict[str, str], words: str):
    answer = client.get("/events", params=params)
    assert answer.status_code in (400, 404)
    assert words in answer.text


def test_the_temperature_is_a_chart_and_its_figures(client: TestClient):
    page = client.get("/temperature", params={"dyad": "Turkey, Greece", "by": "day"}).text
    assert "2024-05-15" in page
    assert '<circle class="dot d1"' in page
    assert 'href="/temperature.svg?dyad=Turkey%2C+Greece&amp;by=day"' in page
    chart = client.get("/temperature.svg", params={"dyad": "Turkey, Greece", "by": "day"})
    assert chart.headers["content-type"] == "image/svg+xml"
    assert client.get("/temperature", params={"by": "year"}).status_code == 400


def test_a_point_of_the_temperature_leads_to_the_sentences_behind_it(client: TestClient):
    params = {"dyad": "Turkey, Greece", "by": "day"}
    page = client.get("/temperature", params=params).text
    address = re.search(r'<a href="(/temperature\?[^"]*why=2024-05-15[^"]*)"', page)[1].replace("&amp;", "&")
    why = client.get(address).text.split('id="why"')[1]
    assert "<blockquote" in why
    assert client.get("/temperature?why=monday").status_code == 400


def test_two_pairs_of_sides_stand_in_one_chart(client: TestClient):
    page = client.get(
        "/temperature", params={"dyad": "Turkey, Greece", "with": "Iran, Iraq", "by": "day"}
    ).text
    assert '<span class="key d2" dir="auto">Iran – Iraq</span>' in page


@pytest.mark.parametrize("name", [*LISTS, "temperature"])
def test_nothing_of_a_report_is_markup_in_a_list(client: TestClient, name: str):
    page = client.get(f"/{name}").text
    assert "<script>document" not in page
    assert "<img src=x" not in page
    assert "\u202e" not in page
