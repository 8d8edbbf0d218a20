"""How long a series of a million events takes: from Parquet asked in place, and from an imported table in the ledger.

    python bench/million.py [events]

A million events of ten years, of 3,000 actors of 60 countries, in 100,000 reports of which every fifth is a copy, are made
in the record contract (and as many of GDELT's layout). Printed, for all events, one country and one pair: seconds and CPU
seconds of a series, of a picture, and the ratio of CPU to bare DuckDB, which counts and averages the same events by day
and pair of countries in one query, without copies, confidence or bands. Bars: a series in 1 s, a picture in 2 s, ratio 1.5.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow
from pyarrow import parquet

from detente.dataset import DataSet
from detente.ledger import Filter, open_ledger
from detente.parquet import schema_of
from detente.records import EVENT_TYPES
from detente.sources.coded import Coded
from detente.views.temperature import Temperature, picture, temperature_of, temperature_of_files

DAYS = [(date(2015, 1, 1) + timedelta(n)).isoformat() for n in range(3650)]
COUNTRIES = [
    "USA",
    "RUS",
    "CHN",
    "GBR",
    "FRA",
    "DEU",
    "IND",
    "IRN",
    "ISR",
    "TUR",
    *(f"Q{n:02}" for n in range(50)),
]
ACTORS = 3000
ASKED = {"all events": Filter(), "one country": Filter(actor="USA"), "one pair": Filter(dyad=("USA", "RUS"))}
BARE = """
SELECT coalesce(e."when".start, r.published_at)[:10] AS day, coalesce(a.country, a.id) AS source,
    coalesce(b.country, b.id) AS target, count(*), avg(e.intensity)
FROM (SELECT report, "when", intensity, unnest(sources) AS s, targets FROM '{0}/event.parquet'
      WHERE status IN ('occurred', 'ongoing')) AS e
JOIN '{0}/report.parquet' AS r ON r.id = e.report JOIN '{0}/actor.parquet' AS a ON a.id = e.s, unnest(e.targets) AS t(id)
JOIN '{0}/actor.parquet' AS b ON b.id = t.id
WHERE {1} GROUP BY ALL
"""
PAIRS = {
    "all events": "true",
    "one country": "a.country = 'USA' OR b.country = 'USA'",
    "one pair": "(a.country, b.country) IN (('USA', 'RUS'), ('RUS', 'USA'))",
}


def main() -> None:
    n = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write(folder, n)
        for label, wanted in ASKED.items():
            with DataSet(folder) as files:
                found, wall, cpu = timed(lambda: temperature_of_files(files, wanted))  # noqa: B023
            bare = timed(lambda: duckdb.sql(BARE.format(folder, PAIRS[label])).to_arrow_table())[2]  # noqa: B023
            print(
                f"{label}: series {wall:.2f} s, {cpu:.2f} s of CPU, {cpu / bare:.2f} × bare DuckDB; {drawn(found)}"
            )
        with open_ledger(folder / "l.db", create=True) as ledger:
            _, wall, cpu = timed(lambda: ledger.keep_coded(coded(n)))
            print(f"import: {n / wall:,.0f} events a second ({cpu:.0f} s of CPU)")
            for label, wanted in ASKED.items():
                _, wall, cpu = timed(lambda: temperature_of(ledger, wanted, coders=("gdelt",)))  # noqa: B023
                print(f"imported, {label}: series {wall:.2f} s, {cpu:.2f} s of CPU")


def drawn(found: Temperature) -> str:
    _, wall, cpu = timed(lambda: picture(found, "svg"))
    return f"picture {wall:.2f} s, {cpu:.2f} s of CPU"


def timed(work: Callable[[], Any]) -> tuple[Any, float, float]:
    """What some work gives, and the seconds and CPU seconds that it takes."""
    wall, cpu = time.perf_counter(), used()
    found = work()
    return found, time.perf_counter() - wall, used() - cpu


def used() -> float:
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def write(folder: Path, n: int) -> None:
    """`event.parquet`, `report.parquet` and `actor.parquet`."""
    dice = np.random.default_rng(1)
    reports = max(1, n // 10)
    ids = np.array([f"r-{i:012x}" for i in range(reports)])
    actors = np.array([f"a-{i:012x}" for i in range(ACTORS)])
    published = dice.integers(0, len(DAYS), reports)
    of = np.sort(dice.integers(0, reports, n))
    dated = dice.random(n) < 0.5

    def sides() -> Any:
        several = np.where(dice.random(n) < 0.08, 0, np.where(dice.random(n) < 0.1, 2, 1))
        ends = np.concatenate([[0], np.cumsum(several)]).astype(np.int32)
        who = actors[np.minimum(dice.exponential(300, ends[-1]).astype(int), ACTORS - 1)]
        return pyarrow.ListArray.from_arrays(pyarrow.array(ends), pyarrow.array(who))

    def put(kind: str, rows: int, **columns: Any) -> None:
        schema = schema_of(kind)
        cells = [
            pyarrow.array(columns[f.name], f.type) if f.name in columns else pyarrow.nulls(rows, f.type)
            for f in schema
        ]
        parquet.write_table(
            pyarrow.table(cells, schema=schema), folder / f"{kind}.parquet", compression="zstd"
        )

    when = [
        {"start": DAYS[day], "end": DAYS[day], "granularity": "day"} if known else None
        for day, known in zip(published[of], dated, strict=True)
    ]
    types = dice.integers(0, len(EVENT_TYPES), n)
    put(
        "event", n, id=[f"e-{i:012x}" for i in range(n)], report=ids[of], type=np.array(EVENT_TYPES)[types],
        intensity=np.linspace(-10, 7, len(EVENT_TYPES))[types], confidence=dice.uniform(0.4, 1, n), when=when,
        status=np.array(["occurred", "ongoing", "planned", "negated"])[dice.choice(4, n, p=[0.7, 0.05, 0.15, 0.1])],
        claimed_by=[None if x < 0.8 else "s-0" for x in dice.random(n)], sources=sides(), targets=sides(),
    )  # fmt: skip
    story = [ids[i - 1] if i and x < 0.2 else None for i, x in enumerate(dice.random(reports))]
    put(
        "report",
        reports,
        id=ids,
        text=["…"] * reports,
        published_at=[DAYS[day] for day in published],
        story=story,
    )
    country = [None if x < 0.2 else COUNTRIES[min(int(-8 * np.log(x)), 59)] for x in dice.random(ACTORS)]
    put("actor", ACTORS, id=actors, name=actors, type=["state"] * ACTORS, country=country)


def coded(n: int) -> list[Coded]:
    dice = np.random.default_rng(2)
    rank = np.minimum(dice.exponential(8, (n, 2)).astype(int), 59)
    days, types = dice.integers(0, len(DAYS), n), dice.integers(0, len(EVENT_TYPES), n)
    values = np.linspace(-10, 7, len(EVENT_TYPES))
    return [
        Coded(
            date.fromisoformat(DAYS[days[i]]), COUNTRIES[rank[i, 0]], COUNTRIES[rank[i, 1]], EVENT_TYPES[types[i]],
            float(values[types[i]]), "gdelt", str(i),
        )
        for i in range(n)
    ]  # fmt: skip


if __name__ == "__main__":
    main()
