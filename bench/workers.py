"""What more reports cost in memory, and what a second worker saves.

    python bench/workers.py                  # reads 1,000 and 10,000 reports
    python bench/workers.py 500 2000

Reports of `bench/speed.py`'s sentences, each shorter than real ones, are read (no ledger) in a process of its own: first the
smaller number, then the greater with one worker, then with two. Printed are the peak memory of the process and the greater's
as a ratio of the smaller's; wall clock, and CPU seconds of it with its workers. On a machine that does other things the wall
clock tells nothing: there the gain is what two workers would give with two free cores, the CPU seconds of one divided by
those of the busiest process of two. Exit code 1 where memory grows over 1.2 times or two workers gain under 1.6 times.
"""

from __future__ import annotations

import os

os.environ.setdefault("OMP_NUM_THREADS", "1")  # before numpy is loaded

import argparse
import json
import multiprocessing
import random
import re
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from kills import sentence
from speed import SENTENCES

from detente.reading.batch import read_each
from detente.records import Report, make_report

MOST_MEMORY, LEAST_GAIN = 1.2, 1.6


def reports(n: int) -> Iterator[Report]:
    chance = random.Random(3)
    for number in range(n):
        text = " ".join(sentence(template, chance) for template in chance.sample(SENTENCES, 3))
        yield make_report(f"{text} This is report {number}.", published_at="2022-01-21")


def measure(n: int, workers: int) -> dict[str, float]:
    """Wall clock, CPU seconds of this process and of its busiest worker, and peak MB of this process."""
    began, count = time.monotonic(), 0
    busy: dict[int, float] = defaultdict(float)
    for count, _ in enumerate(read_each(reports(n), workers=workers), 1):
        if count % 64 == 0:
            for child in multiprocessing.active_children():
                busy[child.pid or 0] = _cpu_of(child.pid or 0)
    assert count == n
    peak = re.search(r"VmHWM:\s*(\d+)", Path("/proc/self/status").read_text())
    return {
        "wall": time.monotonic() - began,
        "cpu": time.process_time(),
        "busiest": max(busy.values(), default=0.0),
        "mb": int(peak[1]) / 1024 if peak else 0.0,
    }


def _cpu_of(pid: int) -> float:
    """CPU seconds that a process has used so far."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("numbers", nargs="*", type=int, default=[1_000, 10_000])
    parser.add_argument("--one", nargs=2, type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        print(json.dumps(measure(*options.one)))
        return 0
    few, many = options.numbers
    small, one, two = (in_process(n, workers) for n, workers in ((few, 1), (many, 1), (many, 2)))
    memory = one["mb"] / small["mb"]
    gain = one["cpu"] / max(two["busiest"], two["cpu"])
    print(
        f"memory: {small['mb']:,.0f} MB at {few:,}, {one['mb']:,.0f} MB at {many:,}: {memory:.2f} × (bar {MOST_MEMORY})"
    )
    print(
        f"{many:,} reports: one worker {one['cpu']:.1f} s CPU ({one['wall']:.1f} s wall); two {two['busiest']:.1f} s in the busier, "
        f"{two['cpu']:.1f} s in the process that hands out ({two['wall']:.1f} s wall): {gain:.2f} × (bar {LEAST_GAIN}), "
        f"by wall clock {one['wall'] / two['wall']:.2f} ×"
    )
    return int(memory > MOST_MEMORY or gain < LEAST_GAIN)


def in_process(n: int, workers: int) -> dict[str, float]:
    command = [sys.executable, __file__, "--one", str(n), str(workers)]
    told: dict[str, float] = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    print(f"{n:,} reports, {workers} workers: {told}", flush=True)
    return told


if __name__ == "__main__":
    sys.exit(main())
