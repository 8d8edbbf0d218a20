"""Where a record stands: the reports and spans that say it."""

from __future__ import annotations

from dataclasses import dataclass

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


@dataclass(frozen=True)
class Passage:
    """A stretch of one report: the sentences that hold a piece of evidence, and the evidence in it."""

    report: str
    sentences: Spans
    evidence: Spans

    @property
    def span(self) -> Span:
        """From the first character of the first sentence to the last of the last."""
        return Span(self.sentences[0].start, self.sentences[-1].end)


def evidence_of(record: Record) -> tuple[tuple[str, Spans], ...]:
    """For each place that says a record: the report's id and the spans. None for reports and actors."""
    match record:
        case Report() | Actor():
            return ()
        case Statement():
            return ((record.report, merged((*record.source, *record.cue, *record.content))),)
        case Event():
            return ((record.report, merged((record.evidence.span, record.evidence.trigger))),)
        case Measure():
            return ((record.report, (record.evidence.span,)),)
        case Mention() | Time() | Place():
            return ((record.report, (record.span,)),)
        case Position():
            return tuple((e.report, merged(e.spans)) for e in record.evidence)


def merged(spans: Spans) -> Spans:
    """The same characters as spans in order that neither overlap nor touch."""
    joined: list[Span] = []
    for span in sorted(spans):
        if joined and span.start <= joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return tuple(joined)


def words_of(record: Record, text: str) -> str | None:
    """The words by which a record can be found: None for kinds that full-text search leaves to the report."""
    match record:
        case Statement():
            return " … ".join(span.of(text) for span in record.content)
        case Event():
            return record.evidence.span.of(text)
        case Position():
            parts = (record.proposition, record.condition, record.consequence)
            return " … ".join(part for part in parts if part)
        case Measure():
            return record.evidence.span.of(text)
        case _:
            return None
