"""How well renderings of one utterance are told from other statements, on labelled pairs.

    python bench/utterances.py                 # precision, recall and F1 on the held-out half
    python bench/utterances.py --half look     # on the half to look at, with the pairs told wrongly
    python bench/utterances.py --half fresh    # on pairs written after the reader, freer than the others

tests/gold/utterances.tsv holds pairs of one speaker: the same words, reworded (indirect speech), a paraphrase, or
different (another figure or day, denied, turned round, another matter). “fresh” holds freer paraphrases and differences
closer at hand than the two halves, and was never looked at. “apart” is pairs of statements that one speaker makes in
one report of samples/ and tests/gold/crises: none of them may be joined, nor pairs on different matters.
training/utterances/fit.py fits the weights, on the half to look at and on data of its own.

    python bench/utterances.py --reports FOLDER    # the share of such pairs joined in other reports

Exit code 1 where F1 is under the bar.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections import Counter
from collections.abc import Sequence
from itertools import combinations, product
from pathlib import Path

from detente.records import Reading
from detente.utterances import SAME, likeness

GOLD = Path(__file__).parent.parent / "tests" / "gold" / "utterances.tsv"
BAR = 0.92

Row = dict[str, str]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--half", choices=["look", "held", "fresh"], default="held")
    parser.add_argument("--reports", type=Path)
    options = parser.parse_args()
    if options.reports:
        joined(options.reports)
        return
    with GOLD.open(encoding="utf-8", newline="") as file:
        every = list(csv.DictReader(file, delimiter="\t"))
    rows = [row for row in every if row["half"] == options.half]
    sys.exit(0 if report(rows, show=options.half == "look") >= BAR else 1)


def unrelated(rows: Sequence[Row]) -> list[Row]:
    """Pairs of statements on different matters: each first rendering beside one other of every other topic."""
    firsts: dict[str, Row] = {}
    for row in rows:
        firsts.setdefault(row["topic"], row)
    return [
        {**one, "label": "unrelated", "other": other["other"]}
        for one, other in product(firsts.values(), firsts.values())
        if one["topic"] != other["topic"]
    ]


def report(rows: Sequence[Row], *, show: bool) -> float:
    """Print the figures; F1 of the labelled pairs."""
    hit, told, real = 0, 0, 0
    right, all_of = Counter[str](), Counter[str]()
    for row in (*rows, *unrelated(rows)):
        sure = likeness(row["one"], row["other"])
        same = row["label"] in ("same", "reworded", "paraphrase")
        all_of[row["label"]] += 1
        right[row["label"]] += (sure >= SAME) == same
        if row["label"] != "unrelated":
            told += sure >= SAME
            real += same
            hit += same and sure >= SAME
        if show and (sure >= SAME) != same:
            print(f"{sure:.2f} {row['label']:10} {row['one']} | {row['other']}")
    for label, n in all_of.items():
        print(f"{label:10} {right[label]:4} of {n:4} right ({right[label] / n:.3f})")
    f1 = 2 * hit / (told + real)
    print(f"precision {hit / told:.3f}, recall {hit / real:.3f}, F1 {f1:.3f} (bar {BAR})")
    return f1


def statement_pairs(folder: Path) -> list[tuple[str, str]]:
    """The contents of any two statements of five words and more that one speaker makes in one report."""
    from detente.reading.batch import read_each
    from detente.sources import open_reports

    pairs = []
    for reading in read_each(open_reports([folder])):
        if isinstance(reading, Reading):
            text = reading.report.text
            told = [
                (s, " … ".join(span.of(text) for span in s.content)) for s in reading.statements if s.speaker
            ]
            for (one, words), (other, other_words) in combinations(told, 2):
                apart = not any(a.overlaps(b) for a in one.content for b in other.content)
                if (
                    one.speaker == other.speaker
                    and apart
                    and min(len(words.split()), len(other_words.split())) >= 5
                ):
                    pairs.append((words, other_words))
    return pairs


def joined(folder: Path) -> None:
    """Print which statements of one speaker in one report are taken for one utterance."""
    pairs = statement_pairs(folder)
    found = [(likeness(*pair), *pair) for pair in pairs]
    for sure, one, other in sorted(found, reverse=True):
        if sure >= SAME:
            print(f"{sure:.2f} {' '.join(one.split())} | {' '.join(other.split())}")
    n = sum(sure >= SAME for sure, _, _ in found)
    print(f"{n} of {len(pairs)} pairs joined ({n / max(1, len(pairs)):.4f})")


if __name__ == "__main__":
    main()
