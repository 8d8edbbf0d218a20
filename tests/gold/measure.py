"""Recall of the gold lists by kind, what is missed and why, what is wrongly told as a fact.

python tests/gold/measure.py            the samples: recall by report and in all, and how positions ended
python tests/gold/measure.py --crises   reports on other crises, of other regions and decades
python tests/gold/measure.py --held-out totals of the reports that nobody looks at while working on the reader

`--missed` beside one of the first two shows every missed line. The held out reports never show theirs: a rule that
was made for one of them would make it worthless as a judge.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Sequence
from pathlib import Path

from detente.evaluate import matching
from detente.evaluate.lists import KINDS, GoldList, PositionLine, load_list, report_of
from detente.ledger import open_ledger
from detente.reading import read_reports
from detente.records import Reading

HERE = Path(__file__).parent
SAMPLES = HERE.parent.parent / "samples"
CRISES = HERE / "crises"
HELD_OUT = CRISES / "held_out"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--crises", action="store_true", help="the open reports on other crises")
    which.add_argument("--held-out", action="store_true", help="totals of the held out reports")
    parser.add_argument("--missed", action="store_true", help="show every missed line and why")
    options = parser.parse_args()
    if options.held_out and options.missed:
        parser.error("what is missed in the held out reports is not shown")
    if options.held_out:
        golds, readings = read_all(HELD_OUT, HELD_OUT)
        print(line("held out crises", matching.total(scores_of(golds, readings))))
    elif options.crises:
        golds, readings = read_all(CRISES, CRISES)
        show(golds, scores_of(golds, readings), "open crises", options.missed)
    else:
        golds, readings = read_all(HERE, SAMPLES)
        show(golds, scores_of(golds, readings), "all samples", options.missed)
        show_endings(golds, readings, options.missed)


def read_all(lists: Path, reports: Path) -> tuple[list[GoldList], list[Reading]]:
    """The gold lists of a folder, not of those below it, and the readings of their reports."""
    golds = [load_list(path) for path in sorted(lists.glob("*.toml"))]
    return golds, list(read_reports(report_of(gold, reports) for gold in golds))


def scores_of(golds: Sequence[GoldList], readings: Sequence[Reading]) -> list[matching.Score]:
    return [matching.score(r, g) for r, g in zip(readings, golds, strict=True)]


def show(golds: Sequence[GoldList], scores: Sequence[matching.Score], name: str, show_missed: bool) -> None:
    """A line for each report, with its wrong facts, and one for all."""
    for gold, score in zip(golds, scores, strict=True):
        print(line(gold.path.stem, score))
        if show_missed:
            for missed, why in score.missed:
                print(f"    missed {missed}\n        → {why}")
        for wrong, what in score.wrong:
            print(f"    WRONG FACT {wrong}\n        → {what}")
    print(line(name, matching.total(scores)))


def show_endings(golds: Sequence[GoldList], readings: Sequence[Reading], show_missed: bool) -> None:
    """How many positions a ledger of all the reports ends in a status that the lists allow."""
    wanted = [
        (r.report, ln)
        for r, g in zip(readings, golds, strict=True)
        for ln in g.lines
        if isinstance(ln, PositionLine) and ln.status
    ]
    with tempfile.TemporaryDirectory() as folder, open_ledger(f"{folder}/samples.db", create=True) as ledger:
        for reading in readings:
            ledger.add(reading)
        positions, actors = ledger.positions(), ledger.actors()
    faults = [(ln, matching.settled(positions, actors, report, ln)) for report, ln in wanted]
    print(f"{'how positions ended (ledger)':32} {sum(f is None for _, f in faults):3} of {len(faults):3}")
    for missed, why in faults if show_missed else ():
        if why is not None:
            print(f"    missed {missed}\n        → {why}")


def line(name: str, score: matching.Score) -> str:
    kinds = "  ".join(f"{kind} {score.recall(kind):.2f}" for kind in KINDS if kind != "never")
    n = len(score.found) + len(score.missed)
    recall = f"{len(score.found):3} of {n:3} = {score.recall():.2f}"
    return f"{name:32} {recall}   {kinds}   wrong facts {len(score.wrong)}"


if __name__ == "__main__":
    main()
