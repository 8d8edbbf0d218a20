"""The ledger itself: open, add, list, search. Nothing outside of this package speaks SQL."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path, PurePath
from types import TracebackType
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, Self, TypeVar, cast

import msgspec
from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    delete,
    exists,
    func,
    insert,
    or_,
    select,
    update,
)

from detente.corrections import Action, Correctable, Entry
from detente.errors import LedgerError
from detente.ledger import fulltext
from detente.ledger.corrections import (
    Asking,
    Hand,
    Logged,
    digest_of_text,
    entries_of,
    keep_entries,
    laid_otherwise,
    left_out_record,
    logged,
    make_entry,
    make_undo,
    note_laid,
    uncorrected,
)
from detente.ledger.derive import (
    content_revision,
    derive,
    follow,
    is_fresh,
    keep,
    note_all_changed,
    note_ruled,
    renamed,
)
from detente.ledger.derive_issues import find_issues, issues_are_fresh, keep_issues, with_label
from detente.ledger.engine import (
    PATIENCE,
    Database,
    database_at,
    missing,
)
from detente.ledger.evidence import Passage, evidence_of
from detente.ledger.filters import OPEN_STATUS, Filter, by_actors, by_days, owner_of_record, resolve
from detente.ledger.ids import actor_of, actors_where, full_id, full_report_id, same_actors
from detente.ledger.imported import (
    all_imported,
    coders,
    forget_coder,
    imported_daily,
    imported_deeds,
    imported_events,
    imported_makers,
    keep_imported,
    pieces,
)
from detente.ledger.moving import copy_all, is_empty
from detente.ledger.reader import reader_version
from detente.ledger.reports import (
    drop_report,
    lay_again,
    put_reading,
    reading_digest,
    reading_of,
    report_digest,
    report_from,
    report_of,
    sentences_of,
)
from detente.ledger.schema import (
    HEAD,
    actor,
    actor_same,
    cast_member,
    corrected,
    correction,
    issue,
    left_out,
    metadata,
    passage,
    position,
    position_actor,
    position_evidence,
    position_same,
    record,
    record_actor,
    report,
    report_path,
    skipped,
    state,
    story,
    thread_answer,
)
from detente.ledger.tables import decoded_as
from detente.records import (
    Actor,
    Event,
    Measure,
    Mention,
    Place,
    Position,
    Reading,
    Record,
    Report,
    Span,
    Spans,
    Statement,
    Time,
    check,
    decode,
)
from detente.sources.coded import Coded

if TYPE_CHECKING:
    from detente.temperature import Daily, Deed
    from detente.turning import Turn

R = TypeVar("R", bound=Record)

#: File name of the ledger where neither an option nor the environment names one.
DEFAULT_NAME = "detente.db"
#: Environment variable that names the ledger.
ENVIRONMENT = "DETENTE_LEDGER"

HitKind = Literal["report", "statement", "event", "position", "measure"]

# Times that we derive beside another process that adds reports, before we make it wait.
_ROUNDS = 3

# Values that one statement may carry; SQLite's own limit has been 32,766 since 2020.
_VALUES = 5000


class Skip(NamedTuple):
    """What a reading run left out: the file, the place in it (None: all of it), why, and what can be done."""

    path: str
    place: str | None
    reason: str
    mend: str


@dataclass(frozen=True)
class Hit:
    """One find of a search: the report or record, and a snippet whose `marks` are the words found."""

    kind: HitKind
    id: str
    report: str
    snippet: str
    marks: tuple[Span, ...]


@dataclass(frozen=True)
class Presence:
    """How much an actor is there: mentions in all reports, and reports that know the actor."""

    mentions: int
    reports: int


@dataclass(frozen=True)
class Counts:
    """How much the ledger holds of each kind; copies one story, actors merged, positions threaded."""

    reports: int
    stories: int
    actors: int
    mentions: int
    statements: int
    events: int
    positions: int
    measures: int
    times: int
    places: int
    skipped: int


def open_ledger(
    address: str | os.PathLike[str] | None = None, *, create: bool = False, patience: float = PATIENCE
) -> Ledger:
    """Open the ledger at an address: the path of its file, or `postgresql://user@host/database`.

    The default is `DETENTE_LEDGER`, else `detente.db` in the working folder. With `create` a ledger that is not
    there is made; without it that is a `MissingLedger`. An older schema is brought up to date. Raises
    `ForeignFile` where something else is there or a ledger newer than this detente, `LockedLedger` where another
    process writes and does not finish within `patience` seconds; one that only reads never waits. Close it, or use
    it in `with`:

        with open_ledger("crisis.db", create=True) as ledger:
            ledger.add(read_report(report))
            for position in ledger.positions(Filter(source="Russia", open_only=True)):
                print(position.proposition)
    """
    database = database_at(address or os.environ.get(ENVIRONMENT) or DEFAULT_NAME, patience=patience)
    try:
        database.check(create=create)
        revision = database.revision()
        if revision is None and not create:
            # Empty is also what a kill during the very first write leaves.
            raise missing(database.name)
        if revision != HEAD:
            database.bring_up_to_date()
    except BaseException:
        database.engine.dispose()
        raise
    return Ledger(database)


class Ledger:
    """What all the reports read say together. Opened by `open_ledger`; safe for use by several threads.

    Lists are in order of time (then of report and text), each record with the ids of merged actors and
    with the evidence that it had in its report. Ids of `add`ed records stay valid.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the database."""
        self._database.engine.dispose()

    @property
    def name(self) -> str:
        """The path or (without its password) the address of the ledger."""
        return self._database.name

    def own_files(self) -> tuple[Path, ...]:
        """The files that the ledger is made of, where it lies in files."""
        return self._database.own_files()

    def beside(self, ending: str) -> Path:
        """A file that belongs to the ledger without being part of it."""
        return self._database.beside(ending)

    # Writing

    def add(self, reading: Reading, *, path: str | None = None, instead_of: Iterable[str] = ()) -> bool:
        """Keep a reading, all of it or (if cut off) nothing. True where it changed what is held.

        `path` says where the report was found. A reading that does not keep the contract of
        `detente.records` is refused (`ContractBroken`); one that is held already changes nothing; one of
        a report that was read otherwise before takes the place of the old one, and of the reports whose
        ids are in `instead_of`.
        """
        rid = check(reading).report.id
        digest = reading_digest(reading)
        with self._database.writing() as connection:
            held = connection.execute(
                select(report.c.digest, report.c.reader).where(report.c.id == rid)
            ).first()
            gone = [drop_report(connection, old) for old in sorted(set(instead_of) - {rid})]
            changed = held is None or held.digest != digest or any(gone)
            if changed:
                if held is not None:
                    drop_report(connection, rid)
                put_reading(connection, reading, digest)
            elif held is not None and held.reader != reader_version():
                connection.execute(update(report).where(report.c.id == rid).values(reader=reader_version()))
            if path is not None and not _has_path(connection, rid, path):
                connection.execute(insert(report_path).values(report=rid, path=path))
        return changed

    def remove(self, report_id: str) -> bool:
        """Forget a report with all its records. True where it was held."""
        with self._database.writing() as connection:
            return drop_report(connection, report_id)

    def note_path(self, report_id: str, path: str) -> None:
        """Say that a report that is held was found at `path` too."""
        with self._database.reading() as connection:
            if _has_path(connection, report_id, path):
                return
        with self._database.writing() as connection:
            if not _has_path(connection, report_id, path):
                connection.execute(insert(report_path).values(report=report_id, path=path))

    def found_at(self, path: str) -> bool:
        """Whether a report that is held was found in that file."""
        with self._database.reading() as connection:
            query = select(report_path.c.report).where(report_path.c.path == path).limit(1)
            return connection.execute(query).first() is not None

    def skip(self, *skips: Skip) -> None:
        """Note what could not be read; the same twice is noted once."""
        if skips:
            with self._database.writing() as connection:
                _put_skips(connection, skips)

    def replace_skipped(self, paths: Iterable[str], skips: Iterable[Skip]) -> None:
        """Note what could not be read of these files and folders, in place of what was noted before."""
        covered = {PurePath(path) for path in paths}
        with self._database.writing() as connection:
            noted = connection.execute(select(skipped.c.path).distinct()).scalars().all()
            for path in sorted(noted):
                place = PurePath(path)
                archive = PurePath(path.partition("!")[0])  # what lies in an archive is named ARCHIVE!FILE
                if {place, archive} & covered or not covered.isdisjoint(place.parents):
                    connection.execute(delete(skipped).where(skipped.c.path == path))
            _put_skips(connection, skips)

    def refresh(self) -> None:
        """Bring merged actors and threaded positions up to date; lists do so by themselves when asked."""
        with self._database.reading() as connection:
            if is_fresh(connection):
                return
        with self._database.writing() as connection:
            for rid in laid_otherwise(connection):
                lay_again(connection, rid)
            note_laid(connection)
            if is_fresh(connection) or follow(connection):
                return
        for _ in range(_ROUNDS):
            with self._database.reading() as connection:
                if is_fresh(connection):
                    return
                derived = derive(connection)
            with self._database.writing() as connection:
                if keep(connection, derived):
                    return
        # Another process adds faster than we can derive: let it wait for once.
        with self._database.writing() as connection:
            if not is_fresh(connection):
                keep(connection, derive(connection))

    # Corrections

    def accept(self, *ids: str, by: Hand, only: str | None = None) -> Entry:
        """Say that records, threads or actors are right as they are; takes a rejection back.

        An entry of the log, which is never changed: it names its records so that they are found again when the
        report is read anew, by another reader too. A position is accepted as all reports tell it, or as the
        report `only` does. Raises `UnknownName`, `AmbiguousName` or `WrongCorrection`, each one line; so do the
        other corrections.
        """
        return self._correct("accept", ids, by, only=only)

    def reject(self, *ids: str, by: Hand, only: str | None = None) -> Entry:
        """Say that records, threads or actors are wrong: lists, brief and threads leave them out.

        What stands on a rejected statement or event alone falls with it, unless it was accepted or edited for
        itself. Who is rejected is nobody: records that named that actor name nobody in its place.
        """
        return self._correct("reject", ids, by, only=only)

    def edit(self, id: str, changes: Mapping[str, str], *, by: Hand, only: str | None = None) -> Entry:
        """Give fields of a record new values, written as on the command line: `{"speaker": "Lavrov"}`.

        Actors by name or id, several with commas; days as `2022-01-24/2022-01-30`; spans as the words that
        stand there; `none` for nothing.
        """
        return self._correct("edit", (id,), by, changes=changes, only=only)

    def merge(self, *ids: str, by: Hand) -> Entry:
        """Say that actors, positions, or statements or events of one report are one."""
        return self._correct("merge", ids, by)

    def split(self, id: str, *parts: str, by: Hand) -> Entry:
        """Say what is no part of a record: names of an actor, reports that tell a position, sources or targets
        of an event, or the words with which another statement begins."""
        return self._correct("split", (id,), by, parts=parts)

    def undo(self, which: str, *, by: Hand) -> Entry:
        """Undo an entry of the log, by its number or id. That is an entry itself, and can be undone."""
        with self._fresh() as connection:
            entry = make_undo(connection, which, by)
        self.take_entries([entry])
        return entry

    def take_entries(self, entries: Iterable[Entry]) -> int:
        """Add entries of another ledger's log; how many were new. What each comes to depends on the set alone."""
        with self._database.writing() as connection:
            before = connection.execute(select(func.count()).select_from(correction)).scalar_one()
            reach = keep_entries(connection, entries)
            for rid in sorted(reach.reports):
                lay_again(connection, rid)
            if reach.actors:
                note_ruled(connection, reach.actors)
            if reach.threads:
                note_all_changed(connection)
            return connection.execute(select(func.count()).select_from(correction)).scalar_one() - before

    def log(self) -> tuple[Logged, ...]:
        """All entries of the log in order: which are undone, and which find their record no more."""
        with self._fresh() as connection:
            return logged(connection)

    def corrections_of(self, found: Record) -> tuple[Entry, ...]:
        """The entries in force that are about a record, thread or actor, in order."""
        with self._fresh() as connection:
            return tuple(entries_of(connection, found.id))

    def rejected(self, id: str) -> Record | None:
        """A record or actor that is left out, by its id or a unique beginning, as the reader made it; else None."""
        with self._fresh() as connection:
            found = left_out_record(connection, id)
            return None if found is None else renamed(found, same_actors(connection).__getitem__)

    def left_out(self, report_id: str) -> tuple[Correctable, ...]:
        """A report's records that are rejected, fell with one that is, or were merged, as the reader made them."""
        with self._fresh() as connection:
            rid = full_report_id(connection, report_id)
            ids = set(connection.execute(select(left_out.c.record).where(left_out.c.report == rid)).scalars())
            read = uncorrected(connection, reading_of(connection, rid))
            same = same_actors(connection)
            records: tuple[Correctable, ...] = (*read.statements, *read.events, *read.positions)
            return tuple(renamed(r, same.__getitem__) for r in records if r.id in ids)

    def _correct(
        self,
        action: Action,
        ids: Sequence[str],
        by: Hand,
        *,
        changes: Mapping[str, str] | None = None,
        parts: Sequence[str] = (),
        only: str | None = None,
    ) -> Entry:
        with self._fresh() as connection:
            asking = Asking(
                full_id=lambda id: full_id(connection, id),
                actor=lambda name: actor_of(connection, name),
                reading=lambda rid: reading_of(connection, rid),
            )
            rid = None if only is None else full_report_id(connection, only)
            entry = make_entry(connection, asking, action, ids, by, changes=changes, parts=parts, only=rid)
        self.take_entries([entry])
        return entry

    # What is held

    def holds(self, given: Report | str) -> bool:
        """Whether a report is held, as it is and read by the reader of today; by id alone: held at all."""
        with self._database.reading() as connection:
            if isinstance(given, str):
                return connection.execute(select(exists().where(report.c.id == given))).scalar_one()
            known = exists().where(
                report.c.id == given.id,
                report.c.source_digest == report_digest(given),
                report.c.reader == reader_version(),
            )
            return connection.execute(select(known)).scalar_one()

    def twins(self, given: Report, path: str) -> tuple[str, ...]:
        """The ids of other reports that were found in the same file with the same text.

        They differ in what is known about it: the date or outlet given when it was read.
        """
        with self._database.reading() as connection:
            found = (
                select(report.c.id)
                .join(report_path, report_path.c.report == report.c.id)
                .where(
                    report.c.text_digest == digest_of_text(given.text),
                    report.c.id != given.id,
                    report_path.c.path == path,
                )
            )
            return tuple(connection.execute(found.order_by(report.c.id)).scalars())

    def revision(self) -> str:
        """A mark of the content: another one whenever a report or a correction has come or gone."""
        with self._database.reading() as connection:
            return content_revision(connection)

    def counts(self) -> Counts:
        """How much is held of each kind."""
        with self._fresh() as connection:

            def rows(table: Any, *where: ColumnElement[bool]) -> int:
                return connection.execute(select(func.count()).select_from(table).where(*where)).scalar_one()

            kinds: dict[str, int] = {}
            for kind, n in connection.execute(select(record.c.kind, func.count()).group_by(record.c.kind)):
                kinds[kind] = n
            copies = (
                rows(story) - connection.execute(select(func.count(story.c.story.distinct()))).scalar_one()
            )
            return Counts(
                reports=rows(report),
                stories=rows(report) - copies,
                actors=rows(actor),
                mentions=kinds.get("mention", 0),
                statements=kinds.get("statement", 0),
                events=kinds.get("event", 0),
                positions=rows(position),
                measures=kinds.get("measure", 0),
                times=kinds.get("time", 0),
                places=kinds.get("place", 0),
                skipped=rows(skipped),
            )

    def skipped(self) -> tuple[Skip, ...]:
        """What could not be read, by path."""
        with self._database.reading() as connection:
            return tuple(
                Skip(row.path, row.place or None, row.reason, row.mend)
                for row in connection.execute(select(skipped).order_by(skipped.c.path, skipped.c.place))
            )

    def paths(self, report_id: str) -> tuple[str, ...]:
        """The files in which a report was found."""
        with self._database.reading() as connection:
            found = select(report_path.c.path).where(report_path.c.report == report_id)
            return tuple(connection.execute(found.order_by(report_path.c.path)).scalars())

    def files(self) -> Mapping[str, int]:
        """The files in which reports were found, and how many in each; what came through a pipe has none."""
        with self._database.reading() as connection:
            found = select(report_path.c.path, func.count()).group_by(report_path.c.path)
            return {row[0]: row[1] for row in connection.execute(found.order_by(report_path.c.path))}

    def reports(self, wanted: Filter | None = None) -> tuple[Report, ...]:
        """The reports, by day of publication (undated first), then by id."""
        wanted = wanted or Filter()
        with self._fresh() as connection:
            conditions = []
            if (first := wanted.first_day()) is not None:
                conditions.append(report.c.day >= first)
            if (last := wanted.last_day()) is not None:
                conditions.append(report.c.day <= last)
            if wanted.report is not None:
                conditions.append(report.c.id == full_report_id(connection, wanted.report))
            rows = connection.execute(
                select(report.c.body, report.c.text, story.c.story)
                .join_from(report, story, story.c.report == report.c.id, isouter=True)
                .where(*conditions)
                .order_by(func.coalesce(report.c.day, ""), report.c.id)
                .limit(wanted.limit)
            )
            return tuple(report_from(row.body, row.text, row.story) for row in rows)

    def report(self, report_id: str) -> Report:
        """One report by its id or a beginning of it that is unique; `UnknownName` where there is none."""
        with self._fresh() as connection:
            return report_of(connection, full_report_id(connection, report_id))

    def copies(self, report_id: str) -> tuple[str, ...]:
        """The ids of the reports that are one story with this one, itself left out."""
        with self._fresh() as connection:
            rid = full_report_id(connection, report_id)
            own = select(story.c.story).where(story.c.report == rid).scalar_subquery()
            found = select(story.c.report).where(story.c.story == own, story.c.report != rid)
            return tuple(connection.execute(found.order_by(story.c.report)).scalars())

    def reading(self, report_id: str) -> Reading:
        """All records of one report; actors are the merged ones, positions those of this report alone."""
        with self._fresh() as connection:
            rid = full_report_id(connection, report_id)
            same = same_actors(connection)
            own = reading_of(connection, rid)
            ids = sorted({id for a in own.actors if (id := same[a.id]) is not None})
            own = msgspec.structs.replace(
                own, mentions=tuple(m for m in own.mentions if same[m.actor] is not None)
            )
            return msgspec.structs.replace(
                own,
                report=report_of(connection, rid),
                actors=tuple(actors_where(connection, actor.c.id.in_(ids))),
                **{
                    kind: tuple(renamed(r, same.__getitem__) for r in getattr(own, kind))
                    for kind in ("mentions", "statements", "events", "positions", "measures")
                },
            )

    def readings(self) -> Iterator[Reading]:
        """The reading of each report as the reader made it, by report id."""
        with self._database.reading() as connection:
            for rid in connection.execute(select(report.c.id).order_by(report.c.id)).scalars().all():
                yield uncorrected(connection, reading_of(connection, rid))

    # Lists

    def actors(self, wanted: Filter | None = None) -> tuple[Actor, ...]:
        """The merged actors, most mentioned first.

        Of the filter: `actor` (a state stands for all that act for it), `type`, `report`, `limit`.
        """
        wanted = wanted or Filter()
        with self._fresh() as connection:
            conditions: list[ColumnElement[bool]] = []
            if wanted.actor is not None:
                conditions.append(actor.c.id.in_(resolve(connection, wanted.actor)))
            if wanted.types():
                conditions.append(actor.c.type.in_([t.lower() for t in wanted.types()]))
            if wanted.report is not None:
                rid = full_report_id(connection, wanted.report)
                there = select(actor_same.c.actor).join(cast_member, cast_member.c.actor == actor_same.c.id)
                conditions.append(actor.c.id.in_(there.where(cast_member.c.report == rid)))
            return tuple(actors_where(connection, *conditions, limit=wanted.limit))

    def actor(self, name: str) -> Actor:
        """One actor by id, name or alias; a state's name is the state itself."""
        with self._fresh() as connection:
            return actor_of(connection, name)

    def names(self) -> Mapping[str, str]:
        """For each actor's id the name."""
        with self._fresh() as connection:
            return {row.id: row.name for row in connection.execute(select(actor.c.id, actor.c.name))}

    def place_names(self, ids: Iterable[str | None]) -> Mapping[str, str]:
        """For each place record's id the name of the place."""
        wanted = sorted({id for id in ids if id is not None})
        names: dict[str, str] = {}
        with self._database.reading() as connection:
            for start in range(0, len(wanted), _VALUES):
                some = select(record.c.body).where(record.c.id.in_(wanted[start : start + _VALUES]))
                for body in connection.execute(some).scalars():
                    place = decoded_as(Place, body)
                    names[place.id] = place.name
        return names

    def days(self) -> Mapping[str, str | None]:
        """For each report's id the day of publication, None where it is not known."""
        with self._database.reading() as connection:
            return {row.id: row.day for row in connection.execute(select(report.c.id, report.c.day))}

    def stories(self) -> Mapping[str, str]:
        """For each report that has copies, by its id, the story that they are; any other is a story of its own."""
        with self._fresh() as connection:
            return {row.report: row.story for row in connection.execute(select(story))}

    def presence(self) -> Mapping[str, Presence]:
        """For each actor's id how much the actor is there."""
        with self._fresh() as connection:
            rows = connection.execute(select(actor.c.id, actor.c.mentions, actor.c.reports))
            return {row.id: Presence(row.mentions, row.reports) for row in rows}

    def statements(self, wanted: Filter | None = None) -> tuple[Statement, ...]:
        """Who said what. `type` of the filter is an act: `demand`, `promise`, `threaten` …"""
        return self._records(Statement, wanted)

    def events(self, wanted: Filter | None = None) -> tuple[Event, ...]:
        """Who did what to whom, what is planned, feared, denied or demanded told apart by `status`."""
        return self._records(Event, wanted)

    def measures(self, wanted: Filter | None = None) -> tuple[Measure, ...]:
        """The numbers that the reports give."""
        return self._records(Measure, wanted)

    def mentions(self, wanted: Filter | None = None) -> tuple[Mention, ...]:
        """Every place that names or stands for an actor."""
        return self._records(Mention, wanted)

    def times(self, wanted: Filter | None = None) -> tuple[Time, ...]:
        """The time expressions, resolved."""
        return self._records(Time, wanted)

    def places(self, wanted: Filter | None = None) -> tuple[Place, ...]:
        """The places named."""
        return self._records(Place, wanted)

    def positions(self, wanted: Filter | None = None) -> tuple[Position, ...]:
        """Where each side stands: the threads over all reports, by the day first seen."""
        wanted = wanted or Filter()
        with self._labelled() as connection:
            conditions = [
                *by_actors(connection, wanted, position_actor, position_actor.c.position == position.c.id),
                *by_days(wanted, position),
            ]
            if wanted.types():
                conditions.append(position.c.type.in_([t.lower() for t in wanted.types()]))
            if wanted.statuses():
                conditions.append(position.c.status.in_([s.lower() for s in wanted.statuses()]))
            if wanted.open_only:
                conditions.append(position.c.status.in_(OPEN_STATUS))
            if wanted.report is not None:
                rid = full_report_id(connection, wanted.report)
                conditions.append(
                    exists().where(
                        position_evidence.c.position == position.c.id, position_evidence.c.report == rid
                    )
                )
            if wanted.unanswered:
                conditions.append(position.c.type.in_(("demand", "offer")))
                conditions.append(~exists().where(thread_answer.c.put == position.c.id))
            if wanted.issue is not None:
                conditions.append(issue.c.label.icontains(wanted.issue, autoescape=True))
            rows = connection.execute(
                _threads()
                .where(*conditions)
                .order_by(func.coalesce(position.c.first_day, ""), position.c.seq)
                .limit(wanted.limit)
            )
            return tuple(with_label(row.body, row.label) for row in rows)

    def _records(self, kind: type[R], wanted: Filter | None) -> tuple[R, ...]:
        wanted = wanted or Filter()
        with self._fresh() as connection:
            conditions = [
                record.c.kind == kind.__struct_config__.tag,
                *by_actors(connection, wanted, record_actor, owner_of_record()),
                *by_days(wanted, record),
            ]
            if wanted.types():
                if kind is Statement:
                    acts = [record.c.type.contains(f"|{t.lower()}|", autoescape=True) for t in wanted.types()]
                    conditions.append(or_(*acts))
                else:
                    conditions.append(func.lower(record.c.type).in_([t.lower() for t in wanted.types()]))
            if wanted.statuses():
                conditions.append(record.c.status.in_([s.lower() for s in wanted.statuses()]))
            if wanted.report is not None:
                conditions.append(record.c.report == full_report_id(connection, wanted.report))
            rows = connection.execute(
                select(record.c.body)
                .where(*conditions)
                .order_by(func.coalesce(record.c.first_day, ""), record.c.report, record.c.seq)
                .limit(wanted.limit)
            )
            same = same_actors(connection)
            found = (decoded_as(kind, body) for (body,) in rows)
            return tuple(
                renamed(r, same.__getitem__)
                for r in found
                if not isinstance(r, Mention) or same[r.actor] is not None
            )

    # One record

    def record(self, id: str) -> Record:
        """The record of an id, or of a beginning that is unique; of a report's own position its thread."""
        with self._labelled() as connection:
            full = full_id(connection, id)
            thread = connection.execute(
                select(position_same.c.position).where(position_same.c.id == full)
            ).scalar()
            row = connection.execute(_threads().where(position.c.id == (thread or full))).first()
            if row is not None:
                return with_label(row.body, row.label)
            found = connection.execute(
                select(actor.c.body)
                .join(actor_same, actor_same.c.actor == actor.c.id)
                .where(actor_same.c.id == full)
            ).scalar()
            if found is not None:
                return decode(found)
            found = connection.execute(
                select(record.c.body).where(record.c.id == full).order_by(record.c.report).limit(1)
            ).scalar()
            if found is not None:
                return renamed(decode(found), same_actors(connection).__getitem__)
            return report_of(connection, full)

    def words(self, records: Iterable[Record]) -> Mapping[str, str]:
        """For each statement, event, position and measure, by id, its words as the report has them."""
        wanted = sorted({(rid, r.id) for r in records for rid, _ in evidence_of(r)[:1]})
        words: dict[str, str] = {}
        with self._database.reading() as connection:
            for start in range(0, len(wanted), _VALUES):
                some = wanted[start : start + _VALUES]
                rows = connection.execute(
                    select(passage.c.record, passage.c.text).where(
                        passage.c.report.in_(sorted({rid for rid, _ in some})),
                        passage.c.record.in_([id for _, id in some]),
                    )
                )
                words.update((row.record, row.text) for row in rows)
        return words

    def sentence_of(self, found: Record) -> tuple[Passage, ...]:
        """The sentences that say a record, for each place with its evidence; none for reports and actors."""
        return self.passages(evidence_of(found))

    def passages(self, evidence: Iterable[tuple[str, Spans]]) -> tuple[Passage, ...]:
        """For each report's id and spans the sentences that hold them."""
        with self._database.reading() as connection:
            passages = []
            for rid, spans in evidence:
                if spans:
                    around = sentences_of(connection, rid, spans[0].start, spans[-1].end)
                    # Only sentences that hold some of the evidence: it may be far apart.
                    held = tuple(s for s in around if any(s.overlaps(e) for e in spans))
                    passages.append(Passage(rid, held or spans, spans))
            return tuple(passages)

    def neighbours(self, found: Record) -> tuple[Record, ...]:
        """The other statements, events, positions and measures of the sentences that say a record."""
        passages = self.sentence_of(found)
        with self._labelled() as connection:
            same = same_actors(connection)
            near: dict[str, Record] = {}
            for place in passages:
                for held in place.sentences:
                    rows = connection.execute(
                        select(record.c.body)
                        .where(
                            record.c.report == place.report,
                            record.c.kind.in_(("statement", "event", "measure")),
                            record.c.start < held.end,
                            record.c.end > held.start,
                        )
                        .order_by(record.c.start, record.c.kind, record.c.seq)
                    )
                    for (body,) in rows:
                        other = renamed(decode(body), same.__getitem__)
                        if any(span.overlaps(held) for _, spans in evidence_of(other) for span in spans):
                            near.setdefault(_id(other), other)
                    threads = connection.execute(
                        _threads()
                        .where(
                            exists().where(
                                position_evidence.c.position == position.c.id,
                                position_evidence.c.report == place.report,
                                position_evidence.c.start < held.end,
                                position_evidence.c.end > held.start,
                            )
                        )
                        .order_by(position.c.seq)
                    )
                    for row in threads:
                        thread = with_label(row.body, row.label)
                        near.setdefault(thread.id, thread)
            near.pop(found.id, None)
            return tuple(near.values())

    def parts_of(self, statement: Statement) -> tuple[Statement, ...]:
        """The statements that a statement reports: “A said that B had said …”."""
        own = self.statements(Filter(report=statement.report))
        return tuple(s for s in own if s.parent == statement.id)

    def answers_to(self, thread: Position) -> tuple[Position, ...]:
        """The positions that answer a position, with others or alone, by the day first seen."""
        with self._labelled() as connection:
            read = select(thread_answer.c.answer).where(thread_answer.c.put == thread.id)
            # What somebody corrected may answer something else than was read.
            settled = select(position_same.c.position).join(
                corrected, corrected.c.record == position_same.c.id
            )
            rows = connection.execute(
                _threads()
                .where(or_(position.c.id.in_(read), position.c.id.in_(settled)))
                .order_by(func.coalesce(position.c.first_day, ""), position.c.seq)
            )
            found = (with_label(row.body, row.label) for row in rows)
            return tuple(p for p in found if thread.id in (p.answers, *p.also_answers))

    # What others have coded

    def keep_coded(self, events: Iterable[Coded]) -> int:
        """Keep events that others have coded, beside the records; how many were given.

        The same again changes nothing; of two versions of an event the later one stays.
        """
        n = 0
        for piece in pieces(events):
            with self._database.writing() as connection:
                keep_imported(connection, piece)
            n += len(piece)
        return n

    def forget_coder(self, coder: str) -> int:
        """Forget what one coder coded; how many events that were."""
        with self._database.writing() as connection:
            return forget_coder(connection, coder)

    def coders(self) -> Mapping[str, int]:
        """Who coded what is kept beside the records (“gdelt”, “acled” …), and how many events."""
        with self._database.reading() as connection:
            return coders(connection)

    def coded(self, coder: str) -> tuple[Coded, ...]:
        """What one coder coded, by day."""
        with self._database.reading() as connection:
            return tuple(all_imported(connection, coder))

    def coded_events(self, keys: Iterable[str]) -> Mapping[str, Coded]:
        """Events that others have coded, by their keys."""
        with self._database.reading() as connection:
            return imported_events(connection, keys)

    def coded_deeds(self, coder: str, wanted: Filter | None = None) -> tuple[Deed, ...]:
        """What one coder coded, as deeds between countries; see `imported.imported_deeds`."""
        with self._database.reading() as connection:
            return imported_deeds(connection, coder, wanted or Filter())

    def coded_daily(self, coder: str, wanted: Filter | None = None) -> Daily:
        """The sums of these deeds by day."""
        with self._database.reading() as connection:
            return imported_daily(connection, coder, wanted or Filter())

    def coded_turns(self, coder: str, wanted: Filter | None = None) -> tuple[Turn, ...]:
        """Where their level changes, and the deeds that made it."""
        from detente.turning import Turn, changes_of

        wanted = wanted or Filter()
        with self._database.reading() as connection:
            changes = changes_of(imported_daily(connection, coder, wanted))
            return tuple(
                Turn(c.day, c.before, c.after, imported_makers(connection, coder, wanted, c)) for c in changes
            )

    # Search

    def search(
        self,
        query: str,
        *,
        kinds: Iterable[HitKind] = (),
        report_id: str | None = None,
        limit: int | None = None,
    ) -> tuple[Hit, ...]:
        """Reports and records that hold all the words and "phrases" of a query, best first.

        A star at the end of a word finds all words that begin so. Any text is a query; one without a
        word finds nothing.
        """
        terms = fulltext.terms_of(query)
        if not terms:
            return ()
        with self._fresh() as connection:
            found = fulltext.find_passages(
                connection,
                terms,
                kinds=tuple(kinds),
                report=None if report_id is None else full_report_id(connection, report_id),
                limit=limit,
            )
            # Positions of single reports are known by their threads.
            positions = sorted({f.record for f in found if f.kind == "position" and f.record})
            threads: dict[str, str] = {}
            for start in range(0, len(positions), _VALUES):
                some = position_same.c.id.in_(positions[start : start + _VALUES])
                rows = connection.execute(select(position_same).where(some))
                threads.update((row.id, row.position) for row in rows)
        hits = []
        for kind, rid, record_of, marked in found:
            snippet, marks = fulltext.unmarked(marked)
            id = threads.get(record_of or "", record_of or rid)
            hits.append(Hit(cast(HitKind, kind), id, rid, snippet, marks))
        return tuple(hits)

    # The whole of it

    def dump(self) -> Iterator[str]:
        """Everything that is held, as lines in an order that depends on nothing but what is held.

        Which version of the reader made a reading is left out: two that read the same say the same.
        """
        with self._labelled() as connection:
            for table in metadata.sorted_tables:
                if table is state:
                    continue
                columns = [c for c in table.columns if c not in (report.c.reader, passage.c.id)]
                order = [c for c in table.columns if c.primary_key and c in columns] or columns
                for row in connection.execute(select(*columns).order_by(*(c.nulls_first() for c in order))):
                    yield f"{table.name} {msgspec.json.encode(tuple(row)).decode()}"

    def copy_to(self, other: Ledger) -> Mapping[str, int]:
        """Copy all that is held into another, empty ledger, all of it or nothing; how many rows, by table.

        Nothing happens, and nothing is counted, where the other one holds the same already. `LedgerError` where it
        holds something else.
        """
        with other._database.reading() as connection:
            unused = is_empty(connection)
        if not unused:
            if all(one == two for one, two in zip_longest(self.dump(), other.dump())):
                return {}
            raise LedgerError(f"{other.name}: this ledger is not empty. Name a new one.")
        with self._labelled() as source, other._database.writing() as target:
            if not is_empty(target):
                raise LedgerError(f"{other.name}: another process writes to this ledger. Name a new one.")
            target.execute(delete(state))
            return copy_all(source, target)

    @contextmanager
    def _fresh(self) -> Iterator[Connection]:
        """A reading transaction in which merged actors and threads are those of the reports it sees."""
        # Another process may add reports between the two, so look again.
        while True:
            with self._database.reading() as connection:
                if is_fresh(connection):
                    yield connection
                    return
            self.refresh()

    @contextmanager
    def _labelled(self) -> Iterator[Connection]:
        """As `_fresh`, and the issues are those of these threads."""
        while True:
            with self._fresh() as connection:
                if issues_are_fresh(connection):
                    yield connection
                    return
                mark, rows = find_issues(connection)
            with self._database.writing() as connection:
                keep_issues(connection, mark, rows)


def _threads() -> Select[tuple[str, str | None]]:
    """The threads, each with the label of its issue."""
    return select(position.c.body, issue.c.label).outerjoin(issue, issue.c.position == position.c.id)


def _put_skips(connection: Connection, skips: Iterable[Skip]) -> None:
    for skip in sorted(set(skips), key=lambda s: (s.path, s.place or "")):
        place = skip.place or ""
        connection.execute(delete(skipped).where(skipped.c.path == skip.path, skipped.c.place == place))
        connection.execute(
            insert(skipped).values(path=skip.path, place=place, reason=skip.reason, mend=skip.mend)
        )


def _has_path(connection: Connection, rid: str, path: str) -> bool:
    known = exists().where(report_path.c.report == rid, report_path.c.path == path)
    return connection.execute(select(known)).scalar_one()


def _id(found: Record) -> str:
    return found.id
