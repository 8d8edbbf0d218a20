"""How a reading is held against a gold list (`lists`): which of its lines it has, and why it lacks the others."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from detente.evaluate.lists import (
    ActorLine,
    EventLine,
    GoldList,
    Kind,
    Line,
    MeasureLine,
    NeverLine,
    PositionLine,
    StatementLine,
)
from detente.records import REAL, Actor, Event, Measure, Position, Reading, Report, Span, Statement

# Share of a line's words that a statement's content must cover. Half: a content that misses an opening
# clause still tells what was said; one that holds three words of it does not.
COVERED = 0.5

# What keeps a record from answering a line, None where nothing does; of several records that stand at the
# line's words, the one of the highest rank is the nearest to it.
Fault = tuple[int, str | None]


@dataclass(frozen=True)
class Score:
    """What readings have of their gold: lines found, lines missed (with why), facts wrongly told."""

    found: tuple[Line, ...] = ()
    missed: tuple[tuple[Line, str], ...] = ()
    wrong: tuple[tuple[NeverLine, str], ...] = ()

    def recall(self, *kinds: Kind) -> float:
        """Share of the lines of these kinds (of all where none is named) that the reading has."""
        hits = sum(not kinds or line.kind in kinds for line in self.found)
        total = hits + sum(not kinds or line.kind in kinds for line, _ in self.missed)
        return hits / total if total else 1.0


def score(reading: Reading, gold: GoldList) -> Score:
    """Which lines of the gold list the reading has."""
    names = Names(reading.actors)
    found: list[Line] = []
    missed: list[tuple[Line, str]] = []
    wrong: list[tuple[NeverLine, str]] = []
    for line in gold.lines:
        if isinstance(line, NeverLine):
            wrong.extend((line, what) for what in told_as_fact(reading, line))
            continue
        why = lacks(reading, line, names)
        if why is None:
            found.append(line)
        else:
            missed.append((line, why))
    return Score(tuple(found), tuple(missed), tuple(wrong))


def total(scores: Iterable[Score]) -> Score:
    """Several reports' scores as one."""
    scores = list(scores)
    return Score(
        tuple(x for s in scores for x in s.found),
        tuple(x for s in scores for x in s.missed),
        tuple(x for s in scores for x in s.wrong),
    )


def locate(text: str, words: str) -> Span:
    """Where `words` stand in a text, white space aside; `ValueError` unless exactly once."""
    pattern = r"\s+".join(re.escape(w) for w in words.split())
    hits = [Span(*m.span()) for m in re.finditer(pattern, text)]
    if len(hits) != 1:
        raise ValueError(f"“{words}” stands {len(hits)} times in the text")
    return hits[0]


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
    if isinstance(line, ActorLine):
        return _actor_lacks(reading.actors, line)
    span = locate(reading.report.text, line.words)
    faults: list[tuple[int, str]] = []
    for rank, fault in _faults(reading, line, span, names):
        if fault is None:
            return None
        faults.append((rank, fault))
    return max(faults, key=lambda f: f[0])[1] if faults else "nothing there"


def _actor_lacks(actors: Iterable[Actor], line: ActorLine) -> str | None:
    fault = "nobody of that name"
    for actor in actors:
        if any(names_match(actor, name) for name in line.name):
            asked = (
                ("type", actor.type, line.type),
                ("country", actor.country, line.country),
                ("sector", actor.sector, line.sector),
            )
            odd = next(((key, have) for key, have, want in asked if want not in (None, have)), None)
            if odd is None:
                return None
            fault = f"{actor.name}: {odd[0]} is {odd[1]}"
    return fault


def _faults(reading: Reading, line: Line, span: Span, names: Names) -> Iterator[Fault]:
    """The fault of each record that stands at the line's words."""
    match line:
        case StatementLine():
            for statement in reading.statements:
                covered = sum(
                    max(0, min(s.end, span.end) - max(s.start, span.start)) for s in statement.content
                )
                if covered >= COVERED * (span.end - span.start):
                    yield _statement_fault(statement, line, names)
        case EventLine():
            for event in reading.events:
                if event.evidence.trigger.overlaps(span):
                    yield _event_fault(event, line, names)
        case PositionLine():
            for position in reading.positions:
                if any(s.overlaps(span) for e in position.evidence for s in e.spans):
                    yield _position_fault(position, line, names)
        case MeasureLine():
            for measure in reading.measures:
                if measure.evidence.span.overlaps(span):
                    yield _measure_fault(measure, line)


def _statement_fault(statement: Statement, line: StatementLine, names: Names) -> Fault:
    if not names.is_one(statement.speaker, line.speaker):
        return 1, f"said by {names.shown([statement.speaker])}"
    if line.acts and not set(line.acts) & set(statement.acts):
        return 2, f"acts are {', '.join(statement.acts) or 'none'}"
    return 3, None


def _event_fault(event: Event, line: EventLine, names: Names) -> Fault:
    if event.type not in line.type:
        return 1, f"type is {event.type}"
    if line.status and event.status not in line.status:
        return 2, f"status is {event.status}"
    for side, actors, wanted in (
        ("source", event.sources, line.source),
        ("target", event.targets, line.target),
    ):
        if wanted and not names.any_is(actors, wanted):
            return 3, f"{side} is {names.shown(actors)}"
    if line.date is not None:
        when = event.when
        if when is None or not (when.start and when.end and when.start[:10] <= line.date <= when.end[:10]):
            return 4, f"date is {when.start if when else None}"
    return 5, None


def _position_fault(position: Position, line: PositionLine, names: Names) -> Fault:
    if position.type not in line.type:
        return 1, f"type is {position.type}"
    if line.holder and not names.is_one(position.holder, line.holder):
        return 2, f"holder is {names.shown([position.holder])}"
    if line.toward and not names.any_is(position.toward, line.toward):
        return 3, f"toward {names.shown(position.toward)}"
    if line.due is not None:
        due = position.due
        have = (due.start, due.end) if due else None
        if have != line.due:
            return 4, f"due is {have}"
    for part, have_words, want in (
        ("condition", position.condition, line.condition),
        ("consequence", position.consequence, line.consequence),
    ):
        if want is not None and not share_words(have_words, want):
            return 4, f"{part} is {have_words!r}"
    return 5, None


def settled(
    positions: Iterable[Position], actors: Iterable[Actor], report: Report, line: PositionLine
) -> str | None:
    """None where a ledger holds the position of a line with a status that it allows; else what is wrong.

    Only lines that give a `status` are asked: it is the status once all the reports have been read. Type and
    holder must agree; how well the rest was read is the reading's score, not the ledger's.
    """
    names = Names(actors)
    asked = PositionLine(line.type, line.words, holder=line.holder)
    span = locate(report.text, line.words)
    faults: list[tuple[int, str]] = []
    for position in positions:
        if not any(
            e.report == report.id and any(s.overlaps(span) for s in e.spans) for e in position.evidence
        ):
            continue
        rank, fault = _position_fault(position, asked, names)
        if fault is None and position.status in line.status:
            return None
        faults.append((rank, fault or f"status is {position.status}"))
    return max(faults, key=lambda f: f[0])[1] if faults else "nothing there"


def share_words(have: str | None, want: str) -> bool:
    """Whether at least half of the wanted words are there."""
    there = set(re.findall(r"\w+", (have or "").lower()))
    wanted = re.findall(r"\w+", want.lower())
    return sum(w in there for w in wanted) * 2 >= len(wanted)


def _measure_fault(measure: Measure, line: MeasureLine) -> Fault:
    if line.type is not None and measure.type != line.type:
        return 1, f"type is {measure.type}"
    quantity = measure.quantity
    for key, have, want in (
        ("value", quantity.value, line.value),
        ("low", quantity.low, line.low),
        ("high", quantity.high, line.high),
    ):
        if want is not None and have != want:
            return 2, f"{key} is {have}"
    return 3, None


def is_told_as_fact(event: Event) -> bool:
    """Told by the report itself as something that has happened or goes on."""
    return event.status in REAL and event.claimed_by is None


def told_as_fact(reading: Reading, line: NeverLine) -> Iterator[str]:
    """The events that a `never` line forbids and the reading nevertheless tells as facts."""
    span = locate(reading.report.text, line.words)
    for event in reading.events:
        if is_told_as_fact(event) and event.evidence.trigger.overlaps(span):
            if not line.type or event.type in line.type:
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
