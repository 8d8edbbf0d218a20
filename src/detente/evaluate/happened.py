"""detente's own status sentences: is the event at the marked word told as a fact, and with which status?

Two forms of the same:

- a table with the header `pair<TAB>status<TAB>type<TAB>sentence`, the word in <angle brackets>;
- JSON lines `{"text", "event": [s, e], "status", "type"?, "published_at"?, "pair"?, "id"?}`, spans in code points.

`pair` joins a sentence in which the event happened with its near-twin in which it did not: the two are drawn
together in resampling. Each sentence is read as a report of its own. An event is told where one of the reader's
has its trigger at the word, whatever its type; a word at which none is told is not told as a fact.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from detente.errors import NotGold
from detente.evaluate.documents import report_of
from detente.evaluate.items import Asked, Item, Task
from detente.evaluate.labelled import FACT, STATUSES, happened, is_status, is_type
from detente.evaluate.lines import decoded_lines, first_line, text_of
from detente.evaluate.scores import NOT_HAPPENED
from detente.records import EVENT_TYPES, EventStatus, EventType, Reading, Span

STATUS = Task("status", "label", "Which status has it?", headline="macro-F1", by_class=True)
TOLD = Task(
    "told",
    "fact",
    "Has it happened (where anything is told)?",
    headline="balanced accuracy",
    by_class=True,
    conditional=True,
)
HEADER = "pair\tstatus\ttype\tsentence"


class StatusSentence(msgspec.Struct, frozen=True):
    """A sentence and the word in it that names an event."""

    text: str
    event: Span
    status: EventStatus
    type: EventType | None = None
    published_at: str | None = None
    pair: str | int | None = None
    id: str | int | None = None


def recognises(path: Path, head: str) -> bool:
    """Whether a file begins as such a table or with such a line."""
    line = first_line(head)
    if line.startswith("{"):
        return all(f'"{key}"' in line for key in ("text", "event", "status"))
    return line == HEADER


def ask(paths: Iterable[Path]) -> Asked:
    """The sentences of files, each with what the reader tells at its word."""
    from detente.evaluate.answers import read_all

    failed: list[str] = []
    named = [(f"{path.stem}:{id}", sentence) for path in paths for id, sentence in read_sentences(path)]
    readings = read_all((report_of(id, s.text, published_at=s.published_at) for id, s in named), failed)
    items = (tuple(items_of(id, s, reading)) for (id, s), reading in zip(named, readings, strict=True))
    return Asked((FACT, TOLD, STATUS), len(named), "sentences", items, failed)


def read_sentences(path: Path) -> Iterator[tuple[str, StatusSentence]]:
    """The sentences of a file with their id, or line number where they have none."""
    text = text_of(path)
    if first_line(text) == HEADER:
        for number, raw in enumerate(text.split("\n"), 1):
            if raw.strip() and raw.rstrip("\r") != HEADER:
                try:
                    yield str(number), from_row(raw)
                except ValueError as error:
                    raise NotGold(f"{path}, line {number}: {error}") from None
        return
    for number, line in decoded_lines(path, StatusSentence, "a status sentence"):
        if not 0 <= line.event.start < line.event.end <= len(line.text):
            raise NotGold(f"{path}, line {number}: its event is no stretch of its text")
        yield str(line.id) if line.id is not None else str(number), line


def from_row(row: str) -> StatusSentence:
    """The sentence of a row of the table; `ValueError` says what it is instead."""
    fields = row.rstrip("\r\n").split("\t")
    if len(fields) != 4:
        raise ValueError(f"{len(fields)} fields instead of pair<TAB>status<TAB>type<TAB>sentence")
    pair, status, type_, marked = fields
    if not is_status(status):
        raise ValueError(f"{status!r} is no status ({', '.join(STATUSES)})")
    if not is_type(type_):
        raise ValueError(f"{type_!r} is no event type ({', '.join(EVENT_TYPES)})")
    start, end = marked.find("<"), marked.find(">") - 1
    if marked.count("<") != 1 or marked.count(">") != 1 or start >= end:
        raise ValueError("the sentence must have one <word>")
    text = marked.replace("<", "").replace(">", "")
    return StatusSentence(text, Span(start, end), status, type_, pair=pair)


def items_of(id: str, sentence: StatusSentence, reading: Reading | None) -> Iterator[Item]:
    """Told as a fact or not, and as what."""
    events = [e for e in reading.events if e.evidence.trigger.overlaps(sentence.event)] if reading else []
    told = most_real(event.status for event in events)
    group = f"pair {sentence.pair}" if sentence.pair is not None else id
    note = ", ".join(f"{e.type} {e.status}" for e in events) or "nothing told there"

    def item(task: Task, gold: str, answer: str | None) -> Item:
        return Item(
            id=id,
            task=task.name,
            group=group,
            gold=gold,
            predicted=answer,
            right=answer == gold,
            text=sentence.text,
            marks=(sentence.event,),
            note=note,
        )

    gold = happened(sentence.status)
    if told is not None:
        yield item(FACT, gold, happened(told))
        yield item(TOLD, gold, happened(told))
    else:
        yield item(FACT, gold, NOT_HAPPENED if gold == NOT_HAPPENED else None)
    yield item(STATUS, sentence.status, told)


def most_real(told: Iterable[EventStatus]) -> EventStatus | None:
    """Of several answers the one that tells most as a fact: a fear told as a fact is not made good by a
    second reading of it as a fear."""
    order = ("occurred", "ongoing", "planned", "demanded", "hypothetical", "negated")
    return min(told, key=order.index, default=None)
