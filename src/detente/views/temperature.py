"""The temperature between two sides, gathered from the ledger: table, sparkline, chart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from detente.errors import DetenteError
from detente.ledger import Filter, Ledger
from detente.records import Event
from detente.temperature import By, Deed, Point, Told, deeds_of, temperature
from detente.views.record import in_one_line
from detente.views.tables import Column, Table

if TYPE_CHECKING:
    from detente.turning import Turn

# Blocks of a sparkline from −10 to 10.
BLOCKS = "▁▂▃▄▅▆▇█"


@dataclass(frozen=True)
class Temperature:
    """A series, its turning points, and the sides that it is about as the user named them."""

    title: str
    by: By
    points: tuple[Point, ...]
    turns: tuple[Turn, ...]
    deeds: tuple[Deed, ...]


def temperature_of(ledger: Ledger, wanted: Filter, *, by: By = "week") -> Temperature:
    """The temperature of the events that a filter lists, by day, week or month. An event counts on its own day, else
    on the day of its report; one that has neither is left out."""
    from detente.turning import turning_points

    deeds = deeds_of(told_events(ledger, wanted), dict(Counter(ledger.stories().values())))
    return Temperature(_title(wanted), by, temperature(deeds, by=by), turning_points(deeds), deeds)


def told_events(ledger: Ledger, wanted: Filter) -> list[Told]:
    """The events of a filter with their days, their stories and their sides: an actor that has a country stands for it.

    An event between several actors is one telling for each pair of sides.
    """
    sides = {actor.id: actor.country or actor.id for actor in ledger.actors()}
    stories, days = ledger.stories(), ledger.days()
    found = []
    for event in ledger.events(replace(wanted, limit=None)):
        day = day_of(event, days.get(event.report))
        if day is None:
            continue
        sources = sorted({sides.get(id, id) for id in event.sources}) or [""]
        targets = sorted({sides.get(id, id) for id in event.targets}) or [""]
        story = stories.get(event.report, event.report)
        found += [
            Told(event, event.report, story, day, s, t) for s in sources for t in targets if s != t or not s
        ]
    return found


def day_of(event: Event, published: str | None) -> date | None:
    """The day that an event is counted on: its own where the text says one, else that of the report; where the text
    says a longer time, the report's day if it lies in it, else the last day of the time."""
    reported = date.fromisoformat(published[:10]) if published else None
    if event.when is None or event.when.start is None or event.when.end is None:
        return reported
    start, end = event.when.start[:10], event.when.end[:10]
    if reported is not None and start <= reported.isoformat() <= end:
        return reported
    return date.fromisoformat(end)


def temperature_table(found: Temperature, *, gaps: bool = True) -> Table:
    """A row a period; `gaps` keeps those of which nothing is told."""
    return Table(
        (
            Column("from"), Column("to"), Column("net", number=True), Column("low", number=True), Column("high", number=True),
            Column("conflict", number=True), Column("cooperation", number=True), Column("deeds", number=True),
            Column("stories", number=True),
        ),
        tuple(
            (
                p.start.isoformat(), p.end.isoformat(), *(_rounded(v) for v in (p.net, p.low, p.high, p.conflict, p.cooperation)),
                p.deeds, p.stories,
            )
            for p in found.points
            if gaps or p.deeds
        ),
    )  # fmt: skip


def sparkline(points: Sequence[Point]) -> str:
    """The net temperature as a line of blocks, −10 the lowest, 10 the highest; a gap where nothing was told."""
    return "".join(" " if p.net is None else BLOCKS[min(7, int((p.net + 10) / 20 * 8))] for p in points)


@dataclass(frozen=True)
class ToldTurn:
    """A turning point in words, and the deeds that made it: the words of each and the event that tells it."""

    words: str
    deeds: tuple[tuple[str, str], ...]


def turns_in_words(ledger: Ledger, found: Temperature) -> tuple[ToldTurn, ...]:
    """Each turning point with the deeds that made it, in their words."""
    names: Mapping[str, str] = ledger.names()
    events = {id: ledger.record(id) for turn in found.turns for id in (deed.events[0] for deed in turn.deeds)}
    words = ledger.words(events.values())
    told = []
    for turn in found.turns:
        way = "colder" if turn.after < turn.before else "warmer"
        ids = [deed.events[0] for deed in turn.deeds]
        deeds = tuple((in_one_line(events[id], names, words.get(id, "")), id) for id in ids)
        told.append(ToldTurn(f"{turn.day}  {way}: {turn.before:+.1f} → {turn.after:+.1f}", deeds))
    return tuple(told)


def as_json(found: Temperature) -> str:
    """The series and its turning points as one JSON object; days as ISO 8601."""
    return msgspec.json.encode(
        {"title": found.title, "by": found.by, "points": found.points, "turns": found.turns}
    ).decode()


def frame(found: Temperature) -> Any:
    """The series as a Polars data frame, a row a period; needs polars."""
    import polars

    return polars.DataFrame([msgspec.to_builtins(p, builtin_types=(date,)) for p in found.points])


def plot(found: Temperature, out: Path) -> None:
    """Draw the series into a file; the ending says how: .svg, .png or .html. Errors as of `picture`."""
    if out.suffix.lower() not in (".svg", ".png", ".html"):
        raise DetenteError(f"{out}: no kind of picture that detente draws; name it .svg, .png or .html.")
    out.write_bytes(picture(found, out.suffix.lower()[1:]))


def picture(found: Temperature, kind: str) -> bytes:
    """The series with its band and its turning points as “svg”, “png” or “html”, which carries all that it needs.

    Needs the extra `plot` (altair, vl-convert); `DetenteError` where that is missing.
    """
    try:
        import altair
        import vl_convert
    except ImportError as error:
        raise DetenteError("Drawing needs two more libraries: pip install 'detente[plot]'.") from error
    draw: dict[str, Callable[[str], bytes]] = {
        "svg": lambda spec: vl_convert.vegalite_to_svg(spec).encode(),
        "png": lambda spec: bytes(vl_convert.vegalite_to_png(spec, scale=2)),
        "html": lambda spec: vl_convert.vegalite_to_html(spec, bundle=True).encode(),
    }
    # A period without a deed breaks the line: nothing is known of it.
    rows = [
        {"day": p.start.isoformat(), "net": p.net, "low": p.low, "high": p.high, "deeds": p.deeds}
        for p in found.points
    ]
    days = altair.X("day:T", title=None)
    scale = altair.Scale(domain=[-10, 10])
    series = altair.Chart(altair.Data(values=rows), width=720, height=280, title=found.title)
    band = series.mark_area(opacity=0.2).encode(x=days, y=altair.Y("low:Q", scale=scale), y2="high:Q")
    bars = series.mark_rule(opacity=0.4).encode(x=days, y=altair.Y("low:Q", scale=scale), y2="high:Q")
    line = series.mark_line(point=True).encode(
        x=days,
        y=altair.Y("net:Q", scale=scale, title="net temperature (Goldstein)"),
        tooltip=["day:T", "net:Q", "low:Q", "high:Q", "deeds:Q"],
    )
    turns = [{"day": t.day.isoformat(), "shift": f"{t.before:+.1f} → {t.after:+.1f}"} for t in found.turns]
    rules = (
        altair.Chart(altair.Data(values=turns))
        .mark_rule(strokeDash=[4, 4])
        .encode(x="day:T", tooltip=["day:T", "shift:N"])
    )
    return draw[kind]((band + bars + line + rules).to_json())


def _title(wanted: Filter) -> str:
    if wanted.dyad is not None:
        return " – ".join(wanted.dyad)
    names = [name for name in (wanted.actor, wanted.source, wanted.target) if name]
    return " → ".join(names) or "All events"


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 2)
