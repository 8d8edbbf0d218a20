"""Sentences of reports as pages show them: cut where the words that matter begin and end, with their report."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from detente.desk.marks import Marked, Segment, segments
from detente.ledger import Ledger
from detente.records import Record, Report, Span, Spans
from detente.views.plain import plain

# Characters of a sentence that a list shows; its report has all.
WIDTH = 420


@dataclass(frozen=True)
class ReportRow:
    """One line of the list of reports."""

    id: str
    title: str
    publisher: str | None
    day: str | None


@dataclass(frozen=True)
class Quoted:
    """A sentence of a report, its words in parts; those under a mark are what counts."""

    report: ReportRow
    parts: tuple[Segment, ...]


def row_of(report: Report) -> ReportRow:
    title = report.title or " ".join(report.text.split())[:80] or report.id
    day = report.published_at[:10] if report.published_at else None
    return ReportRow(report.id, plain(title), plain(report.publisher) if report.publisher else None, day)


class Quotes:
    """Quotes sentences of a ledger; each report is asked for once."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self.report = cache(ledger.report)

    def of(self, record: Record) -> tuple[Quoted, ...]:
        """The sentences that say a record, a stretch of a report each."""
        return tuple(self._cut(p.report, p.sentences, p.evidence) for p in self._ledger.sentence_of(record))

    def at(self, places: Iterable[tuple[str, Spans]]) -> tuple[Quoted, ...]:
        """The sentences at these places of reports."""
        found = self._ledger.passages(places)
        return tuple(self._cut(p.report, p.sentences, p.evidence) for p in found)

    def _cut(self, report_id: str, sentences: Sequence[Span], evidence: Spans) -> Quoted:
        report = self.report(report_id)
        start, end = sentences[0].start, min(sentences[-1].end, sentences[0].start + WIDTH)
        marks = [
            Span(max(s.start, start) - start, min(s.end, end) - start)
            for s in evidence
            if s.start < end and s.end > start
        ]
        text = plain(report.text[start:end]) + (" …" if end < sentences[-1].end else "")
        return Quoted(row_of(report), tuple(segments(text, [Marked("", "found", tuple(marks))])))
