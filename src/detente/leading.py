"""Which of two sides moves first: whether the changes of one temperature come some periods after those of the other."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import NormalDist

import numpy as np

from detente.temperature import LEVEL, Point

# Periods by which one side may be behind the other.
FURTHEST = 4
# Pairs of changes from which a correlation says anything.
LEAST_PAIRS = 8


@dataclass(frozen=True)
class Lag:
    """Pearson's correlation of one side's changes with the other's `periods` later (earlier where negative), over so
    many `pairs`, with its interval: those of all lags hold at once with 90 % certainty (Fisher's z, Bonferroni)."""

    periods: int
    correlation: float
    low: float
    high: float
    pairs: int


def lags_of(series: Sequence[tuple[Point, Point]]) -> tuple[Lag, ...]:
    """The lags that enough is told for; `series` has the points of both sides period by period, without a gap."""
    one, other = (_changes([pair[n].net for pair in series]) for n in (0, 1))
    z = NormalDist().inv_cdf(1 - (1 - LEVEL) / 2 / (2 * FURTHEST + 1))
    found = []
    for lag in range(-FURTHEST, FURTHEST + 1):
        pairs = [(one[n], other[n + lag]) for n in sorted(one) if n + lag in other]
        if len(pairs) < LEAST_PAIRS:
            continue
        first, second = np.array(pairs).T
        if first.std() == 0 or second.std() == 0:
            continue
        r = float(np.corrcoef(first, second)[0, 1])
        middle, half = math.atanh(max(-0.999999, min(0.999999, r))), z / math.sqrt(len(pairs) - 3)
        found.append(Lag(lag, r, math.tanh(middle - half), math.tanh(middle + half), len(pairs)))
    return tuple(found)


def surest(lags: Sequence[Lag]) -> Lag | None:
    """The lag at which one side does as the other did, if any correlation is surely above 0."""
    return max((x for x in lags if x.low > 0), key=lambda x: (x.correlation, -abs(x.periods)), default=None)


def _changes(nets: Sequence[float | None]) -> dict[int, float]:
    """How much warmer each period is than the one before, where both are known."""
    return {
        n: after - before
        for n, (before, after) in enumerate(pairwise(nets))
        if before is not None and after is not None
    }
