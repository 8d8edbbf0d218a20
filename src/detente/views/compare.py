"""Detente's coding held against that of others, for two sides: by period, by type, by direction."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from detente.ledger import Filter, Ledger
from detente.records import EventType
from detente.sources.coded import Coded, country_of
from detente.temperature import QUAD, By, Deed, Point, daily, side_by_side
from detente.views.tables import Column, Table
from detente.views.temperature import temperature_of


@dataclass(frozen=True)
class Comparison:
    """The temperature of two sides by detente and by others, period by period, and how far they agree.

    `correlation` is Pearson's over the periods that both tell of, with its 95 % interval (Fisher's z); None with fewer
    than four. `counts` has for each source, target and type the deeds of detente and those of the others.
    """

    title: str
    periods: tuple[tuple[Point, Point], ...]
    correlation: tuple[float, float, float] | None
    counts: tuple[tuple[str, str, str, int, int], ...]


def compared(ledger: Ledger, theirs: Sequence[Deed], wanted: Filter, *, by: By = "week") -> Comparison:
    """The ledger's deeds of a filter held against those that others have coded of it."""
    ours = temperature_of(ledger, wanted, by=by)
    periods = side_by_side(daily(ours.deeds), daily(theirs), by=by)
    return Comparison(ours.title, periods, correlation(periods), _counts(ours.deeds, theirs))


def deeds_of_table(ledger: Ledger, coded: Iterable[Coded], wanted: Filter) -> tuple[Deed, ...]:
    """The deeds of a table between the two sides of a filter's dyad, in its time; as `Ledger.coded_deeds` has them."""
    assert wanted.dyad is not None
    sides = {country_of(name) or ledger.actor(name).country for name in wanted.dyad}
    since, until = wanted.first_day() or "", wanted.last_day() or "9999"
    groups: dict[tuple[date, str, str, EventType], list[Coded]] = defaultdict(list)
    for event in coded:
        if event.source is None or event.target is None or event.source == event.target:
            continue
        if {event.source, event.target} <= sides and since <= event.day.isoformat() <= until:
            groups[event.day, event.source, event.target, event.type].append(event)
    return tuple(
        Deed(
            *key, 1.0, sum(e.intensity for e in found) / len(found), (min(e.key for e in found),), len(found)
        )
        for key, found in sorted(groups.items(), key=lambda group: group[0])
    )


def correlation(periods: Sequence[tuple[Point, Point]]) -> tuple[float, float, float] | None:
    """Pearson's correlation of the net temperatures where both have one, and its 95 % interval."""
    pairs = [(a.net, b.net) for a, b in periods if a.net is not None and b.net is not None]
    if len(pairs) < 4:
        return None
    ours, theirs = np.array(pairs).T
    if ours.std() == 0 or theirs.std() == 0:
        return None
    r = float(np.corrcoef(ours, theirs)[0, 1])
    if abs(r) >= 1:
        return r, r, r
    half = 1.959964 / math.sqrt(len(pairs) - 3)
    return r, math.tanh(math.atanh(r) - half), math.tanh(math.atanh(r) + half)


def _counts(ours: Iterable[Deed], theirs: Iterable[Deed]) -> tuple[tuple[str, str, str, int, int], ...]:
    own, other = (
        Counter((d.source, d.target, d.type) for d in deeds if d.source and d.target)
        for deeds in (ours, theirs)
    )
    keys = sorted({*own, *other}, key=lambda k: (k[0], k[1], QUAD[k[2]], k[2]))
    return tuple((*key, own[key], other[key]) for key in keys)


def periods_table(found: Comparison) -> Table:
    """A row a period that either tells of."""
    return Table(
        (
            Column("from", whole=True), Column("net", number=True), Column("others' net", number=True),
            Column("deeds", number=True), Column("others' deeds", number=True),
        ),
        tuple(
            (a.start.isoformat(), _rounded(a.net), _rounded(b.net), a.deeds, b.deeds)
            for a, b in found.periods
            if a.deeds or b.deeds
        ),
    )  # fmt: skip


def counts_table(found: Comparison) -> Table:
    """A row for each source, target and type."""
    return Table(
        (Column("source"), Column("target"), Column("type"), Column("deeds", number=True), Column("others' deeds", number=True)),
        found.counts,
    )  # fmt: skip


def agreement_in_words(found: Comparison) -> str:
    if found.correlation is None:
        return "Too few periods that both tell of to say how far they agree."
    r, low, high = found.correlation
    n = sum(a.net is not None and b.net is not None for a, b in found.periods)
    return f"Correlation of the net temperatures over {n} periods: {r:.2f} (95 % interval {low:.2f} to {high:.2f})."


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 2)
