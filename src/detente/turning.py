"""Where the temperature turns: changes of its level, and the deeds that made them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from ruptures import Pelt
from ruptures.base import BaseCost

from detente.temperature import Deed

# Days with deeds between two turning points, at least: fewer are an incident, not a level.
LEAST_DAYS = 3
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


class LevelCost(BaseCost):  # type: ignore[misc]
    """The weighted squares around one level. The signal is a row a day: Σw, Σwx, Σwx² and the number of its deeds."""

    model = "level"
    min_size = 1

    def fit(self, signal: Any) -> LevelCost:
        self.signal = signal
        self.sums = np.vstack([np.zeros(signal.shape[1]), np.cumsum(signal, axis=0)])
        return self

    def error(self, start: int, end: int) -> float:
        w, wx, wxx, _ = self.sums[end] - self.sums[start]
        return float(wxx - wx * wx / w)


def turning_points(deeds: Sequence[Deed]) -> tuple[Turn, ...]:
    """Where the level of the temperature changes, found by PELT (Killick, Fearnhead & Eckley 2012; the library
    ruptures) on the deeds by their days, weighted, with a penalty of BIC: 2 σ² ln n, σ estimated from neighbours."""
    days = sorted({d.day for d in deeds})
    if len(days) < 2 * LEAST_DAYS:
        return ()
    at = {day: n for n, day in enumerate(days)}
    sums = np.zeros((len(days), 4))  # Σw, Σwx, Σwx², deeds
    for deed in deeds:
        w, x = deed.weight, deed.intensity
        sums[at[deed.day]] += (w, w * x, w * x * x, 1)
    noise = _noise(sums)
    if noise == 0:
        return ()
    found = Pelt(custom_cost=LevelCost(), min_size=LEAST_DAYS, jump=1).fit(sums)
    ends = [0, *found.predict(pen=2 * noise * float(np.log(len(deeds))))]
    turns = []
    for first, middle, last in zip(ends, ends[1:], ends[2:], strict=False):
        before, after = (_mean(sums[a:b]) for a, b in ((first, middle), (middle, last)))
        inside = [d for d in deeds if days[middle] <= d.day <= days[last - 1]]
        made = sorted(
            inside, key=lambda d: (-d.weight * (d.intensity - before) * np.sign(after - before), d.day)
        )
        turns.append(Turn(days[middle], before, after, tuple(made[:NAMED])))
    return tuple(turns)


def _noise(sums: Any) -> float:
    """The variance of a deed around the level, from the differences of neighbouring days (von Neumann 1941) and from
    within days; so a change of level hardly adds to it."""
    weights = sums[:, 0]
    means = sums[:, 1] / weights
    within = float((sums[:, 2] - weights * means**2).sum())
    pairs = weights[1:] * weights[:-1] / (weights[1:] + weights[:-1])
    between = float((pairs * np.diff(means) ** 2).sum())
    freedom = float(sums[:, 3].sum()) - len(weights) + len(weights) - 1
    return max(0.0, (within + between) / freedom)


def _mean(sums: Any) -> float:
    return float(sums[:, 1].sum() / sums[:, 0].sum())
