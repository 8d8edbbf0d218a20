#!/usr/bin/env python3
"""Fits how sure detente is that two renderings are of one utterance.

usage: fit.py    (in detente's own environment; anew whenever the traits or the word vectors change)

Writes `src/detente/likeness.json`: the weights of a small network on the traits of `detente.utterances`, the mean of
three with twelve units each, trained with dropout from fixed seeds. (A logistic regression on the same traits: F1 0.04
lower on the half to look at, 0.06 on the fresh pairs.) Fitted on groups.txt (see its head), on the half of
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
FOLDS = 9
NETWORKS = 3
UNITS = 12
STEPS = 250
RATE = 0.01
DECAY = 0.3
DROPPED = 0.2


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
        units, bias = fitted(x[fold != f], same[fold != f], counts[fold != f])
        odds[fold == f] = odds_of(x[fold == f], units, bias)
    report(pairs, same > 0, odds)
    units, bias = fitted(x, same, counts)
    rows = ",\n".join(json.dumps([round(w, 4) for w in unit]) for unit in units.tolist())
    OUT.write_text(
        f'{{"traits": {json.dumps(Traits._fields)},\n"bias": {round(bias, 4)},\n"units": [\n{rows}\n]}}\n',
        encoding="utf-8",
    )


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


def fitted(x: np.ndarray, same: np.ndarray, counts: np.ndarray) -> tuple[np.ndarray, float]:
    """Units, each a row of the traits' weights, its bias and what it counts, and the bias of their sum."""
    mean, spread = x.mean(axis=0), np.maximum(x.std(axis=0), 1e-6)
    nets = [trained((x - mean) / spread, same, counts / counts.mean(), seed) for seed in range(NETWORKS)]
    weights = np.concatenate([w for w, _, _, _ in nets], axis=1) / spread[:, None]
    biases = np.concatenate([b for _, b, _, _ in nets]) - mean @ weights
    outs = np.concatenate([v for _, _, v, _ in nets]) / NETWORKS
    return np.c_[weights.T, biases, outs], float(sum(c[0] for _, _, _, c in nets)) / NETWORKS


def odds_of(x: np.ndarray, units: np.ndarray, bias: float) -> np.ndarray:
    """The logarithm of the odds of each pair."""
    return np.tanh(x @ units[:, :-2].T + units[:, -2]) @ units[:, -1] + bias


def trained(x: np.ndarray, same: np.ndarray, counts: np.ndarray, seed: int) -> list[np.ndarray]:
    """One network of a layer of tanh: its weights in, biases, weights out and bias out (AdamW, all pairs at once)."""
    random = np.random.default_rng(seed)
    limit = x.shape[1] ** -0.5
    parts = [
        random.uniform(-limit, limit, (x.shape[1], UNITS)),
        random.uniform(-limit, limit, UNITS),
        random.uniform(-(UNITS**-0.5), UNITS**-0.5, UNITS),
        np.zeros(1),
    ]
    first, second = ([np.zeros_like(part) for part in parts] for _ in range(2))
    for step in range(1, STEPS + 1):
        kept = (random.random((len(x), UNITS)) >= DROPPED) / (1 - DROPPED)
        units = np.tanh(x @ parts[0] + parts[1])
        odds = (units * kept) @ parts[2] + parts[3]
        wrong = counts * (1 / (1 + np.exp(-np.clip(odds, -30, 30))) - same) / len(x)
        back = np.outer(wrong, parts[2]) * kept * (1 - units * units)
        slopes = [x.T @ back, back.sum(axis=0), (units * kept).T @ wrong, wrong.sum(keepdims=True)]
        for n, slope in enumerate(slopes):
            first[n] = 0.9 * first[n] + 0.1 * slope
            second[n] = 0.999 * second[n] + 0.001 * slope * slope
            move = first[n] / (1 - 0.9**step) / (np.sqrt(second[n] / (1 - 0.999**step)) + 1e-8)
            parts[n] = parts[n] * (1 - RATE * DECAY) - RATE * move
    return parts


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
