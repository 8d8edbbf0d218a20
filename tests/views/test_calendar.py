"""What is due, by the day, and in any calendar program."""

from __future__ import annotations

import pytest
from icalendar import Calendar

from detente.ledger import Filter, open_ledger
from detente.reading import read_report
from detente.records import make_report
from detente.views.calendar import as_icalendar, calendar_table, dated

TEXT = """Sudan promised to release all prisoners by June 20. Ethiopia demanded that Sudan withdraw from the border \
strip by June 12. Sudan said it would never leave.

Khartoum pledged on Monday to reopen the crossing by June 15;\r\nBEGIN:VEVENT, it said."""


@pytest.fixture
def ledger(tmp_path):
    with open_ledger(tmp_path / "crisis.db", create=True) as ledger:
        ledger.add(read_report(make_report(TEXT, id="r-1", published_at="2024-06-10")))
        yield ledger


def test_what_is_due_first_stands_first(ledger):
    rows = calendar_table(ledger, dated(ledger, Filter())).rows
    assert [row[0] for row in rows] == sorted(row[0] for row in rows)
    assert ("2024-06-12", "Ethiopia", "demanded") in [row[:3] for row in rows]
    assert ("2024-06-20", "Sudan", "promised") in [row[:3] for row in rows]


def test_days_of_the_filter_are_days_of_the_due_date(ledger):
    late = dated(ledger, Filter(since="2024-06-18"))
    assert [p.due.end[:10] for p in late] == ["2024-06-20"]


def test_a_calendar_program_finds_every_due_date_and_nothing_else(ledger):
    positions = dated(ledger, Filter())
    read = Calendar.from_ical(as_icalendar(ledger, positions))
    events = list(read.walk("VEVENT"))
    assert [str(e["uid"]) for e in events] == [f"{p.id}@detente" for p in positions]
    assert all(e.decoded("dtstart") <= e.decoded("dtend") for e in events)


def test_the_same_ledger_gives_the_same_file(ledger):
    positions = dated(ledger, Filter())
    assert as_icalendar(ledger, positions) == as_icalendar(ledger, positions)
