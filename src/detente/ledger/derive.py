"""What follows from all readings together: stories, merged actors and threaded positions.

A pure function of what the report tables hold, kept in tables of its own beside the revision of the
content that they were made from. Where the two revisions differ the tables are stale; they are made
anew beside other processes and put in place in one transaction, so that a kill leaves them stale,
never wrong.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import Any, TypeVar

import msgspec
from sqlalchemy import Connection, Table, delete, func, insert, select

from detente.ledger.actors import Merged, merge_actors
from detente.ledger.evidence import evidence_of
from detente.ledger.names import fold
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
    sketch,
    sketch_key,
    state,
    story,
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
from detente.stories import Digests, grouped, is_copy, unpacked
from detente.threads import Deed, thread_positions

R = TypeVar("R", bound=Record)

# Rows that go to the database in one statement.
_ROWS = 500
# Sketches held at a time while copies are looked for: 1 KB each.
_SKETCHES = 10_000


def is_fresh(connection: Connection) -> bool:
    """Whether the derived tables say what follows from the content as it is now."""
    return _value(connection, "derived") == _wanted(connection)


@dataclass(frozen=True)
class Derived:
    """The rows of the derived tables, and the mark of the content that they follow from."""

    mark: str
    rows: tuple[tuple[Table, Sequence[dict[str, Any]]], ...]


def derive(connection: Connection) -> Derived:
    """What follows from the content that a transaction sees. Reads only, so that nobody need wait."""
    members = [_actor(body) for (body,) in connection.execute(select(cast_member.c.body))]
    merged = merge_actors(members)
    single = [renamed(p, merged.of.__getitem__) for p in _records(connection, Position)]
    threads = thread_positions(
        single,
        actors={a.id: a for a in merged.actors},
        deeds=list(_deeds(connection, merged)),
        as_of=connection.execute(select(func.max(report.c.day))).scalar(),
    )
    told = grouped(_copies(connection))
    return Derived(
        _wanted(connection),
        (
            (story, [{"report": id, "story": of} for of, ids in told.items() for id in ids]),
            (actor, list(_actor_rows(connection, merged))),
            (actor_same, [{"id": id, "actor": to} for id, to in merged.of.items()]),
            (actor_name, _name_rows(merged.actors)),
            (position, [_position_row(seq, p) for seq, p in enumerate(threads)]),
            (
                position_actor,
                [
                    {"position": p.id, "role": role, "actor": id}
                    for p in threads
                    for role, id in sorted(set(roles_of(p)))
                ],
            ),
            (
                position_evidence,
                [
                    {
                        "position": p.id,
                        "seq": seq,
                        "report": rid,
                        "start": spans[0].start,
                        "end": spans[-1].end,
                    }
                    for p in threads
                    for seq, (rid, spans) in enumerate(evidence_of(p))
                    if spans
                ],
            ),
            (position_same, _thread_rows(single, threads)),
        ),
    )


def keep(connection: Connection, derived: Derived) -> bool:
    """Put the rows in place of the old ones; nothing and False where the content is another by now."""
    if derived.mark != _wanted(connection):
        return False
    for table in reversed(DERIVED):
        connection.execute(delete(table))
    for table, rows in derived.rows:
        for start in range(0, len(rows), _ROWS):
            connection.execute(insert(table), rows[start : start + _ROWS])
    _set(connection, "derived", derived.mark)
    return True


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


def _copies(connection: Connection) -> Iterator[tuple[str, str]]:
    """The pairs of reports that are copies of one another, among those that share a key."""
    one, other = sketch_key.alias(), sketch_key.alias()
    pairs = connection.execute(
        select(one.c.report, other.c.report)
        .join_from(one, other, one.c.key == other.c.key)
        .where(one.c.report < other.c.report)
        .distinct()
        .order_by(one.c.report, other.c.report)
    )

    @lru_cache(maxsize=_SKETCHES)
    def runs(rid: str) -> Digests:
        return unpacked(connection.execute(select(sketch.c.runs).where(sketch.c.report == rid)).scalar_one())

    yield from ((a, b) for a, b in pairs if is_copy(runs(a), runs(b)))


def _position_row(seq: int, p: Position) -> dict[str, Any]:
    return {
        "id": p.id,
        "seq": seq,
        "type": p.type,
        "status": p.status,
        "first_day": p.first_seen[:10] if p.first_seen else None,
        "last_day": p.last_seen[:10] if p.last_seen else None,
        "body": encode(p).decode(),
    }


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
    """All events with the words of their clause, report by report so that each text is fetched once."""
    rows = connection.execute(
        select(record.c.report, record.c.body, record.c.first_day)
        .where(record.c.kind == "event")
        .order_by(record.c.report, record.c.seq)
    )
    for rid, events in groupby(rows, key=lambda row: row.report):
        text = connection.execute(select(report.c.text).where(report.c.id == rid)).scalar_one()
        for _, body, day in events:
            found = decode(body)
            assert isinstance(found, Event)
            yield Deed(renamed(found, merged.of.__getitem__), found.evidence.span.of(text), day)


def _actor_rows(connection: Connection, merged: Merged) -> Iterator[dict[str, Any]]:
    """The merged actors with how often and in how many reports each is mentioned."""
    mentions: Counter[str] = Counter()
    reports: dict[str, set[str]] = {a.id: set() for a in merged.actors}
    for rid, id, n in connection.execute(
        select(cast_member.c.report, cast_member.c.actor, cast_member.c.mentions)
    ):
        mentions[merged.of[id]] += n
        reports[merged.of[id]].add(rid)
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
