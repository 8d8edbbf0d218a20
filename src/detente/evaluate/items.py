"""What an evaluation is made of: one item for each thing that the gold asks or that the reader told unasked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

import msgspec

from detente.records import Spans

# label: every item has one answer of a closed set (accuracy, macro-F1, confusion)
# fact:  the same, of two answers, where telling the second for the first is the worse fault
# found: things to be found; items without gold were told unasked (precision, recall, F1)
# value: found things of which a value is asked, right or wrong (F1, and how many of the found are right)
# recall: things to be found, where telling more is no fault (recall)
# near:  a number that should be near another: `off` says how far it is
TaskKind = Literal["label", "fact", "found", "value", "recall", "near"]


class Task(msgspec.Struct, frozen=True):
    """One question that a gold file asks throughout.

    `by_class` is whether its answers are few enough that each deserves a line of its own, `headline` the
    figure by which two versions of the reader are compared. `conditional` is whether only
    what was found is asked, so that two versions may be asked different things. `near` is, of a task of that kind,
    how near is right, and `unit` the measure of it.
    """

    name: str
    kind: TaskKind
    asks: str
    headline: str
    by_class: bool = False
    conditional: bool = False
    near: float | None = None
    unit: str | None = None


class Item(msgspec.Struct, frozen=True):
    """One thing asked: what the gold says and what the reader says.

    `gold` None: told unasked. `predicted` None: missed. `right` is the format's judgement, as the two may
    agree without being equal (a meeting of A with B is one of B with A). `group` is what is drawn as one in
    resampling: the sentence or the document. `confidence` is the reader's own, of its answer. `off` is how
    far a number is from the gold's. `text` and `marks` show the place.
    """

    id: str
    task: str
    group: str
    gold: str | None
    predicted: str | None
    right: bool
    confidence: float | None = None
    off: float | None = None
    text: str = ""
    marks: Spans = ()
    note: str | None = None


class Asked(NamedTuple):
    """A gold file under way: its tasks, how many sentences or documents there are, and their items in turn.

    `items` yields the items of one sentence or document at a time, so that progress can be shown. `failed` says, as
    it goes, on which of them the reader itself failed: what is asked there counts as missed.
    """

    tasks: tuple[Task, ...]
    size: int
    word: str
    items: Iterator[tuple[Item, ...]]
    failed: list[str]


class Evaluation(msgspec.Struct, frozen=True):
    """All items of a gold file, answered. `gold` names the files, `version` the reader's version."""

    format: str
    gold: tuple[str, ...]
    version: str
    tasks: tuple[Task, ...]
    items: tuple[Item, ...]

    def of(self, task: Task) -> list[Item]:
        """The items of one task, in the order of the gold file."""
        return [item for item in self.items if item.task == task.name]


def match_sets(
    *,
    task: str,
    group: str,
    gold: Iterable[str],
    predicted: Iterable[str],
    text: str,
    confidence: dict[str, float] | None = None,
) -> Iterator[Item]:
    """The items of two sets of answers: those in both, those missed, those told unasked, in that order."""
    wanted, told = list(dict.fromkeys(gold)), list(dict.fromkeys(predicted))
    sure = confidence or {}
    for answer in wanted:
        hit = answer if answer in told else None
        yield Item(
            id=f"{group} {task} {answer}",
            task=task,
            group=group,
            gold=answer,
            predicted=hit,
            right=hit is not None,
            confidence=sure.get(answer) if hit else None,
            text=text,
        )
    for answer in told:
        if answer not in wanted:
            yield Item(
                id=f"{group} {task} {answer}",
                task=task,
                group=group,
                gold=None,
                predicted=answer,
                right=False,
                confidence=sure.get(answer),
                text=text,
            )
