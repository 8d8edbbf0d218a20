"""What every step of the reading looks at: the report, its parse, its quotation marks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from spacy.tokens import Doc, Token
from spacy.tokens import Span as DocSpan

from detente.reading.quotations import Quotation
from detente.records import Report, Span


@dataclass(frozen=True)
class Page:
    """One report with its parse. `doc.text == report.text`, so token offsets are record offsets."""

    report: Report
    doc: Doc
    quotations: tuple[Quotation, ...]

    @property
    def published(self) -> date | None:
        """The publication day, None where the report has none."""
        return date.fromisoformat(self.report.published_at[:10]) if self.report.published_at else None

    def sentences(self) -> Iterator[DocSpan]:
        """The sentences that hold a word, in order."""
        for sentence in self.doc.sents:
            if any(not t.is_space for t in sentence):
                yield sentence


def span_of(first: Token, last: Token) -> Span:
    """From the first character of `first` to the last of `last`, both included."""
    return Span(first.idx, last.idx + len(last.text))
