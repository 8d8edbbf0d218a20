"""How often the reader tells what happened from what did not, on the pairs of tests/gold/status.tsv.

    python bench/status.py                 # both halves
    python bench/status.py --half odd      # the half that may be looked at while the rules are worked on
    python bench/status.py --errors        # with every sentence of the odd half that is read wrongly

Each pair tells one event, marked by its word in angle brackets, once as having taken place and once as planned,
hypothetical, negated or demanded. Read twice: by the grammar alone (`status_of` of the marked word), and as the
event that the whole reader finds at that word, where it finds one. Pairs of even number are held out: their
totals are printed, their sentences never. Bars: balanced accuracy 0.95; less than 1 % of what did not happen
told as a fact. Exit code 1 where a bar is missed.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import sqrt
from pathlib import Path
from typing import Literal, cast, get_args

from spacy.tokens import Doc

from detente.reading import read_parsed
from detente.reading.language import load_language
from detente.reading.modality import status_of
from detente.records import EVENT_TYPES, EventStatus, make_report

PAIRS = Path(__file__).parent.parent / "tests" / "gold" / "status.tsv"
STATUSES: tuple[EventStatus, ...] = get_args(EventStatus)
HAPPENED = frozenset(("occurred", "ongoing"))
# Types that are done by words alone.
WORDS = frozenset(("AGREE", "REQUEST", "ACCUSE", "REJECT", "THREATEN"))
LEAST_BALANCED = 0.95
MOST_TOLD_AS_FACT = 0.01

Half = Literal["odd", "even"]


@dataclass(frozen=True)
class Marked:
    """One sentence: its pair, the status that a careful person gives, the type, where the marked word starts."""

    pair: int
    status: EventStatus
    type: str
    text: str
    start: int

    @property
    def half(self) -> Half:
        return "odd" if self.pair % 2 else "even"

    @property
    def happened(self) -> bool:
        return self.status in HAPPENED

    def __str__(self) -> str:
        return f"{self.text[: self.start]}*{self.text[self.start :]}"


@dataclass(frozen=True)
class Answer:
    """What was read of a sentence; `told` is None where no event was found."""

    asked: Marked
    told: EventStatus | None

    @property
    def right(self) -> bool:
        return (self.told in HAPPENED) == self.asked.happened


def load_pairs(path: Path = PAIRS) -> tuple[Marked, ...]:
    """The sentences in the file's order; raises ValueError where a row is not in order."""
    found = []
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            sentence, status = row["sentence"], row["status"]
            if sentence.count("<") != 1 or sentence.count(">") != 1:
                raise ValueError(f"{path}: not one marked word: {sentence}")
            if status not in STATUSES or row["type"] not in EVENT_TYPES:
                raise ValueError(f"{path}: unknown status or type: {status}, {row['type']}")
            text = sentence.replace("<", "").replace(">", "")
            found.append(
                Marked(int(row["pair"]), cast(EventStatus, status), row["type"], text, sentence.index("<"))
            )
    return tuple(found)


def by_grammar(asked: Marked, doc: Doc) -> EventStatus | None:
    """The status that the grammar around the marked word gives it."""
    return status_of(next(t for t in doc if t.idx <= asked.start < t.idx + len(t)))


def by_event(asked: Marked, doc: Doc) -> EventStatus | None:
    """The status of the event that the reader finds at the marked word; of two the more real one.

    The promise, demand or threat of a deed may stand at the deed's own word and has been made: it is not asked for.
    """
    events = read_parsed(make_report(asked.text), doc).events
    here = [
        e.status
        for e in events
        if e.evidence.trigger.start <= asked.start < e.evidence.trigger.end
        and (e.type not in WORDS or e.type == asked.type)
    ]
    return min(here, key=STATUSES.index, default=None)


def answer(
    pairs: Iterable[Marked], docs: Iterable[Doc], read: Callable[[Marked, Doc], EventStatus | None]
) -> tuple[Answer, ...]:
    return tuple(Answer(asked, read(asked, doc)) for asked, doc in zip(pairs, docs, strict=True))


def balanced_accuracy(answers: Sequence[Answer]) -> float:
    """The mean of the share right among what happened and among what did not."""
    shares = []
    for happened in (True, False):
        group = [a.right for a in answers if a.asked.happened is happened]
        shares.append(sum(group) / len(group) if group else 1.0)
    return sum(shares) / 2


def told_as_fact(answers: Sequence[Answer]) -> tuple[int, int]:
    """How many of the events that did not happen are told as happened, and of how many."""
    unreal = [a for a in answers if not a.asked.happened]
    return sum(not a.right for a in unreal), len(unreal)


def wilson(k: int, n: int, z: float = 1.96) -> tuple[float, float]:
    """The 95 % interval of a share of k in n (Wilson's score interval)."""
    if n == 0:
        return 0.0, 1.0
    share, spread = k / n, z * z / n
    middle = share + spread / 2
    width = z * sqrt(share * (1 - share) / n + spread / (4 * n))
    return max(0.0, (middle - width) / (1 + spread)), min(1.0, (middle + width) / (1 + spread))


def print_scores(title: str, answers: Sequence[Answer]) -> None:
    happened = [a for a in answers if a.asked.happened]
    wrong, unreal = told_as_fact(answers)
    low, high = wilson(wrong, unreal)
    same = sum(a.told == a.asked.status for a in answers)
    print(
        f"{title:28} n {len(answers):4}  balanced accuracy {balanced_accuracy(answers):.3f}  "
        f"happened told so {sum(a.right for a in happened)}/{len(happened)}  "
        f"not happened told as a fact {wrong}/{unreal} = {wrong / max(unreal, 1):.1%} [{low:.1%}, {high:.1%}]  "
        f"status exact {same / max(len(answers), 1):.3f}"
    )


def print_confusion(answers: Sequence[Answer]) -> None:
    counts = Counter((a.asked.status, a.told) for a in answers)
    print("\nrows: as a careful person reads it; columns: as the grammar does")
    print(" " * 14 + "".join(f"{s:>13}" for s in STATUSES))
    for gold in STATUSES:
        print(f"{gold:14}" + "".join(f"{counts[gold, told]:13}" for told in STATUSES))


def main() -> int:
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("--half", choices=get_args(Half), help="only this half")
    options.add_argument("--errors", action="store_true", help="print the odd half's errors")
    chosen = options.parse_args()
    halves: tuple[Half, ...] = (chosen.half,) if chosen.half else get_args(Half)
    pairs = [p for p in load_pairs() if p.half in halves]
    docs = list(load_language().pipe(p.text for p in pairs))
    grammar = answer(pairs, docs, by_grammar)
    events = answer(pairs, docs, by_event)
    for half in halves:
        print_scores(f"grammar, {half} pairs", [a for a in grammar if a.asked.half == half])
        found = [a for a in events if a.asked.half == half and a.told is not None]
        print_scores(f"events found, {half} pairs", found)
    print_scores("grammar, all", grammar)
    print_scores("events found, all", [a for a in events if a.told is not None])
    print_confusion(grammar)
    if chosen.errors:
        print("\nread wrongly (odd half):")
        for a, e in zip(grammar, events, strict=True):
            if a.asked.half == "odd" and (not a.right or (e.told is not None and not e.right)):
                print(f"  {a.asked.pair:3} {a.asked.status:12} read {a.told}, event {e.told}: {a.asked}")
    wrong, unreal = told_as_fact(grammar)
    return int(balanced_accuracy(grammar) < LEAST_BALANCED or wrong / unreal >= MOST_TOLD_AS_FACT)


if __name__ == "__main__":
    sys.exit(main())
