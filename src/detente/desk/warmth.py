"""The temperature page: chart and figures of one pair of sides, beside another where it is asked for, and why it moved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import cast, get_args
from urllib.parse import urlencode

from detente.desk.chart import Chart, chart
from detente.desk.lists import day_of, filter_of, shown
from detente.desk.quoting import Quoted, Quotes
from detente.errors import DetenteError
from detente.ledger import Ledger
from detente.temperature import By, Deed, Point, deed_pulls
from detente.views.moves import contrast_in_words, why
from detente.views.plain import plain
from detente.views.temperature import (
    Temperature,
    ToldTurn,
    picture,
    sparkline,
    temperature_of,
    temperature_table,
    turns_in_words,
)

# Deeds that are quoted for a period.
QUOTED = 15
# Days before the first report from which the chart begins: what is told of longer ago stands in the table alone.
BEFORE = 30


@dataclass(frozen=True)
class Reason:
    """A deed of a period: the points by which it moved the temperature, its day, its event and the sentence."""

    pull: float
    day: date
    event: str
    quote: Quoted | None


@dataclass(frozen=True)
class Why:
    """A period against the one before it, in words, and the deeds that made the difference."""

    start: date
    end: date
    words: str
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class TemperaturePage:
    """The temperature as a page: `address` holds what it is narrowed by, `plain_address` the same without the period asked
    about; `spark` is the series as a line of blocks."""

    chosen: Mapping[str, str]
    title: str
    chart: Chart | None
    spark: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    turns: tuple[ToldTurn, ...]
    why: Why | None
    address: str
    plain_address: str


def temperature_page(ledger: Ledger, chosen: Mapping[str, str], address: str) -> TemperaturePage:
    """The temperature of the chosen sides; of all events where none is chosen. `with` is a pair to compare it with, `why`
    the period (first/last day) that is asked about."""
    found = _temperature(ledger, chosen)
    table = temperature_table(found, gaps=False)
    others = {k: v for k, v in chosen.items() if k != "why"}
    series = [(plain(found.title), _drawn(ledger, found, chosen))]
    if chosen.get("with"):
        other = _temperature(ledger, {**others, "dyad": chosen["with"], "actor": ""})
        series.append((plain(other.title), _drawn(ledger, other, chosen)))
    return TemperaturePage(
        chosen,
        plain(found.title),
        chart(series, found.turns),
        sparkline(found.points),
        tuple(column.title for column in table.columns),
        tuple(tuple(shown(cell) for cell in row) for row in table.rows),
        turns_in_words(ledger, found),
        _why(ledger, found.deeds, chosen["why"]) if chosen.get("why") else None,
        address,
        f"?{urlencode(others)}" if others else "?",
    )


def temperature_svg(ledger: Ledger, chosen: Mapping[str, str]) -> bytes:
    """The chart of a temperature page as a picture that stands alone."""
    return picture(_temperature(ledger, chosen), "svg")


def _drawn(ledger: Ledger, found: Temperature, chosen: Mapping[str, str]) -> tuple[Point, ...]:
    """The periods that are drawn: from about the first report on, unless since when is said."""
    first = min((day for day in ledger.days().values() if day), default=None)
    if first is None or chosen.get("since"):
        return found.points
    start = date.fromisoformat(first) - timedelta(days=BEFORE)
    return tuple(p for p in found.points if p.end >= start) or found.points


def _why(ledger: Ledger, deeds: tuple[Deed, ...], period: str) -> Why:
    start, end = (day_of(part) for part in (period.partition("/")[0], period.partition("/")[2]))
    if start is None or end is None or start > end:
        raise DetenteError(f"“{period}” is no period; write it as YYYY-MM-DD/YYYY-MM-DD.")
    found = why(deeds, start, end)
    quotes = Quotes(ledger)
    reasons = []
    for deed, pull in deed_pulls(deeds, found)[:QUOTED]:
        quote = next(iter(quotes.of(ledger.record(deed.events[0]))), None)
        reasons.append(Reason(pull, deed.day, deed.events[0], quote))
    return Why(start, end, contrast_in_words(found), tuple(reasons))


def _temperature(ledger: Ledger, chosen: Mapping[str, str]) -> Temperature:
    by = chosen.get("by") or "week"
    if by not in get_args(By):
        raise DetenteError(f"“{by}” is no period; it is day, week or month.")
    return temperature_of(ledger, replace(filter_of(chosen), type=None, status=None), by=cast(By, by))
