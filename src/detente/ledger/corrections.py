"""The log of corrections in the ledger: entries made, kept, and laid on the reports that they concern.

The records of a corrected report stand corrected in `record`, so that whatever asks the ledger gets them so;
`as_read` keeps them as the reader made them. Both follow from the reading and the log alone.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import msgspec
from sqlalchemy import Connection, delete, func, insert, or_, select, update

from detente.corrections import (
    Action,
    Anchor,
    Change,
    Corrected,
    Entry,
    Hit,
    Kind,
    correct_reading,
    decode_entry,
    encode_entry,
    in_force,
    located,
    ordered,
    spans_of,
    type_of,
    undone,
    who_of,
)
from detente.edits import Lookup, edits_of
from detente.errors import AmbiguousName, UnknownName, WrongCorrection
from detente.ledger.names import fold
from detente.ledger.reader import correction_version
from detente.ledger.schema import (
    actor,
    actor_name,
    actor_rejected,
    actor_same,
    as_read,
    cast_member,
    corrected,
    corrected_actor,
    correction,
    correction_anchor,
    left_out,
    position_same,
    record,
    report,
    state,
)
from detente.records import (
    Actor,
    Event,
    Place,
    Position,
    Reading,
    Record,
    Span,
    Statement,
    check,
    decode,
)

# The key in `state` of the rules by which corrections were laid on the reports.
_LAID = "laid"

Subject = Actor | Statement | Event | Position


@dataclass(frozen=True)
class Hand:
    """Who corrects, why, and when (ISO 8601, with the time of day): the ledger itself has no clock."""

    author: str
    reason: str
    at: str


@dataclass(frozen=True)
class Logged:
    """An entry of the log as it stands: `undone_by` the id of the entry that undoes it; `loose` the anchors
    that find no record, of an entry that is in force."""

    entry: Entry
    undone_by: str | None
    loose: tuple[Anchor, ...]


# ── the log ──────────────────────────────────────────────────────────────────────────────────────────


def log_of(connection: Connection) -> list[Entry]:
    """All entries, in the order in which they apply."""
    return ordered(decode_entry(body) for body in connection.execute(select(correction.c.body)).scalars())


def logged(connection: Connection) -> tuple[Logged, ...]:
    """All entries, each with what became of it. The derived tables must be fresh."""
    found: set[tuple[str, int]] = set()
    for table in (corrected, corrected_actor):
        found.update((row[0], row[1]) for row in connection.execute(select(table.c.correction, table.c.seq)))
    entries = log_of(connection)
    gone = undone(entries)
    return tuple(
        Logged(
            entry,
            gone.get(entry.id),
            ()
            if entry.id in gone
            else tuple(a for n, a in enumerate(entry.about) if (entry.id, n) not in found),
        )
        for entry in entries
    )


@dataclass(frozen=True)
class Reach:
    """What entries concern: reports that are held, ids that reports use for actors, and whether threads are joined
    or split by them."""

    reports: frozenset[str]
    actors: frozenset[str]
    threads: bool


def keep_entries(connection: Connection, entries: Iterable[Entry]) -> Reach:
    """Add entries that are not there yet; what these concern, and those that they undo or bring back."""
    held = {
        row.id: bool(row.in_force)
        for row in connection.execute(select(correction.c.id, correction.c.in_force))
    }
    new = {entry.id: entry for entry in entries}
    new = {id: entry for id, entry in sorted(new.items()) if id not in held}
    if not new:
        return Reach(frozenset(), frozenset(), threads=False)
    counting = {e.id for e in in_force([*log_of(connection), *new.values()])}
    for id, entry in new.items():
        connection.execute(
            insert(correction).values(
                id=id, number=entry.number, in_force=int(id in counting), body=encode_entry(entry).decode()
            )
        )
        rows = [
            {
                "correction": id, "seq": n, "kind": a.kind, "record": a.id, "report": a.report,
                "text_digest": a.text,
            }
            for n, a in enumerate(entry.about)
        ]  # fmt: skip
        if rows:
            connection.execute(insert(correction_anchor), rows)
    turned = {id for id, before in held.items() if before != (id in counting)}
    for id in sorted(turned):
        connection.execute(
            update(correction).where(correction.c.id == id).values(in_force=int(id in counting))
        )
    reports: set[str] = set()
    for id in sorted(turned | new.keys()):
        anchors = correction_anchor.c.correction == id
        concerned = select(report.c.id).where(
            or_(
                report.c.id.in_(select(correction_anchor.c.report).where(anchors)),
                report.c.text_digest.in_(select(correction_anchor.c.text_digest).where(anchors)),
            )
        )
        reports.update(connection.execute(concerned).scalars())
    touched = [*new.values(), *(e for e in log_of(connection) if e.id in turned)]
    anchors_of_actors = [a for entry in touched for a in entry.about if a.kind == "actor"]
    return Reach(
        frozenset(reports),
        frozenset(_meant(connection, anchors_of_actors)),
        any(_joins_threads(entry) for entry in touched),
    )


def _meant(connection: Connection, anchors: Sequence[Anchor]) -> set[str]:
    """The ids that anchors of actors may mean, or more: by id, by name, and (whose names somebody may have changed)
    all of actors that were corrected before."""
    if not anchors:
        return set()
    names = sorted({fold(name) for a in anchors for name in a.words})
    called = select(actor_name.c.actor).where(actor_name.c.name.in_(names))
    before = select(corrected_actor.c.actor)
    merged = or_(actor_same.c.actor.in_(called), actor_same.c.actor.in_(before))
    found = {a.id for a in anchors}
    found.update(connection.execute(select(actor_same.c.id).where(merged)).scalars())
    found.update(connection.execute(select(actor_rejected.c.id)).scalars())
    return found


def _joins_threads(entry: Entry) -> bool:
    return entry.action in ("merge", "split") and any(a.kind == "position" for a in entry.about)


def joins_threads(connection: Connection, rid: str) -> bool:
    """Whether a report holds a position by which threads are joined or split."""
    ids = connection.execute(
        select(corrected.c.correction).where(corrected.c.report == rid).distinct()
    ).scalars()
    return any(_joins_threads(entry) for entry in entries_in_force(connection, ids.all()))


def entries_in_force(connection: Connection, ids: Iterable[str] | None = None) -> list[Entry]:
    """The entries that count, of these ids or all, in order."""
    wanted = select(correction.c.body).where(correction.c.in_force == 1)
    if ids is not None:
        wanted = wanted.where(correction.c.id.in_(sorted(ids)))
    return ordered(decode_entry(body) for body in connection.execute(wanted).scalars())


def entries_about_actors(connection: Connection) -> list[Entry]:
    """The entries about actors that count, in order."""
    about = select(correction_anchor.c.correction).where(correction_anchor.c.kind == "actor")
    return entries_in_force(connection, connection.execute(about.distinct()).scalars())


# ── one report ───────────────────────────────────────────────────────────────────────────────────────


def laid_on(connection: Connection, reading: Reading, text_digest: str) -> Corrected | None:
    """The reading after the corrections that concern its report; None where there are none."""
    ids = connection.execute(
        select(correction_anchor.c.correction)
        .where(
            or_(
                correction_anchor.c.report == reading.report.id,
                correction_anchor.c.text_digest == text_digest,
            )
        )
        .distinct()
    ).scalars()
    entries = entries_in_force(connection, ids.all())
    return correct_reading(reading, entries, text_digest) if entries else None


def keep_corrected(connection: Connection, reading: Reading, made: Corrected) -> None:
    """Note what was corrected in a report, and its records as the reader made them."""
    rid = reading.report.id
    bare = msgspec.structs.replace(
        reading,
        report=msgspec.structs.replace(reading.report, text=""),
        sentences=(), mentions=(), measures=(), times=(), places=(),
    )  # fmt: skip
    connection.execute(insert(as_read).values(report=rid, body=msgspec.json.encode(bare).decode()))
    hits = [{"report": rid, "correction": h.entry, "seq": h.anchor, "record": h.record} for h in made.hits]
    if hits:
        connection.execute(insert(corrected), hits)
    if made.left_out:
        connection.execute(insert(left_out), [{"report": rid, "record": id} for id in sorted(made.left_out)])


def laid_otherwise(connection: Connection) -> list[str]:
    """The reports whose corrections were laid on them by other rules than those of today."""
    mark = connection.execute(select(state.c.value).where(state.c.key == _LAID)).scalar()
    if mark == correction_version():
        return []
    return list(connection.execute(select(as_read.c.report).order_by(as_read.c.report)).scalars())


def note_laid(connection: Connection) -> None:
    """Note that all corrections are laid by the rules of today."""
    connection.execute(delete(state).where(state.c.key == _LAID))
    connection.execute(insert(state).values(key=_LAID, value=correction_version()))


def uncorrected(connection: Connection, held: Reading) -> Reading:
    """A reading that the ledger holds, as the reader made it."""
    body = connection.execute(select(as_read.c.body).where(as_read.c.report == held.report.id)).scalar()
    if body is None:
        return held
    read = msgspec.json.decode(body, type=Reading)
    return msgspec.structs.replace(
        held, actors=read.actors, statements=read.statements, events=read.events, positions=read.positions
    )


def hits_of_positions(connection: Connection) -> list[Hit]:
    """What entries about positions found."""
    rows = connection.execute(
        select(corrected.c.correction, corrected.c.seq, corrected.c.record)
        .join(
            correction_anchor,
            (correction_anchor.c.correction == corrected.c.correction)
            & (correction_anchor.c.seq == corrected.c.seq),
        )
        .where(correction_anchor.c.kind == "position")
    )
    return [Hit(row.correction, row.seq, row.record) for row in rows]


# ── what was said of a record ────────────────────────────────────────────────────────────────────────


def entries_of(connection: Connection, id: str) -> list[Entry]:
    """The entries that count and found a record, thread or actor, in order."""
    same = select(position_same.c.id).where(position_same.c.position == id)
    found = set(
        connection.execute(
            select(corrected.c.correction).where(or_(corrected.c.record == id, corrected.c.record.in_(same)))
        ).scalars()
    )
    found.update(
        connection.execute(
            select(corrected_actor.c.correction).where(
                or_(corrected_actor.c.actor == id, corrected_actor.c.id == id)
            )
        ).scalars()
    )
    return entries_in_force(connection, found)


def left_out_record(connection: Connection, given: str) -> Record | None:
    """A rejected record, by its id or a beginning that is unique among the rejected; as the reader made it."""
    begins = func.substr(left_out.c.record, 1, len(given)) == given
    rows = connection.execute(
        select(left_out).where(begins).order_by(left_out.c.record, left_out.c.report)
    ).all()
    if given and len({row.record for row in rows}) == 1:
        body = connection.execute(
            select(as_read.c.body).where(as_read.c.report == rows[0].report)
        ).scalar_one()
        read = msgspec.json.decode(body, type=Reading)
        return next((r for r in read.records() if r.id == rows[0].record), None)
    begins = func.substr(actor_rejected.c.id, 1, len(given)) == given
    ids = connection.execute(select(actor_rejected.c.id).where(begins)).scalars().all()
    return _member(connection, ids[0]) if given and len(ids) == 1 else None


# ── making entries ───────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Asking:
    """What making an entry asks of the ledger: ids completed, actors found by name, readings fetched."""

    full_id: Callable[[str], str]
    actor: Callable[[str], Actor]
    reading: Callable[[str], Reading]


def make_entry(
    connection: Connection,
    asking: Asking,
    action: Action,
    ids: Sequence[str],
    hand: Hand,
    *,
    changes: Mapping[str, str] | None = None,
    parts: Sequence[str] = (),
    only: str | None = None,
) -> Entry:
    """An entry of the log about the records of these ids, checked: it can be done, and leaves the contract whole.

    `only` is the id of a report: of a position only what this report tells of it. Raises `WrongCorrection`,
    `UnknownName` or `AmbiguousName`.
    """
    _check_hand(hand)
    subjects = [_subject(connection, asking, id) for id in ids]
    kinds = {_kind(subject) for subject in subjects}
    if len(kinds) > 1:
        raise WrongCorrection(f"{' and '.join(sorted(kinds))} cannot be corrected together: name one kind.")
    if action == "merge" and len({s.id for s in subjects}) < 2:
        raise WrongCorrection("merge needs two different records at least; they are one already.")
    about = [
        msgspec.structs.replace(a, side=side if action == "merge" else 0)
        for side, subject in enumerate(subjects)
        for a in _anchors(connection, asking, subject, only)
    ]
    made_changes: tuple[Change, ...] = ()
    names: tuple[Actor, ...] = ()
    text_parts: tuple[str, ...] = ()
    if action == "edit":
        edits = edits_of(subjects[0], changes or {}, _lookup(connection, asking, subjects[0]))
        made_changes, names = edits.changes, edits.names
    elif action == "split":
        about, text_parts, names = _split(connection, asking, subjects[0], about, parts)
    elif action == "merge" and kinds <= {"statement", "event"} and len({a.report for a in about}) > 1:
        raise WrongCorrection(
            f"{_kind(subjects[0])}s of different reports are not merged: each is what its report says."
        )
    entry = Entry(
        number=_next_number(connection),
        action=action,
        author=hand.author,
        reason=hand.reason,
        at=hand.at,
        about=tuple(about),
        changes=made_changes,
        parts=text_parts,
        names=names,
    )
    _try(connection, asking, entry)
    return entry


def make_undo(connection: Connection, which: str, hand: Hand) -> Entry:
    """The entry that undoes another one: `which` is its number, its id, or a beginning of the id."""
    _check_hand(hand)
    entries = log_of(connection)
    if re.fullmatch(r"\d+", which):
        found = [e for e in entries if e.number == int(which)]
    else:
        found = [e for e in entries if which and e.id.startswith(which)]
    if not found:
        raise UnknownName(f"the log has no entry {which}. `detente log` lists them.")
    if len(found) > 1:
        raise AmbiguousName(f"{which} means several entries: {', '.join(e.id for e in found)}. Give an id.")
    by = undone(entries).get(found[0].id)
    if by is not None:
        number = next(e.number for e in entries if e.id == by)
        raise WrongCorrection(f"entry {found[0].number} is undone already, by entry {number}; undo that one.")
    return Entry(
        number=_next_number(connection),
        action="undo",
        author=hand.author,
        reason=hand.reason,
        at=hand.at,
        undoes=found[0].id,
    )


def _check_hand(hand: Hand) -> None:
    if not hand.author.strip() or not hand.reason.strip():
        raise WrongCorrection("a correction needs its author and a reason.")
    try:
        datetime.fromisoformat(hand.at)
    except ValueError:
        raise WrongCorrection(f"{hand.at}: no time; write it as 2022-01-24T09:30:00+00:00.") from None


def _next_number(connection: Connection) -> int:
    return (connection.execute(select(func.max(correction.c.number))).scalar() or 0) + 1


def _kind(subject: Subject) -> str:
    return str(type(subject).__struct_config__.tag)


def _subject(connection: Connection, asking: Asking, given: str) -> Subject:
    """The record, thread or actor of an id; an actor may be named. Rejected ones too, to take it back."""
    found: Record | None
    try:
        found = _held(connection, asking.full_id(given))
    except UnknownName as unknown:
        found = left_out_record(connection, given)
        if found is None:
            try:
                found = asking.actor(given)
            except UnknownName:
                raise unknown from None
    if not isinstance(found, Subject):
        kind = str(type(found).__struct_config__.tag) if found is not None else "report"
        raise WrongCorrection(
            f"{given} is a {kind}: actors, statements, events and positions can be corrected."
        )
    return found


def _held(connection: Connection, full: str) -> Record | None:
    """The record of a full id, corrected; for a report's own position itself, not its thread."""
    body = connection.execute(select(record.c.body).where(record.c.id == full).limit(1)).scalar()
    if body is not None:
        return decode(body)
    merged = connection.execute(
        select(actor.c.body).join(actor_same, actor_same.c.actor == actor.c.id).where(actor_same.c.id == full)
    ).scalar()
    return decode(merged) if merged is not None else None


def _member(connection: Connection, id: str) -> Actor:
    """An actor as the first report that knows this id knows it."""
    body = connection.execute(
        select(cast_member.c.body).where(cast_member.c.actor == id).order_by(cast_member.c.report).limit(1)
    ).scalar_one()
    found = decode(body)
    assert isinstance(found, Actor)
    return found


def _anchors(connection: Connection, asking: Asking, subject: Subject, only: str | None) -> list[Anchor]:
    """The anchors of a subject: one for each report that tells a position, or id that reports use for an actor."""
    if isinstance(subject, Actor):
        ids = connection.execute(
            select(actor_same.c.id).where(
                actor_same.c.actor
                == select(actor_same.c.actor).where(actor_same.c.id == subject.id).scalar_subquery()
            )
        ).scalars()
        return [actor_anchor(_member(connection, id)) for id in sorted({*ids, subject.id})]
    if not isinstance(subject, Position):
        return [_anchor(asking, subject, subject.report)]
    thread = connection.execute(
        select(position_same.c.position).where(position_same.c.id == subject.id)
    ).scalar()
    members = set(
        connection.execute(select(position_same.c.id).where(position_same.c.position == thread)).scalars()
    )
    singles = [subject]
    if members:
        bodies = connection.execute(select(record.c.body).where(record.c.id.in_(sorted(members)))).scalars()
        singles = [p for p in map(decode, bodies) if isinstance(p, Position)]
    anchors = [_anchor(asking, p, p.evidence[0].report) for p in singles]
    if only is not None:
        anchors = [a for a in anchors if a.report == only]
        if not anchors:
            raise WrongCorrection(f"{subject.id} is not told by report {only}.")
    return sorted(anchors, key=lambda a: (a.report or "", a.spans, a.id))


def actor_anchor(found: Actor) -> Anchor:
    """The anchor of an actor of one report."""
    return Anchor(kind="actor", id=found.id, words=(found.name,), type=found.type, who=found.country)


def _anchor(asking: Asking, found: Statement | Event | Position, rid: str) -> Anchor:
    reading = asking.reading(rid)
    spans = spans_of(found, rid)
    names = {a.id: a.name for a in reading.actors}
    kind: Kind = (
        "statement" if isinstance(found, Statement) else "event" if isinstance(found, Event) else "position"
    )
    return Anchor(
        kind=kind,
        id=found.id,
        words=tuple(s.of(reading.report.text) for s in spans),
        report=rid,
        text=digest_of_text(reading.report.text),
        type=type_of(found),
        who=names.get(who_of(found) or ""),
        spans=spans,
    )


def _lookup(connection: Connection, asking: Asking, subject: Subject) -> Lookup:
    """What the values of a record's fields may name."""
    rid = subject.evidence[0].report if isinstance(subject, Position) else getattr(subject, "report", None)
    reading = asking.reading(rid) if rid is not None else None

    def statement(typed: str) -> str:
        begun = [s.id for s in reading.statements if s.id.startswith(typed)] if reading else []
        if len(begun) != 1 or begun[0] == subject.id:
            raise WrongCorrection(f"{typed}: no other statement of report {rid} has this id.")
        return begun[0]

    def position(typed: str) -> str:
        full = asking.full_id(typed)
        if not isinstance(_held(connection, full), Position) or full == subject.id:
            raise WrongCorrection(f"{typed}: no other position has this id.")
        return full

    def place(typed: str) -> str:
        places: Sequence[Place] = reading.places if reading else ()
        ids = [p.id for p in places if typed in (p.id, p.name) or fold(p.name) == fold(typed)]
        if not ids:
            names = ", ".join(dict.fromkeys(p.name for p in places)) or "none"
            raise WrongCorrection(f"place={typed}: no such place in the report. There are: {names}.")
        return ids[0]

    return Lookup(asking.actor, statement, position, place, reading.report.text if reading else "")


def _split(
    connection: Connection, asking: Asking, subject: Subject, about: list[Anchor], parts: Sequence[str]
) -> tuple[list[Anchor], tuple[str, ...], tuple[Actor, ...]]:
    """Anchors with their sides, the parts, and the actors that these name; what is no part of the subject is
    one clear line."""
    if not parts:
        raise WrongCorrection("split needs to be told what leaves.")
    match subject:
        case Statement():
            text = asking.reading(subject.report).report.text
            whole = Span(subject.content[0].start, subject.content[-1].end)
            for words in parts:
                at = located(text, words, whole.start)
                if at is None or not whole.start < at.start < whole.end:
                    raise WrongCorrection(f"“{words}” begins no later part of what {subject.id} says.")
            return about, tuple(dict.fromkeys(parts)), ()
        case Event():
            named = [_side_of(connection, asking, subject, name) for name in parts]
            return about, tuple(dict.fromkeys(a.id for a in named)), tuple({a.id: a for a in named}.values())
        case Position():
            known = {a.report or "" for a in about}
            leaving = {_begun(part, known, f"no report that tells {subject.id}") for part in parts}
            sides = [msgspec.structs.replace(a, side=int(a.report in leaving)) for a in about]
        case Actor():
            sides = [msgspec.structs.replace(a, side=int(_is_part(a, parts))) for a in about]
            for part in parts:
                if not any(_is_part(a, [part]) for a in about):
                    names = ", ".join(f"{a.words[0]} ({a.id})" for a in about)
                    raise WrongCorrection(f"{subject.name} has no part “{part}”. There are: {names}.")
    if len({a.side for a in sides}) != 2:
        raise WrongCorrection("split must leave something: these are all its parts.")
    return sides, (), ()


def _is_part(anchor: Anchor, parts: Iterable[str]) -> bool:
    return any(anchor.id == part or fold(anchor.words[0]) == fold(part) for part in parts)


def _begun(part: str, known: Iterable[str], otherwise: str) -> str:
    """The one of the known ids that is `part` or begins so."""
    begun = [id for id in known if id == part] or sorted(id for id in known if id.startswith(part))
    if len(begun) != 1:
        raise WrongCorrection(f"{part}: {otherwise}. There are: {', '.join(sorted(known))}.")
    return begun[0]


def _side_of(connection: Connection, asking: Asking, event: Event, name: str) -> Actor:
    """The source or target of an event that a name means, as its report knows it."""
    cast = {a.id: a for a in asking.reading(event.report).actors}
    own = [cast[id] for id in (*event.sources, *event.targets)]
    wanted = asking.actor(name).id
    same = set(connection.execute(select(actor_same.c.id).where(actor_same.c.actor == wanted)).scalars())
    found = [a for a in own if a.id in same or a.id == wanted]
    if not found:
        names = ", ".join(a.name for a in own) or "nobody"
        raise WrongCorrection(f"{event.id} has no “{name}” on either side. There are: {names}.")
    return msgspec.structs.replace(found[0], aliases=(), roles=())


def _try(connection: Connection, asking: Asking, entry: Entry) -> None:
    """Nothing where an entry finds and can do all that it says; else `WrongCorrection`."""
    by_report: dict[str, set[int]] = defaultdict(set)
    for n, anchor in enumerate(entry.about):
        if anchor.report is not None:
            by_report[anchor.report].add(n)
    for rid, wanted in sorted(by_report.items()):
        read = uncorrected(connection, asking.reading(rid))
        text_digest = digest_of_text(read.report.text)
        ids = connection.execute(
            select(correction_anchor.c.correction).where(
                or_(correction_anchor.c.report == rid, correction_anchor.c.text_digest == text_digest)
            )
        ).scalars()
        made = correct_reading(read, [*entries_in_force(connection, set(ids)), entry], text_digest)
        if not wanted <= {h.anchor for h in made.hits if h.entry == entry.id}:
            raise WrongCorrection(
                f"{entry.action} cannot be done to {entry.about[min(wanted)].id}: its parts do not fit."
            )
        check(made.reading)


def digest_of_text(text: str) -> str:
    """A digest by which a text is known again."""
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()
