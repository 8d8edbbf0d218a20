"""What an id, the beginning of one, or a name means."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Column, ColumnElement, Connection, func, select

from detente.errors import AmbiguousName, UnknownName
from detente.ledger.filters import resolve
from detente.ledger.schema import actor, actor_rejected, actor_same, position, record, report
from detente.ledger.tables import decoded_as
from detente.records import Actor


def actors_where(
    connection: Connection, *conditions: ColumnElement[bool], limit: int | None = None
) -> list[Actor]:
    rows = connection.execute(
        select(actor.c.body)
        .where(*conditions)
        .order_by(actor.c.mentions.desc(), actor.c.name, actor.c.id)
        .limit(limit)
    )
    return [decoded_as(Actor, body) for (body,) in rows]


def actor_of(connection: Connection, name: str) -> Actor:
    """One actor by id, name or alias; a state's name is the state itself."""
    found = actors_where(connection, actor.c.id.in_(resolve(connection, name)))
    states = [a for a in found if a.type == "state"]
    return (states or found)[0]


class Same(dict[str, str | None]):
    """For each id that a report uses the id of the merged actor, None of one that is none; most are their own."""

    def __missing__(self, id: str) -> str:
        return id


def same_actors(connection: Connection) -> Same:
    others = select(actor_same.c.id, actor_same.c.actor).where(actor_same.c.id != actor_same.c.actor)
    same = Same((row.id, row.actor) for row in connection.execute(others))
    same.update((id, None) for id in connection.execute(select(actor_rejected.c.id)).scalars())
    return same


def full_report_id(connection: Connection, given: str) -> str:
    return _unique(connection, given, [report.c.id], "report")


def full_id(connection: Connection, given: str) -> str:
    columns = [record.c.id, position.c.id, actor_same.c.id, report.c.id]
    return _unique(connection, given, columns, "record")


def _unique(connection: Connection, given: str, columns: Sequence[Column[str]], what: str) -> str:
    """The one id that is `given` or begins so."""
    for column in columns:
        if connection.execute(select(column).where(column == given).limit(1)).first() is not None:
            return given
    begun: set[str] = set()
    if given:
        for column in columns:
            begins = func.substr(column, 1, len(given)) == given
            begun.update(
                connection.execute(
                    select(column).where(begins).distinct().order_by(column).limit(6)
                ).scalars()
            )
    if not begun:
        raise UnknownName(
            f"no {what} has the id “{given}”, nor one that begins so. "
            "The first column of every list is an id."
        )
    if len(begun) > 1:
        raise AmbiguousName(
            f"“{given}” begins several ids: {', '.join(sorted(begun)[:5])} … Give more of it."
        )
    return begun.pop()
