"""Sentences of reports that tell an own type: a stream beside the records, never among them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec

from detente.ownbook.folder import OwnType
from detente.ownbook.learning import THRESHOLD, Learned
from detente.ownbook.meaning import meanings_of
from detente.ownbook.regression import Floats
from detente.records import Event, Reading, Span

if TYPE_CHECKING:
    from detente.ledger import Ledger


class Find(msgspec.Struct, frozen=True, tag_field="kind", tag="own"):
    """A sentence that tells an own type. `score` is None where only its trigger words were sought.

    `events` are those that detente reads in the sentence.
    """

    type: str
    report: str
    span: Span
    score: float | None
    events: tuple[str, ...]
    text: str

    @property
    def place(self) -> str:
        """Where it stands, as `detente codebook add` takes it: the report's id, “@”, its first character."""
        return f"{self.report}@{self.span.start}"


@dataclass(frozen=True)
class Wanted:
    """A type to find from the score `least` on, with what was learned of it; None where its trigger words are all."""

    type: OwnType
    learned: Learned | None
    least: float = THRESHOLD


def finds_in(reading: Reading, wanted: Sequence[Wanted]) -> Iterator[Find]:
    """The sentences of one report that tell one of the types wanted: type by type, in the order of the text."""
    text = reading.report.text
    sentences = [trimmed for span in reading.sentences if (trimmed := _trimmed(span, text)) is not None]
    said = {span: " ".join(span.of(text).split()) for span in sentences}
    meanings: dict[Span, Floats] = {}  # a sentence is told once, however many types are wanted
    for one in wanted:
        for span in sentences:
            if not holds_trigger(said[span], one.type.triggers):
                continue
            score = None
            if one.learned is not None:
                if span not in meanings:
                    (meanings[span],) = meanings_of([said[span]])
                (score,) = one.learned.scores([meanings[span]])
            if score is None or score >= one.least:
                here = tuple(e.id for e in reading.events if span.contains(e.evidence.trigger))
                yield Find(one.type.name, reading.report.id, span, score, here, said[span])


def events_told(ledger: Ledger, events: Sequence[Event], wanted: Wanted) -> tuple[Event, ...]:
    """Those of the events that stand in a sentence which tells the type wanted."""
    told = {
        id
        for report in sorted({event.report for event in events})
        for find in finds_in(ledger.reading(report), [wanted])
        for id in find.events
    }
    return tuple(event for event in events if event.id in told)


def _trimmed(span: Span, text: str) -> Span | None:
    """The same without white space at its ends; None where nothing is left."""
    said = span.of(text)
    start, end = span.start + len(said) - len(said.lstrip()), span.start + len(said.rstrip())
    return Span(start, end) if start < end else None


def holds_trigger(sentence: str, triggers: Sequence[str]) -> bool:
    """True where the sentence holds one of the words or phrases, or none is asked for.

    A word holds where it begins one of the sentence: “swap” is in *swaps*, *swapped*, *swapping*.
    """
    return not triggers or any(
        re.search(r"\b" + r"\w*\s+".join(map(re.escape, trigger.split())), sentence, re.IGNORECASE)
        for trigger in triggers
    )
