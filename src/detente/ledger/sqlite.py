"""A ledger in a SQLite file."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, create_engine, event
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError

from detente.errors import ForeignFile, LedgerError, LockedLedger
from detente.ledger.engine import PATIENCE, foreign, known_revision, missing, upgrade

# “Dtnt”, in the file's header: says that a SQLite file is a ledger.
APPLICATION_ID = 0x44746E74

_MAGIC = b"SQLite format 3\x00"
_WRITES = "detente_writes"


class SqliteFile:
    """The SQLite file at `path`; see `engine.Database`."""

    def __init__(self, path: Path, *, patience: float = PATIENCE) -> None:
        self.path = path
        self.name = str(path)
        self._patience = patience
        # The path goes in as a value, never as part of a URL to be parsed, and whole: it may hold any
        # character, and may be called “:memory:”.
        self.engine = create_engine(
            URL.create("sqlite+pysqlite", database=os.path.abspath(path)), connect_args={"timeout": patience}
        )

        # The driver's own transactions begin late and end before DDL; these begin and end where we say.
        @event.listens_for(self.engine, "connect")
        def prepare(connection: sqlite3.Connection, _: object) -> None:
            connection.isolation_level = None
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("PRAGMA synchronous = FULL")

        @event.listens_for(self.engine, "begin")
        def begin(connection: Connection) -> None:
            writes = connection.get_execution_options().get(_WRITES, False)
            connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        with self._translated(), self.engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        with (
            self._translated(),
            self.engine.connect().execution_options(**{_WRITES: True}) as connection,
            connection.begin(),
        ):
            yield connection

    def check(self, *, create: bool) -> None:
        path = self.path
        try:
            if path.is_dir():
                raise ForeignFile(f"{path}: this is a folder. Name a file with --ledger.")
            if not path.exists():
                if not create:
                    raise missing(self.name)
                if not path.parent.is_dir():
                    raise LedgerError(f"{path}: the folder {path.parent} does not exist. Make it first.")
                return
            with path.open("rb") as file:
                head = file.read(len(_MAGIC))
        except OSError as error:
            raise LedgerError(f"{path}: the ledger cannot be opened ({error.strerror}).") from error
        if head not in (b"", _MAGIC):
            raise ForeignFile(f"{path}: this file is no ledger. Name another one with --ledger.")

    def revision(self) -> str | None:
        with self._translated(), self.engine.connect() as connection:
            tables = {row[0] for row in connection.exec_driver_sql("SELECT name FROM sqlite_master")}
            if not tables:
                return None
            mark = connection.exec_driver_sql("PRAGMA application_id").scalar()
            if mark != APPLICATION_ID or "alembic_version" not in tables:
                raise foreign(self.name)
            revision = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
        return known_revision(self.name, revision)

    def bring_up_to_date(self) -> None:
        with self._translated():
            self._write_ahead()
        with self.writing() as connection:
            connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
            upgrade(connection)

    def own_files(self) -> tuple[Path, ...]:
        return tuple(Path(f"{self.path}{ending}") for ending in ("", "-wal", "-shm", "-journal"))

    def beside(self, ending: str) -> Path:
        return Path(f"{self.path}{ending}")

    def _write_ahead(self) -> None:
        """Readers and one writer at a time beside one another: a lasting property of the file.

        SQLite does not wait when two processes switch at once, so this does.
        """
        deadline = time.monotonic() + self._patience
        while True:
            with self.engine.connect() as connection:
                driver = connection.connection.driver_connection
                assert isinstance(driver, sqlite3.Connection)
                try:
                    driver.execute("PRAGMA journal_mode = WAL")
                    return
                except sqlite3.OperationalError as error:
                    if "locked" not in str(error) or time.monotonic() > deadline:
                        raise
            time.sleep(0.02)

    @contextmanager
    def _translated(self) -> Iterator[None]:
        """SQLite's errors as detente's, each one line that says what to do."""
        try:
            yield
        except (DBAPIError, sqlite3.Error) as error:
            raise _in_our_words(error, self.name) from error


def _in_our_words(error: DBAPIError | sqlite3.Error, name: str) -> LedgerError:
    text = str(error.orig if isinstance(error, DBAPIError) else error)
    if "locked" in text or "busy" in text:
        return LockedLedger(
            f"{name}: another process is writing to this ledger and did not finish in time. "
            "Wait for it or end it, then repeat the command: what was read so far is kept."
        )
    if "not a database" in text or "malformed" in text or "file is encrypted" in text:
        return ForeignFile(
            f"{name}: this file is damaged or is no ledger ({text}). "
            "Move it away and read the reports again, or name another file with --ledger."
        )
    if "readonly" in text or "unable to open" in text or "permission" in text.lower():
        return LedgerError(
            f"{name}: the ledger cannot be opened or written ({text}). "
            "Check the permissions of the file and of its folder, or name another file with --ledger."
        )
    if "full" in text or "disk I/O" in text:
        return LedgerError(f"{name}: the disk failed or is full ({text}). What was read so far is kept.")
    return LedgerError(f"{name}: the ledger could not be used ({text}).")
