"""A report's text cut where records begin and end, so that a page can colour it and tell a click's records."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from detente.records import Span


@dataclass(frozen=True)
class Marked:
    """A record's stretches of the text: `kind` gives the colour, `id` ties them to the ledger's entry."""

    id: str
    kind: str
    spans: tuple[Span, ...]


@dataclass(frozen=True)
class Segment:
    """A stretch of text under the same records throughout; `kinds` and `ids` are in the order given."""

    text: str
    ids: tuple[str, ...]
    kinds: tuple[str, ...]


def segments(text: str, marked: Iterable[Marked]) -> list[Segment]:
    """The text as segments that, joined, are the text again: cut at every boundary of every span."""
    opening: dict[int, list[Marked]] = {}
    closing: dict[int, list[Marked]] = {}
    for mark in marked:
        for span in mark.spans:
            opening.setdefault(span.start, []).append(mark)
            closing.setdefault(span.end, []).append(mark)
    cuts = sorted({0, len(text), *opening, *closing})
    found: list[Segment] = []
    under: list[Marked] = []
    for start, end in pairwise(cuts):
        for mark in closing.get(start, ()):
            under.remove(mark)
        under.extend(opening.get(start, ()))
        ids = tuple(dict.fromkeys(m.id for m in under))
        kinds = tuple(dict.fromkeys(m.kind for m in under))
        found.append(Segment(text[start:end], ids, kinds))
    return found


def paragraphs(parts: Iterable[Segment]) -> list[list[Segment]]:
    """The segments as paragraphs: broken at line breaks, empty lines dropped."""
    found: list[list[Segment]] = [[]]
    for part in parts:
        lines = part.text.split("\n")
        for i, line in enumerate(lines):
            if i:
                found.append([])
            if line:
                found[-1].append(Segment(line, part.ids, part.kinds))
    return [p for p in found if any(s.text.strip() for s in p)]
