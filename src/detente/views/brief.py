"""The brief: who is involved, where each side stands, what is open, what happened, the numbers.

`brief` gathers it from the ledger, `markdown`, `html` and `terminal` print it. No line says what no record
holds: the words in quotation marks are the report's own, every line ends in its record and its sources.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from html import escape
from typing import Literal

from rich.console import Group, RenderableType
from rich.text import Text

from detente.ledger import Filter, Ledger
from detente.records import (
    REAL,
    Actor,
    Event,
    Measure,
    Position,
    PositionType,
    Quantity,
    Report,
    Role,
    Span,
    Turn,
    When,
)
from detente.redlines import Fate, RedLine
from detente.threads import Sides
from detente.views.deeds import all_beside
from detente.views.plain import plain
from detente.views.redlines import all_lines, in_words

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
# Red lines stand in this order.
FATES: tuple[Fate, ...] = ("crossed", "possibly crossed", "touched", "standing", "heeded")
# Events that are not words alone; demands, promises, threats and refusals stand among the positions.
DEEDS = frozenset({"CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "PROTEST", "MOBILIZE", "SANCTION",
                   "COERCE", "ASSAULT"})  # fmt: skip
VERBS = {
    "CONSULT": "talks", "SUPPORT": "supports", "CONCEDE": "concedes", "COOPERATE": "cooperates", "AID": "aids",
    "RETREAT": "pulls back", "PROTEST": "protests", "MOBILIZE": "moves forces", "SANCTION": "sanctions",
    "COERCE": "coerces", "ASSAULT": "attacks",
}  # fmt: skip


Grouping = Literal["side", "dyad", "issue"]


def brief(
    ledger: Ledger, *, limit: int = LIMIT, since: str | None = None, by: Sequence[Grouping] = ("side",)
) -> Brief:
    """The brief of a ledger: sections in fixed order, at most `limit` lines in each part of one.

    `since` (ISO day) puts first what is new, settled or done since that day. `by` says how the positions are grouped:
    by side, by pair of sides, by what the dispute is about; one section for each.
    """
    reports = ledger.reports()
    numbers = {r.id: n for n, r in enumerate(reports, 1)}
    actors = {a.id: a for a in ledger.actors()}
    positions = ledger.positions()
    days = [r.published_at[:10] for r in reports if r.published_at]
    desk = _Desk(ledger, reports, numbers, actors, limit)
    unsettled = [p for p in positions if p.type in ("demand", "offer") and p.status in ("open", "promised")]
    promised = [p for p in positions if p.type == "commitment" or p.due]
    threats = [p for p in positions if p.type == "threat"]
    lines = all_lines(ledger)
    disputed = [p for p in positions if p.type == "claim" and p.status == "disputed"]
    happened = desk.happened()
    sections = (
        *([desk.changed(since, positions, lines)] if since else []),
        desk.glance(positions, lines, happened),
        desk.involved(),
        *(desk.grouped(grouping, positions) for grouping in by),
        desk.cut("Open demands and offers", "detente positions --open", sorted(unsettled, key=_weight)),
        desk.cut("Promises and due dates", "detente positions --type commitment", sorted(promised, key=_due)),
        desk.cut("Threats", "detente positions --type threat", sorted(threats, key=_weight)),
        desk.red_lines(lines),
        desk.cut("Disputed", "detente positions --status disputed", sorted(disputed, key=_weight)),
        happened,
        desk.words_and_deeds(),
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

    # At a glance

    def glance(self, positions: Sequence[Position], lines: Sequence[RedLine], happened: Section) -> Section:
        """One line each of what a reader asks first: the latest deed, the latest answer, what is due next, the latest
        red line crossed, and what each of the two most active sides still demands."""
        last_day = max(self.published.values(), default="")
        answered = [p for p in positions if p.status not in ("open", "promised", "disputed") and _ended(p)]
        due = [p for p in positions if p.status in ("open", "promised") and p.due and _due(p)[0] > last_day]
        crossed = [x for x in lines if x.fate in ("crossed", "possibly crossed")]
        found = [("Latest", line) for line in happened.lines[-1:]]
        if answered:
            latest = max(answered, key=lambda p: (_ended(p), len(p.evidence), p.confidence, p.id))
            found.append(("Answered", self.position_line(latest, with_holder=True)))
        if due:
            found.append(("Due next", self.position_line(min(due, key=_due), with_holder=True)))
        if crossed:
            worst = max(crossed, key=lambda x: (x.fate == "crossed", x.drawn or "", x.id))
            found.append(("Red line", self.red_line(worst)))
        open_demands: dict[str, list[Position]] = defaultdict(list)
        for p in positions:
            own = self.side_of(p.holder)
            if p.type == "demand" and p.status == "open" and {self.side_of(a) for a in p.toward} - {own, ""}:
                open_demands[own].append(p)
        held = Counter(self.side_of(p.holder) for p in positions)
        ranked = sorted(filter(None, open_demands), key=lambda side: (-held[side], side))
        for side in ranked[:2]:
            first = min(open_demands[side], key=_weight)
            found.append(("Still open", self.position_line(first, with_holder=True)))
        told = tuple(replace(line, text=f"{label}: {line.text}") for label, line in found)
        return Section("At a glance", told)

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

    def grouped(self, grouping: Grouping, positions: Sequence[Position]) -> Section:
        """The positions under their sides, pairs of sides or issues."""
        if grouping == "side":
            return self.sides(positions)
        groups: dict[tuple[str, ...], list[Position]] = defaultdict(list)
        for position in positions:
            if grouping == "issue":
                if position.issue:
                    groups[(position.issue,)].append(position)
                continue
            own = self.side_of(position.holder)
            for other in sorted({self.side_of(a) for a in position.toward} - {own, ""}):
                if own:
                    groups[min(own, other), max(own, other)].append(position)
        titles = {key: key[0] if grouping == "issue" else self.pair(key) for key in groups}
        parts = []
        for key, held in sorted(groups.items(), key=lambda g: (-len(g[1]), titles[g[0]], g[0])):
            held.sort(key=lambda p: (p.first_seen or "9999", *_weight(p)))
            dyad = ",".join(self.code(side) for side in key)
            command = (
                f'detente positions --issue "{key[0]}"'
                if grouping == "issue"
                else f'detente positions --dyad "{dyad}"'
            )
            parts.append(
                self.section(titles[key], [self.position_line(p, with_holder=True) for p in held], command)
            )
        heading = "What the dispute is about" if grouping == "issue" else "Between two sides"
        shown = parts[: self.limit]
        return Section(heading, (), tuple(shown), max(0, len(parts) - len(shown)), "detente positions")

    def pair(self, key: tuple[str, ...]) -> str:
        return " – ".join(sorted(self.code(side) for side in key))

    def code(self, side: str) -> str:
        """The name of a side: of its state, else of the actor whose id the key is."""
        state = self.states.get(side)
        return state.name if state else self.name(side) if side in self.actors else side

    # What changed

    def changed(self, since: str, positions: Sequence[Position], lines: Sequence[RedLine]) -> Section:
        """What is new since a day: positions, how older ones ended, red lines touched, events."""
        new = [p for p in positions if p.first_seen and p.first_seen >= since]
        ended = [
            p
            for p in positions
            if p.first_seen
            and p.first_seen < since
            and any(t.at and t.at >= since and t.status != "open" for t in p.history)
        ]
        touched = [x for x in lines if any(t.day and t.day >= since for t in x.touches)]
        happened = self.happened(since=since)
        parts = (
            self.cut("New", f"detente positions --since {since}", sorted(new, key=_weight)),
            self.cut("Answered, met or lapsed", "detente positions", sorted(ended, key=_weight)),
            self.section(
                "Red lines touched", [self.red_line(x) for x in touched], f"detente redlines --since {since}"
            ),
            Section("Done", happened.lines, (), happened.more, f"detente events --since {since}"),
        )
        return Section(f"What changed since {since}", (), tuple(p for p in parts if p.lines))

    # Red lines, words and deeds

    def red_lines(self, lines: Sequence[RedLine]) -> Section:
        ranked = sorted(lines, key=lambda x: (FATES.index(x.fate), x.drawn or "9999", x.id, x.condition))
        return self.section("Red lines", [self.red_line(x) for x in ranked], "detente redlines")

    def red_line(self, x: RedLine) -> Line:
        toward = self.names(a for a in x.toward[:3] if a != x.holder)
        firm = f" ({x.firmness})" if x.firmness else ""
        consequence = _short(x.consequence) if x.consequence else None
        what = in_words(replace(x, condition=_short(x.condition), consequence=consequence))
        deciding = [t for t in x.touches if t.kind == x.fate][:1]
        came = "".join(
            f" — {x.fate} {t.day or ''}: {self.names(t.by) or 'somebody'} “{_short(self.words_at(t.report, t.span))}”"
            for t in deciding
        )
        reports = [e.report for e in x.evidence] + [t.report for t in deciding]
        text = f"{self.name(x.holder)}{f' to {toward}' if toward else ''}: {what}{firm}{came}"
        return Line(text, x.id, self.sources(reports), self.stories(reports))

    def words_at(self, report: str, span: Span) -> str:
        return span.of(self.texts.get(report, ""))

    def words_and_deeds(self) -> Section:
        """What a side said that it would do or not do, and the first deeds after it that bear on it."""
        found = [b for b in all_beside(self.ledger) if b.done]
        found.sort(key=lambda b: (all(d.claimed for d in b.done), b.said.day, b.said.position))
        lines = []
        for b in found:
            done = sorted(b.done, key=lambda d: (d.claimed, d.day, d.record))[:2]
            told = "; ".join(
                f"{d.day} {self.names(d.by)}{' (as others say)' if d.claimed else ''}:"
                f" “{_short(self.words_at(d.report, d.span))}”"
                for d in done
            )
            said = (
                f"{self.name(b.said.holder)} {b.said.stated} {b.said.day}: “{_short(b.said.words)}” — {told}"
            )
            reports = [e.report for e in b.said.evidence] + [d.report for d in done]
            lines.append(Line(said, b.said.position, self.sources(reports), self.stories(reports)))
        return self.section("Words and deeds", lines, "detente deeds")

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

    def happened(self, since: str | None = None) -> Section:
        told: dict[tuple[object, ...], list[Event]] = defaultdict(list)
        for event in self.ledger.events(Filter(status=REAL)):
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

        events = sorted(
            (e for e in events if since is None or when(e)[:10] >= since), key=lambda e: (when(e), e.id)
        )
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


def _ended(p: Position) -> str:
    """The day on which a position came to its status; empty where no report says."""
    turn = _last(p.history, p.status)
    return (turn.at if turn else None) or ""


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


def cited(line: Line) -> str:
    """“[1][4] (one story)”: the reports behind a line, and that some of them are copies."""
    marks = "".join(f"[{n}]" for n in line.sources)
    return f"{marks} ({_count(line.stories, 'story')})" if line.stories < len(line.sources) else marks


def source_in_words(report: Report) -> str:
    """The title, outlet, day and id of a report."""
    parts = (report.title or report.id, report.publisher, (report.published_at or "undated")[:10], report.id)
    return ", ".join(filter(None, parts))


def markdown(found: Brief) -> str:
    """The brief as Markdown; nothing in a report's words is taken as markup."""
    out = [f"# Brief: {heading(found)}", ""]

    def put(section: Section, depth: int) -> None:
        out.extend([f"{'#' * depth} {_escape(section.title)}", ""])
        for line in section.lines:
            out.append(f"- {_escape(line.text)} {cited(line)} `{line.record}`".replace("  ", " "))
        if section.lines and section.more:
            out.append(f"- … {section.more} more: `{section.command}`")
        if section.lines:
            out.append("")
        for part in section.parts:
            put(part, depth + 1)
        if section.more and not section.lines:
            out.extend([f"… {section.more} more: `{section.command}`", ""])

    for section in found.sections:
        put(section, 2)
    out.extend(["## Sources", ""])
    out.extend(f"{n}. {_escape(source_in_words(r))}" for n, r in enumerate(found.reports, 1))
    return "\n".join(out) + "\n"


_MARKUP = str.maketrans({c: f"\\{c}" for c in "\\`*_{}[]<>#|!~"})


def _escape(text: str) -> str:
    return plain(text).translate(_MARKUP)


STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:50rem;margin:2rem auto;padding:0 1rem;color:#222;background:#fff}"
    "h1{font-size:1.5rem}h2{font-size:1.2rem;border-bottom:1px solid #ccc}h3{font-size:1rem}li{margin:.3rem 0}"
    "code,.more{color:#666;font-size:.85em}a{color:#0645ad}@media(prefers-color-scheme:dark)"
    "{body{color:#ddd;background:#181818}h2{border-color:#444}code,.more{color:#999}a{color:#8ab4f8}}"
)


def html(found: Brief) -> str:
    """The brief as one page that stands alone: no script, no request; its numbers lead to the sources below."""
    out = [
        "<!doctype html>",
        '<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">',
        f"<title>Brief: {_html(heading(found))}</title><style>{STYLE}</style></head><body>",
        f"<h1>Brief: {_html(heading(found))}</h1>",
    ]

    def put(section: Section, depth: int) -> None:
        out.append(f"<h{depth}>{_html(section.title)}</h{depth}>")
        if section.lines:
            out.append("<ul>")
            for line in section.lines:
                marks = " ".join(f'<a href="#source-{n}">[{n}]</a>' for n in line.sources)
                several = line.stories < len(line.sources)
                stories = f" ({_count(line.stories, 'story')})" if several else ""
                out.append(
                    f'<li dir="auto">{_html(line.text)} {marks}{stories} <code>{_html(line.record)}</code></li>'
                )
            out.append("</ul>")
        for part in section.parts:
            put(part, min(depth + 1, 6))
        if section.more:
            more = f"{section.more} more{'' if section.lines else ' parts'}"
            out.append(f'<p class="more">… {more}: <code>{_html(section.command or "")}</code></p>')

    for section in found.sections:
        put(section, 2)
    out.append("<h2>Sources</h2><ol>")
    out.extend(
        f'<li id="source-{n}" dir="auto">{_html(source_in_words(r))}</li>'
        for n, r in enumerate(found.reports, 1)
    )
    out.append("</ol></body></html>")
    return "\n".join(out) + "\n"


def _html(text: str) -> str:
    return escape(plain(text))


def terminal(found: Brief) -> RenderableType:
    """The brief for `rich`: headings bold, records and sources dim, the reports' words as they are."""
    rows: list[Text] = [Text(f"Brief: {heading(found)}", style="bold")]

    def put(section: Section, depth: int) -> Iterator[Text]:
        yield Text()
        yield Text(plain(section.title), style="bold cyan" if depth == 0 else "bold")
        for line in section.lines:
            row = Text("• ", end="\n")
            row.append(plain(line.text))
            row.append(f" {cited(line)}" if line.sources else "", style="cyan")
            row.append(f" {line.record}", style="dim")
            yield row
        if section.lines and section.more:
            yield Text(f"  … {section.more} more: {section.command}", style="dim")
        for part in section.parts:
            yield from put(part, depth + 1)
        if section.more and not section.lines:
            yield Text(f"… {section.more} more: {section.command}", style="dim")

    for section in found.sections:
        rows.extend(put(section, 0))
    rows.extend([Text(), Text("Sources", style="bold cyan")])
    rows.extend(Text(f"[{n}] {plain(source_in_words(r))}") for n, r in enumerate(found.reports, 1))
    return Group(*rows)
