"""Two versions of the reader on the same gold: what was gained, lost, changed, and whether it could be chance.

The p-value of items is McNemar's exact test on those of which one version only is right (McNemar 1947,
Psychometrika 12; exact by the binomial distribution). The difference of the headline figure has a paired
bootstrap interval (Efron & Tibshirani 1993): both versions are given the same drawn sentences or documents. Items
of one document are not independent, so where documents hold many items the interval is the safer guide.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from math import comb
from pathlib import Path
from typing import Literal, TypeVar

import msgspec
import numpy as np

from detente.errors import OtherGold
from detente.evaluate.items import Evaluation, Item, Task
from detente.evaluate.scores import Statistic, Table, draws, percentiles, statistics_of

Verdict = Literal["gained", "lost", "changed"]
Line = TypeVar("Line")


class EvaluationHead(msgspec.Struct, frozen=True, tag_field="kind", tag="evaluation"):
    """First line of a saved evaluation."""

    format: str
    gold: tuple[str, ...]
    version: str
    tasks: tuple[Task, ...]


class ItemLine(Item, frozen=True, tag_field="kind", tag="item"):
    """Any other line of it."""


class Change(msgspec.Struct, frozen=True):
    """An item that the two versions answer differently; None: it was not told, and not asked either."""

    verdict: Verdict
    before: Item | None
    after: Item | None


class Comparison(msgspec.Struct, frozen=True):
    """One task's difference between two versions.

    `difference` is after minus before, with its 95 % interval, and `p` that of the paired bootstrap;
    `mcnemar` is None where nothing was gained or lost.
    """

    task: Task
    before: float
    after: float
    difference: float
    low: float
    high: float
    p: float
    mcnemar: float | None
    changes: tuple[Change, ...]

    def count(self, verdict: Verdict) -> int:
        """How many items were gained, lost or changed."""
        return sum(change.verdict == verdict for change in self.changes)


def save(evaluation: Evaluation, path: str | os.PathLike[str]) -> None:
    """Write an evaluation as JSON lines: a head, then an item a line."""
    head = EvaluationHead(evaluation.format, evaluation.gold, evaluation.version, evaluation.tasks)
    lines: list[msgspec.Struct] = [head]
    lines.extend(ItemLine(**msgspec.structs.asdict(item)) for item in evaluation.items)
    Path(path).write_bytes(b"".join(msgspec.json.encode(line) + b"\n" for line in lines))


def load(path: str | os.PathLike[str]) -> Evaluation:
    """The evaluation that `save` wrote; `OtherGold` where the file is none."""
    decoder = msgspec.json.Decoder(EvaluationHead | ItemLine)
    try:
        head, *rest = [decoder.decode(line) for line in Path(path).read_bytes().splitlines() if line.strip()]
        if not isinstance(head, EvaluationHead):
            raise OtherGold(f"{path}: no saved evaluation (its first line is no head)")
        items = tuple(Item(**msgspec.structs.asdict(line)) for line in rest if isinstance(line, ItemLine))
    except OSError as error:
        raise OtherGold(f"{path}: {error.strerror or error}") from None
    except (msgspec.DecodeError, ValueError) as error:
        raise OtherGold(f"{path}: no saved evaluation ({error}); `--save` writes one") from None
    return Evaluation(head.format, head.gold, head.version, head.tasks, items)


def compare(before: Evaluation, after: Evaluation) -> tuple[Comparison, ...]:
    """The difference of each task; `OtherGold` where the two are not of the same gold."""
    if before.format != after.format:
        raise OtherGold(f"the other evaluation is of {before.format} gold, this one of {after.format} gold")
    odd = sorted(_asked(before).items() ^ _asked(after).items())
    if odd:
        raise OtherGold(
            f"the other evaluation is of other gold: it differs in {odd[0][0][0]} of {odd[0][0][1]}"
        )
    return tuple(
        compare_task(task, before.of(task), after.of(task))
        for task in after.tasks
        if before.of(task) or after.of(task)
    )


def _asked(evaluation: Evaluation) -> dict[tuple[str, str], str]:
    """What the gold asks whatever the reader finds: each item's gold by its task and id."""
    always = {task.name for task in evaluation.tasks if not task.conditional}
    return {(i.task, i.id): i.gold for i in evaluation.items if i.gold is not None and i.task in always}


def compare_task(task: Task, before: Iterable[Item], after: Iterable[Item]) -> Comparison:
    """The difference of one task's items."""
    old, new = list(before), list(after)
    groups = sorted({item.group for item in (*old, *new)})
    statistic = statistics_of(task)[task.headline]
    tables = [Table(items, by_class=task.by_class, groups=groups) for items in (old, new)]
    was, now = (float(statistic(table, table.total())[0]) for table in tables)
    differences = _differences(statistic, tables[0], tables[1], len(groups))
    low, high = percentiles(differences)
    changes = tuple(_changes(old, new))
    gained = sum(c.verdict == "gained" for c in changes)
    lost = sum(c.verdict == "lost" for c in changes)
    return Comparison(
        task=task,
        before=was,
        after=now,
        difference=now - was,
        low=low,
        high=high,
        p=_two_sided(differences),
        mcnemar=mcnemar(gained, lost),
        changes=changes,
    )


def _differences(statistic: Statistic, old: Table, new: Table, groups: int) -> list[float]:
    found: list[float] = []
    for drawn in draws(groups):
        difference = statistic(new, new.sums(drawn)) - statistic(old, old.sums(drawn))
        found.extend(float(d) for d in difference)
    return found


def _two_sided(differences: list[float]) -> float:
    """How often a resample does not share the sign of the difference, twice; never 0, as no finite number
    of resamples shows that (Davison & Hinkley 1997, § 4.2)."""
    values = np.asarray(differences)
    n = len(values)
    below, above = int((values <= 0).sum()), int((values >= 0).sum())
    return min(1.0, 2 * (min(below, above) + 1) / (n + 1))


def _changes(before: Iterable[Item], after: Iterable[Item]) -> list[Change]:
    """The items that are answered differently, in the order of the gold. What is told unasked is a fault
    that may be gained (told no more) or lost (told now)."""
    old, new = {item.id: item for item in before}, {item.id: item for item in after}
    found: list[Change] = []
    for id in dict.fromkeys((*new, *old)):
        was, now = old.get(id), new.get(id)
        # A version that has not the item: right, if nothing is asked there, as it tells nothing there either.
        was_right = was.right if was is not None else now is not None and now.gold is None
        now_right = now.right if now is not None else was is not None and was.gold is None
        if was_right != now_right:
            found.append(Change("gained" if now_right else "lost", was, now))
        elif was is not None and now is not None and not now_right and was.predicted != now.predicted:
            found.append(Change("changed", was, now))
    return found


def mcnemar(gained: int, lost: int) -> float | None:
    """McNemar's exact two-sided p-value: how likely a split as uneven as this is if both were as good."""
    n = gained + lost
    if n == 0:
        return None
    tail: int = sum(comb(n, k) for k in range(min(gained, lost) + 1))
    return min(1.0, 2 * tail / int(2**n))
