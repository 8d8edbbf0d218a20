"""Which reports are copies of one another, from their sketches."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from sqlalchemy import Connection, select

from detente.ledger.schema import sketch, sketch_key, story
from detente.ledger.tables import TableRow, put, rows_of, take_out
from detente.stories import Digests, grouped, is_copy, unpacked

# Sketches held at a time while copies are looked for: 1 KB each.
_SKETCHES = 10_000


def all_stories(connection: Connection) -> list[TableRow]:
    """The rows of `story` for all reports."""
    told = grouped(_copies(connection))
    return [{"report": id, "story": of} for of, ids in told.items() for id in ids]


def follow_stories(connection: Connection, reports: Iterable[str]) -> None:
    """Bring `story` up to date after these reports were added, dropped or replaced."""
    given = set(reports)
    stories = {row.story for row in rows_of(connection, select(story), story.c.report, given)}
    members = {row.report for row in rows_of(connection, select(story), story.c.story, stories)}
    # Every report of a story that lost one is asked again for its copies; other stories only grow.
    asked = [
        row.report for row in rows_of(connection, select(sketch.c.report), sketch.c.report, given | members)
    ]
    pairs = {pair for rid in asked for pair in _copies_of(connection, rid)}
    beyond = {id for pair in pairs for id in pair} - given - members
    intact = {row.report: row.story for row in rows_of(connection, select(story), story.c.report, beyond)}
    pairs.update((of, id) for id, of in intact.items())
    grown = set(intact.values())
    pairs.update((row.story, row.report) for row in rows_of(connection, select(story), story.c.story, grown))
    take_out(connection, story.c.story, stories | grown)
    told = grouped(sorted(pairs))
    put(connection, story, [{"report": id, "story": of} for of, ids in told.items() for id in ids])


def _copies_of(connection: Connection, rid: str) -> Iterator[tuple[str, str]]:
    """The pairs of one report with its copies, among those that share a key with it."""
    own, other = sketch_key.alias(), sketch_key.alias()
    found = (
        select(sketch.c.report, sketch.c.runs)
        .where(
            sketch.c.report.in_(
                select(other.c.report)
                .join_from(own, other, own.c.key == other.c.key)
                .where(own.c.report == rid)
            )
        )
        .order_by(sketch.c.report)
    )
    kept = connection.execute(select(sketch.c.runs).where(sketch.c.report == rid)).scalar_one()
    runs = unpacked(kept)
    for row in connection.execute(found):
        if row.report != rid and is_copy(runs, unpacked(row.runs)):
            first, second = sorted((rid, row.report))
            yield first, second


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
