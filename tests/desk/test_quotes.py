"""The quotations of a report that another outlet prints with other words."""

from __future__ import annotations

from pathlib import Path

from starlette.testclient import TestClient

from detente.desk import make_app
from detente.ledger import open_ledger
from detente.reading import read_reports
from detente.records import make_report


def test_a_quotation_that_differs_is_shown_with_the_words_that_differ(tmp_path: Path):
    texts = {
        "r-one": "“We will answer any attack on our harbours with all our strength,” Sudanese President Omar Bashir said.",
        "r-two": "“We will answer every attack on our harbours with full strength,” Sudanese President Omar Bashir said.",
    }
    with open_ledger(tmp_path / "q.db", create=True) as ledger:
        reports = [
            make_report(text, id=id, published_at="2024-05-15", publisher=id) for id, text in texts.items()
        ]
        for reading in read_reports(reports):
            ledger.add(reading)
    client = TestClient(make_app(tmp_path / "q.db"))
    page = client.get("/reports/r-two/quotes").text
    assert "<ins>every</ins>" in page or "<ins>any</ins>" in page
    assert "/reports/r-one" in page
    assert client.get("/reports/r-none/quotes").status_code == 404


def test_the_list_of_reports_comes_a_page_at_a_time(ledger_path: Path):
    client = TestClient(make_app(ledger_path))
    assert client.get("/reports?page=1").status_code == 200
    for page in ("0", "2", "x"):
        assert client.get(f"/reports?page={page}").status_code == 400
