"""Events that others have coded: tables of ICEWS, POLECAT, GDELT 2.0 and ACLED → who did what to whom on which day.

They are no reports: nothing of them goes through the reader, and no record of detente is made of them. `detente import`
keeps them in the ledger as coded by others; `detente compare` holds detente's coding against them.
"""

from __future__ import annotations

import csv
import io
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from itertools import chain
from pathlib import Path
from typing import BinaryIO, Literal

from detente.codebook.actor_tables import first_word, load_actor_tables
from detente.errors import SourceError
from detente.records import EVENT_TYPES, EventType, digest_id
from detente.sources.archives import BROKEN, is_archive, members, packed_name, unpacked
from detente.sources.draft import Skipped

Coder = Literal["icews", "polecat", "gdelt", "acled"]

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
# PLOVER's type and CAMEO's root for the events of ACLED (codebook of 2023), by event type and, where that says more, by
# sub-event type. A change of a group and “Other” are no events of PLOVER.
_ACLED: dict[str, tuple[EventType, str]] = {
    "Battles": ("ASSAULT", "19"),
    "Explosions/Remote violence": ("ASSAULT", "19"),
    "Violence against civilians": ("ASSAULT", "18"),
    "Protests": ("PROTEST", "14"),
    "Riots": ("PROTEST", "14"),
    "Agreement": ("AGREE", "03"),
    "Arrests": ("COERCE", "17"),
    "Disrupted weapons use": ("COERCE", "17"),
    "Headquarters or base established": ("MOBILIZE", "15"),
    "Looting/property destruction": ("COERCE", "17"),
    "Non-violent transfer of territory": ("RETREAT", "08"),
}
# Codes of CAMEO that are not ISO's, and names that these tables alone use.
_OTHERWISE = {
    "ROM": "ROU", "TMP": "TLS", "KSV": "XKX", "Palestinian Territory, Occupied": "PSE", "eSwatini": "Eswatini",
    "Bosnia-Herzegovina": "BIH", "Reunion": "Réunion",
}  # fmt: skip
GDELT_COLUMNS = 61


class NotCoded(SourceError):
    """The file is no table of coded events that detente knows; `str()` says what it is instead."""


@dataclass(frozen=True)
class Coded:
    """One event of a table: its day, source and target (ISO 3166-1 alpha-3; None where they are no country's), its
    PLOVER type, its intensity (Goldstein, −10 to 10); besides, as the table has them: its id and, where there are
    later versions of a row, which one this is, the names of the sides, the code, the place, the words, who told it, and
    the dead."""

    day: date
    source: str | None
    target: str | None
    type: EventType
    intensity: float
    coder: Coder = "icews"
    id: str = ""
    version: str = ""
    source_name: str = ""
    target_name: str = ""
    code: str = ""
    place: str | None = None
    country: str | None = None
    lat: float | None = None
    lon: float | None = None
    words: str | None = None
    told_by: str | None = None
    dead: int | None = None

    @property
    def key(self) -> str:
        """The same for every version of one event between two sides."""
        return digest_id("x", self.coder, self.id, self.source_name, self.target_name)


def open_coded(path: Path) -> Iterator[Coded | Skipped]:
    """The events of a table that have a day and a type; a broken row is a `Skipped`, one without them is nothing.

    The layout is known by its heading, GDELT's by its 61 columns; `NotCoded` where it is none. A packed table (.gz, .bz2,
    .xz) and those of an archive (.zip, .tar) are read too.
    """
    try:
        with path.open("rb") as stream:
            if is_archive(path.name):
                for member in members(path.name, stream):
                    if isinstance(member, Skipped):
                        yield member
                    else:
                        yield from read_coded(member[1], f"{path}!{member[0]}")
            elif packed_name(path.name):
                with unpacked(path.name, stream) as content:
                    yield from read_coded(content, str(path))
            else:
                yield from read_coded(stream, str(path))
    except BROKEN as error:
        raise NotCoded(f"{path} cannot be unpacked ({error}).") from error


def read_coded(stream: BinaryIO, name: str) -> Iterator[Coded | Skipped]:
    csv.field_size_limit(1_000_000)
    lines = io.TextIOWrapper(stream, encoding="utf-8-sig", errors="replace", newline="")
    try:
        heading = next(lines, "")
        comma = next(
            (mark for mark in ",;" if {"event_id_cnty", "sub_event_type"} <= _cells(heading, mark)), None
        )
        if comma is not None:
            yield from _acled(csv.DictReader(chain([heading], lines), delimiter=comma), name)
            return
        rows = csv.reader(chain([heading], lines), delimiter="\t", quoting=csv.QUOTE_NONE)
        first = next(rows, [])
        if {"CAMEO Code", "Source Country", "Event Date"} <= set(first):
            yield from _by_heading(rows, first, name, "icews", _ICEWS)
        elif {"Event Type", "Actor Country", "Recipient Country"} <= set(first):
            yield from _by_heading(rows, first, name, "polecat", _POLECAT)
        elif len(first) == GDELT_COLUMNS:
            yield from _gdelt(chain([first], rows), name)
        else:
            raise NotCoded(
                f"{name} is no table of ICEWS, POLECAT or GDELT 2.0 events (tab-separated), nor of ACLED (CSV)."
            )
    except csv.Error as error:
        raise NotCoded(f"{name} is no table ({error}).") from error


def _cells(heading: str, mark: str) -> set[str]:
    return {cell.strip().strip('"') for cell in heading.split(mark)}


# Which column of a layout is what; the keys are those that `_coded` looks for.
_ICEWS = {
    "id": "Event ID", "day": "Event Date", "source": "Source Country", "target": "Target Country", "code": "CAMEO Code",
    "intensity": "Intensity", "source_name": "Source Name", "target_name": "Target Name", "words": "Event Text",
    "place": "City", "country": "Country", "lat": "Latitude", "lon": "Longitude", "told_by": "Publisher",
}  # fmt: skip
_POLECAT = {
    "id": "Event ID", "day": "Event Date", "source": "Actor Country", "target": "Recipient Country", "code": "Event Type",
    "intensity": "Intensity", "source_name": "Actor Name", "target_name": "Recipient Name", "place": "Placename",
    "country": "Country", "lat": "Latitude", "lon": "Longitude", "told_by": "Source",
}  # fmt: skip
_GDELT = {
    "id": 0, "source_name": 6, "source": 7, "target_name": 16, "target": 17, "code": 26, "intensity": 30, "place": 52,
    "lat": 56, "lon": 57, "version": 59, "told_by": 60,
}  # fmt: skip


def _by_heading(
    rows: Iterator[list[str]], heading: list[str], name: str, coder: Coder, columns: Mapping[str, str]
) -> Iterator[Coded | Skipped]:
    at = {key: heading.index(column) for key, column in columns.items() if column in heading}
    for number, row in enumerate(rows, 2):
        if len(row) < len(heading):
            yield _broken(name, number, f"{len(row)} columns, not {len(heading)}")
            continue
        cells = {key: row[n] for key, n in at.items()}
        cells["source_name"] = cells.get("source_name") or cells["source"]
        cells["target_name"] = cells.get("target_name") or cells["target"]
        yield from _coded(
            coder, cells, country_of(cells["source"]), country_of(cells["target"]), name, number
        )


def _gdelt(rows: Iterator[list[str]], name: str) -> Iterator[Coded | Skipped]:
    for number, row in enumerate(rows, 1):
        if len(row) != GDELT_COLUMNS:
            yield _broken(name, number, f"{len(row)} columns, not {GDELT_COLUMNS}")
            continue
        cells = {key: row[n] for key, n in _GDELT.items()}
        cells["day"] = f"{row[1][:4]}-{row[1][4:6]}-{row[1][6:8]}"
        yield from _coded(
            "gdelt", cells, country_of(cells["source"]), country_of(cells["target"]), name, number
        )


def _acled(rows: Iterator[dict[str, str]], name: str) -> Iterator[Coded | Skipped]:
    for number, row in enumerate(rows, 2):
        if None in row or None in row.values():
            yield _broken(name, number, "not as many columns as the heading has")
            continue
        found = _ACLED.get(row["sub_event_type"]) or _ACLED.get(row["event_type"])
        one, other = row["actor1"], row.get("actor2", "")
        yield from _coded(
            "acled",
            {
                "id": row["event_id_cnty"], "day": row["event_date"], "source_name": one, "target_name": other,
                "code": row["sub_event_type"] or row["event_type"], "place": row.get("location", ""),
                "country": row.get("country", ""), "lat": row.get("latitude", ""), "lon": row.get("longitude", ""),
                "words": row.get("notes", ""), "told_by": row.get("source", ""), "version": row.get("timestamp", ""),
                "dead": row.get("fatalities", ""), "intensity": str(_goldstein()[found[1]]) if found else "",
            },
            _country_of_party(one),
            _country_of_party(other),
            name,
            number,
            type_=found[0] if found else None,
        )  # fmt: skip


def _coded(
    coder: Coder,
    row: Mapping[str, str],
    source: str | None,
    target: str | None,
    name: str,
    number: int,
    *,
    type_: EventType | None = None,
) -> Iterator[Coded | Skipped]:
    """The event of a row, if it is one; where the table has no intensity, that of its type."""
    type_ = type_ or type_of(row["code"])
    if type_ is None:
        return
    try:
        yield Coded(
            day=_day(row["day"]),
            source=source,
            target=target,
            type=type_,
            intensity=float(row["intensity"]) if row.get("intensity") else _goldstein()[_root_of(type_)],
            coder=coder,
            id=row.get("id", ""),
            version=row.get("version", ""),
            source_name=row.get("source_name", ""),
            target_name=row.get("target_name", ""),
            code=row["code"].strip(),
            place=row.get("place") or None,
            country=country_of(row.get("country", "")),
            lat=_number(row.get("lat")),
            lon=_number(row.get("lon")),
            words=row.get("words") or None,
            told_by=row.get("told_by") or None,
            dead=int(row["dead"]) if row.get("dead") else None,
        )
    except ValueError as error:
        yield _broken(name, number, f"a day or a number that is none ({error})")


def _broken(name: str, number: int, reason: str) -> Skipped:
    return Skipped(name, f"line {number}", reason, "The row was skipped")


_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
           "december")  # fmt: skip


def _day(written: str) -> date:
    """The day of “2022-01-21”, with or without a time, or of “21 January 2022”, as ACLED's web page gives it."""
    parts = written.split(" ")
    if len(parts) == 3 and parts[1].lower() in _MONTHS:
        return date(int(parts[2]), _MONTHS.index(parts[1].lower()) + 1, int(parts[0]))
    return date.fromisoformat(written[:10])


def _number(cell: str | None) -> float | None:
    return float(cell) if cell else None


def type_of(code: str) -> EventType | None:
    """PLOVER's type of a CAMEO code, or of the name of a type, older names among them; None where it is no event."""
    code = code.strip()
    if code[:1].isdigit():
        return BY_ROOT.get(code[:2])
    name = _OLDER.get(code, code)
    return name if name in EVENT_TYPES else None


def _root_of(type_: EventType) -> str:
    """The first of CAMEO's roots that is of a type."""
    return next((root for root, other in BY_ROOT.items() if other == type_), "08")


@cache
def _goldstein() -> Mapping[str, float]:
    """Goldstein's values by CAMEO's roots (codebook/intensity.toml)."""
    values: dict[str, float] = tomllib.loads(
        (files("detente.codebook") / "intensity.toml").read_text("utf-8")
    )
    return values


@cache
def country_of(written: str) -> str | None:
    """A country's code from its code or one of its names; None where it is no country."""
    written = written.strip().removeprefix("The ")
    written = _OTHERWISE.get(written, written)
    tables = load_actor_tables()
    if written in tables.states:
        return tables.states[written].country
    named = next(
        (n for n in tables.names.get(first_word(written), ()) if n.form == written and n.kind == "state"),
        None,
    )
    return getattr(named.of, "country", None) if named else None


_YEARS = re.compile(r"\s*\([\d\s–-]*\)")
_OF_STATE = re.compile(r"(?:Government|Military Forces|Police Forces) of (?:the )?")
_IN_BRACKETS = re.compile(r"\(([^)]*)\)\s*$")


@cache
def _country_of_party(name: str) -> str | None:
    """The country of a party as ACLED names it: “Military Forces of Ukraine (2019-)”, “Protesters (Kenya)”. A group that is
    named after no country has none."""
    plain = _YEARS.sub("", name)
    bracketed = _IN_BRACKETS.search(plain)
    if bracketed is not None:
        return country_of(bracketed[1])
    body = _OF_STATE.match(plain)
    if body is None:
        return country_of(plain)
    # “Military Forces of Ukraine Azov Regiment”: the longest beginning that is a country.
    words = plain[body.end() :].split(" ")
    return next((found for n in range(len(words), 0, -1) if (found := country_of(" ".join(words[:n])))), None)
