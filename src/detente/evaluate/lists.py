"""detente's own gold lists: what a careful person would write down of a report, line by line.

A list is TOML, one a report. Its lines are matched by evidence: `words` is a stretch of the report that occurs
there exactly once, and a record answers the line when its own evidence overlaps that stretch and its fields agree.
Only what a line gives is compared. Lists of names, types or statuses are alternatives.

    report = "day-1.txt"      (the file in which the report stands; part = 1 is the second report in it)

    [[actor]]      name = ["Lavrov"]  type = "person"  country = "RUS"
    [[statement]]  speaker = ["Lavrov"]  words = "the talks were useful"  acts = ["assess"]
    [[event]]      type = ["CONSULT"]  status = ["occurred"]  source = ["Lavrov"]  target = ["Blinken"]
                   words = "…"  date = "2022-01-21"
    [[position]]   type = ["commitment"]  holder = ["Blinken"]  toward = ["Lavrov"]  words = "…"
                   due = ["2022-01-24", "2022-01-30"]  condition = "…"  consequence = "…"  status = ["lapsed"]
    [[measure]]    type = "troops"  value = 100000  (or low / high)  words = "…"
    [[never]]      words = "…"  type = ["ASSAULT"]      (no such event may be told as a fact)

Asked is recall only: a careful person lists what matters, and what the reader tells beyond it need not be wrong.
`status` of a position is its status once all reports have been read; it is compared in the ledger only.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Literal

import msgspec

from detente.errors import NotGold
from detente.evaluate.documents import excerpt
from detente.evaluate.items import Asked, Item, Task
from detente.evaluate.lines import text_of
from detente.records import (
    Act,
    ActorType,
    EventStatus,
    EventType,
    MeasureType,
    PositionStatus,
    PositionType,
    Spans,
)

if TYPE_CHECKING:
    from detente.records import Reading, Report

Kind = Literal["actor", "statement", "event", "position", "measure", "never"]
KINDS: tuple[Kind, ...] = ("actor", "statement", "event", "position", "measure", "never")

TASKS = (
    Task("actor", "recall", "Who is there?", headline="recall"),
    Task("statement", "recall", "Who said what?", headline="recall"),
    Task("event", "recall", "Who did what to whom?", headline="recall"),
    Task("position", "recall", "Where does who stand?", headline="recall"),
    Task("measure", "recall", "How many?", headline="recall"),
    Task("never", "recall", "Is nothing told as a fact that is none?", headline="recall"),
)


class _Line(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A line of a list. What it does not give is empty or None."""

    def __str__(self) -> str:
        given = msgspec.to_builtins(self).items()
        shown = (f"{key} {' or '.join(value) if isinstance(value, tuple) else value}" for key, value in given)
        return f"{kind_of(self)}: {', '.join(shown)}"


class ActorLine(_Line, frozen=True):
    """Somebody whom the report names."""

    kind: ClassVar[Kind] = "actor"
    name: tuple[str, ...]
    type: ActorType | None = None
    country: str | None = None
    sector: str | None = None


class StatementLine(_Line, frozen=True):
    """Something that somebody says; any of the acts will do."""

    kind: ClassVar[Kind] = "statement"
    speaker: tuple[str, ...]
    words: str
    acts: tuple[Act, ...] = ()


class EventLine(_Line, frozen=True):
    """Something that somebody does, on some day."""

    kind: ClassVar[Kind] = "event"
    type: tuple[EventType, ...]
    words: str
    status: tuple[EventStatus, ...] = ()
    source: tuple[str, ...] = ()
    target: tuple[str, ...] = ()
    date: str | None = None


class PositionLine(_Line, frozen=True):
    """Where somebody stands; `due` is the first and the last day."""

    kind: ClassVar[Kind] = "position"
    type: tuple[PositionType, ...]
    words: str
    holder: tuple[str, ...] = ()
    toward: tuple[str, ...] = ()
    due: tuple[str, str] | None = None
    condition: str | None = None
    consequence: str | None = None
    status: tuple[PositionStatus, ...] = ()


class MeasureLine(_Line, frozen=True):
    """A number."""

    kind: ClassVar[Kind] = "measure"
    words: str
    type: MeasureType | None = None
    value: float | None = None
    low: float | None = None
    high: float | None = None


class NeverLine(_Line, frozen=True):
    """Words at which no event, or none of these types, may be told as a fact."""

    kind: ClassVar[Kind] = "never"
    words: str
    type: tuple[EventType, ...] = ()


Line = ActorLine | StatementLine | EventLine | PositionLine | MeasureLine | NeverLine


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    report: str
    part: int = 0
    actor: tuple[ActorLine, ...] = ()
    statement: tuple[StatementLine, ...] = ()
    event: tuple[EventLine, ...] = ()
    position: tuple[PositionLine, ...] = ()
    measure: tuple[MeasureLine, ...] = ()
    never: tuple[NeverLine, ...] = ()


@dataclass(frozen=True)
class GoldList:
    """The expected reading of one report; `part` tells the reports of one file apart, from 0."""

    path: Path
    report: str
    part: int
    lines: tuple[Line, ...]


def kind_of(line: _Line) -> str:
    """What a line lists."""
    return str(getattr(type(line), "kind", ""))


def recognises(path: Path, head: str) -> bool:
    """Whether a file is TOML that names a report."""
    return path.suffix == ".toml" and any(line.startswith("report") for line in head.splitlines())


def ask(paths: Iterable[Path], reports: Path | None = None) -> Asked:
    """The lists of files, each with what its report's reading lacks.

    The reports stand beside the lists, or in the folder `reports`.
    """
    from detente.evaluate.answers import read_all

    failed: list[str] = []
    golds = [load_list(path) for path in paths]
    readings = read_all((report_of(gold, reports) for gold in golds), failed)
    items = (tuple(items_of(gold, reading)) for gold, reading in zip(golds, readings, strict=True))
    return Asked(TASKS, len(golds), "reports", items, failed)


def load_list(path: Path) -> GoldList:
    """The gold list of a file, its lines in the order of the kinds."""
    try:
        table = msgspec.convert(tomllib.loads(text_of(path)), _File)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise NotGold(f"{path}: no gold list ({error})") from None
    by_kind = (table.actor, table.statement, table.event, table.position, table.measure, table.never)
    return GoldList(path, table.report, table.part, tuple(line for lines in by_kind for line in lines))


def report_of(gold: GoldList, elsewhere: Path | None) -> Report:
    """The report of a list; `NotGold` where no folder has it, or it cannot be read."""
    from detente.sources import Skipped, open_reports

    path = gold.path.parent / gold.report
    if elsewhere is not None and not path.exists():
        path = elsewhere / gold.report
    found = list(open_reports([path]))
    if gold.part >= len(found):
        raise NotGold(f"{gold.path}: {path} has no report number {gold.part + 1}")
    report = found[gold.part]
    if isinstance(report, Skipped):
        raise NotGold(f"{gold.path}: its report could not be read ({report}); --reports names its folder")
    return report


def items_of(gold: GoldList, reading: Reading | None) -> Iterator[Item]:
    """The lines of one list, each with what the reading has of it; None is a report that could not be read."""
    for n, line in enumerate(gold.lines):
        why, text = "the report could not be read", ""
        marks: Spans = ()
        if reading is not None:
            try:
                why, text, marks = _held_against(reading, line)
            except ValueError as error:
                raise NotGold(f"{gold.path}: {error}") from None
        shown = str(line)
        yield Item(
            id=f"{gold.path.stem} {n}",
            task=kind_of(line),
            group=gold.path.stem,
            gold=shown,
            predicted=None if why else shown,
            right=not why,
            text=text,
            marks=marks,
            note=why or None,
        )


def _held_against(reading: Reading, line: Line) -> tuple[str, str, Spans]:
    """What the reading lacks of a line, nothing where it has it; the line's place in the report."""
    from detente.evaluate.matching import Names, lacks, locate, told_as_fact

    if isinstance(line, ActorLine):
        return lacks(reading, line, Names(reading.actors)) or "", "", ()
    text, marks = excerpt(reading.report.text, locate(reading.report.text, line.words))
    if isinstance(line, NeverLine):
        return "; ".join(told_as_fact(reading, line)), text, marks
    return lacks(reading, line, Names(reading.actors)) or "", text, marks
