#!/usr/bin/env python3
"""Fits how sure detente may be of an event and of a pair, on the tenth of the corpus that the encoder never saw.

usage: calibrate.py    (in detente's own environment, after train.py)

Writes `confidence.json` beside the weights: for events the coefficients of the logistic regression in
`detente.reading.weighing`, for pairs the temperature of `detente.reading.pairs` (Guo et al. 2017, “On calibration
of modern neural networks”, §4.2). Prints what it found and the expected calibration error by five folds.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from importlib import resources
from pathlib import Path

import numpy as np
from sentences import STATUSES, TYPES, Example, is_kept, load_corpus

from detente.ownbook.regression import fit, probability
from detente.reading import pairs, read_report
from detente.reading.encoder import COUNTS_AS, MarkedPair, score_pairs
from detente.reading.language import load_language
from detente.reading.weighing import evidence_for, marked_for, types_for
from detente.records import Span, make_report

# Little data for four coefficients: a light hand is enough.
PENALTY = 1.0
TEMPERATURES = np.arange(0.3, 2.01, 0.05)


def main() -> None:
    kept = [e for e in load_corpus() if is_kept(e)]
    told = [(plain(e), types_meant(e)) for e in kept]
    told += joined(told)
    evidence, right = map(np.array, zip(*events_of(told), strict=True))
    print(f"{len(right)} events in {len(told)} sentences, {right.mean():.2f} of them right")
    chances = np.zeros(len(right))
    for fold in range(5):
        held = np.arange(len(right)) % 5 == fold
        chances[held] = probability(evidence[held] @ fitted(evidence[~held], right[~held]))
    coefficients = fitted(evidence, right)
    print(f"coefficients {np.round(coefficients, 3)}, calibration error {error_of(chances, right):.3f}")

    shares, meant = map(np.array, zip(*pairs_of(kept), strict=True))
    losses = [loss(tempered(shares, t), meant) for t in TEMPERATURES]
    best = float(TEMPERATURES[int(np.argmin(losses))])
    for t in (1.0, best):
        sure = tempered(shares, t)
        print(
            f"temperature {t:.2f}: calibration error {error_of(sure.max(1), meant[np.arange(len(meant)), sure.argmax(1)]):.3f}"
        )

    out = Path(str(resources.files("detente.reading").joinpath("weights", "confidence.json")))
    found = {"events": [round(float(c), 4) for c in coefficients], "pairs": round(best, 2)}
    out.write_text(json.dumps(found) + "\n", encoding="utf-8")


def plain(example: Example) -> str:
    """The sentence without its marks."""
    return re.sub(r"[\[\]{}]", "", example.text)


# Between two sentences that are told in one, as the long ones of newspapers tell them.
LINKS = (" after ", ", while ", ", as ", ", and ", "; meanwhile ", ". Earlier, ")


def joined(told: list[tuple[str, set[str]]]) -> list[tuple[str, set[str]]]:
    """Each sentence in one with that half the list away, and the types of both: where a sentence holds several
    events, that the encoder hears another one says less."""
    others = told[len(told) // 2 :] + told[: len(told) // 2]
    return [
        (first.rstrip(".") + LINKS[n % len(LINKS)] + second, meant | also)
        for n, ((first, meant), (second, also)) in enumerate(zip(told, others, strict=True))
    ]


def events_of(told: list[tuple[str, set[str]]]) -> Iterator[tuple[tuple[float, ...], bool]]:
    """What speaks for each event that is read in texts, and whether its type is among those meant."""
    for text, meant in told:
        reading = read_report(make_report(text))
        sentences = list(reading.sentences)
        for event in reading.events:
            pair = marked_for(event, sentences, reading.report.text)
            types, statuses = score_pairs([pair], "quick")
            yield evidence_for(event, pair, types[0], statuses[0]), not meant.isdisjoint(types_for(event))


def types_meant(example: Example) -> set[str]:
    """The type of a sentence, and what it counts for while it is only announced or withheld."""
    assert example.type is not None
    assert example.status is not None
    type_, status = TYPES[example.type], STATUSES[example.status]
    return {type_} | {counts_as for s, counts_as, acts in COUNTS_AS if s == status and type_ in acts}


def pairs_of(examples: list[Example]) -> Iterator[tuple[list[float], list[bool]]]:
    """The pooled shares of each marked pair, and which types are right."""
    for example in examples:
        pair = pair_of(example.text)
        heard, _ = pairs.heard_of([MarkedPair(pair.text, pair.source, pair.target)], "full", "quick")
        shares = pairs.pooled(pairs.by_rules(pair, load_language()(pair.text)), heard[0])
        meant = types_meant(example)
        yield [shares[t] for t in TYPES], [t in meant for t in TYPES]


def pair_of(marked: str) -> pairs.Pair:
    """The sentence without its marks, and where they stood."""
    places: dict[str, int] = {}
    text = ""
    for piece in re.split(r"([\[\]{}])", marked):
        if piece in ("[", "]", "{", "}"):
            places[piece] = len(text)
        else:
            text += piece
    return pairs.Pair(0, text, Span(places["["], places["]"]), Span(places["{"], places["}"]))


def fitted(evidence: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Coefficients of the logistic regression."""
    alpha = fit(evidence @ evidence.T, right.astype(float), np.ones(len(right)), PENALTY)
    return evidence.T @ alpha


def tempered(shares: np.ndarray, temperature: float) -> np.ndarray:
    raised = np.maximum(shares, 1e-9) ** (1 / temperature)
    return raised / raised.sum(1, keepdims=True)


def loss(shares: np.ndarray, meant: np.ndarray) -> float:
    return float(-np.log((shares * meant).sum(1)).mean())


def error_of(sure: np.ndarray, right: np.ndarray) -> float:
    """Expected calibration error over ten bins of equal width."""
    bins = np.minimum((sure * 10).astype(int), 9)
    return float(
        sum(
            abs(sure[bins == b].mean() - right[bins == b].mean()) * (bins == b).mean()
            for b in range(10)
            if (bins == b).any()
        )
    )


if __name__ == "__main__":
    main()
