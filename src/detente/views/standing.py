"""Who stands where on what: sides beside one another on each issue, how far apart they are, and what is open since when."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import NormalDist

from detente.ledger import Filter, Ledger
from detente.records import Position, PositionStatus
from detente.temperature import LEVEL
from detente.threads import Sides
from detente.views.tables import Cell, Column, Table, listed, position_in_words, when_in_words

# Sides that have a column of their own in a matrix for people.
COLUMNS = 8
# What of a position that was put to another side shows the two apart, and what shows them together. An open one shows
# neither, nor does one that was taken back.
APART: frozenset[PositionStatus] = frozenset({"rejected", "disputed", "lapsed"})
TOGETHER: frozenset[PositionStatus] = frozenset({"accepted", "promised", "met"})


@dataclass(frozen=True)
class Distance:
    """How far apart two sides are on an issue (None: on all together): of what either put to the other and what was
    settled the share that was rejected, disputed or lapsed; 0 is agreement, 1 opposition. `low` and `high` bound it with
    90 % certainty (Wilson); `open` is how many are not settled."""

    issue: str | None
    one: str
    other: str
    apart: float | None
    low: float | None
    high: float | None
    settled: int
    open: int


def sides_of(ledger: Ledger) -> Sides:
    """Who speaks for whom in a ledger."""
    return Sides({actor.id: actor for actor in ledger.actors()})


def side_names(ledger: Ledger) -> Mapping[str, str]:
    """The name of each side: of its most mentioned state, else of the actor."""
    names: dict[str, str] = {}
    for actor in ledger.actors():
        names[actor.id] = actor.name
        if actor.type == "state" and actor.country:
            names.setdefault(actor.country, actor.name)
    return names


def matrix_table(ledger: Ledger, positions: Sequence[Position], *, sides: int | None = COLUMNS) -> Table:
    """A row an issue, a column a side, the one with most positions first (at most `sides` of them): what each does there
    and how that stands."""
    own, names = sides_of(ledger).own, side_names(ledger)
    cells: dict[tuple[str, str], list[Position]] = defaultdict(list)
    for position in positions:
        side = own(position.holder)
        if position.issue and side:
            cells[position.issue, side].append(position)
    by_side, by_issue = Counter[str](), Counter[str]()
    for (issue, side), held in cells.items():
        by_side[side] += len(held)
        by_issue[issue] += len(held)
    shown = sorted(by_side, key=lambda side: (-by_side[side], side))[:sides]
    issues = sorted(by_issue, key=lambda issue: (-by_issue[issue], issue))
    return Table(
        (Column("issue"), *(Column(names.get(side, side)) for side in shown)),
        tuple((issue, *(_cell(cells.get((issue, side), ())) for side in shown)) for issue in issues),
    )


def _cell(positions: Iterable[Position]) -> Cell:
    """“2 demands rejected, 1 offer open”."""
    counts = Counter((p.type, p.status) for p in positions)
    return ", ".join(
        f"{n} {type_}{'' if n == 1 else 's'} {status}"
        for (type_, status), n in sorted(counts.items(), key=lambda c: (-c[1], c[0]))
    )


def distances(ledger: Ledger, positions: Sequence[Position]) -> tuple[Distance, ...]:
    """How far apart each two sides are that put something to one another: on all issues together, then on each."""
    own = sides_of(ledger).own
    counts: dict[tuple[str | None, str, str], Counter[str]] = defaultdict(Counter)
    for position in positions:
        side = own(position.holder)
        for other in sorted({own(actor) for actor in position.toward} - {side, ""}):
            if not side:
                continue
            kind = (
                "apart" if position.status in APART else "together" if position.status in TOGETHER else "open"
            )
            pair = (min(side, other), max(side, other))
            counts[(None, *pair)][kind] += 1
            if position.issue:
                counts[(position.issue, *pair)][kind] += 1
    found = []
    for (issue, one, other), kinds in counts.items():
        settled = kinds["apart"] + kinds["together"]
        share = kinds["apart"] / settled if settled else None
        low, high = _wilson(kinds["apart"], settled) if settled else (None, None)
        found.append(Distance(issue, one, other, share, low, high, settled, kinds["open"]))
    return tuple(sorted(found, key=lambda d: (d.issue or "", -d.settled - d.open, d.one, d.other)))


def _wilson(hits: int, n: int) -> tuple[float, float]:
    """The bounds of a share (Wilson 1927)."""
    z = NormalDist().inv_cdf((1 + LEVEL) / 2)
    middle = (hits + z * z / 2) / (n + z * z)
    half = z * ((hits * (n - hits) / n + z * z / 4) ** 0.5) / (n + z * z)
    return max(0.0, middle - half), min(1.0, middle + half)


def distances_table(ledger: Ledger, found: Sequence[Distance]) -> Table:
    """A row a pair of sides and an issue."""
    names = side_names(ledger)
    return Table(
        (
            Column("issue"), Column("side"), Column("other side"), Column("apart", number=True), Column("low", number=True),
            Column("high", number=True), Column("settled", number=True), Column("open", number=True),
        ),
        tuple(
            (
                d.issue or "all", names.get(d.one, d.one), names.get(d.other, d.other), _share(d.apart), _share(d.low),
                _share(d.high), d.settled, d.open,
            )
            for d in found
        ),
    )  # fmt: skip


def open_table(ledger: Ledger, positions: Sequence[Position], *, until: str | None = None) -> Table:
    """What is not settled, the oldest first, with the days that it has been open: until a day, else until the last
    report of the ledger (there is no other “now”)."""
    days = [day for day in ledger.days().values() if day is not None]
    last = until or max(days, default=None)
    names = ledger.names()
    dated = [p for p in positions if p.first_seen is not None]
    dated.sort(key=lambda p: (p.first_seen or "", p.id))
    return Table(
        (
            Column("id", whole=True), Column("since", whole=True), Column("days", number=True), Column("holder"),
            Column("type", whole=True), Column("toward"), Column("position"), Column("issue"), Column("due"),
            Column("told last", whole=True),
        ),
        tuple(
            (
                p.id, p.first_seen[:10], _days(p.first_seen, last), names.get(p.holder or ""), p.type,
                listed(p.toward, names), position_in_words(p), p.issue, when_in_words(p.due), (p.last_seen or "")[:10],
            )
            for p in dated
            if p.first_seen is not None
        ),
    )  # fmt: skip


def open_positions(ledger: Ledger, wanted: Filter) -> tuple[Position, ...]:
    """Demands, offers, promises and threats that are not settled."""
    kinds = ("demand", "offer", "commitment", "threat")
    return tuple(p for p in ledger.positions(wanted) if p.type in kinds)


def _days(first: str, last: str | None) -> int | None:
    if last is None:
        return None
    return (date.fromisoformat(last[:10]) - date.fromisoformat(first[:10])).days


def _share(value: float | None) -> float | None:
    return None if value is None else round(value, 2)
