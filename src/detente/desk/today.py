"""Today: what changed since a day, each with the sentence that says so."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from detente.desk.quoting import Quoted, Quotes, ReportRow, row_of
from detente.ledger import Filter, Ledger
from detente.records import Position, Turn
from detente.redlines import RedLine
from detente.temperature import Deed, contrast, deed_pulls, stretch_before
from detente.views import calendar, redlines
from detente.views.plain import plain
from detente.views.tables import one_line
from detente.views.temperature import told_deeds

# Entries of each part; the lists have all.
SHOWN = 8
# Days that are looked back over where nobody says since when, that are looked ahead for what is due, and before a week
# for the level that it is held against.
WEEK, AHEAD, LEVEL = 7, 14, 60
# Deeds of a pair of sides from which its temperature is compared.
FEWEST = 3


VISIT = "visit"


@dataclass(frozen=True)
class Visit:
    """What a browser remembers of its visits: since when it is shown what changed, the latest report that it was shown, and
    the day on which that was. The first page says the same all day."""

    since: str | None
    latest: str | None
    on: date

    @classmethod
    def of(cls, cookie: str | None, today: date) -> Visit:
        """The visit of today, after that which the cookie keeps."""
        parts = (cookie or "").split("/")
        if len(parts) != 3 or not all(_is_day(part) for part in parts):
            return cls(None, None, today)
        since, latest, on = parts
        return cls(since if on == today.isoformat() else latest, latest, today)

    def seen(self, latest: str | None) -> Visit:
        """The same after the page was shown with reports up to the day `latest`."""
        return Visit(self.since, latest, self.on)

    def __str__(self) -> str:
        return f"{self.since or self.latest or ''}/{self.latest or ''}/{self.on.isoformat()}"


def _is_day(written: str) -> bool:
    try:
        return date.fromisoformat(written).isoformat() == written
    except ValueError:
        return False


@dataclass(frozen=True)
class Item:
    """What changed: the record, a line about it, its status, the day, and the sentence that says so."""

    record: str
    line: str
    status: str
    day: str | None
    quote: Quoted | None


@dataclass(frozen=True)
class Part:
    """One kind of change (a key of the words of the page), its first entries, how many there are, where all are."""

    name: str
    items: tuple[Item, ...]
    total: int
    address: str


@dataclass(frozen=True)
class TodayPage:
    """What changed from the day `since` on; `reports` are the new ones, one of each story, with their copies counted."""

    since: str | None
    until: str | None
    parts: tuple[Part, ...]
    reports: tuple[tuple[ReportRow, int], ...]
    n_reports: int


def last_day(ledger: Ledger) -> str | None:
    """The latest day on which a report was published."""
    return max((day for day in ledger.days().values() if day), default=None)


def today_page(ledger: Ledger, since: str | None) -> TodayPage:
    """The page of what changed since a day; where it is not given, in the week up to the latest report."""
    until = last_day(ledger)
    if until is None:
        return TodayPage(None, None, (), (), 0)
    since = since or (date.fromisoformat(until) - timedelta(days=WEEK - 1)).isoformat()
    gather = _Gather(ledger, since, until)
    positions = ledger.positions(Filter(since=since))
    parts = (
        gather.positions(
            "new", [p for p in positions if (p.first_seen or "") >= since], f"/positions?since={since}"
        ),
        gather.turned([p for p in positions if (p.first_seen or "") < since]),
        gather.due(),
        gather.red_lines(),
        gather.moves(),
    )
    fresh = ledger.reports(Filter(since=since))
    copies = Counter(r.story or r.id for r in fresh)
    first = {r.story or r.id: r for r in reversed(fresh)}
    rows = sorted(first.items(), key=lambda kv: (kv[1].published_at or "", kv[0]), reverse=True)
    return TodayPage(
        since,
        until,
        tuple(p for p in parts if p.items),
        tuple((row_of(r), copies[story] - 1) for story, r in rows[:SHOWN]),
        len(fresh),
    )


class _Gather:
    """Gathers the parts of a page: the ledger, its names and its sentences are asked for once."""

    def __init__(self, ledger: Ledger, since: str, until: str) -> None:
        self.ledger, self.since, self.until = ledger, since, until
        self.names = ledger.names()
        self.quotes = Quotes(ledger)

    def who(self, ids: Iterable[str], sign: str = "") -> str:
        named = ", ".join(self.names[i] for i in ids if i in self.names)
        return f"{sign}{named}" if named else ""

    def line(self, p: Position) -> str:
        said = f"{self.who(filter(None, [p.holder])) or '?'}{self.who(p.toward, ' → ')}: {p.type}"
        return plain(f"{said}, {p.due.end or p.due.text}" if p.due else said)

    def item(self, p: Position, turn: Turn | None = None) -> Item:
        """A position as it is, or at one of its turns."""
        evidence = turn.evidence if turn and turn.evidence else next(iter(p.evidence))
        quote = next(iter(self.quotes.at([(evidence.report, evidence.spans)])), None)
        status = turn.status if turn else p.status
        return Item(p.id, self.line(p), status, turn.at if turn else p.first_seen, quote)

    def positions(self, name: str, found: Sequence[Position], address: str) -> Part:
        ranked = sorted(found, key=lambda p: (-len(p.evidence), -p.confidence, p.id))[:SHOWN]
        return Part(name, tuple(self.item(p) for p in ranked), len(found), address)

    def turned(self, found: Sequence[Position]) -> Part:
        """Positions that were answered, met, lapsed or put otherwise since."""
        turns = [(t.at or "", p.id, p, t) for p in found for t in p.history[1:] if (t.at or "") >= self.since]
        turns.sort(key=lambda t: t[:2], reverse=True)
        items = tuple(self.item(p, turn) for _, _, p, turn in turns[:SHOWN])
        return Part("turned", items, len(turns), f"/positions?since={self.since}")

    def due(self) -> Part:
        """What is due from the latest report on."""
        ahead = (date.fromisoformat(self.until) + timedelta(days=AHEAD)).isoformat()
        found = calendar.dated(self.ledger, Filter(since=self.until, until=ahead, open_only=True))
        address = f"/calendar?since={self.until}&until={ahead}"
        return Part("due", tuple(self.item(p) for p in found[:SHOWN]), len(found), address)

    def red_lines(self) -> Part:
        """Red lines that were drawn, or of which something came."""
        found = redlines.drawn(self.ledger, Filter(since=self.since))
        items = tuple(self.red_line(line) for line in found[:SHOWN])
        return Part("redlines", items, len(found), f"/redlines?since={self.since}")

    def red_line(self, line: RedLine) -> Item:
        touch = next((t for t in reversed(line.touches) if (t.day or "") >= self.since), None)
        place = (touch.report, (touch.span,)) if touch else (line.evidence[0].report, line.evidence[0].spans)
        told = f"{self.who(filter(None, [line.holder])) or '?'}{self.who(line.toward, ' → ')}: {redlines.in_words(line)}"
        quote = next(iter(self.quotes.at([place])), None)
        day = touch.day if touch else line.drawn
        return Item(line.id, plain(one_line(told)), redlines.fate_in_words(line), day, quote)

    def moves(self) -> Part:
        """Pairs of sides that surely became warmer or colder, furthest first, each with the deed that moved it most."""
        start, end = date.fromisoformat(self.since), date.fromisoformat(self.until)
        pairs: dict[tuple[str, str], list[Deed]] = defaultdict(list)
        for deed in told_deeds(self.ledger, Filter(since=start - timedelta(days=LEVEL), until=end)):
            if deed.source and deed.target:
                one, other = sorted((deed.source, deed.target))
                pairs[one, other].append(deed)
        found = []
        for sides, deeds in sorted(pairs.items()):
            if sum(d.day >= start for d in deeds) < FEWEST:
                continue
            held = contrast(deeds, stretch_before(deeds, start, end), (start, end))
            if held.change is not None and held.low is not None and held.high is not None:
                if held.low > 0 or held.high < 0:
                    found.append((-abs(held.change), sides, held.change, deed_pulls(deeds, held)[0][0]))
        states = {a.country: a.name for a in self.ledger.actors(Filter(type="state")) if a.country}
        items = []
        for _, sides, change, deed in sorted(found, key=lambda f: f[:2])[:SHOWN]:
            event = self.ledger.record(deed.events[0])
            names = " – ".join(states.get(s) or self.names.get(s, s) for s in sides)
            quote = next(iter(self.quotes.of(event)), None)
            way = "warmer" if change > 0 else "colder"
            items.append(Item(event.id, plain(names), f"{way} {change:+.1f}", deed.day.isoformat(), quote))
        return Part("moves", tuple(items), len(found), f"/temperature?since={self.since}")
