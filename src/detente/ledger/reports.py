"""A report with its reading, into the tables and out of them again."""

from __future__ import annotations

import hashlib
from collections import Counter

import msgspec
from sqlalchemy import Connection, delete, insert, select, update

from detente.ledger import fulltext
from detente.ledger.corrections import digest_of_text, joins_threads, keep_corrected, laid_on, uncorrected
from detente.ledger.derive import note_added, note_all_changed, note_dropped, roles_of
from detente.ledger.evidence import evidence_of, words_of
from detente.ledger.reader import reader_version
from detente.ledger.schema import (
    cast_member,
    passage,
    record,
    record_actor,
    report,
    report_path,
    sentence,
    sketch,
    sketch_key,
    story,
)
from detente.ledger.tables import decoded_as, put
from detente.records import (
    Actor,
    Event,
    Measure,
    Mention,
    Position,
    Reading,
    Record,
    Report,
    Span,
    Statement,
    Time,
    When,
    decode,
    encode,
)
from detente.stories import packed, sketch_of


def drop_report(connection: Connection, rid: str) -> bool:
    """Delete a report with all that hangs on it. True where it was there."""
    if connection.execute(select(report.c.id).where(report.c.id == rid)).first() is None:
        return False
    note_dropped(connection, rid)
    if joins_threads(connection, rid):
        note_all_changed(connection)
    fulltext.drop_passages(connection, rid)
    return connection.execute(delete(report).where(report.c.id == rid)).rowcount > 0


def lay_again(connection: Connection, rid: str) -> None:
    """Put a report's records as the corrections of now have them in the place of those that stand there."""
    read = uncorrected(connection, reading_of(connection, rid))
    digest, reader = connection.execute(
        select(report.c.digest, report.c.reader).where(report.c.id == rid)
    ).one()
    paths = connection.execute(select(report_path).where(report_path.c.report == rid)).mappings().all()
    drop_report(connection, rid)
    put_reading(connection, read, digest)
    connection.execute(update(report).where(report.c.id == rid).values(reader=reader))
    put(connection, report_path, [dict(row) for row in paths])


def put_reading(connection: Connection, read: Reading, digest: str) -> None:
    """Keep a reading with all that is looked for in it, its records as the corrections have them."""
    given = read.report
    made = laid_on(connection, read, digest_of_text(given.text))
    reading = read if made is None else made.reading
    day = given.published_at[:10] if given.published_at else None
    connection.execute(
        insert(report).values(
            id=given.id,
            day=day,
            title=given.title,
            publisher=given.publisher,
            text=given.text,
            body=encode(msgspec.structs.replace(given, text="")).decode(),
            reader=reader_version(),
            source_digest=report_digest(given),
            text_digest=digest_of_text(given.text),
            digest=digest,
        )
    )
    put(
        connection,
        sentence,
        [
            {"report": given.id, "seq": seq, "start": span.start, "end": span.end}
            for seq, span in enumerate(reading.sentences)
        ],
    )
    mentions = Counter(mention.actor for mention in reading.mentions)
    put(
        connection,
        cast_member,
        [
            {
                "report": given.id,
                "seq": seq,
                "actor": a.id,
                "mentions": mentions[a.id],
                "body": encode(a).decode(),
            }
            for seq, a in enumerate(reading.actors)
        ],
    )
    rows, actors = [], []
    passages: list[dict[str, object]] = [{"report": given.id, "record": None, "kind": "report", "text": None}]
    for seq, found in enumerate(r for r in reading.records() if not isinstance(r, Report | Actor)):
        spans = [span for _, spans in evidence_of(found) for span in spans]
        first, last = _days(found, day)
        kind, type_, status = _labels(found)
        rows.append(
            {
                "report": given.id,
                "id": found.id,
                "kind": kind,
                "seq": seq,
                "type": type_,
                "status": status,
                "first_day": first,
                "last_day": last,
                "start": min((s.start for s in spans), default=0),
                "end": max((s.end for s in spans), default=0),
                "body": encode(found).decode(),
            }
        )
        if not isinstance(found, Mention):
            actors += [
                {"report": given.id, "record": found.id, "role": role, "actor": id}
                for role, id in sorted(set(roles_of(found)))
            ]
        if words := words_of(found, given.text):
            passages.append({"report": given.id, "record": found.id, "kind": kind, "text": words})
    put(connection, record, rows)
    put(connection, record_actor, actors)
    sketched = sketch_of(given.text)
    put(connection, sketch, [{"report": given.id, "runs": packed(sketched.runs)}])
    put(connection, sketch_key, [{"report": given.id, "key": key} for key in sketched.keys])
    put(connection, passage, passages)
    fulltext.add_passages(connection, given.id)
    note_added(connection, given.id)
    if made is not None:
        keep_corrected(connection, read, made)
        if joins_threads(connection, given.id):
            note_all_changed(connection)


def reading_digest(reading: Reading) -> str:
    digest = hashlib.blake2b(digest_size=16)
    for found in reading.records():
        digest.update(encode(found))
        digest.update(b"\n")
    digest.update(msgspec.json.encode(reading.sentences))
    return digest.hexdigest()


def report_digest(given: Report) -> str:
    """A digest of all that is known of a report: the same for the same report only."""
    return hashlib.blake2b(encode(given), digest_size=16).hexdigest()


def _labels(found: Record) -> tuple[str, str | None, str | None]:
    """Kind, type and status of a record, as filters look at them; a statement's type is all its acts."""
    kind = str(type(found).__struct_config__.tag)
    match found:
        case Event() | Position():
            return kind, found.type, found.status
        case Measure():
            return kind, found.type, None
        case Statement():
            return kind, f"|{'|'.join(found.acts)}|", None
        case Mention():
            return kind, found.form, None
        case _:
            return kind, None, None


def _days(found: Record, published: str | None) -> tuple[str | None, str | None]:
    """First and last day of a record: its own time, else the publication day of its report."""
    when: When | None
    match found:
        case Event() | Measure():
            when = found.when
        case Statement():
            when = found.said_at
        case Time():
            when = found.when()
        case Position():
            first, last = found.first_seen or published, found.last_seen or published
            return first and first[:10], last and last[:10]
        case _:
            when = None
    if when is not None and (when.start or when.end):
        first, last = when.start or when.end, when.end or when.start
        return first and first[:10], last and last[:10]
    return published, published


def report_from(body: str, text: str, story: str | None) -> Report:
    return msgspec.structs.replace(decoded_as(Report, body), text=text, story=story)


def report_of(connection: Connection, rid: str) -> Report:
    row = connection.execute(
        select(report.c.body, report.c.text, story.c.story)
        .join_from(report, story, story.c.report == report.c.id, isouter=True)
        .where(report.c.id == rid)
    ).one()
    return report_from(row.body, row.text, row.story)


def reading_of(connection: Connection, rid: str) -> Reading:
    kinds: dict[str, list[Record]] = {}
    for (body,) in connection.execute(
        select(record.c.body).where(record.c.report == rid).order_by(record.c.seq)
    ):
        found = decode(body)
        kinds.setdefault(f"{type(found).__struct_config__.tag}s", []).append(found)
    members = connection.execute(
        select(cast_member.c.body).where(cast_member.c.report == rid).order_by(cast_member.c.seq)
    )
    told = connection.execute(select(report.c.body, report.c.text).where(report.c.id == rid)).one()
    return Reading(
        report=report_from(told.body, told.text, None),
        sentences=sentences_of(connection, rid),
        actors=tuple(decoded_as(Actor, body) for (body,) in members),
        **{kind: tuple(records) for kind, records in kinds.items()},  # type: ignore[arg-type]
    )


def sentences_of(
    connection: Connection, rid: str, start: int | None = None, end: int | None = None
) -> tuple[Span, ...]:
    """The sentences of a report, all or those that touch the stretch from `start` to `end`."""
    wanted = select(sentence.c.start, sentence.c.end).where(sentence.c.report == rid)
    if start is not None:
        wanted = wanted.where(sentence.c.end > start)
    if end is not None:
        wanted = wanted.where(sentence.c.start < end)
    return tuple(Span(row.start, row.end) for row in connection.execute(wanted.order_by(sentence.c.seq)))
