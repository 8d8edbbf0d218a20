"""`detente redlines` tells lines with their evidence, in every form."""

from __future__ import annotations

import csv
import io
import json

import pytest

from detente.ledger import open_ledger
from detente.reading import read_reports
from detente.records import make_report

REPORTS = [
    make_report("Iran threatened to close the strait if its oil exports were blocked.", id="r-1", published_at="2019-06-01"),
    make_report("The United States blocked Iran's oil exports on Friday, turning back six tankers.", id="r-2", published_at="2019-06-15"),
    make_report("China said a declaration of independence by Taiwan would mean war.", id="r-3", published_at="2019-07-01"),
]  # fmt: skip


@pytest.fixture
def folder(run, tmp_path):
    with open_ledger(tmp_path / "detente.db", create=True) as ledger:
        for reading in read_reports(REPORTS):
            ledger.add(reading)
    return tmp_path


def test_the_text_tells_the_deed_that_crossed_a_line(run, folder):
    printed = run("redlines", "--fate", "crossed").stdout
    assert "if “its oil exports were blocked” → “close the strait”" in printed
    assert (
        "crossed 2019-06-14 United States: “The United States blocked Iran's oil exports on Friday”"
        in printed
    )
    assert "Taiwan" not in printed


def test_every_form_holds_every_line(run, folder):
    records = json.loads(run("redlines", "--format", "json").stdout)
    rows = list(csv.DictReader(io.StringIO(run("redlines", "--format", "csv").stdout)))
    assert [r["id"] for r in records] == [r["id"] for r in rows]
    assert len(rows) == len(run("redlines", "--format", "md").stdout.splitlines()) - 2 == 2
    for row in rows:
        assert run("show", row["id"]).exit_code == 0


def test_filters_narrow(run, folder):
    assert "Taiwan" in run("redlines", "--holder", "China").stdout
    assert "strait" not in run("redlines", "--holder", "China").stdout
    assert "Taiwan" not in run("redlines", "--until", "2019-06-20").stdout
    assert run("redlines", "--since", "2020-01-01").stderr.strip() == "Nothing found."
