"""Red lines: who drew which, how firmly, and what came of it; as a table, in sentences and as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import msgspec

from detente.ledger import Filter, Ledger
from detente.records import Event, Measure, Report, Span
from detente.redlines import Fate, RedLine, Touch, Utterance, is_said_undone, red_lines
from detente.threads import Deed
from detente.views.plain import plain
from detente.views.tables import Column, Table, listed, one_line

# The statuses of events that can come of a line: nobody's demand is a deed.
_STATUSES = ("occurred", "ongoing", "planned", "hypothetical", "negated")
# What is searched for the word of somebody that a line was crossed.
_CROSSED = ('"red line"', '"red lines"')


def drawn(ledger: Ledger, wanted: Filter, *, fates: Sequence[Fate] = ()) -> tuple[RedLine, ...]:
    """The red lines by the day on which they were drawn.

    `since` and `until` of the filter are days on which a line was drawn, told again or touched; `actor`, `source` and
    `target` are who drew it and who is warned. What came of a line is looked for in all that the ledger holds.
    """
    lines = all_lines(ledger)
    chosen = {
        p.id
        for p in ledger.positions(
            Filter(
                actor=wanted.actor,
                source=wanted.source,
                target=wanted.target,
                dyad=wanted.dyad,
                report=wanted.report,
            )
        )
    }
    since, until = wanted.first_day() or "", wanted.last_day() or "9999"
    found = [
        line
        for line in lines
        if chosen.intersection(line.positions)
        and (not fates or line.fate in fates)
        and (not (since or wanted.until) or any(since <= day <= until for day in days_of(line)))
    ]
    return tuple(found[: wanted.limit])


def days_of(line: RedLine) -> tuple[str, ...]:
    """The days on which a line was drawn, told again, or something came of it."""
    return tuple(d for d in (line.drawn, line.last_told, *(t.day for t in line.touches)) if d)


def all_lines(ledger: Ledger) -> tuple[RedLine, ...]:
    """Every red line of a ledger with what came of it."""
    return red_lines(
        ledger.positions(),
        deeds_of(ledger),
        actors={a.id: a for a in ledger.actors()},
        texts={r.id: r.text for r in ledger.reports()},
        speakers={s.id: s.speaker for s in ledger.statements()},
        said_crossed=_said_crossed(ledger),
    )


def deeds_of(ledger: Ledger) -> Iterator[Deed]:
    """The events of a ledger with their words, each on its own day, else on that of its report."""
    events = ledger.events(Filter(status=_STATUSES))
    words, days = ledger.words(events), ledger.days()
    for event in events:
        yield Deed(event, words.get(event.id, ""), day_of(event, days))


def day_of(found: Event | Measure, days: Mapping[str, str | None]) -> str | None:
    """The first day of an event or a number, else that of its report."""
    return found.when.start[:10] if found.when and found.when.start else days.get(found.report)


def _said_crossed(ledger: Ledger) -> Iterator[Utterance]:
    hits = {h.id: h for query in _CROSSED for h in ledger.search(query, kinds=("statement",))}
    if not hits:
        return
    days = ledger.days()
    found = [s for s in ledger.statements() if s.id in hits and not s.negated]
    words = ledger.words(found)
    for s in found:
        span = Span(s.content[0].start, s.content[-1].end)
        yield Utterance(s.id, s.speaker, s.report, span, words.get(s.id, ""), days.get(s.report))


# ── printing ─────────────────────────────────────────────────────────────────────────────────────────


def in_words(line: RedLine) -> str:
    """“if Sudan closes the crossing → cut off its fuel”; “unless it leaves → sanctions”."""
    first = line.condition.split(" ", 1)[0].lower()
    mark = "" if first in _OPENING else "unless " if _is_asked_for(line) else "if "
    told = f"{mark}“{one_line(line.condition)}”"
    return f"{told} → “{one_line(line.consequence)}”" if line.consequence else told


# What stands before a condition that needs no “if”.
_OPENING = ("unless", "until", "if", "should", "whoever", "anyone", "anybody", "those", "any", "once", "in")


def _is_asked_for(line: RedLine) -> bool:
    """True where the condition is told by what was demanded: “must withdraw or face sanctions”."""
    return line.is_omission and not is_said_undone(line.condition)


def lines_table(ledger: Ledger, lines: Sequence[RedLine]) -> Table:
    """A row for each line."""
    names = ledger.names()
    return Table(
        (
            Column("drawn", whole=True),
            Column("holder"),
            Column("toward"),
            Column("condition"),
            Column("consequence"),
            Column("firmness", whole=True),
            Column("fate"),
            Column("by"),
            Column("id", whole=True),
            Column("reports", number=True, spare=True),
        ),
        tuple(
            (
                line.drawn,
                names.get(line.holder or ""),
                listed(line.toward, names),
                f"unless: {line.condition}" if _is_asked_for(line) else line.condition,
                line.consequence,
                line.firmness,
                fate_in_words(line),
                listed(dict.fromkeys(a for t in _deciding(line) for a in t.by), names),
                line.id,
                len({e.report for e in line.evidence}),
            )
            for line in lines
        ),
    )


def fate_in_words(line: RedLine) -> str:
    """“crossed 2024-05-07”, “standing”."""
    first = next(iter(_deciding(line)), None)
    return f"{line.fate} {first.day}" if first is not None and first.day else line.fate


def _deciding(line: RedLine) -> tuple[Touch, ...]:
    return tuple(t for t in line.touches if t.kind == line.fate)


def as_text(lines: Sequence[RedLine], ledger: Ledger) -> str:
    """For the terminal: each line with its evidence, and under it, by day, what came of it and why it is thought so."""
    names, numbered = ledger.names(), {r.id: r for r in ledger.reports()}
    out = []
    for line in lines:
        toward = f" → {listed(line.toward, names)}" if line.toward else ""
        firm = f" ({line.firmness})" if line.firmness else ""
        out.append(
            f"{line.drawn or 'undated'}  {names.get(line.holder or '', 'somebody')}{toward}: {in_words(line)}{firm}"
        )
        out.append(f"    {fate_in_words(line)}  {line.id}  {_told_by(line, numbered)}")
        for touch in line.touches:
            words = one_line(touch.span.of(numbered[touch.report].text))
            who = listed(touch.by, names) or "somebody"
            out.append(
                f"    - {touch.kind} {touch.day or 'undated'} {who}: “{words}” {touch.record} ({touch.why})"
            )
    return "".join(f"{plain(text)}\n" for text in out)


def _told_by(line: RedLine, reports: Mapping[str, Report]) -> str:
    stories = {reports[e.report].story or e.report for e in line.evidence if e.report in reports}
    return f"{len(stories)} {'story' if len(stories) == 1 else 'stories'}"


def lines_as_json(lines: Sequence[RedLine]) -> str:
    """One JSON array, a red line a line."""
    rows = ",\n".join(msgspec.json.encode(line).decode() for line in lines)
    return f"[\n{rows}\n]\n" if rows else "[]\n"
