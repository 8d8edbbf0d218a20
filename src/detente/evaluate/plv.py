"""PLV tables: a sentence a row with its source and target marked, and what the one does to the other.

Tab-separated with a header; `sentence`, `marked_sentence` (`<s>…</s>`, `<t>…</t>`), `source`, `target`,
`gold_root` (the 15 classes: PLOVER's with CONCEDE and RETREAT as YIELD) and, where there, `gold_penta` (the quad
class). Where a row's marks lack a tag, the place of its `source` or `target` in the sentence is taken.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from detente.errors import NotGold
from detente.evaluate.items import Asked, Item, Task
from detente.evaluate.lines import text_of
from detente.records import EventType, Span

if TYPE_CHECKING:
    from detente.reading.pairs import PairLabel

CLASS = Task("class", "label", "What does the source do to the target?", headline="macro-F1", by_class=True)
QUAD = Task(
    "quad", "label", "Is it words or deeds, cooperation or conflict?", headline="macro-F1", by_class=True
)

_QUADS = {
    "1": "1 verbal cooperation",
    "2": "2 material cooperation",
    "3": "3 verbal conflict",
    "4": "4 material conflict",
}
_NEEDED = ("sentence", "source", "target", "gold_root")
_FOLDED = {"CONCEDE": "YIELD", "RETREAT": "YIELD"}
_CLASSES = frozenset(
    ("AGREE", "CONSULT", "SUPPORT", "YIELD", "COOPERATE", "AID", "REQUEST", "ACCUSE", "REJECT", "THREATEN",
     "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT")
)  # fmt: skip
_TAG = re.compile(r"</?[st]>")


class Row(NamedTuple):
    """A row of the table; `quad` is None where the table has none, `note` says what its marks lack."""

    id: str
    text: str
    source: Span
    target: Span
    gold: str
    quad: str | None
    note: str | None


def recognises(path: Path, head: str) -> bool:
    """Whether a file's beginning is the header of such a table."""
    return {"gold_root", "sentence"} <= set(head.split("\n", 1)[0].rstrip("\r").split("\t"))


def ask(paths: Iterable[Path]) -> Asked:
    """The rows of tables, each with the reader's answer."""
    from detente.evaluate.answers import label_pairs

    failed: list[str] = []
    rows = [row for path in paths for row in read_rows(path)]
    quads = quad_of_class(rows)
    labels = label_pairs(((row.text, row.source, row.target) for row in rows), failed)
    items = (tuple(items_of(row, label, quads)) for row, label in zip(rows, labels, strict=True))
    return Asked((CLASS, QUAD) if quads else (CLASS,), len(rows), "sentences", items, failed)


def read_rows(path: Path) -> Iterator[Row]:
    """The rows of a table; `NotGold` where one has a class that is none of the 15, or no sentence."""
    table = csv.DictReader(io.StringIO(text_of(path), newline=""), delimiter="\t")
    missing = [name for name in _NEEDED if name not in (table.fieldnames or ())]
    if missing:
        raise NotGold(f"{path}: not a PLV table (no column {', '.join(missing)})")
    for n, row in enumerate(_rows(path, table)):
        gold = (row["gold_root"] or "").strip().upper()
        gold = _FOLDED.get(gold, gold)
        if gold not in _CLASSES:
            known = ", ".join(sorted(_CLASSES))
            raise NotGold(f"{path}, row {n + 1}: gold_root is {gold!r}; the classes are {known}")
        found = _marked(str(n), row, gold)
        if not found.text.strip():
            raise NotGold(f"{path}, row {n + 1}: no sentence")
        yield found


def _rows(path: Path, table: csv.DictReader[str]) -> Iterator[Mapping[str, str | None]]:
    try:
        yield from table
    except csv.Error as error:
        raise NotGold(f"{path}, line {table.line_num}: {error}") from None


def _marked(id: str, row: Mapping[str, str | None], gold: str) -> Row:
    text, places = unmark(row.get("marked_sentence") or row["sentence"] or "")
    spans, lacking = [], []
    for side, tag in (("source", "s"), ("target", "t")):
        span = places.get(tag) or _find(text, row[side] or "")
        if span is None:
            # Asked all the same, of the whole sentence: leaving a hard row out would flatter the reader.
            lacking.append(side)
            span = Span(0, len(text))
        spans.append(span)
    note = f"no place of the {' and the '.join(lacking)}" if lacking else None
    quad = (row.get("gold_penta") or "").strip() or None
    return Row(id, text, spans[0], spans[1], gold, quad, note)


def unmark(marked: str) -> tuple[str, dict[str, Span]]:
    """The sentence without its tags, and the first whole stretch that each of “s” and “t” marks."""
    text, opened, places, at = "", dict[str, int](), dict[str, Span](), 0
    for tag in _TAG.finditer(marked):
        text += marked[at : tag.start()]
        at = tag.end()
        name = tag.group().strip("</>")
        if "/" not in tag.group():
            opened.setdefault(name, len(text))
        elif name in opened and name not in places and opened[name] < len(text):
            places[name] = Span(opened[name], len(text))
    return text + marked[at:], places


def _find(text: str, words: str) -> Span | None:
    """Where the words first stand in a text, white space and case aside."""
    if not words.strip():
        return None
    found = re.search(r"\s+".join(map(re.escape, words.split())), text, flags=re.IGNORECASE)
    return Span(*found.span()) if found else None


def quad_of_class(rows: Iterable[Row]) -> dict[str, str]:
    """The quad class that most rows of a class have, of two that tie the lower; nothing where there are none."""
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        if row.quad is not None:
            votes[row.gold][row.quad] += 1
    return {name: min(count, key=lambda quad: (-count[quad], quad)) for name, count in votes.items()}


def items_of(row: Row, label: PairLabel | None, quads: Mapping[str, str]) -> Iterator[Item]:
    """A row's class and quad class beside the reader's; None is a sentence that the reader failed on."""
    told = _folded(label.type) if label else None
    sure = confidence_of(label) if label else None
    marks = tuple(sorted((row.source, row.target))) if not row.source.overlaps(row.target) else ()
    note = f"{row.source.of(row.text)} → {row.target.of(row.text)}" if row.note is None else row.note
    yield Item(
        id=row.id,
        task=CLASS.name,
        group=row.id,
        gold=row.gold,
        predicted=told,
        right=told == row.gold,
        confidence=sure,
        text=row.text,
        marks=marks,
        note=note,
    )
    if row.quad is not None:
        quad = quads.get(told) if told else None
        yield Item(
            id=row.id,
            task=QUAD.name,
            group=row.id,
            gold=_QUADS.get(row.quad, row.quad),
            predicted=_QUADS.get(quad, quad) if quad else None,
            right=quad == row.quad,
            text=row.text,
            marks=marks,
            note=note,
        )


def _folded(type_: EventType) -> str:
    return _FOLDED.get(type_, type_)


def confidence_of(label: PairLabel) -> float:
    """How sure the reader is of its folded class: of its own type, and of those that fold into the same."""
    folded = _folded(label.type)
    others = (s for t, s in label.label_scores.items() if t != label.type and _folded(t) == folded)
    return min(1.0, label.confidence + sum(others))
