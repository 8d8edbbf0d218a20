"""The brief: who is involved, where each side stands, what is open, what happened, the numbers.

`brief` gathers it from the ledger, `markdown` and `terminal` print it. No line says what no record
holds: the words in quotation marks are the report's own, every line ends in its record and its sources.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rich.console import Group, RenderableType
from rich.text import Text

from detente.ledger import Filter, Ledger
from detente.records import Actor, Event, Measure, Position, PositionType, Quantity, Report, Role, Turn, When
from detente.threads import Sides
from detente.views.plain import plain

# Lines in a section before the rest is only counted.
LIMIT = 12
# Characters of a report's words in one line.
WIDTH = 220


@dataclass(frozen=True)
class Line:
    """One entry: what it says, the record that it stands on, the numbers of its reports, and how many stories
    these are when their copies are left out."""

    text: str
    record: str
    sources: tuple[int, ...]
    stories: int = 0


@dataclass(frozen=True)
class Section:
    """A heading, its lines, how many more there are and the command that lists them."""

    title: str
    lines: tuple[Line, ...] = ()
    parts: tuple[Section, ...] = ()
    more: int = 0
    command: str | None = None


@dataclass(frozen=True)
class Brief:
    """The state of a crisis as a ledger holds it. `reports` are numbered from 1 in their order."""

    first_day: str | None
    last_day: str | None
    sections: tuple[Section, ...]
    reports: tuple[Report, ...]


TITLES: dict[PositionType, str] = {
    "demand": "demands", "offer": "offers", "commitment": "promises", "threat": "threatens", "refusal": "refuses",
    "acceptance": "accepts", "claim": "says", "denial": "denies",
}  # fmt: skip
# Events that are not words alone; demands, promises, threats and refusals stand among the positions.
DEEDS = frozenset({"CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "PROTEST", "MOBILIZE", "SANCTION",
                   "COERCE", "ASSAULT"})  # fmt: skip
VERBS = {
    "CONSULT": "talks", "SUPPORT": "supports", "CONCEDE": "concedes", "COOPERATE": "cooperates", "AID": "aids",
    "RETREAT": "pulls back", "PROTEST": "protests", "MOBILIZE": "moves forces", "SANCTION": "sanctions",
    "COERCE": "coerces", "ASSAULT": "attacks",
}  # fmt: skip


def brief(ledger: Ledger, *, limit: int = LIMIT) -> Brief:
    """The brief of a ledger: sections in fixed order, at most `limit` lines in each part of one."""
    reports = ledger.reports()
    numbers = {r.id: n for n, r in enumerate(reports, 1)}
    actors = {a.id: a for a in ledger.actors()}
    positions = ledger.positions()
    days = [r.published_at[:10] for r in reports if r.published_at]
    desk = _Desk(ledger, reports, numbers, actors, limit)
    unsettled = [p for p in positions if p.type in ("demand", "offer") and p.status in ("open", "promised")]
    promised = [p for p in positions if p.type == "commitment" or p.due]
    threats = [p for p in positions if p.type == "threat"]
    disputed = [p for p in positions if p.type == "claim" and p.status == "disputed"]
    sections = (
        desk.involved(),
        desk.sides(positions),
        desk.cut("Open demands and offers", "detente positions --open", sorted(unsettled, key=_weight)),
        desk.cut("Promises and due dates", "detente positions --type commitment", sorted(promised, key=_due)),
        desk.cut("Threats and red lines", "detente positions --type threat", sorted(threats, key=_weight)),
        desk.cut("Disputed", "detente positions --status disputed", sorted(disputed, key=_weight)),
        desk.happened(),
        desk.numbers_told(),
    )
    return Brief(
        first_day=min(days, default=None),
        last_day=max(days, default=None),
        sections=tuple(s for s in sections if s.lines or s.parts),
        reports=reports,
    )


class _Desk:
    """What all sections look up: names, numbers of reports, words of the reports."""

    def __init__(
        self,
        ledger: Ledger,
        reports: Sequence[Report],
        numbers: dict[str, int],
        actors: dict[str, Actor],
        limit: int,
    ) -> None:
        self.ledger = ledger
        self.numbers = numbers
        self.actors = actors
        self.limit = limit
        self.side_of = Sides(actors).own
        # The most mentioned actor of a country that is a state names its side.
        self.states: dict[str, Actor] = {}
        for actor in actors.values():
            if actor.type == "state" and actor.country:
                self.states.setdefault(actor.country, actor)
        self.texts = {r.id: r.text for r in reports}
        self.published = {r.id: (r.published_at or "")[:10] for r in reports}
        self.story_of = {r.id: r.story or r.id for r in reports}

    def name(self, actor_id: str | None) -> str:
        actor = self.actors.get(actor_id or "")
        return actor.name if actor else "somebody"

    def names(self, ids: Iterable[str]) -> str:
        return _listed([self.name(i) for i in ids])

    def sources(self, reports: Iterable[str]) -> tuple[int, ...]:
        return tuple(sorted({self.numbers[r] for r in reports if r in self.numbers}))

    def stories(self, reports: Iterable[str]) -> int:
        return len({self.story_of[r] for r in reports if r in self.story_of})

    def section(self, title: str, lines: Sequence[Line], command: str | None) -> Section:
        return Section(title, tuple(lines[: self.limit]), (), max(0, len(lines) - self.limit), command)

    def cut(self, title: str, command: str, positions: Sequence[Position]) -> Section:
        return self.section(title, [self.position_line(p, with_holder=True) for p in positions], command)

    # Who is involved

    def involved(self) -> Section:
        presence = self.ledger.presence()
        known = [a for a in self.actors.values() if a.type not in ("group", "people") or a.country]
        ranked = sorted(
            known, key=lambda a: (-presence[a.id].mentions if a.id in presence else 0, a.name, a.id)
        )
        lines = []
        for actor in ranked:
            there = presence.get(actor.id)
            if there is None or actor.type in ("group", "people"):
                continue
            what = ", ".join(filter(None, (self.role(actor), actor.type, actor.country, actor.sector)))
            text = f"{actor.name} ({what}): {_count(there.mentions, 'mention')} in {_count(there.reports, 'report')}"
            lines.append(Line(text, actor.id, ()))
        return self.section("Who is involved", lines, "detente actors")

    def role(self, actor: Actor) -> str | None:
        held: Role | None = actor.roles[0] if actor.roles else None
        return held.title if held else None

    # Where each side stands

    def sides(self, positions: Sequence[Position]) -> Section:
        by_side: dict[str, list[Position]] = defaultdict(list)
        for position in positions:
            by_side[self.side_of(position.holder)].append(position)
        parts = []
        for side, held in sorted(by_side.items(), key=lambda s: (-len(s[1]), s[0])):
            state = self.states.get(side)
            title = state.name if state else self.name(held[0].holder)
            order = list(TITLES)
            held.sort(key=lambda p: (order.index(p.type), *_weight(p)))
            lines = [self.position_line(p, with_holder=state is None or p.holder != state.id) for p in held]
            command = f'detente positions --holder "{title}"'
            parts.append(self.section(title, lines, command))
        shown = parts[: self.limit]
        return Section(
            "Where each side stands", (), tuple(shown), max(0, len(parts) - len(shown)), "detente positions"
        )

    def position_line(self, p: Position, *, with_holder: bool) -> Line:
        said = f"{self.name(p.holder)} {TITLES[p.type]}" if with_holder else TITLES[p.type]
        toward = self.names(a for a in p.toward[:3] if a != p.holder)
        words = f" ({_toward(p.type)} {toward})" if toward else ""
        condition = f", if “{_short(p.condition)}”" if p.condition else ""
        due = f", due {_span(p.due)}" if p.due and p.due.start else ""
        text = f"{said}{words}: “{_short(p.proposition)}”{condition}{due}{self.fate(p)}"
        reports = [e.report for e in p.evidence]
        return Line(text, p.id, self.sources(reports), self.stories(reports))

    def fate(self, p: Position) -> str:
        """How it stands: the status with its day and, for an answer, who gave it."""
        if p.status == "open":
            return ""
        turn = _last(p.history, p.status)
        day = f" {turn.at}" if turn and turn.at else ""
        return f" — {p.status}{day}"

    # What happened

    def happened(self) -> Section:
        told: dict[tuple[object, ...], list[Event]] = defaultdict(list)
        for event in self.ledger.events(Filter(status=("occurred", "ongoing"))):
            if event.type in DEEDS and (event.sources or event.targets):
                day = event.when.start if event.when and event.when.start else None
                pair = (event.sources, event.targets)
                told[(day, event.type, *pair)].append(event)
        events = [
            max(group, key=lambda e: (e.claimed_by is None, e.confidence, e.id)) for group in told.values()
        ]
        reports = {e.id: [g.report for g in group] for e, group in zip(events, told.values(), strict=True)}

        def when(e: Event) -> str:
            return e.when.start if e.when and e.when.start else self.published[e.report]

        events.sort(key=lambda e: (when(e), e.id))
        shown = events[-2 * self.limit :]
        lines = []
        for e in shown:
            who = self.names(e.sources) or "somebody"
            whom = f" → {self.names(e.targets)}" if e.targets else ""
            dated = (
                _span(e.when)
                if e.when and e.when.start
                else f"reported {self.published[e.report] or 'undated'}"
            )
            word = f" (as {self.claimant(e)} says)" if e.claimed_by else ""
            words = _short(self.texts[e.report][e.evidence.span.start : e.evidence.span.end])
            lines.append(
                Line(
                    f"{dated}: {who}{whom} {VERBS[e.type]}{word}: “{words}”",
                    e.id,
                    self.sources(reports[e.id]),
                    self.stories(reports[e.id]),
                )
            )
        return Section("What happened", tuple(lines), (), len(events) - len(shown), "detente events")

    def claimant(self, event: Event) -> str:
        assert event.claimed_by is not None
        statement = self.ledger.record(event.claimed_by)
        return self.name(getattr(statement, "speaker", None))

    # Numbers

    def numbers_told(self) -> Section:
        told: dict[tuple[object, ...], list[Measure]] = defaultdict(list)
        for measure in self.ledger.measures():
            if measure.type not in ("other", "duration"):
                told[(measure.type, measure.unit, measure.quantity, measure.actor)].append(measure)
        lines = []
        for group in told.values():
            first = group[0]
            words = _short(self.texts[first.report][first.evidence.span.start : first.evidence.span.end])
            whose = f", {self.name(first.actor)}" if first.actor else ""
            line = f"{first.type}{whose}: {figure(first.quantity, None)} (“{words}”)"
            reports = [m.report for m in group]
            lines.append(Line(line, first.id, self.sources(reports), self.stories(reports)))
        lines.sort(key=lambda line: (-len(line.sources), line.text))
        return self.section("Numbers", lines, "detente measures")


def _weight(p: Position) -> tuple[float, float, str, str]:
    """Sorts what many reports tell and what is read surely before the rest, then by day."""
    return (-len({e.report for e in p.evidence}), -p.confidence, p.first_seen or "9999", p.id)


def _due(p: Position) -> tuple[str, str, str]:
    """Sorts by due date, what has none last."""
    return (p.due.start or "9999" if p.due else "9999", p.first_seen or "9999", p.id)


def figure(quantity: Quantity, unit: str | None) -> str:
    """A quantity in figures: “around 100,000 troop”, “14,000 or more dead”."""
    q = quantity
    if q.value is not None:
        number = f"{q.value:,.0f}" if q.value == int(q.value) else f"{q.value:,}"
    elif q.low is not None and q.high is not None:
        number = f"{q.low:,.0f} to {q.high:,.0f}"
    elif q.low is not None:
        number = f"{q.low:,.0f} or more"
    elif q.high is not None:
        number = f"{q.high:,.0f} or fewer"
    else:
        number = "unknown"
    about = "around " if q.value is not None and q.qualifier else ""
    return f"{about}{number}{f' {unit}' if unit else ''}"


def _toward(kind: PositionType) -> str:
    return {"demand": "of", "claim": "of"}.get(kind, "to")


def _listed(names: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1]))) if names else ""


def _count(n: int, noun: str) -> str:
    several = f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}s"
    return f"{n} {noun if n == 1 else several}"


def _short(words: str) -> str:
    folded = " ".join(words.split())
    return folded if len(folded) <= WIDTH else folded[: WIDTH - 1].rsplit(" ", 1)[0] + " …"


def _span(when: When | None) -> str:
    if when is None or when.start is None:
        return ""
    start, end = when.start[:10], (when.end or when.start)[:10]
    return start if start == end else f"{start} to {end}"


def _last(history: Sequence[Turn], status: str) -> Turn | None:
    return next((t for t in reversed(history) if t.status == status), None)


# ── printing ─────────────────────────────────────────────────────────────────────────────────────────


def heading(found: Brief) -> str:
    """“15 reports, 1962-10-22 to 1962-12-06”, and how many stories they are where some are copies."""
    days = f", {found.first_day} to {found.last_day}" if found.first_day else ""
    stories = len({r.story or r.id for r in found.reports})
    told = f" in {_count(stories, 'story')}" if stories < len(found.reports) else ""
    return f"{_count(len(found.reports), 'report')}{told}{days}"


def _cited(line: Line) -> str:
    """“[1][4] (one story)”: the reports behind a line, and that some of them are copies."""
    marks = "".join(f"[{n}]" for n in line.sources)
    return f"{marks} ({_count(line.stories, 'story')})" if line.stories < len(line.sources) else marks


def _source(report: Report) -> str:
    parts = (report.title or report.id, report.publisher, (report.published_at or "undated")[:10], report.id)
    return ", ".join(filter(None, parts))


def markdown(found: Brief) -> str:
    """The brief as Markdown; nothing in a report's words is taken as markup."""
    out = [f"# Brief: {heading(found)}", ""]

    def put(section: Section, depth: int) -> None:
        out.extend([f"{'#' * depth} {_escape(section.title)}", ""])
        for line in section.lines:
            out.append(f"- {_escape(line.text)} {_cited(line)} `{line.record}`".replace("  ", " "))
        if section.lines and section.more:
            out.append(f"- … {section.more} more: `{section.command}`")
        if section.lines:
            out.append("")
        for part in section.parts:
            put(part, depth + 1)
        if section.more and not section.lines:
            out.extend([f"… {section.more} more sides: `{section.command}`", ""])

    for section in found.sections:
        put(section, 2)
    out.extend(["## Sources", ""])
    out.extend(f"{n}. {_escape(_source(r))}" for n, r in enumerate(found.reports, 1))
    return "\n".join(out) + "\n"


_MARKUP = str.maketrans({c: f"\\{c}" for c in "\\`*_{}[]<>#|!~"})


def _escape(text: str) -> str:
    return plain(text).translate(_MARKUP)


def terminal(found: Brief) -> RenderableType:
    """The brief for `rich`: headings bold, records and sources dim, the reports' words as they are."""
    rows: list[Text] = [Text(f"Brief: {heading(found)}", style="bold")]

    def put(section: Section, depth: int) -> Iterator[Text]:
        yield Text()
        yield Text(plain(section.title), style="bold cyan" if depth == 0 else "bold")
        for line in section.lines:
            row = Text("• ", end="\n")
            row.append(plain(line.text))
            row.append(f" {_cited(line)}" if line.sources else "", style="cyan")
            row.append(f" {line.record}", style="dim")
            yield row
        if section.lines and section.more:
            yield Text(f"  … {section.more} more: {section.command}", style="dim")
        for part in section.parts:
            yield from put(part, depth + 1)
        if section.more and not section.lines:
            yield Text(f"… {section.more} more sides: {section.command}", style="dim")

    for section in found.sections:
        rows.extend(put(section, 0))
    rows.extend([Text(), Text("Sources", style="bold cyan")])
    rows.extend(Text(f"[{n}] {plain(_source(r))}") for n, r in enumerate(found.reports, 1))
    return Group(*rows)
