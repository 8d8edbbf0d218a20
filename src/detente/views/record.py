"""One record as a card: its fields in words, the sentences that say it, its history, its neighbours."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass

from detente.errors import UnknownName
from detente.ledger import Filter, Ledger, Passage
from detente.ledger.evidence import words_of
from detente.records import (
    Actor,
    Event,
    Measure,
    Mention,
    Place,
    Position,
    Record,
    Report,
    Span,
    Spans,
    Statement,
    Time,
)
from detente.views import tables
from detente.views.log import verdict
from detente.views.tables import one_line

# Characters of a neighbour's words, and of an actor's latest lines.
WIDTH = 140
# Lines of each list on an actor's or a report's card; the commands list all.
LINES = 12


@dataclass(frozen=True)
class Quote:
    """Sentences of a report, `marks` being the evidence in `text`, and where they were published."""

    report: str
    title: str | None
    published: str | None
    publisher: str | None
    url: str | None
    files: tuple[str, ...]
    text: str
    marks: Spans


@dataclass(frozen=True)
class Step:
    """One step of a position's history, and the quote that says so."""

    day: str | None
    status: str
    quote: Quote | None


@dataclass(frozen=True)
class Near:
    """A record that has to do with the one shown, and how."""

    id: str
    relation: str
    line: str


@dataclass(frozen=True)
class Card:
    """All that is known of one record, in words."""

    id: str
    kind: str
    heading: str
    fields: tuple[tuple[str, str], ...]
    quotes: tuple[Quote, ...]
    history: tuple[Step, ...]
    near: tuple[Near, ...]


def card(ledger: Ledger, id: str) -> Card:
    """The card of the record with this id (or a beginning of it that is unique), or of the actor so called."""
    found = find(ledger, id)
    names = ledger.names()
    quotes = tuple(_quote(ledger, passage) for passage in ledger.sentence_of(found))
    history = _history(ledger, found) if isinstance(found, Position) else ()
    fields = [
        *_fields(ledger, found, names),
        *(("correction", verdict(entry)) for entry in ledger.corrections_of(found)),
    ]
    return Card(
        id=found.id,
        kind=str(type(found).__struct_config__.tag),
        heading=in_one_line(found, names, _words(ledger, found)),
        fields=tuple((label, one_line(value)) for label, value in fields if value),
        quotes=quotes,
        history=history,
        near=tuple(_near(ledger, found, names)),
    )


def find(ledger: Ledger, id: str) -> Record:
    """The record of an id, or the actor so called; one that was rejected too."""
    try:
        return ledger.record(id)
    except UnknownName as no_record:
        try:
            return ledger.actor(id)
        except UnknownName:
            if (rejected := ledger.rejected(id)) is not None:
                return rejected
            raise no_record from None


def in_one_line(found: Record, names: Mapping[str, str], words: str = "") -> str:
    """A record in one line: who, what, whom, and the words."""

    def who(ids: Iterable[str | None]) -> str:
        return ", ".join(names.get(id, id) for id in ids if id is not None) or "(unknown)"

    match found:
        case Report():
            return one_line(found.title) or found.id
        case Actor():
            return found.name
        case Statement():
            verb = "did not say" if found.negated else ", ".join(found.acts) or "said"
            to = f" to {who(found.addressees)}" if found.addressees else ""
            return f"{who([found.speaker])}{to} · {verb}: {shortened(words)}"
        case Event():
            target = f" → {who(found.targets)}" if found.targets else ""
            days = tables.days_in_words(found.when)
            when = f" · {days}" if days else ""
            return f"{found.type} ({found.status}) · {who(found.sources)}{target}{when}: {shortened(words)}"
        case Position():
            to = f" → {who(found.toward)}" if found.toward else ""
            line = shortened(tables.position_in_words(found))
            return f"{found.type} ({found.status}) · {who([found.holder])}{to}: {line}"
        case Measure():
            unit = f" {found.unit}" if found.unit and found.unit != found.type else ""
            return f"{found.type} · {tables.quantity_in_words(found.quantity)}{unit}: {shortened(words)}"
        case Mention():
            return f"{who([found.actor])} ({found.form})"
        case Time():
            return f"{one_line(found.text)} · {tables.days_in_words(found.when()) or 'no day known'}"
        case Place():
            return f"{found.name} ({found.country})" if found.country else found.name


def shortened(text: str) -> str:
    """At most `WIDTH` characters, cut between words."""
    text = one_line(text)
    return text if len(text) <= WIDTH else f"{text[:WIDTH].rsplit(' ', 1)[0]} …"


def _words(ledger: Ledger, found: Record) -> str:
    if isinstance(found, Statement | Event | Measure):
        words = ledger.words([found]).get(found.id)
        # What was rejected is not searched for, and has no words there.
        return words or words_of(found, ledger.report(found.report).text) or ""
    return ""


def _fields(ledger: Ledger, found: Record, names: Mapping[str, str]) -> Iterator[tuple[str, str | None]]:
    """Label and value of each field, in the order in which a person asks for them; empty ones too."""

    def who(*ids: str | None) -> str:
        return ", ".join(f"{names.get(id, '?')} ({id})" for id in ids if id is not None)

    places = ledger.place_names([getattr(found, "place", None)])
    match found:
        case Report():
            yield "title", found.title
            yield "published", found.published_at or "not known"
            yield "publisher", found.publisher
            yield "dateline", found.dateline
            yield "url", found.url
            yield "files", ", ".join(ledger.paths(found.id))
            yield "language", found.language
            yield "length", f"{len(found.text.split()):,} words"
        case Actor():
            presence = ledger.presence().get(found.id)
            yield "name", found.name
            yield "also called", ", ".join(found.aliases)
            yield "type", found.type
            yield "country", found.country
            yield "sector", found.sector
            yield "roles", "; ".join(tables.role_in_words(role) for role in found.roles)
            yield "wikidata", found.wikidata
            if presence:
                yield "mentions", f"{presence.mentions} in {presence.reports} reports"
        case Statement():
            yield "speaker", who(found.speaker) or "not known"
            yield "to", who(*found.addressees)
            yield "acts", ", ".join(found.acts)
            yield "negated", "yes: did not say" if found.negated else None
            yield "quotation", found.quote
            yield "said", tables.when_in_words(found.said_at)
            yield "confidence", f"{found.confidence:.2f}"
        case Event():
            yield "type", f"{found.type} {found.mode or ''}"
            yield "status", found.status
            yield "source", who(*found.sources) or "not known"
            yield "target", who(*found.targets)
            yield "when", tables.when_in_words(found.when)
            yield "place", places.get(found.place or "")
            yield "magnitude", tables.quantity_in_words(found.magnitude) if found.magnitude else None
            yield "contexts", ", ".join(found.contexts)
            yield "CAMEO", found.cameo
            yield "intensity", f"{found.intensity:+g} of −10 … +10"
            yield "claimed in", found.claimed_by
            yield "confidence", f"{found.confidence:.2f}"
        case Position():
            yield "type", found.type
            yield "status", found.status
            yield "holder", who(found.holder) or "not known"
            yield "toward", who(*found.toward)
            yield "issue", found.issue
            yield "position", found.proposition
            yield "condition", found.condition
            yield "consequence", found.consequence
            yield "due", tables.when_in_words(found.due)
            yield "first seen", found.first_seen
            yield "last seen", found.last_seen
            yield "confidence", f"{found.confidence:.2f}"
        case Measure():
            yield "type", found.type
            yield "quantity", tables.quantity_in_words(found.quantity)
            yield "unit", found.unit
            yield "actor", who(found.actor)
            yield "place", places.get(found.place or "")
            yield "when", tables.when_in_words(found.when)
        case Mention():
            yield "stands for", who(found.actor)
            yield "form", found.form
        case Time():
            yield "means", tables.days_in_words(found.when()) or "no day known"
            yield "granularity", found.granularity
        case Place():
            yield "name", found.name
            yield "country", found.country
            if found.lat is not None and found.lon is not None:
                yield "coordinates", f"{found.lat:.4f}, {found.lon:.4f}"
            yield "GeoNames", str(found.geonames) if found.geonames is not None else None
    report = getattr(found, "report", None)
    if report is not None:
        yield "report", report


def _quote(ledger: Ledger, passage: Passage) -> Quote:
    report = ledger.report(passage.report)
    pieces: list[str] = []
    marks: list[Span] = []
    length = 0
    last: Span | None = None
    for sentence in passage.sentences:
        if last is not None:
            gap = " " if not report.text[last.end : sentence.start].strip() else " … "
            pieces.append(gap)
            length += len(gap)
        for span in passage.evidence:
            start, end = max(span.start, sentence.start), min(span.end, sentence.end)
            if start < end:
                marks.append(Span(length + start - sentence.start, length + end - sentence.start))
        pieces.append(sentence.of(report.text))
        length += sentence.end - sentence.start
        last = sentence
    return Quote(
        report=report.id,
        title=report.title,
        published=tables.day(report.published_at),
        publisher=report.publisher,
        url=report.url,
        files=ledger.paths(report.id),
        text="".join(pieces),
        marks=tuple(marks),
    )


def _history(ledger: Ledger, thread: Position) -> tuple[Step, ...]:
    steps = []
    for turn in thread.history:
        quote = None
        if turn.evidence is not None:
            said = ((turn.evidence.report, turn.evidence.spans),)
            quote = next((_quote(ledger, passage) for passage in ledger.passages(said)), None)
        status = turn.status if turn.change is None else f"changed: {tables.one_line(turn.change)}"
        steps.append(Step(tables.day(turn.at), status, quote))
    return tuple(steps)


def _near(ledger: Ledger, found: Record, names: Mapping[str, str]) -> Iterator[Near]:
    """What has to do with a record, each once, the closest relation first."""
    related: dict[str, tuple[str, Record]] = {}

    def add(relation: str, records: Iterable[Record]) -> None:
        for record in records:
            if record.id != found.id:
                related.setdefault(record.id, (relation, record))

    match found:
        case Position():
            add("answers", _held(ledger, [found.answers, *found.also_answers]))
            add("answered by", ledger.answers_to(found))
            for evidence in found.evidence:
                drawn_from = (evidence.statement, evidence.event)
                add("drawn from", _held(ledger, drawn_from))
        case Statement():
            if found.parent is not None:
                add("within", _held(ledger, [found.parent]))
            add("reports", ledger.parts_of(found))
            claimed = ledger.events(Filter(report=found.report))
            add("claims", [e for e in claimed if e.claimed_by == found.id])
        case Event():
            if found.claimed_by is not None:
                add("claimed in", _held(ledger, [found.claimed_by]))
        case Actor():
            wanted = Filter(actor=found.id, limit=LINES)
            add("involved", ledger.positions(wanted))
            add("involved", ledger.events(wanted))
        case Report():
            wanted = Filter(report=found.id, limit=LINES)
            add("told here", ledger.positions(wanted))
            add("told here", ledger.events(wanted))
        case _:
            pass
    add("same sentence", ledger.neighbours(found))
    words = ledger.words(record for _, record in related.values())
    for id, (relation, record) in related.items():
        kind = str(type(record).__struct_config__.tag)
        yield Near(id, relation, f"{kind} {in_one_line(record, names, words.get(id, ''))}")


def _held(ledger: Ledger, ids: Iterable[str | None]) -> Iterator[Record]:
    """The records of these ids; those that the ledger does not hold are left out."""
    for id in ids:
        if id is not None:
            with suppress(UnknownName):
                yield ledger.record(id)
