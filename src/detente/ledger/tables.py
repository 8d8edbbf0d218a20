"""Rows of the tables: asked for, put in and taken out many at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeVar

from sqlalchemy import Column, Connection, Row, Select, Table, delete, insert
from sqlalchemy.dialects import postgresql, sqlite

from detente.records import Record, decode

# Rows that go to the database in one statement, and values that one statement asks for.
_ROWS = 500

TableRow = dict[str, Any]
R = TypeVar("R", bound=Record)


def put(connection: Connection, table: Table, rows: Sequence[TableRow]) -> None:
    """Put rows in."""
    for start in range(0, len(rows), _ROWS):
        connection.execute(insert(table), rows[start : start + _ROWS])


def insert_new(connection: Connection, table: Table) -> sqlite.Insert | postgresql.Insert:
    """An insertion that passes over rows that are there already."""
    if connection.dialect.name == "sqlite":
        return sqlite.insert(table).on_conflict_do_nothing()
    return postgresql.insert(table).on_conflict_do_nothing()


def take_out(connection: Connection, column: Column[str], values: Iterable[str]) -> None:
    """Take out the rows that have one of these values in a column of their table."""
    for some in _parts(values):
        connection.execute(delete(column.table).where(column.in_(some)))


def rows_of(
    connection: Connection, wanted: Select[Any], column: Column[str], values: Iterable[str]
) -> Iterator[Row[Any]]:
    """The rows that have one of these values in a column."""
    for some in _parts(values):
        yield from connection.execute(wanted.where(column.in_(some))).all()


def _parts(values: Iterable[str]) -> Iterator[list[str]]:
    every = sorted(set(values))
    for start in range(0, len(every), _ROWS):
        yield every[start : start + _ROWS]


def decoded_as(kind: type[R], body: str) -> R:
    """The record of a column `body`, of the kind that its table holds."""
    found = decode(body)
    assert isinstance(found, kind)
    return found
