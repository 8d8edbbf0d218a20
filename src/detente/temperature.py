"""How warm or cold it is between sides, over time: the series, its bands, and where it turns.

Pure: a function of the events, of which reports are copies, and of the days. Docs: docs/temperature.md, with an example to
check with a pencil.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

import numpy as np

from detente.records import REAL, Event, EventType

By = Literal["day", "week", "month"]

# What a deed counts for that is only somebody's word.
HEARSAY = 0.5
# The level of the bands.
LEVEL = 0.9


@dataclass(frozen=True)
class Told:
    """One event with what is known of its telling: the report, its story, the day of the deed, and the sides."""

    event: Event
    report: str
    story: str
    day: date
    source: str
    target: str


@dataclass(frozen=True)
class Deed:
    """One deed, however often it was told: who to whom on which day, how likely it is that it happened (`weight`, 0 to
    1), its intensity (Goldstein, −10 to 10), the events that tell it, and by how many stories."""

    day: date
    source: str
    target: str
    type: EventType
    weight: float
    intensity: float
    events: tuple[str, ...]
    stories: int


@dataclass(frozen=True)
class Point:
    """The temperature of one period, first and last day included. `net` is `cooperation` less `conflict`, all in
    Goldstein's points; None where nothing was told. `low` and `high` bound the net temperature with 90 % certainty;
    None where too little was told to say."""

    start: date
    end: date
    net: float | None
    conflict: float | None
    cooperation: float | None
    low: float | None
    high: float | None
    deeds: int
    stories: int


def deeds_of(told: Iterable[Told], copies: dict[str, int]) -> tuple[Deed, ...]:
    """The deeds that events tell, in the order of their days.

    Only what happened or is happening counts: the promise, the threat and the demand are events of their own (AGREE,
    THREATEN, REQUEST). `copies` is how many reports each story has. Events of one day, one pair of sides and one type are one deed. A
    story believes in it as far as its reports do on average, so that ten copies count as one; independent stories
    add to the belief as independent witnesses do: 1 − Π(1 − p).
    """
    groups: dict[tuple[date, str, str, EventType], list[Told]] = defaultdict(list)
    for one in told:
        if one.event.status in REAL:
            groups[one.day, one.source, one.target, one.event.type].append(one)
    found = []
    for (day, source, target, type_), tellings in groups.items():
        doubt = 1.0
        intensities: list[tuple[float, float]] = []
        by_story: dict[str, dict[str, list[Event]]] = defaultdict(lambda: defaultdict(list))
        for one in tellings:
            by_story[one.story][one.report].append(one.event)
        for story in sorted(by_story):
            beliefs = [max(map(_belief, events)) for _, events in sorted(by_story[story].items())]
            believed = sum(beliefs) / max(copies.get(story, 1), len(beliefs))
            doubt *= 1 - believed
            values = sorted(e.intensity for events in by_story[story].values() for e in events)
            intensities.append((believed, sum(values) / len(values)))
        weight = sum(w for w, _ in intensities)
        if weight > 0:
            found.append(
                Deed(
                    day,
                    source,
                    target,
                    type_,
                    1 - doubt,
                    sum(w * i for w, i in intensities) / weight,
                    tuple(sorted({one.event.id for one in tellings})),
                    len(by_story),
                )
            )
    return tuple(sorted(found, key=lambda d: (d.day, d.source, d.target, d.type)))


def _belief(event: Event) -> float:
    """How far one event is believed: the reader's confidence, half of it where it is only somebody's word."""
    return event.confidence * (HEARSAY if event.claimed_by is not None else 1.0)


def temperature(deeds: Sequence[Deed], *, by: By = "week") -> tuple[Point, ...]:
    """The series from the first deed's period to the last one's, periods without a deed among them.

    The temperature of a period is the weighted mean of the intensities of its deeds, so that more coverage is not more
    conflict. Its band is that of a mean (Student's t) with the spread within periods, pooled over the series, and
    with the number of deeds that the weights are worth (Kish 1965: (Σw)² / Σw²).
    """
    if not deeds:
        return ()
    groups: dict[date, list[Deed]] = defaultdict(list)
    for deed in deeds:
        groups[period_of(deed.day, by)[0]].append(deed)
    spread, freedom = _spread(groups.values())
    found = []
    start = min(groups)
    while start <= max(groups):
        start, end = period_of(start, by)
        found.append(_point(start, end, groups.get(start, []), spread, freedom))
        start = end + timedelta(days=1)
    return tuple(found)


def period_of(day: date, by: By) -> tuple[date, date]:
    """The first and the last day of the day, week (from Monday) or month that a day lies in."""
    if by == "day":
        return day, day
    if by == "week":
        start = day - timedelta(days=day.weekday())
        return start, start + timedelta(days=6)
    after = date(day.year + day.month // 12, day.month % 12 + 1, 1)
    return day.replace(day=1), after - timedelta(days=1)


def level_of(deeds: Sequence[Deed]) -> tuple[float, float]:
    """Conflict and cooperation of some deeds, at least one: the weighted means of what is below and above 0."""
    weights, values = _columns(deeds)
    total = weights.sum()
    return (
        float((weights * np.maximum(-values, 0)).sum() / total),
        float((weights * np.maximum(values, 0)).sum() / total),
    )


def _point(start: date, end: date, deeds: Sequence[Deed], spread: float | None, freedom: float) -> Point:
    if not deeds:
        return Point(start, end, None, None, None, None, None, 0, 0)
    cold, warm = level_of(deeds)
    net = warm - cold
    low = high = None
    if spread is not None:
        from scipy import stats

        weights, _ = _columns(deeds)
        worth = weights.sum() ** 2 / (weights**2).sum()
        half = float(stats.t.ppf((1 + LEVEL) / 2, freedom)) * spread / float(np.sqrt(worth))
        low, high = max(-10.0, net - half), min(10.0, net + half)
    return Point(start, end, net, cold, warm, low, high, len(deeds), sum(d.stories for d in deeds))


def _spread(periods: Iterable[Sequence[Deed]]) -> tuple[float | None, float]:
    """The standard deviation of intensities within periods, and the degrees of freedom that it is known with; None
    where no period holds two deeds."""
    squares = worth = freedom = 0.0
    for deeds in periods:
        weights, values = _columns(deeds)
        total = weights.sum()
        mean = (weights * values).sum() / total
        squares += float((weights * (values - mean) ** 2).sum())
        worth += float(total - (weights**2).sum() / total)
        freedom += float(total**2 / (weights**2).sum() - 1)
    if freedom < 1 or worth <= 0:
        return None, 0.0
    return float(np.sqrt(squares / worth)), freedom


def _columns(deeds: Sequence[Deed]) -> tuple[Any, Any]:
    return np.array([d.weight for d in deeds]), np.array([d.intensity for d in deeds])
