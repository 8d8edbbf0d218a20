"""The records themselves: JSON lines, Parquet with the columns of the contract, and tables for a spreadsheet."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator

from detente.ledger import Ledger
from detente.parquet import KINDS, RecordWriter, described_type, fields_of
from detente.records import (
    Record,
    encode,
)
from detente.views.exports.described import Described, package
from detente.views.quotes import with_utterances
from detente.views.tables import (
    Table,
    actors_table,
    as_csv,
    events_table,
    measures_table,
    positions_table,
    reports_table,
    statements_table,
)


def records_of(ledger: Ledger, kind: str) -> Iterable[Record]:
    """All records of a kind: actors merged, positions threaded, corrections laid on."""
    lists: dict[str, Callable[[], Iterable[Record]]] = {
        "report": ledger.reports,
        "actor": ledger.actors,
        "mention": ledger.mentions,
        "statement": lambda: with_utterances(ledger, ledger.statements()),
        "event": ledger.events,
        "position": ledger.positions,
        "measure": ledger.measures,
        "time": ledger.times,
        "place": ledger.places,
    }
    return lists[kind]()


def jsonl(ledger: Ledger) -> Iterator[tuple[str, Iterable[bytes]]]:
    """`records.jsonl`: the record contract, a record a line."""
    yield "records.jsonl", (encode(r) + b"\n" for kind in KINDS for r in records_of(ledger, kind))


def parquet_tables(ledger: Ledger) -> Iterator[tuple[str, Iterable[bytes]]]:
    """A Parquet file a kind, its columns the fields of the contract; and a Frictionless description."""
    for kind in KINDS:
        out = io.BytesIO()
        writer = RecordWriter(kind, out)
        writer.write(records_of(ledger, kind))
        writer.close()
        yield f"{kind}.parquet", [out.getvalue()]
    described = (
        Described(f"{kind}.parquet", tuple((name, described_type(t)) for name, t in fields_of(record)))
        for kind, record in KINDS.items()
    )
    yield "parquet.datapackage.json", [package(*described)]


def csv_tables(ledger: Ledger) -> Iterator[tuple[str, Iterable[bytes]]]:
    """A table a kind for spreadsheets, names in place of ids, no cell a formula; and a Frictionless description."""
    tables: dict[str, Table] = {
        "reports": reports_table(ledger, ledger.reports()),
        "actors": actors_table(ledger, ledger.actors()),
        "statements": statements_table(ledger, ledger.statements()),
        "events": events_table(ledger, ledger.events()),
        "positions": positions_table(ledger, ledger.positions()),
        "measures": measures_table(ledger, ledger.measures()),
    }
    for name, table in tables.items():
        # The mark at the beginning makes spreadsheets read UTF-8.
        yield f"{name}.csv", [as_csv(table).encode("utf-8-sig")]
    described = (
        Described(f"{name}.csv", tuple((c.title, "number" if c.number else "string") for c in table.columns))
        for name, table in tables.items()
    )
    yield "csv.datapackage.json", [package(*described)]
