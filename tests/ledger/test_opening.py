"""A ledger opens, or one line says why it does not."""

import sqlite3
import time

import msgspec
import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from detente.errors import ForeignFile, LedgerError, LockedLedger, MissingLedger
from detente.ledger import open_ledger
from detente.ledger.engine import database_at
from detente.ledger.schema import HEAD, metadata


@pytest.mark.file
def test_a_ledger_that_is_not_there_says_how_to_make_one(tmp_path):
    with pytest.raises(MissingLedger, match="detente read FOLDER"):
        open_ledger(tmp_path / "detente.db")
    assert list(tmp_path.iterdir()) == []


def test_the_environment_names_the_ledger_and_a_path_is_stronger(tmp_path, monkeypatch):
    monkeypatch.setenv("DETENTE_LEDGER", str(tmp_path / "named.db"))
    with open_ledger(create=True) as ledger:
        assert ledger.name == str(tmp_path / "named.db")
    with open_ledger(tmp_path / "other.db", create=True) as ledger:
        assert ledger.name == str(tmp_path / "other.db")


@pytest.mark.file
@pytest.mark.parametrize("content", [b"Dear diary,\n", b"SQLite format 2\x00", b"\xff" * 5000])
def test_another_file_is_left_alone(tmp_path, content):
    path = tmp_path / "diary.db"
    path.write_bytes(content)
    for create in (False, True):
        with pytest.raises(ForeignFile, match="no ledger"):
            open_ledger(path, create=create)
    assert path.read_bytes() == content


@pytest.mark.file
def test_a_header_with_rubbish_behind_it_is_no_ledger(tmp_path):
    path = tmp_path / "broken.db"
    path.write_bytes(b"SQLite format 3\x00" + b"rubbish" * 1000)
    with pytest.raises(ForeignFile, match="damaged or is no ledger"):
        open_ledger(path, create=True)


@pytest.mark.file
def test_another_programs_database_is_left_alone(tmp_path):
    path = tmp_path / "recipes.db"
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE recipe (name TEXT)")
    before = path.read_bytes()
    with pytest.raises(ForeignFile, match="no ledger"):
        open_ledger(path, create=True)
    assert path.read_bytes() == before


@pytest.mark.file
def test_a_folder_is_no_ledger(tmp_path):
    with pytest.raises(ForeignFile, match="folder"):
        open_ledger(tmp_path, create=True)
    with pytest.raises(LedgerError, match="does not exist"):
        open_ledger(tmp_path / "no" / "detente.db", create=True)


@pytest.mark.file
def test_a_newer_ledger_is_left_alone(tmp_path):
    path = tmp_path / "detente.db"
    open_ledger(path, create=True).close()
    with sqlite3.connect(path) as newer:
        newer.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(ForeignFile, match="newer detente"):
        open_ledger(path)


@pytest.mark.file
def test_an_empty_file_becomes_a_ledger_only_when_one_is_made(tmp_path):
    path = tmp_path / "detente.db"
    path.touch()
    with pytest.raises(MissingLedger):
        open_ledger(path)
    with open_ledger(path, create=True) as ledger:
        assert ledger.counts().reports == 0


@pytest.mark.file
def test_a_ledger_whose_making_was_cut_off_is_made_anew(tmp_path):
    path = tmp_path / "detente.db"
    begun = sqlite3.connect(path)
    begun.execute("PRAGMA journal_mode = WAL")
    begun.close()
    assert path.stat().st_size > 0
    with pytest.raises(MissingLedger):
        open_ledger(path)
    open_ledger(path, create=True).close()
    assert open_ledger(path).counts().reports == 0


@pytest.mark.file
@pytest.mark.parametrize("name", ["what? a 100% «ledger» #1&x=y.db", ":memory:", "file:x?mode=memory"])
def test_any_file_name_will_do(tmp_path, monkeypatch, name):
    monkeypatch.chdir(tmp_path)
    open_ledger(name, create=True).close()
    assert (tmp_path / name).stat().st_size > 0


def test_a_locked_ledger_is_one_clear_line_and_can_be_read_meanwhile(tmp_path, crisis):
    path = tmp_path / "detente.db"
    with open_ledger(path, create=True) as ledger:
        ledger.add(crisis[0])
        ledger.refresh()
    with open_ledger(path) as hog, hog._database.writing(), open_ledger(path, patience=0.2) as ledger:
        since = time.monotonic()
        with pytest.raises(LockedLedger, match="another process is writing") as caught:
            ledger.add(crisis[1])
        assert time.monotonic() - since < 5
        assert "\n" not in str(caught.value)
        assert len(ledger.statements()) == 1
    with open_ledger(path) as ledger:
        assert ledger.add(crisis[1])


@pytest.mark.file
def test_a_file_that_may_not_be_written_says_so(filled, crisis, tell, tmp_path):
    filled.refresh()
    with filled._database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA query_only = ON")
        connection.commit()
    with pytest.raises(LedgerError, match="cannot be opened or written"):
        filled.add(tell("Fritz", "Zenda", "all is well"))


@pytest.mark.file
def test_the_migrations_make_the_tables_that_the_code_knows(tmp_path):
    path = tmp_path / "detente.db"
    made = database_at(path)
    made.bring_up_to_date()
    with made.engine.connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={
                "include_name": lambda name, kind, _: kind != "table" or not name.startswith("passage_index")
            },
        )
        assert compare_metadata(context, metadata) == []
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"


def test_the_newest_migration_is_the_one_that_the_code_expects():
    config = Config()
    config.set_main_option("script_location", "detente.ledger:migrations")
    scripts = ScriptDirectory.from_config(config)
    assert scripts.get_heads() == [HEAD]
    revisions = [script.revision for script in scripts.walk_revisions()]
    assert revisions == sorted(revisions, reverse=True)


@pytest.mark.file
def test_every_transaction_is_flushed_to_the_disk_and_leaves_all_in_order(filled, crisis):
    filled.remove(crisis[0].report.id)
    filled.add(msgspec.structs.replace(crisis[1], events=()))
    with filled._database.engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
        assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []
        assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
        # Raises where the index says other words than the texts that it was made of.
        connection.exec_driver_sql(
            "INSERT INTO passage_index (passage_index, rank) VALUES ('integrity-check', 1)"
        )
