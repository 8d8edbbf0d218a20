"""The board of issues by sides, and a position through its wordings."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from detente.desk import make_app
from detente.ledger import Filter, open_ledger
from detente.reading import read_reports
from detente.records import make_report

DAYS = {
    "2024-05-15": "Turkey demanded on Wednesday that Greece withdraw 500 troops from the islet. Greece promised to remove its troops.",
    "2024-05-17": "Turkey demanded on Friday that Greece withdraw 200 troops from the islet.",
}


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sides") / "sides.db"
    with open_ledger(path, create=True) as ledger:
        reports = [
            make_report(text, title=f"Report of {day}", published_at=day) for day, text in DAYS.items()
        ]
        for reading in read_reports(reports):
            ledger.add(reading)
    return path


def test_the_board_sets_issues_against_sides(path: Path):
    page = TestClient(make_app(path)).get("/sides").text
    assert re.search(r'<th scope="row" dir="auto">\w+</th>', page)
    assert page.index("Turkey</th>") < page.index("troops from the islet")


def test_a_thread_tells_every_wording_with_what_changed(path: Path):
    with open_ledger(path) as ledger:
        (demand,) = ledger.positions(Filter(type="demand"))
    page = TestClient(make_app(path)).get(f"/positions/{demand.id}").text
    assert "<del>500</del>" in page
    assert "<ins>200</ins>" in page
    assert "Report of" not in page.split("<h1")[1].split("</h1>")[0]


def test_what_is_no_position_has_no_thread(path: Path):
    with open_ledger(path) as ledger:
        event = ledger.events()[0]
    assert TestClient(make_app(path)).get(f"/positions/{event.id}").status_code == 404
