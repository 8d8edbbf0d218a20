"""What follows from all readings together: merged actors and threaded positions.

A pure function of what the report tables hold, kept in tables of its own beside the revision of the
content that they were made from. Where the two revisions differ the tables are stale and made anew in
one transaction; a kill in between leaves them stale, never wrong.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

import msgspec
from sqlalchemy import Connection, Table, delete, func, insert, select

from detente.ledger.actors import Merged, merge_actors
from detente.ledger.evidence import evidence_of
from detente.ledger.names import fold
from detente.ledger.positions import Deed, thread_positions
from detente.ledger.reader import derivation_version
from detente.ledger.schema import (
    DERIVED,
    actor,
    actor_name,
    actor_same,
    cast_member,
    position,
    position_actor,
    position_evidence,
    position_same,
    record,
    report,
    state,
)
from detente.records import (
    Actor,
    Event,
    Measure,
    Mention,
    Position,
    PositionEvidence,
    Record,
    Statement,
    decode,
    encode,
)

R = TypeVar("R", bound=Record)

# Rows that go to the database in one statement.
_ROWS = 500


def is_fresh(connection: Connection) -> bool:
    """Whether the derived tables say what follows from the content as it is now."""
    return _value(connection, "derived") == _wanted(connection)


def derive(connection: Connection) -> None:
    """Make the derived tables anew from the content, in the caller's transaction."""
    members = [_actor(body) for (body,) in connection.execute(select(cast_member.c.body))]
    merged = merge_actors(members)
    by_id = {a.id: a for a in merged.actors}
    for table in reversed(DERIVED):
        connection.execute(delete(table))
    _put(connection, actor, list(_actor_rows(connection, merged)))
    _put(connection, actor_same, [{"id": id, "actor": to} for id, to in merged.of.items()])
    _put(connection, actor_name, _name_rows(merged.actors))

    single = [renamed(p, merged.of.__getitem__) for p in _records(connection, Position)]
    latest = connection.execute(select(func.max(report.c.day))).scalar()
    threads = thread_positions(
        single, actors=by_id, deeds=list(_deeds(connection, merged)), as_of=latest if latest else None
    )
    _put(
        connection,
        position,
        [
            {
                "id": p.id,
                "seq": seq,
                "type": p.type,
                "status": p.status,
                "first_day": p.first_seen[:10] if p.first_seen else None,
                "last_day": p.last_seen[:10] if p.last_seen else None,
                "body": encode(p).decode(),
            }
            for seq, p in enumerate(threads)
        ],
    )
    _put(
        connection,
        position_actor,
        [
            {"position": p.id, "role": role, "actor": id}
            for p in threads
            for role, id in sorted(set(roles_of(p)))
        ],
    )
    _put(
        connection,
        position_evidence,
        [
            {"position": p.id, "seq": seq, "report": rid, "start": spans[0].start, "end": spans[-1].end}
            for p in threads
            for seq, (rid, spans) in enumerate(evidence_of(p))
            if spans
        ],
    )
    _put(connection, position_same, _thread_rows(single, threads))
    _set(connection, "derived", _wanted(connection))


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


def renamed(found: R, new: Callable[[str], str]) -> R:
    """The same record with its actor ids exchanged for those that `new` gives."""

    def one(id: str | None) -> str | None:
        return None if id is None else new(id)

    def several(ids: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(new(id) for id in ids))

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


def _put(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    for start in range(0, len(rows), _ROWS):
        connection.execute(insert(table), rows[start : start + _ROWS])


def _actor(body: str) -> Actor:
    found = decode(body)
    assert isinstance(found, Actor)
    return found


def _records(connection: Connection, kind: type[R]) -> Iterator[R]:
    """All records of a kind, in the order of their reports' ids and of the text."""
    tag = kind.__struct_config__.tag
    rows = connection.execute(
        select(record.c.body).where(record.c.kind == tag).order_by(record.c.report, record.c.seq)
    )
    for (body,) in rows:
        found = decode(body)
        assert isinstance(found, kind)
        yield found


def _deeds(connection: Connection, merged: Merged) -> Iterator[Deed]:
    rows = connection.execute(
        select(record.c.body, record.c.first_day, report.c.text)
        .join(report, report.c.id == record.c.report)
        .where(record.c.kind == "event")
        .order_by(record.c.report, record.c.seq)
    )
    for body, day, text in rows:
        found = decode(body)
        assert isinstance(found, Event)
        yield Deed(renamed(found, merged.of.__getitem__), found.evidence.span.of(text), day)


def _actor_rows(connection: Connection, merged: Merged) -> Iterator[dict[str, Any]]:
    """The merged actors with how often and in how many reports each is mentioned."""
    mentions: Counter[str] = Counter()
    reports: dict[str, set[str]] = {a.id: set() for a in merged.actors}
    for id, rid in connection.execute(select(cast_member.c.actor, cast_member.c.report)):
        reports[merged.of[id]].add(rid)
    for found in _records(connection, Mention):
        mentions[merged.of[found.actor]] += 1
    for a in merged.actors:
        yield {
            "id": a.id,
            "name": a.name,
            "type": a.type,
            "country": a.country,
            "sector": a.sector,
            "mentions": mentions[a.id],
            "reports": len(reports[a.id]),
            "body": encode(a).decode(),
        }


def _name_rows(actors: Sequence[Actor]) -> list[dict[str, Any]]:
    ranks: dict[tuple[str, str], int] = {}
    for a in actors:
        names = [(fold(a.name), 0), *((fold(alias), 1) for alias in a.aliases)]
        if a.type == "person":
            names.append((fold(a.name).split(" ")[-1], 2))
        for name, rank in names:
            ranks[name, a.id] = min(rank, ranks.get((name, a.id), rank))
    return [{"name": name, "actor": id, "rank": rank} for (name, id), rank in sorted(ranks.items())]


def _thread_rows(single: Sequence[Position], threads: Sequence[Position]) -> list[dict[str, Any]]:
    """For each position of one report the thread that took in its evidence."""
    by_id = {t.id for t in threads}
    by_evidence: dict[PositionEvidence, str] = {}
    for thread in threads:
        for evidence in thread.evidence:
            by_evidence.setdefault(evidence, thread.id)
    rows = []
    for p in single:
        thread_id = p.id if p.id in by_id else next(filter(None, map(by_evidence.get, p.evidence)), None)
        if thread_id is not None:
            rows.append({"id": p.id, "position": thread_id})
    return sorted({row["id"]: row for row in rows}.values(), key=lambda row: row["id"])
