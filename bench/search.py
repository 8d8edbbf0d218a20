"""How long a search takes, as a ratio to the database's own query for the same.

    .venv/bin/python bench/search.py                                     # 100,000 reports in a SQLite file
    .venv/bin/python bench/search.py --ledger postgresql://… --reports 10000

The ledger must be new. Reports are made of 30 to 300 words drawn as in English (Zipf), without records, so that nothing
but the search is measured. The reference asks the same index for the same best passages, and on SQLite for their snippets
too; it neither looks whether the ledger is fresh nor makes records of what it finds.
"""

from __future__ import annotations

import argparse
import random
import sqlite3
import time
from collections.abc import Callable, Iterator
from functools import partial
from itertools import accumulate, islice
from statistics import median

import psycopg

from detente.ledger import Ledger, fts5, open_ledger, tsvector
from detente.ledger.reports import put_reading, reading_digest
from detente.records import Reading, make_report

WORDS = [f"{first}{middle}{last}" for first in "bdfgklmnprstv" for middle in ("a", "ei", "o", "u") for last in
         ("rden", "lk", "nting", "st", "mber", "ck", "ndal", "rries")]  # fmt: skip
LIMIT = 20
TIMES = 15


def reports(n: int) -> Iterator[Reading]:
    chance = random.Random(1)
    weights = list(accumulate(1 / (rank + 2) for rank in range(len(WORDS))))
    for number in range(n):
        text = " ".join(chance.choices(WORDS, cum_weights=weights, k=chance.randint(30, 300)))
        yield Reading(
            report=make_report(f"{text}.", id=f"r-{number:07}", title=f"Report {number}"), sentences=()
        )


def fill(ledger: Ledger, readings: Iterator[Reading]) -> None:
    """Keep readings, many in one transaction."""
    while some := list(islice(readings, 2000)):
        with ledger._database.writing() as connection:
            for reading in some:
                put_reading(connection, reading, reading_digest(reading))
    ledger.refresh()


def bare(ledger: Ledger, address: str, query: str) -> Callable[[], int]:
    """The database's own query for the best passages, over a connection that is open."""
    terms = fts5.terms_of(query)
    if ledger.own_files():
        file = sqlite3.connect(ledger.name)
        found = (
            "SELECT rowid, snippet(passage_index, 0, '[', ']', '…', 24) FROM passage_index "
            f"WHERE passage_index MATCH ? ORDER BY rank LIMIT {LIMIT}"
        )
        return lambda: len(file.execute(found, (fts5.expression_of(terms),)).fetchall())
    asked = tsvector._queries(terms)
    assert asked is not None
    server = psycopg.connect(address, autocommit=True)
    found = (
        f"SELECT passage FROM passage_index WHERE words @@ '{asked.phrases.replace(chr(39), chr(39) * 2)}'::tsquery "
        f"ORDER BY ts_rank(words, '{asked.all.replace(chr(39), chr(39) * 2)}'::tsquery, 1) DESC LIMIT {LIMIT}"
    )
    return lambda: len(server.execute(found).fetchall())


def seconds(ask: Callable[[], object]) -> float:
    began = time.perf_counter()
    ask()
    return time.perf_counter() - began


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--ledger", default="/tmp/detente-search.db")
    parser.add_argument("--reports", type=int, default=100_000)
    options = parser.parse_args()
    with open_ledger(options.ledger, create=True) as ledger:
        began = time.perf_counter()
        fill(ledger, reports(options.reports))
        print(f"{options.reports} reports kept in {time.perf_counter() - began:.0f} s")
        often, seldom = WORDS[0], WORDS[-1]
        for query in (seldom, f"{often} {seldom}", f'"{WORDS[3]} {WORDS[5]}"', f"{seldom[:3]}*", often):
            reference = bare(ledger, options.ledger, query)
            # In turn, so that what else the machine does touches both.
            pairs = [
                (seconds(partial(ledger.search, query, limit=LIMIT)), seconds(reference))
                for _ in range(TIMES)
            ]
            ours, theirs = (1000 * median(side) for side in zip(*pairs, strict=True))
            print(
                f"{query:24} {ours:8.1f} ms   bare {theirs:8.1f} ms   ratio {median(a / b for a, b in pairs):5.2f}"
            )


if __name__ == "__main__":
    main()
