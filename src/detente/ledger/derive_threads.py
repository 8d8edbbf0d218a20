"""The positions of all reports as threads.

`thread_all` finds all of them; `follow_threads` finds again only those that some changed reports can touch, by the
steps of `threads.py`, of which the ledger keeps the outcome: how each position is told and which telling follows
which (`telling`), each thread by itself (`thread`), what it answers (`thread_answer`) and which deed keeps it. Who
can touch whom is asked of the keys that the steps themselves go by (`telling_key`, `thread_key`, `deed_key`).
"""

from __future__ import annotations

import hashlib
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import groupby
from typing import Any, NamedTuple, TypeVar

import msgspec
from sqlalchemy import Connection, Select, Table, bindparam, func, select, tuple_, update

from detente.corrections import Settling, settled
from detente.ledger.derive_actors import TooFar
from detente.ledger.evidence import evidence_of
from detente.ledger.schema import (
    actor,
    deed_key,
    position,
    position_actor,
    position_evidence,
    position_same,
    record,
    record_actor,
    report,
    telling,
    telling_key,
    telling_pair,
    thread,
    thread_answer,
    thread_key,
)
from detente.ledger.tables import TableRow, put, rows_of, take_out
from detente.records import Actor, Event, Position, Record, Turn, decode, encode
from detente.threads import (
    ANSWERS,
    DEEDS,
    NEAR,
    REACH,
    Deed,
    Done,
    Puts,
    Sides,
    Telling,
    counts,
    in_one_sentence,
    merged,
    parent_of,
    place_of,
    pointing_of,
    promises_reply,
    shared_keys,
    telling_of,
    threaded,
    told,
)

R = TypeVar("R", bound=Record)

# Tellings whose likest one before may have changed, and positions in threads that may, before all is threaded anew.
_FAR = 20_000

# Types that can be answered.
_PUTS = ("demand", "offer", "claim")

# The roles of `thread_key`: as what can be answered, and as an answer, found by two words or by one, or by the sides
# alone; and as what deeds keep.
_PUT, _PUT_BY_ONE, _PUT_BETWEEN = "put", "put by one", "put between"
_ANSWER, _ANSWER_BY_ONE, _ANSWER_BETWEEN = "answer", "answer by one", "answer between"


def place(found: Position) -> str:
    """Where a position or thread stands among all, as text that sorts like `threads.place_of`."""
    day, rid, start, id = place_of(found)
    return f"{day}\x01{rid}\x01{start:09}\x01{id}"


def _id_at(place: str) -> str:
    """The id of the position that stands at a place."""
    return place.rpartition("\x01")[2]


# ── all of them ──────────────────────────────────────────────────────────────────────────────────────


def thread_all(
    connection: Connection,
    actors: Mapping[str, Actor],
    rename: Callable[[Any], Any],
    by_hand: Settling,
    *,
    as_of: str | None,
) -> list[tuple[Table, Sequence[TableRow]]]:
    """The rows of all tables that hold threads. `rename` gives records the ids of merged actors, `by_hand` is what
    somebody ruled of positions."""
    single = [rename(p) for p in _all_positions(connection)]
    deeds = list(_all_deeds(connection, rename))
    found = threaded(
        single,
        actors=actors,
        deeds=deeds,
        as_of=as_of,
        together=by_hand.together,
        apart=by_hand.apart,
    )
    sides, done = Sides(actors), Done((), Sides(actors))
    forest = found.forest
    ids = [""] * len(forest.tellings)
    places = [""] * len(forest.tellings)
    same: list[TableRow] = []
    for group in forest.groups:
        for p in group:
            n = forest.node_of[p.id]
            ids[n] = ids[n] or _telling_id(forest.tellings[n], p.id if p.id in by_hand.kept_apart else "")
            places[n] = min(places[n] or place(p), place(p))
            same.append(_same_row(p, group[0].id, ids[n]))
    pairs = _pair_rows(
        "",
        [
            (forest.node_of[a], forest.node_of[b])
            for a, b in by_hand.together
            if a in forest.node_of and b in forest.node_of
        ],
        ids,
    )
    by_report: dict[str, list[Position]] = defaultdict(list)
    for p in single:
        for rid in {e.report for e in p.evidence}:
            by_report[rid].append(p)
    for rid, those in by_report.items():
        nodes = {p.id: forest.node_of[p.id] for p in those}
        ordered = sorted(those, key=place_of)
        in_sentence = in_one_sentence(ordered, nodes, forest.tellings, sides)
        pairs += _pair_rows(rid, [pair for pair in in_sentence if pair in forest.pairs], ids)
    kept = {t.id: found.kept[t.id] for t in found.threads}
    return [
        (position_same, same),
        (
            telling,
            [
                _telling_row(ids[n], places[n], ids[forest.parents[n]] if n in forest.parents else None, t)
                for n, t in enumerate(forest.tellings)
            ],
        ),
        (
            telling_key,
            [
                row
                for n, t in enumerate(forest.tellings)
                for row in _telling_key_rows(ids[n], places[n], t.keys)
            ],
        ),
        (telling_pair, pairs),
        (thread, [_thread_row(t, kept[t.id]) for t in found.threads]),
        (thread_key, [row for t in found.threads for row in _thread_key_rows(t, sides, done)]),
        (thread_answer, [row for t in found.threads for row in _answer_rows(t.id, found.answered[t.id])]),
        (deed_key, [row for d in deeds for row in _deed_rows(d, done)]),
        *_told_rows(_all_settled(found.told, same, by_hand)),
    ]


def _all_settled(threads: Iterable[Position], same: Iterable[TableRow], by_hand: Settling) -> list[Position]:
    """The threads as somebody settled them; `same` are the rows of `position_same`."""
    if not by_hand.values:
        return list(threads)
    thread_of = {row["id"]: row["position"] for row in same}
    members: dict[str, list[str]] = defaultdict(list)
    for id in by_hand.values.keys() & thread_of.keys():
        members[thread_of[id]].append(id)
    return [settled(t, members[t.id], by_hand, thread_of) for t in threads]


def _all_positions(connection: Connection) -> Iterator[Position]:
    rows = connection.execute(
        select(record.c.body).where(record.c.kind == "position").order_by(record.c.report, record.c.seq)
    )
    yield from (_as(Position, body) for (body,) in rows)


def _all_deeds(connection: Connection, rename: Callable[[Any], Any]) -> Iterator[Deed]:
    """The events that can keep a promise, with the words of their clause; each text is fetched once."""
    rows = connection.execute(
        select(record.c.report, record.c.body, record.c.first_day)
        .where(record.c.kind == "event", record.c.type.in_(sorted(DEEDS)))
        .order_by(record.c.report, record.c.seq)
    )
    for rid, events in groupby(rows, key=lambda row: row.report):
        text = connection.execute(select(report.c.text).where(report.c.id == rid)).scalar_one()
        for _, body, day in events:
            event = _as(Event, body)
            deed = Deed(rename(event), event.evidence.span.of(text), day)
            if counts(deed):
                yield deed


# ── those that changed ───────────────────────────────────────────────────────────────────────────────


def follow_threads(
    connection: Connection,
    reports: Iterable[str],
    moved: Iterable[str],
    rename: Callable[[Any], Any],
    by_hand: Settling,
    *,
    before: str | None,
    as_of: str | None,
) -> None:
    """Bring the threads up to date.

    `reports` were added, dropped or replaced; `moved` are ids of actors whose records are to be read anew.
    `before` and `as_of` are the latest day of publication, until now and now. Raises `TooFar`.
    """
    _Following(connection, rename, by_hand, as_of).follow(frozenset(reports), frozenset(moved), before)


@dataclass
class _Retold:
    """A thread before and after: None where there is none.

    `alike` says that it looks as before to those that it answers, or that answer it: it was only told once more,
    and its actors are as they were.
    """

    old: Position | None
    new: Position | None
    alike: bool


# The tellings under a key before a place, and from it on: asked so often that they are put together once.
_UNDER = (
    select(telling_key.c.place, telling_key.c.telling)
    .where(telling_key.c.key == bindparam("key"))
    .limit(bindparam("many"))
)
_BEFORE = _UNDER.where(telling_key.c.place < bindparam("at")).order_by(telling_key.c.place.desc())
_FROM = _UNDER.where(telling_key.c.place >= bindparam("at")).order_by(telling_key.c.place)


class _Placed(NamedTuple):
    """A telling and where it stands."""

    place: str
    telling: Telling


def _slots(placed: _Placed | None) -> list[tuple[str, str]]:
    """The keys and the place under which a telling is found."""
    return [] if placed is None else [(key, placed.place) for key in placed.telling.keys]


# A telling as it was and as it is; None where there was or is none.
_Change = tuple[_Placed | None, _Placed | None]


class _Following:
    """One run of `follow_threads`: what it has looked up."""

    def __init__(
        self, connection: Connection, rename: Callable[[Any], Any], by_hand: Settling, as_of: str | None
    ) -> None:
        self._connection = connection
        self._rename = rename
        self._said = by_hand
        self._kept_apart = by_hand.kept_apart
        self._by_hand = self._kept_apart | {id for pair in by_hand.together for id in pair}
        self._as_of = as_of
        self._sides = _Sides(_Actors(connection))
        self._known = _Known({}, {})
        self._done = Done((), self._sides)
        self._tellings: dict[str, Telling] = {}
        self._bases: dict[str, Position] = {}

    def follow(self, reports: frozenset[str], moved: frozenset[str], before: str | None) -> None:
        stale = self._stale(moved)
        threads = self._thread_again(reports, stale)
        retold = self._answer_again(threads)
        retold |= self._keep_again(threads, reports, stale)
        retold |= {id for id, t in threads.items() if t.new is not None}
        retold |= self._due_between(before)
        self._tell_again(retold, {id for id, t in threads.items() if t.new is None})

    def _stale(self, moved: Iterable[str]) -> frozenset[tuple[str, str]]:
        """Reports and ids of the positions and events whose actors are others now."""
        wanted = select(record.c.report, record.c.id).join(
            record_actor, (record_actor.c.report == record.c.report) & (record_actor.c.record == record.c.id)
        )
        wanted = wanted.where(record.c.kind.in_(("position", "event")))
        found = frozenset(
            (r.report, r.id) for r in rows_of(self._connection, wanted, record_actor.c.actor, moved)
        )
        if len(found) > _FAR:
            raise TooFar("an actor with many records became another")
        return found

    # threads by themselves

    def _thread_again(self, reports: frozenset[str], stale: frozenset[tuple[str, str]]) -> dict[str, _Retold]:
        """Find the tellings and threads again that changed; each such thread, before and after, by its id."""
        connection, sides = self._connection, self._sides
        same = select(position_same)
        gone = list(rows_of(connection, same, position_same.c.report, reports))
        gone += rows_of(connection, same, position_same.c.id, {id for _, id in stale} - {r.id for r in gone})
        come = [
            *self._positions(record.c.report, reports),
            *self._positions(record.c.id, {id for rid, id in stale if rid not in reports}),
        ]
        again = {row.id for row in gone} | {p.id for p in come}
        if again & self._by_hand:
            raise TooFar("a position that somebody joined or kept apart changed")
        told_as = {p.id: telling_of(p, sides) for p in come}
        telling_ids = {p.id: _telling_id(told_as[p.id], "") for p in come}
        take_out(connection, position_same.c.id, again)
        put(connection, position_same, [_same_row(p, "", telling_ids[p.id]) for p in come])
        asked = {row.telling for row in gone} | set(telling_ids.values())
        changed = self._tell_as(asked, {p.id for p in come})
        followed = self._follow_again(changed)
        paired = self._pair_again(reports | {p.evidence[0].report for p in come}, changed)
        # What hangs together with what changed, as it was and as it is.
        touched = {row.position for row in gone}
        nodes = self._nodes_around(asked | set(changed) | followed | paired, touched)
        return self._group_again(
            nodes, touched, torn={row.position for row in gone}, moved={id for _, id in stale}
        )

    def _tell_as(self, asked: Iterable[str], again: set[str]) -> dict[str, _Change]:
        """Bring `telling` up to date for these ids. Those that changed, by their ids."""
        connection = self._connection
        firsts = {
            row.telling: row.place
            for row in rows_of(
                connection,
                select(position_same.c.telling, func.min(position_same.c.place).label("place")).group_by(
                    position_same.c.telling
                ),
                position_same.c.telling,
                asked,
            )
        }
        held = {row.id: row for row in rows_of(connection, select(telling), telling.c.id, asked)}
        changed: dict[str, _Change] = {}
        for id in sorted(set(asked)):
            first, row = firsts.get(id), held.get(id)
            old = None if row is None else _Placed(row.place, _telling(row.body))
            new = None
            if first is not None:
                if old is not None and old.place == first and _id_at(first) not in again:
                    continue
                (found,) = self._positions(record.c.id, [_id_at(first)])
                new = _Placed(first, telling_of(found, self._sides))
                self._tellings[id] = new.telling
                if row is not None and row.place == first and _telling_body(new.telling) == row.body:
                    continue
            changed[id] = (old, new)
        take_out(connection, telling.c.id, changed)
        for id, (old, _) in changed.items():
            for key, at in _slots(old):
                connection.execute(
                    telling_key.delete().where(
                        telling_key.c.key == key, telling_key.c.place == at, telling_key.c.telling == id
                    )
                )
        now = [(id, *new) for id, (_, new) in changed.items() if new is not None]
        put(connection, telling, [_telling_row(id, at, None, found) for id, at, found in now])
        put(
            connection,
            telling_key,
            [row for id, at, found in now for row in _telling_key_rows(id, at, found.keys)],
        )
        return changed

    def _follow_again(self, changed: Mapping[str, _Change]) -> set[str]:
        """Find the parents again of what changed and of what looks at it; the tellings that have others now."""
        connection = self._connection
        seen = self._seen_otherwise(changed)
        if len(seen) > _FAR:
            raise TooFar("too many tellings come after one that changed")
        self._have_tellings(seen.keys() | set().union(*seen.values()) - changed.keys())
        tellings = {id: [found] for id, found in self._tellings.items()}
        tellings |= {id: [p.telling for p in placed if p is not None] for id, placed in changed.items()}
        asked = set(changed)
        for id in seen.keys() - changed.keys():
            own = self._tellings[id]
            keys = frozenset(own.keys)
            if any(shared_keys(keys, own, found) for other in seen[id] for found in tellings[other]):
                asked.add(id)
        followed: set[str] = set()
        for row in list(rows_of(connection, select(telling), telling.c.id, asked)):
            parent = self._parent(row.place, self._tellings[row.id])
            if parent != row.parent or row.id in changed:
                connection.execute(update(telling).where(telling.c.id == row.id).values(parent=parent))
                followed.update(filter(None, (row.id, row.parent, parent)))
        return followed

    def _seen_otherwise(self, changed: Mapping[str, _Change]) -> dict[str, set[str]]:
        """The tellings before which others stand now, under one of their keys: which came there, went, or changed."""
        was: dict[str, set[tuple[str, str]]] = defaultdict(set)
        now: dict[str, set[tuple[str, str]]] = defaultdict(set)
        for id, (old, new) in changed.items():
            for slots, placed in ((was, old), (now, new)):
                for key, at in _slots(placed):
                    slots[key].add((at, id))
        seen: dict[str, set[str]] = defaultdict(set)
        for key in sorted(was.keys() | now.keys()):
            for at, _ in sorted(was[key] | now[key]):
                stand = self._around(key, at, NEAR + len(now[key]))
                stood = sorted(set(stand) - now[key] | was[key])
                for n in range(bisect_right(stand, (at, "")), len(stand)):
                    before, id = {o for _, o in stand[max(0, n - NEAR) : n]}, stand[n][1]
                    n = bisect_left(stood, stand[n])
                    had = {o for _, o in stood[max(0, n - NEAR) : n]}
                    seen[id] |= (before ^ had) | ((before | had) & changed.keys())
        return {id: others for id, others in seen.items() if others}

    def _around(self, key: str, at: str, many: int) -> list[tuple[str, str]]:
        """The places and ids of so many tellings under a key before a place, and of as many from it on."""
        before = self._before(key, at, many)
        after = self._connection.execute(_FROM, {"key": key, "at": at, "many": many})
        return [(p, id) for p, id in (*reversed(before), *after)]

    def _before(self, key: str, at: str, many: int) -> Sequence[Any]:
        """The places and ids of so many tellings under a key before a place, the last first."""
        return self._connection.execute(_BEFORE, {"key": key, "at": at, "many": many}).all()

    def _parent(self, at: str, own: Telling) -> str | None:
        near: dict[str, str] = {}
        for key in own.keys:
            near.update(self._before(key, at, NEAR))
        ordered = [near[at] for at in sorted(near)]
        self._have_tellings(ordered)
        before = [self._tellings[other] for other in ordered]
        parent = next(parent_of(own, before, self._sides), None)
        return next((o for o, t in zip(ordered, before, strict=True) if t is parent), None)

    def _pair_again(self, reports: Iterable[str], changed: Iterable[str]) -> set[str]:
        """Find again what is told in one sentence; the tellings that were or are in a pair of these reports."""
        connection = self._connection
        those = set(reports)
        same = select(position_same.c.report)
        those |= {row.report for row in rows_of(connection, same, position_same.c.telling, changed)}
        pairs = select(telling_pair)
        paired = {
            id
            for row in rows_of(connection, pairs, telling_pair.c.report, those)
            for id in (row.one, row.other)
        }
        take_out(connection, telling_pair.c.report, those)
        told_as = {
            row.id: row.telling
            for row in rows_of(
                connection, select(position_same.c.id, position_same.c.telling), position_same.c.report, those
            )
        }
        by_report: dict[str, list[Position]] = defaultdict(list)
        for p in self._positions(record.c.id, told_as):
            for rid in {e.report for e in p.evidence}:
                by_report[rid].append(p)
        for rid, positions in sorted(by_report.items()):
            ids = sorted({told_as[p.id] for p in positions})
            number = {id: n for n, id in enumerate(ids)}
            nodes = {p.id: number[told_as[p.id]] for p in positions}
            ordered = sorted(positions, key=place_of)
            self._have_tellings(ids)
            found = in_one_sentence(ordered, nodes, [self._tellings[id] for id in ids], self._sides)
            rows = _pair_rows(rid, found, ids)
            put(connection, telling_pair, rows)
            paired |= {id for row in rows for id in (row["one"], row["other"])}
        return paired

    def _have_tellings(self, ids: Iterable[str]) -> None:
        """Have the tellings of these ids at hand."""
        missing = set(ids) - self._tellings.keys()
        for row in rows_of(self._connection, select(telling.c.id, telling.c.body), telling.c.id, missing):
            self._tellings[row.id] = _telling(row.body)

    def _nodes_around(self, nodes: set[str], touched: set[str]) -> dict[str, set[str]]:
        """The tellings of all threads that these tellings are or were part of, each with those it is joined to.

        `touched` gets the ids of all these threads.
        """
        connection = self._connection
        joined: dict[str, set[str]] = {}
        seen: set[str] = set()
        new, threads = set(nodes), set(touched)
        while new or threads:
            told_as = select(position_same.c.telling, position_same.c.position)
            threads |= {
                r.position for r in rows_of(connection, told_as, position_same.c.telling, new)
            } - touched
            threads -= {""}
            touched |= threads
            new |= {r.telling for r in rows_of(connection, told_as, position_same.c.position, threads)}
            new -= seen
            seen |= new
            if len(seen) > _FAR:
                raise TooFar("too many positions hang together")
            edges = [
                (row.id, row.parent)
                for row in rows_of(connection, select(telling.c.id, telling.c.parent), telling.c.id, new)
            ]
            for column in (telling_pair.c.one, telling_pair.c.other):
                edges += [(r.one, r.other) for r in rows_of(connection, select(telling_pair), column, new)]
            ends: set[str] = set()
            for one, other in edges:
                joined.setdefault(one, set())
                if other is not None:
                    joined[one].add(other)
                    joined.setdefault(other, set()).add(one)
                    ends |= {one, other}
            new, threads = ends - seen, set()
        return joined

    def _group_again(
        self, joined: Mapping[str, set[str]], touched: set[str], *, torn: set[str], moved: set[str]
    ) -> dict[str, _Retold]:
        """Make threads of tellings that are joined; those that are not as they were, and those that are no more.

        `torn` are the threads that positions were taken from, `moved` the positions with actors that changed.
        """
        connection = self._connection
        members: dict[str, list[Any]] = defaultdict(list)
        same = select(
            position_same.c.id, position_same.c.telling, position_same.c.position, position_same.c.place
        )
        for row in rows_of(connection, same, position_same.c.telling, joined):
            members[row.telling].append(row)
        groups = [
            sorted((row for id in ids for row in members[id]), key=lambda row: row.place)
            for ids in _components(joined)
        ]
        whole: dict[str, int] = defaultdict(int)
        for group in groups:
            for id in {row.position for row in group}:
                whole[id] += 1
        kept: set[str] = set()
        new: dict[str, list[str]] = {}
        for group in groups:
            before = {row.position for row in group}
            if len(before) == 1 and not before & torn and before != {""} and whole[min(before)] == 1:
                kept |= before
            else:
                new[group[0].id] = [row.id for row in group]
                if not self._kept_apart.isdisjoint(new[group[0].id]):
                    raise TooFar("a thread changed from which somebody keeps a position apart")
        old = touched - kept
        bases = {
            row.id: _as(Position, row.body)
            for row in rows_of(connection, select(thread.c.id, thread.c.body), thread.c.id, old | new.keys())
        }
        singles = {p.id: p for p in self._positions(record.c.id, {id for ids in new.values() for id in ids})}
        threads: dict[str, _Retold] = {}
        for id in sorted(bases.keys() | new.keys()):
            group = [singles[one] for one in new.get(id, ())]
            old_base = bases.get(id)
            if not group:
                threads[id] = _Retold(old_base, None, alike=False)
                continue
            self._bases[id] = base = merged(group)
            alike = old_base is not None and moved.isdisjoint(new[id]) and _looks_alike(old_base, base)
            threads[id] = _Retold(old_base, base, alike)
        for id, ids in new.items():
            for row in list(rows_of(connection, same, position_same.c.id, ids)):
                if row.position != id:
                    connection.execute(
                        update(position_same).where(position_same.c.id == row.id).values(position=id)
                    )
        return threads

    # answers

    def _answer_again(self, threads: Mapping[str, _Retold]) -> set[str]:
        """Find again who answers what; the threads whose answers, or what they answer, changed."""
        connection = self._connection
        puts = Puts((), self._sides)
        again = {id for id, t in threads.items() if t.new is not None}
        lists: dict[str, list[tuple[int, str]]] = defaultdict(list)
        # What was answered otherwise, or by another, and the changed threads that an answer may have to do with.
        near: dict[str, set[str]] = defaultdict(set)
        for id, t in threads.items():
            if t.old is not None and not t.alike:
                for answer in (*self._answers_to(id), *self._pointing_at(t.old)):
                    near[answer].add(id)
            if t.new is not None and t.new.type in _PUTS:
                keys, since = set(puts.keys_of(t.new)), ""
                if t.old is not None and t.alike:
                    for answer in self._looking(keys, t.new, since=_reach_of(t.old)):
                        near[answer].add(id)
                    keys -= set(puts.keys_of(t.old))
                for answer in self._looking(keys, t.new, since=since):
                    near[answer].add(id)
        retold: set[str] = set()
        changed_puts: set[str] = set()
        new_rows: list[TableRow] = []
        emptied: set[str] = set()
        take_out(connection, thread_key.c.thread, threads)
        put(
            connection,
            thread_key,
            [
                row
                for t in threads.values()
                if t.new
                for row in _thread_key_rows(t.new, self._sides, self._done)
            ],
        )
        for id, t in threads.items():
            if t.new is not None:
                for answer in self._pointing_at(t.new):
                    near[answer].add(id)
        asked = near.keys() | threads.keys()
        for row in rows_of(connection, select(thread_answer), thread_answer.c.answer, asked):
            lists[row.answer].append((row.seq, row.put))
        self._load({id for id in near if id not in threads})
        for id in sorted(asked):
            held = [put_id for _, put_id in sorted(lists.get(id, ()))]
            if id in threads and id not in again:
                now: list[str] = []
            else:
                now = self._answered_now(self._bases[id], held, near[id], threads)
            if now != held:
                emptied.add(id)
                new_rows += _answer_rows(id, now)
            if now != held or id in threads:
                changed_puts |= {*held, *now}
            if now != held or id in threads or not threads.keys().isdisjoint(now):
                retold.add(id)
        take_out(connection, thread_answer.c.answer, emptied)
        put(connection, thread_answer, new_rows)
        # Who promised a reply looks at what else answers the same.
        answers = {
            row.answer
            for row in rows_of(connection, select(thread_answer), thread_answer.c.put, changed_puts)
        }
        self._load(answers)
        retold |= changed_puts | {id for id in answers if promises_reply(self._bases[id])}
        return {id for id in retold if id not in threads or id in again}

    def _answers_to(self, put_id: str) -> list[str]:
        found = select(thread_answer.c.answer).where(thread_answer.c.put == put_id)
        return list(self._connection.execute(found).scalars())

    def _looking(self, keys: Iterable[str], to: Position, *, since: str) -> set[str]:
        """The answers that look for what they answer under these keys, when it could be this; first told after `since`."""
        found = select(thread_key.c.thread, thread_key.c.role).where(
            thread_key.c.role.in_((_ANSWER, _ANSWER_BY_ONE)),
            thread_key.c.last >= (to.first_seen or ""),
            thread_key.c.first <= _reach_of(to),
            thread_key.c.first > since if since else thread_key.c.first >= "",
        )
        by_one = Puts((), self._sides).is_short(to)
        times: Counter[str] = Counter()
        for row in rows_of(self._connection, found, thread_key.c.key, keys):
            times[row.thread] += 2 if by_one or row.role == _ANSWER_BY_ONE else 1
        return {id for id, n in times.items() if n >= 2}

    def _pointing_at(self, to: Position) -> set[str]:
        """The answers that look at this put for its sides alone: it is one of the `NEAR` last ones between them."""
        if to.type not in _PUTS:
            return set()
        first, columns = to.first_seen or "", thread_key.c
        found: set[str] = set()
        for key in Puts((), self._sides).between_of(to):
            later = (
                select(columns.first)
                .where(
                    columns.key == key,
                    columns.role == _PUT_BETWEEN,
                    tuple_(columns.last, columns.first, columns.thread) > (first, first, to.id),
                )
                .order_by(columns.last, columns.first, columns.thread)
                .offset(NEAR - 1)
                .limit(1)
            )
            out_of_sight = self._connection.execute(later).scalar()
            looking = select(columns.thread).where(
                columns.key == key,
                columns.role == _ANSWER_BETWEEN,
                columns.last >= first,
                columns.first <= _reach_of(to),
            )
            if out_of_sight is not None:
                looking = looking.where(columns.last < out_of_sight)
            found |= set(self._connection.execute(looking).scalars())
        return found

    def _could_answer(self, answer: Position, *, since: str) -> set[str]:
        """What a thread could answer by its keys and days, of what was first told after `since`."""
        puts = Puts((), self._sides)
        words = puts.words_for(answer)
        found = select(thread_key.c.thread, thread_key.c.key, thread_key.c.role).where(
            thread_key.c.role.in_((_PUT, _PUT_BY_ONE)),
            thread_key.c.last >= (answer.first_seen or "")[:10],
            thread_key.c.first <= (answer.last_seen or _NEVER),
            thread_key.c.first > since if since else thread_key.c.first >= "",
        )
        by_one = puts.is_short(answer)
        alone = set(puts.reports_for(answer))
        of_key: dict[str, set[int]] = defaultdict(set)
        for n, keys in enumerate(words):
            for key in keys:
                of_key[key].add(n)
        could: set[str] = set()
        shared: dict[str, set[int]] = defaultdict(set)
        for row in rows_of(self._connection, found, thread_key.c.key, alone | of_key.keys()):
            if by_one or row.key in alone or row.role == _PUT_BY_ONE:
                could.add(row.thread)
            else:
                shared[row.thread] |= of_key[row.key]
        could |= {id for id, numbers in shared.items() if len(numbers) >= 2}
        for key in puts.between_for(answer):
            could |= set(self._connection.execute(self._last_between(key, answer)).scalars())
        return could

    def _last_between(self, key: str, answer: Position) -> Select[str]:
        """The `NEAR` last puts between two sides by the day of an answer."""
        columns = thread_key.c
        return (
            select(columns.thread)
            .where(
                columns.key == key,
                columns.role == _PUT_BETWEEN,
                columns.last <= (answer.last_seen or _NEVER),
            )
            .order_by(columns.last.desc(), columns.first.desc(), columns.thread.desc())
            .limit(NEAR)
        )

    def _answered_now(
        self, answer: Position, held: Sequence[str], near: set[str], threads: Mapping[str, _Retold]
    ) -> list[str]:
        """The ids of what a thread answers: `held` before, of those `near` it that changed.

        What is likest bounds the others: while that stands, and the answer itself, nobody else need be asked.
        """
        own = threads.get(answer.id)
        first = threads.get(held[0]) if held else None
        stands = all(t.alike for t in (own, first) if t is not None)
        if pointing_of(answer) or not stands:
            ids = self._could_answer(answer, since="")
        else:
            ids = {id for id in (*held, *near) if id not in threads or threads[id].new is not None}
            if own is not None and own.old is not None and own.old.last_seen:
                ids |= self._could_answer(answer, since=own.old.last_seen)
        self._load(ids)
        puts = _Puts([self._bases[id] for id in sorted(ids)], self._sides, self._known)
        return [p.id for p in puts.answered_by(answer)]

    # deeds

    def _keep_again(
        self, threads: Mapping[str, _Retold], reports: frozenset[str], stale: frozenset[tuple[str, str]]
    ) -> set[str]:
        """Find again which deed keeps what; the threads of which another one does now."""
        connection = self._connection
        old_keys = [
            *rows_of(connection, select(deed_key), deed_key.c.report, reports),
            *(
                row
                for row in rows_of(connection, select(deed_key), deed_key.c.report, {rid for rid, _ in stale})
                if (row.report, row.event) in stale and row.report not in reports
            ),
        ]
        gone = {(row.report, row.event) for row in old_keys}
        for rid, event in sorted(gone):
            connection.execute(deed_key.delete().where(deed_key.c.report == rid, deed_key.c.event == event))
        come = [
            *self._deeds(record.c.report, reports),
            *(
                d
                for d in self._deeds(record.c.id, {id for rid, id in stale if rid not in reports})
                if (d.event.report, d.event.id) in stale
            ),
        ]
        put(connection, deed_key, [row for d in come for row in _deed_rows(d, self._done)])
        # Threads by themselves: rows with the deed of before where that can be trusted.
        kept: dict[str, Turn | None] = {}
        held = {row.id: row for row in rows_of(connection, select(thread), thread.c.id, threads)}
        for id, t in threads.items():
            if t.new is None:
                continue
            row = held.get(id)
            if (
                row is not None
                and t.old is not None
                and t.alike
                and t.old.due == t.new.due
                and (row.kept_report, row.kept_event) not in gone
            ):
                kept[id] = _turn(row.kept) or self._kept(t.new, after=_deed_until(t.old))
            else:
                kept[id] = self._kept(t.new, after="")
        take_out(connection, thread.c.id, threads)
        put(
            connection,
            thread,
            [_thread_row(t.new, kept[id]) for id, t in threads.items() if t.new is not None],
        )
        changed: dict[str, Turn | None] = {}
        for row in rows_of(connection, select(thread), thread.c.kept_report, {rid for rid, _ in gone}):
            if (row.kept_report, row.kept_event) in gone and row.id not in threads:
                changed[row.id] = self._kept(_as(Position, row.body), after="")
        for deed in sorted(come, key=lambda d: (d.day or "", d.event.id)):
            assert deed.day is not None
            for row in self._waiting(deed):
                turn = changed[row.id] if row.id in changed else _turn(row.kept)
                if turn is not None and _deed_order(turn) <= (deed.day, deed.event.id):
                    continue
                turn = Done([deed], self._sides).keeping(_as(Position, row.body))
                if turn is not None:
                    changed[row.id] = turn
        for id, turn in sorted(changed.items()):
            connection.execute(update(thread).where(thread.c.id == id).values(**_kept_columns(turn)))
        return set(changed)

    def _waiting(self, deed: Deed) -> list[Any]:
        """The threads that share two keys with a deed and were told before it."""
        assert deed.day is not None
        found = select(thread_key.c.thread).where(
            thread_key.c.role == "deed",
            thread_key.c.first < deed.day[:10],
            thread_key.c.last >= deed.day[:10],
        )
        times: dict[str, int] = defaultdict(int)
        for row in rows_of(self._connection, found, thread_key.c.key, self._done.keys_of(deed)):
            times[row.thread] += 1
        return list(
            rows_of(self._connection, select(thread), thread.c.id, {id for id, n in times.items() if n >= 2})
        )

    def _kept(self, base: Position, *, after: str) -> Turn | None:
        """The deed that keeps a thread, of those after a day."""
        if base.first_seen is None:
            return None
        found = select(deed_key.c.report, deed_key.c.event, deed_key.c.day).where(
            deed_key.c.day > max(after, base.first_seen), deed_key.c.day <= _deed_until(base)
        )
        times: dict[tuple[str, str, str], int] = defaultdict(int)
        for row in rows_of(self._connection, found, deed_key.c.key, self._done.keys_for(base)):
            times[row.day, row.event, row.report] += 1
        for _, event, rid in sorted(at for at, n in times.items() if n >= 2):
            for deed in self._deeds(record.c.id, [event]):
                if deed.event.report == rid:
                    turn = Done([deed], self._sides).keeping(base)
                    if turn is not None:
                        return turn
        return None

    # how it stands with them

    def _due_between(self, before: str | None) -> set[str]:
        """The threads whose due date has passed, or has not any more, as the latest day is another."""
        first, last = sorted((before or "", self._as_of or ""))
        due = select(thread.c.id).where(thread.c.due >= first, thread.c.due < last)
        return set(self._connection.execute(due).scalars())

    def _tell_again(self, retold: set[str], gone: set[str]) -> None:
        """Write the rows of these threads anew, where they are others than before."""
        connection = self._connection
        thread_of, members = self._settled_ids()
        # What somebody said that they answer may be part of another thread now.
        retold = retold | {
            thread_of[id]
            for id, values in self._said.values.items()
            if "answers" in values and id in thread_of
        }
        take_out(connection, position.c.id, gone)
        answered: dict[str, list[tuple[int, str]]] = defaultdict(list)
        for row in rows_of(connection, select(thread_answer), thread_answer.c.answer, retold):
            answered[row.answer].append((row.seq, row.put))
        puts = {put_id for rows in answered.values() for _, put_id in rows}
        answers: dict[str, list[str]] = defaultdict(list)
        for row in rows_of(connection, select(thread_answer), thread_answer.c.put, retold | puts):
            answers[row.put].append(row.answer)
        self._load(retold | puts)
        needed = {id for put_id in retold for id in answers[put_id]}
        needed |= {
            a for id in retold if promises_reply(self._bases[id]) for _, p in answered[id] for a in answers[p]
        }
        self._load(needed)
        kept = {
            row.id: _turn(row.kept)
            for row in rows_of(connection, select(thread.c.id, thread.c.kept), thread.c.id, retold)
        }
        held = {
            row.id: row.body
            for row in rows_of(connection, select(position.c.id, position.c.body), position.c.id, retold)
        }
        changed: list[Position] = []
        for id in sorted(retold):
            base = self._bases[id]
            own_puts = [put_id for _, put_id in sorted(answered[id])]
            replies = [a for p in own_puts for a in answers[p]] if promises_reply(base) else []
            now = told(
                base,
                answered=[self._bases[p] for p in own_puts],
                answers=sorted((self._bases[a] for a in answers[id]), key=place_of),
                replies=[self._bases[a] for a in replies],
                kept=kept[id],
                sides=self._sides,
                as_of=self._as_of,
            )
            now = settled(now, members.get(id, ()), self._said, thread_of)
            if held.get(id) != encode(now).decode():
                changed.append(now)
        take_out(connection, position.c.id, [p.id for p in changed])
        for table, rows in _told_rows(changed):
            put(connection, table, rows)

    def _settled_ids(self) -> tuple[dict[str, str], dict[str, list[str]]]:
        """The threads of the positions that somebody settled, or said to be answered; of the first the positions
        of each thread."""
        values = self._said.values
        answered = {
            str(v) for fields in values.values() for name, (_, v) in fields.items() if name == "answers"
        }
        wanted = select(position_same.c.id, position_same.c.position)
        rows = rows_of(self._connection, wanted, position_same.c.id, values.keys() | answered)
        thread_of = {row.id: row.position for row in rows}
        members: dict[str, list[str]] = defaultdict(list)
        for id in values.keys() & thread_of.keys():
            members[thread_of[id]].append(id)
        return thread_of, members

    # what is held

    def _load(self, ids: Iterable[str]) -> None:
        """Have the threads of these ids at hand."""
        missing = set(ids) - self._bases.keys()
        for row in rows_of(self._connection, select(thread.c.id, thread.c.body), thread.c.id, missing):
            self._bases[row.id] = _as(Position, row.body)

    def _positions(self, column: Any, values: Iterable[str]) -> list[Position]:
        """The single positions that have one of these values in a column of `record`."""
        wanted = select(record.c.body).where(record.c.kind == "position")
        bodies = rows_of(self._connection, wanted, column, values)
        return [self._rename(_as(Position, body)) for (body,) in bodies]

    def _deeds(self, column: Any, values: Iterable[str]) -> list[Deed]:
        wanted = select(record.c.body, record.c.first_day, record.c.start, record.c.report).where(
            record.c.kind == "event", record.c.type.in_(sorted(DEEDS))
        )
        found = []
        for row in rows_of(self._connection, wanted, column, values):
            event = _as(Event, row.body)
            span = event.evidence.span
            text = self._connection.execute(
                select(func.substr(report.c.text, span.start + 1, span.end - span.start)).where(
                    report.c.id == row.report
                )
            ).scalar_one()
            deed = Deed(self._rename(event), text, row.first_day)
            if counts(deed):
                found.append(deed)
        return found


class _Actors(Mapping[str, Actor]):
    """The merged actors, each looked up when it is asked for."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._held: dict[str, Actor | None] = {}

    def __getitem__(self, id: str) -> Actor:
        if id not in self._held:
            body = self._connection.execute(select(actor.c.body).where(actor.c.id == id)).scalar()
            self._held[id] = None if body is None else _as(Actor, body)
        found = self._held[id]
        if found is None:
            raise KeyError(id)
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._connection.execute(select(actor.c.id)).scalars().all())

    def __len__(self) -> int:
        return self._connection.execute(select(func.count()).select_from(actor)).scalar_one()


class _Sides(Sides):
    """Sides that remember what they were asked: the same few are asked for thousands of times in a run."""

    def __init__(self, actors: Mapping[str, Actor]) -> None:
        super().__init__(actors)
        self._of: dict[str | None, frozenset[str]] = {}
        self._names_in: dict[tuple[str | None, tuple[str, ...]], frozenset[str]] = {}

    def of(self, actor_id: str | None) -> frozenset[str]:
        if actor_id not in self._of:
            self._of[actor_id] = super().of(actor_id)
        return self._of[actor_id]

    def names_in(self, position: Position) -> frozenset[str]:
        whose = (position.holder, position.toward)
        if whose not in self._names_in:
            self._names_in[whose] = super().names_in(position)
        return self._names_in[whose]


class _Known(NamedTuple):
    """By a thread's id the keys under which it is found as a put, and whether one word of it is enough."""

    keys: dict[str, tuple[str, ...]]
    short: dict[str, bool]


class _Puts(Puts):
    """Puts that remember the keys of those that they were given before: answer after answer asks for the same."""

    def __init__(self, threads: Iterable[Position], sides: Sides, known: _Known) -> None:
        self._known = known
        super().__init__(threads, sides)

    def keys_of(self, put: Position) -> tuple[str, ...]:
        if put.id not in self._known.keys:
            self._known.keys[put.id] = super().keys_of(put)
        return self._known.keys[put.id]

    def is_short(self, position: Position) -> bool:
        if position.id not in self._known.short:
            self._known.short[position.id] = super().is_short(position)
        return self._known.short[position.id]


def _components(joined: Mapping[str, set[str]]) -> Iterator[list[str]]:
    """The sets of nodes that hang together."""
    seen: set[str] = set()
    for start in sorted(joined):
        if start in seen:
            continue
        found, new = [], [start]
        seen.add(start)
        while new:
            node = new.pop()
            found.append(node)
            for other in joined[node] - seen:
                seen.add(other)
                new.append(other)
        yield found


def _looks_alike(old: Position, new: Position) -> bool:
    """Whether two states of a thread look the same to those that answer it: it was only told once more."""
    return (
        (old.type, old.holder, old.toward, old.proposition, old.first_seen, old.evidence[0])
        == (new.type, new.holder, new.toward, new.proposition, new.first_seen, new.evidence[0])
    ) and (old.last_seen or "") <= (new.last_seen or "")


# A day after all others.
_NEVER = "9999-12-31"


def _after(day: str) -> str:
    """The last day on which something is in reach of a day."""
    try:
        return (date.fromisoformat(day[:10]) + timedelta(days=REACH)).isoformat()
    except OverflowError:
        return _NEVER


def _reach_of(found: Position) -> str:
    """The last day on which a position can be answered."""
    return _after(found.last_seen) if found.last_seen else _NEVER


def _deed_until(found: Position) -> str:
    """The last day on which a deed can keep a position."""
    due = found.due.end[:10] if found.due and found.due.end else ""
    last = max(found.last_seen or "", due)
    return _after(last) if last else _NEVER


def _deed_order(turn: Turn) -> tuple[str, str]:
    assert turn.evidence is not None
    return (turn.at or "", turn.evidence.event or "")


# ── rows ─────────────────────────────────────────────────────────────────────────────────────────────


def _telling_id(found: Telling, alone: str) -> str:
    """A digest of a telling's signature, and of the one position that is told so where that is kept `alone`."""
    return hashlib.blake2b(msgspec.json.encode((found.signature, alone)), digest_size=12).hexdigest()


def _telling_body(found: Telling) -> str:
    slim = replace(found, signature=())
    return msgspec.json.encode(slim, order="deterministic").decode()


_decode_telling = msgspec.json.Decoder(Telling).decode


def _telling(body: str) -> Telling:
    return _decode_telling(body)


def _same_row(p: Position, thread_id: str, telling_id: str) -> TableRow:
    return {
        "id": p.id,
        "position": thread_id,
        "report": p.evidence[0].report,
        "place": place(p),
        "telling": telling_id,
    }


def _telling_row(id: str, at: str, parent: str | None, found: Telling) -> TableRow:
    return {"id": id, "place": at, "parent": parent, "body": _telling_body(found)}


def _telling_key_rows(id: str, at: str, keys: Iterable[str]) -> Iterator[TableRow]:
    yield from ({"key": key, "place": at, "telling": id} for key in keys)


def _pair_rows(rid: str, pairs: Iterable[tuple[int, int]], ids: Sequence[str]) -> list[TableRow]:
    found = {tuple(sorted((ids[n], ids[m]))) for n, m in pairs}
    return [{"report": rid, "one": one, "other": other} for one, other in sorted(found)]


def _turn(kept: str | None) -> Turn | None:
    return None if kept is None else msgspec.json.decode(kept, type=Turn)


def _kept_columns(kept: Turn | None) -> TableRow:
    evidence = kept.evidence if kept else None
    return {
        "kept": None if kept is None else msgspec.json.encode(kept).decode(),
        "kept_day": kept.at if kept else None,
        "kept_report": evidence.report if evidence else None,
        "kept_event": evidence.event if evidence else None,
    }


def _thread_row(base: Position, kept: Turn | None) -> TableRow:
    return {
        "id": base.id,
        "due": base.due.end[:10] if base.due and base.due.end else None,
        **_kept_columns(kept),
        "body": encode(base).decode(),
    }


def _thread_key_rows(base: Position, sides: Sides, done: Done) -> Iterator[TableRow]:
    puts = Puts((), sides)
    first, last = base.first_seen or "", base.last_seen or _NEVER

    def rows(role: str, keys: Iterable[str], first: str, last: str) -> Iterator[TableRow]:
        for key in dict.fromkeys(keys):
            yield {"key": key, "role": role, "last": last, "first": first, "thread": base.id}

    if base.type in _PUTS:
        role = _PUT_BY_ONE if puts.is_short(base) else _PUT
        yield from rows(role, puts.keys_of(base), first, _reach_of(base))
        # By the day on which it was put, so that the last ones by some day stand together.
        yield from rows(_PUT_BETWEEN, puts.between_of(base), first, first)
    if base.type in ANSWERS:
        # A key that two of its words have in common is enough by itself, as a report is.
        times = Counter(key for keys in puts.words_for(base) for key in set(keys))
        short = puts.is_short(base)
        for key, n in times.items():
            yield from rows(_ANSWER_BY_ONE if short or n > 1 else _ANSWER, [key], first[:10], last)
        yield from rows(_ANSWER_BY_ONE, puts.reports_for(base), first[:10], last)
        yield from rows(_ANSWER_BETWEEN, puts.between_for(base), first[:10], last)
    if base.first_seen is not None:
        yield from rows("deed", done.keys_for(base), first, _deed_until(base))


def _answer_rows(id: str, answered: Iterable[Position | str]) -> Iterator[TableRow]:
    for seq, put_of in enumerate(answered):
        yield {"answer": id, "seq": seq, "put": put_of if isinstance(put_of, str) else put_of.id}


def _deed_rows(deed: Deed, done: Done) -> Iterator[TableRow]:
    for key in dict.fromkeys(done.keys_of(deed)):
        yield {"key": key, "day": deed.day, "event": deed.event.id, "report": deed.event.report}


def _told_rows(threads: Sequence[Position]) -> list[tuple[Table, Sequence[TableRow]]]:
    """The rows by which threads are listed and searched."""
    return [
        (position, [_position_row(p) for p in threads]),
        (
            position_actor,
            [
                {"position": p.id, "role": role, "actor": id}
                for p in threads
                for role, id in sorted(_roles(p))
            ],
        ),
        (
            position_evidence,
            [
                {"position": p.id, "seq": seq, "report": rid, "start": spans[0].start, "end": spans[-1].end}
                for p in threads
                for seq, (rid, spans) in enumerate(evidence_of(p))
                if spans
            ],
        ),
    ]


def _roles(p: Position) -> set[tuple[str, str]]:
    holder = {("source", p.holder)} if p.holder is not None else set()
    return holder | {("target", id) for id in p.toward}


def _position_row(p: Position) -> TableRow:
    return {
        "id": p.id,
        "seq": place(p),
        "type": p.type,
        "status": p.status,
        "first_day": p.first_seen[:10] if p.first_seen else None,
        "last_day": p.last_seen[:10] if p.last_seen else None,
        "body": encode(p).decode(),
    }


def _as(kind: type[R], body: str) -> R:
    found = decode(body)
    assert isinstance(found, kind)
    return found
