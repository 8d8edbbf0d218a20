"""Corrections at the desk: the fields of a record as a form, and what was asked for as an entry of the log."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import combinations

import msgspec

from detente.corrections import Action, Entry
from detente.edits import CHOICES, FIELDS
from detente.errors import DeskError
from detente.ledger import Hand, Ledger
from detente.records import Actor, Event, Position, Span, Statement, When
from detente.views.log import subjects, verdict, what
from detente.views.plain import plain

Correctable = Actor | Statement | Event | Position


class Asked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A correction as it is asked for: as the arguments of `detente correct`. `report` limits it to what one tells of a
    position; to undo, `ids` is the entry's number or id."""

    action: Action
    ids: tuple[str, ...]
    reason: str
    changes: dict[str, str] = {}
    parts: tuple[str, ...] = ()
    report: str | None = None


@dataclass(frozen=True)
class Field:
    """A field of a form: its value as it is typed, and what there is to choose from. `many` may be chosen; `quoted` are
    words that stand in the report."""

    name: str
    value: str
    choices: tuple[str, ...]
    many: bool
    quoted: bool

    @property
    def chosen(self) -> tuple[str, ...]:
        return tuple(self.value.split(", ")) if self.many else (self.value,)


@dataclass(frozen=True)
class Said:
    """What an entry of the log says of a record, in words."""

    entry: str
    words: str


@dataclass(frozen=True)
class Form:
    """All that can be corrected of a record."""

    id: str
    kind: str
    fields: tuple[Field, ...]
    said: tuple[Said, ...]


def form(ledger: Ledger, record: Correctable) -> Form:
    """The form of a record with its values as they are."""
    kind = str(type(record).__struct_config__.tag)
    text = "" if isinstance(record, Actor | Position) else ledger.report(record.report).text
    names = dict(ledger.names())
    places = ledger.place_names([record.place]) if isinstance(record, Event) else {}
    names.update(places)
    fields = tuple(
        Field(
            name,
            plain(_typed(getattr(record, name), names, text)),
            CHOICES.get((kind, name), ("yes", "no") if written == "yes or no" else ()),
            written == "choices",
            written == "words" or name in ("proposition", "condition", "consequence"),
        )
        for name, written in FIELDS[kind].items()
    )
    return Form(record.id, kind, fields, said_of(ledger, record))


def said_of(ledger: Ledger, record: Correctable) -> tuple[Said, ...]:
    """What was said of a record, in order."""
    return tuple(Said(e.id, plain(verdict(e))) for e in ledger.corrections_of(record))


def _typed(value: object, names: Mapping[str, str], text: str) -> str:
    """A value as it is typed in an edit."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case When():
            if value.start is None:
                return ""
            return (
                value.start[:10]
                if value.end in (None, value.start)
                else f"{value.start[:10]}/{(value.end or '')[:10]}"
            )
        case tuple() if value and isinstance(value[0], Span):
            return " … ".join(span.of(text) for span in value)
        case tuple():
            return ", ".join(names.get(str(v), str(v)) for v in value)
        case _:
            return names.get(str(value), str(value))


def asked_by(fields: Mapping[str, Sequence[str]]) -> Asked:
    """What a form of the desk asks for; `DeskError` where it is none.

    `do` is the action and the id of its record, `with` further ids and `part` parts, each a line, `new-FIELD` what stands
    in a field and `was-FIELD` what stood there: only what is another counts.
    """
    action, _, id = _one(fields, "do").partition(" ")
    changes = {}
    for key, (was, *_) in fields.items():
        name = key.removeprefix("was-")
        new = ", ".join(fields.get(f"new-{name}", ())).strip()
        if name != key and new != was.strip():
            changes[name] = new
    try:
        return msgspec.convert(
            {
                "action": action,
                "ids": [id, *_lines(fields, "with")],
                "reason": _one(fields, "reason").strip(),
                "changes": changes if action == "edit" else {},
                "parts": _lines(fields, "part"),
                "report": _one(fields, "only") or None,
            },
            Asked,
        )
    except msgspec.ValidationError:
        raise DeskError(f"“{action}” is nothing that can be done to a record.") from None


def correct(ledger: Ledger, asked: Asked, author: str) -> Entry:
    """Make the entry of the log that is asked for; `LedgerError` where it cannot be made."""
    if not asked.reason.strip():
        raise DeskError("Say why: a correction keeps its reason.")
    if not all(asked.ids) or not asked.ids:
        raise DeskError("A correction names its record.")
    by = Hand(author, asked.reason.strip(), datetime.now(UTC).isoformat(timespec="microseconds"))
    first, *rest = asked.ids
    if rest and asked.action in ("edit", "split", "undo"):
        raise DeskError(f"{asked.action} takes one record at a time.")
    match asked.action:
        case "accept":
            return ledger.accept(*asked.ids, by=by, only=asked.report)
        case "reject":
            return ledger.reject(*asked.ids, by=by, only=asked.report)
        case "edit":
            return ledger.edit(first, asked.changes, by=by, only=asked.report)
        case "merge":
            return ledger.merge(*asked.ids, by=by)
        case "split":
            return ledger.split(first, *asked.parts, by=by)
        case "undo":
            return ledger.undo(first, by=by)


@dataclass(frozen=True)
class LogRow:
    """An entry of the log as a line; `loose` where it finds a record no more."""

    id: str
    number: int
    at: str
    author: str
    what: str
    of: str
    reason: str
    undone: bool
    loose: bool
    record: str | None


@dataclass(frozen=True)
class Agreement:
    """Two analysts: how many records both judged (accepted, rejected or edited), and of how many they said the same."""

    one: str
    other: str
    both: int
    same: int


def agreements(ledger: Ledger) -> tuple[Agreement, ...]:
    """The pairs of analysts who judged the same records, by name. Of each the last word on a record counts."""
    said: dict[tuple[str | None, str], dict[str, object]] = defaultdict(dict)
    for item in ledger.log():
        entry = item.entry
        if item.undone_by is None and entry.action in ("accept", "reject", "edit"):
            for anchor in entry.about:
                said[anchor.report, anchor.id][entry.author] = (entry.action, entry.changes)
    both: Counter[tuple[str, str]] = Counter()
    same: Counter[tuple[str, str]] = Counter()
    for words in said.values():
        for one, other in combinations(sorted(words), 2):
            both[one, other] += 1
            same[one, other] += words[one] == words[other]
    return tuple(Agreement(plain(a), plain(b), n, same[a, b]) for (a, b), n in sorted(both.items()))


def log_rows(ledger: Ledger) -> tuple[LogRow, ...]:
    """The log, latest first."""
    log = ledger.log()
    numbers = {item.entry.id: item.entry.number for item in log}
    return tuple(
        LogRow(
            item.entry.id,
            item.entry.number,
            item.entry.at[:16].replace("T", " "),
            plain(item.entry.author),
            plain(what(item.entry, numbers.get(item.entry.undoes or ""))),
            plain(subjects(item.entry)),
            plain(item.entry.reason),
            item.undone_by is not None,
            bool(item.loose),
            item.entry.about[0].id if item.entry.about else None,
        )
        for item in reversed(log)
    )


def _one(fields: Mapping[str, Sequence[str]], name: str) -> str:
    return (fields.get(name) or [""])[0]


def _lines(fields: Mapping[str, Sequence[str]], name: str) -> list[str]:
    return [line.strip() for line in _one(fields, name).splitlines() if line.strip()]
