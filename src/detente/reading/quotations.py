"""Stretches between quotation marks, from the characters alone."""

from __future__ import annotations

from dataclasses import dataclass

from detente.records import Span


@dataclass(frozen=True)
class Quotation:
    """`outer` with the marks, `inner` without; `closed` is False where the closing mark is missing."""

    outer: Span
    inner: Span
    closed: bool


def find_quotations(text: str) -> tuple[Quotation, ...]:
    """The quotations of a text in order, outermost only; curly and straight double marks."""
    found: list[Quotation] = []
    start = None
    for i, ch in enumerate(text):
        if ch == "“" or (ch == '"' and start is None):
            start = i if start is None else start
        elif ch in '”"' and start is not None:
            found.append(Quotation(Span(start, i + 1), Span(start + 1, i), True))
            start = None
    return tuple(found)
