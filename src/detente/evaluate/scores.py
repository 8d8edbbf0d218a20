"""Figures from items: precision, recall, F1, accuracy, calibration, each with an interval.

Intervals are percentile bootstrap intervals (Efron 1979, “Bootstrap methods: another look at the jackknife”,
Annals of Statistics 7; Efron & Tibshirani 1993, ch. 13): the sentences or documents are drawn anew with
replacement, whole, as items of one document are not independent. Expected calibration error: Guo, Pleiss, Sun
& Weinberger 2017, “On calibration of modern neural networks”, ICML, eq. 3. All is seeded: the same items give
the same figures in any order.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from statistics import median

import msgspec
import numpy as np
from numpy.typing import NDArray

from detente.evaluate.items import Evaluation, Item, Task

Counts = NDArray[np.float64]
Drawn = NDArray[np.int64]

# Resamples of a bootstrap. At 1,000 the ends of a 95 % interval move by about a tenth of its width from seed
# to seed (PLV-like macro-F1, 20 seeds), at a cost of well under a second.
RESAMPLES = 1000
SEED = 1979
LEVEL = 0.95
# Bins of the calibration table, of equal width. Guo et al. take 15 on sets of 10,000; ours have 1,000 items.
BINS = 10
# Resamples whose weights are held at once, so that a large gold file does not fill the memory.
_CHUNK = 100


class Figure(msgspec.Struct, frozen=True):
    """A number and its 95 % interval, None where it has none; `n` is how many items it is of."""

    name: str
    value: float
    low: float | None
    high: float | None
    n: int
    unit: str | None = None


class ClassRow(msgspec.Struct, frozen=True):
    """One class: precision, recall, F1, and how often the gold has it and the reader told it."""

    name: str
    precision: float
    recall: float
    f1: float
    gold: int
    predicted: int


class Bin(msgspec.Struct, frozen=True):
    """Items with a confidence in `(low, high]`: how many, how sure on average, how often right."""

    low: float
    high: float
    n: int
    confidence: float
    accuracy: float


class Confusion(msgspec.Struct, frozen=True):
    """How often the gold's class (row) was told as which (column); a last column “–” is no answer."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]


class Scores(msgspec.Struct, frozen=True):
    """All that is said about one task."""

    task: Task
    figures: tuple[Figure, ...]
    classes: tuple[ClassRow, ...] = ()
    confusion: Confusion | None = None
    calibration: tuple[Bin, ...] = ()

    def figure(self, name: str) -> Figure:
        """The figure of that name; KeyError where the task has none such."""
        for figure in self.figures:
            if figure.name == name:
                return figure
        raise KeyError(name)


NOTHING = "–"


def score(evaluation: Evaluation) -> tuple[Scores, ...]:
    """The scores of each task that has items."""
    return tuple(score_task(task, items) for task in evaluation.tasks if (items := evaluation.of(task)))


def score_task(task: Task, items: Iterable[Item]) -> Scores:
    """Figures, classes, confusion and calibration of one task's items; their order is no matter."""
    items = sorted(items, key=lambda item: (item.group, item.id))
    table = Table(items, by_class=task.by_class)
    total, resampled = table.total(), table.resampled()
    figures = [
        Figure(
            name,
            float(statistic(table, total)[0]),
            *percentiles(statistic(table, resampled)),
            _size(name, table, total),
        )
        for name, statistic in statistics_of(task).items()
    ]
    if task.kind == "near":
        figures.extend(distances(items, task.unit))
    bins = calibration(items)
    if bins:
        error = expected_calibration_error(bins)
        # No interval: resampling adds noise to every bin, and so makes the error larger than it is.
        figures.append(Figure("calibration error", error, None, None, sum(b.n for b in bins)))
    return Scores(
        task=task,
        figures=tuple(figures),
        classes=tuple(class_rows(items)) if task.by_class else (),
        confusion=confusion(items) if task.kind in ("label", "fact") else None,
        calibration=bins,
    )


class Table:
    """Items counted by group and class: what a resample sums up.

    A group's row holds, class by class, how many are right, told and in the gold; then, over all classes,
    how many items are right, told, in the gold, both told and in the gold; then whether the group has a gold
    item at all, and whether it has one that is right.
    """

    def __init__(
        self, items: Iterable[Item], *, by_class: bool = True, groups: Iterable[str] | None = None
    ) -> None:
        items = list(items)
        self.groups = sorted({item.group for item in items} if groups is None else groups)
        answers = {c for item in items for c in (item.gold, item.predicted) if c is not None}
        self.classes = sorted(answers) if by_class else []
        self._c = c = len(self.classes)
        row = {group: n for n, group in enumerate(self.groups)}
        column = {name: n for n, name in enumerate(self.classes)}
        self.counts: Counts = np.zeros((len(self.groups), 3 * c + 6))
        for item in items:
            into = self.counts[row[item.group]]
            right = item.right and item.gold is not None
            # A right answer counts for the gold's class, however it is put.
            told = item.gold if right else item.predicted
            if item.gold is not None:
                into[3 * c + 2] += 1
                into[3 * c + 4] = 1
            if item.predicted is not None:
                into[3 * c + 1] += 1
                into[3 * c + 3] += item.gold is not None
            if right:
                into[3 * c] += 1
                into[3 * c + 5] = 1
            if by_class:
                for kind, answer in enumerate((item.gold if right else None, told, item.gold)):
                    if answer is not None:
                        into[kind * c + column[answer]] += 1

    def total(self) -> Counts:
        """The counts of all groups, as a table of one row."""
        summed: Counts = self.counts.sum(axis=0, keepdims=True)
        return summed

    def resampled(self) -> Counts:
        """The summed counts of each resample, a row each."""
        return np.concatenate([self.sums(drawn) for drawn in draws(len(self.groups))])

    def sums(self, drawn: Drawn) -> Counts:
        """The summed counts where each group is taken as often as `drawn` says, a row for each of its rows."""
        summed: Counts = drawn @ self.counts
        return summed

    def whole(self, sums: Counts) -> tuple[Counts, Counts, Counts, Counts]:
        """Right, told, in the gold, and both told and in the gold, over all classes."""
        at = 3 * self._c
        return sums[:, at], sums[:, at + 1], sums[:, at + 2], sums[:, at + 3]

    def by_class(self, sums: Counts) -> tuple[Counts, Counts, Counts]:
        """Right, told and in the gold, a column for each of `classes`."""
        c = self._c
        return sums[:, :c], sums[:, c : 2 * c], sums[:, 2 * c : 3 * c]

    def groups_hit(self, sums: Counts) -> tuple[Counts, Counts]:
        """Groups with a right item, groups with a gold item."""
        return sums[:, 3 * self._c + 5], sums[:, 3 * self._c + 4]


# What a figure is: from a table's summed counts, one number a row.
Statistic = Callable[[Table, Counts], Counts]


def accuracy(table: Table, sums: Counts) -> Counts:
    """Share of the gold items that are right: recall over all classes."""
    right, _, gold, _ = table.whole(sums)
    return ratio(right, gold)


def precision(table: Table, sums: Counts) -> Counts:
    """Share of the told items that are right."""
    right, told, _, _ = table.whole(sums)
    return ratio(right, told)


def micro_f1(table: Table, sums: Counts) -> Counts:
    """Harmonic mean of precision and recall, over all classes together."""
    right, told, gold, _ = table.whole(sums)
    return ratio(2 * right, told + gold)


def macro_f1(table: Table, sums: Counts) -> Counts:
    """Mean of F1 over the classes that the gold has; a class told but never asked adds none of its own."""
    right, told, gold = table.by_class(sums)
    return _mean_where(ratio(2 * right, told + gold), gold > 0)


def balanced_accuracy(table: Table, sums: Counts) -> Counts:
    """Mean of recall over the classes that the gold has."""
    right, _, gold = table.by_class(sums)
    return _mean_where(ratio(right, gold), gold > 0)


def right_where_found(table: Table, sums: Counts) -> Counts:
    """Share of the found items that are right."""
    right, _, _, both = table.whole(sums)
    return ratio(right, both)


def groups_with_a_right_one(table: Table, sums: Counts) -> Counts:
    """Share of the sentences or documents with gold items of which one at least is right."""
    hit, asked = table.groups_hit(sums)
    return ratio(hit, asked)


def spurious(table: Table, sums: Counts) -> Counts:
    """Items told that are not right, for each gold item."""
    right, told, gold, _ = table.whole(sums)
    return ratio(told - right, gold)


def told_for(unreal: str) -> Statistic:
    """Share of the gold items of the class `unreal` that are not told as that."""

    def share(table: Table, sums: Counts) -> Counts:
        if unreal not in table.classes:
            return np.zeros(len(sums))
        at = table.classes.index(unreal)
        right, _, gold = table.by_class(sums)
        return ratio(gold[:, at] - right[:, at], gold[:, at])

    return share


# The two answers of a task of the kind “fact”.
HAPPENED, NOT_HAPPENED = "happened", "not happened"

FALSE_FACTS = "told as happened though it did not"
WITH_A_RIGHT_ONE = "share with a right one"
RIGHT_WHERE_FOUND = "right where found"

_LABEL: dict[str, Statistic] = {
    "accuracy": accuracy,
    "macro-F1": macro_f1,
    "balanced accuracy": balanced_accuracy,
}
_FOUND: dict[str, Statistic] = {"precision": precision, "recall": accuracy, "F1": micro_f1}


def statistics_of(task: Task) -> dict[str, Statistic]:
    """The figures of a task, by name."""
    match task.kind:
        case "label":
            return _LABEL
        case "fact":
            return {**_LABEL, FALSE_FACTS: told_for(NOT_HAPPENED)}
        case "found" if task.by_class:
            return {
                **_FOUND,
                "macro-F1": macro_f1,
                WITH_A_RIGHT_ONE: groups_with_a_right_one,
                "spurious for each in the gold": spurious,
            }
        case "found":
            return _FOUND
        case "value":
            return {**_FOUND, RIGHT_WHERE_FOUND: right_where_found}
        case "recall":
            return {"recall": accuracy}
        case "near":
            return {f"within {task.near:g} {task.unit}": accuracy}


def _size(figure: str, table: Table, total: Counts) -> int:
    """How many items, or groups of them, a figure is of."""
    _, told, gold, both = (int(counts[0]) for counts in table.whole(total))
    if figure == FALSE_FACTS:
        asked = table.by_class(total)[2][0]
        return int(sum(n for name, n in zip(table.classes, asked, strict=True) if name == NOT_HAPPENED))
    sizes = {
        "precision": told,
        RIGHT_WHERE_FOUND: both,
        WITH_A_RIGHT_ONE: int(table.groups_hit(total)[1][0]),
    }
    return sizes.get(figure, gold)


def draws(groups: int) -> Iterator[Drawn]:
    """How often each of the groups is drawn, a row for each resample; in chunks, the same every time."""
    dice = np.random.default_rng(SEED)
    for start in range(0, RESAMPLES, _CHUNK):
        size = min(_CHUNK, RESAMPLES - start)
        yield dice.multinomial(groups, np.full(groups, 1 / groups), size=size)


def percentiles(values: Sequence[float] | Counts) -> tuple[float, float]:
    """The ends of the interval that holds `LEVEL` of the values."""
    tail = 50 * (1 - LEVEL)
    low, high = np.percentile(np.asarray(values), [tail, 100 - tail])
    return float(low), float(high)


def ratio(part: Counts, whole: Counts) -> Counts:
    """Part by whole, 0 where there is no whole."""
    shares: Counts = np.divide(part, whole, out=np.zeros_like(part, dtype=np.float64), where=whole > 0)
    return shares


def _mean_where(values: Counts, there: NDArray[np.bool_]) -> Counts:
    return ratio((values * there).sum(axis=1), there.sum(axis=1).astype(np.float64))


def distances(items: Sequence[Item], unit: str | None) -> Iterator[Figure]:
    """The median of how far off the answers are, and the share of the items that have no answer."""
    groups = sorted({item.group for item in items})
    row = {group: n for n, group in enumerate(groups)}
    off = sorted((item.off, row[item.group]) for item in items if item.off is not None)
    if off:
        values = np.array([value for value, _ in off])
        owner = np.array([n for _, n in off])
        medians = [_weighted_median(values, drawn[owner]) for chunk in draws(len(groups)) for drawn in chunk]
        whole = median(value for value, _ in off)
        yield Figure("median distance", whole, *percentiles(medians), len(off), unit)
    yield Figure("unresolved", 1 - len(off) / len(items), None, None, len(items))


def _weighted_median(values: Counts, weights: Drawn) -> float:
    """The median of sorted values, each as often as its weight says; infinite where none is drawn."""
    reached = np.cumsum(weights)
    if not len(reached) or reached[-1] == 0:
        return math.inf
    lower = values[np.searchsorted(reached, (reached[-1] + 1) // 2)]
    upper = values[np.searchsorted(reached, reached[-1] // 2 + 1)]
    return float(lower + upper) / 2


def class_rows(items: Iterable[Item]) -> list[ClassRow]:
    """One row a class that the gold or the reader has, the classes of the gold first."""
    table = Table(items)
    right, told, gold = (counts[0] for counts in table.by_class(table.total()))
    rows = [
        ClassRow(
            name,
            float(right[n] / told[n]) if told[n] else 0.0,
            float(right[n] / gold[n]) if gold[n] else 0.0,
            float(2 * right[n] / (told[n] + gold[n])),
            int(gold[n]),
            int(told[n]),
        )
        for n, name in enumerate(table.classes)
    ]
    return sorted(rows, key=lambda row: (row.gold == 0, row.name))


def confusion(items: Iterable[Item]) -> Confusion:
    """The confusion matrix; its last column counts the items without an answer, if there are any."""
    pairs = Counter((item.gold, item.predicted) for item in items if item.gold is not None)
    rows = sorted({gold for gold, _ in pairs if gold is not None})
    told = sorted({predicted for _, predicted in pairs if predicted is not None} - set(rows))
    columns: list[str | None] = [*rows, *told]
    if any(predicted is None for _, predicted in pairs):
        columns.append(None)
    counts = tuple(tuple(pairs[row, column] for column in columns) for row in rows)
    return Confusion(tuple(rows), tuple(c if c is not None else NOTHING for c in columns), counts)


def calibration(items: Iterable[Item]) -> tuple[Bin, ...]:
    """The answers that have a confidence, in bins of equal width; empty bins are left out."""
    binned: dict[int, list[Item]] = {}
    for item in items:
        if item.confidence is not None:
            # (0.1, 0.2] is bin 1; 0 belongs to the first bin. Rounded, as 0.1 * 3 is more than 0.3.
            at = max(0, math.ceil(round(item.confidence * BINS, 9)) - 1)
            binned.setdefault(at, []).append(item)
    return tuple(
        Bin(
            at / BINS,
            (at + 1) / BINS,
            len(held),
            math.fsum(item.confidence or 0.0 for item in held) / len(held),
            sum(item.right for item in held) / len(held),
        )
        for at, held in sorted(binned.items())
    )


def expected_calibration_error(bins: Sequence[Bin]) -> float:
    """Mean distance of confidence from accuracy over the bins, each by its number of items."""
    n = sum(b.n for b in bins)
    return math.fsum(b.n * abs(b.confidence - b.accuracy) for b in bins) / n if n else 0.0
