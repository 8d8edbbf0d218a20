"""What each page of the desk shows, as a record of its own: gathered from the ledger, printed by a template."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from detente.desk.correcting import Correctable, Form, Said, form, said_of
from detente.desk.marks import Marked, Segment, paragraphs, segments
from detente.desk.quoting import ReportRow, row_of
from detente.errors import DeskError, UnknownName
from detente.ledger import Filter, Ledger
from detente.records import Actor, Event, Measure, Position, Report, Span, Statement
from detente.utterances import Change
from detente.views.brief import Brief, brief, figure
from detente.views.plain import plain
from detente.views.quotes import quotes, told_often
from detente.views.record import Card, card

# Reports of a page of the list.
REPORTS = 100


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
    """Reports of the ledger, latest first, a page of them; the numbers of the pages before and after."""

    reports: tuple[ReportRow, ...]
    total: int
    before: int | None
    after: int | None


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
class Rendering:
    """One report's words for what somebody said, against the best-attested ones."""

    report: ReportRow
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class QuotesPage:
    """What a report quotes that other reports tell in other words: the speaker, the best-attested wording, the others."""

    report: ReportRow
    utterances: tuple[tuple[str, str, tuple[Rendering, ...]], ...]


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


def reports_page(ledger: Ledger, number: str = "1") -> ReportsPage:
    """One page of the list of reports, counted from 1; `DeskError` where there is none of this number."""
    ids = sorted(((day or "", id) for id, day in ledger.days().items()), reverse=True)
    pages = max(1, -(-len(ids) // REPORTS))
    if not number.isascii() or not number.isdecimal() or not 1 <= int(number[:9]) <= pages:
        raise DeskError(f"“{plain(number)}” is no page; there are pages 1 to {pages}.")
    n = int(number)
    shown = ids[(n - 1) * REPORTS : n * REPORTS]
    days = [day for day, _ in shown if day]
    # All of these days at once: a report by its id alone is asked for where it has no day.
    held = {r.id: r for r in ledger.reports(Filter(since=days[-1], until=days[0]))} if days else {}
    rows = tuple(row_of(held[id] if id in held else ledger.report(id)) for _, id in shown)
    return ReportsPage(rows, len(ids), n - 1 if n > 1 else None, n + 1 if n < pages else None)


def brief_page(ledger: Ledger, since: str | None = None) -> BriefPage:
    found = brief(ledger, since=since)
    return BriefPage(found, since, tuple(row_of(r) for r in found.reports))


def quotes_page(ledger: Ledger, report_id: str) -> QuotesPage:
    """The quotations of a report that others render otherwise; raises `UnknownName` where it is not held."""
    report = ledger.report(report_id)
    names = ledger.names()
    reports = cache(ledger.report)
    found = []
    for utterance in told_often(quotes(ledger)):
        if any(told.rendering.report == report.id for told in utterance.told):
            told = tuple(Rendering(row_of(reports(t.rendering.report)), t.changes) for t in utterance.told)
            speaker = names.get(utterance.best.speaker, utterance.best.speaker)
            found.append((plain(speaker), plain(utterance.best.text), told))
    return QuotesPage(row_of(report), tuple(found))


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
