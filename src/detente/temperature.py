"""How warm or cold it is between sides, over time: the series, its bands, and how two stretches of time differ.

Pure: a function of the events, of which reports are copies, and of the days. Docs: docs/temperature.md, with an example to
check with a pencil.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from detente.records import REAL, Event, EventType

By = Literal["day", "week", "month"]

# What a deed counts for that is only somebody's word.
HEARSAY = 0.5
# The level of the bands.
LEVEL = 0.9
# The quad classes of the types: verbal and material cooperation, verbal and material conflict.
QUAD: dict[EventType, int] = {
    "AGREE": 1, "CONSULT": 1, "SUPPORT": 1, "CONCEDE": 2, "COOPERATE": 2, "AID": 2, "RETREAT": 2,
    "REQUEST": 3, "ACCUSE": 3, "REJECT": 3, "THREATEN": 3, "PROTEST": 4, "SANCTION": 4, "MOBILIZE": 4, "COERCE": 4,
    "ASSAULT": 4,
}  # fmt: skip
# The types that are words; all others are acts.
VERBAL = frozenset(type_ for type_, quad in QUAD.items() if quad in (1, 3))
# What is added up over the deeds of a day; w is the weight, i the intensity.
SUMS = (
    "deeds",
    "stories",
    "Σw",
    "Σw²",
    "Σw·i below 0",
    "Σw·i above 0",
    "Σw·i²",
    "Σw of words",
    "Σw·i of words",
)
DEEDS, STORIES, W, WW, COLD, WARM, WII, WORDS, WORDS_I = range(len(SUMS))

Sums = NDArray[np.float64]


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
    None where too little was told to say. `verbal` and `material` are the net temperatures of its words and of its acts
    alone."""

    start: date
    end: date
    net: float | None = None
    conflict: float | None = None
    cooperation: float | None = None
    low: float | None = None
    high: float | None = None
    verbal: float | None = None
    material: float | None = None
    deeds: int = 0
    stories: int = 0


@dataclass(frozen=True)
class Daily:
    """The days with deeds, ascending, and of each what `SUMS` names, added up over its deeds: all that a series is made
    of. `sums` has a row a day and a column a sum."""

    days: tuple[date, ...]
    sums: Sums

    def between(self, start: date, end: date) -> Sums:
        """The sums of the days from `start` to `end`, both included."""
        return self.sums[bisect_left(self.days, start) : bisect_right(self.days, end)]


@dataclass(frozen=True)
class Pull:
    """What one kind of deed does to the difference of two stretches of time, in points of the net temperature, and how
    many deeds of it each of them has."""

    source: str
    target: str
    type: EventType
    points: float
    before: int
    after: int


@dataclass(frozen=True)
class Contrast:
    """Two stretches of time held against each other: how much warmer the later one is, between which bounds with 90 %
    certainty, and the pulls that add up to the difference, the strongest first. None where either has no deed, or too
    few are told to give bounds."""

    before: Point
    after: Point
    change: float | None
    low: float | None
    high: float | None
    pulls: tuple[Pull, ...]


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


def merged(deeds: Iterable[Deed]) -> tuple[Deed, ...]:
    """Deeds of several coders as one: those of one day, pair of sides and type are one deed, of which each coder is a
    witness."""
    groups: dict[tuple[date, str, str, EventType], list[Deed]] = defaultdict(list)
    for deed in deeds:
        groups[deed.day, deed.source, deed.target, deed.type].append(deed)
    found = []
    for key, tellings in sorted(groups.items()):
        total = sum(d.weight for d in tellings)
        found.append(
            Deed(
                *key,
                1 - math.prod(1 - d.weight for d in tellings),
                sum(d.weight * d.intensity for d in tellings) / total,
                tuple(sorted(id for d in tellings for id in d.events)),
                sum(d.stories for d in tellings),
            )
        )
    return tuple(found)


def daily(deeds: Sequence[Deed]) -> Daily:
    """The sums of the deeds of each day."""
    days = sorted({d.day for d in deeds})
    at = {day: n for n, day in enumerate(days)}
    rows = np.array([_summed(d) for d in deeds]).reshape(len(deeds), len(SUMS))
    sums = np.zeros((len(days), len(SUMS)))
    np.add.at(sums, [at[d.day] for d in deeds], rows)
    return Daily(tuple(days), sums)


def _summed(deed: Deed) -> tuple[float, ...]:
    w, i = deed.weight, deed.intensity
    words = w if deed.type in VERBAL else 0.0
    return (1, deed.stories, w, w * w, w * max(-i, 0.0), w * max(i, 0.0), w * i * i, words, words * i)


def temperature(told: Daily, *, by: By = "week") -> tuple[Point, ...]:
    """The series from the first deed's period to the last one's, periods without a deed among them.

    The temperature of a period is the weighted mean of the intensities of its deeds, so that more coverage is not more
    conflict. Its band is that of a mean (Student's t) with the spread within periods, pooled over the series, and
    with the number of deeds that the weights are worth (Kish 1965: (Σw)² / Σw²).
    """
    return _series(told, _periods(told.days, by))


def side_by_side(one: Daily, other: Daily, *, by: By = "week") -> tuple[tuple[Point, Point], ...]:
    """Two series over the same periods, from the first deed of either to the last one of either."""
    periods = _periods([*one.days, *other.days], by)
    return tuple(zip(_series(one, periods), _series(other, periods), strict=True))


def _series(told: Daily, periods: Sequence[tuple[date, date]]) -> tuple[Point, ...]:
    totals = [told.between(start, end).sum(axis=0) for start, end in periods]
    spread = _spread(totals)
    return tuple(
        _point(start, end, total, spread) for (start, end), total in zip(periods, totals, strict=True)
    )


def _periods(days: Sequence[date], by: By) -> list[tuple[date, date]]:
    """The periods from that of the first day to that of the last one, without a gap."""
    found: list[tuple[date, date]] = []
    if days:
        end = min(days) - timedelta(days=1)
        while end < max(days):
            start, end = period_of(end + timedelta(days=1), by)
            found.append((start, end))
    return found


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
    total = daily(deeds).sums.sum(axis=0)
    return float(total[COLD] / total[W]), float(total[WARM] / total[W])


def contrast(deeds: Sequence[Deed], before: tuple[date, date], after: tuple[date, date]) -> Contrast:
    """How two stretches of time, each by its first and last day, differ. The band is that of the difference of two means,
    with the spread within both."""
    told = daily(deeds)
    one, other = (told.between(*stretch).sum(axis=0) for stretch in (before, after))
    spread = _spread([one, other])
    first, second = _point(*before, one, spread), _point(*after, other, spread)
    if first.net is None or second.net is None:
        return Contrast(first, second, None, None, None, ())
    change = second.net - first.net
    low = high = None
    if spread is not None:
        half = _half(spread, 1 / _worth(one) + 1 / _worth(other))
        low, high = max(-20.0, change - half), min(20.0, change + half)
    pulls: dict[tuple[str, str, EventType], list[float]] = defaultdict(lambda: [0.0, 0, 0])
    for deed in deeds:
        for (start, end), total, sign, column in ((before, one, -1, 1), (after, other, 1, 2)):
            if start <= deed.day <= end:
                pull = pulls[deed.source, deed.target, deed.type]
                pull[0] += sign * deed.weight * deed.intensity / total[W]
                pull[column] += 1
    found = [Pull(*key, float(points), int(b), int(a)) for key, (points, b, a) in pulls.items()]
    found.sort(key=lambda p: (-abs(p.points), p.source, p.target, p.type))
    return Contrast(first, second, change, low, high, tuple(found))


def stretch_before(deeds: Sequence[Deed], start: date, end: date) -> tuple[date, date]:
    """As many days before a stretch of time as it has, and further back to the last day of which a deed is told."""
    first = start - (end - start) - timedelta(days=1)
    last_deed = max((d.day for d in deeds if d.day < start), default=first)
    return min(first, last_deed), start - timedelta(days=1)


def deed_pulls(deeds: Sequence[Deed], found: Contrast) -> tuple[tuple[Deed, float], ...]:
    """The deeds of the later stretch with what each does to the change, in points that add up to it; the strongest
    first. Measured from the level before, or from 0 where nothing was told before."""
    inside = [d for d in deeds if found.after.start <= d.day <= found.after.end]
    total = sum(d.weight for d in inside)
    level = found.before.net or 0.0
    pulled = [(d, d.weight * (d.intensity - level) / total) for d in inside]
    return tuple(sorted(pulled, key=lambda p: (-abs(p[1]), p[0].day, p[0].events)))


def _point(start: date, end: date, total: Sums, spread: tuple[float, float] | None) -> Point:
    """The temperature of a period from the sums of its deeds."""
    if not total[W]:
        return Point(start, end)
    cold, warm = float(total[COLD] / total[W]), float(total[WARM] / total[W])
    net = warm - cold
    low = high = None
    if spread is not None:
        half = _half(spread, 1 / _worth(total))
        low, high = max(-10.0, net - half), min(10.0, net + half)
    words, acts = float(total[WORDS]), float(total[W] - total[WORDS])
    return Point(
        start,
        end,
        net,
        cold,
        warm,
        low,
        high,
        float(total[WORDS_I]) / words if words else None,
        float(total[WARM] - total[COLD] - total[WORDS_I]) / acts if acts > 1e-9 else None,
        int(total[DEEDS]),
        int(total[STORIES]),
    )


def _worth(total: Sums) -> float:
    """How many deeds of full weight some deeds are worth (Kish)."""
    return float(total[W] ** 2 / total[WW])


def _half(spread: tuple[float, float], variance: float) -> float:
    """Half the width of a band: the spread and its degrees of freedom, and the variance of a mean in units of it."""
    from scipy import stats

    deviation, freedom = spread
    return float(stats.t.ppf((1 + LEVEL) / 2, freedom)) * deviation * float(np.sqrt(variance))


def _spread(totals: Iterable[Sums]) -> tuple[float, float] | None:
    """The standard deviation of intensities within periods, and the degrees of freedom that it is known with; None
    where no period holds two deeds."""
    squares = worth = freedom = 0.0
    for total in totals:
        if not total[W]:
            continue
        squares += max(0.0, float(total[WII] - (total[WARM] - total[COLD]) ** 2 / total[W]))
        worth += float(total[W] - total[WW] / total[W])
        freedom += _worth(total) - 1
    if freedom < 1 or worth <= 0:
        return None
    return float(np.sqrt(squares / worth)), freedom
