"""What each page of the desk shows, as a record of its own: gathered from the ledger, printed by a template."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from detente.desk.correcting import Correctable, Form, Said, form, said_of
from detente.desk.marks import Marked, Segment, paragraphs, segments
from detente.desk.quoting import ReportRow, row_of
from detente.errors import UnknownName
from detente.ledger import Filter, Ledger
from detente.records import Actor, Event, Measure, Position, Report, Span, Statement
from detente.views.brief import Brief, brief, figure
from detente.views.plain import plain
from detente.views.record import Card, card


@dataclass(frozen=True)
class Entry:
    """One record in the ledger column: its kind, its one-line summary, the words behind it, and its corrections."""

    id: str
    kind: str
    label: str
    text: str
    status: str | None
    start: int
    said: tuple[Said, ...] = ()


@dataclass(frozen=True)
class ReportsPage:
    """All reports of the ledger, latest first."""

    reports: tuple[ReportRow, ...]


@dataclass(frozen=True)
class ReportPage:
    """A report with its records marked, the ledger's entries beside it, what is left out of them, the other reports of
    its story, and the form of the record that is being edited."""

    report: ReportRow
    url: str | None
    paragraphs: tuple[tuple[Segment, ...], ...]
    entries: tuple[Entry, ...]
    left_out: tuple[Entry, ...]
    kinds: tuple[str, ...]
    copies: tuple[ReportRow, ...]
    form: Form | None


@dataclass(frozen=True)
class ActorPage:
    """An actor's card, and what can be corrected of it."""

    card: Card
    form: Form


@dataclass(frozen=True)
class BriefPage:
    """The brief, the day since which it says what changed, and the report behind each number in it."""

    brief: Brief
    since: str | None
    rows: tuple[ReportRow, ...]


def reports_page(ledger: Ledger) -> ReportsPage:
    return ReportsPage(tuple(reversed([row_of(r) for r in ledger.reports()])))


def brief_page(ledger: Ledger, since: str | None = None) -> BriefPage:
    found = brief(ledger, since=since)
    return BriefPage(found, since, tuple(row_of(r) for r in found.reports))


def actor_page(ledger: Ledger, name: str) -> ActorPage:
    """The page of one actor; raises `UnknownName` where nobody is called so."""
    actor = ledger.actor(name)
    return ActorPage(card(ledger, actor.id), form(ledger, actor))


def report_page(ledger: Ledger, report_id: str, edited: str | None = None) -> ReportPage:
    """The page of one report, with the form of the record `edited`; raises `UnknownName` where the ledger does not hold
    one of them."""
    reading = ledger.reading(report_id)
    report = reading.report
    names = {a.id: a for a in reading.actors}
    is_corrected = any(anchor.report == report.id for item in ledger.log() for anchor in item.entry.about)

    def entry(found: Correctable | Measure) -> Entry:
        said = said_of(ledger, found) if is_corrected and not isinstance(found, Measure) else ()
        return _entry(found, report, names, said)

    threads = ledger.positions(Filter(report=report.id))
    found: list[Correctable | Measure] = [*threads, *reading.statements, *reading.events, *reading.measures]
    entries = sorted((entry(r) for r in found), key=lambda e: (e.start, KINDS.index(e.kind), e.id))
    marked = [Marked(r.id, _kind(r), _spans(r, report.id)) for r in found]
    url = report.url if report.url and report.url.startswith(("https://", "http://")) else None
    chosen = ledger.record(edited) if edited else None
    if chosen is not None and not isinstance(chosen, Correctable):
        raise UnknownName(f"{edited} is nothing that can be corrected.")
    return ReportPage(
        row_of(report),
        url,
        tuple(tuple(p) for p in paragraphs(segments(plain(report.text), marked))),
        tuple(entries),
        tuple(entry(r) for r in ledger.left_out(report.id)),
        tuple(k for k in KINDS if any(e.kind == k for e in entries)),
        tuple(row_of(ledger.report(id)) for id in ledger.copies(report.id)),
        form(ledger, chosen) if chosen is not None else None,
    )


# The kinds of records of a report's ledger, in the order in which those of one place stand.
KINDS = ("position", "statement", "event", "measure")


def _kind(found: Correctable | Measure) -> str:
    return str(type(found).__struct_config__.tag)


def _spans(found: Correctable | Measure, report: str) -> tuple[Span, ...]:
    """Where a record stands in a report."""
    match found:
        case Position():
            return _apart(tuple(s for e in found.evidence if e.report == report for s in e.spans))
        case Statement():
            return _apart((*found.source, *found.cue, *found.content))
        case Event() | Measure():
            return (found.evidence.span,)
        case Actor():
            return ()


def _entry(
    found: Correctable | Measure, report: Report, names: Mapping[str, Actor], said: tuple[Said, ...]
) -> Entry:
    """A record as a line of the ledger column."""
    spans = _spans(found, report.id)
    words = " … ".join(s.of(report.text) for s in spans)
    status: str | None = None
    match found:
        case Position():
            label, words, status = position_label(found, names), found.proposition, found.status
        case Statement():
            label = statement_label(found, names)
            words = " … ".join(s.of(report.text) for s in found.content)
        case Event():
            label, status = event_label(found, names), found.status
        case Measure():
            label = measure_label(found)
        case Actor():
            label = found.name
    start = min((s.start for s in spans), default=0)
    return Entry(found.id, _kind(found), plain(label), plain(words), status, start, said)


def _apart(spans: tuple[Span, ...]) -> tuple[Span, ...]:
    """The spans in order, those that overlap joined."""
    found: list[Span] = []
    for span in sorted(spans):
        if found and span.start <= found[-1].end:
            found[-1] = Span(found[-1].start, max(found[-1].end, span.end))
        else:
            found.append(span)
    return tuple(found)


def _names(ids: tuple[str, ...], actors: Mapping[str, Actor]) -> str:
    return ", ".join(actors[i].name for i in ids if i in actors)


def position_label(position: Position, actors: Mapping[str, Actor]) -> str:
    """“demand: Russia → NATO, due 2022-01-24”."""
    holder = _names((position.holder,) if position.holder else (), actors) or "not named"
    toward = _names(position.toward, actors)
    due = f", due {position.due.end or position.due.text}" if position.due else ""
    return f"{position.type}: {holder}{f' → {toward}' if toward else ''}{due}"


def statement_label(statement: Statement, actors: Mapping[str, Actor]) -> str:
    """“Sergei Lavrov: accuse, assert”."""
    speaker = _names((statement.speaker,) if statement.speaker else (), actors) or "not named"
    return f"{speaker}{' (did not say)' if statement.negated else ''}: {', '.join(statement.acts)}"


def event_label(event: Event, actors: Mapping[str, Actor]) -> str:
    """“CONSULT: Russia → United States”."""
    sources, targets = _names(event.sources, actors), _names(event.targets, actors)
    word = " (claimed)" if event.claimed_by else ""
    return f"{event.type}: {sources or 'not named'}{f' → {targets}' if targets else ''}{word}"


def measure_label(measure: Measure) -> str:
    """“troops: around 100,000 troop”."""
    return f"{measure.type}: {figure(measure.quantity, measure.unit)}"
