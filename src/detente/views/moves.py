"""Why the temperature moved, how two stretches of time differ, and which side moves first: tables and words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from detente.leading import Lag, surest
from detente.ledger import Ledger
from detente.temperature import Contrast, Deed, contrast, deed_pulls, stretch_before
from detente.views.tables import Column, Table
from detente.views.temperature import deeds_in_words

# Deeds and kinds of deeds that are listed.
LISTED = 12


def why(deeds: Sequence[Deed], start: date, end: date) -> Contrast:
    """A stretch of time against the one before it (`temperature.stretch_before`)."""
    return contrast(deeds, stretch_before(deeds, start, end), (start, end))


def why_table(ledger: Ledger, deeds: Sequence[Deed], found: Contrast) -> Table:
    """The deeds of the later stretch that moved the temperature furthest, a row each with its pull and its words."""
    pulled = deed_pulls(deeds, found)[:LISTED]
    words = deeds_in_words(ledger, [deed for deed, _ in pulled])
    return Table(
        (Column("pull", number=True), Column("day", whole=True), Column("deed"), Column("id", whole=True)),
        tuple((round(pull, 2), deed.day.isoformat(), words[deed], deed.events[0]) for deed, pull in pulled),
    )


def pulls_table(found: Contrast) -> Table:
    """What each kind of deed does to the difference, a row each."""
    return Table(
        (
            Column("pull", number=True), Column("source"), Column("type", whole=True), Column("target"),
            Column("deeds before", number=True), Column("deeds after", number=True),
        ),
        tuple((round(p.points, 2), p.source, p.type, p.target, p.before, p.after) for p in found.pulls[:LISTED]),
    )  # fmt: skip


def contrast_table(found: Contrast) -> Table:
    """Both stretches and their difference, a row each."""
    rows = [
        (f"{p.start} to {p.end}", *map(_points, (p.net, p.low, p.high, p.conflict, p.cooperation, p.verbal, p.material)), p.deeds)
        for p in (found.before, found.after)
    ]  # fmt: skip
    moved = [
        None if a is None or b is None else round(b - a, 2)
        for a, b in (
            (found.before.conflict, found.after.conflict),
            (found.before.cooperation, found.after.cooperation),
            (found.before.verbal, found.after.verbal),
            (found.before.material, found.after.material),
        )
    ]
    difference = ("difference", *map(_points, (found.change, found.low, found.high)), *moved, None)
    return Table(
        (
            Column("days", whole=True), Column("net", number=True), Column("low", number=True), Column("high", number=True),
            Column("conflict", number=True), Column("cooperation", number=True), Column("verbal", number=True),
            Column("material", number=True), Column("deeds", number=True),
        ),
        (*rows, difference),
    )  # fmt: skip


def contrast_in_words(found: Contrast) -> str:
    """Whether it became warmer or colder, and whether that is sure."""
    if found.change is None:
        empty = " and ".join(f"{p.start} to {p.end}" for p in (found.before, found.after) if p.net is None)
        return f"Nothing is told of {empty}: there is no difference to name."
    way = "colder" if found.change < 0 else "warmer" if found.change > 0 else "as warm"
    if found.low is None or found.high is None:
        return f"{way}: {found.change:+.1f}; too little is told to say how sure that is."
    sure = "surely" if found.low > 0 or found.high < 0 else "not surely"
    return f"{way}, {sure}: {found.change:+.1f} (90 % certain: {found.low:+.1f} to {found.high:+.1f})."


def lags_table(lags: Sequence[Lag]) -> Table:
    """A row a lag, in periods by which the second side is later."""
    return Table(
        (
            Column("later by", number=True), Column("correlation", number=True), Column("low", number=True),
            Column("high", number=True), Column("pairs", number=True),
        ),
        tuple((x.periods, *map(_points, (x.correlation, x.low, x.high)), x.pairs) for x in lags),
    )  # fmt: skip


def first_in_words(lags: Sequence[Lag], sides: tuple[str, str], by: str) -> str:
    """Which side moves first, as far as that is sure."""
    found = surest(lags)
    one, other = sides
    if not lags:
        return "Too few periods of which both sides' deeds are told to say who moves first."
    if found is None:
        return f"Neither {one} nor {other} surely moves first."
    if found.periods == 0:
        return f"{one} and {other} move in the same {by} (correlation {found.correlation:.2f})."
    first, second = (one, other) if found.periods > 0 else (other, one)
    n = abs(found.periods)
    later = f"{n} {by}{'' if n == 1 else 's'} later"
    return f"{first} moves first, {second} {later} (correlation {found.correlation:.2f})."


def _points(value: float | None) -> float | None:
    return None if value is None else round(value, 2)
