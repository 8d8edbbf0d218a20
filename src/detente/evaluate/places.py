"""Toponym gold: where places stand in documents, and where on earth they are.

JSON lines `{"id", "text", "title"?, "date"?, "toponyms": [{"start", "end", "text", "lat", "lon"}]}`. A place is found
where the reader's overlaps it; of the found ones with coordinates, right are those within 161 km (100 miles, the
measure of Leidner 2007 and of most since), by the great circle.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from detente.evaluate.documents import excerpt, report_of
from detente.evaluate.items import Asked, Item, Task
from detente.evaluate.lines import decoded_lines, first_line
from detente.records import Place, Span

NEAR_KM = 161.0
# Mean radius of the earth, IUGG.
EARTH_KM = 6371.0

SPAN = Task("span", "found", "Where are places named?", headline="F1")
WHERE = Task(
    "where",
    "near",
    "Where on earth are the found ones?",
    headline="within 161 km",
    conditional=True,
    near=NEAR_KM,
    unit="km",
)


class Toponym(msgspec.Struct, frozen=True):
    """A place name of the gold; without coordinates only finding it is asked."""

    start: int
    end: int
    lat: float | None = None
    lon: float | None = None


class PlaceDocument(msgspec.Struct, frozen=True):
    """A document."""

    id: str | int
    text: str
    toponyms: tuple[Toponym, ...]
    title: str | None = None
    date: str | None = None


def recognises(path: Path, head: str) -> bool:
    """Whether a file begins with such a document."""
    line = first_line(head)
    if not line.startswith("{") or '"id"' not in line:
        return False
    # the text may be longer than the head: then the keys before it must do
    return '"toponyms"' in line or ('"date"' in line and '"title"' in line and '"text"' in line)


def ask(paths: Iterable[Path]) -> Asked:
    """The documents of files, each with the places that the reader finds."""
    from detente.evaluate.answers import read_all

    failed: list[str] = []
    documents = [
        line for path in paths for _, line in decoded_lines(path, PlaceDocument, "a document with places")
    ]
    readings = read_all(
        (report_of(str(d.id), d.text, title=d.title, published_at=d.date) for d in documents), failed
    )
    items = (
        tuple(items_of(document, reading.places if reading else ()))
        for document, reading in zip(documents, readings, strict=True)
    )
    return Asked((SPAN, WHERE), len(documents), "documents", items, failed)


def items_of(document: PlaceDocument, told: Iterable[Place]) -> Iterator[Item]:
    """The places of one document, each with the first of the reader's that overlaps it."""
    open_ = list(told)
    for toponym in document.toponyms:
        span = Span(toponym.start, toponym.end)
        hit = next((place for place in open_ if place.span.overlaps(span)), None)
        if hit is not None:
            open_.remove(hit)
        yield _found(document, span, hit, asked=True)
        if hit is not None and toponym.lat is not None and toponym.lon is not None:
            yield _located(document, span, toponym.lat, toponym.lon, hit)
    for place in open_:
        yield _found(document, place.span, place, asked=False)


def _found(document: PlaceDocument, span: Span, told: Place | None, *, asked: bool) -> Item:
    text, marks = excerpt(document.text, span)
    return Item(
        id=f"{document.id} {span.start}{'' if asked else ' unasked'}",
        task=SPAN.name,
        group=str(document.id),
        gold=span.of(document.text) if asked else None,
        predicted=told.span.of(document.text) if told else None,
        right=asked and told is not None,
        text=text,
        marks=marks,
        note=f"{told.name}, {told.country or 'no country'}" if told else None,
    )


def _located(document: PlaceDocument, span: Span, lat: float, lon: float, told: Place) -> Item:
    text, marks = excerpt(document.text, span)
    off, answer = None, None
    if told.lat is not None and told.lon is not None:
        off = kilometres(lat, lon, told.lat, told.lon)
        answer = f"{told.lat:.2f}, {told.lon:.2f}"
    return Item(
        id=f"{document.id} {span.start}",
        task=WHERE.name,
        group=str(document.id),
        gold=f"{lat:.2f}, {lon:.2f}",
        predicted=answer,
        right=off is not None and off <= NEAR_KM,
        off=off,
        text=text,
        marks=marks,
        note=f"told as {told.name}, {told.country or 'no country'}" + (f": {off:,.0f} km off" if off else ""),
    )


def kilometres(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Great-circle distance of two points given in degrees (haversine formula)."""
    a, b = math.radians(lat), math.radians(other_lat)
    across = math.sin((b - a) / 2) ** 2
    along = math.cos(a) * math.cos(b) * math.sin(math.radians(other_lon - lon) / 2) ** 2
    return 2 * EARTH_KM * math.asin(math.sqrt(min(1.0, across + along)))
