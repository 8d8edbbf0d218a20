#!/usr/bin/env python3
"""Fits how sure detente is that two renderings are of one utterance.

usage: fit.py    (in detente's own environment; anew whenever the traits or the word vectors change)

Writes `src/detente/likeness.json`: the coefficients of a logistic regression on the traits of `detente.utterances`.
Fitted on groups.txt (see its head), on the half of
tests/gold/utterances.tsv that may be looked at, and on statements that one speaker makes in one report (“apart”).
Prints the figures by nine folds, whole groups and topics left out together.
"""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Iterator
from importlib import resources
from itertools import combinations, product
from pathlib import Path
from typing import NamedTuple

import numpy as np

from detente.utterances import Traits, traits_of

HERE = Path(__file__).parent
GOLD = HERE.parents[1] / "tests" / "gold" / "utterances.tsv"
OUT = Path(str(resources.files("detente").joinpath("likeness.json")))
# How much a pair counts: a group makes forty of them. Statements apart are what a ledger is full of.
COUNTS = {"group": 0.05, "look": 1.0, "apart": 0.6, "unrelated": 0.3}
# Renderings that are only reworded are what reports are full of: they count twice as much as paraphrases.
COUNT_OF_COMMON = 2.0
KINDS = {"=": "same", "-": "reworded", "+": "paraphrase"}
RIDGE = 0.003
FOLDS = 9


class Pair(NamedTuple):
    """Two texts, how they are related, where the pair comes from, and the matter they are about."""

    one: str
    other: str
    label: str
    source: str
    topic: str


def main() -> None:
    pairs = [*of_gold(), *of_groups()]
    x = np.array([traits_of(p.one, p.other) for p in pairs])
    same = np.array([p.label in KINDS.values() for p in pairs], dtype=float)
    counts = np.array([count_of(p) for p in pairs])
    topics = sorted({p.topic for p in pairs})
    fold = np.array([topics.index(p.topic) % FOLDS for p in pairs])
    odds = np.zeros(len(pairs))
    for f in range(FOLDS):
        weights = fitted(x[fold != f], same[fold != f], counts[fold != f])
        odds[fold == f] = x[fold == f] @ weights[:-1] + weights[-1]
    report(pairs, same > 0, odds)
    *weights, bias = fitted(x, same, counts).tolist()
    kept = {
        "bias": round(bias, 3),
        "traits": dict(zip(Traits._fields, [round(w, 3) for w in weights], strict=True)),
    }
    OUT.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")


def of_gold() -> Iterator[Pair]:
    """The pairs to look at, and those of statements apart."""
    with GOLD.open(encoding="utf-8", newline="") as file:
        for n, row in enumerate(csv.DictReader(file, delimiter="\t")):
            if row["half"] in ("look", "apart"):
                yield Pair(
                    row["one"], row["other"], row["label"], row["half"], row["topic"] or f"apart {n // 30}"
                )


def of_groups() -> Iterator[Pair]:
    """Every pair of a group of which the label is known; of different groups, one text beside four of the next."""
    groups: list[tuple[str, list[tuple[str, str]], list[str]]] = []
    for line in (HERE / "groups.txt").read_text(encoding="utf-8").splitlines():
        mark, text = line[:1], line[2:]
        if mark == "*":
            groups.append((text, [], []))
        elif mark in KINDS:
            groups[-1][1].append((mark, text))
        elif mark == "!":
            groups[-1][2].append(text)
    order = "".join(KINDS)
    for n, (topic, same, different) in enumerate(groups):
        for (a, one), (b, other) in combinations(same, 2):
            yield Pair(one, other, KINDS[max(a, b, key=order.index)], "group", topic)
        for (_, one), other in product(same, different):
            yield Pair(one, other, "different", "group", topic)
        for _, following, _ in (*groups, *groups)[n + 1 : n + 5]:
            yield Pair(same[0][1], following[1][1], "unrelated", "unrelated", topic)


def count_of(pair: Pair) -> float:
    """How much a pair counts in fitting."""
    return COUNTS[pair.source] * (COUNT_OF_COMMON if pair.label in ("same", "reworded") else 1.0)


def fitted(evidence: np.ndarray, same: np.ndarray, counts: np.ndarray) -> np.ndarray:
    """Weights and bias of the logistic regression, by Newton's method, with a penalty on standardised weights."""
    spread = np.maximum(evidence.std(axis=0), 1e-6)
    x = np.c_[evidence / spread, np.ones(len(evidence))]
    weights = np.zeros(x.shape[1])
    ridge = RIDGE * counts.sum() * np.diag([*[1.0] * evidence.shape[1], 0.0])
    for _ in range(40):
        p = 1 / (1 + np.exp(-np.clip(x @ weights, -30, 30)))
        hessian = (x * (counts * p * (1 - p))[:, None]).T @ x + ridge
        weights -= np.linalg.solve(hessian, x.T @ (counts * (p - same)) + ridge @ weights)
    return np.append(weights[:-1] / spread, weights[-1])


def report(pairs: list[Pair], same: np.ndarray, odds: np.ndarray) -> None:
    """What was told rightly, by source and label."""
    right, asked = Counter[str](), Counter[str]()
    for p, s, told in zip(pairs, same, odds >= 0, strict=True):
        asked[f"{p.source} {p.label}"] += 1
        right[f"{p.source} {p.label}"] += s == told
    for kind, n in sorted(asked.items()):
        print(f"{kind:20} {right[kind]:4} of {n:4} right ({right[kind] / n:.3f})")
    for source in ("look", "group"):
        of = np.array([p.source == source for p in pairs])
        hit = (same & (odds >= 0))[of].sum()
        print(f"{source}: F1 {2 * hit / ((odds >= 0)[of].sum() + same[of].sum()):.3f}")


if __name__ == "__main__":
    main()
