"""The tables of the ledger, as SQLAlchemy Core knows them.

What the reports say is held in `report` and the tables that hang on it; what follows from all of them
together (merged actors, threaded positions) is held in the derived tables, which can be dropped and
made again at any time. The log of corrections belongs to no report and outlives them all. Records are kept as the JSON of `records.py`; columns beside them are only
what a filter looks at. A change here needs a migration: `migrations/versions`.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
)

# The newest revision in `migrations/versions`. Kept here so that opening an up-to-date ledger need
# not import Alembic; a test holds the two equal. Revisions are numbered and compare as strings.
HEAD = "0006"

metadata = MetaData()

# An integer of 64 bits, which SQLite's are anyway.
_Big = Integer().with_variant(BigInteger, "postgresql")


def _of_report(*, key: bool) -> Column[str]:
    """The column that hangs a row on its report, as part of the row's key or beside it."""
    return Column(
        "report", Text, ForeignKey("report.id", ondelete="CASCADE"), primary_key=key, nullable=False
    )


state = Table(
    "state",
    metadata,
    Column("key", Text, primary_key=True),  # "content" and "derived", see `derive.py`
    Column("value", Text, nullable=False),
)

report = Table(
    "report",
    metadata,
    Column("id", Text, primary_key=True),
    Column("day", Text),  # publication day
    Column("title", Text),
    Column("publisher", Text),
    Column("text", Text, nullable=False),
    Column("body", Text, nullable=False),  # the report's record, its text left out
    Column("reader", Text, nullable=False),  # what read it, see `reader.py`
    Column("source_digest", Text, nullable=False),  # of the report as it was given
    Column("text_digest", Text, nullable=False),  # of its text alone
    Column("digest", Text, nullable=False),  # of the whole reading
    Index("report_by_text", "text_digest"),
    Index("report_by_day", "day"),
)

# Where a report was found; the same report may lie in several files.
report_path = Table(
    "report_path",
    metadata,
    _of_report(key=True),
    Column("path", Text, primary_key=True),
)

sentence = Table(
    "sentence",
    metadata,
    _of_report(key=True),
    Column("seq", Integer, primary_key=True),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
)

# The actors as each report knows them.
cast_member = Table(
    "cast_member",
    metadata,
    _of_report(key=True),
    Column("seq", Integer, primary_key=True),
    Column("actor", Text, nullable=False),
    Column("mentions", Integer, nullable=False),
    Column("body", Text, nullable=False),
    Index("cast_member_by_actor", "actor", "report", "mentions"),
)

# Every other record of a report.
record = Table(
    "record",
    metadata,
    _of_report(key=True),
    Column("id", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("type", Text),
    Column("status", Text),
    Column("first_day", Text),
    Column("last_day", Text),
    Column("start", Integer, nullable=False),  # first and last character of its evidence
    Column("end", Integer, nullable=False),
    Column("body", Text, nullable=False),
    Index("record_by_id", "id"),
    Index("record_by_kind", "kind", "type", "first_day"),
    Index("record_by_start", "report", "start"),
)

# Who acts (role "source") and who is acted upon ("target") in a record.
record_actor = Table(
    "record_actor",
    metadata,
    Column("report", Text, primary_key=True),
    Column("record", Text, primary_key=True),
    Column("role", Text, primary_key=True),
    Column("actor", Text, primary_key=True),
    ForeignKeyConstraint(["report", "record"], ["record.report", "record.id"], ondelete="CASCADE"),
    Index("record_actor_by_actor", "actor", "role"),
)

# What full-text search looks at; `text` is null where it is the report's own text.
passage = Table(
    "passage",
    metadata,
    Column("id", _Big, primary_key=True),
    _of_report(key=False),
    Column("record", Text),
    Column("kind", Text, nullable=False),
    Column("text", Text),
    Index("passage_by_report", "report"),
)

# What could not be read; `place` is the empty string where it was the whole file.
skipped = Table(
    "skipped",
    metadata,
    Column("path", Text, primary_key=True),
    Column("place", Text, primary_key=True),
    Column("reason", Text, nullable=False),
    Column("mend", Text, nullable=False),
)

# By what the copies of a report are found, see `stories.py`.
sketch = Table(
    "sketch",
    metadata,
    _of_report(key=True),
    Column("runs", LargeBinary, nullable=False),  # 32-bit digests, little-endian, ascending
)

sketch_key = Table(
    "sketch_key",
    metadata,
    _of_report(key=True),
    Column("key", _Big, primary_key=True),
    Index("sketch_key_by_key", "key"),
)

# The log of corrections; nothing is ever taken out of it.
correction = Table(
    "correction",
    metadata,
    Column("id", Text, primary_key=True),
    Column("number", Integer, nullable=False),
    Column("in_force", Integer, nullable=False),  # 0 where it is undone, or is an undo
    Column("body", Text, nullable=False),
    Index("correction_by_number", "number"),
)

# The anchors of an entry: the reports that it concerns are found by id and by text.
correction_anchor = Table(
    "correction_anchor",
    metadata,
    Column("correction", Text, ForeignKey("correction.id"), primary_key=True),
    Column("seq", Integer, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("record", Text, nullable=False),
    Column("report", Text),
    Column("text_digest", Text),
    Index("correction_anchor_by_report", "report"),
    Index("correction_anchor_by_text", "text_digest"),
)

# The records of a corrected report as the reader made them; `record` holds them corrected.
as_read = Table(
    "as_read",
    metadata,
    _of_report(key=True),
    Column("body", Text, nullable=False),
)

# Which entries found which records of a report.
corrected = Table(
    "corrected",
    metadata,
    _of_report(key=True),
    Column("correction", Text, primary_key=True),
    Column("seq", Integer, primary_key=True),  # of the anchor
    Column("record", Text, primary_key=True),
    Index("corrected_by_record", "record"),
    Index("corrected_by_correction", "correction"),
)

# The records of a report that are rejected, fell with one that is, or were merged into another.
left_out = Table(
    "left_out",
    metadata,
    _of_report(key=True),
    Column("record", Text, primary_key=True),
    Index("left_out_by_record", "record"),
)

# Events that others have coded, see `imported.py`; they hang on no report, and nothing is derived of them.
imported = Table(
    "imported",
    metadata,
    Column("key", Text, primary_key=True),  # `Coded.key`
    Column("version", Text, nullable=False),  # the greatest one of a key stays
    Column("coder", Text, nullable=False),
    Column("id", Text, nullable=False),
    Column("day", Text, nullable=False),
    Column("source", Text),
    Column("target", Text),
    Column("type", Text, nullable=False),
    Column("intensity", Float, nullable=False),
    Column("source_name", Text, nullable=False),
    Column("target_name", Text, nullable=False),
    Column("code", Text, nullable=False),
    Column("place", Text),
    Column("country", Text),
    Column("lat", Float),
    Column("lon", Float),
    Column("words", Text),
    Column("told_by", Text),
    Column("dead", Integer),
    # Day, type and intensity are in them too, so that a series never asks the table itself.
    Index("imported_by_source", "coder", "source", "target", "day", "type", "intensity"),
    Index("imported_by_target", "coder", "target", "source", "day", "type", "intensity"),
)

# What was added or dropped since the derived tables were made: the report, and (where it was dropped) the
# ids of its actors besides; a report without a name stands for everything.
changed = Table(
    "changed",
    metadata,
    Column("report", Text, primary_key=True),
    Column("actor", Text, primary_key=True),
)

# Derived from here on: made anew by `derive.py`, or changed where a few reports were added or dropped.

# Reports that are copies of one another → the story that they are.
story = Table(
    "story",
    metadata,
    Column("report", Text, primary_key=True),
    Column("story", Text, nullable=False),
    Index("story_by_story", "story"),
)

actor = Table(
    "actor",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("type", Text, nullable=False),
    Column("country", Text),
    Column("sector", Text),
    Column("mentions", Integer, nullable=False),
    Column("reports", Integer, nullable=False),
    Column("body", Text, nullable=False),
    Index("actor_by_country", "country"),
)

# Each id that a report uses → the merged actor.
actor_same = Table(
    "actor_same",
    metadata,
    Column("id", Text, primary_key=True),
    Column("actor", Text, nullable=False),
    Index("actor_same_by_actor", "actor"),
)

# Which entries of the log found which actor, by the id that a report uses; `actor` is the merged one.
corrected_actor = Table(
    "corrected_actor",
    metadata,
    Column("correction", Text, primary_key=True),
    Column("seq", Integer, primary_key=True),  # of the anchor
    Column("id", Text, primary_key=True),
    Column("actor", Text),  # null where it is rejected
    Index("corrected_actor_by_actor", "actor"),
)

# The ids that reports use for somebody who is no actor: rejected ones. They are not in `actor_same`.
actor_rejected = Table(
    "actor_rejected",
    metadata,
    Column("id", Text, primary_key=True),
)

# Each name in folded form (see `names.fold`) → the actors that bear it.
actor_name = Table(
    "actor_name",
    metadata,
    Column("name", Text, primary_key=True),
    Column("actor", Text, primary_key=True),
    Column("rank", Integer, nullable=False),  # 0 canonical name, 1 alias, 2 last word of a person's name
)

# What the reports say of each id, added up; see `actors.Tally`.
actor_tally = Table(
    "actor_tally",
    metadata,
    Column("actor", Text, primary_key=True),
    Column("field", Text, primary_key=True),
    Column("value", Text, primary_key=True),
    Column("n", Integer, nullable=False),
    sqlite_with_rowid=False,
)

# By what an id may be one with another; see `actors.keys_of`.
actor_key = Table(
    "actor_key",
    metadata,
    Column("key", Text, primary_key=True),
    Column("actor", Text, primary_key=True),
    Index("actor_key_by_actor", "actor"),
    sqlite_with_rowid=False,
)

position = Table(
    "position",
    metadata,
    Column("id", Text, primary_key=True),
    Column("seq", Text, nullable=False),  # sorts as threads are listed, see `derive_threads.place`
    Column("type", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("first_day", Text),
    Column("last_day", Text),
    Column("body", Text, nullable=False),
)

position_actor = Table(
    "position_actor",
    metadata,
    Column("position", Text, ForeignKey("position.id", ondelete="CASCADE"), primary_key=True),
    Column("role", Text, primary_key=True),
    Column("actor", Text, primary_key=True),
    Index("position_actor_by_actor", "actor", "role"),
)

# Where a position stands: one row for each piece of evidence.
position_evidence = Table(
    "position_evidence",
    metadata,
    Column("position", Text, ForeignKey("position.id", ondelete="CASCADE"), primary_key=True),
    Column("seq", Integer, primary_key=True),
    Column("report", Text, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Index("position_evidence_by_report", "report", "start"),
)

# Each position of one report → the thread that it became part of, and how it is told.
position_same = Table(
    "position_same",
    metadata,
    Column("id", Text, primary_key=True),
    Column("position", Text, nullable=False),
    Column("report", Text, nullable=False),
    Column("place", Text, nullable=False),
    Column("telling", Text, nullable=False),
    Index("position_same_by_position", "position"),
    Index("position_same_by_report", "report"),
    Index("position_same_by_telling", "telling", "place"),
)

# The steps by which threads are found, see `threads.py`: kept so that one more report need not ask all.

# The ways in which positions are told, each at the place of its first position.
telling = Table(
    "telling",
    metadata,
    Column("id", Text, primary_key=True),
    Column("place", Text, nullable=False),
    Column("parent", Text),  # the telling that it follows
    Column("body", Text, nullable=False),
)

telling_key = Table(
    "telling_key",
    metadata,
    Column("key", Text, primary_key=True),
    Column("place", Text, primary_key=True),
    Column("telling", Text, primary_key=True),
    sqlite_with_rowid=False,
)

# Tellings that are joined besides: in one sentence of a report, or (without a report) by somebody's hand.
telling_pair = Table(
    "telling_pair",
    metadata,
    Column("report", Text, primary_key=True),
    Column("one", Text, primary_key=True),
    Column("other", Text, primary_key=True),
    Index("telling_pair_by_one", "one"),
    Index("telling_pair_by_other", "other"),
    sqlite_with_rowid=False,
)

# Each position as its own tellings tell it, without answers and deeds.
thread = Table(
    "thread",
    metadata,
    Column("id", Text, primary_key=True),
    Column("due", Text),  # last day of its due date
    Column("kept", Text),  # the turn of the deed that keeps it, and
    Column("kept_day", Text),  # its day and
    Column("kept_report", Text),  # report and
    Column("kept_event", Text),  # id
    Column("body", Text, nullable=False),
    Index("thread_by_due", "due"),
    Index("thread_by_kept", "kept_report", "kept_event"),
)

# Under what a thread is found as what can be answered (role “put”), and looks for what it answers (“answer”)
# or for the deeds that keep it (“deed”), with the days between which it can be met.
thread_key = Table(
    "thread_key",
    metadata,
    Column("key", Text, primary_key=True),
    Column("role", Text, primary_key=True),
    Column("last", Text, primary_key=True),
    Column("first", Text, primary_key=True),
    Column("thread", Text, primary_key=True),
    Index("thread_key_by_thread", "thread"),
    sqlite_with_rowid=False,
)

# What a thread answers, best first.
thread_answer = Table(
    "thread_answer",
    metadata,
    Column("answer", Text, primary_key=True),
    Column("seq", Integer, primary_key=True),
    Column("put", Text, nullable=False),
    Index("thread_answer_by_put", "put"),
    sqlite_with_rowid=False,
)

# Under what the events that can keep a promise are found.
deed_key = Table(
    "deed_key",
    metadata,
    Column("key", Text, primary_key=True),
    Column("day", Text, primary_key=True),
    Column("event", Text, primary_key=True),
    Column("report", Text, primary_key=True),
    Index("deed_key_by_report", "report", "event"),
    sqlite_with_rowid=False,
)

# What a thread is about: made anew by `derive_issues.py` when it is asked for.
issue = Table(
    "issue",
    metadata,
    Column("position", Text, primary_key=True),
    Column("label", Text, nullable=False),
    Index("issue_by_label", "label"),
)

DERIVED: tuple[Table, ...] = (
    story,
    actor,
    actor_same,
    actor_name,
    corrected_actor,
    actor_rejected,
    actor_tally,
    actor_key,
    position,
    position_actor,
    position_evidence,
    position_same,
    telling,
    telling_key,
    telling_pair,
    thread,
    thread_key,
    thread_answer,
    deed_key,
)
