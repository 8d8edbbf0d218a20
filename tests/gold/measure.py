"""Recall of the samples' gold lists by kind, what is missed and why, what is wrongly told as a fact.

python tests/gold/measure.py            recall by report and in all
python tests/gold/measure.py --missed   with every missed line
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from detente.evaluate import matching
from detente.evaluate.lists import KINDS, PositionLine, load_list
from detente.ledger import open_ledger
from detente.reading import read_reports
from detente.records import Report
from detente.sources import open_reports

HERE = Path(__file__).parent
SAMPLES = HERE.parent.parent / "samples"


def main(show_missed: bool) -> None:
    golds = [load_list(path) for path in sorted(HERE.glob("*.toml"))]
    files = {gold.report: list(open_reports([SAMPLES / gold.report])) for gold in golds}
    reports = [r for g in golds if isinstance(r := files[g.report][g.part], Report)]
    readings = list(read_reports(reports))
    scores = [matching.score(r, g) for r, g in zip(readings, golds, strict=True)]
    for gold, score in zip(golds, scores, strict=True):
        print(line(gold.path.stem, score))
        if show_missed:
            for missed, why in score.missed:
                print(f"    missed {missed}\n        → {why}")
        for wrong, what in score.wrong:
            print(f"    WRONG FACT {wrong}\n        → {what}")
    print(line("all samples", matching.total(scores)))
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
    main("--missed" in sys.argv[1:])
