"""Which reports are copies of one another, from their sketches."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sqlalchemy import ColumnElement, Connection, func, select

from detente.ledger.schema import sketch, sketch_key, story
from detente.ledger.tables import TableRow, put, rows_of, take_out
from detente.stories import FEWEST_KEYS, grouped, is_copy, unpacked


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
    """The pairs of one report with its copies."""
    for other in _compared(connection, rid, sketch_key.c.report != rid):
        first, second = sorted((rid, other))
        yield first, second


def _copies(connection: Connection) -> Iterator[tuple[str, str]]:
    """The pairs of reports that are copies of one another."""
    for rid in connection.execute(select(sketch.c.report).order_by(sketch.c.report)).scalars().all():
        yield from ((rid, other) for other in _compared(connection, rid, sketch_key.c.report > rid))


def _compared(connection: Connection, rid: str, others: ColumnElement[bool]) -> list[str]:
    """The copies of a report, of those others that share some keys with it."""
    own = sketch_key.alias()
    near = (
        select(sketch_key.c.report)
        .join_from(own, sketch_key, own.c.key == sketch_key.c.key)
        .where(own.c.report == rid, others)
        .group_by(sketch_key.c.report)
        .having(func.count() >= FEWEST_KEYS)
    )
    found = connection.execute(
        select(sketch).where(sketch.c.report.in_(near)).order_by(sketch.c.report)
    ).all()
    if not found:
        return []
    kept = connection.execute(select(sketch.c.runs).where(sketch.c.report == rid)).scalar_one()
    runs = unpacked(kept)
    return [row.report for row in found if is_copy(runs, unpacked(row.runs))]
