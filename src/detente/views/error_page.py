"""The errors of an evaluation as one web page that stands alone: no script, no request to anywhere.

Errors stand in groups by the gold's class, within them in sections by what was told instead; the confusion matrix
above them leads to each. A link to a group or a section shows it alone (CSS `:target`), and the link to all of them
shows all again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from detente.evaluate.items import Evaluation, Item, Task
from detente.evaluate.scores import Scores
from detente.evaluate.versions import Comparison
from detente.records import Span
from detente.views.evaluation import heading, interval, short_name, shown
from detente.views.plain import plain

if TYPE_CHECKING:
    from jinja2 import Template

# Told unasked; missed; told with another answer, where the answers are too many for a section each.
SPURIOUS, MISSED, WRONG = "told unasked", "missed", "wrong"
# Errors of one section that are shown: a page of more than that nobody reads, and a browser shows slowly.
MOST = 500


class Part(NamedTuple):
    """A stretch of text, marked or not."""

    text: str
    marked: bool


@dataclass(frozen=True)
class Error:
    """An item that is wrong, as the page shows it. `verdict` is what became of it since the other version."""

    item: Item
    parts: tuple[Part, ...]
    verdict: str | None


@dataclass(frozen=True)
class Section:
    """Errors of one kind. `anchor` is its name in the page, `left_out` how many are not shown."""

    anchor: str
    title: str
    errors: tuple[Error, ...]
    left_out: int

    @property
    def n(self) -> int:
        return len(self.errors) + self.left_out


@dataclass(frozen=True)
class Group:
    """The sections of one class of the gold, the largest first."""

    anchor: str
    title: str
    sections: tuple[Section, ...]

    @property
    def n(self) -> int:
        return sum(section.n for section in self.sections)


class Cell(NamedTuple):
    """How often a class was told as another; `anchor` is the section of those errors, None where there are none."""

    n: int
    anchor: str | None


@dataclass(frozen=True)
class MatrixRow:
    """A class of the gold, or what was told unasked: its right answers, and its errors by what was told."""

    title: str
    anchor: str | None
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class TaskErrors:
    """All errors of one task. `matrix` is None where its answers are too many for one; `columns` are its heads."""

    task: Task
    scores: Scores
    groups: tuple[Group, ...]
    columns: tuple[str, ...]
    matrix: tuple[MatrixRow, ...] | None
    wrong: int
    of: int


def error_page(
    evaluation: Evaluation, scores: Sequence[Scores], comparisons: Sequence[Comparison] = ()
) -> str:
    """The page as HTML."""
    verdicts = {
        (c.task.name, item.id): change.verdict
        for c in comparisons
        for change in c.changes
        for item in (change.before, change.after)
        if item is not None
    }
    tasks = [_task_errors(n, s, evaluation.of(s.task), verdicts) for n, s in enumerate(scores)]
    return _template().render(
        heading=heading(evaluation),
        tasks=tasks,
        comparisons=comparisons,
        shown=shown,
        interval=interval,
        plain=plain,
        short=short_name,
    )


def _task_errors(
    number: int, scores: Scores, items: Iterable[Item], verdicts: Mapping[tuple[str, str], str]
) -> TaskErrors:
    items = list(items)
    wrong: dict[str, dict[str, list[Item]]] = {}
    for item in items:
        if not item.right:
            group, told = place_of(scores.task, item)
            wrong.setdefault(group, {}).setdefault(told, []).append(item)
    groups = []
    for n, (name, by_told) in enumerate(sorted(wrong.items())):
        sections = [
            Section(
                anchor=f"t{number}-{n}-{m}",
                title=f"{name} {told}".strip(),
                errors=tuple(Error(i, parts(i), verdicts.get((i.task, i.id))) for i in found[:MOST]),
                left_out=max(0, len(found) - MOST),
            )
            for m, (told, found) in enumerate(sorted(by_told.items()))
        ]
        sections.sort(key=lambda section: -section.n)
        groups.append(Group(f"t{number}-{n}", name, tuple(sections)))
    columns, matrix = _matrix(items, groups) if scores.task.by_class else ((), None)
    return TaskErrors(
        scores.task, scores, tuple(groups), columns, matrix, sum(g.n for g in groups), len(items)
    )


def place_of(task: Task, item: Item) -> tuple[str, str]:
    """The group and the section in which an error stands."""
    if not task.by_class:
        return (SPURIOUS if item.gold is None else MISSED if item.predicted is None else WRONG), ""
    if item.gold is None:
        return SPURIOUS, f"as {item.predicted}"
    return item.gold, f"told as {item.predicted}" if item.predicted is not None else MISSED


def _matrix(items: Iterable[Item], groups: Iterable[Group]) -> tuple[tuple[str, ...], tuple[MatrixRow, ...]]:
    """The confusion matrix with the anchors of its cells; the last column is what was missed."""
    counts = Counter((item.gold, item.predicted) for item in items)
    anchors = {section.title: section.anchor for group in groups for section in group.sections}
    of_group = {group.title: group.anchor for group in groups}
    gold = sorted({g for g, _ in counts if g is not None})
    told: list[str | None] = [*sorted({t for _, t in counts if t is not None} | set(gold))]
    if any(answer is None for _, answer in counts):
        told.append(None)
    rows = []
    for name in (*gold, None):
        title = name if name is not None else SPURIOUS
        if name is None and title not in of_group:
            continue
        cells = []
        for answer in told:
            suffix = f"told as {answer}" if answer is not None else MISSED
            section = f"{title} as {answer}" if name is None else f"{title} {suffix}"
            cells.append(Cell(counts[name, answer], anchors.get(section)))
        rows.append(MatrixRow(title, of_group.get(title), tuple(cells)))
    return tuple(t if t is not None else MISSED for t in told), tuple(rows)


def parts(item: Item) -> tuple[Part, ...]:
    """An item's text cut into marked and unmarked stretches."""
    found: list[Part] = []
    at = 0
    for mark in item.marks:
        mark = Span(max(at, mark.start), max(at, mark.end))
        found.append(Part(plain(item.text[at : mark.start]), False))
        found.append(Part(plain(mark.of(item.text)), True))
        at = mark.end
    found.append(Part(plain(item.text[at:]), False))
    return tuple(part for part in found if part.text)


@cache
def _template() -> Template:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("detente.views", "pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("errors.html")
