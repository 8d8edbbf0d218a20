"""The log of corrections in words: a table, and one line for what an entry says."""

from __future__ import annotations

from collections.abc import Sequence

from detente.corrections import Entry, Value
from detente.ledger import Logged
from detente.views.tables import Column, Table, one_line

DONE = {
    "accept": "accepted", "reject": "rejected", "edit": "edited", "merge": "merged", "split": "split",
    "undo": "undone",
}  # fmt: skip
# Characters of a record's words, and records named before the rest is counted.
WIDTH = 60
NAMED = 3


def log_table(log: Sequence[Logged]) -> Table:
    """Who corrected what, when and why, and what became of it."""
    numbers = {item.entry.id: item.entry.number for item in log}
    return Table(
        (
            Column("entry", number=True),
            Column("at", whole=True),
            Column("author"),
            Column("correction"),
            Column("of"),
            Column("reason"),
            Column("state"),
            Column("id", whole=True, spare=True),
        ),
        tuple(
            (
                item.entry.number,
                item.entry.at[:16].replace("T", " "),
                item.entry.author,
                what(item.entry, numbers.get(item.entry.undoes or "")),
                subjects(item.entry),
                one_line(item.entry.reason),
                _state(item, numbers),
                item.entry.id,
            )
            for item in log
        ),
    )


def what(entry: Entry, undone: int | None = None) -> str:
    """“edit status=planned, targets=Ukraine”, “undo entry 3”."""
    if entry.action == "undo":
        return f"undo {'an entry that is not here' if undone is None else f'entry {undone}'}"
    names = {a.id: a.name for a in entry.names}
    if entry.action == "edit":
        return f"edit {', '.join(f'{c.field}={_written(c.value, names)}' for c in entry.changes)}"
    if entry.action == "split":
        leaving = [names.get(part, part) for part in entry.parts]
        leaving += [a.report or a.words[0] for a in entry.about if a.side]
        return f"split off {', '.join(dict.fromkeys(leaving))}"
    return entry.action


def subjects(entry: Entry) -> str:
    """What an entry is about: kind, id and words of the first few."""
    shown = [
        f"{a.kind} {a.id}" + (f" “{_cut(' … '.join(a.words))}”" if a.words else "")
        for a in entry.about[:NAMED]
    ]
    more = len(entry.about) - NAMED
    return "; ".join(shown) + (f" and {more} more" if more > 0 else "")


def line_of(entry: Entry) -> str:
    """What an entry did, in one line."""
    about = subjects(entry)
    return f"entry {entry.number} ({entry.id}): {what(entry) if about else 'undo'}{f' · {about}' if about else ''}"


def verdict(entry: Entry) -> str:
    """What is said of a record by an entry: “edited (status) by Ana on 2022-01-24: announced only (entry 3)”."""
    fields = f" ({', '.join(c.field for c in entry.changes)})" if entry.changes else ""
    return (
        f"{DONE[entry.action]}{fields} by {entry.author} on {entry.at[:10]}: {one_line(entry.reason)} "
        f"(entry {entry.number})"
    )


def _state(item: Logged, numbers: dict[str, int]) -> str | None:
    if item.undone_by is not None:
        return f"undone by {numbers[item.undone_by]}"
    if not item.loose:
        return None
    return (
        "finds no record"
        if len(item.loose) == len(item.entry.about)
        else f"{len(item.loose)} records not found"
    )


def _written(value: Value, names: dict[str, str]) -> str:
    """A value as it is typed."""
    if value is None or value == ():
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return ",".join(names.get(v, v) for v in value)
    return _cut(names.get(value, value) if isinstance(value, str) else f"{value:g}")


def _cut(text: str) -> str:
    text = one_line(text)
    return text if len(text) <= WIDTH else f"{text[:WIDTH].rsplit(' ', 1)[0]} …"
