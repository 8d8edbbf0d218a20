"""Where the temperature turns: changes of its level, and the deeds that made them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import numpy as np
from ruptures import Pelt
from ruptures.base import BaseCost

from detente.temperature import COLD, DEEDS, WARM, WII, Daily, Deed, Sums, W, daily

# Days with deeds between two turning points, at least: fewer are an incident, not a level.
LEAST_DAYS = 3
# Days, or stretches of days, that are searched for changes: the search takes time by their square, a quarter of a second
# for so many.
MOST = 400
# Deeds that are named for a turning point.
NAMED = 5


@dataclass(frozen=True)
class Turn:
    """A turning point: from `day` on the level was `after`, since the turn before it was `before` (net, Goldstein's
    points); and the deeds that made it, the strongest first."""

    day: date
    before: float
    after: float
    deeds: tuple[Deed, ...]


@dataclass(frozen=True)
class Change:
    """A change of level: the level was `before` since the change before it, and is `after` from `day` to `last`."""

    day: date
    last: date
    before: float
    after: float


class LevelCost(BaseCost):  # type: ignore[misc]
    """The weighted squares around one level. The signal is a row a day, the sums of `temperature.SUMS`."""

    model = "level"
    min_size = 1

    def fit(self, signal: Sums) -> LevelCost:
        self.signal = signal
        self.sums = np.vstack([np.zeros(signal.shape[1]), np.cumsum(signal, axis=0)])
        return self

    def error(self, start: int, end: int) -> float:
        total = self.sums[end] - self.sums[start]
        return float(total[WII] - (total[WARM] - total[COLD]) ** 2 / total[W])


def turning_points(deeds: Sequence[Deed]) -> tuple[Turn, ...]:
    """The changes of level of some deeds, each with the deeds that made it."""
    return tuple(
        Turn(c.day, c.before, c.after, makers(c, [d for d in deeds if c.day <= d.day <= c.last]))
        for c in changes_of(daily(deeds))
    )


def makers(change: Change, deeds: Iterable[Deed]) -> tuple[Deed, ...]:
    """Of the deeds of the days after a change those that pull the new level furthest away from the old one."""
    way = float(np.sign(change.after - change.before))
    made = sorted(deeds, key=lambda d: (-d.weight * (d.intensity - change.before) * way, d.day, d.events))
    return tuple(made[:NAMED])


def changes_of(told: Daily) -> tuple[Change, ...]:
    """Where the level of the temperature changes, found by PELT (Killick, Fearnhead & Eckley 2012; the library
    ruptures) on the deeds by their days, weighted, with a penalty of BIC: 2 σ² ln n, σ estimated from neighbours.

    A series of more than `MOST` days is searched by stretches of days, and the day of each change then within them.
    """
    days, sums = told.days, told.sums
    if len(days) < 2 * LEAST_DAYS:
        return ()
    noise = _noise(sums)
    if noise == 0:
        return ()
    step = -(-len(days) // MOST)
    starts = list(range(0, len(days), step))
    found = Pelt(custom_cost=LevelCost(), min_size=-(-LEAST_DAYS // step), jump=1).fit(
        np.add.reduceat(sums, starts, axis=0)
    )
    ends = found.predict(pen=2 * noise * float(np.log(sums[:, DEEDS].sum())))
    bounds = _to_the_day(sums, [0, *(starts[end] for end in ends[:-1]), len(days)], step)
    return tuple(
        Change(days[middle], days[last - 1], _mean(sums[first:middle]), _mean(sums[middle:last]))
        for first, middle, last in zip(bounds, bounds[1:], bounds[2:], strict=False)
    )


def _to_the_day(sums: Sums, bounds: Sequence[int], step: int) -> Sequence[int]:
    """Each bound that was found by stretches of `step` days moved, by less than a stretch, to the day that parts the two
    levels around it best."""
    if step == 1:
        return bounds
    cost = LevelCost().fit(sums)
    moved = [bounds[0]]
    for middle, last in pairwise(bounds[1:]):
        near = range(max(moved[-1] + LEAST_DAYS, middle - step), min(last - LEAST_DAYS, middle + step) + 1)
        first = moved[-1]
        moved.append(
            min(near, key=lambda day: cost.error(first, day) + cost.error(day, last), default=middle)
        )
    return [*moved, bounds[-1]]


def _noise(sums: Sums) -> float:
    """The variance of a deed around the level, from the differences of neighbouring days (von Neumann 1941) and from
    within days; so a change of level hardly adds to it."""
    weights, net = sums[:, W], sums[:, WARM] - sums[:, COLD]
    means = net / weights
    within = float((sums[:, WII] - net * means).sum())
    pairs = weights[1:] * weights[:-1] / (weights[1:] + weights[:-1])
    between = float((pairs * np.diff(means) ** 2).sum())
    freedom = float(sums[:, DEEDS].sum()) - 1
    return max(0.0, (within + between) / freedom)


def _mean(sums: Sums) -> float:
    total = sums.sum(axis=0)
    return float((total[WARM] - total[COLD]) / total[W])
