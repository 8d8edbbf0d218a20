"""What to list: the one filter that all lists of the ledger take, and names resolved to actors."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches

from sqlalchemy import ColumnElement, Connection, Select, Table, and_, exists, or_, select

from detente.errors import AmbiguousName, UnknownName
from detente.ledger.names import fold
from detente.ledger.schema import actor, actor_name, actor_same, record, record_actor

# PLOVER sectors that speak and act for their state.
STATE_SECTORS = ("COP", "GOV", "JUD", "LEG", "MIL", "SPY")

# Positions that are not settled.
OPEN_STATUS = ("open", "promised")

_COUNTRY_CODE = re.compile(r"[A-Z]{3}")


@dataclass(frozen=True, kw_only=True)
class Filter:
    """Which records to list; what is left out does not narrow.

    actor, source, target: a name, an alias, a country code (ISO 3166-1 alpha-3) or an actor id.
        A state, by name or code, stands for all that act for it: its government, ministries, forces
        and officials; by its id it stands for itself alone. `source` is who acts, speaks or holds a
        position, `target` whom it is meant for, `actor` either.
    dyad: two of these; records in which one of them is source and the other target.
    type: record types (`demand`, `ASSAULT`, `troops` …; for statements the act; for actors the type).
    status: event or position status.
    since, until: first and last day, both included (ISO day or `date`). A record's day is its own
        time, else the publication day of its report; one without a day is left out.
    report: a report id or the beginning of one that is unique.
    issue: a part of the label of what a position is about, in whatever case.
    open_only: positions that are not settled (`open` or `promised`).
    unanswered: demands and offers to which nobody whom they concern has said anything.
    limit: at most so many.
    """

    actor: str | None = None
    source: str | None = None
    target: str | None = None
    dyad: tuple[str, str] | None = None
    type: str | tuple[str, ...] | None = None
    status: str | tuple[str, ...] | None = None
    since: date | str | None = None
    until: date | str | None = None
    report: str | None = None
    issue: str | None = None
    open_only: bool = False
    unanswered: bool = False
    limit: int | None = None

    def types(self) -> tuple[str, ...]:
        return _several(self.type)

    def statuses(self) -> tuple[str, ...]:
        return _several(self.status)

    def first_day(self) -> str | None:
        return None if self.since is None else _day(self.since)

    def last_day(self) -> str | None:
        return None if self.until is None else _day(self.until)


def _several(value: str | tuple[str, ...] | None) -> tuple[str, ...]:
    if value is None:
        return ()
    return (value,) if isinstance(value, str) else tuple(value)


def _day(value: date | str) -> str:
    return (value if isinstance(value, date) else date.fromisoformat(value)).isoformat()[:10]


def resolve(connection: Connection, name: str) -> Select[tuple[str]]:
    """The ids of the actors that a name, alias, country code or id means, as a query.

    `UnknownName` with near names where there is none, `AmbiguousName` where several are meant.
    """
    id = connection.execute(select(actor_same.c.actor).where(actor_same.c.id == name)).scalar()
    if id is not None:
        return select(actor.c.id).where(actor.c.id == id)
    if _COUNTRY_CODE.fullmatch(name) and _is_known(connection, name):
        return _state(name)
    rows = connection.execute(
        select(actor.c.id, actor.c.name, actor.c.type, actor.c.country, actor_name.c.rank)
        .join(actor_name, actor_name.c.actor == actor.c.id)
        .where(actor_name.c.name == fold(name))
        .order_by(actor_name.c.rank, actor.c.mentions.desc(), actor.c.id)
    ).all()
    if not rows and _is_known(connection, name.upper()):
        return _state(name.upper())
    if not rows:
        raise UnknownName(_unknown(connection, name))
    best = [r for r in rows if r.rank == rows[0].rank]
    # “Russians” are not Russia, but who types “Russia” where both bear the name means the state.
    states = [r for r in best if r.type == "state"]
    if len(states) == 1:
        best = states
    if len(best) > 1:
        shown = ", ".join(f"{r.name} ({r.type}, {r.id})" for r in best[:6])
        raise AmbiguousName(f"“{name}” may be several actors: {shown}. Give the id of the one you mean.")
    if best[0].type == "state" and best[0].country:
        return _state(best[0].country).union(select(actor.c.id).where(actor.c.id == best[0].id))  # type: ignore[return-value]
    return select(actor.c.id).where(actor.c.id == best[0].id)


def _is_known(connection: Connection, country: str) -> bool:
    return connection.execute(select(exists().where(actor.c.country == country))).scalar_one()


def _state(country: str) -> Select[tuple[str]]:
    """A state and all that act for it: its government, forces, officials and offices."""
    return select(actor.c.id).where(
        actor.c.country == country,
        or_(
            actor.c.type == "state",
            actor.c.sector.in_(STATE_SECTORS),
            and_(actor.c.type == "office", actor.c.sector.is_(None)),
        ),
    )


def _unknown(connection: Connection, name: str) -> str:
    names = {
        row.name: row.shown
        for row in connection.execute(
            select(actor_name.c.name, actor.c.name.label("shown"))
            .join(actor, actor.c.id == actor_name.c.actor)
            .order_by(actor_name.c.name, actor.c.id)
        )
    }
    near = get_close_matches(fold(name), sorted(names), n=5, cutoff=0.6)
    shown = list(dict.fromkeys(names[n] for n in near))
    hint = f"Near: {', '.join(shown)}." if shown else "`detente actors` lists all."
    return f"no actor is called “{name}” in this ledger. {hint}"


def by_actors(
    connection: Connection, wanted: Filter, of: Table, key: ColumnElement[bool]
) -> list[ColumnElement[bool]]:
    """The conditions that a filter's actor, source, target and dyad put on a record.

    `of` is the table of a record's actors and `key` joins it to the record; the ids in `record_actor`
    are those of single reports, in `position_actor` those of merged actors.
    """

    def has(name: str, role: str | None) -> ColumnElement[bool]:
        ids: Select[tuple[str]] = resolve(connection, name)
        if of is record_actor:
            ids = select(actor_same.c.id).where(actor_same.c.actor.in_(ids))
        return exists().where(key, of.c.actor.in_(ids), *([of.c.role == role] if role else []))

    conditions = []
    if wanted.actor is not None:
        conditions.append(has(wanted.actor, None))
    if wanted.source is not None:
        conditions.append(has(wanted.source, "source"))
    if wanted.target is not None:
        conditions.append(has(wanted.target, "target"))
    if wanted.dyad is not None:
        one, other = wanted.dyad
        conditions.append(
            or_(
                and_(has(one, "source"), has(other, "target")),
                and_(has(other, "source"), has(one, "target")),
            )
        )
    return conditions


def by_days(wanted: Filter, of: Table) -> list[ColumnElement[bool]]:
    """The conditions that `since` and `until` put on a record that lasts from `first_day` to `last_day`."""
    conditions: list[ColumnElement[bool]] = []
    if (first := wanted.first_day()) is not None:
        conditions.append(of.c.last_day >= first)
    if (last := wanted.last_day()) is not None:
        conditions.append(of.c.first_day <= last)
    return conditions


def owner_of_record() -> ColumnElement[bool]:
    return and_(record_actor.c.report == record.c.report, record_actor.c.record == record.c.id)
