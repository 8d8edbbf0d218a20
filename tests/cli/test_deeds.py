"""`detente deeds` puts words beside deeds, in every form, and judges nothing."""

from __future__ import annotations

import csv
import io
import json

import pytest

from detente.ledger import open_ledger
from detente.reading import read_reports
from detente.records import make_report

REPORTS = [
    make_report("Rwanda said it had no plan to send soldiers to Congo.", id="r-1", published_at="2021-03-04"),
    make_report("Rwanda sent 1,000 soldiers to Congo on Wednesday.", id="r-2", published_at="2021-03-25"),
    make_report("Japan promised to lift its ban on fish from Peru.", id="r-3", published_at="2021-03-25"),
]  # fmt: skip


@pytest.fixture
def folder(run, tmp_path):
    with open_ledger(tmp_path / "detente.db", create=True) as ledger:
        for reading in read_reports(REPORTS):
            ledger.add(reading)
    return tmp_path


def test_the_text_tells_words_and_deeds_with_their_days_and_records(run, folder):
    printed = run("deeds").stdout
    assert "2021-03-04  Rwanda denied the intention: “send soldiers to Congo”" in printed
    assert "- 2021-03-24 Rwanda: “Rwanda sent 1,000 soldiers to Congo on Wednesday” e-" in printed
    assert "Japan" not in printed


def test_words_without_a_deed_are_told_when_asked_for(run, folder):
    assert "no deed is told" in run("deeds", "--all", "--actor", "Japan").stdout


def test_every_form_holds_every_pair(run, folder):
    records = json.loads(run("deeds", "--format", "json").stdout)
    rows = list(csv.DictReader(io.StringIO(run("deeds", "--format", "csv").stdout)))
    assert [d["record"] for b in records for d in b["done"]] == [r["record"] for r in rows]
    assert len(run("deeds", "--format", "md").stdout.splitlines()) - 2 == len(rows) == 1
    for row in rows:
        assert run("show", row["id"]).exit_code == run("show", row["record"]).exit_code == 0


def test_filters_narrow(run, folder):
    assert run("deeds", "--since", "2022-01-01").stderr.strip() == "Nothing found."
    assert run("deeds", "--actor", "Japan").stderr.strip() == "Nothing found."
