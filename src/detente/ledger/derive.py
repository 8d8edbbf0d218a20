"""What follows from all readings together: stories, merged actors and threaded positions.

A function of what the report tables hold, kept in tables of its own beside the revision of the content that they
were made from. Where the two revisions differ the tables are stale. `follow` brings them up to date where a few
reports were added or dropped, by what these can touch: the outcome is the same, byte for byte, as `derive` finds
from everything. That one is for a ledger that is new, or changed in many places, or derived by other rules; it works
beside other processes, and what it found is put in place in one transaction, so that a kill leaves the tables
stale, never wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import msgspec
from sqlalchemy import Connection, Table, delete, func, insert, select

from detente.corrections import Settling, settling
from detente.ledger.corrections import entries_in_force, hits_of_positions
from detente.ledger.derive_actors import Changes, TooFar, follow_actors, merge_all
from detente.ledger.derive_stories import all_stories, follow_stories
from detente.ledger.derive_threads import follow_threads, thread_all
from detente.ledger.reader import derivation_version
from detente.ledger.schema import DERIVED, actor_same, cast_member, changed, report, state, story
from detente.ledger.tables import TableRow, insert_new, put
from detente.records import Event, Measure, Mention, Position, Record, Statement

R = TypeVar("R", bound=Record)

# Reports that may have changed for `follow` to be quicker than `derive`: so many, or this share of all.
_FEW = 20
_SHARE = 0.02


def is_fresh(connection: Connection) -> bool:
    """Whether the derived tables say what follows from the content as it is now."""
    return _value(connection, "derived") == _wanted(connection)


@dataclass(frozen=True)
class Derived:
    """The rows of the derived tables, and the mark of the content that they follow from."""

    mark: str
    as_of: str | None
    rows: tuple[tuple[Table, Sequence[TableRow]], ...]


def derive(connection: Connection) -> Derived:
    """What follows from the content that a transaction sees. Reads only, so that nobody need wait."""
    as_of = _as_of(connection)
    merged, actor_rows = merge_all(connection)
    threads = thread_all(
        connection,
        {a.id: a for a in merged.actors},
        lambda found: renamed(found, merged.of.get),
        _by_hand(connection),
        as_of=as_of,
    )
    return Derived(_wanted(connection), as_of, ((story, all_stories(connection)), *actor_rows, *threads))


def keep(connection: Connection, derived: Derived) -> bool:
    """Put the rows in place of the old ones; nothing and False where the content is another by now."""
    if derived.mark != _wanted(connection):
        return False
    for table in reversed(DERIVED):
        connection.execute(delete(table))
    for table, rows in derived.rows:
        put(connection, table, rows)
    _is_derived(connection, derived.mark, derived.as_of)
    return True


def follow(connection: Connection) -> bool:
    """Bring the derived tables up to date by what changed; False, and nothing changed, where they must be derived.

    In a transaction that writes. Takes the time that the changed reports ask for, whatever the ledger holds.
    """
    changes = _changes(connection)
    if changes is None:
        return False
    before, as_of = _value(connection, "as_of"), _as_of(connection)
    same = _Same(connection)
    try:
        with connection.begin_nested():
            follow_stories(connection, changes.reports)
            moved = follow_actors(connection, changes)
            follow_threads(
                connection,
                changes.reports,
                moved,
                lambda found: renamed(found, same.__getitem__),
                _by_hand(connection),
                before=before,
                as_of=as_of,
            )
            _is_derived(connection, _wanted(connection), as_of)
    except TooFar:
        return False
    return True


def _changes(connection: Connection) -> Changes | None:
    """What changed since the tables were derived; None where that is unknown, or too much to follow."""
    mark = _value(connection, "derived")
    if mark is None or mark.split()[1:] != [derivation_version()]:
        return None
    reports = connection.execute(select(func.count()).select_from(report)).scalar_one()
    most = max(_FEW, int(_SHARE * reports))
    ids = connection.execute(select(changed.c.report).distinct().limit(most + 1)).scalars().all()
    if len(ids) > most or _EVERYTHING in ids:
        return None
    rows = connection.execute(select(changed).where(changed.c.actor != _CAME)).all()
    dropped = [row for row in rows if row.report != _RULED]
    return Changes(
        frozenset(ids) - {_RULED},
        frozenset(row.report for row in dropped),
        frozenset(row.actor for row in dropped if row.actor != _WENT),
        frozenset(row.actor for row in rows if row.report == _RULED),
    )


def _by_hand(connection: Connection) -> Settling:
    """What the log of corrections says of threads."""
    hits = hits_of_positions(connection)
    return settling(entries_in_force(connection, {h.entry for h in hits}), hits)


class _Same(dict[str, str | None]):
    """For each id that a report uses the merged actor's, None of a rejected one, looked up when it is asked for."""

    def __init__(self, connection: Connection) -> None:
        super().__init__()
        self._connection = connection

    def __missing__(self, id: str) -> str | None:
        found = select(actor_same.c.actor).where(actor_same.c.id == id)
        self[id] = self._connection.execute(found).scalar()
        return self[id]


# What stands in `changed` for an actor where a report came, where it went, and for a report where all changed.
_CAME, _WENT, _EVERYTHING = "", "-", ""
# What stands in `changed` for the report where an analyst ruled on an actor.
_RULED = "\x01ruled"


def note_added(connection: Connection, rid: str) -> None:
    """Note that a report was added, and mark the content as changed."""
    _note(connection, rid, _CAME)
    bump(connection)


def note_dropped(connection: Connection, rid: str) -> None:
    """Note that a report is about to be dropped, while it is still there, and mark the content as changed."""
    _note(connection, rid, _WENT)
    cast = select(cast_member.c.report, cast_member.c.actor).where(cast_member.c.report == rid)
    connection.execute(insert_new(connection, changed).from_select(["report", "actor"], cast.distinct()))
    bump(connection)


def note_ruled(connection: Connection, ids: Iterable[str]) -> None:
    """Note that somebody ruled on actors, by the ids that reports use, and mark the content as changed."""
    for id in sorted(ids):
        _note(connection, _RULED, id)
    bump(connection)


def note_all_changed(connection: Connection) -> None:
    """Note that all is to be derived anew, and mark the content as changed."""
    _note(connection, _EVERYTHING, _CAME)
    bump(connection)


def _note(connection: Connection, rid: str, actor: str) -> None:
    connection.execute(insert_new(connection, changed).values(report=rid, actor=actor))


def _is_derived(connection: Connection, mark: str, as_of: str | None) -> None:
    connection.execute(delete(changed))
    _set(connection, "derived", mark)
    connection.execute(delete(state).where(state.c.key == "as_of"))
    if as_of is not None:
        _set(connection, "as_of", as_of)


def _as_of(connection: Connection) -> str | None:
    """The latest day of publication."""
    return connection.execute(select(func.max(report.c.day))).scalar()


def roles_of(found: Record) -> Iterator[tuple[str, str]]:
    """Who acts in a record (“source”) and who is acted upon (“target”), as pairs of role and actor id."""
    sources: tuple[str | None, ...]
    targets: tuple[str, ...]
    match found:
        case Statement():
            sources, targets = (found.speaker,), found.addressees
        case Event():
            sources, targets = found.sources, found.targets
        case Position():
            sources, targets = (found.holder,), found.toward
        case Measure():
            sources, targets = (found.actor,), ()
        case Mention():
            sources, targets = (found.actor,), ()
        case _:
            return
    yield from (("source", id) for id in sources if id is not None)
    yield from (("target", id) for id in targets)


def renamed(found: R, new: Callable[[str], str | None]) -> R:
    """The same record with its actor ids exchanged for those that `new` gives; None names nobody any more."""

    def one(id: str | None) -> str | None:
        return None if id is None else new(id)

    def several(ids: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(to for id in ids if (to := new(id)) is not None))

    changes: dict[str, Any]
    match found:
        case Statement():
            changes = {"speaker": one(found.speaker), "addressees": several(found.addressees)}
        case Event():
            changes = {"sources": several(found.sources), "targets": several(found.targets)}
        case Position():
            changes = {"holder": one(found.holder), "toward": several(found.toward)}
        case Measure() | Mention():
            changes = {"actor": one(found.actor)}
        case _:
            return found
    return msgspec.structs.replace(found, **changes)


def bump(connection: Connection) -> None:
    """Mark the content as changed."""
    _set(connection, "content", str(int(_value(connection, "content") or "0") + 1))


def content_revision(connection: Connection) -> str:
    return _value(connection, "content") or "0"


def _wanted(connection: Connection) -> str:
    return f"{content_revision(connection)} {derivation_version()}"


def _value(connection: Connection, key: str) -> str | None:
    return connection.execute(select(state.c.value).where(state.c.key == key)).scalar()


def _set(connection: Connection, key: str, value: str) -> None:
    connection.execute(delete(state).where(state.c.key == key))
    connection.execute(insert(state).values(key=key, value=value))
