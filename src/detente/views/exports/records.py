"""The records themselves: JSON lines, Parquet with the columns of the contract, and tables for a spreadsheet."""

from __future__ import annotations

import io
import json
import types
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import msgspec

from detente.errors import DetenteError
from detente.ledger import Ledger
from detente.records import (
    Actor,
    Event,
    Measure,
    Mention,
    Place,
    Position,
    Record,
    Report,
    Statement,
    Time,
    encode,
)
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

KINDS: dict[str, type[Any]] = {
    "report": Report,
    "actor": Actor,
    "mention": Mention,
    "statement": Statement,
    "event": Event,
    "position": Position,
    "measure": Measure,
    "time": Time,
    "place": Place,
}
# Rows of Parquet that are made at a time.
_ROWS = 20_000


def records_of(ledger: Ledger, kind: str) -> Iterable[Record]:
    """All records of a kind: actors merged, positions threaded, corrections laid on."""
    lists: dict[str, Callable[[], Iterable[Record]]] = {
        "report": ledger.reports,
        "actor": ledger.actors,
        "mention": ledger.mentions,
        "statement": ledger.statements,
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
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError as error:
        raise DetenteError("Parquet needs one more library: pip install 'detente[parquet]'.") from error
    for kind, record in KINDS.items():
        schema = pyarrow.schema([(name, _arrow(type_)) for name, type_ in _fields(record)])
        out = io.BytesIO()
        with parquet.ParquetWriter(out, schema, compression="zstd") as writer:
            rows: list[Any] = []
            for found in records_of(ledger, kind):
                rows.append(msgspec.to_builtins(found))
                if len(rows) == _ROWS:
                    writer.write_table(pyarrow.Table.from_pylist(_plain(rows, schema), schema))
                    rows = []
            writer.write_table(pyarrow.Table.from_pylist(_plain(rows, schema), schema))
        yield f"{kind}.parquet", [out.getvalue()]
    yield (
        "parquet.datapackage.json",
        [
            _described(
                (f"{kind}.parquet", [(name, _described_type(t)) for name, t in _fields(record)])
                for kind, record in KINDS.items()
            )
        ],
    )


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
    yield (
        "csv.datapackage.json",
        [
            _described(
                (f"{name}.csv", [(c.title, "number" if c.number else "string") for c in table.columns])
                for name, table in tables.items()
            )
        ],
    )


def _described(files: Iterable[tuple[str, list[tuple[str, str]]]]) -> bytes:
    """A Frictionless data package (specs.frictionlessdata.io, version 1)."""
    resources = [
        {
            "name": file.partition(".")[0],
            "path": file,
            "format": file.rpartition(".")[2],
            "encoding": "utf-8",
            "profile": "tabular-data-resource",
            "schema": {"fields": [{"name": name, "type": type_} for name, type_ in columns]},
        }
        for file, columns in files
    ]
    return json.dumps({"name": "detente-ledger", "resources": resources}, indent=1).encode() + b"\n"


def _fields(record: type[Any]) -> Iterator[tuple[str, Any]]:
    hints = get_type_hints(record)
    for name in record.__struct_fields__:
        yield name, hints[name]


def _arrow(type_: Any) -> Any:
    """The Arrow type of a field's type."""
    import pyarrow

    inner = _inner(type_)
    if get_origin(inner) is tuple:
        return pyarrow.list_(_arrow(get_args(inner)[0]))
    if isinstance(inner, type) and issubclass(inner, msgspec.Struct):
        if inner.__struct_config__.array_like:
            return pyarrow.list_(pyarrow.int64())
        return pyarrow.struct([(name, _arrow(t)) for name, t in _fields(inner)])
    return {str: pyarrow.string(), int: pyarrow.int64(), float: pyarrow.float64(), bool: pyarrow.bool_()}[
        inner
    ]


def _described_type(type_: Any) -> str:
    inner = _inner(type_)
    if get_origin(inner) is tuple:
        return "array"
    if isinstance(inner, type) and issubclass(inner, msgspec.Struct):
        return "array" if inner.__struct_config__.array_like else "object"
    return {str: "string", int: "integer", float: "number", bool: "boolean"}[inner]


def _inner(type_: Any) -> Any:
    """A type without its None, a literal as the type of its values."""
    if get_origin(type_) in (Union, types.UnionType):
        type_ = next(t for t in get_args(type_) if t is not type(None))
    if get_origin(type_) is Literal:
        return type(get_args(type_)[0])
    return type_


def _plain(rows: list[Any], schema: Any) -> list[Any]:
    """The rows without `kind`, which the file's name says."""
    return [{name: row[name] for name in schema.names} for row in rows]
