"""Words and deeds: for each side what it said that it would do or not do, and what it then did."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import msgspec

from detente.deeds import COUNTED, Beside, Counted, Done, words_and_deeds
from detente.ledger import Filter, Ledger
from detente.records import Report
from detente.views.plain import plain
from detente.views.redlines import day_of, deeds_of
from detente.views.tables import Cell, Column, Table, listed, one_line


def beside(ledger: Ledger, wanted: Filter, *, with_silence: bool = False) -> tuple[Beside, ...]:
    """Words with the deeds beside them, by side and day; with `with_silence` those, too, beside which no deed is told.

    `actor` and `source` of the filter are whose words they are, `target` to whom they are addressed; `since` and `until`
    days of the deeds (of the words, where no deed is told).
    """
    found = all_beside(ledger)
    chosen = {
        p.id
        for p in ledger.positions(
            Filter(
                source=wanted.source or wanted.actor,
                target=wanted.target,
                dyad=wanted.dyad,
                report=wanted.report,
            )
        )
    }
    since, until = wanted.first_day() or "", wanted.last_day() or "9999"
    kept = []
    for b in found:
        done = tuple(d for d in b.done if since <= d.day <= until)
        silent = with_silence and not b.done and since <= b.said.day <= until
        if b.said.position in chosen and (done or silent):
            kept.append(Beside(b.said, done))
    return tuple(kept[: wanted.limit])


def all_beside(ledger: Ledger) -> tuple[Beside, ...]:
    """All words of a ledger, each with its deeds."""
    texts = {r.id: r.text for r in ledger.reports()}
    return words_and_deeds(
        ledger.positions(),
        deeds_of(ledger),
        _counted(ledger, texts),
        actors={a.id: a for a in ledger.actors()},
        texts=texts,
        speakers={s.id: s.speaker for s in ledger.statements()},
    )


def _counted(ledger: Ledger, texts: Mapping[str, str]) -> Iterator[Counted]:
    days = ledger.days()
    measures = [m for m in ledger.measures(Filter(type=tuple(COUNTED))) if m.actor is not None]
    passages = ledger.passages((m.report, (m.evidence.span,)) for m in measures)
    for measure, passage in zip(measures, passages, strict=True):
        words = passage.span.of(texts[measure.report])
        yield Counted(measure, passage.span, words, day_of(measure, days))


# ── printing ─────────────────────────────────────────────────────────────────────────────────────────


def as_text(found: Sequence[Beside], ledger: Ledger) -> str:
    """For the terminal: under each side its words, and under these, by day, its deeds."""
    names, reports = ledger.names(), {r.id: r for r in ledger.reports()}
    states = {a.country: a.name for a in reversed(ledger.actors()) if a.type == "state" and a.country}
    out: list[str] = []
    side = None
    for b in found:
        if b.said.side != side:
            side = b.said.side
            out.append(f"{states.get(side) or names.get(side) or names.get(b.said.holder, side)}")
        out.append(f"  {b.said.day}  {said_in_words(b, names)}  {b.said.position}")
        out.extend(f"    - {done_in_words(d, names, reports)} {d.record} ({d.why})" for d in b.done)
        if not b.done:
            out.append("    - no deed is told")
    return "".join(f"{plain(line)}\n" for line in out)


def said_in_words(b: Beside, names: Mapping[str, str]) -> str:
    """“Lavrov denied the intention: “invade Ukraine””."""
    condition = f", if “{one_line(b.said.condition)}”" if b.said.condition else ""
    return f"{names.get(b.said.holder, b.said.holder)} {b.said.stated}: “{one_line(b.said.words)}”{condition}"


def done_in_words(d: Done, names: Mapping[str, str], reports: Mapping[str, Report]) -> str:
    """“2022-01-20 Russia: “massed around 100,000 troops near the border””, and that it is somebody's word."""
    word = ", as others say" if d.claimed else ""
    stories = {reports[r].story or r for r in d.told_by if r in reports}
    told = f" [{len(stories)} stories]" if len(stories) > 1 else ""
    return f"{d.day} {listed(d.by, names)}{word}: “{one_line(d.span.of(reports[d.report].text))}”{told}"


def beside_table(ledger: Ledger, found: Sequence[Beside]) -> Table:
    """A row for each deed beside words; one for words without a deed."""
    names, reports = ledger.names(), {r.id: r for r in ledger.reports()}
    columns = (
        Column("said", whole=True),
        Column("holder"),
        Column("stated"),
        Column("words"),
        Column("done", whole=True),
        Column("deed"),
        Column("kind", whole=True, spare=True),
        Column("id", whole=True),
        Column("record", whole=True),
        Column("why", spare=True),
    )
    rows: list[tuple[Cell, ...]] = []
    for b in found:
        start = (b.said.day, names.get(b.said.holder), b.said.stated, one_line(b.said.words))
        for d in b.done:
            words = one_line(d.span.of(reports[d.report].text))
            claimed = f"{words} (as others say)" if d.claimed else words
            rows.append((*start, d.day, claimed, d.kind, b.said.position, d.record, d.why))
        if not b.done:
            rows.append((*start, None, None, None, b.said.position, None, None))
    return Table(columns, tuple(rows))


def beside_as_json(found: Sequence[Beside]) -> str:
    """One JSON array, the words and their deeds a line."""
    rows = ",\n".join(msgspec.json.encode(b).decode() for b in found)
    return f"[\n{rows}\n]\n" if rows else "[]\n"
