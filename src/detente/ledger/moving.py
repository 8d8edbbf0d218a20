"""A ledger copied whole into another database."""

from __future__ import annotations

from sqlalchemy import Connection, Table, exists, func, insert, literal, select

from detente.errors import LedgerError
from detente.ledger import fulltext
from detente.ledger.schema import correction, imported, metadata, passage, report, skipped

# Rows that are in memory at a time; the longest texts of reports are some hundred kilobytes.
_ROWS = 500


def is_empty(connection: Connection) -> bool:
    """Whether nothing was ever kept."""
    held = [
        exists(select(literal(1)).select_from(table)) for table in (report, skipped, correction, imported)
    ]
    return not any(connection.execute(select(*held)).one())


def copy_all(source: Connection, target: Connection) -> dict[str, int]:
    """Copy what a ledger holds into an empty one; how many rows, by table, counted in both afterwards."""
    for table in metadata.sorted_tables:
        _copy(source, target, table)
    for rid in target.execute(select(report.c.id).order_by(report.c.id)).scalars().all():
        fulltext.add_passages(target, rid)
    counts = {table.name: _count(target, table) for table in metadata.sorted_tables}
    for table in metadata.sorted_tables:
        if (there := _count(source, table)) != counts[table.name]:
            raise LedgerError(
                f"of the {there} rows of “{table.name}” only {counts[table.name]} arrived. "
                "Nothing was kept; repeat the command."
            )
    return counts


def _copy(source: Connection, target: Connection, table: Table) -> None:
    # Each database numbers passages itself; they follow one another as they did.
    columns = [column for column in table.columns if column is not passage.c.id]
    rows = source.execute(
        select(*columns).order_by(*table.primary_key.columns), execution_options={"yield_per": _ROWS}
    )
    for some in rows.mappings().partitions():
        target.execute(insert(table), [dict(row) for row in some])


def _count(connection: Connection, table: Table) -> int:
    return connection.execute(select(func.count()).select_from(table)).scalar_one()
