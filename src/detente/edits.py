"""What an analyst types as the new values of a record's fields → checked values, or one clear line.

Pure: what only a ledger knows (who is called so, which record an id means) comes in as a `Lookup`.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import get_args

from detente.codebook.actor_tables import load_actor_tables
from detente.corrections import Change, Value, located
from detente.errors import WrongCorrection
from detente.records import (
    Act,
    Actor,
    ActorType,
    Event,
    EventStatus,
    EventType,
    Position,
    PositionStatus,
    PositionType,
    QuoteForm,
    Statement,
)

# How each field that can be edited is written, by the kind of record.
FIELDS: Mapping[str, Mapping[str, str]] = {
    "actor": {
        "name": "text", "aliases": "texts", "type": "choice", "country": "country", "sector": "sector",
        "wikidata": "wikidata",
    },
    "statement": {
        "speaker": "actor", "addressees": "actors", "acts": "choices", "negated": "yes or no", "quote": "choice",
        "said_at": "days", "parent": "statement", "content": "words", "source": "words", "cue": "words",
    },
    "event": {
        "type": "choice", "mode": "mode", "status": "choice", "sources": "actors", "targets": "actors",
        "when": "days", "place": "place", "cameo": "cameo", "contexts": "contexts", "claimed_by": "statement",
    },
    "position": {
        "type": "choice", "holder": "actor", "toward": "actors", "issue": "optional text", "proposition": "text",
        "condition": "optional text", "consequence": "optional text", "due": "days", "status": "choice",
        "answers": "position",
    },
}  # fmt: skip

# What stands for a choice, by the kind of record and the field.
CHOICES: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("actor", "type"): get_args(ActorType),
    ("statement", "acts"): get_args(Act),
    ("statement", "quote"): get_args(QuoteForm),
    ("event", "type"): get_args(EventType),
    ("event", "status"): get_args(EventStatus),
    ("position", "type"): get_args(PositionType),
    ("position", "status"): get_args(PositionStatus),
}

# What stands for no value.
NOTHING = frozenset({"", "none", "nobody", "unknown"})

_DAY = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")


@dataclass(frozen=True)
class Lookup:
    """What the ledger knows: the actor of a name, the full id of a statement or position, the place of a name
    in the record's report; each raises a `LedgerError` where there is none. `text` is the report's."""

    actor: Callable[[str], Actor]
    statement: Callable[[str], str]
    position: Callable[[str], str]
    place: Callable[[str], str]
    text: str


@dataclass(frozen=True)
class Edits:
    """The changes, and the actors that they name."""

    changes: tuple[Change, ...]
    names: tuple[Actor, ...]


def edits_of(record: Actor | Statement | Event | Position, given: Mapping[str, str], known: Lookup) -> Edits:
    """The changes that `given` (field → what was typed) makes of a record; `WrongCorrection` says what is wrong.

    Of a new event type follow its quad class, code and intensity; its mode is left open unless it is given.
    """
    kind = str(type(record).__struct_config__.tag)
    if not given:
        raise WrongCorrection("nothing to edit: give at least one FIELD=VALUE.")
    named: dict[str, Actor] = {}

    def actor(name: str) -> str:
        found = known.actor(name)
        # What other reports call the actor is theirs to say.
        named[found.id] = Actor(found.id, found.name, (), found.type, found.country, found.sector)
        return found.id

    values: dict[str, Value] = {}
    for field, typed in given.items():
        form = FIELDS[kind].get(field)
        if form is None:
            fields = ", ".join(FIELDS[kind])
            raise WrongCorrection(f"{field}: no field of {_a(kind)} that can be edited. There are: {fields}.")
        values[field] = _value(kind, field, form, typed.strip(), known, actor)
    if isinstance(record, Event) and not {"type", "mode", "cameo"}.isdisjoint(values):
        values = _event_values(record, values)
    return Edits(
        tuple(Change(f, v) for f, v in sorted(values.items())), tuple(named[id] for id in sorted(named))
    )


def _value(kind: str, field: str, form: str, typed: str, known: Lookup, actor: Callable[[str], str]) -> Value:
    """The value of one field as it was typed."""
    nothing = typed.casefold() in NOTHING
    match form:
        case "choice":
            return _choice(kind, field, typed)
        case "choices":
            return () if nothing else tuple(_choice(kind, field, part) for part in _parts(typed))
        case "actor":
            return None if nothing else actor(typed)
        case "actors":
            return () if nothing else tuple(dict.fromkeys(actor(part) for part in _parts(typed)))
        case "days":
            return None if nothing else _days(field, typed)
        case "yes or no":
            if typed.casefold() not in ("yes", "no", "true", "false"):
                raise WrongCorrection(f"{field}={typed}: write yes or no.")
            return typed.casefold() in ("yes", "true")
        case "statement":
            return None if nothing else known.statement(typed)
        case "position":
            return None if nothing else known.position(typed)
        case "place":
            return None if nothing else known.place(typed)
        case "words":
            return _words(field, typed, known.text)
        case "contexts":
            return () if nothing else tuple(dict.fromkeys(_parts(typed.lower())))
        case "texts":
            return () if nothing else tuple(sorted(set(_parts(typed))))
        case "text":
            if nothing:
                raise WrongCorrection(f"{field}: must not be empty.")
            return typed
        case "optional text":
            return None if nothing else typed
        case _:
            return None if nothing else _code(field, typed)


def _choice(kind: str, field: str, typed: str) -> str:
    choices = CHOICES[kind, field]
    found = next((c for c in choices if c.casefold() == typed.casefold()), None)
    if found is None:
        raise WrongCorrection(f"{field}={typed}: no {field} of {_a(kind)}. There are: {', '.join(choices)}.")
    return found


def _code(field: str, typed: str) -> str:
    """A code as its standard writes it."""
    match field:
        case "country":
            code = typed.upper()
            if code not in load_actor_tables().states:
                raise WrongCorrection(
                    f"country={typed}: no country code; write ISO 3166-1 alpha-3, as in UKR."
                )
            return code
        case "sector":
            if not re.fullmatch(r"[A-Za-z]{3}", typed):
                raise WrongCorrection(
                    f"sector={typed}: no PLOVER sector; write three letters, as in GOV or MIL."
                )
            return typed.upper()
        case "wikidata":
            if not re.fullmatch(r"Q\d+", typed):
                raise WrongCorrection(f"wikidata={typed}: no Wikidata id; write it as Q159.")
            return typed
        case "cameo":
            if not re.fullmatch(r"\d{2,4}", typed):
                raise WrongCorrection(f"cameo={typed}: no CAMEO code; write two to four digits.")
            return typed
        case _:
            return typed.lower()


def _event_values(event: Event, values: Mapping[str, Value]) -> dict[str, Value]:
    """The values with what follows from type and code; mode and code fit the type."""
    from detente.reading.events import intensity_of
    from detente.reading.triggers import event_classes

    new = dict(values)
    type_ = new.get("type", event.type)
    class_ = next(c for c in event_classes().values() if c.type == type_)
    if type_ != event.type:
        new = {"mode": None, "cameo": class_.cameo, **new, "quad": class_.quad}
    mode = new.get("mode")
    if mode is not None and mode not in class_.modes:
        modes = ", ".join(class_.modes) or "none"
        raise WrongCorrection(f"mode={mode}: {class_.type} has no such mode. There are: {modes}.")
    code = new.get("cameo")
    if isinstance(code, str):
        try:
            new["intensity"] = intensity_of(code)
        except KeyError:
            raise WrongCorrection(f"cameo={code}: no CAMEO code.") from None
    return new


def _parts(typed: str) -> list[str]:
    return [part.strip() for part in typed.split(",") if part.strip()]


def _words(field: str, typed: str, text: str) -> tuple[str, ...]:
    """Stretches of the report, “…” between those that are apart."""
    parts = [part.strip() for part in re.split(r"…|\.\.\.", typed) if part.strip()]
    if field == "content" and not parts:
        raise WrongCorrection("content: must not be empty.")
    for part in parts:
        if located(text, part, 0) is None:
            raise WrongCorrection(
                f"{field}: “{part}” does not stand in the report. Copy its words as they are."
            )
    return tuple(parts)


def _days(field: str, typed: str) -> str:
    """“2022-01-24”, “2022-01” or “2022”, or two of them with a slash: first and last day, both included."""
    first, _, last = (part.strip() for part in typed.partition("/"))
    days = (_bounds(first), _bounds(last or first))
    if days[0] is None or days[1] is None or days[0][0] > days[1][1]:
        raise WrongCorrection(f"{field}={typed}: no days; write 2022-01-24 or 2022-01-24/2022-01-30.")
    return f"{days[0][0]}/{days[1][1]}"


def _bounds(typed: str) -> tuple[str, str] | None:
    found = _DAY.fullmatch(typed)
    if found is None:
        return None
    year, month, day = (int(part) if part else None for part in found.groups())
    assert year is not None
    try:
        last = day or calendar.monthrange(year, month or 12)[1]
        return date(year, month or 1, day or 1).isoformat(), date(year, month or 12, last).isoformat()
    except ValueError:
        return None


def _a(kind: str) -> str:
    return f"an {kind}" if kind[0] in "aeiou" else f"a {kind}"
