"""What is learned from the examples of a type, and how well it holds."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

from detente.errors import BrokenType, TooFewExamples
from detente.ownbook.folder import OwnType
from detente.ownbook.meaning import meanings_of, weights_digest
from detente.ownbook.regression import Floats, fit, probability

FEWEST = 5

# What the counterexamples and the background count, all together, where the examples count 1; and the penalty.
# Swept on three types of bench/codebook, checked on the three others: counterexamples 0.25–2, background 0.5–4,
# penalty 0.001–0.03. F1 is within 0.03 for counterexamples 0.25–1, background 1–2, penalty 0.003–0.01. The more the
# background counts, the less is found: in 2,643 sentences of news pages 0.5 % at 1 and 0.25 % at 2, but F1 with five
# examples falls from 0.63 to 0.57.
COUNTEREXAMPLES = 0.5
BACKGROUND = 1.0
PENALTY = 0.003
THRESHOLD = 0.5
FOLDS = 10
RESAMPLES = 1000


class Learned(msgspec.Struct, frozen=True):
    """What was learned: a direction in the space of meanings, of which examples. A file beside the type's."""

    name: str
    examples: str
    middle: tuple[float, ...]
    direction: tuple[float, ...]
    intercept: float

    def scores(self, meanings: Iterable[Floats]) -> Iterator[float]:
        """How much each sentence, given as its vector, looks like the type: 0 to 1, three digits."""
        middle, direction = np.array(self.middle), np.array(self.direction)
        for meaning in meanings:
            leaning = _unit(meaning - middle) @ direction + self.intercept
            yield round(float(probability(np.array(leaning))), 3)


class Confusing(NamedTuple):
    """An example that is told wrongly by what the others teach, and the one of the other side most like it."""

    text: str
    is_example: bool
    score: float
    like: str | None


class Accuracy(NamedTuple):
    """A share with its 95 % interval."""

    value: float
    low: float
    high: float


class Threshold(NamedTuple):
    """What a find from `score` on would mean: precision and recall on the examples, finds in the background."""

    score: float
    precision: float
    recall: float
    alarms: int


class Lesson(NamedTuple):
    """How well a type can be told by its examples: each is told by what the others teach."""

    learned: Learned
    n_examples: int
    n_counterexamples: int
    folds: int
    precision: Accuracy
    recall: Accuracy
    f1: Accuracy
    f1_of_half: float | None
    thresholds: tuple[Threshold, ...]
    confusing: tuple[Confusing, ...]
    background: int
    alarms: tuple[tuple[float, str], ...]


class _Class(NamedTuple):
    """Sentences to learn from: a row of numbers each (the last the intercept's), the truth, and whether it is
    the analyst's or of the background."""

    texts: tuple[str, ...]
    matrix: Floats
    truth: Floats
    own: NDArray[np.bool_]


def learn(found: OwnType) -> Lesson:
    """Learn a type and tell how well it holds; `TooFewExamples` under FEWEST sentences that tell it."""
    pupils = _class_of(found)
    gram = pupils.matrix @ pupils.matrix.T
    own = np.flatnonzero(pupils.own)
    folds = _folds(pupils, FOLDS)
    scores = cross_validate(gram, pupils, folds)
    guesses, truth = scores[own] >= THRESHOLD, pupils.truth[own] == 1
    precision, recall, f1 = _accuracies(truth, guesses)
    half = None
    if int(truth.sum()) >= 2 * FEWEST:
        half = _f1_of_half(gram, pupils, folds)
    learned = _learned(found, pupils, gram)
    confusing = [
        Confusing(pupils.texts[n], bool(pupils.truth[n]), float(scores[n]), _like(gram, pupils, int(n)))
        for n in own
        if (scores[n] >= THRESHOLD) != bool(pupils.truth[n])
    ]
    alarms = [
        (float(scores[n]), pupils.texts[n]) for n in np.flatnonzero(~pupils.own) if scores[n] >= THRESHOLD
    ]
    return Lesson(
        learned=learned,
        n_examples=len(found.examples),
        n_counterexamples=len(found.counterexamples),
        folds=int(folds.max()) + 1,
        precision=precision,
        recall=recall,
        f1=f1,
        f1_of_half=half,
        thresholds=tuple(
            Threshold(least, *_f1(truth, scores[own] >= least)[:2], int((scores[~pupils.own] >= least).sum()))
            for least in (0.3, 0.4, 0.5, 0.6, 0.7)
        ),
        confusing=tuple(sorted(confusing, key=lambda c: (c.score if c.is_example else 1 - c.score, c.text))),
        background=int((~pupils.own).sum()),
        alarms=tuple(sorted(alarms, reverse=True)),
    )


def learn_only(found: OwnType) -> Learned:
    """What `learn` learns, without telling how well it holds."""
    pupils = _class_of(found)
    return _learned(found, pupils, pupils.matrix @ pupils.matrix.T)


def _learned(found: OwnType, pupils: _Class, gram: Floats) -> Learned:
    coefficients = pupils.matrix.T @ fit(gram, pupils.truth, _weights(pupils), PENALTY)
    # Six decimals: what is beyond differs from machine to machine.
    return Learned(
        name=found.name,
        examples=digest_of(found),
        middle=tuple(round(float(m), 6) for m in _middle()),
        direction=tuple(round(float(c), 6) for c in coefficients[:-1]),
        intercept=round(float(coefficients[-1]), 6),
    )


def _class_of(found: OwnType) -> _Class:
    if len(found.examples) < FEWEST:
        raise TooFewExamples(
            f"{found.path}: {len(found.examples)} example{'' if len(found.examples) == 1 else 's'}, "
            f'{FEWEST} are the fewest to learn from. Add some: detente codebook add "{found.name}" "SENTENCE".'
        )
    # In an order of their own: that of the file must not show in any figure.
    own = [text for side in (found.examples, found.counterexamples) for text in sorted(e.text for e in side)]
    texts, meanings = background()
    quiet = [n for n, text in enumerate(texts) if text not in set(own)]
    rows = [*meanings_of(own), *(meanings[n] for n in quiet)]
    matrix = np.array([[*_unit(row - _middle()), 1.0] for row in rows])
    return _Class(
        texts=(*own, *(texts[n] for n in quiet)),
        matrix=matrix,
        truth=np.array([1.0] * len(found.examples) + [0.0] * (len(rows) - len(found.examples))),
        own=np.array([True] * len(own) + [False] * len(quiet)),
    )


@cache
def background() -> tuple[tuple[str, ...], tuple[Floats, ...]]:
    """Sentences of every kind that news hold, with their vectors: what no type of one's own should find."""
    texts = background_texts()
    return texts, tuple(meanings_of(texts))


@cache
def background_texts() -> tuple[str, ...]:
    """The sentences of the background alone."""
    lines = files("detente.ownbook").joinpath("background.txt").read_text(encoding="utf-8").splitlines()
    return tuple(line for line in lines if line and not line.startswith("#"))


@cache
def _middle() -> Floats:
    """The mean vector of the background: what all sentences of news have in common."""
    return np.asarray(np.mean(background()[1], axis=0), dtype=np.float64)


def _unit(vector: Floats) -> Floats:
    return np.asarray(vector / max(float(np.linalg.norm(vector)), 1e-9), dtype=np.float64)


def _weights(pupils: _Class, within: NDArray[np.bool_] | None = None) -> Floats:
    """What each sentence counts: all examples together 1, all counterexamples and all the background as above.

    `within` says which are learned from; the others count nothing.
    """
    within = np.ones(len(pupils.texts), dtype=bool) if within is None else within
    weights = np.zeros(len(pupils.texts))
    yes, no = pupils.own & (pupils.truth == 1) & within, pupils.own & (pupils.truth == 0) & within
    for part, total in ((yes, 1.0), (no, COUNTEREXAMPLES), (~pupils.own & within, BACKGROUND)):
        if part.any():
            weights[part] = total / part.sum()
    return weights


def _folds(pupils: _Class, wanted: int) -> NDArray[np.int64]:
    """The fold of each sentence, examples, counterexamples and background dealt out evenly.

    In the order of a digest of the text, so that neither their order in the file nor chance decides.
    """
    folds = np.zeros(len(pupils.texts), dtype=np.int64)
    k = max(2, min(wanted, int((pupils.truth == 1).sum())))
    for kind in (pupils.truth == 1, pupils.own & (pupils.truth == 0), ~pupils.own):
        dealt = sorted(np.flatnonzero(kind), key=lambda n: hashlib.blake2b(pupils.texts[n].encode()).digest())
        folds[dealt] = np.arange(len(dealt)) % k
    return folds


def cross_validate(
    gram: Floats, pupils: _Class, folds: NDArray[np.int64], kept: NDArray[np.bool_] | None = None
) -> Floats:
    """The score of each sentence by what the other folds teach; of these only what is `kept`."""
    scores = np.zeros(len(pupils.texts))
    for fold in range(int(folds.max()) + 1):
        told = folds == fold
        taught = ~told if kept is None else ~told & kept
        alpha = fit(gram, pupils.truth, _weights(pupils, taught), PENALTY)
        scores[told] = probability(gram[told] @ alpha)
    return scores


def _f1_of_half(gram: Floats, pupils: _Class, folds: NDArray[np.int64]) -> float:
    """The F1 on all examples where only every second one teaches."""
    values = []
    for rest in (0, 1):
        kept = ~pupils.own
        for kind in (pupils.truth == 1, pupils.own & (pupils.truth == 0)):
            dealt = sorted(np.flatnonzero(kind), key=lambda n: (folds[n], pupils.texts[n]))
            kept[dealt[rest::2]] = True
        scores = cross_validate(gram, pupils, folds, kept)
        values.append(_f1(pupils.truth[pupils.own] == 1, scores[pupils.own] >= THRESHOLD)[2])
    return float(np.mean(values))


def _f1(truth: NDArray[np.bool_], guesses: NDArray[np.bool_]) -> tuple[float, float, float]:
    right = float((truth & guesses).sum())
    precision = right / float(guesses.sum()) if guesses.any() else 0.0
    recall = right / float(truth.sum()) if truth.any() else 0.0
    return precision, recall, 2 * precision * recall / (precision + recall) if right else 0.0


def _accuracies(truth: NDArray[np.bool_], guesses: NDArray[np.bool_]) -> tuple[Accuracy, Accuracy, Accuracy]:
    """Precision, recall and F1 with percentile bootstrap intervals over the examples; seeded."""
    draws = np.random.default_rng(1979).integers(len(truth), size=(RESAMPLES, len(truth)))
    drawn = np.array([_f1(truth[draw], guesses[draw]) for draw in draws])
    low, high = np.percentile(drawn, [2.5, 97.5], axis=0)
    one, two, three = (
        Accuracy(value, float(low[n]), float(high[n])) for n, value in enumerate(_f1(truth, guesses))
    )
    return one, two, three


def _like(gram: Floats, pupils: _Class, n: int) -> str | None:
    """The analyst's sentence of the other side that shares most with this one."""
    others = np.flatnonzero(pupils.own & (pupils.truth != pupils.truth[n]))
    return pupils.texts[int(others[np.argmax(gram[n, others])])] if len(others) else None


def digest_of(found: OwnType) -> str:
    """A digest of what is learned from: the sentences of a type, the background, the encoder, the settings."""
    sides = (("+", found.examples), ("-", found.counterexamples))
    parts = [f"{side}{e.text}" for side, some in sides for e in some]
    parts += [weights_digest(), f"{COUNTEREXAMPLES} {BACKGROUND} {PENALTY}", *background_texts()]
    return hashlib.blake2b("\n".join(sorted(parts)).encode(), digest_size=8).hexdigest()


def learned_path(found: OwnType) -> Path:
    """Where what was learned of a type is kept."""
    return found.path.with_suffix(".learned.json")


def keep(found: OwnType, learned: Learned) -> Path:
    """Write what was learned beside the type's file."""
    path = learned_path(found)
    path.write_bytes(msgspec.json.format(msgspec.json.encode(learned), indent=1) + b"\n")
    return path


def kept(found: OwnType) -> Learned | None:
    """What was learned of a type, None where it was not learned, or from other examples or with another encoder."""
    path = learned_path(found)
    if not path.is_file():
        return None
    try:
        learned = msgspec.json.decode(path.read_bytes(), type=Learned)
    except (msgspec.ValidationError, msgspec.DecodeError) as error:
        raise BrokenType(f'{path}: {error}. Make it anew: detente codebook learn "{found.name}".') from error
    return learned if learned.examples == digest_of(found) else None


def reasons_for_more(lesson: Lesson) -> Iterator[str]:
    """Why more sentences are needed, in the analyst's words; nothing where they seem to do."""
    if lesson.n_counterexamples < FEWEST:
        yield (
            f"{lesson.n_counterexamples} counterexamples: precision is measured against little. "
            "Add near misses with --not."
        )
    if lesson.f1_of_half is not None and lesson.f1.value - lesson.f1_of_half >= 0.03:
        yield (
            f"F1 rose from {lesson.f1_of_half:.2f} with half of the sentences to {lesson.f1.value:.2f} with all: "
            "it has not levelled off."
        )
    if lesson.f1.high - lesson.f1.low > 0.2:
        yield f"The interval of F1 ({lesson.f1.low:.2f}–{lesson.f1.high:.2f}) is wide: few sentences were told."
