"""Stretches of tokens and of text: cut, joined, trimmed."""

from __future__ import annotations

from spacy.tokens import Doc

from detente.records import Span

Range = tuple[int, int]  # first and last token index, both included


def without(ranges: list[Range], cuts: list[Range]) -> list[Range]:
    for low, high in cuts:
        rest: list[Range] = []
        for start, end in ranges:
            if high < start or end < low:
                rest.append((start, end))
                continue
            if start < low:
                rest.append((start, low - 1))
            if high < end:
                rest.append((high + 1, end))
        ranges = rest
    return ranges


def joined(ranges: list[Range]) -> list[Range]:
    joined: list[Range] = []
    for start, end in sorted(ranges):
        if joined and start <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def spans_of(doc: Doc, ranges: list[Range]) -> list[Span]:
    """The characters of ranges of tokens. Not trimmed: `doc.text` puts the whole text together at every call."""
    return [Span(doc[a].idx, doc[b].idx + len(doc[b])) for a, b in ranges]


def merged(spans: list[Span]) -> list[Span]:
    merged: list[Span] = []
    for span in spans:
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(span.end, merged[-1].end))
        else:
            merged.append(span)
    return merged


def trimmed(text: str, spans: list[Span]) -> list[Span]:
    """Spans without white space, stops and dashes at their ends; marks of quotation stay."""
    kept = []
    for span in spans:
        start, end = span.start, span.end
        while start < end and (text[start].isspace() or text[start] in ",.;:)—–-"):
            start += 1
        while end > start and (text[end - 1].isspace() or text[end - 1] in ",.;:(—–-"):
            end -= 1
        if any(c.isalnum() for c in text[start:end]):
            kept.append(Span(start, end))
    return kept
