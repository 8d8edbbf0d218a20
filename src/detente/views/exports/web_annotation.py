"""The records as marks on their texts: W3C Web Annotation, with selectors by position and by quotation."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from detente.ledger import Ledger
from detente.ledger.evidence import evidence_of
from detente.records import Event, Position, Report, Span, Statement
from detente.views.record import in_one_line

# Characters of context on each side of a quotation.
AROUND = 32


def web_annotations(ledger: Ledger) -> Iterator[tuple[str, Iterable[bytes]]]:
    """`annotations.jsonl`: an annotation a line for each place that says a statement, an event or a position. The
    source is the report's address, else `urn:detente:` and its id; positions count code points of its text."""
    reports = {r.id: r for r in ledger.reports()}
    names = ledger.names()

    def lines() -> Iterator[bytes]:
        for records in (ledger.statements(), ledger.events(), ledger.positions()):
            for found in records:
                for rid, spans in evidence_of(found):
                    for span in spans:
                        made = _annotation(found, in_one_line(found, names), reports[rid], span)
                        yield json.dumps(made, ensure_ascii=False).encode() + b"\n"

    yield "annotations.jsonl", lines()


def _annotation(
    found: Statement | Event | Position, label: str, report: Report, span: Span
) -> dict[str, object]:
    text = report.text
    return {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": f"urn:detente:{found.id}:{report.id}:{span.start}",
        "type": "Annotation",
        "motivation": "classifying",
        "body": [
            {"type": "TextualBody", "purpose": "tagging", "value": type(found).__name__.lower()},
            {"type": "TextualBody", "purpose": "describing", "value": label, "format": "text/plain"},
        ],
        "target": {
            "source": report.url or f"urn:detente:{report.id}",
            "selector": [
                {"type": "TextPositionSelector", "start": span.start, "end": span.end},
                {
                    "type": "TextQuoteSelector",
                    "exact": span.of(text),
                    "prefix": text[max(0, span.start - AROUND) : span.start],
                    "suffix": text[span.end : span.end + AROUND],
                },
            ],
        },
    }
