"""A ledger in a schema of a PostgreSQL database."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError

from detente.errors import LedgerError, LockedLedger
from detente.ledger.engine import PATIENCE, foreign, known_revision, upgrade

try:
    import psycopg
    from psycopg.types.string import StrDumper
except ImportError as _error:
    raise LedgerError(
        "a ledger in PostgreSQL needs the package psycopg. Install detente with it: pip install 'detente[postgres]'."
    ) from _error

# Says that a schema is a ledger, as a comment on the table of its revision.
_MARK = "detente ledger"
# “Dtnt”: the lock of a ledger is this number with one of its schema.
_LOCK = 0x44746E74

_NO_SUCH_DATABASE, _LOCK_TIMEOUT, _DISK_FULL = "3D000", "55P03", "53100"
_NOT_ALLOWED = ("25006", "28000", "28P01", "42501")


class _WithoutNul(StrDumper):
    """PostgreSQL's text holds no character 0; what reports hold of it is shown by its symbol, which is as long."""

    def dump(self, obj: str) -> bytes | bytearray | memoryview | None:
        return super().dump(obj.replace("\x00", "␀"))


class PostgresDatabase:
    """The schema that comes first in the search path of a database; see `engine.Database`.

    Text is compared by code points in every column (`_by_code_point`), so that all is in the same order as in
    SQLite, whatever the language of the database.
    """

    def __init__(self, address: str, *, patience: float = PATIENCE) -> None:
        try:
            url = make_url(address)
        except (ArgumentError, ValueError) as error:
            shown = re.sub(r":[^:/]*@", "@", address)
            raise LedgerError(
                f"{shown}: this is no address of a database; write it as postgresql://user@host/database."
            ) from error
        self.name = (
            url.set(drivername="postgresql", password=None)
            .difference_update_query(["password"])
            .render_as_string()
        )
        self._called = url.database or "detente"
        self._milliseconds = str(int(patience * 1000))
        self.engine = create_engine(url.set(drivername="postgresql+psycopg"), pool_pre_ping=True)

        @event.listens_for(self.engine, "connect")
        def prepare(connection: psycopg.Connection, _: object) -> None:
            connection.adapters.register_dumper(str, _WithoutNul)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        with (
            self._translated(),
            self.engine.connect().execution_options(
                isolation_level="REPEATABLE READ", postgresql_readonly=True
            ) as connection,
            connection.begin(),
        ):
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        # Each statement sees what others kept before it; nobody else writes once we have the lock.
        with (
            self._translated(),
            self.engine.connect().execution_options(isolation_level="READ COMMITTED") as connection,
            connection.begin(),
        ):
            connection.exec_driver_sql("SELECT set_config('lock_timeout', %s, true)", (self._milliseconds,))
            connection.exec_driver_sql(
                f"SELECT pg_advisory_xact_lock({_LOCK}, hashtext(current_schema()::text))"
            )
            yield connection

    def check(self, *, create: bool) -> None:
        with self._translated(), self.engine.connect() as connection:
            encoding = connection.exec_driver_sql("SHOW server_encoding").scalar_one()
            if encoding != "UTF8":
                raise LedgerError(
                    f"{self.name}: this database keeps text as {encoding}; a ledger needs one that was made with "
                    "ENCODING 'UTF8'."
                )
            if connection.exec_driver_sql("SELECT current_schema()").scalar() is None:
                raise LedgerError(
                    f"{self.name}: none of the schemas in the search path is there. Make one first (CREATE SCHEMA)."
                )

    def revision(self) -> str | None:
        with self._translated(), self.engine.connect() as connection:
            found = connection.exec_driver_sql(
                "SELECT relname, obj_description(oid, 'pg_class') AS mark FROM pg_class "
                "WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p', 'v', 'm')"
            )
            tables = {row.relname: row.mark for row in found}
            if not tables:
                return None
            if tables.get("alembic_version") != _MARK:
                raise foreign(self.name)
            revision = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
        return known_revision(self.name, revision)

    def bring_up_to_date(self) -> None:
        with self.writing() as connection:
            upgrade(connection)
            connection.exec_driver_sql(f"COMMENT ON TABLE alembic_version IS '{_MARK}'")
            _by_code_point(connection)

    def own_files(self) -> tuple[Path, ...]:
        return ()

    def beside(self, ending: str) -> Path:
        """In the working folder, called as the database is."""
        return Path(f"{self._called}{ending}")

    @contextmanager
    def _translated(self) -> Iterator[None]:
        """PostgreSQL's errors as detente's, each one line that says what to do."""
        try:
            yield
        except (DBAPIError, psycopg.Error) as error:
            raise _in_our_words(error, self.name) from error


def _by_code_point(connection: Connection) -> None:
    """Have text that the migrations made compared by code points; a language's order would be another one."""
    columns = connection.exec_driver_sql(
        "SELECT table_name, column_name FROM information_schema.columns "
        "WHERE table_schema = current_schema() AND data_type = 'text' AND collation_name IS NULL"
    ).all()
    for table in sorted({table for table, _ in columns}):
        changes = ", ".join(
            f'ALTER COLUMN "{column}" TYPE text COLLATE "C"' for of, column in columns if of == table
        )
        connection.exec_driver_sql(f'ALTER TABLE "{table}" {changes}')


def _in_our_words(error: DBAPIError | psycopg.Error, name: str) -> LedgerError:
    origin = error.orig if isinstance(error, DBAPIError) else error
    state = getattr(origin, "sqlstate", None)
    text = " ".join(str(origin).split("\n")[0].split())
    if state == _LOCK_TIMEOUT:
        return LockedLedger(
            f"{name}: another process is writing to this ledger and did not finish in time. "
            "Wait for it or end it, then repeat the command: what was read so far is kept."
        )
    if state == _NO_SUCH_DATABASE or (state is None and "does not exist" in text):
        return LedgerError(f"{name}: {text}. Make it first (createdb), or name another one with --ledger.")
    if state in _NOT_ALLOWED:
        return LedgerError(
            f"{name}: the ledger cannot be opened or written ({text}). Ask for the rights to this database, "
            "or name another one with --ledger."
        )
    if state == _DISK_FULL:
        return LedgerError(f"{name}: the disk is full ({text}). What was read so far is kept.")
    if isinstance(origin, psycopg.OperationalError):
        return LedgerError(
            f"{name}: the database does not answer ({text}). See that its server runs and that the address is right; "
            "what was read so far is kept."
        )
    return LedgerError(f"{name}: the ledger could not be used ({text}).")
