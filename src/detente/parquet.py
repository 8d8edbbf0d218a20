"""Records as Parquet: the fields of the contract as columns, typed from the records themselves."""

from __future__ import annotations

import types
from collections.abc import Iterable, Iterator
from typing import IO, Any, Literal, Union, get_args, get_origin, get_type_hints

import msgspec

from detente.errors import DetenteError
from detente.records import Actor, Event, Measure, Mention, Place, Position, Record, Report, Statement, Time

# The kinds of records by the name that each bears in its JSON.
KINDS: dict[str, type[Any]] = {
    str(kind.__struct_config__.tag): kind
    for kind in (Report, Actor, Mention, Statement, Event, Position, Measure, Time, Place)
}
# Rows that are made at a time.
_ROWS = 20_000


class RecordWriter:
    """Writes the records of one kind into a Parquet stream, so many at a time; needs the extra `parquet`."""

    def __init__(self, kind: str, out: IO[bytes]) -> None:
        try:
            import pyarrow
            from pyarrow import parquet
        except ImportError as error:
            raise DetenteError("Parquet needs one more library: pip install 'detente[parquet]'.") from error
        self._pyarrow = pyarrow
        self._schema = schema_of(kind)
        self._writer = parquet.ParquetWriter(out, self._schema, compression="zstd")
        self._rows: list[dict[str, Any]] = []

    def write(self, records: Iterable[Record]) -> None:
        names = self._schema.names
        for record in records:
            row = msgspec.to_builtins(record)
            self._rows.append(
                {name: row[name] for name in names}
            )  # without `kind`, which the file's name says
            if len(self._rows) == _ROWS:
                self._flush()

    def close(self) -> None:
        """Write what is left, and the end of the file."""
        self._flush()
        self._writer.close()

    def _flush(self) -> None:
        self._writer.write_table(self._pyarrow.Table.from_pylist(self._rows, self._schema))
        self._rows = []


def schema_of(kind: str) -> Any:
    """The Arrow schema of a kind."""
    import pyarrow

    return pyarrow.schema([(name, _arrow(type_)) for name, type_ in fields_of(KINDS[kind])])


def fields_of(record: type[Any]) -> Iterator[tuple[str, Any]]:
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
        return pyarrow.struct([(name, _arrow(t)) for name, t in fields_of(inner)])
    return {str: pyarrow.string(), int: pyarrow.int64(), float: pyarrow.float64(), bool: pyarrow.bool_()}[
        inner
    ]


def described_type(type_: Any) -> str:
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
