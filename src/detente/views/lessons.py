"""What can be learned from corrections: gold lists for `detente evaluate`, and labelled sentences to train on.

Of the records only those that an analyst has looked at: accepted, edited, merged or split ones are right, and an event
that was rejected must not be told as a fact. What neither form can say is named, not dropped silently.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from detente.corrections import Correctable
from detente.errors import LedgerError
from detente.evaluate.lists import ActorLine, EventLine, Line, NeverLine, PositionLine, StatementLine, kind_of
from detente.evaluate.matching import is_told_as_fact
from detente.ledger import Ledger
from detente.records import Actor, Event, Position, Reading, Report, Span, Spans, digest_id
from detente.views.tables import one_line


@dataclass(frozen=True)
class Made:
    """What an export wrote, and what it could not say, a line each."""

    written: int
    of: str
    left_out: tuple[str, ...]


@dataclass(frozen=True)
class Lesson:
    """A corrected report: its reading as corrected, the ids of the records that were found right, the actors too,
    and the records that were rejected."""

    reading: Reading
    right: frozenset[str]
    actors: tuple[Actor, ...]
    wrong: tuple[Correctable, ...]


def lessons(ledger: Ledger) -> Iterator[Lesson]:
    """The reports that corrections in force are about, by id. An actor counts in the first report that has it."""
    in_force = [item for item in ledger.log() if item.undone_by is None and item.entry.action != "undo"]
    about = {a.report for item in in_force for a in item.entry.about if a.report is not None}
    right = {a.id for item in in_force for a in item.entry.about if a.kind == "actor"}
    actors = {a.id: a for a in ledger.actors() if any(e.action != "reject" for e in ledger.corrections_of(a))}
    right &= actors.keys()
    for report in sorted(ledger.reports(), key=lambda r: r.id):
        if report.id not in about and not right:
            continue
        reading = ledger.reading(report.id)
        own = tuple(a for a in reading.actors if a.id in actors and _stands_in(a, reading))
        if report.id not in about and not own:
            continue
        for a in own:
            del actors[a.id]
            right.discard(a.id)
        records: tuple[Correctable, ...] = (*reading.statements, *reading.events, *reading.positions)
        found_right = {r.id for r in records if any(e.action != "reject" for e in ledger.corrections_of(r))}
        wrong = tuple(
            r
            for r in ledger.left_out(report.id)
            if all(e.action != "merge" for e in ledger.corrections_of(r))
        )
        yield Lesson(reading, frozenset(found_right), own, wrong)


def write_gold(ledger: Ledger, folder: Path) -> Made:
    """Write the corrected reports (`ID.jsonl`) and their gold lists (`ID.toml`) into a folder."""
    left_out: list[str] = []
    written = 0
    _make(folder)
    for lesson in lessons(ledger):
        report = lesson.reading.report
        lines = list(gold_lines(ledger, lesson, left_out))
        if not lines:
            continue
        name = report.id if re.fullmatch(r"[\w.-]+", report.id) else digest_id("r", report.id)
        _write(folder / f"{name}.jsonl", f"{_given(report)}\n")
        _write(folder / f"{name}.toml", as_toml(f"{name}.jsonl", lines))
        written += 1
    return Made(written, "report" if written == 1 else "reports", tuple(left_out))


def write_training(ledger: Ledger, path: Path) -> Made:
    """Write the events that were found right as labelled sentences: TYPE, STATUS, sentence, with tabs."""
    left_out: list[str] = []
    lines = [
        line
        for lesson in lessons(ledger)
        for event in lesson.reading.events
        if event.id in lesson.right and (line := labelled(lesson.reading, event, left_out)) is not None
    ]
    _write(path, "".join(f"{line}\n" for line in dict.fromkeys(lines)))
    return Made(len(lines), "sentence" if len(lines) == 1 else "sentences", tuple(left_out))


# ── gold ─────────────────────────────────────────────────────────────────────────────────────────────


def gold_lines(ledger: Ledger, lesson: Lesson, left_out: list[str]) -> Iterator[Line]:
    """The lines of a report's gold list; what cannot be said in one is added to `left_out`."""
    reading, text = lesson.reading, lesson.reading.report.text
    by_id = {a.id: a for a in reading.actors}

    def names(ids: Iterable[str | None]) -> tuple[str, ...]:
        """The actors' names, and their others that stand in this report."""
        found = [by_id[id] for id in ids if id is not None and id in by_id]
        return tuple(
            dict.fromkeys(
                n for a in found for n in (a.name, *(alias for alias in a.aliases if alias in text))
            )
        )

    for actor in lesson.actors:
        yield ActorLine(name=names([actor.id]), type=actor.type, country=actor.country, sector=actor.sector)
    for statement in reading.statements:
        if statement.id in lesson.right:
            words = unique_words(text, max(statement.content, key=lambda s: s.end - s.start), widen=False)
            speaker = names([statement.speaker])
            if words is None or not speaker:
                left_out.append(f"{statement.id}: {'no speaker' if words else 'its words stand there twice'}")
                continue
            yield StatementLine(speaker=speaker, words=words, acts=statement.acts)
    for event in reading.events:
        if event.id in lesson.right:
            words = unique_words(text, event.evidence.trigger, widen=True)
            if words is None:
                left_out.append(f"{event.id}: its words stand there twice")
                continue
            when = event.when
            one_day = when is not None and when.start is not None and when.start == when.end
            yield EventLine(
                type=(event.type,),
                words=words,
                status=(event.status,),
                source=names(event.sources),
                target=names(event.targets),
                date=when.start[:10] if when and when.start and one_day else None,
            )
    for position in reading.positions:
        if position.id in lesson.right:
            longest = max((s for e in position.evidence for s in e.spans), key=lambda s: s.end - s.start)
            words = unique_words(text, longest, widen=True)
            if words is None:
                left_out.append(f"{position.id}: its words stand there twice")
                continue
            due = position.due
            edited = {c.field for e in ledger.corrections_of(position) for c in e.changes}
            thread = ledger.record(position.id)
            yield PositionLine(
                type=(position.type,),
                words=words,
                holder=names([position.holder]),
                toward=names(position.toward),
                due=(due.start, due.end) if due and due.start and due.end else None,
                condition=position.condition,
                consequence=position.consequence,
                status=(thread.status,) if "status" in edited and isinstance(thread, Position) else (),
            )
    told = [e for e in reading.events if is_told_as_fact(e)]
    for wrong in lesson.wrong:
        if not isinstance(wrong, Event):
            left_out.append(f"{wrong.id}: that a {kind_name(wrong)} is wrong has no line of its own")
            continue
        words = unique_words(text, wrong.evidence.trigger, widen=True)
        same = any(e.type == wrong.type and e.evidence.trigger.overlaps(wrong.evidence.trigger) for e in told)
        if words is None or same or not is_told_as_fact(wrong):
            left_out.append(f"{wrong.id}: a rejected event has a line only where it was told as a fact")
            continue
        yield NeverLine(words=words, type=(wrong.type,))


def as_toml(report: str, lines: Sequence[Line]) -> str:
    """A gold list as `detente evaluate` reads it."""
    out = [f"report = {_toml(report)}\n"]
    for line in lines:
        out.append(f"\n[[{kind_of(line)}]]\n")
        out += (f"{field} = {_toml(value)}\n" for field, value in msgspec.to_builtins(line).items() if value)
    return "".join(out)


def unique_words(text: str, span: Span, *, widen: bool) -> str | None:
    """The words of a span as they are found exactly once in the text; with `widen` the words around them too.

    None where no such stretch is there within twelve words on either side.
    """
    words = [Span(*m.span()) for m in re.finditer(r"\S+", text)]
    held = [n for n, w in enumerate(words) if w.overlaps(span)]
    if not held:
        return None
    first, last = held[0], held[-1]
    for more in range(13 if widen else 1):
        for left, right in ((first - more // 2, last + (more + 1) // 2), (first - more, last)):
            if left < 0 or right >= len(words):
                continue
            whole = Span(span.start, span.end) if not more else Span(words[left].start, words[right].end)
            stretch = whole.of(text)
            pattern = r"\s+".join(re.escape(w) for w in stretch.split())
            if sum(1 for _ in re.finditer(pattern, text)) == 1:
                return one_line(stretch)
    return None


# ── training ─────────────────────────────────────────────────────────────────────────────────────────


def labelled(reading: Reading, event: Event, left_out: list[str]) -> str | None:
    """An event as TYPE, STATUS and its sentence with [source] and {target}; None where its sentence names not both."""
    trigger, text = event.evidence.trigger, reading.report.text
    sentence = next((s for s in reading.sentences if s.contains(trigger)), event.evidence.span)

    def side(ids: Sequence[str], spans: Spans) -> list[Span]:
        """Where the side is named in the sentence, the nearest to the trigger first."""
        own = [m.span for m in reading.mentions if m.actor in ids and sentence.contains(m.span)]
        named = [s for s in spans if sentence.contains(s) and any(s.overlaps(o) for o in own)]
        return named or sorted(own, key=lambda s: (abs(s.start - trigger.start), s.start))

    pairs = (
        (source, target)
        for source in side(event.sources, event.evidence.source)
        for target in side(event.targets, event.evidence.target)
        if not source.overlaps(target)
    )
    pair = next(pairs, None)
    if pair is None or re.search(r"[\[\]{}]", sentence.of(text)):
        why = (
            "its sentence does not name both sides"
            if pair is None
            else "its sentence has brackets of its own"
        )
        left_out.append(f"{event.id}: {why}")
        return None
    marked = sentence.of(text)
    marks = (("[", "]"), ("{", "}"))
    for span, (opening, closing) in sorted(zip(pair, marks, strict=True), reverse=True):
        start, end = span.start - sentence.start, span.end - sentence.start
        marked = f"{marked[:start]}{opening}{marked[start:end]}{closing}{marked[end:]}"
    return f"{event.type}\t{event.status}\t{one_line(marked)}"


# ── files ────────────────────────────────────────────────────────────────────────────────────────────


def kind_name(record: Correctable) -> str:
    """“statement”, “event”, “position”."""
    return str(type(record).__struct_config__.tag)


def _stands_in(actor: Actor, reading: Reading) -> bool:
    return any(m.actor == actor.id for m in reading.mentions)


def _given(report: Report) -> str:
    """A report as JSON that reads as the same report."""
    fields = ("id", "title", "text", "published_at", "publisher", "url", "language")
    return json.dumps({f: v for f in fields if (v := getattr(report, f)) is not None}, ensure_ascii=False)


def _toml(value: object) -> str:
    if isinstance(value, list | tuple):
        return f"[{', '.join(_toml(v) for v in value)}]"
    # A JSON string is a TOML string, but for the delete character, which TOML wants written out.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise LedgerError(
            f"{folder}: this folder cannot be made ({error.strerror}). Name another one."
        ) from error


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise LedgerError(
            f"{path}: this file cannot be written ({error.strerror}). Name another one."
        ) from error
