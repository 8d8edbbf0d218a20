"""The issues of the threads, kept in a table of their own.

What one thread is about depends on the words of all of them. So issues are not followed change by change, as threads
are, but found again for the whole ledger when a list of positions is asked for after it changed.
"""

from __future__ import annotations

from msgspec.structs import replace
from sqlalchemy import Connection, delete, insert, select

from detente.issues import with_issues
from detente.ledger.schema import actor, issue, position, state
from detente.ledger.tables import TableRow, put
from detente.records import Actor, Position, decode


def issues_are_fresh(connection: Connection) -> bool:
    """Whether the issues are those of the threads as they are; these must be fresh themselves."""
    return _value(connection, "issues") == _value(connection, "derived")


def find_issues(connection: Connection) -> tuple[str | None, list[TableRow]]:
    """The rows of the table of issues, and the mark of the threads from which they follow. Reads only."""
    threads = [
        _as_position(body) for (body,) in connection.execute(select(position.c.body).order_by(position.c.id))
    ]
    actors = {
        a.id: a
        for (body,) in connection.execute(select(actor.c.body).order_by(actor.c.id))
        if (a := _as_actor(body))
    }
    rows = [{"position": p.id, "label": p.issue} for p in with_issues(threads, actors) if p.issue is not None]
    return _value(connection, "derived"), sorted(rows, key=lambda row: row["position"])


def keep_issues(connection: Connection, mark: str | None, rows: list[TableRow]) -> None:
    """Put the rows in place of the old ones; nothing where the threads are others by now."""
    if mark is None or mark != _value(connection, "derived"):
        return
    connection.execute(delete(issue))
    put(connection, issue, rows)
    connection.execute(delete(state).where(state.c.key == "issues"))
    connection.execute(insert(state).values(key="issues", value=mark))


def with_label(body: str, label: str | None) -> Position:
    """A thread with its issue."""
    return replace(_as_position(body), issue=label)


def _value(connection: Connection, key: str) -> str | None:
    return connection.execute(select(state.c.value).where(state.c.key == key)).scalar()


def _as_position(body: str) -> Position:
    found = decode(body)
    assert isinstance(found, Position)
    return found


def _as_actor(body: str) -> Actor:
    found = decode(body)
    assert isinstance(found, Actor)
    return found
