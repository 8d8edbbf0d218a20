"""The seam to the database that holds a ledger: which one it is, and what is asked of each alike.

`sqlite.py` and `postgres.py` are the two. Each gives transactions that read and transactions that write, and says
its errors in detente's words.
"""

from __future__ import annotations

import os
import re
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from sqlalchemy import Connection, Engine

from detente.errors import ForeignFile, MissingLedger
from detente.ledger.schema import HEAD

# Seconds that a writer waits for another one. One report is written in milliseconds; what takes longer
# than this is a process that hangs, or another program that keeps the ledger.
PATIENCE = 10.0

_POSTGRES = re.compile(r"postgres(ql)?(\+psycopg)?://")


class Database(Protocol):
    """Where a ledger lies. `name` is what messages call it."""

    name: str
    engine: Engine

    def check(self, *, create: bool) -> None:
        """Nothing where a ledger may be opened there (or, with `create`, made), else the error that says why not."""

    def revision(self) -> str | None:
        """The schema revision; None where nothing is there yet, or the making of it was cut off.

        `ForeignFile` where something else is there, or the revision is newer than this detente knows.
        """

    def bring_up_to_date(self) -> None:
        """Make the tables, or bring them to the newest schema, in one transaction."""

    def reading(self) -> AbstractContextManager[Connection]:
        """A transaction that sees one state of the ledger throughout and never waits for a writer."""

    def writing(self) -> AbstractContextManager[Connection]:
        """A transaction that is the only one to write from its first moment; all of it is kept, or nothing."""

    def own_files(self) -> tuple[Path, ...]:
        """The files that the ledger is made of, where it lies in files."""

    def beside(self, ending: str) -> Path:
        """A file that belongs to the ledger without being part of it."""


def database_at(address: str | os.PathLike[str], *, patience: float = PATIENCE) -> Database:
    """The database at an address: a URL of PostgreSQL, or the path of a SQLite file, which need not exist yet."""
    if isinstance(address, str) and _POSTGRES.match(address):
        from detente.ledger.postgres import PostgresDatabase

        return PostgresDatabase(address, patience=patience)
    from detente.ledger.sqlite import SqliteFile

    return SqliteFile(Path(address), patience=patience)


def missing(name: str) -> MissingLedger:
    """The error of a ledger that is not there yet."""
    return MissingLedger(
        f"{name}: there is no ledger here yet. Run `detente read FOLDER` first, or name another one with --ledger."
    )


def foreign(name: str) -> ForeignFile:
    """The error of a database that holds something else."""
    return ForeignFile(f"{name}: this database is no ledger. Name another one with --ledger.")


def known_revision(name: str, revision: object) -> str:
    """The revision, where this detente knows it; else `ForeignFile`."""
    if not isinstance(revision, str) or revision > HEAD:
        raise ForeignFile(
            f"{name}: this ledger was made by a newer detente (schema {revision}, this one knows {HEAD}). "
            "Upgrade detente, or name another one with --ledger."
        )
    return revision


def upgrade(connection: Connection) -> None:
    """Run the migrations that are missing, in the transaction of a connection."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", "detente.ledger:migrations")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
