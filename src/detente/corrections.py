"""The analyst's corrections: what an entry of the log says, and what it makes of the records of a report.

Pure and free of order: the entries are a set, their order is in them (`ordered`), and the same entries make
the same of the same reading. A reading is never changed: `correct_reading` gives another one beside it, so
that an undone entry leaves no trace.

An entry names records by id and by an `Anchor`, because another version of the reader may give another id to
the same record: the report or its text, the kind, the type, who, and the words. `ledger/corrections.py` makes
entries and keeps them; actors and threads, which belong to no single report, are corrected where they are
derived (`Links`, `settled`).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, Literal, TypeVar, cast

import msgspec
from msgspec.structs import replace

from detente.records import (
    Actor,
    Event,
    Position,
    PositionEvidence,
    Reading,
    Span,
    Spans,
    Statement,
    Turn,
    When,
    digest_id,
)

Action = Literal["accept", "reject", "edit", "merge", "split", "undo"]
Kind = Literal["actor", "statement", "event", "position"]
Value = None | bool | int | float | str | tuple[str, ...]

Correctable = Statement | Event | Position
R = TypeVar("R", Statement, Event, Position)
_TYPES: Mapping[Kind, type[Correctable]] = {"statement": Statement, "event": Event, "position": Position}

#: Fields of a position that belong to the thread, not to what one report says.
OF_THREAD = frozenset({"status", "issue", "answers"})

# Share of characters that the evidence of two readings of one text must have in common, of those that either
# has, to be one record. Chosen, not swept: half is what `evaluate` asks of a statement's content too.
SAME_PLACE = 0.5


class Anchor(msgspec.Struct, frozen=True, omit_defaults=True):
    """What an entry is about, so that it is found again.

    `report` and `text` (a digest of the report's text) are None for actors; `type` is the type of an event,
    position or actor; `who` the name of speaker, source or holder, or the country of an actor; `spans` the
    content of a statement, the trigger of an event, the evidence of a position in that report, and `words`
    what stands there: for an actor its name alone. `side` says which of several it belongs to: of a merge
    the first, second … record named, of a split 0 what stays and 1 what leaves.
    """

    kind: Kind
    id: str
    words: tuple[str, ...]
    report: str | None = None
    text: str | None = None
    type: str | None = None
    who: str | None = None
    spans: Spans = ()
    side: int = 0


class Change(msgspec.Struct, frozen=True):
    """A field and its new value: actors and places by id, days as “first/last”, spans as the words there."""

    field: str
    value: Value


class Entry(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One entry of the log. `number` is one more than that of the latest entry that its author saw."""

    number: int
    action: Action
    author: str
    reason: str
    at: str
    about: tuple[Anchor, ...] = ()
    changes: tuple[Change, ...] = ()
    parts: tuple[str, ...] = ()
    names: tuple[Actor, ...] = ()
    undoes: str | None = None

    @property
    def id(self) -> str:
        """A digest of all that it says."""
        return digest_id("k", encode_entry(self).decode())


_ENCODER = msgspec.json.Encoder()
_DECODER = msgspec.json.Decoder(Entry)


def encode_entry(entry: Entry) -> bytes:
    """One JSON line (no newline at the end)."""
    return _ENCODER.encode(entry)


def decode_entry(line: bytes | str) -> Entry:
    """The entry of a JSON line; raises `msgspec.DecodeError` where it is none."""
    return _DECODER.decode(line)


def ordered(entries: Iterable[Entry]) -> list[Entry]:
    """The entries in the order in which they apply: by number, then time, then content."""
    return sorted(entries, key=lambda e: (e.number, e.at, e.id))


def undone(entries: Iterable[Entry]) -> dict[str, str]:
    """For each entry that is undone the entry that undoes it, by id; an undo can itself be undone.

    An entry can only undo one that comes before it.
    """
    found: dict[str, str] = {}
    known = ordered(entries)
    place = {e.id: n for n, e in enumerate(known)}
    for n, entry in reversed(list(enumerate(known))):
        if entry.undoes is not None and entry.id not in found and place.get(entry.undoes, n) < n:
            found.setdefault(entry.undoes, entry.id)
    return found


def in_force(entries: Iterable[Entry]) -> list[Entry]:
    """The entries that count, in order: neither undone nor themselves an undo."""
    entries = list(entries)
    gone = undone(entries)
    return [e for e in ordered(entries) if e.action != "undo" and e.id not in gone]


# ── one report ───────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, order=True)
class Hit:
    """That an entry found its record: the anchor's place in the entry, and the record's id."""

    entry: str
    anchor: int
    record: str


@dataclass(frozen=True)
class Corrected:
    """A reading after its corrections, which entries found what, and the ids of what is no record of its own any
    more: rejected, fallen with what was, or merged into another."""

    reading: Reading
    hits: tuple[Hit, ...]
    left_out: frozenset[str]


def correct_reading(reading: Reading, entries: Sequence[Entry], text_digest: str) -> Corrected:
    """What the corrections make of one report's records.

    `entries` are those in force, in order; `text_digest` is that of the report's text. Entries about other
    reports, and about actors, are passed over. What stands only on something rejected falls with it (events
    that are its claim, positions drawn from it) unless it was accepted or edited for itself. Keeps the
    contract of `records.check` where the reading did.
    """
    page = _Page(reading, text_digest)
    for entry in entries:
        found = {n: record for n in page.meant(entry) if (record := page.find(entry, n)) is not None}
        for n in _apply(page, entry, found):
            page.hits += (Hit(entry.id, n, id) for id in (found[n].id, *page.pieces.pop(found[n].id, ())))
    return page.finished()


@dataclass
class _Page:
    """The records of a report while its corrections are applied, each with the last word on it."""

    reading: Reading
    text_digest: str
    cast: dict[str, Actor] = field(init=False)
    records: dict[str, Correctable] = field(init=False)
    rejected: set[str] = field(default_factory=set)
    kept: set[str] = field(default_factory=set)
    hits: list[Hit] = field(default_factory=list)
    # The ids of what a split made of a record beside itself, and of what a merge took into another.
    pieces: dict[str, tuple[str, ...]] = field(default_factory=dict)
    absorbed: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.cast = {a.id: a for a in self.reading.actors}
        own: tuple[Correctable, ...] = (
            *self.reading.statements,
            *self.reading.events,
            *self.reading.positions,
        )
        self.records = {r.id: r for r in own}

    @property
    def text(self) -> str:
        return self.reading.report.text

    def all(self, kind: type[R]) -> list[R]:
        return [r for r in self.records.values() if isinstance(r, kind)]

    def meant(self, entry: Entry) -> list[int]:
        """The anchors that are about this report, else those about one report of the very same text.

        A copy under another date or outlet is read with the same faults; and a report that is read again with
        a date that it lacked is another one by its id.
        """
        about = [(n, a) for n, a in enumerate(entry.about) if a.kind != "actor"]
        own = [n for n, a in about if a.report == self.reading.report.id]
        if own:
            return own
        twin = min((a.report or "" for _, a in about if a.text == self.text_digest), default=None)
        return [n for n, a in about if a.report == twin and a.text == self.text_digest]

    def find(self, entry: Entry, n: int) -> Correctable | None:
        """The record that an anchor means: by its id, else by where it stands; None where there is none."""
        anchor = entry.about[n]
        kind = _TYPES[anchor.kind]
        own = self.records.get(anchor.id)
        if isinstance(own, kind):
            return own
        spans = self.placed(anchor)
        types = {anchor.type, *(c.value for c in entry.changes if c.field == "type")}
        near = []
        for record in self.records.values():
            if not isinstance(record, kind) or (type_of(record) not in types):
                continue
            share = _share(spans, spans_of(record, self.reading.report.id))
            same_who = self.who(record) == (anchor.who or None)
            # A verdict is about what was read: of somebody else it was not given.
            if share >= SAME_PLACE and (same_who or entry.action not in ("accept", "reject")):
                near.append((same_who, share, record))
        return min(near, key=lambda n: (not n[0], -n[1], n[2].id))[2] if near else None

    def placed(self, anchor: Anchor) -> Spans:
        """An anchor's spans in the text as it is now, found again by their words where the text is another."""
        if self.text_digest == anchor.text:
            return anchor.spans
        found = (
            located(self.text, words, s.start) for s, words in zip(anchor.spans, anchor.words, strict=False)
        )
        return tuple(sorted(s for s in found if s is not None))

    def who(self, record: Correctable) -> str | None:
        actor = self.cast.get(who_of(record) or "")
        return actor.name if actor else None

    def known(self, named: Actor) -> str | None:
        """The id by which this report knows an actor; None where it does not name it."""
        if named.id in self.cast:
            return named.id
        return min(
            (a.id for a in self.cast.values() if (a.type, a.name) == (named.type, named.name)), default=None
        )

    def actor(self, named: Actor) -> str:
        """The same; an actor that the report does not name joins its cast."""
        id = self.known(named)
        if id is None:
            self.cast[named.id] = named
            return named.id
        return id

    def finished(self) -> Corrected:
        """The reading without what was rejected and what stood on it alone."""
        gone = set(self.rejected)
        statements = {s.id: s for s in self.all(Statement)}

        def standing(id: str | None) -> str | None:
            """The statement itself, or the nearest around it that was not rejected."""
            while id is not None and id in gone:
                id = statements[id].parent if id in statements else None
            return id

        for event in self.all(Event):
            if event.claimed_by in gone:
                if event.id in self.kept:
                    self.records[event.id] = replace(event, claimed_by=standing(event.claimed_by))
                else:
                    gone.add(event.id)
        for position in self.all(Position):
            stands = self._standing(position, gone)
            if not stands:
                gone.add(position.id)
                continue
            turns = (
                replace(t, evidence=stands.get(t.evidence)) if t.evidence in stands else t
                for t in position.history
                if t.evidence is None or t.evidence in stands or t.evidence not in position.evidence
            )
            self.records[position.id] = replace(
                position, evidence=tuple(stands.values()), history=tuple(turns)
            )
        for statement in statements.values():
            if statement.parent in gone:
                self.records[statement.id] = replace(statement, parent=standing(statement.parent))
        for position in self.all(Position):
            if position.answers in gone or not gone.isdisjoint(position.also_answers):
                also = tuple(id for id in position.also_answers if id not in gone)
                answers = None if position.answers in gone else position.answers
                self.records[position.id] = replace(position, answers=answers, also_answers=also)
        statements_left = tuple(r for r in self.all(Statement) if r.id not in gone)
        events = tuple(r for r in self.all(Event) if r.id not in gone)
        positions = tuple(r for r in self.all(Position) if r.id not in gone)
        left: tuple[Correctable, ...] = (*statements_left, *events, *positions)
        named = {id for r in left for id in _actors_of(r)}
        own = {a.id for a in self.reading.actors}
        corrected = replace(
            self.reading,
            actors=tuple(a for a in self.cast.values() if a.id in own or a.id in named),
            statements=statements_left,
            events=events,
            positions=positions,
        )
        return Corrected(corrected, tuple(sorted(set(self.hits))), frozenset(gone | self.absorbed))

    def _standing(self, position: Position, gone: set[str]) -> dict[PositionEvidence, PositionEvidence]:
        """A position's evidence without what was drawn from something rejected; as it was → as it is now.

        What was accepted or edited keeps all its evidence, drawn from nothing.
        """
        if position.id in gone:
            return {}
        if position.id not in self.kept:
            return {e: e for e in position.evidence if e.statement not in gone and e.event not in gone}
        return {
            e: replace(
                e,
                statement=None if e.statement in gone else e.statement,
                event=None if e.event in gone else e.event,
            )
            for e in position.evidence
        }


def _apply(page: _Page, entry: Entry, found: Mapping[int, Correctable]) -> list[int]:
    """Do what an entry says to the records that its anchors found; the anchors of those where it could be done."""
    records = list(found.values())
    match entry.action:
        case "accept":
            page.rejected.difference_update(r.id for r in records)
            page.kept.update(r.id for r in records)
            return list(found)
        case "reject":
            page.rejected.update(r.id for r in records)
            page.kept.difference_update(r.id for r in records)
            return list(found)
        case "edit":
            return [n for n, record in found.items() if _edit(page, record, entry, entry.about[n])]
        case "merge":
            return list(found) if _merge(page, records) else []
        case "split":
            return [n for n, record in found.items() if _split(page, record, entry)]
        case "undo":
            return []


def _edit(page: _Page, record: Correctable, entry: Entry, anchor: Anchor) -> bool:
    """Give a record its new values; False where one of them cannot stand in this report."""
    edited = _edited(page, record, entry, anchor)
    if edited is None:
        return False
    page.records[record.id] = edited
    page.kept.add(record.id)
    page.rejected.discard(record.id)
    if isinstance(record, Statement) and isinstance(edited, Statement):
        _follow_speaker(page, record, edited)
    return True


def _edited(page: _Page, record: Correctable, entry: Entry, anchor: Anchor) -> Correctable | None:
    """A record with its new values; None where the words, statement or place that one names are not there."""
    new: dict[str, Any] = {}
    named = {a.id: a for a in entry.names}
    for change in entry.changes:
        value: Any = change.value
        if isinstance(record, Position) and change.field in OF_THREAD:
            continue
        if change.field in ("speaker", "holder"):
            value = page.actor(named[value]) if value is not None else None
        elif change.field in ("addressees", "sources", "targets", "toward"):
            value = tuple(dict.fromkeys(page.actor(named[id]) for id in value))
        elif change.field in ("said_at", "when", "due"):
            value = days(value)
        elif change.field in ("content", "source", "cue"):
            near = anchor.spans[0].start if anchor.spans else 0
            spans = [located(page.text, words, near) for words in value]
            if None in spans:
                return None
            value = _apart(cast("list[Span]", spans))
        elif change.field in ("claimed_by", "parent"):
            if value is not None and not isinstance(page.records.get(value), Statement):
                return None
        elif change.field == "place" and value not in (None, *(p.id for p in page.reading.places)):
            return None
        new[change.field] = value
    if "content" in new:
        # Whose words these are in other reports is another question once they are others.
        new["utterance"] = None
    return replace(record, **new)


def _follow_speaker(page: _Page, old: Statement, new: Statement) -> None:
    """Who is found to have said it holds what was drawn from it, and was held by who was thought to say it."""
    if old.speaker == new.speaker:
        return
    for position in page.all(Position):
        if position.holder == old.speaker and all(e.statement == new.id for e in position.evidence):
            page.records[position.id] = replace(position, holder=new.speaker)


def _merge(page: _Page, records: Sequence[Correctable]) -> bool:
    """Several records of one report as the first of them. Positions are joined as threads, not here."""
    first = records[0]
    if isinstance(first, Position):
        return True
    others = [r for r in records[1:] if r.id != first.id]
    if not others:
        return False
    if isinstance(first, Statement):
        page.records[first.id] = _one_statement([first, *(r for r in others if isinstance(r, Statement))])
    else:
        page.records[first.id] = _one_event([first, *(r for r in others if isinstance(r, Event))])
    page.kept.add(first.id)
    page.rejected.discard(first.id)
    for other in others:
        _forward(page, {other.id: first.id})
        del page.records[other.id]
        page.absorbed.add(other.id)
    return True


def _one_statement(parts: Sequence[Statement]) -> Statement:
    first, ids = parts[0], {s.id for s in parts}
    return replace(
        first,
        source=_apart(s for p in parts for s in p.source),
        cue=_apart(s for p in parts for s in p.cue),
        content=_apart(s for p in parts for s in p.content),
        quote=first.quote if len({p.quote for p in parts}) == 1 else "mixed",
        acts=tuple(dict.fromkeys(a for p in parts for a in p.acts)),
        addressees=tuple(dict.fromkeys(a for p in parts for a in p.addressees)),
        parent=next((p.parent for p in parts if p.parent not in ids), None),
        utterance=None,
        said_at=next((p.said_at for p in parts if p.said_at), None),
        confidence=max(p.confidence for p in parts),
    )


def _one_event(parts: Sequence[Event]) -> Event:
    first = parts[0]
    evidence = replace(
        first.evidence,
        source=_apart(s for p in parts for s in p.evidence.source),
        target=_apart(s for p in parts for s in p.evidence.target),
    )
    return replace(
        first,
        contexts=tuple(dict.fromkeys(c for p in parts for c in p.contexts)),
        sources=tuple(dict.fromkeys(a for p in parts for a in p.sources)),
        targets=tuple(dict.fromkeys(a for p in parts for a in p.targets)),
        place=next((p.place for p in parts if p.place), None),
        when=next((p.when for p in parts if p.when), None),
        magnitude=next((p.magnitude for p in parts if p.magnitude), None),
        evidence=evidence,
        confidence=max(p.confidence for p in parts),
    )


def _forward(page: _Page, new: Mapping[str, str]) -> None:
    """Let what names a record name the one that took its place."""

    def one(id: str | None) -> str | None:
        return new.get(id, id) if id is not None else None

    def evidence(e: PositionEvidence | None) -> PositionEvidence | None:
        return None if e is None else replace(e, statement=one(e.statement), event=one(e.event))

    for record in list(page.records.values()):
        match record:
            case Statement():
                parent = one(record.parent)
                page.records[record.id] = replace(record, parent=parent if parent != record.id else None)
            case Event():
                page.records[record.id] = replace(record, claimed_by=one(record.claimed_by))
            case Position():
                page.records[record.id] = replace(
                    record,
                    evidence=tuple(cast(PositionEvidence, evidence(e)) for e in record.evidence),
                    history=tuple(replace(t, evidence=evidence(t.evidence)) for t in record.history),
                )


def _split(page: _Page, record: Correctable, entry: Entry) -> bool:
    """One record as several: a statement at words, an event by actors. Positions leave threads, not here."""
    match record:
        case Statement():
            return _split_statement(page, record, entry.parts)
        case Event():
            return _split_event(page, record, entry)
        case Position():
            return True


def _split_statement(page: _Page, record: Statement, parts: Sequence[str]) -> bool:
    """Each of the words begins a statement of its own, which has source and cue of the whole."""
    begin, end = record.content[0].start, record.content[-1].end
    cuts = {s.start for words in parts if (s := located(page.text, words, begin)) is not None}
    cuts = {c for c in cuts if begin < c < end}
    if len(cuts) != len(set(parts)):
        return False
    borders = [begin, *sorted(cuts), end]
    pieces: list[Statement] = []
    for n, (start, stop) in enumerate(pairwise(borders)):
        content = tuple(
            _trimmed(page.text, Span(max(s.start, start), min(s.end, stop)))
            for s in record.content
            if s.start < stop and s.end > start
        )
        content = tuple(s for s in content if s.start < s.end)
        if not content:
            return False
        id = record.id if n == 0 else digest_id("s", record.id, "split", content[0].start)
        pieces.append(replace(record, id=id, content=content, utterance=None))

    def holder_of(spans: Iterable[Span]) -> str:
        """The piece that most of the spans' first characters stand in."""
        at = min((s.start for s in spans), default=begin)
        return next((p.id for p in reversed(pieces) if p.content[0].start <= at), record.id)

    _put_behind(page, record, pieces)
    for other in list(page.records.values()):
        match other:
            case Statement() if other.parent == record.id and other not in pieces:
                page.records[other.id] = replace(other, parent=holder_of(other.content))
            case Event() if other.claimed_by == record.id:
                page.records[other.id] = replace(other, claimed_by=holder_of([other.evidence.trigger]))
            case Position():

                def moved(e: PositionEvidence) -> PositionEvidence:
                    return replace(e, statement=holder_of(e.spans)) if e.statement == record.id else e

                page.records[other.id] = replace(
                    other,
                    evidence=tuple(moved(e) for e in other.evidence),
                    history=tuple(
                        replace(t, evidence=moved(t.evidence)) if t.evidence else t for t in other.history
                    ),
                )
            case _:
                pass
    return True


def _split_event(page: _Page, record: Event, entry: Entry) -> bool:
    """The sources or targets named leave for an event of their own, which is like the old one in all else."""
    leaving = [page.known(a) or a.id for a in entry.names if a.id in entry.parts]
    by_source = set(leaving) <= set(record.sources)
    side = "sources" if by_source else "targets"
    own: tuple[str, ...] = getattr(record, side)
    if not set(leaving) <= set(own) or not set(own) - set(leaving):
        return False
    rest = tuple(id for id in own if id not in leaving)
    gone = tuple(id for id in own if id in leaving)
    _put_behind(
        page,
        record,
        [
            replace(record, **{side: rest}),
            replace(record, id=digest_id("e", record.id, "split", *sorted(gone)), **{side: gone}),
        ],
    )
    return True


def _put_behind(page: _Page, record: Correctable, pieces: Sequence[Correctable]) -> None:
    """The pieces in the place of the record, in the order of the page."""
    page.records = {
        r.id: r for old in page.records.values() for r in (pieces if old.id == record.id else (old,))
    }
    page.pieces[record.id] = tuple(p.id for p in pieces if p.id != record.id)
    page.kept.update(p.id for p in pieces)
    page.rejected.difference_update(p.id for p in pieces)


# ── what all reports say together ────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Settling:
    """What the corrections say of threads: ids of single positions to be joined and kept apart, and for each
    id the new values of `status`, `issue` and `answers`, each with its entry's place in the log."""

    together: tuple[tuple[str, str], ...] = ()
    apart: tuple[tuple[str, str], ...] = ()
    values: Mapping[str, Mapping[str, tuple[int, Value]]] = field(default_factory=dict)

    @property
    def kept_apart(self) -> frozenset[str]:
        """The ids that are kept apart from any other."""
        return frozenset(id for pair in self.apart for id in pair)


def settling(entries: Iterable[Entry], hits: Iterable[Hit]) -> Settling:
    """What the entries in force (in order) say of threads, given what they found in the reports.

    A later merge of what an earlier entry split takes the split back, and the other way round.
    """
    by_entry: dict[str, dict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
    for hit in sorted(set(hits)):
        by_entry[hit.entry][hit.anchor].append(hit.record)
    joined: dict[tuple[str, str], None] = {}
    parted: dict[tuple[str, str], None] = {}
    values: dict[str, dict[str, tuple[int, Value]]] = {}
    for place, entry in enumerate(entries):
        sides: dict[int, list[str]] = defaultdict(list)
        for n, records in sorted(by_entry.get(entry.id, {}).items()):
            if entry.about[n].kind == "position":
                sides[entry.about[n].side] += records
        if not sides:
            continue
        everybody = {id for ids in sides.values() for id in ids}
        if entry.action == "merge":
            parted = {p: None for p in parted if not everybody.issuperset(p)}
            heads = [ids[0] for _, ids in sorted(sides.items())]
            joined |= {_pair(heads[0], other): None for other in heads[1:] if other != heads[0]}
        elif entry.action == "split":
            leaving, staying = sides.get(1, []), sides.get(0, [])
            new = {_pair(a, b): None for a in leaving for b in staying if a != b}
            joined = {p: None for p in joined if p not in new}
            parted |= new
            joined |= {_pair(leaving[0], other): None for other in leaving[1:] if other != leaving[0]}
        elif entry.action == "edit":
            for change in entry.changes:
                if change.field in OF_THREAD:
                    for id in everybody:
                        values.setdefault(id, {})[change.field] = (place, change.value)
    return Settling(tuple(sorted(joined)), tuple(sorted(parted)), values)


def settled(
    thread: Position, members: Iterable[str], said: Settling, thread_of: Mapping[str, str]
) -> Position:
    """A thread with the status, issue and answer that the analyst gave it.

    `members` are the ids of its single positions, `thread_of` gives the thread of each single position. Where
    its members were given different values the last word counts.
    """
    last: dict[str, tuple[int, str, Value]] = {}
    for id in members:
        for name, (place, value) in said.values.get(id, {}).items():
            last[name] = max(last.get(name, (-1, "", None)), (place, id, value), key=lambda v: v[:2])
    new: dict[str, Any] = {name: value for name, (_, _, value) in last.items()}
    if not new:
        return thread
    if "answers" in new:
        new |= {"answers": thread_of.get(new["answers"] or ""), "also_answers": ()}
    if new.get("status", thread.status) != thread.status:
        # On which day it came to this, nobody has said.
        new["history"] = (*thread.history, Turn(None, new["status"], None))
    return replace(thread, **new)


def _pair(one: str, other: str) -> tuple[str, str]:
    return (one, other) if one < other else (other, one)


# ── the parts of records ─────────────────────────────────────────────────────────────────────────────


def type_of(record: Correctable) -> str | None:
    """The type that an anchor holds; statements have none."""
    return None if isinstance(record, Statement) else record.type


def who_of(record: Correctable) -> str | None:
    """The id of the speaker, the first source, or the holder."""
    match record:
        case Statement():
            return record.speaker
        case Event():
            return record.sources[0] if record.sources else None
        case Position():
            return record.holder


def _actors_of(record: Correctable) -> Iterator[str]:
    match record:
        case Statement():
            yield from (record.speaker or "", *record.addressees)
        case Event():
            yield from (*record.sources, *record.targets)
        case Position():
            yield from (record.holder or "", *record.toward)


def spans_of(record: Correctable, report: str) -> Spans:
    """Where an anchor says that a record stands in a report."""
    match record:
        case Statement():
            return record.content
        case Event():
            return (record.evidence.trigger,)
        case Position():
            return _apart(s for e in record.evidence if e.report == report for s in e.spans)


def located(text: str, words: str, near: int) -> Span | None:
    """Where `words` stand in a text, white space aside, at the place nearest to `near`; None where nowhere."""
    pattern = r"\s+".join(re.escape(w) for w in words.split())
    if not pattern:
        return None
    hits = (Span(*m.span()) for m in re.finditer(pattern, text))
    return min(hits, key=lambda s: (abs(s.start - near), s.start), default=None)


def days(value: str | None) -> When | None:
    """The time of a value “first/last” or “day”; None of None."""
    if value is None:
        return None
    first, _, last = value.partition("/")
    last = last or first
    return When(None, first, last, "day" if first == last else "range", None)


def _apart(spans: Iterable[Span]) -> Spans:
    """The same characters as spans in order that do not overlap."""
    joined: list[Span] = []
    for span in sorted(spans):
        if joined and span.start < joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return tuple(joined)


def _trimmed(text: str, span: Span) -> Span:
    words = span.of(text)
    start = span.start + len(words) - len(words.lstrip())
    return Span(start, max(start, span.end - (len(words) - len(words.rstrip()))))


def _share(one: Spans, other: Spans) -> float:
    """Characters that both have, of those that either has, 0…1."""
    both = sum(max(0, min(a.end, b.end) - max(a.start, b.start)) for a in one for b in other)
    either = sum(s.end - s.start for s in one) + sum(s.end - s.start for s in other) - both
    return both / either if either else 0.0
