"""What each page of the desk shows, as a record of its own: gathered from the ledger, printed by a template."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from detente.desk.marks import Marked, Segment, paragraphs, segments
from detente.ledger import Filter, Ledger
from detente.records import Actor, Event, Measure, Position, Report, Span, Statement
from detente.views.brief import Brief, brief, figure
from detente.views.plain import plain


@dataclass(frozen=True)
class Entry:
    """One record in the ledger column: its kind, its one-line summary, and the words behind it."""

    id: str
    kind: str
    label: str
    text: str
    status: str | None
    start: int


@dataclass(frozen=True)
class ReportRow:
    """One line of the list of reports."""

    id: str
    title: str
    publisher: str | None
    day: str | None


@dataclass(frozen=True)
class ReportsPage:
    """All reports of the ledger, latest first."""

    reports: tuple[ReportRow, ...]


@dataclass(frozen=True)
class ReportPage:
    """A report with its records marked, the ledger's entries beside it."""

    report: ReportRow
    url: str | None
    paragraphs: tuple[tuple[Segment, ...], ...]
    entries: tuple[Entry, ...]
    kinds: tuple[str, ...]


@dataclass(frozen=True)
class SnippetPart:
    """A part of a search snippet; `found` where it is what was searched for."""

    text: str
    found: bool


@dataclass(frozen=True)
class SearchHit:
    """One find: where it stands and the words around it."""

    kind: str
    id: str
    report: ReportRow
    snippet: tuple[SnippetPart, ...]


@dataclass(frozen=True)
class SearchPage:
    """The finds of a query; none where the query is empty."""

    query: str
    hits: tuple[SearchHit, ...]


@dataclass(frozen=True)
class BriefPage:
    """The brief, the day since which it says what changed, and the report behind each number in it."""

    brief: Brief
    since: str | None
    rows: tuple[ReportRow, ...]


def row_of(report: Report) -> ReportRow:
    title = report.title or " ".join(report.text.split())[:80] or report.id
    day = report.published_at[:10] if report.published_at else None
    return ReportRow(report.id, plain(title), plain(report.publisher) if report.publisher else None, day)


def reports_page(ledger: Ledger) -> ReportsPage:
    return ReportsPage(tuple(reversed([row_of(r) for r in ledger.reports()])))


def brief_page(ledger: Ledger, since: str | None = None) -> BriefPage:
    found = brief(ledger, since=since)
    return BriefPage(found, since, tuple(row_of(r) for r in found.reports))


def search_page(ledger: Ledger, query: str) -> SearchPage:
    if not query.strip():
        return SearchPage(query, ())
    rows = {r.id: row_of(r) for r in ledger.reports()}
    hits = []
    for hit in ledger.search(query, limit=100):
        cut = segments(plain(hit.snippet), [Marked("found", "found", (span,)) for span in hit.marks])
        parts = tuple(SnippetPart(s.text, bool(s.ids)) for s in cut)
        hits.append(SearchHit(hit.kind, hit.id, rows[hit.report], parts))
    return SearchPage(query, tuple(hits))


def report_page(ledger: Ledger, report_id: str) -> ReportPage:
    """The page of one report; raises `UnknownName` where the ledger does not hold it."""
    reading = ledger.reading(report_id)
    report = reading.report
    names = {a.id: a for a in reading.actors}
    threads = ledger.positions(Filter(report=report.id))
    marked: list[Marked] = []
    entries: list[Entry] = []

    def put(
        id: str, kind: str, label: str, words: str, spans: tuple[Span, ...], status: str | None = None
    ) -> None:
        if spans:
            marked.append(Marked(id, kind, spans))
            entries.append(Entry(id, kind, plain(label), plain(words), status, spans[0].start))

    for position in threads:
        here = tuple(sorted({s for e in position.evidence if e.report == report.id for s in e.spans}))
        status = position.status
        put(
            position.id,
            "position",
            position_label(position, names),
            position.proposition,
            _apart(here),
            status,
        )
    for statement in reading.statements:
        spans = _apart((*statement.source, *statement.cue, *statement.content))
        words = " … ".join(s.of(report.text) for s in statement.content)
        put(statement.id, "statement", statement_label(statement, names), words, spans)
    for event in reading.events:
        words = event.evidence.span.of(report.text)
        put(event.id, "event", event_label(event, names), words, (event.evidence.span,), event.status)
    for measure in reading.measures:
        words = measure.evidence.span.of(report.text)
        put(measure.id, "measure", measure_label(measure), words, (measure.evidence.span,))
    entries.sort(key=lambda e: (e.start, ("position", "statement", "event", "measure").index(e.kind), e.id))
    text = plain(report.text)
    shown = paragraphs(segments(text, marked))
    url = report.url if report.url and report.url.startswith(("https://", "http://")) else None
    return ReportPage(
        row_of(report),
        url,
        tuple(tuple(p) for p in shown),
        tuple(entries),
        tuple(k for k in ("position", "statement", "event", "measure") if any(e.kind == k for e in entries)),
    )


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
