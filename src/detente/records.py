"""Every record that detente writes, once: the only schema.

Storage, export and the API derive from these types. One record is one JSON line with `kind` first
(`encode`); `Reading` is what one report says. Spans are half-open and count Unicode code points of
the report's `text`. What is not known is None or empty: it is never guessed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from typing import Literal, get_args

import msgspec

SCHEMA = "1"

ActorType = Literal["person", "office", "state", "organisation", "alliance", "group", "people"]
MentionForm = Literal["name", "nominal", "pronoun", "metonym"]
QuoteForm = Literal["direct", "indirect", "mixed"]
Act = Literal[
    "assert", "deny", "accuse", "demand", "promise", "threaten", "reject", "accept", "offer", "propose",
    "praise", "disapprove", "assess", "ask", "apologise",
]  # fmt: skip
EventType = Literal[
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST",
    "ACCUSE", "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
]  # fmt: skip
EventStatus = Literal["occurred", "ongoing", "planned", "hypothetical", "negated", "demanded"]
# The statuses of what happened or is happening; nothing else is told as a fact.
REAL: tuple[EventStatus, ...] = ("occurred", "ongoing")
PositionType = Literal["demand", "offer", "commitment", "threat", "refusal", "acceptance", "claim", "denial"]
PositionStatus = Literal["open", "rejected", "accepted", "promised", "met", "lapsed", "withdrawn", "disputed"]
MeasureType = Literal[
    "troops", "dead", "wounded", "detained", "displaced", "officials", "money", "duration", "weapons", "other"
]
Granularity = Literal[
    "instant", "day", "week", "month", "quarter", "season", "year", "decade", "century", "range"
]

EVENT_TYPES: tuple[EventType, ...] = get_args(EventType)


class Span(msgspec.Struct, frozen=True, array_like=True, order=True):
    """Half-open stretch `[start, end)` of a report's text, in Unicode code points. Written as a pair."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The characters themselves."""
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        return self.start <= other.start and other.end <= self.end


Spans = tuple[Span, ...]


class When(msgspec.Struct, frozen=True):
    """A time as a record uses it: where it stands, and the first and last day meant, both included.

    `start` and `end` are ISO 8601; None where the expression is relative and the report has no
    publication date. `text` is the expression as written, None where a metadata field gave the time.
    """

    span: Span | None
    start: str | None
    end: str | None
    granularity: Granularity | None
    text: str | None


class Quantity(msgspec.Struct, frozen=True):
    """A number as the text gives it: `value` where exact or “around”, else the bounds alone."""

    value: float | None
    low: float | None
    high: float | None
    qualifier: str | None


class Role(msgspec.Struct, frozen=True):
    """An office that an actor holds: “foreign minister” of “Russia”, with ISO dates where known."""

    title: str
    of: str | None = None
    start: str | None = None
    end: str | None = None


class Report(msgspec.Struct, frozen=True, tag_field="kind", tag="report"):
    """One text as it was published. Every span of every other record counts in its `text`."""

    id: str
    schema: str
    title: str | None
    text: str
    published_at: str | None
    dateline: str | None
    publisher: str | None
    url: str | None
    language: str | None
    story: str | None
    n_chars: int


class Actor(msgspec.Struct, frozen=True, tag_field="kind", tag="actor"):
    """Someone who acts or speaks. `country` is ISO 3166-1 alpha-3, `sector` a PLOVER sector code."""

    id: str
    name: str
    aliases: tuple[str, ...]
    type: ActorType
    country: str | None
    sector: str | None
    roles: tuple[Role, ...] = ()
    wikidata: str | None = None


class Mention(msgspec.Struct, frozen=True, tag_field="kind", tag="mention"):
    """One place in a report that names or stands for an actor."""

    id: str
    report: str
    span: Span
    actor: str
    form: MentionForm


class Statement(msgspec.Struct, frozen=True, tag_field="kind", tag="statement"):
    """Who said what. `parent` is the statement that reports this one; `negated` is “did not say”."""

    id: str
    report: str
    speaker: str | None
    source: Spans
    cue: Spans
    content: Spans
    quote: QuoteForm
    acts: tuple[Act, ...]
    addressees: tuple[str, ...]
    parent: str | None
    utterance: str | None
    said_at: When | None
    negated: bool
    confidence: float


class EventEvidence(msgspec.Struct, frozen=True):
    """Where an event stands: its clause, the word that names it, and who is named on either side."""

    span: Span
    trigger: Span
    source: Spans
    target: Spans


class Event(msgspec.Struct, frozen=True, tag_field="kind", tag="event"):
    """Who did what to whom. `claimed_by` is the statement where it is only somebody's word."""

    id: str
    report: str
    type: EventType
    mode: str | None
    contexts: tuple[str, ...]
    cameo: str | None
    quad: Literal[1, 2, 3, 4]
    intensity: float
    status: EventStatus
    sources: tuple[str, ...]
    targets: tuple[str, ...]
    place: str | None
    when: When | None
    magnitude: Quantity | None
    claimed_by: str | None
    evidence: EventEvidence
    confidence: float


class PositionEvidence(msgspec.Struct, frozen=True):
    """Where a position stands in one report, and the records it was drawn from."""

    report: str
    spans: Spans
    statement: str | None
    event: str | None


class Turn(msgspec.Struct, frozen=True):
    """One step of a position's life: its status from `at` (ISO day, None where undated) on, and why.

    `change` says what is put otherwise from then on: “500 → 200”.
    """

    at: str | None
    status: PositionStatus
    evidence: PositionEvidence | None
    change: str | None = None


class Position(msgspec.Struct, frozen=True, tag_field="kind", tag="position"):
    """Where somebody stands: a thread over time.

    `answers` is the position that this one answers, `also_answers` those that it answers besides.
    """

    id: str
    type: PositionType
    holder: str | None
    toward: tuple[str, ...]
    issue: str | None
    proposition: str
    condition: str | None
    consequence: str | None
    due: When | None
    status: PositionStatus
    answers: str | None
    history: tuple[Turn, ...]
    evidence: tuple[PositionEvidence, ...]
    first_seen: str | None
    last_seen: str | None
    confidence: float
    also_answers: tuple[str, ...] = ()


class MeasureEvidence(msgspec.Struct, frozen=True):
    """Where a measure stands."""

    span: Span


class Measure(msgspec.Struct, frozen=True, tag_field="kind", tag="measure"):
    """A number that the text gives: troops, dead, money, and so on."""

    id: str
    report: str
    type: MeasureType
    quantity: Quantity
    unit: str | None
    actor: str | None
    place: str | None
    when: When | None
    evidence: MeasureEvidence


class Time(msgspec.Struct, frozen=True, tag_field="kind", tag="time"):
    """A time expression of the text, resolved against the publication date (see `When`)."""

    id: str
    report: str
    span: Span
    start: str | None
    end: str | None
    granularity: Granularity | None
    text: str

    def when(self) -> When:
        return When(self.span, self.start, self.end, self.granularity, self.text)


class Place(msgspec.Struct, frozen=True, tag_field="kind", tag="place"):
    """A place named in the text. `lat`/`lon` in degrees (WGS 84), `geonames` its GeoNames id."""

    id: str
    report: str
    span: Span
    name: str
    country: str | None
    lat: float | None
    lon: float | None
    geonames: int | None


Record = Report | Actor | Mention | Statement | Event | Position | Measure | Time | Place


class Reading(msgspec.Struct, frozen=True):
    """All that one report says, as records, each kind in the order of the text."""

    report: Report
    sentences: Spans
    actors: tuple[Actor, ...] = ()
    mentions: tuple[Mention, ...] = ()
    statements: tuple[Statement, ...] = ()
    events: tuple[Event, ...] = ()
    positions: tuple[Position, ...] = ()
    measures: tuple[Measure, ...] = ()
    times: tuple[Time, ...] = ()
    places: tuple[Place, ...] = ()

    def records(self) -> Iterator[Record]:
        """Every record, the report first: the lines of `detente code`."""
        yield self.report
        yield from self.actors
        yield from self.mentions
        yield from self.statements
        yield from self.events
        yield from self.positions
        yield from self.measures
        yield from self.times
        yield from self.places


_ENCODER = msgspec.json.Encoder()
_DECODER: msgspec.json.Decoder[Record] = msgspec.json.Decoder(Record)


def encode(record: Record) -> bytes:
    """One JSON line (no newline at the end), `kind` first."""
    return _ENCODER.encode(record)


def decode(line: bytes | str) -> Record:
    """The record of a JSON line; raises `msgspec.ValidationError` where the line breaks the contract."""
    return _DECODER.decode(line)


def digest_id(prefix: str, *content: object) -> str:
    """A stable id: `prefix`, a hyphen, and 12 hex digits of a digest of the content.

    The same content gives the same id on every machine; 48 bits keep the chance of a clash among a
    million records of a kind under 0.2 %.
    """
    text = "\x1f".join("" if part is None else str(part) for part in content)
    return f"{prefix}-{hashlib.blake2b(text.encode('utf-8', 'surrogatepass'), digest_size=6).hexdigest()}"


def make_report(
    text: str,
    *,
    id: str | None = None,
    title: str | None = None,
    published_at: str | None = None,
    dateline: str | None = None,
    publisher: str | None = None,
    url: str | None = None,
    language: str | None = None,
) -> Report:
    """A report of its text and what is known about it; the id is a digest of both where none is given."""
    return Report(
        id=id or digest_id("r", title, text, published_at, publisher, url),
        schema=SCHEMA,
        title=title,
        text=text,
        published_at=published_at,
        dateline=dateline,
        publisher=publisher,
        url=url,
        language=language,
        story=None,
        n_chars=len(text),
    )


class ContractBroken(ValueError):
    """A record that does not keep the contract of `records.py`: a fault of detente, never of the report."""


def check(reading: Reading) -> Reading:
    """The same reading, or `ContractBroken`: spans in the text, in order and apart; ids known and unique."""
    n = len(reading.report.text)
    ids = [r.id for r in reading.records()]
    if len(set(ids)) != len(ids):
        twice = sorted({i for i in ids if ids.count(i) > 1})
        raise ContractBroken(f"{reading.report.id}: ids used twice: {', '.join(twice[:5])}")
    actors = {a.id for a in reading.actors}
    statements = {s.id for s in reading.statements}
    places = {p.id for p in reading.places}

    def inside(owner: str, spans: Iterable[Span]) -> None:
        last = 0
        for span in spans:
            if not (last <= span.start < span.end <= n):
                raise ContractBroken(
                    f"{owner}: span [{span.start}, {span.end}) is empty, out of order or outside"
                )
            last = span.end

    def known(owner: str, pool: set[str], refs: Iterable[str | None]) -> None:
        for ref in refs:
            if ref is not None and ref not in pool:
                raise ContractBroken(f"{owner}: names {ref}, which the reading does not hold")

    for mention in reading.mentions:
        inside(mention.id, [mention.span])
        known(mention.id, actors, [mention.actor])
    for statement in reading.statements:
        if not statement.content:
            raise ContractBroken(f"{statement.id}: a statement without content")
        for spans in (statement.source, statement.cue, statement.content):
            inside(statement.id, spans)
        known(statement.id, actors, [statement.speaker, *statement.addressees])
        known(statement.id, statements, [statement.parent])
    for event in reading.events:
        inside(event.id, [event.evidence.span])
        inside(event.id, [event.evidence.trigger])
        inside(event.id, event.evidence.source)
        inside(event.id, event.evidence.target)
        known(event.id, actors, [*event.sources, *event.targets])
        known(event.id, statements, [event.claimed_by])
        known(event.id, places, [event.place])
    for position in reading.positions:
        known(position.id, actors, [position.holder, *position.toward])
        if not position.evidence:
            raise ContractBroken(f"{position.id}: a position without evidence")
        for evidence in position.evidence:
            inside(position.id, evidence.spans)
    for measure in reading.measures:
        inside(measure.id, [measure.evidence.span])
        known(measure.id, actors, [measure.actor])
        known(measure.id, places, [measure.place])
    for time in reading.times:
        inside(time.id, [time.span])
    for place in reading.places:
        inside(place.id, [place.span])
    return reading
