"""How well tellings of one position are told from others, on labelled pairs.

    python bench/threads.py               # precision, recall and F1 on the pairs to look at, with those told wrongly
    python bench/threads.py --held-out    # totals on the held-out pairs
    python bench/threads.py --fit         # fit the weights of detente.wording anew on the pairs to look at

tests/gold/threads/ holds pairs of tellings of one holder: the same position in other
words, the same with a changed demand (another figure, share or day), or another position. The same and the changed are
to be one thread, the others two; a changed one is to say what changed. Each pair goes through the whole of
`thread_positions`.

Exit code 1 where F1 is under the bar.
"""

from __future__ import annotations

import argparse
import sys
import tomllib
from itertools import combinations
from pathlib import Path
from typing import NamedTuple, cast

import numpy as np

from detente.records import Actor, Position, PositionEvidence, PositionType, Span, Turn
from detente.threads import thread_positions
from detente.wording import Traits, traits_of, without, wording_of

GOLD = Path(__file__).parent.parent / "tests" / "gold" / "threads"
BAR = 0.8
# How much a pair of tellings of two rows counts beside a labelled one in fitting, and what large weights cost.
UNRELATED = 0.1
RIDGE = 0.003

HOLDER = Actor("a-ava", "Avalon", (), "state", "AVA", "GOV")
OTHER = Actor("a-bor", "Borelia", (), "state", "BOR", "GOV")
NAMES = frozenset({"boreli", "borelian"})


class Row(NamedTuple):
    type: PositionType
    one: str
    other: str
    label: str


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--held-out", action="store_true")
    which.add_argument("--fit", action="store_true")
    options = parser.parse_args()
    rows = rows_of("held_out.toml" if options.held_out else "look.toml")
    if options.fit:
        fit(rows)
        return
    sys.exit(0 if report(rows, show=not options.held_out) >= BAR else 1)


def rows_of(file: str) -> list[Row]:
    with (GOLD / file).open("rb") as toml:
        return [
            Row(cast(PositionType, t), one, other, label)
            for t, one, other, label in tomllib.load(toml)["pairs"]
        ]


def position(kind: PositionType, words: str, day: int) -> Position:
    """A telling of Avalon's on its own day in a report of its own."""
    at = f"2024-03-{day:02d}" if day <= 31 else f"2024-{4 + (day - 32) // 28:02d}-{1 + (day - 32) % 28:02d}"
    evidence = PositionEvidence(f"r-{day:04d}", (Span(0, len(words)),), None, None)
    return Position(
        f"p-{day}", kind, HOLDER.id, (OTHER.id,) if "Borelia" in words else (), None, words, None, None, None, "open",
        None, (Turn(at, "open", evidence),), (evidence,), at, at, 0.8,
    )  # fmt: skip


def threaded(positions: list[Position]) -> tuple[Position, ...]:
    return thread_positions(positions, actors={HOLDER.id: HOLDER, OTHER.id: OTHER}, deeds=(), as_of=None)


def report(rows: list[Row], *, show: bool) -> float:
    """Print the figures, and the pairs told wrongly if `show`; F1 of what is one thread."""
    hit = wrong = missed = told = said_changed = changed = 0
    for row in rows:
        threads = threaded([position(row.type, row.one, 1), position(row.type, row.other, 2)])
        is_one, should_be = len(threads) == 1, row.label != "other"
        hit, wrong, missed = (
            hit + (is_one and should_be),
            wrong + (is_one > should_be),
            missed + (is_one < should_be),
        )
        change = next((t.change for t in threads[0].history if t.change), None)
        said_changed += change is not None
        changed += row.label == "changed"
        told += change is not None and row.label == "changed"
        if show and (is_one != should_be or (row.label == "changed") != (change is not None)):
            print(f"{row.label:8} {'joined' if is_one else 'apart '} {row.one} | {row.other}  {change or ''}")
    precision, recall = hit / max(1, hit + wrong), hit / max(1, hit + missed)
    f1 = 2 * hit / max(1, 2 * hit + wrong + missed)
    print(f"one thread: precision {precision:.3f} recall {recall:.3f} F1 {f1:.3f} ({len(rows)} pairs)")
    print(f"what changed: told {told} of {changed}, {said_changed - told} times where nothing did")
    return f1


def traits(one: str, other: str) -> Traits:
    return traits_of(without(wording_of(one), NAMES), without(wording_of(other), NAMES))


def fit(rows: list[Row]) -> None:
    """Logistic regression with a ridge, by Newton's method; pairs of two rows of a type count as others."""
    x, y, w = [], [], []
    for row in rows:
        x.append(traits(row.one, row.other))
        y.append(float(row.label != "other"))
        w.append(1.0)
    for a, b in combinations(rows, 2):
        if a.type == b.type and not {a.one, a.other} & {b.one, b.other}:
            found = traits(a.one, b.other)
            if found.short > 0:
                x.append(found)
                y.append(0.0)
                w.append(UNRELATED)
    m = np.hstack([np.array(x), np.ones((len(x), 1))])
    target, weight = np.array(y), np.array(w)
    ridge = np.diag([RIDGE * len(rows)] * (m.shape[1] - 1) + [0.0])
    beta = np.zeros(m.shape[1])
    for _ in range(50):
        p = 1 / (1 + np.exp(-m @ beta))
        gradient = m.T @ (weight * (p - target)) + ridge @ beta
        beta -= np.linalg.solve(m.T @ (m * (weight * p * (1 - p))[:, None]) + ridge, gradient)
    print(f"_ODDS = Traits({', '.join(f'{b:.2f}' for b in beta[:-1])})\n_BIAS = {beta[-1]:.2f}")


if __name__ == "__main__":
    main()
