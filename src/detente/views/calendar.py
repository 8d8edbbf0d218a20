"""The calendar: what was promised, demanded or threatened for a day, in the order of the days.

As a table, and as iCalendar (RFC 5545) for whatever calendar program a person uses.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from detente.ledger import Filter, Ledger
from detente.records import Position, PositionType
from detente.views.plain import plain
from detente.views.tables import Column, Table, listed, position_in_words

# What a due date of a position is, in a word.
DUE: dict[PositionType, str] = {
    "demand": "demanded", "offer": "offered", "commitment": "promised", "threat": "threatened", "refusal": "refused",
    "acceptance": "accepted", "claim": "said", "denial": "denied",
}  # fmt: skip


def dated(ledger: Ledger, wanted: Filter) -> tuple[Position, ...]:
    """The positions with a due date, by that date; `since` and `until` of the filter are days of it.

    A due date of several days (“by next week”) counts from its first to its last day.
    """
    since, until = wanted.first_day() or "", wanted.last_day() or "9999"
    others = Filter(
        actor=wanted.actor, source=wanted.source, target=wanted.target, dyad=wanted.dyad, type=wanted.type,
        status=wanted.status, report=wanted.report, open_only=wanted.open_only,
    )  # fmt: skip
    found = [
        p
        for p in ledger.positions(others)
        if p.due and p.due.start and p.due.start[:10] <= until and (p.due.end or p.due.start)[:10] >= since
    ]
    return tuple(sorted(found, key=_by_due)[: wanted.limit])


def _by_due(position: Position) -> tuple[str, str, str]:
    first, last = days_of(position)
    return last.isoformat(), first.isoformat(), position.id


def days_of(position: Position) -> tuple[date, date]:
    """The first and the last day of a due date."""
    assert position.due is not None
    assert position.due.start is not None
    first = date.fromisoformat(position.due.start[:10])
    return first, date.fromisoformat((position.due.end or position.due.start)[:10])


def calendar_table(ledger: Ledger, positions: Sequence[Position]) -> Table:
    """Who owes what to whom, and by when."""
    names = ledger.names()
    return Table(
        (
            Column("due", whole=True),
            Column("holder"),
            Column("what", whole=True),
            Column("toward"),
            Column("position"),
            Column("status", whole=True),
            Column("id", whole=True, spare=True),
        ),
        tuple(
            (
                days_of(p)[1].isoformat(),
                names.get(p.holder or ""),
                DUE[p.type],
                listed(p.toward, names),
                position_in_words(p),
                p.status,
                p.id,
            )
            for p in positions
        ),
    )


def as_icalendar(ledger: Ledger, positions: Sequence[Position]) -> str:
    """The positions as all-day events of an iCalendar file; the id of each is that of its record.

    A due date of more than a week is put on its last day. The time stamp of an event is the day on which the
    ledger first saw the position, so that the same ledger gives the same file.
    """
    from icalendar import Calendar, Event

    names = ledger.names()
    made = Calendar()
    made.add("prodid", "-//detente//calendar//EN")
    made.add("version", "2.0")
    for p in positions:
        first, last = days_of(p)
        first = first if last - first < timedelta(days=7) else last
        holder = names.get(p.holder or "") or "somebody"
        event = Event()
        event.add("uid", f"{p.id}@detente")
        event.add("dtstamp", date.fromisoformat((p.first_seen or first.isoformat())[:10]))
        event.add("dtstart", first)
        event.add("dtend", last + timedelta(days=1))
        event.add("summary", plain(f"{holder} {DUE[p.type]} ({p.status}): {p.proposition}"))
        event.add("description", plain(f"{position_in_words(p)}\nrecord {p.id}"))
        event.add("categories", [p.type])
        made.add_component(event)
    text: str = made.to_ical().decode()
    return text
