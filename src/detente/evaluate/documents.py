"""The reports that gold texts are, made as `detente code` makes them, and how a place in one is shown."""

from __future__ import annotations

from detente.dateline import find_dateline
from detente.records import Report, Span, Spans, make_report
from detente.sources.published import read_published

# Characters to either side of a place that an item shows.
AROUND = 110


def report_of(id: str, text: str, *, title: str | None = None, published_at: str | None = None) -> Report:
    """The report of a gold sentence or document; a date that is none is left out."""
    title = title or None
    published = read_published(published_at) if published_at else None
    dateline = find_dateline(text, title)
    return make_report(text, id=id, title=title, published_at=published, dateline=dateline)


def excerpt(text: str, span: Span) -> tuple[str, Spans]:
    """A place with some text around it, and the place within that."""
    start, end = max(0, span.start - AROUND), min(len(text), span.end + AROUND)
    return text[start:end], (Span(span.start - start, span.end - start),)
