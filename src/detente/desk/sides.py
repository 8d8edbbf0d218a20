"""Sides: what each side holds on each issue, and one position through all its wordings."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from detente.desk.correcting import Form, form
from detente.desk.lists import LISTS, filter_of
from detente.desk.quoting import Quoted, Quotes
from detente.errors import UnknownName
from detente.ledger import Filter, Ledger
from detente.records import Actor, Position
from detente.threads import Sides
from detente.utterances import Change, changes
from detente.views.plain import plain
from detente.views.record import Near, card
from detente.views.tables import one_line

# Sides, issues and positions of a field that the board shows: what is held by most, first.
COLUMNS, ROWS, STANDS = 5, 30, 6


@dataclass(frozen=True)
class Stand:
    """A position on the board: what is done with it, its words, its status and the turns that led there."""

    id: str
    type: str
    words: str
    status: str
    day: str | None
    history: str


@dataclass(frozen=True)
class Row:
    """An issue, and for each side of the board its first positions on it and how many more there are."""

    issue: str
    cells: tuple[tuple[tuple[Stand, ...], int], ...]


@dataclass(frozen=True)
class Board:
    """The issues by the sides; `codes` are what narrows a list to each side."""

    chosen: Mapping[str, str]
    sides: tuple[str, ...]
    codes: tuple[str, ...]
    rows: tuple[Row, ...]
    more: int


@dataclass(frozen=True)
class Wording:
    """How one report words a position: its words against those of the wording before, and its sentence."""

    day: str | None
    changes: tuple[Change, ...]
    quote: Quoted


@dataclass(frozen=True)
class Step:
    """One turn of a position, and the sentence that says so."""

    day: str | None
    status: str
    change: str | None
    quote: Quoted | None


@dataclass(frozen=True)
class Thread:
    """One position: its fields in words, its turns, its wordings in the order of time, its neighbours."""

    id: str
    heading: str
    fields: tuple[tuple[str, str], ...]
    steps: tuple[Step, ...]
    wordings: tuple[Wording, ...]
    near: tuple[Near, ...]
    form: Form


@dataclass(frozen=True)
class SidesPage:
    """The board, and the types and statuses that it can be narrowed to."""

    board: Board
    types: tuple[str, ...]
    statuses: tuple[str, ...]


def sides_page(ledger: Ledger, chosen: Mapping[str, str]) -> SidesPage:
    """The board narrowed by what the form says."""
    return SidesPage(
        board(ledger, filter_of(chosen), chosen), LISTS["positions"].types, LISTS["positions"].statuses
    )


def board(ledger: Ledger, wanted: Filter, chosen: Mapping[str, str]) -> Board:
    """The issues that are held most, each with what the sides that hold most say on it."""
    actors = {a.id: a for a in ledger.actors()}
    side_of = Sides(actors).own
    held: dict[str, dict[str, list[Position]]] = defaultdict(lambda: defaultdict(list))
    for p in ledger.positions(wanted):
        side = side_of(p.holder)
        if p.issue is not None and side:
            held[p.issue][side].append(p)
    told = Counter({side: 0 for sides in held.values() for side in sides})
    for sides in held.values():
        told.update({side: len(stands) for side, stands in sides.items()})
    columns = [side for side, _ in sorted(told.items(), key=lambda kv: (-kv[1], kv[0]))[:COLUMNS]]
    ranked = sorted(held, key=lambda issue: (-sum(map(len, held[issue].values())), issue))
    rows = []
    for issue in ranked[:ROWS]:
        cells = []
        for side in columns:
            stands = sorted(held[issue][side], key=_latest, reverse=True)
            cells.append((tuple(map(_stand, stands[:STANDS])), max(0, len(stands) - STANDS)))
        rows.append(Row(plain(issue), tuple(cells)))
    names = [_name_of(side, actors) for side in columns]
    return Board(chosen, tuple(map(plain, names)), tuple(columns), tuple(rows), max(0, len(ranked) - ROWS))


def _name_of(side: str, actors: Mapping[str, Actor]) -> str:
    """The name of a side: of its state, else of the actor that is a side by itself."""
    states: Iterable[Actor] = (a for a in actors.values() if a.type == "state" and a.country == side)
    found = next(iter(states), None) or actors.get(side)
    return found.name if found else side


def _latest(p: Position) -> tuple[str, str]:
    return p.last_seen or "", p.id


def _stand(p: Position) -> Stand:
    turns = " → ".join(t.status if t.change is None else f"({one_line(t.change)})" for t in p.history)
    return Stand(p.id, p.type, plain(one_line(p.proposition)), p.status, p.last_seen, plain(turns))


def thread(ledger: Ledger, id: str) -> Thread:
    """A position through time; raises `UnknownName` where the id is of no position."""
    found = ledger.record(id)
    if not isinstance(found, Position):
        raise UnknownName(f"{id} is no position.")
    told = card(ledger, found.id)
    quotes = Quotes(ledger)
    wordings: list[Wording] = []
    before = ""
    singles = ((ledger.report(e.report), e) for e in found.evidence)
    for report, evidence in sorted(
        singles, key=lambda one: (one[0].published_at or "", one[0].id, one[1].spans)
    ):
        words = plain(" … ".join(one_line(span.of(report.text)) for span in evidence.spans))
        for quote in quotes.at([(evidence.report, evidence.spans)]):
            differs = changes(before, words) if before else (Change("same", words),)
            wordings.append(Wording(quote.report.day, differs, quote))
            before = words
    steps = tuple(
        Step(
            t.at and t.at[:10],
            t.status,
            plain(one_line(t.change)) if t.change else None,
            next(iter(quotes.at([(t.evidence.report, t.evidence.spans)])), None) if t.evidence else None,
        )
        for t in found.history
    )
    fields = tuple((name, plain(value)) for name, value in told.fields)
    return Thread(
        found.id, plain(told.heading), fields, steps, tuple(wordings), told.near, form(ledger, found)
    )
