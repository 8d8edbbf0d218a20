"""The errors of an evaluation as one web page that stands alone: no script, no request to anywhere.

Errors stand in sections by the gold's class and what was told instead. A link to a section shows that section
alone (CSS `:target`), and the link to all of them shows all again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from detente.evaluate.items import Evaluation, Item, Task
from detente.evaluate.scores import Scores
from detente.evaluate.versions import Comparison
from detente.records import Span
from detente.views.evaluation import heading, interval, shown
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
class TaskErrors:
    """All errors of one task, by section, the largest first."""

    task: Task
    scores: Scores
    sections: tuple[Section, ...]
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
    )


def _task_errors(
    number: int, scores: Scores, items: Iterable[Item], verdicts: Mapping[tuple[str, str], str]
) -> TaskErrors:
    items = list(items)
    sections: dict[str, list[Item]] = {}
    for item in items:
        if not item.right:
            sections.setdefault(section_of(scores.task, item), []).append(item)
    ordered = sorted(sections.items(), key=lambda s: (-len(s[1]), s[0]))
    found = tuple(
        Section(
            anchor=f"t{number}-{n}",
            title=title,
            errors=tuple(
                Error(item, parts(item), verdicts.get((item.task, item.id))) for item in wrong[:MOST]
            ),
            left_out=max(0, len(wrong) - MOST),
        )
        for n, (title, wrong) in enumerate(ordered)
    )
    return TaskErrors(scores.task, scores, found, sum(s.n for s in found), len(items))


def section_of(task: Task, item: Item) -> str:
    """The section in which an error stands."""
    if not task.by_class:
        return SPURIOUS if item.gold is None else MISSED if item.predicted is None else WRONG
    if item.gold is None:
        return f"{item.predicted} {SPURIOUS}"
    return f"{item.gold} told as {item.predicted}" if item.predicted else f"{item.gold} {MISSED}"


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
