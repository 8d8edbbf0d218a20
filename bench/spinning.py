"""How far the temperature moves when every report is told ten times more, spun: it should not.

    python bench/spinning.py [FOLDER]      # reports; the sample crisis where none is named

Ten copies of each report are made, with other everyday words, words left out and sentences that change places
(`bench/stories.py`), by other outlets on the same day. Printed is how far the net temperature of each period moves, of all
sides and of each pair of countries with three deeds or more, as a share of the scale and of the range of its series (bar: 1 %).
"""

from __future__ import annotations

import random
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

from stories import spun

from detente.ledger import Filter, Ledger, open_ledger
from detente.reading import read_reports
from detente.records import Report, make_report
from detente.sources import open_reports
from detente.temperature import Deed
from detente.views.temperature import temperature_of, told_deeds

TIMES = 10
# Points from −10 to 10.
SCALE = 20
SAMPLES = Path(__file__).parent.parent / "samples"


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else SAMPLES
    reports = [r for r in open_reports([folder]) if isinstance(r, Report)]
    with ExitStack() as open_now:
        name = open_now.enter_context(tempfile.TemporaryDirectory())
        once, often = (
            open_now.enter_context(open_ledger(Path(name) / file, create=True))
            for file in ("once.db", "often.db")
        )
        for reading in read_reports(reports):
            once.add(reading)
            often.add(reading)
        for reading in read_reports(copies_of(reports)):
            often.add(reading)
        print(
            f"{len(reports)} reports, with copies {often.counts().reports} in {often.counts().stories} stories"
        )
        compare(once, often)


def copies_of(reports: Sequence[Report]) -> Iterator[Report]:
    dice = random.Random(10)
    for report in reports:
        for n in range(TIMES):
            yield make_report(
                spun(report.text, dice),
                id=f"{report.id}-{n}",
                title=report.title,
                published_at=report.published_at,
                publisher=f"{report.publisher} {n}",
                language=report.language,
            )


def compare(once: Ledger, often: Ledger) -> None:
    counts = Counter(p for d in told_deeds(once, Filter()) if (p := pair(d)) is not None)
    asked = {"all sides": Filter()}
    asked.update((" – ".join(p), Filter(dyad=p)) for p, n in sorted(counts.items()) if n >= 3)
    for label, wanted in asked.items():
        before, after = (
            {p.start: p.net for p in temperature_of(ledger, wanted).points if p.net is not None}
            for ledger in (once, often)
        )
        moved = [abs(after[day] - net) for day, net in before.items() if day in after]
        mean, span = sum(moved) / len(moved), max(before.values()) - min(before.values())
        print(
            f"{label:10} {len(before)} periods, {len(before) - len(moved)} lost; moved by {mean:.3f} points in the mean,"
            f" {max(moved):.3f} at most: {mean / SCALE:.2%} of the scale, {mean / span:.2%} of the series' range of {span:.2f}"
        )


def pair(deed: Deed) -> tuple[str, str] | None:
    """The two countries of a deed."""
    one, other = sorted((deed.source, deed.target))
    return (one, other) if len(one) == len(other) == 3 and one != other else None


if __name__ == "__main__":
    main()
