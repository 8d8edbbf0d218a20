"""detente's own labelled sentences: what the marked source does to the marked target, and whether it happened.

Two forms of the same:

- lines `TYPE<TAB>STATUS<TAB>sentence`, the source in [brackets] and the target in {braces}: the form of the
  training corpus; empty lines and lines that begin with “#” are passed over;
- JSON lines `{"text", "source": [s, e], "target": [s, e], "type"?, "status"?, "id"?}`, at least one of `type` and
  `status`, spans in code points.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, TypeGuard, get_args

import msgspec

from detente.errors import NotGold
from detente.evaluate.items import Asked, Item, Task
from detente.evaluate.lines import decoded_lines, first_line, text_of
from detente.evaluate.scores import HAPPENED, NOT_HAPPENED
from detente.records import EVENT_TYPES, REAL, EventStatus, EventType, Span

if TYPE_CHECKING:
    from detente.reading.pairs import PairLabel

STATUSES: tuple[EventStatus, ...] = get_args(EventStatus)

CLASS = Task("class", "label", "What does the source do to the target?", headline="macro-F1", by_class=True)
STATUS = Task("status", "label", "Which status has it?", headline="macro-F1", by_class=True)
FACT = Task("fact", "fact", "Has it happened?", headline="balanced accuracy", by_class=True)


class Labelled(msgspec.Struct, frozen=True):
    """A sentence with its pair; `type` or `status` None is not asked."""

    text: str
    source: Span
    target: Span
    type: EventType | None = None
    status: EventStatus | None = None
    id: str | int | None = None


def recognises(path: Path, head: str) -> bool:
    """Whether a file begins with such a sentence, in either form."""
    line = first_line(head)
    if line.startswith("{"):
        return all(f'"{key}"' in line for key in ("text", "source", "target")) and (
            '"type"' in line or '"status"' in line
        )
    fields = line.split("\t")
    return len(fields) == 3 and fields[0] in EVENT_TYPES and fields[1] in STATUSES


def ask(paths: Iterable[Path]) -> Asked:
    """The sentences of files, each with the reader's answer."""
    from detente.evaluate.answers import label_pairs

    failed: list[str] = []
    named = [(f"{path.stem}:{place}", sentence) for path in paths for place, sentence in read_sentences(path)]
    labels = label_pairs(((s.text, s.source, s.target) for _, s in named), failed)
    items = (tuple(items_of(id, s, label)) for (id, s), label in zip(named, labels, strict=True))
    return Asked((CLASS, STATUS, FACT), len(named), "sentences", items, failed)


def read_sentences(path: Path) -> Iterator[tuple[str, Labelled]]:
    """The sentences of a file with their id, or line number where they have none."""
    text = text_of(path)
    if first_line(text).startswith("{"):
        for number, line in decoded_lines(path, Labelled, "a labelled sentence"):
            for side, span in (("source", line.source), ("target", line.target)):
                if not 0 <= span.start < span.end <= len(line.text):
                    raise NotGold(f"{path}, line {number}: its {side} is no stretch of its text")
            yield str(line.id) if line.id is not None else str(number), line
        return
    for number, raw in enumerate(text.splitlines(), 1):
        if raw.strip() and not raw.startswith("#"):
            try:
                yield str(number), from_line(raw)
            except ValueError as error:
                raise NotGold(f"{path}, line {number}: {error}") from None


def from_line(line: str) -> Labelled:
    """The sentence of a line `TYPE<TAB>STATUS<TAB>sentence`; `ValueError` says what it is instead."""
    fields = line.rstrip("\r\n").split("\t")
    if len(fields) != 3:
        raise ValueError(f"{len(fields)} fields instead of TYPE<TAB>STATUS<TAB>sentence")
    type_, status, marked = fields
    if not is_type(type_):
        raise ValueError(f"{type_!r} is no event type ({', '.join(EVENT_TYPES)})")
    if not is_status(status):
        raise ValueError(f"{status!r} is no status ({', '.join(STATUSES)})")
    text, at, marks = "", dict[str, int](), [c for c in marked if c in "[]{}"]
    if sorted(marks) != sorted("[]{}"):
        raise ValueError("the sentence must have one [source] and one {target}")
    for c in marked:
        if c in "[]{}":
            at[c] = len(text)
        else:
            text += c
    if at["["] >= at["]"] or at["{"] >= at["}"]:
        raise ValueError("a mark is closed before it is opened, or holds nothing")
    return Labelled(text, Span(at["["], at["]"]), Span(at["{"], at["}"]), type_, status)


def items_of(id: str, sentence: Labelled, label: PairLabel | None) -> Iterator[Item]:
    """What is asked of one sentence, beside the reader's answers."""
    source, target = sentence.source, sentence.target
    marks = tuple(sorted((source, target))) if not source.overlaps(target) else ()
    note = f"{source.of(sentence.text)} → {target.of(sentence.text)}"
    if label is not None:
        note += f": told as {label.type} {label.status}"

    def item(task: Task, gold: str, told: str | None, sure: float | None = None) -> Item:
        return Item(
            id=id,
            task=task.name,
            group=id,
            gold=gold,
            predicted=told,
            right=told == gold,
            confidence=sure,
            text=sentence.text,
            marks=marks,
            note=note,
        )

    if sentence.type is not None:
        yield item(CLASS, sentence.type, label.type if label else None, label.confidence if label else None)
    if sentence.status is not None:
        told = label.status if label else None
        yield item(STATUS, sentence.status, told)
        yield item(FACT, happened(sentence.status), happened(told) if told else None)


def happened(status: str) -> str:
    """Whether an event of that status has happened or is happening."""
    return HAPPENED if status in REAL else NOT_HAPPENED


def is_type(name: str) -> TypeGuard[EventType]:
    """Whether a word is an event type."""
    return name in EVENT_TYPES


def is_status(name: str) -> TypeGuard[EventStatus]:
    """Whether a word is a status of an event."""
    return name in STATUSES
