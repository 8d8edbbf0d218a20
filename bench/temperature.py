"""How honest the bands and the turning points of the temperature are, on series whose truth is known.

    python bench/temperature.py

Series of 120 days, 0 to 8 deeds a day (Poisson, mean 2.5), a level that changes at known days by at least 3 points,
normal noise of 3 points around it; each deed seen with a weight of 0.5 to 1. Printed: the share of periods whose band
holds the true level (bar 87–93 %), and F1 of the turning points, one counting as found within three days (bar 0.9).
"""

from __future__ import annotations

import sys
from datetime import date, timedelta

import numpy as np

from detente.temperature import Deed, daily, temperature
from detente.turning import turning_points

SERIES, DAYS, NOISE = 300, 120, 3.0
NEAR = 3
START = date(2022, 1, 3)


def main() -> int:
    dice = np.random.default_rng(1962)
    inside = periods = found = true = right = 0
    for _ in range(SERIES):
        levels, changes = level(dice)
        deeds = series(levels, dice)
        for point in temperature(daily(deeds), by="day"):
            if point.low is not None and point.high is not None:
                truth = levels[(point.start - START).days]
                inside += point.low <= truth <= point.high
                periods += 1
        turns = [(turn.day - START).days for turn in turning_points(deeds)]
        found += len(turns)
        true += len(changes)
        right += sum(any(abs(c - t) <= NEAR for t in turns) for c in changes)
    share = inside / periods
    f1 = 2 * right / (found + true)
    print(f"{SERIES} series, {periods:,} days with deeds: {share:.1%} of the 90 % bands hold the true level")
    print(f"{true} changes, {found} turning points, {right} found within {NEAR} days: F1 {f1:.3f}")
    return int(not 0.87 <= share <= 0.93 or f1 < 0.9)


def level(dice: np.random.Generator) -> tuple[np.ndarray, list[int]]:
    """The true level of each day, and the days on which it changes."""
    changes = sorted(int(dice.integers(25, 40)) + 35 * n for n in range(int(dice.integers(0, 3))))
    levels, now = np.zeros(DAYS), float(dice.uniform(-4, 4))
    for day in range(DAYS):
        if day in changes:
            now = now - 3 - float(dice.uniform(0, 3)) if now > 0 else now + 3 + float(dice.uniform(0, 3))
        levels[day] = now
    return levels, changes


def series(levels: np.ndarray, dice: np.random.Generator) -> list[Deed]:
    deeds = []
    for day, now in enumerate(levels):
        for n in range(int(dice.poisson(2.5))):
            value, weight = float(dice.normal(now, NOISE)), float(dice.uniform(0.5, 1))
            deeds.append(
                Deed(START + timedelta(day), "A", f"B{n}", "CONSULT", weight, value, (f"{day}-{n}",), 1)
            )
    return deeds


if __name__ == "__main__":
    sys.exit(main())
