"""How a reading is held against a gold list: what a careful person would write down, line by line.

A gold file is TOML, one a report. Its lines are matched by evidence: `words` is a stretch of the report that
occurs there exactly once, and a record answers the line when its own evidence overlaps that stretch and its
fields agree. Only what a line gives is compared. Lists of names, types or statuses are alternatives.

    [[actor]]      name = ["Lavrov"]  type = "person"  country = "RUS"
    [[statement]]  speaker = ["Lavrov"]  words = "the talks were useful"  acts = ["assess"]
    [[event]]      type = ["CONSULT"]  status = ["occurred"]  source = ["Lavrov"]  target = ["Blinken"]
                   words = "…"  date = "2022-01-21"
    [[position]]   type = ["commitment"]  holder = ["Blinken"]  toward = ["Lavrov"]  words = "…"
                   due = ["2022-01-24", "2022-01-30"]  condition = "…"  consequence = "…"  status = ["lapsed"]
    [[measure]]    type = "troops"  value = 100000  (or low / high)  words = "…"
    [[never]]      words = "…"  type = ["ASSAULT"]      (no such event may be told as a fact)

`status` of a position is its status once all reports have been read; it is compared in the ledger only.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from detente.records import Actor, Event, Measure, Position, Reading, Report, Span, Statement

Kind = Literal["actor", "statement", "event", "position", "measure", "never"]
KINDS: tuple[Kind, ...] = ("actor", "statement", "event", "position", "measure", "never")

# Share of a line's words that a statement's content must cover. Half: a content that misses an opening
# clause still tells what was said; one that holds three words of it does not.
COVERED = 0.5


@dataclass(frozen=True)
class Line:
    """One thing that a careful person lists: its kind and what she wrote down."""

    kind: Kind
    fields: Mapping[str, Any]

    def __str__(self) -> str:
        shown = ", ".join(f"{k}={v!r}" for k, v in self.fields.items())
        return f"{self.kind}: {shown}"


@dataclass(frozen=True)
class Gold:
    """The expected reading of one report; `part` tells the reports of one file apart, from 0."""

    path: Path
    report: str
    part: int
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Score:
    """What one report's reading has of its gold: lines found, lines missed (with why), facts wrongly told."""

    found: tuple[Line, ...] = ()
    missed: tuple[tuple[Line, str], ...] = ()
    wrong: tuple[tuple[Line, str], ...] = ()
    extra: tuple[str, ...] = field(default=())

    def recall(self, *kinds: Kind) -> float:
        """Share of the lines of these kinds (of all where none is named) that the reading has."""
        wanted = kinds or tuple(k for k in KINDS if k != "never")
        hits = sum(line.kind in wanted for line in self.found)
        total = hits + sum(line.kind in wanted for line, _ in self.missed)
        return hits / total if total else 1.0


def load_gold(path: Path) -> Gold:
    """The gold list of a file, its lines in the order of the kinds."""
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    unknown = set(table) - {"report", "part", *KINDS}
    if unknown:
        raise ValueError(f"{path}: unknown kind {', '.join(sorted(unknown))}")
    lines = tuple(Line(kind, fields) for kind in KINDS for fields in table.get(kind, []))
    return Gold(path, table["report"], table.get("part", 0), lines)


def locate(text: str, words: str) -> Span:
    """Where `words` stand in a text, white space aside; `ValueError` unless exactly once."""
    pattern = r"\s+".join(re.escape(w) for w in words.split())
    hits = [Span(*m.span()) for m in re.finditer(pattern, text)]
    if len(hits) != 1:
        raise ValueError(f"“{words}” stands {len(hits)} times in the text")
    return hits[0]


def score(reading: Reading, gold: Gold) -> Score:
    """Which lines of the gold list the reading has."""
    names = Names(reading.actors)
    found: list[Line] = []
    missed: list[tuple[Line, str]] = []
    wrong: list[tuple[Line, str]] = []
    for line in gold.lines:
        if line.kind == "never":
            wrong.extend((line, what) for what in told_as_fact(reading, line))
            continue
        why = lacks(reading, line, names)
        if why is None:
            found.append(line)
        else:
            missed.append((line, why))
    return Score(tuple(found), tuple(missed), tuple(wrong), tuple(unlisted_facts(reading, gold, names)))


def total(scores: Iterable[Score]) -> Score:
    """Several reports' scores as one."""
    scores = list(scores)
    return Score(
        tuple(x for s in scores for x in s.found),
        tuple(x for s in scores for x in s.missed),
        tuple(x for s in scores for x in s.wrong),
        tuple(x for s in scores for x in s.extra),
    )


class Names:
    """Whether an actor of a reading is one whom the gold list names."""

    def __init__(self, actors: Iterable[Actor]) -> None:
        self._actors = {a.id: a for a in actors}

    def is_one(self, actor: str | None, wanted: Iterable[str]) -> bool:
        """Equal names, or for persons a part of the name: “Lavrov” is “Sergei Lavrov”, “Russia” is not
        “Russia's foreign ministry”."""
        found = self._actors.get(actor or "")
        return found is not None and any(names_match(found, name) for name in wanted)

    def any_is(self, actors: Iterable[str], wanted: Iterable[str]) -> bool:
        wanted = list(wanted)
        return any(self.is_one(a, wanted) for a in actors)

    def shown(self, actors: Iterable[str | None]) -> str:
        return " + ".join(self._actors[a].name if a in self._actors else "nobody" for a in actors) or "nobody"


def names_match(actor: Actor, name: str) -> bool:
    wanted = plain(name)
    for own in (actor.name, *actor.aliases):
        have = plain(own)
        if have == wanted:
            return True
        if actor.type == "person" and re.search(rf"\b{re.escape(wanted)}\b", have):
            return True
    return False


def plain(name: str) -> str:
    """A name as it is compared: “Turkey's government” is “turkey”, “about 100,000 Russian troops”
    are “russian troops”; without case, article, title, possessive and dots."""
    name = re.sub(r"[’']s?(?!\w)", "", name.lower()).replace(".", "").strip()
    name = re.sub(r"^(the|mr|mrs|ms|around|about|some)\s+", "", name)
    name = re.sub(r"^[\d,]+\s+", "", name)
    name = re.sub(r"^government of (the )?|\s+government$", "", name)
    return name.strip()


def lacks(reading: Reading, line: Line, names: Names) -> str | None:
    """None where some record answers the line; else the nearest one's fault."""
    if line.kind == "actor":
        return _actor_lacks(reading.actors, line)
    span = locate(reading.report.text, line.fields["words"])
    faults: list[tuple[int, str]] = []
    for rank, fault in _faults(reading, line, span, names):
        if fault is None:
            return None
        faults.append((rank, fault))
    return max(faults, key=lambda f: f[0])[1] if faults else "nothing there"


def _actor_lacks(actors: Iterable[Actor], line: Line) -> str | None:
    fault = "nobody of that name"
    for actor in actors:
        if any(names_match(actor, n) for n in line.fields["name"]):
            for key in ("type", "country", "sector"):
                if key in line.fields and getattr(actor, key) != line.fields[key]:
                    fault = f"{actor.name}: {key} is {getattr(actor, key)}"
                    break
            else:
                return None
    return fault


def _faults(reading: Reading, line: Line, span: Span, names: Names) -> Iterator[tuple[int, str | None]]:
    if line.kind == "statement":
        for s in reading.statements:
            yield from _statement_fault(s, line, span, names)
    elif line.kind == "event":
        for e in reading.events:
            if e.evidence.trigger.overlaps(span):
                yield _event_fault(e, line, names)
    elif line.kind == "position":
        for p in reading.positions:
            if any(s.overlaps(span) for e in p.evidence for s in e.spans):
                yield position_fault(p, line, names)
    elif line.kind == "measure":
        for m in reading.measures:
            if m.evidence.span.overlaps(span):
                yield _measure_fault(m, line)


def _statement_fault(
    statement: Statement, line: Line, span: Span, names: Names
) -> Iterator[tuple[int, str | None]]:
    covered = sum(max(0, min(s.end, span.end) - max(s.start, span.start)) for s in statement.content)
    if covered < COVERED * (span.end - span.start):
        return
    if not names.is_one(statement.speaker, line.fields["speaker"]):
        yield 1, f"said by {names.shown([statement.speaker])}"
    elif "acts" in line.fields and not set(line.fields["acts"]) & set(statement.acts):
        yield 2, f"acts are {', '.join(statement.acts) or 'none'}"
    else:
        yield 3, None


def _event_fault(event: Event, line: Line, names: Names) -> tuple[int, str | None]:
    want = line.fields
    if event.type not in want["type"]:
        return 1, f"type is {event.type}"
    if event.status not in want.get("status", [event.status]):
        return 2, f"status is {event.status}"
    for side, actors in (("source", event.sources), ("target", event.targets)):
        if side in want and not names.any_is(actors, want[side]):
            return 3, f"{side} is {names.shown(actors)}"
    if "date" in want:
        when = event.when
        if when is None or not (when.start and when.end and when.start[:10] <= want["date"] <= when.end[:10]):
            return 4, f"date is {when.start if when else None}"
    return 5, None


def position_fault(position: Position, line: Line, names: Names) -> tuple[int, str | None]:
    """What keeps a position that stands at the line's words from being it; a rank, higher is nearer."""
    want = line.fields
    if position.type not in want["type"]:
        return 1, f"type is {position.type}"
    if "holder" in want and not names.is_one(position.holder, want["holder"]):
        return 2, f"holder is {names.shown([position.holder])}"
    if "toward" in want and not names.any_is(position.toward, want["toward"]):
        return 3, f"toward {names.shown(position.toward)}"
    if "due" in want:
        due = position.due
        have = [due.start, due.end] if due else None
        if have != want["due"]:
            return 4, f"due is {have}"
    for part in ("condition", "consequence"):
        if part in want and not share_words(getattr(position, part), want[part]):
            return 4, f"{part} is {getattr(position, part)!r}"
    return 5, None


def settled(positions: Iterable[Position], actors: Iterable[Actor], report: Report, line: Line) -> str | None:
    """None where a ledger holds the position of a line with a status that it allows; else what is wrong.

    Only lines that give a `status` are asked: it is the status once all the reports have been read. Type and
    holder must agree; how well the rest was read is the reading's score, not the ledger's.
    """
    names = Names(actors)
    asked = Line(line.kind, {k: line.fields[k] for k in ("type", "holder") if k in line.fields})
    span = locate(report.text, line.fields["words"])
    faults: list[tuple[int, str]] = []
    for position in positions:
        if not any(
            e.report == report.id and any(s.overlaps(span) for s in e.spans) for e in position.evidence
        ):
            continue
        rank, fault = position_fault(position, asked, names)
        if fault is None and position.status in line.fields["status"]:
            return None
        faults.append((rank, fault or f"status is {position.status}"))
    return max(faults, key=lambda f: f[0])[1] if faults else "nothing there"


def share_words(have: str | None, want: str) -> bool:
    """Whether at least half of the wanted words are there."""
    there = set(re.findall(r"\w+", (have or "").lower()))
    wanted = re.findall(r"\w+", want.lower())
    return sum(w in there for w in wanted) * 2 >= len(wanted)


def _measure_fault(measure: Measure, line: Line) -> tuple[int, str | None]:
    want = line.fields
    if "type" in want and measure.type != want["type"]:
        return 1, f"type is {measure.type}"
    for key in ("value", "low", "high"):
        if key in want and getattr(measure.quantity, key) != want[key]:
            return 2, f"{key} is {getattr(measure.quantity, key)}"
    return 3, None


def is_told_as_fact(event: Event) -> bool:
    """Told by the report itself as something that has happened or goes on."""
    return event.status in ("occurred", "ongoing") and event.claimed_by is None


def told_as_fact(reading: Reading, line: Line) -> Iterator[str]:
    """The events that a `never` line forbids and the reading nevertheless tells as facts."""
    span = locate(reading.report.text, line.fields["words"])
    for event in reading.events:
        if not (is_told_as_fact(event) and event.evidence.trigger.overlaps(span)):
            continue
        if event.type in line.fields.get("type", [event.type]):
            yield describe(reading, event)


def unlisted_facts(reading: Reading, gold: Gold, names: Names) -> Iterator[str]:
    """Events told as facts that no line of the gold list has: to be looked at, they need not be wrong."""
    spans = [
        (locate(reading.report.text, line.fields["words"]), line.fields["type"])
        for line in gold.lines
        if line.kind == "event"
    ]
    for event in reading.events:
        if is_told_as_fact(event) and not any(
            event.evidence.trigger.overlaps(s) and event.type in types for s, types in spans
        ):
            yield describe(reading, event)


def describe(reading: Reading, event: Event) -> str:
    """An event as one line: type, status, who to whom, its trigger within its clause."""
    names = Names(reading.actors)
    text = reading.report.text
    clause = " ".join(event.evidence.span.of(text).split())
    return (
        f"{event.type} {event.status} {names.shown(event.sources)} → {names.shown(event.targets)}"
        f" [{event.evidence.trigger.of(text)}] “{clause[:110]}”"
    )
