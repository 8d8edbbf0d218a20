"""Kill -9 at random moments of reading: after the last run the ledger must be that of an unbroken one.

    python bench/kills.py                        # 200 kills, one process reads
    python bench/kills.py --workers 2 --kills 50 # several processes read; the one that writes is killed

`detente read` of news-like reports, in a process of its own that was forked with the model loaded, is killed at moments drawn evenly (from a seed) from the time that an unbroken run
takes, and started again on the same ledger until it comes to its end; then it begins anew on an empty one. After each kill
the ledger must open, pass SQLite's own check and hold whole reports, none fewer than before; after each end it must be the
unbroken one's, to the byte of its dump. Exit code 1 where it is not.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import random
import signal
import sqlite3
import sys
import tempfile
import time
from pathlib import Path

from speed import CITIES, DAYS, PERSONS, SENTENCES, STATES

from detente.cli import cli
from detente.ledger import open_ledger
from detente.reading.language import load_language


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--reports", type=int, default=180, help="several workers start from 128 on")
    parser.add_argument("--seed", type=int, default=9)
    options = parser.parse_args()
    chance = random.Random(options.seed)
    load_language()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_reports(folder / "reports.jsonl", options.reports, chance)
        began = time.monotonic()
        unbroken = run(folder, "unbroken.db", options.workers, None)
        seconds = time.monotonic() - began
        print(f"{options.reports} reports, {options.workers} workers: {seconds:.1f} s unbroken", flush=True)
        kills = ends = 0
        moments: list[int] = []
        while kills < options.kills or moments:
            last = kills >= options.kills
            dump = run(
                folder, "killed.db", options.workers, None if last else chance.uniform(0.05, 1) * seconds
            )
            if dump is None:
                kills += 1
                moments.append(held_whole(folder / "killed.db", moments[-1] if moments else 0))
                continue
            if dump != unbroken:
                print(f"after {kills} kills the ledger is another", file=sys.stderr)
                return 1
            ends += 1
            print(f"{kills} kills; held at each: {moments}; the same ledger", flush=True)
            moments = []
            (folder / "killed.db").unlink()
    print(f"{kills} kills in {ends} readings, each ended in the ledger of the unbroken run")
    return 0


def run(folder: Path, ledger: str, workers: int, seconds: float | None) -> list[str] | None:
    """Read into a ledger and give its dump; None where the run was killed after so many seconds."""
    process = multiprocessing.get_context("fork").Process(target=read, args=(folder, ledger, workers))
    process.start()
    process.join(seconds)
    process.kill()
    process.join()
    if process.exitcode == -signal.SIGKILL:
        return None
    if process.exitcode != 0:
        raise SystemExit("the run failed")
    with open_ledger(folder / ledger) as opened:
        return list(opened.dump())


def read(folder: Path, ledger: str, workers: int) -> None:
    os.chdir(folder)
    cli(["read", "reports.jsonl", "--workers", str(workers), "--ledger", ledger])


def held_whole(path: Path, before: int) -> int:
    """How many reports a ledger holds after a kill, each with all that was read in it; fails where it is broken."""
    if not path.exists():
        return 0
    with open_ledger(path, create=True) as ledger:
        held = ledger.counts().reports
        whole = len(list(ledger.readings()))
    with sqlite3.connect(path) as connection:
        [(said,)] = connection.execute("pragma integrity_check")
    if said != "ok" or whole != held or held < before:
        raise SystemExit(f"broken after a kill: {said}, {held} reports, {whole} readings, {before} before")
    return held


def write_reports(path: Path, n: int, chance: random.Random) -> None:
    """Short news-like reports, one in ten a copy of an earlier one with a line of its own."""
    texts: list[str] = []
    with path.open("w", encoding="utf-8") as out:
        for number in range(n):
            if texts and number % 10 == 9:
                text = f"{chance.choice(texts)} This is print {number}."
            else:
                text = " ".join(sentence(template, chance) for template in chance.sample(SENTENCES, 5))
                texts.append(text)
            line = {"text": text, "published_at": f"2022-01-{number % 28 + 1:02}", "publisher": "The Courier"}
            out.write(json.dumps(line) + os.linesep)


def sentence(template: str, chance: random.Random) -> str:
    (p, q), (s, t) = chance.sample(PERSONS, 2), chance.sample(STATES, 2)
    fillers = {"p": p, "q": q, "s": s, "t": t, "c": chance.choice(CITIES), "d": chance.choice(DAYS)}
    told = template.format(**fillers, n=f"{chance.randint(2, 90)},000", m=str(chance.randint(2, 60)))
    return told[0].upper() + told[1:]


if __name__ == "__main__":
    sys.exit(main())
