"""The seam to SQLite: connections, transactions, and its errors in detente's words."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError

from detente.errors import ForeignFile, LedgerError, LockedLedger, MissingLedger
from detente.ledger.schema import HEAD

# Seconds that a writer waits for another one. One report is written in milliseconds; what takes longer
# than this is a process that hangs, or another program that keeps the file.
PATIENCE = 10.0

# “Dtnt”, in the file's header: says that a SQLite file is a ledger.
APPLICATION_ID = 0x44746E74

_MAGIC = b"SQLite format 3\x00"
_WRITES = "detente_writes"


def connect(path: Path, *, patience: float = PATIENCE) -> Engine:
    """An engine for the SQLite file at `path`, which need not exist yet."""
    # The path goes in as a value, never as part of a URL to be parsed, and whole: it may hold any
    # character, and may be called “:memory:”.
    engine = create_engine(
        URL.create("sqlite+pysqlite", database=os.path.abspath(path)), connect_args={"timeout": patience}
    )

    # The driver's own transactions begin late and end before DDL; these begin and end where we say.
    @event.listens_for(engine, "connect")
    def prepare(connection: sqlite3.Connection, _: object) -> None:
        connection.isolation_level = None
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA synchronous = FULL")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get(_WRITES, False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


@contextmanager
def reading_from(engine: Engine, path: Path) -> Iterator[Connection]:
    """A transaction that sees one state of the ledger throughout and never waits for a writer."""
    with translated(path), engine.connect() as connection, connection.begin():
        yield connection


@contextmanager
def writing_to(engine: Engine, path: Path) -> Iterator[Connection]:
    """A transaction that holds the write lock from its first moment; all of it is kept, or nothing."""
    with (
        translated(path),
        engine.connect().execution_options(**{_WRITES: True}) as connection,
        connection.begin(),
    ):
        yield connection


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """SQLite's errors as detente's, each one line that says what to do."""
    try:
        yield
    except (DBAPIError, sqlite3.Error) as error:
        raise _in_our_words(error, path) from error


def _in_our_words(error: DBAPIError | sqlite3.Error, path: Path) -> LedgerError:
    text = str(error.orig if isinstance(error, DBAPIError) else error)
    if "locked" in text or "busy" in text:
        return LockedLedger(
            f"{path}: another process is writing to this ledger and did not finish in time. "
            "Wait for it or end it, then repeat the command: what was read so far is kept."
        )
    if "not a database" in text or "malformed" in text or "file is encrypted" in text:
        return ForeignFile(
            f"{path}: this file is damaged or is no ledger ({text}). "
            "Move it away and read the reports again, or name another file with --ledger."
        )
    if "readonly" in text or "unable to open" in text or "permission" in text.lower():
        return LedgerError(
            f"{path}: the ledger cannot be opened or written ({text}). "
            "Check the permissions of the file and of its folder, or name another file with --ledger."
        )
    if "full" in text or "disk I/O" in text:
        return LedgerError(f"{path}: the disk failed or is full ({text}). What was read so far is kept.")
    return LedgerError(f"{path}: the ledger could not be used ({text}).")


def missing(path: Path) -> MissingLedger:
    """The error of a ledger that is not there yet."""
    return MissingLedger(
        f"{path}: there is no ledger here yet. Run `detente read FOLDER` first, "
        "or name another file with --ledger."
    )


def check_file(path: Path, *, create: bool) -> None:
    """Nothing where `path` may be opened as a ledger (or made one), else the error that says why not."""
    try:
        if path.is_dir():
            raise ForeignFile(f"{path}: this is a folder. Name a file with --ledger.")
        if not path.exists():
            if not create:
                raise missing(path)
            if not path.parent.is_dir():
                raise LedgerError(f"{path}: the folder {path.parent} does not exist. Make it first.")
            return
        with path.open("rb") as file:
            head = file.read(len(_MAGIC))
    except OSError as error:
        raise LedgerError(f"{path}: the ledger cannot be opened ({error.strerror}).") from error
    if head not in (b"", _MAGIC):
        raise ForeignFile(f"{path}: this file is no ledger. Name another one with --ledger.")


def revision_of(engine: Engine, path: Path) -> str | None:
    """The schema revision of the file; None where it is empty (new, or its making was cut off).

    `ForeignFile` where it is something else, or the revision is newer than this detente knows.
    """
    with translated(path), engine.connect() as connection:
        tables = {row[0] for row in connection.exec_driver_sql("SELECT name FROM sqlite_master")}
        if not tables:
            return None
        mark: Any = connection.exec_driver_sql("PRAGMA application_id").scalar()
        if mark != APPLICATION_ID or "alembic_version" not in tables:
            raise ForeignFile(f"{path}: this database is no ledger. Name another file with --ledger.")
        revision = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    if not isinstance(revision, str) or revision > HEAD:
        raise ForeignFile(
            f"{path}: this ledger was made by a newer detente (schema {revision}, this one knows {HEAD}). "
            "Upgrade detente, or name another file with --ledger."
        )
    return revision


def bring_up_to_date(engine: Engine, path: Path, *, patience: float = PATIENCE) -> None:
    """Make the tables, or bring them to the newest schema, in one transaction."""
    from alembic import command
    from alembic.config import Config

    with translated(path):
        _write_ahead(engine, patience)
    config = Config()
    config.set_main_option("script_location", "detente.ledger:migrations")
    with writing_to(engine, path) as connection:
        config.attributes["connection"] = connection
        connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
        command.upgrade(config, "head")


def _write_ahead(engine: Engine, patience: float) -> None:
    """Readers and one writer at a time beside one another: a lasting property of the file.

    SQLite does not wait when two processes switch at once, so this does.
    """
    deadline = time.monotonic() + patience
    while True:
        with engine.connect() as connection:
            driver = connection.connection.driver_connection
            assert isinstance(driver, sqlite3.Connection)
            try:
                driver.execute("PRAGMA journal_mode = WAL")
                return
            except sqlite3.OperationalError as error:
                if "locked" not in str(error) or time.monotonic() > deadline:
                    raise
        time.sleep(0.02)
