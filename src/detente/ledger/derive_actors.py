"""The merged actors, from what the reports say of each id."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, Table, func, select

from detente.ledger.actors import Merged, Rulings, Tally, keys_of, merge_tallies, tally_of, united
from detente.ledger.corrections import entries_about_actors
from detente.ledger.names import fold
from detente.ledger.schema import (
    actor,
    actor_key,
    actor_name,
    actor_rejected,
    actor_same,
    actor_tally,
    cast_member,
    corrected_actor,
)
from detente.ledger.tables import TableRow, put, rows_of, take_out
from detente.records import Actor, decode, encode

# Ids that may hang together by names before all actors are merged anew.
_FAR = 5_000


class TooFar(Exception):
    """What changed reaches so far that all is better derived anew. No user ever sees it."""


def merge_all(connection: Connection) -> tuple[Merged, list[tuple[Table, Sequence[TableRow]]]]:
    """The actors of all reports, and the rows of the tables that hold them."""
    tallies: dict[str, Tally] = defaultdict(Counter)
    counts: dict[str, Counter[str]] = {"mentions": Counter(), "reports": Counter()}
    for id, body in connection.execute(select(cast_member.c.actor, cast_member.c.body)):
        tallies[id].update(tally_of(_actor(body)))
    rulings = Rulings(entries_about_actors(connection))
    merged = merge_tallies(tallies, rulings)
    # Report by report, so that one with two ids of an actor counts once.
    within: tuple[str, set[str]] = ("", set())
    for row in connection.execute(
        select(cast_member.c.report, cast_member.c.actor, cast_member.c.mentions).order_by(
            cast_member.c.report
        )
    ):
        head = merged.of.get(row.actor)
        if head is None:
            continue
        counts["mentions"][head] += row.mentions
        if row.report != within[0]:
            within = (row.report, set())
        if head not in within[1]:
            within[1].add(head)
            counts["reports"][head] += 1
    return merged, [
        (actor, [_actor_row(a, counts["mentions"][a.id], counts["reports"][a.id]) for a in merged.actors]),
        (actor_same, [{"id": id, "actor": to} for id, to in merged.of.items()]),
        (actor_name, list(_name_rows(merged.actors))),
        (actor_tally, [row for id, tally in tallies.items() for row in _tally_rows(id, tally)]),
        (
            actor_key,
            [
                row
                for id, tally in tallies.items()
                for row in _key_rows(id, keys_of(united(id, tally), rulings))
            ],
        ),
        *_ruled_rows(merged),
    ]


@dataclass(frozen=True)
class Changes:
    """What was added and dropped: the reports, those of them that were held before, the ids of their actors then;
    and the ids of actors on which somebody ruled."""

    reports: frozenset[str]
    dropped: frozenset[str]
    actors: frozenset[str]
    ruled: frozenset[str] = frozenset()


def follow_actors(connection: Connection, changes: Changes) -> frozenset[str]:
    """Bring the merged actors up to date. The ids of reports whose records mean another actor now, or one of whom
    another country, kind or name is known; `TooFar` where these names hang together with too many others."""
    tallies, added, asked = _tallies(connection, changes)
    touched = set(tallies)
    rulings = Rulings(entries_about_actors(connection))
    new_keys = {id: keys_of(united(id, tally), rulings) for id, tally in tallies.items() if tally}
    old_keys = {row.key for row in rows_of(connection, select(actor_key), actor_key.c.actor, touched)}
    near = _hanging_together(connection, touched, old_keys.union(*new_keys.values()))
    everyone = {id: tally for id, tally in tallies.items() if tally} | _held_tallies(connection, near)
    merged = merge_tallies(everyone, rulings)
    before = {
        row.id: row.actor for row in rows_of(connection, select(actor_same), actor_same.c.id, touched | near)
    }
    moved = {id for id, head in before.items() if merged.of.get(id) != head}
    rejected = select(actor_rejected.c.id)
    moved |= {
        row.id for row in rows_of(connection, rejected, actor_rejected.c.id, touched | near)
    } - merged.rejected
    members: dict[str, set[str]] = defaultdict(set)
    for id, head in merged.of.items():
        members[head].add(id)
    gone_or_grown = {
        head for head, ids in members.items() if ids & touched or any(before.get(id) != head for id in ids)
    }
    gone_or_grown |= {before[id] for id in moved & before.keys()}
    old = {row.id: row for row in rows_of(connection, select(actor), actor.c.id, gone_or_grown)}
    groups_before: dict[str, set[str]] = defaultdict(set)
    for id, head in before.items():
        groups_before[head].add(id)
    changed = [a for a in merged.actors if a.id in gone_or_grown]
    rows = []
    for a in changed:
        held = old.get(a.id)
        ids = members[a.id]
        if held is not None and groups_before[a.id] == ids and not ids & asked:
            mentions = held.mentions + sum(n for id in ids for n in added.get(id, {}).values())
            reports = held.reports + len({rid for id in ids for rid in added.get(id, {})})
        else:
            mentions, reports = _presence(connection, ids)
        rows.append(_actor_row(a, mentions, reports))
        if held is not None and _sides(_actor(held.body)) != _sides(a):
            moved |= ids
    take_out(connection, actor.c.id, gone_or_grown)
    put(connection, actor, rows)
    take_out(connection, actor_same.c.id, {id for id in before if id in moved or id not in merged.of})
    put(
        connection,
        actor_same,
        [{"id": id, "actor": to} for id, to in merged.of.items() if before.get(id) is None or id in moved],
    )
    take_out(connection, actor_name.c.actor, gone_or_grown)
    put(connection, actor_name, list(_name_rows(changed)))
    take_out(connection, actor_tally.c.actor, touched)
    put(connection, actor_tally, [row for id in sorted(touched) for row in _tally_rows(id, tallies[id])])
    take_out(connection, actor_key.c.actor, touched)
    put(connection, actor_key, [row for id in sorted(new_keys) for row in _key_rows(id, new_keys[id])])
    for column in (actor_rejected.c.id, corrected_actor.c.id):
        take_out(connection, column, touched | near)
    for table, ruled in _ruled_rows(merged):
        put(connection, table, ruled)
    return frozenset(moved)


def _sides(a: Actor) -> tuple[str | None, ...]:
    """What threads ask of an actor; see `threads.Sides`."""
    return (a.name, a.type, a.country, a.sector)


def _tallies(
    connection: Connection, changes: Changes
) -> tuple[dict[str, Tally], dict[str, dict[str, int]], set[str]]:
    """For each id of the reports that changed what is said of it now; its mentions in each report that came; and
    the ids of which all reports were asked again, as a report that said something of them went.
    """
    tallies: dict[str, Tally] = {}
    added: dict[str, dict[str, int]] = defaultdict(dict)
    coming: dict[str, Tally] = defaultdict(Counter)
    asked = set(changes.actors)
    wanted = select(cast_member.c.report, cast_member.c.actor, cast_member.c.mentions, cast_member.c.body)
    for row in rows_of(connection, wanted, cast_member.c.report, changes.reports):
        if row.report in changes.dropped:
            asked.add(row.actor)
        else:
            coming[row.actor].update(tally_of(_actor(row.body)))
            added[row.actor][row.report] = added[row.actor].get(row.report, 0) + row.mentions
    said = (set(coming) | changes.ruled) - asked
    held = _held_tallies(connection, said)
    for id in said:
        tallies[id] = held.get(id, Counter()) + coming.get(id, Counter())
    for id in sorted(asked):
        tally: Tally = Counter()
        for body in connection.execute(select(cast_member.c.body).where(cast_member.c.actor == id)).scalars():
            tally.update(tally_of(_actor(body)))
        tallies[id] = tally
    return tallies, added, asked


def _held_tallies(connection: Connection, ids: Iterable[str]) -> dict[str, Tally]:
    tallies: dict[str, Tally] = defaultdict(Counter)
    for row in rows_of(connection, select(actor_tally), actor_tally.c.actor, ids):
        tallies[row.actor][row.field, row.value] = row.n
    return dict(tallies)


def _hanging_together(connection: Connection, touched: set[str], keys: Iterable[str]) -> set[str]:
    """The ids that hang together with keys, and with one another, through those that did not change."""
    found: set[str] = set()
    seen: set[str] = set()
    new = set(keys)
    while new:
        seen |= new
        ids = {row.actor for row in rows_of(connection, select(actor_key.c.actor), actor_key.c.key, new)}
        ids -= touched | found
        found |= ids
        if len(found) > _FAR:
            raise TooFar("names of too many actors hang together")
        new = {row.key for row in rows_of(connection, select(actor_key.c.key), actor_key.c.actor, ids)} - seen
    return found


def _presence(connection: Connection, ids: Iterable[str]) -> tuple[int, int]:
    """Mentions of an actor's ids, and reports that know one of them."""
    row = connection.execute(
        select(func.sum(cast_member.c.mentions), func.count(cast_member.c.report.distinct())).where(
            cast_member.c.actor.in_(sorted(ids))
        )
    ).one()
    return row[0] or 0, row[1]


def _actor(body: str) -> Actor:
    found = decode(body)
    assert isinstance(found, Actor)
    return found


def _actor_row(a: Actor, mentions: int, reports: int) -> TableRow:
    return {
        "id": a.id,
        "name": a.name,
        "type": a.type,
        "country": a.country,
        "sector": a.sector,
        "mentions": mentions,
        "reports": reports,
        "body": encode(a).decode(),
    }


def _ruled_rows(merged: Merged) -> list[tuple[Table, Sequence[TableRow]]]:
    """Who is rejected, and which corrections found whom."""
    return [
        (actor_rejected, [{"id": id} for id in sorted(merged.rejected)]),
        (
            corrected_actor,
            [
                {"correction": h.entry, "seq": h.anchor, "id": h.record, "actor": merged.of.get(h.record)}
                for h in merged.hits
            ],
        ),
    ]


def _name_rows(actors: Iterable[Actor]) -> Iterator[TableRow]:
    for a in actors:
        ranks = {fold(a.name): 0}
        for alias in a.aliases:
            ranks.setdefault(fold(alias), 1)
        if a.type == "person":
            ranks.setdefault(fold(a.name).split(" ")[-1], 2)
        yield from ({"name": name, "actor": a.id, "rank": rank} for name, rank in ranks.items())


def _tally_rows(id: str, tally: Mapping[tuple[str, str], int]) -> Iterator[TableRow]:
    for (field, value), n in tally.items():
        yield {"actor": id, "field": field, "value": value, "n": n}


def _key_rows(id: str, keys: Iterable[str]) -> Iterator[TableRow]:
    yield from ({"key": key, "actor": id} for key in sorted(keys))
