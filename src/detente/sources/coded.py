"""Events that others have coded: tables of ICEWS, POLECAT and GDELT 2.0 → who did what to whom on which day.

They are no reports: nothing of them goes through the reader. `detente compare` holds detente's coding against them.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import BinaryIO

from detente.codebook.actor_tables import load_actor_tables
from detente.errors import SourceError
from detente.records import EVENT_TYPES, EventType
from detente.sources.draft import Skipped

# PLOVER's types by CAMEO's roots (PLOVER codebook, appendix); a statement (01) is no event there.
BY_ROOT: dict[str, EventType] = {
    "02": "REQUEST", "03": "AGREE", "04": "CONSULT", "05": "SUPPORT", "06": "COOPERATE", "07": "AID", "08": "CONCEDE",
    "09": "ACCUSE", "10": "REQUEST", "11": "ACCUSE", "12": "REJECT", "13": "THREATEN", "14": "PROTEST", "15": "MOBILIZE",
    "16": "SANCTION", "17": "COERCE", "18": "ASSAULT", "19": "ASSAULT", "20": "ASSAULT",
}  # fmt: skip
# Names that PLOVER's types had before.
_OLDER: dict[str, EventType] = {
    "YIELD": "CONCEDE",
    "DEMAND": "REQUEST",
    "DISAPPROVE": "ACCUSE",
    "INVESTIGATE": "ACCUSE",
}
GDELT_COLUMNS = 61


class NotCoded(SourceError):
    """The file is no table of coded events that detente knows; `str()` says what it is instead."""


@dataclass(frozen=True)
class Coded:
    """One event of a table: its day, the countries of source and target (ISO 3166-1 alpha-3), its PLOVER type, its
    intensity (Goldstein, −10 to 10)."""

    day: date
    source: str
    target: str
    type: EventType
    intensity: float


def open_coded(path: Path) -> Iterator[Coded | Skipped]:
    """The events of a table that have a day, a type and two countries; a broken row is a `Skipped`, one without them is
    nothing. The layout is known by its heading, GDELT's by its 61 columns. `NotCoded` where it is none of the three."""
    with path.open("rb") as stream:
        yield from read_coded(stream, str(path))


def read_coded(stream: BinaryIO, name: str) -> Iterator[Coded | Skipped]:
    csv.field_size_limit(1_000_000)
    lines = io.TextIOWrapper(stream, encoding="utf-8-sig", errors="replace", newline="")
    rows = csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
    try:
        first = next(rows, [])
    except csv.Error as error:
        raise NotCoded(f"{name} is no table ({error}).") from error
    if {"CAMEO Code", "Source Country", "Event Date"} <= set(first):
        yield from _by_heading(rows, first, name, _ICEWS)
    elif {"Event Type", "Actor Country", "Recipient Country"} <= set(first):
        yield from _by_heading(rows, first, name, _POLECAT)
    elif len(first) == GDELT_COLUMNS:
        yield from _gdelt(first, rows, name)
    else:
        raise NotCoded(f"{name} is no table of ICEWS, POLECAT or GDELT 2.0 events (tab-separated).")


_ICEWS = {"day": "Event Date", "source": "Source Country", "target": "Target Country", "code": "CAMEO Code", "intensity": "Intensity"}  # fmt: skip
_POLECAT = {"day": "Event Date", "source": "Actor Country", "target": "Recipient Country", "code": "Event Type", "intensity": "Intensity"}  # fmt: skip


def _by_heading(
    rows: Iterator[list[str]], heading: list[str], name: str, columns: Mapping[str, str]
) -> Iterator[Coded | Skipped]:
    at = {key: heading.index(column) for key, column in columns.items() if column in heading}
    for number, row in enumerate(rows, 2):
        if len(row) < len(heading):
            yield Skipped(
                name, f"line {number}", f"{len(row)} columns, not {len(heading)}", "The row was skipped"
            )
            continue
        yield from _coded({key: row[n] for key, n in at.items()}, name, number)


def _gdelt(first: list[str], rows: Iterator[list[str]], name: str) -> Iterator[Coded | Skipped]:
    for number, row in enumerate(_chained(first, rows), 1):
        if len(row) != GDELT_COLUMNS:
            yield Skipped(
                name, f"line {number}", f"{len(row)} columns, not {GDELT_COLUMNS}", "The row was skipped"
            )
            continue
        day = f"{row[1][:4]}-{row[1][4:6]}-{row[1][6:8]}"
        yield from _coded(
            {"day": day, "source": row[7], "target": row[17], "code": row[26], "intensity": row[30]},
            name,
            number,
        )


def _chained(first: list[str], rows: Iterator[list[str]]) -> Iterator[list[str]]:
    yield first
    yield from rows


def _coded(row: Mapping[str, str], name: str, number: int) -> Iterator[Coded | Skipped]:
    source, target, type_ = country_of(row["source"]), country_of(row["target"]), type_of(row["code"])
    if source is None or target is None or type_ is None:
        return
    try:
        yield Coded(date.fromisoformat(row["day"][:10]), source, target, type_, float(row["intensity"]))
    except ValueError as error:
        yield Skipped(
            name, f"line {number}", f"a day or a number that is none ({error})", "The row was skipped"
        )


def type_of(code: str) -> EventType | None:
    """PLOVER's type of a CAMEO code, or of the name of a type, older names among them; None where it is no event."""
    code = code.strip()
    if code[:1].isdigit():
        return BY_ROOT.get(code[:2])
    name = _OLDER.get(code, code)
    return name if name in EVENT_TYPES else None


@cache
def country_of(written: str) -> str | None:
    """A country's code from its code or one of its names; None where it is no country."""
    written = written.strip()
    tables = load_actor_tables()
    if written in tables.states:
        return tables.states[written].country
    first = written.split(" ")[0].split(",")[0]
    named = next((n for n in tables.names.get(first, ()) if n.form == written and n.kind == "state"), None)
    return getattr(named.of, "country", None) if named else None
