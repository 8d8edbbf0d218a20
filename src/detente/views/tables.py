"""Lists of records as tables: the same columns on the terminal, in CSV and in Markdown."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from detente.ledger import Hit, Ledger
from detente.records import (
    Actor,
    Event,
    Measure,
    Position,
    Quantity,
    Record,
    Report,
    Role,
    Span,
    Statement,
    When,
    encode,
)
from detente.views.plain import plain

Cell = str | int | float | None


@dataclass(frozen=True)
class Column:
    """A column.

    `whole` ones are never broken over lines (ids, days); `spare` ones are left out where there is
    little room.
    """

    title: str
    whole: bool = False
    number: bool = False
    spare: bool = False


@dataclass(frozen=True)
class Table:
    """Columns and the rows under them."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]


def positions_table(ledger: Ledger, positions: Sequence[Position]) -> Table:
    """Where each side stands."""
    names, story_of = ledger.names(), ledger.stories()
    return Table(
        (
            Column("id", whole=True),
            Column("seen", whole=True),
            Column("holder"),
            Column("type", whole=True),
            Column("toward"),
            Column("position"),
            Column("issue"),
            Column("due"),
            Column("status", whole=True),
            Column("reports", number=True, spare=True),
            Column("stories", number=True, spare=True),
        ),
        tuple(
            (
                p.id,
                day(p.first_seen),
                names.get(p.holder or ""),
                p.type,
                listed(p.toward, names),
                position_in_words(p),
                p.issue,
                when_in_words(p.due),
                p.status,
                len({e.report for e in p.evidence}),
                len({story_of.get(e.report, e.report) for e in p.evidence}),
            )
            for p in positions
        ),
    )


def events_table(ledger: Ledger, events: Sequence[Event]) -> Table:
    """Who did what to whom."""
    names, words = ledger.names(), ledger.words(events)
    places, told, story_of = ledger.place_names(e.place for e in events), ledger.days(), ledger.stories()
    return Table(
        (
            Column("id", whole=True),
            Column("day", whole=True),
            Column("source"),
            Column("type", whole=True),
            Column("target"),
            Column("status", whole=True),
            Column("words"),
            Column("place", spare=True),
            Column("told", whole=True, spare=True),
            Column("claim", whole=True, spare=True),
            Column("story", whole=True, spare=True),
        ),
        tuple(
            (
                e.id,
                days_in_words(e.when),
                listed(e.sources, names),
                e.type if e.mode is None else f"{e.type} {e.mode}",
                listed(e.targets, names),
                e.status,
                one_line(words.get(e.id)),
                places.get(e.place or ""),
                told.get(e.report),
                e.claimed_by,
                story_of.get(e.report),
            )
            for e in events
        ),
    )


def statements_table(ledger: Ledger, statements: Sequence[Statement]) -> Table:
    """Who said what."""
    names, words, told = ledger.names(), ledger.words(statements), ledger.days()
    return Table(
        (
            Column("id", whole=True),
            Column("said", whole=True),
            Column("speaker"),
            Column("acts"),
            Column("to"),
            Column("quote", whole=True, spare=True),
            Column("words"),
            Column("told", whole=True, spare=True),
            Column("within", whole=True, spare=True),
        ),
        tuple(
            (
                s.id,
                days_in_words(s.said_at),
                names.get(s.speaker or ""),
                ", ".join((("did not say",) if s.negated else ()) + s.acts),
                listed(s.addressees, names),
                s.quote,
                one_line(words.get(s.id)),
                told.get(s.report),
                s.parent,
            )
            for s in statements
        ),
    )


def actors_table(ledger: Ledger, actors: Sequence[Actor]) -> Table:
    """Who is involved."""
    presence = ledger.presence()
    return Table(
        (
            Column("id", whole=True),
            Column("name"),
            Column("type", whole=True),
            Column("country", whole=True),
            Column("sector", whole=True),
            Column("roles"),
            Column("also called", spare=True),
            Column("mentions", number=True),
            Column("reports", number=True, spare=True),
        ),
        tuple(
            (
                a.id,
                a.name,
                a.type,
                a.country,
                a.sector,
                "; ".join(role_in_words(r) for r in a.roles),
                ", ".join(a.aliases),
                presence[a.id].mentions if a.id in presence else None,
                presence[a.id].reports if a.id in presence else None,
            )
            for a in actors
        ),
    )


def measures_table(ledger: Ledger, measures: Sequence[Measure]) -> Table:
    """The numbers."""
    names, words = ledger.names(), ledger.words(measures)
    places, told = ledger.place_names(m.place for m in measures), ledger.days()
    return Table(
        (
            Column("id", whole=True),
            Column("day", whole=True),
            Column("type", whole=True),
            Column("quantity"),
            Column("unit"),
            Column("actor"),
            Column("place"),
            Column("words"),
            Column("told", whole=True, spare=True),
            Column("report", whole=True, spare=True),
        ),
        tuple(
            (
                m.id,
                days_in_words(m.when),
                m.type,
                quantity_in_words(m.quantity),
                m.unit,
                names.get(m.actor or ""),
                places.get(m.place or ""),
                one_line(words.get(m.id)),
                told.get(m.report),
                m.report,
            )
            for m in measures
        ),
    )


def hits_table(ledger: Ledger, hits: Sequence[Hit]) -> Table:
    """What a search found; the words found stand between « and »."""
    reports = {id: ledger.report(id) for id in dict.fromkeys(h.report for h in hits)}
    return Table(
        (
            Column("id", whole=True),
            Column("kind", whole=True),
            Column("day", whole=True),
            Column("report"),
            Column("words"),
            Column("story", whole=True, spare=True),
        ),
        tuple(
            (
                h.id,
                h.kind,
                day(reports[h.report].published_at),
                reports[h.report].title or h.report,
                one_line(marked(h.snippet, h.marks)),
                reports[h.report].story,
            )
            for h in hits
        ),
    )


def counted_sources(ledger: Ledger, reports: Iterable[str]) -> str:
    """“3 reports, 1 story”: how many reports these are, by their ids, and how many tell something of their own."""
    ids, story_of = set(reports), ledger.stories()
    stories = len({story_of.get(id, id) for id in ids})
    return (
        f"{len(ids)} report{'' if len(ids) == 1 else 's'}, {stories} {'story' if stories == 1 else 'stories'}"
    )


def reports_table(ledger: Ledger, reports: Sequence[Report]) -> Table:
    """The reports read."""
    return Table(
        (
            Column("id", whole=True),
            Column("published", whole=True),
            Column("publisher"),
            Column("title"),
            Column("words", number=True),
            Column("file"),
        ),
        tuple(
            (
                r.id,
                day(r.published_at),
                r.publisher,
                r.title,
                len(r.text.split()),
                ", ".join(ledger.paths(r.id)),
            )
            for r in reports
        ),
    )


# Forms


def as_json(records: Iterable[Record]) -> str:
    """The records as one JSON array, a record a line."""
    lines = ",\n".join(encode(record).decode() for record in records)
    return f"[\n{lines}\n]\n" if lines else "[]\n"


def as_csv(table: Table) -> str:
    """RFC 4180 with a heading, safe to open in a spreadsheet: no cell of text is taken for a formula."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(column.title for column in table.columns)
    writer.writerows([_csv_cell(cell) for cell in row] for row in table.rows)
    return out.getvalue()


def _csv_cell(cell: Cell) -> Cell:
    if not isinstance(cell, str):
        return cell
    text = plain(cell)
    # Spreadsheets skip white space, and East Asian ones take the full-width signs too.
    if (text.lstrip()[:1] in tuple("=+-@＝＋－＠") and text.strip()) or text[:1] in ("\t", "\r", "\n"):
        return "'" + text
    return text


def as_markdown(table: Table) -> str:
    """A table in GitHub's Markdown."""
    lines = [
        [column.title for column in table.columns],
        ["--:" if column.number else "---" for column in table.columns],
        *([_markdown_cell(cell) for cell in row] for row in table.rows),
    ]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


_MARKDOWN = re.compile(r"([\\`*_\[\]<>|~&])")


def _markdown_cell(cell: Cell) -> str:
    return "" if cell is None else _MARKDOWN.sub(r"\\\1", one_line(plain(str(cell))))


# Words for what records hold


def one_line(text: str | None) -> str:
    """The text with each stretch of white space as one space."""
    return " ".join((text or "").split())


def marked(text: str, marks: Iterable[Span]) -> str:
    """The text with each marked stretch between « and »."""
    parts, at = [], 0
    for mark in marks:
        parts += [text[at : mark.start], "«", text[mark.start : mark.end], "»"]
        at = mark.end
    return "".join([*parts, text[at:]])


def listed(ids: Iterable[str], names: Mapping[str, str]) -> str:
    """The names of actors, with commas."""
    return ", ".join(names.get(id, id) for id in ids)


def day(time: str | None) -> str | None:
    """The day of an ISO time."""
    return time[:10] if time else None


def days_in_words(when: When | None) -> str | None:
    """“2022-01-24”, “2022-01-24/30”, “2014”: the days that a time means, in short."""
    if when is None or not (when.start or when.end):
        return None
    first, last = (when.start or when.end or "")[:10], (when.end or when.start or "")[:10]
    if first == last:
        return first
    if first.endswith("-01-01") and last == f"{first[:4]}-12-31":
        return first[:4]
    if first[:7] == last[:7]:
        return f"{first}/{last[8:]}"
    return f"{first}/{last}"


def when_in_words(when: When | None) -> str | None:
    """The days and the words that mean them: “2022-01-24/30 (next week)”."""
    days = days_in_words(when)
    if when is None or not when.text:
        return days
    return f"{days} ({one_line(when.text)})" if days else one_line(when.text)


# Qualifiers that are the number itself: “dozens”. All others stand before a number: “more than 14,000”.
_VAGUE = re.compile(
    r"dozen|score|hundred|thousand|million|billion|several|few|many|couple|handful", re.IGNORECASE
)


def quantity_in_words(quantity: Quantity) -> str:
    """“around 100,000”, “more than 14,000”, “20 to 30”, “dozens (24 or more)”."""
    value, low, high, qualifier = quantity.value, quantity.low, quantity.high, quantity.qualifier
    if value is not None:
        return f"{qualifier} {number(value)}" if qualifier else number(value)
    if qualifier is None or _VAGUE.search(qualifier):
        bounds = _bounds(low, high)
        return f"{qualifier} ({bounds})" if qualifier else bounds
    shown = [number(bound) for bound in (low, high) if bound is not None]
    joined = (" and " if "between" in qualifier else " to ").join(shown)
    return f"{qualifier} {joined}" if joined else qualifier


def _bounds(low: float | None, high: float | None) -> str:
    if low is not None and high is not None:
        return f"{number(low)} to {number(high)}"
    if low is not None:
        return f"{number(low)} or more"
    return f"{number(high)} or fewer" if high is not None else "unknown"


def number(value: float) -> str:
    """With thousands separated, and no more decimals than there are."""
    return f"{int(value):,}" if value == int(value) else f"{value:,.10g}"


def role_in_words(role: Role) -> str:
    """“foreign minister of Russia (2004-03-09/)”."""
    title = f"{role.title} of {role.of}" if role.of else role.title
    return f"{title} ({role.start or ''}/{role.end or ''})" if role.start or role.end else title


def position_in_words(position: Position) -> str:
    """The proposition with its condition and consequence, and what changed since it was first put."""
    parts = [one_line(position.proposition)]
    for label, part in (("condition", position.condition), ("consequence", position.consequence)):
        if part and one_line(part) not in parts[0]:
            parts.append(f"[{label}: {one_line(part)}]")
    parts.extend(f"[changed {day(t.at)}: {one_line(t.change)}]" for t in position.history if t.change)
    return " ".join(parts)
