#!/usr/bin/env python3
"""How well own types are learned: the six of this folder, by 5, 10 and 20 examples and as many counterexamples.

usage: measure.py [--draws N]

With 5 and 10, `--draws` times other ones are drawn (seeded) and all others are told; with 20, each is told by what
the others teach (`detente codebook learn`). `alarms` is the share of the background that is found: there, half of
it is learned from and the other half told. The sentences were written for this and trained nothing else.
"""

from __future__ import annotations

import argparse
import random
from dataclasses import replace
from pathlib import Path
from statistics import mean

from detente.ownbook import learning
from detente.ownbook.folder import OwnType, load_all
from detente.ownbook.learning import THRESHOLD, learn, learn_only
from detente.ownbook.meaning import meanings_of

HERE = Path(__file__).parent


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--draws", type=int, default=10)
    draws = parser.parse_args().draws
    types = [found for found in load_all(HERE) if isinstance(found, OwnType)]
    print(f"{'type':<22}" + "".join(f"{f'{n}: P':>9}{'R':>6}{'F1':>6}{'alarms':>8}" for n in (5, 10, 20)))
    rows = []
    for found in types:
        row = [*of_some(found, 5, draws), *of_some(found, 10, draws), *of_all(found)]
        rows.append(row)
        show(found.name, row)
    show("mean", [mean(column) for column in zip(*rows, strict=True)])


def show(name: str, row: list[float]) -> None:
    parts = [row[n : n + 4] for n in (0, 4, 8)]
    print(
        f"{name:<22}" + "".join(f"{p:>9.2f}{r:>6.2f}{f:>6.2f}{a:>8.1%}" for p, r, f, a in parts), flush=True
    )


def of_some(found: OwnType, n: int, draws: int) -> list[float]:
    """Precision, recall, F1 on what is not drawn, and alarms; means over the draws."""
    figures = []
    everything = learning.background_texts()
    for draw in range(draws):
        rng = random.Random(f"{found.name} {n} {draw}")
        yes, no = rng.sample(found.examples, n), rng.sample(found.counterexamples, n)
        learned = learn_only(replace(found, examples=tuple(yes), counterexamples=tuple(no)))
        told_yes = list(learned.scores(meanings_of(e.text for e in found.examples if e not in yes)))
        told_no = list(learned.scores(meanings_of(e.text for e in found.counterexamples if e not in no)))
        hits = sum(score >= THRESHOLD for score in told_yes)
        wrong = sum(score >= THRESHOLD for score in told_no)
        precision = hits / (hits + wrong) if hits else 0.0
        recall = hits / len(told_yes)
        f1 = 2 * precision * recall / (precision + recall) if hits else 0.0
        figures.append((precision, recall, f1))
    lesson = learn(replace(found, examples=tuple(yes), counterexamples=tuple(no)))
    return [*(mean(column) for column in zip(*figures, strict=True)), len(lesson.alarms) / len(everything)]


def of_all(found: OwnType) -> list[float]:
    """The same by cross-validation on all."""
    lesson = learn(found)
    return [
        lesson.precision.value,
        lesson.recall.value,
        lesson.f1.value,
        len(lesson.alarms) / lesson.background,
    ]


if __name__ == "__main__":
    main()
