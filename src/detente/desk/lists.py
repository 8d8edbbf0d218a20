"""The desk's lists: the tables of the command line with a form that narrows them, as a page and as CSV."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import get_args
from urllib.parse import urlencode

from starlette.requests import Request

from detente.errors import DetenteError
from detente.ledger import Filter, Ledger
from detente.records import EVENT_TYPES, Act, EventStatus, MeasureType, PositionStatus, PositionType
from detente.views import calendar, redlines, tables
from detente.views.plain import plain
from detente.views.tables import Table

# Rows of a page: more is read by nobody; the CSV has all.
ROWS = 300


@dataclass(frozen=True)
class List:
    """A list of the desk: its title, what it gives for a filter, and the types and statuses to choose from."""

    title: str
    table: Callable[[Ledger, Filter], Table]
    types: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()


LISTS: dict[str, List] = {
    "positions": List(
        "Where each side stands",
        lambda ledger, wanted: tables.positions_table(ledger, ledger.positions(wanted)),
        get_args(PositionType),
        get_args(PositionStatus),
    ),
    "calendar": List(
        "What is due",
        lambda ledger, wanted: calendar.calendar_table(ledger, calendar.dated(ledger, wanted)),
        get_args(PositionType),
        get_args(PositionStatus),
    ),
    "redlines": List(
        "Red lines", lambda ledger, wanted: redlines.lines_table(ledger, redlines.drawn(ledger, wanted))
    ),
    "events": List(
        "Who did what to whom",
        lambda ledger, wanted: tables.events_table(ledger, ledger.events(wanted)),
        EVENT_TYPES,
        get_args(EventStatus),
    ),
    "statements": List(
        "Who said what",
        lambda ledger, wanted: tables.statements_table(ledger, ledger.statements(wanted)),
        get_args(Act),
    ),
    "actors": List(
        "Who is involved", lambda ledger, wanted: tables.actors_table(ledger, ledger.actors(wanted))
    ),
    "measures": List(
        "The numbers",
        lambda ledger, wanted: tables.measures_table(ledger, ledger.measures(wanted)),
        get_args(MeasureType),
    ),
}


@dataclass(frozen=True)
class ListPage:
    """A list as a page: what it was narrowed by, its first rows, and how many there are."""

    name: str
    title: str
    chosen: Mapping[str, str]
    types: tuple[str, ...]
    statuses: tuple[str, ...]
    columns: tuple[tables.Column, ...]
    rows: tuple[tuple[str, ...], ...]
    ids: tuple[str | None, ...]
    total: int
    address: str


def list_page(ledger: Ledger, name: str, chosen: Mapping[str, str], address: str) -> ListPage:
    """A list narrowed by what the form says (`actor`, `dyad`, `type`, `status`, `since`, `until`)."""
    found = LISTS[name]
    table = found.table(ledger, filter_of(chosen))
    first = table.rows[:ROWS]
    at = next((n for n, column in enumerate(table.columns) if column.title == "id"), None)
    return ListPage(
        name,
        found.title,
        chosen,
        found.types,
        found.statuses,
        tuple(table.columns),
        tuple(tuple(shown(cell) for cell in row) for row in first),
        tuple(None if at is None else str(row[at]) for row in first),
        len(table.rows),
        address,
    )


def list_csv(ledger: Ledger, name: str, chosen: Mapping[str, str]) -> str:
    """All rows of a list, safe for a spreadsheet."""
    return tables.as_csv(LISTS[name].table(ledger, filter_of(chosen)))


def asked(request: Request) -> tuple[dict[str, str], str]:
    """The fields of a page's form, no longer than a name is, and the part of the address that holds them."""
    chosen = {key: value.strip()[:200] for key, value in request.query_params.items() if value.strip()}
    return chosen, f"?{urlencode(chosen)}" if chosen else ""


def filter_of(chosen: Mapping[str, str]) -> Filter:
    """The filter that a form's fields make; `DetenteError` where a field holds what it cannot."""
    dyad = tuple(part.strip() for part in chosen.get("dyad", "").split(",") if part.strip())
    if dyad and len(dyad) != 2:
        raise DetenteError(f"“{chosen['dyad']}” is no pair of actors; write it as A, B.")
    return Filter(
        actor=chosen.get("actor") or None,
        dyad=(dyad[0], dyad[1]) if dyad else None,
        type=chosen.get("type") or None,
        status=chosen.get("status") or None,
        since=day_of(chosen.get("since")),
        until=day_of(chosen.get("until")),
    )


def day_of(written: str | None) -> date | None:
    """The day that is written; None where none is, `DetenteError` where it is no day."""
    if not written:
        return None
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise DetenteError(f"“{written}” is no day; write it as YYYY-MM-DD.") from None


def shown(cell: tables.Cell) -> str:
    """A cell as a page shows it."""
    return "" if cell is None else plain(str(cell))
