"""Events that others have coded, kept beside the records: put in, and asked for as deeds by country, day and type.

An event comes in several versions; the greatest one stays, in whatever order they come.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from datetime import date
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, func, or_, select
from sqlalchemy.dialects import postgresql, sqlite

from detente.errors import UnknownName
from detente.ledger.filters import Filter, resolve
from detente.ledger.schema import actor, imported
from detente.ledger.tables import rows_of
from detente.records import digest_id
from detente.sources.coded import Coded, country_of
from detente.temperature import Deed

# Rows that are put in between two commits: what another writer waits for.
PIECE = 20_000

_FIELDS = tuple(field.name for field in fields(Coded))


def pieces(events: Iterable[Coded]) -> Iterator[Sequence[Coded]]:
    """The events, so many at a time."""
    rest = iter(events)
    while piece := tuple(islice(rest, PIECE)):
        yield piece


def keep_imported(connection: Connection, events: Iterable[Coded]) -> None:
    """Put events in, or in the place of older versions of them."""
    rows: dict[str, dict[str, Any]] = {}
    for event in events:
        row = _row(event)
        if event.key not in rows or row["version"] > rows[event.key]["version"]:
            rows[event.key] = row
    if not rows:
        return
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    put = dialect.insert(imported)
    newer = {column.name: put.excluded[column.name] for column in imported.c if not column.primary_key}
    connection.execute(
        put.on_conflict_do_update(
            index_elements=[imported.c.key], set_=newer, where=put.excluded.version > imported.c.version
        ),
        list(rows.values()),
    )


def _row(event: Coded) -> dict[str, Any]:
    row = {name: getattr(event, name) for name in _FIELDS}
    row["day"] = event.day.isoformat()
    # Of rows that say no version the greater digest stays: any rule will do that knows no order of coming.
    row["version"] = f"{event.version:0>20} {digest_id('v', *row.values())}"
    return {"key": event.key, **row}


def coders(connection: Connection) -> Mapping[str, int]:
    """Who coded what is held, and how many events."""
    rows = connection.execute(
        select(imported.c.coder, func.count()).group_by(imported.c.coder).order_by(imported.c.coder)
    )
    return {row[0]: row[1] for row in rows}


def forget_coder(connection: Connection, coder: str) -> int:
    """Take out what one coder coded; how many events that were."""
    return connection.execute(imported.delete().where(imported.c.coder == coder)).rowcount


def imported_events(connection: Connection, keys: Iterable[str]) -> Mapping[str, Coded]:
    """Events by their keys."""
    return {row.key: _event(row) for row in rows_of(connection, select(imported), imported.c.key, keys)}


def all_imported(connection: Connection, coder: str) -> Iterator[Coded]:
    """What one coder coded, by day."""
    rows = select(imported).where(imported.c.coder == coder).order_by(imported.c.day, imported.c.key)
    for row in connection.execute(rows):
        yield _event(row)


def _event(row: Row[Any]) -> Coded:
    values = {name: getattr(row, name) for name in _FIELDS}
    version = row.version.split(" ")[0].lstrip("0")
    return Coded(**{**values, "day": date.fromisoformat(row.day), "version": version})


def imported_deeds(connection: Connection, coder: str, wanted: Filter) -> tuple[Deed, ...]:
    """What one coder coded between the countries of a filter, as deeds: the events of one day, one source, one target and
    one type are one, of the mean of their intensities, and taken at their word.

    Of the filter: `actor`, `dyad`, `source`, `target` (names or codes of countries), `type`, `since`, `until`.
    `UnknownName` where a name is no country's.
    """
    of = imported.c
    rows = connection.execute(
        select(of.day, of.source, of.target, of.type, func.avg(of.intensity), func.count(), func.min(of.key))
        .where(of.coder == coder, *_conditions(connection, wanted))
        .group_by(of.day, of.source, of.target, of.type)
        .order_by(of.day, of.source.nulls_first(), of.target.nulls_first(), of.type)
    )
    return tuple(
        Deed(date.fromisoformat(day), source or "", target or "", type_, 1.0, intensity, (key,), n)
        for day, source, target, type_, intensity, n, key in rows
    )


def _conditions(connection: Connection, wanted: Filter) -> list[ColumnElement[bool]]:
    of = imported.c
    # What a country does to itself is no deed between sides.
    conditions = [or_(of.source != of.target, of.source.is_(None), of.target.is_(None))]
    if wanted.source is not None:
        conditions.append(of.source == _country(connection, wanted.source))
    if wanted.target is not None:
        conditions.append(of.target == _country(connection, wanted.target))
    if wanted.actor is not None:
        country = _country(connection, wanted.actor)
        conditions.append(or_(of.source == country, of.target == country))
    if wanted.dyad is not None:
        one, other = (_country(connection, name) for name in wanted.dyad)
        conditions.append(
            or_(and_(of.source == one, of.target == other), and_(of.source == other, of.target == one))
        )
    if wanted.types():
        conditions.append(of.type.in_([t.upper() for t in wanted.types()]))
    if (first := wanted.first_day()) is not None:
        conditions.append(of.day >= first)
    if (last := wanted.last_day()) is not None:
        conditions.append(of.day <= last)
    return conditions


def _country(connection: Connection, name: str) -> str:
    known = country_of(name)
    if known is not None:
        return known
    found: str | None = connection.execute(
        select(actor.c.country).where(actor.c.id.in_(resolve(connection, name)), actor.c.country.is_not(None))
    ).scalar()
    if found is None:
        raise UnknownName(f"“{name}” is no country. What others have coded is known by countries alone.")
    return found
