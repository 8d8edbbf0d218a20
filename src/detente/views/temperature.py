"""The temperature between two sides, gathered from the ledger: table, sparkline, chart."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from detente.errors import DetenteError, UnknownName
from detente.ledger import Filter, Ledger
from detente.records import Event, Span
from detente.sources.coded import Coded
from detente.temperature import By, Daily, Deed, Point, Told, daily, deeds_of, merged, temperature
from detente.threads import load_alliances
from detente.views.record import in_one_line
from detente.views.tables import Column, Table

if TYPE_CHECKING:
    from detente.dataset import DataSet
    from detente.turning import Turn

# What detente's own coding is called beside that of others.
OWN = "detente"
# Blocks of a sparkline from −10 to 10.
BLOCKS = "▁▂▃▄▅▆▇█"


@dataclass(frozen=True)
class Temperature:
    """A series, its turning points, and the sides that it is about as the user named them; its deeds where they were
    added up one by one, not by a database."""

    title: str
    by: By
    points: tuple[Point, ...]
    turns: tuple[Turn, ...]
    deeds: tuple[Deed, ...] = ()


def temperature_of(
    ledger: Ledger, *wanted: Filter, by: By = "week", coders: Sequence[str] = (OWN,)
) -> Temperature:
    """The temperature of the events that one of the filters lists, by day, week or month; the first names it. An event
    counts on its own day, else on the day of its report; one that has neither is left out. `coders` as of `told_deeds`."""
    from detente.turning import turning_points

    if len(coders) == len(wanted) == 1 and coders[0] in ledger.coders():
        # A table of a million events is added up by the database.
        told = ledger.coded_daily(coders[0], wanted[0])
        turns = ledger.coded_turns(coders[0], wanted[0])
        return Temperature(_title(wanted[0], coders), by, temperature(told, by=by), turns)
    deeds = told_deeds(ledger, *wanted, coders=coders)
    return Temperature(
        _title(wanted[0], coders), by, temperature(daily(deeds), by=by), turning_points(deeds), deeds
    )


def temperature_of_files(files: DataSet, wanted: Filter, *, by: By = "week") -> Temperature:
    """The same of a folder of Parquet, without its deeds: `DataSet.deeds` gives them."""
    told = files.choose(wanted).daily()
    return Temperature(_title(wanted, (OWN,)), by, temperature(told, by=by), files.turns(told))


def told_deeds(ledger: Ledger, *wanted: Filter, coders: Sequence[str] = (OWN,)) -> tuple[Deed, ...]:
    """The deeds that the events of one of the filters tell: those of detente, those that another coder of the ledger has
    (`Ledger.coders`), or of several, merged. `UnknownName` where the ledger holds nothing of a coder."""
    told = []
    for coder in coders:
        if coder == OWN:
            told.append(deeds_of(told_events(ledger, *wanted), dict(Counter(ledger.stories().values()))))
        elif coder in ledger.coders():
            told.append(tuple(dict.fromkeys(d for one in wanted for d in ledger.coded_deeds(coder, one))))
        else:
            held = ", ".join((OWN, *ledger.coders()))
            raise UnknownName(f"the ledger holds nothing that “{coder}” has coded; it holds: {held}.")
    return told[0] if len(told) == 1 else merged(deed for deeds in told for deed in deeds)


def told_events(ledger: Ledger, *wanted: Filter) -> list[Told]:
    """The events of the filters with their days, their stories and their sides: an actor that has a country stands for it.

    An event between several actors is one telling for each pair of sides. Of an issue are the events in whose words a
    position on it is taken.
    """
    sides = {actor.id: actor.country or actor.id for actor in ledger.actors()}
    stories, days = ledger.stories(), ledger.days()
    events = {(e.report, e.id): e for one in wanted for e in ledger.events(replace(one, limit=None))}
    issues = {one.issue for one in wanted if one.issue is not None}
    spans = _spans_of_issues(ledger, issues)
    found = []
    for event in events.values():
        day = day_of(event, days.get(event.report))
        if day is None:
            continue
        if issues and not any(event.evidence.trigger.overlaps(span) for span in spans.get(event.report, ())):
            continue
        sources = sorted({sides.get(id, id) for id in event.sources}) or [""]
        targets = sorted({sides.get(id, id) for id in event.targets}) or [""]
        story = stories.get(event.report, event.report)
        found += [
            Told(event, event.report, story, day, s, t) for s in sources for t in targets if s != t or not s
        ]
    return found


def _spans_of_issues(ledger: Ledger, issues: Iterable[str]) -> Mapping[str, list[Span]]:
    """For each report where the positions on some issues stand in it."""
    spans: dict[str, list[Span]] = defaultdict(list)
    for issue in sorted(issues):
        for position in ledger.positions(Filter(issue=issue)):
            for passage in ledger.sentence_of(position):
                spans[passage.report] += passage.sentences
    return spans


def with_members(ledger: Ledger, wanted: Filter) -> tuple[Filter, ...]:
    """A filter and those that name, in place of an alliance of it, one of its members (codebook/alliances.toml)."""
    known = {actor.country for actor in ledger.actors() if actor.country}
    alliances = load_alliances()

    def those(name: str | None) -> list[str | None]:
        full = name if name is None else ledger.actor(name).name
        return [name, *(m for m in alliances.get(full or "", ()) if m in known)]

    if wanted.dyad is not None:
        one, other = (those(name) for name in wanted.dyad)
        return tuple(replace(wanted, dyad=(a, b)) for a in one for b in other if a and b and a != b)
    return tuple(replace(wanted, actor=name) for name in those(wanted.actor))


def sides_apart(ledger: Ledger, wanted: Filter, *, coders: Sequence[str] = (OWN,)) -> tuple[Daily, Daily]:
    """What each of the two sides of a filter's dyad does to the other, by day."""
    assert wanted.dyad is not None
    one, other = wanted.dyad
    there = replace(wanted, dyad=None, source=one, target=other)
    back = replace(wanted, dyad=None, source=other, target=one)
    return daily(told_deeds(ledger, there, coders=coders)), daily(told_deeds(ledger, back, coders=coders))


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
            Column("stories", number=True), Column("verbal", number=True, spare=True), Column("material", number=True, spare=True),
        ),
        tuple(
            (
                p.start.isoformat(), p.end.isoformat(), *(_rounded(v) for v in (p.net, p.low, p.high, p.conflict, p.cooperation)),
                p.deeds, p.stories, _rounded(p.verbal), _rounded(p.material),
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
    return turns_with(found, deeds_in_words(ledger, [deed for turn in found.turns for deed in turn.deeds]))


def turns_with(found: Temperature, words: Mapping[Deed, str]) -> tuple[ToldTurn, ...]:
    """Each turning point with the words of the deeds that made it."""
    return tuple(
        ToldTurn(
            f"{turn.day}  {_way(turn.before, turn.after)}: {turn.before:+.1f} → {turn.after:+.1f}",
            tuple((words[deed], deed.events[0]) for deed in turn.deeds),
        )
        for turn in found.turns
    )


def deeds_in_words(ledger: Ledger, deeds: Iterable[Deed]) -> Mapping[Deed, str]:
    """Each deed as the first event that tells it has it; one that others have coded as their table has it."""
    names, firsts = ledger.names(), {deed: deed.events[0] for deed in deeds}
    coded = ledger.coded_events(firsts.values())
    events = {id: ledger.record(id) for id in firsts.values() if id not in coded}
    words = ledger.words(events.values())
    lines = {id: in_one_line(event, names, words.get(id, "")) for id, event in events.items()}
    lines.update((id, _coded_in_words(event)) for id, event in coded.items())
    return {deed: lines[id] for deed, id in firsts.items()}


def _coded_in_words(event: Coded) -> str:
    told = f": {' '.join(event.words.split())}" if event.words else ""
    return f"{event.type} ({event.coder} {event.code}) · {event.source_name} → {event.target_name}{told}"


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


def _way(before: float, after: float) -> str:
    return "colder" if after < before else "warmer"


def _title(wanted: Filter, coders: Sequence[str]) -> str:
    names = [name for name in (wanted.actor, wanted.source, wanted.target) if name]
    title = " – ".join(wanted.dyad) if wanted.dyad is not None else " → ".join(names)
    title = ", ".join(filter(None, (title, wanted.issue))) or "All events"
    return title if tuple(coders) == (OWN,) else f"{title} ({', '.join(coders)})"


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 2)
