"""TimeML gold: where times stand in documents, and which days they mean.

JSON lines `{"id", "dct", "text", "timexes": [{"start", "end", "text", "type", "value"}]}`. Asked are the DATE and TIME
expressions whose value is a calendar date; what the reader finds where the gold has another expression (a
duration, “now”, “the past”) is neither right nor wrong. A time is found where the reader's overlaps it (“relaxed”
in TempEval-3: UzZaman et al. 2013); its days are right where the first and the last one are.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path

import msgspec

from detente.evaluate.documents import excerpt, report_of
from detente.evaluate.items import Asked, Item, Task
from detente.evaluate.lines import decoded_lines, first_line
from detente.records import Span, Time

SPAN = Task("span", "found", "Where do times stand?", headline="F1")
DAYS = Task("days", "value", "Which first and last day do they mean?", headline="F1")

Days = tuple[str, str]


class Timex(msgspec.Struct, frozen=True):
    """A time expression of the gold."""

    start: int
    end: int
    type: str
    value: str = ""


class TimeDocument(msgspec.Struct, frozen=True):
    """A document; `dct` is the day of its publication."""

    id: str | int
    text: str
    timexes: tuple[Timex, ...]
    dct: str | None = None


def recognises(path: Path, head: str) -> bool:
    """Whether a file begins with such a document."""
    line = first_line(head)
    return line.startswith("{") and ('"timexes"' in line or ('"dct"' in line and '"text"' in line))


def ask(paths: Iterable[Path]) -> Asked:
    """The documents of files, each with the times that the reader finds."""
    from detente.evaluate.answers import read_all

    failed: list[str] = []
    documents = [
        line for path in paths for _, line in decoded_lines(path, TimeDocument, "a document with times")
    ]
    readings = read_all((report_of(str(d.id), d.text, published_at=d.dct) for d in documents), failed)
    items = (
        tuple(items_of(document, reading.times if reading else ()))
        for document, reading in zip(documents, readings, strict=True)
    )
    return Asked((SPAN, DAYS), len(documents), "documents", items, failed)


def items_of(document: TimeDocument, told: Iterable[Time]) -> Iterator[Item]:
    """The times of one document, each with the first of the reader's that overlaps it."""
    asked: list[tuple[Span, Days]] = []
    passed: list[Span] = []
    for timex in document.timexes:
        days = days_of(timex.value) if timex.type in ("DATE", "TIME") else None
        if days is not None:
            asked.append((Span(timex.start, timex.end), days))
        else:
            passed.append(Span(timex.start, timex.end))
    open_ = [time for time in told if not any(time.span.overlaps(span) for span in passed)]
    for span, days in asked:
        hit = next((time for time in open_ if time.span.overlaps(span)), None)
        if hit is not None:
            open_.remove(hit)
        yield from _items(document, span, days, hit)
    for time in open_:
        yield from _items(document, time.span, None, time)


def _items(document: TimeDocument, span: Span, days: Days | None, told: Time | None) -> Iterator[Item]:
    text, marks = excerpt(document.text, span)
    words = span.of(document.text)
    answer = ((told.start or "")[:10], (told.end or "")[:10]) if told else None
    for task, gold, predicted, right in (
        (SPAN, words if days else None, told.text if told else None, bool(days and told)),
        (DAYS, _shown(days), _shown(answer), days is not None and answer == days),
    ):
        yield Item(
            id=f"{document.id} {span.start}{'' if days else ' unasked'}",
            task=task.name,
            group=str(document.id),
            gold=gold,
            predicted=predicted,
            right=right,
            text=text,
            marks=marks,
            note=f"published {document.dct}" if document.dct else None,
        )


def _shown(days: Days | None) -> str | None:
    if days is None:
        return None
    first, last = days
    if not (first and last):
        return "left open"
    return first if first == last else f"{first} … {last}"


def days_of(value: str) -> Days | None:
    """First and last day of a TimeML value (a day, week, month, quarter, year, decade); None of any other.

    The time of day is no matter. TimeML 1.2.1, “value” of TIMEX3, after ISO 8601.
    """
    value = value.split("T")[0]
    try:
        if re.fullmatch(r"\d{4}-\d\d-\d\d", value):
            return value, value
        if found := re.fullmatch(r"(\d{4})-(\d\d)", value):
            year, month = int(found[1]), int(found[2])
            return _iso(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]))
        if found := re.fullmatch(r"(\d{4})-W(\d\d)", value):
            monday = date.fromisocalendar(int(found[1]), int(found[2]), 1)
            return _iso(monday, monday + timedelta(days=6))
        if found := re.fullmatch(r"(\d{4})-Q([1-4])", value):
            year, last = int(found[1]), 3 * int(found[2])
            return _iso(date(year, last - 2, 1), date(year, last, calendar.monthrange(year, last)[1]))
    except (ValueError, IndexError):
        return None
    if re.fullmatch(r"\d{4}", value):
        return f"{value}-01-01", f"{value}-12-31"
    if re.fullmatch(r"\d{3}", value):
        return f"{value}0-01-01", f"{value}9-12-31"
    return None


def _iso(first: date, last: date) -> Days:
    return first.isoformat(), last.isoformat()
