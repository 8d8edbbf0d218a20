"""Where it is: the toponyms of a page, each resolved to one place of the earth where the page allows it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from math import asin, cos, log, radians, sin, sqrt
from typing import NamedTuple

from spacy.tokens import Doc, Token

from detente.reading.gazetteer import Bearer, bearers
from detente.reading.page import Page
from detente.records import Place, Span, digest_id

# Names longer than this are looked up no further (“Democratic Republic of the Congo” has five words).
LONGEST_NAME = 6

_POSTAL = {
    "AL", "AK", "AZ", "AR", "CA", "CO", "CT", "DE", "DC", "FL", "GA", "HI", "ID", "IL", "IN", "IA", "KS",
    "KY", "LA", "ME", "MD", "MA", "MI", "MN", "MS", "MO", "MT", "NE", "NV", "NH", "NJ", "NM", "NY", "NC",
    "ND", "OH", "OK", "OR", "PA", "RI", "SC", "SD", "TN", "TX", "UT", "VT", "VA", "WA", "WV", "WI", "WY",
}  # fmt: skip


class Toponym(NamedTuple):
    """A stretch of tokens that names a place, and all places that bear the name."""

    first: int
    end: int
    text: str
    candidates: tuple[Bearer, ...]


def find_places(page: Page) -> tuple[Place, ...]:
    """The places that a page names, in order; coordinates and country are None where it leaves them open."""
    toponyms = _toponyms(page.doc)
    chosen = _resolve(page.doc, toponyms)
    return tuple(_place(page, toponym, bearer) for toponym, bearer in zip(toponyms, chosen, strict=True))


def _place(page: Page, toponym: Toponym, bearer: Bearer | None) -> Place:
    doc, report = page.doc, page.report
    first, last = doc[toponym.first], doc[toponym.end - 1]
    span = Span(first.idx, last.idx + len(last.text))
    identity = digest_id("l", report.id, span.start, span.end)
    if bearer is None:
        return Place(identity, report.id, span, toponym.text, None, None, None, None)
    return Place(
        identity, report.id, span, bearer.name, bearer.country, bearer.lat, bearer.lon, bearer.geonames
    )


# --- which words name a place -----------------------------------------------------------------------


def _toponyms(doc: Doc) -> list[Toponym]:
    """The toponyms of a page in order, apart from one another."""
    found: list[Toponym] = []
    for first, end in _stretches(doc):
        text = doc[first:end].text
        found.append(Toponym(first, end, text, bearers(text)))
    return found


def _stretches(doc: Doc) -> Iterator[tuple[int, int]]:
    last = 0
    for entity in doc.ents:
        first, end = entity.start, entity.end
        while first < end and (doc[first].lower_ in ("the",) or doc[first].is_space or doc[first].is_punct):
            first += 1
        while end > first and (doc[end - 1].lower_ in ("'s", "’s") or doc[end - 1].is_space):
            end -= 1
        if first == end or first < last:
            continue
        known = bearers(doc[first:end].text)
        label = entity.label_
        if (
            label in ("GPE", "LOC")
            or (label in ("FAC",) and known)
            or (label in ("ORG", "PERSON", "NORP") and known and known[0].prior > 7)
        ):
            yield first, end
            last = end


# --- which place a name means -----------------------------------------------------------------------


def _resolve(doc: Doc, toponyms: Sequence[Toponym]) -> list[Bearer | None]:
    """One place for each toponym, None where none is known or the page leaves it open.

    A container next to the name decides (“Paris, Texas”); the same name means the same place all over a
    page; the rest is decided by how well known a place is and how near it lies to the page's other places.
    """
    fixed: dict[int, Bearer] = {}
    for i, toponym in enumerate(toponyms[:-1]):
        outer = toponyms[i + 1]
        if not _joined(doc, toponym.end, outer.first):
            continue
        pair = next(((a, b) for b in outer.candidates for a in toponym.candidates if _inside(a, b)), None)
        if pair:
            fixed[i], fixed[i + 1] = pair
    by_name: dict[str, Bearer] = {}
    for i, bearer in sorted(fixed.items()):
        by_name.setdefault(toponyms[i].text.casefold(), bearer)
    chosen = [
        fixed.get(i) or by_name.get(t.text.casefold()) or (t.candidates[0] if t.candidates else None)
        for i, t in enumerate(toponyms)
    ]
    for _ in range(2):
        votes = _votes(chosen)
        chosen = [
            fixed.get(i) or by_name.get(t.text.casefold()) or _best(t, votes, chosen)
            for i, t in enumerate(toponyms)
        ]
    return chosen


def _joined(doc: Doc, end: int, first: int) -> bool:
    between = doc[end:first].text.strip().casefold()
    return between in (",", "(", "in", ", in")


def _inside(inner: Bearer, outer: Bearer) -> bool:
    if inner.country != outer.country or outer.kind in ("city", "capital"):
        return False
    if outer.kind == "country":
        return inner.kind != "country"
    return (
        outer.division is not None
        and inner.division == outer.division
        and inner.kind in ("city", "capital", "county")
    )


def _votes(chosen: Sequence[Bearer | None]) -> dict[tuple[str, str | None], float]:
    votes: dict[tuple[str, str | None], float] = defaultdict(float)
    for bearer in chosen:
        if bearer is None or bearer.country is None:
            continue
        votes[bearer.country, None] += 1
        if bearer.division:
            votes[bearer.country, bearer.division] += 1
    return votes


def _best(
    toponym: Toponym, votes: dict[tuple[str, str | None], float], chosen: Sequence[Bearer | None]
) -> Bearer | None:
    if not toponym.candidates:
        return None

    def score(b: Bearer) -> float:
        if b.country is None:
            return b.prior
        return (
            b.prior
            + 0.5 * log(1 + votes.get((b.country, None), 0))
            + 0.7 * log(1 + votes.get((b.country, b.division), 0))
        )

    return max(toponym.candidates, key=score)


def kilometres(a: Bearer, b: Bearer) -> float:
    """The distance of two places on the globe."""
    p, q = radians(a.lat), radians(b.lat)
    h = sin((q - p) / 2) ** 2 + cos(p) * cos(q) * sin(radians(b.lon - a.lon) / 2) ** 2
    return 12742 * asin(min(1.0, sqrt(h)))


# --- where an event takes place ---------------------------------------------------------------------


def place_of(token: Token, places: Sequence[Place]) -> Place | None:
    """The place where what a verb or noun names takes place, None where the sentence gives none."""
    return None
