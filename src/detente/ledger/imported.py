"""Events that others have coded, kept beside the records: put in, and asked for as deeds by country, day and type.

An event comes in several versions; the greatest one stays, in whatever order they come.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, case, func, or_, select
from sqlalchemy.dialects import postgresql, sqlite

from detente.errors import UnknownName
from detente.ledger.filters import Filter, resolve
from detente.ledger.schema import actor, imported
from detente.ledger.tables import rows_of
from detente.records import digest_id
from detente.sources.coded import Coded, country_of

if TYPE_CHECKING:
    # Loaded where they are needed: lists never wait for numpy.
    from detente.temperature import Daily, Deed
    from detente.turning import Change

# Rows that are put in between two commits: what another writer waits for.
PIECE = 20_000
# Decimals that are kept of sums.
DECIMALS = 9

# The event that a deed is known by.
_FIRST = func.min(imported.c.key).label("key")
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
    rows = connection.execute(_deeds(connection, coder, wanted, _FIRST)).all()
    return tuple(sorted((_deed(row) for row in rows), key=lambda d: (d.day, d.source, d.target, d.type)))


def imported_daily(connection: Connection, coder: str, wanted: Filter) -> Daily:
    """The sums of the same deeds by day, added up by the database."""
    import numpy as np

    from detente.temperature import SUMS, VERBAL, Daily

    deed = _deeds(connection, coder, wanted).subquery()
    i = deed.c.intensity
    cold, warm = (func.sum(case((way > 0, way), else_=0.0)) for way in (-i, i))
    words = deed.c.type.in_(sorted(VERBAL))
    n = func.count()
    rows = connection.execute(
        select(
            deed.c.day, n, func.sum(deed.c.n), n, n, cold, warm, func.sum(i * i),
            func.sum(case((words, 1.0), else_=0.0)), func.sum(case((words, i), else_=0.0)),
        )
        .group_by(deed.c.day)
        .order_by(deed.c.day)
    ).all()  # fmt: skip
    sums = np.array([[float(cell) for cell in row[1:]] for row in rows]).reshape(len(rows), len(SUMS))
    # The order in which a database adds up is its own.
    return Daily(tuple(date.fromisoformat(row.day) for row in rows), sums.round(DECIMALS))


def imported_makers(connection: Connection, coder: str, wanted: Filter, change: Change) -> tuple[Deed, ...]:
    """The deeds that made a change of level; as `turning.makers` has them."""
    from detente.turning import NAMED  # loads the library of change points, which most questions do without

    deed = _deeds(connection, coder, wanted, _FIRST).subquery()
    pull = (deed.c.intensity - change.before) * (1 if change.after > change.before else -1)
    rows = connection.execute(
        select(deed)
        .where(deed.c.day.between(change.day.isoformat(), change.last.isoformat()))
        .order_by(pull.desc(), deed.c.day, deed.c.key)
        .limit(NAMED)
    )
    return tuple(map(_deed, rows))


def _deeds(connection: Connection, coder: str, wanted: Filter, *more: ColumnElement[Any]) -> Select[Any]:
    """The deeds, and of their events besides what `more` says: what stands in no index takes ten times as long."""
    of = imported.c
    return (
        select(
            of.day,
            of.source,
            of.target,
            of.type,
            func.avg(of.intensity).label("intensity"),
            func.count().label("n"),
            *more,
        )
        .where(of.coder == coder, *_conditions(connection, wanted))
        # In the order of the index, so that nothing is sorted.
        .group_by(of.target, of.source, of.day, of.type)
    )


def _deed(row: Row[Any]) -> Deed:
    from detente.temperature import Deed

    day = date.fromisoformat(row.day)
    return Deed(day, row.source or "", row.target or "", row.type, 1.0, row.intensity, (row.key,), row.n)


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
