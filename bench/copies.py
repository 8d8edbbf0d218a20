"""How the time and memory of finding copies grow with the number of reports.

    python bench/copies.py                   # 10,000 and 100,000 generated reports
    python bench/copies.py 10000 100000 1000000

Reports of about 150 words, three in ten a copy of an earlier one (cut, or with another beginning); for each number a process
of its own makes them one by one, keeps their sketches and groups them. Printed are CPU seconds, reports a second, the exponent
of growth from one number to the next (1 is linear) and the recall of the pairs that are copies. Exit code 1 where the
exponent is over 1.15 or fewer than 5,000 reports a second are told.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from detente.stories import copies_among, grouped, sketch_of

MOST_GROWTH, FEWEST_A_SECOND = 1.15, 5_000
# As many words as running news text has, drawn as often as words of a language are (Zipf).
_WORDS = [f"{a}{b}{c}" for a in ("ba", "ke", "li", "mo", "nu", "ra", "se", "ti", "vo", "zu") for b in "bdfgklmnprst" for c in ("al", "en", "ir", "os", "um", "ath", "ell", "ond", "ert", "ing")]  # fmt: skip
_ODDS = [1 / (rank + 3) for rank in range(len(_WORDS))]
# Copies are of reports at most so many before them, as copies of news are.
_RECENT = 200


def reports(n: int) -> Iterator[tuple[int, str]]:
    """So many reports, each with the number of the one that it is a copy of, its own where it is none."""
    chance = random.Random(5)
    recent: list[tuple[int, list[str]]] = []
    for number in range(n):
        if recent and chance.random() < 0.3:
            original, words = chance.choice(recent)
            start = chance.choices(_WORDS, _ODDS, k=12)
            kept = words[: int(len(words) * chance.uniform(0.7, 1))]
            yield original, " ".join(start + kept if chance.random() < 0.5 else kept)
            continue
        words = chance.choices(_WORDS, _ODDS, k=chance.randint(100, 200))
        recent = [*recent[-_RECENT:], (number, words)]
        yield number, " ".join(words)


def measure(n: int) -> dict[str, float]:
    """What telling the copies of so many reports took; making the reports is not counted."""
    sketches, group, spent = {}, {}, 0.0
    for number, (original, text) in enumerate(reports(n)):
        group[number] = original
        began = time.process_time()
        sketches[f"{number:08}"] = sketch_of(text)
        spent += time.process_time() - began
    began = time.process_time()
    told = grouped(copies_among(sketches))
    spent += time.process_time() - began
    story = {int(id): first for first, ids in told.items() for id in ids}
    copies = [k for k, original in group.items() if k != original]
    found = sum(k in story and story[k] == story.get(group[k]) for k in copies)
    peak = re.search(r"VmHWM:\s*(\d+)", Path("/proc/self/status").read_text())
    return {"seconds": spent, "recall": found / len(copies), "mb": int(peak[1]) / 1024 if peak else math.nan}


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("numbers", nargs="*", type=int, default=[10_000, 100_000])
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        print(json.dumps(measure(options.one)))
        return 0
    missed = False
    before: tuple[int, float] | None = None
    for n in options.numbers:
        done = subprocess.run([sys.executable, __file__, "--one", str(n)], capture_output=True, check=True)
        told = json.loads(done.stdout)
        growth = math.log(told["seconds"] / before[1]) / math.log(n / before[0]) if before else 1.0
        speed = n / told["seconds"]
        missed = missed or growth > MOST_GROWTH or speed < FEWEST_A_SECOND
        print(
            f"{n:9,} reports {told['seconds']:7.1f} s CPU {speed:7,.0f}/s  growth {growth:.3f}  recall {told['recall']:.4f}  {told['mb']:6,.0f} MB",
            flush=True,
        )
        before = n, told["seconds"]
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
