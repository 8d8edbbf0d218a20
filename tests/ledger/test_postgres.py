"""A ledger in PostgreSQL is the ledger that the same reports make in a file; it opens, or one line says why not."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec
import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from detente.errors import ForeignFile, LedgerError, LockedLedger, MissingLedger
from detente.ledger import Hand, Ledger, Skip, open_ledger
from detente.ledger.engine import database_at
from detente.ledger.schema import metadata
from detente.records import Reading, make_report

BY = Hand("Anna", "to see", "2024-01-02T03:04:05+00:00")


@pytest.fixture
def database(postgres, request) -> Iterator[str]:
    """The address of a database that is empty."""
    with psycopg.connect(postgres("postgres"), autocommit=True) as server:
        server.execute("DROP DATABASE IF EXISTS new WITH (FORCE)")
        server.execute("CREATE DATABASE new")
        yield postgres("new")


def fill(ledger: Ledger, readings: tuple[Reading, ...]) -> None:
    """Reports that come, go, come again and are corrected, and what could not be read."""
    for reading in readings:
        ledger.add(reading, path=f"reports/{reading.report.id}.txt")
    ledger.refresh()
    ledger.remove(readings[0].report.id)
    ledger.add(msgspec.structs.replace(readings[1], events=()))
    demand = ledger.positions()[0]
    ledger.reject(demand.id, by=BY)
    ledger.merge("Rassendyll", "Beverly Calhoun", by=BY)
    ledger.skip(Skip("in/a.jsonl", "line 3", "not JSON", "Mend it"))
    ledger.add(readings[0])


def test_both_databases_hold_the_same_to_the_byte(database, crisis, tmp_path):
    with open_ledger(database, create=True) as ledger, open_ledger(tmp_path / "l.db", create=True) as other:
        fill(ledger, crisis)
        fill(other, crisis)
        assert list(ledger.dump()) == list(other.dump())
        assert ledger.positions() == other.positions()
        assert ledger.log() == other.log()


@pytest.mark.file
def test_a_ledger_moves_there_and_back_and_loses_nothing(database, crisis, tmp_path):
    with open_ledger(tmp_path / "l.db", create=True) as ledger:
        fill(ledger, crisis)
        whole = list(ledger.dump())

    def move(*addresses: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "detente", "move", *addresses]
        return subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)

    assert move("l.db", database).stdout.startswith("7 reports with ")
    with open_ledger(database) as moved:
        assert list(moved.dump()) == whole
        assert [hit.id for hit in moved.search('"the guns" bridge')]
        moved.add(crisis[3])
    assert move("l.db", database).stdout.endswith("holds the same already.\n")
    assert move(database, "back.db").returncode == 0
    with open_ledger(tmp_path / "back.db") as back:
        assert list(back.dump()) == whole
        back.remove(crisis[2].report.id)
    refused = move("back.db", database)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr.count("\n") == 1
    assert "is not empty" in refused.stderr


def test_a_move_that_fails_leaves_nothing(database, crisis, tmp_path):
    with open_ledger(tmp_path / "l.db", create=True) as ledger, open_ledger(database, create=True) as other:
        fill(ledger, crisis)
        with psycopg.connect(database) as connection:
            connection.execute("ALTER TABLE story ADD CONSTRAINT nothing CHECK (false)")
        with pytest.raises(LedgerError, match="could not be used"):
            ledger.copy_to(other)
        with psycopg.connect(database) as connection:
            connection.execute("ALTER TABLE story DROP CONSTRAINT nothing")
        assert other.counts().reports == 0
        assert ledger.copy_to(other)["report"] == 7


WORDS = (
    "the",
    "guns",
    "gun",
    "must",
    "leave",
    "bridge",
    "bridges",
    "café",
    "Cafe",
    "U.S.",
    "3,000",
    "state-run",
    "它们",
    "ꙮ",
)
texts = st.lists(st.sampled_from(WORDS), min_size=1, max_size=12).map(" ".join)
queries = st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).flatmap(
    lambda words: st.sampled_from(
        [" ".join(words), f'"{" ".join(words)}"', f"{' '.join(words)}*", f'the "{words[0]}"']
    )
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(texts, min_size=1, max_size=6), st.lists(queries, min_size=20, max_size=20))
def test_both_databases_find_the_same(schema_of_texts, texts, queries):
    here, there = schema_of_texts
    for n, text in enumerate(texts):
        reading = Reading(report=make_report(text, id=f"r-{n}", title=f"Report {n}"), sentences=())
        here.add(reading)
        there.add(reading)
    for query in queries:
        assert set(here.search(query)) == set(there.search(query)), query


@pytest.fixture
def schema_of_texts(database, tmp_path) -> Iterator[tuple[Ledger, Ledger]]:
    with open_ledger(database, create=True) as here, open_ledger(tmp_path / "l.db", create=True) as there:
        yield here, there


def test_a_text_too_long_for_a_tsvector_is_searched_as_any(schema_of_texts):
    # The words stand too often, too far down, are too many, and one of them is too long.
    often = "the guns fired and " * 300
    far = " ".join(f"word{n}" for n in range(120_000))
    for n, text in enumerate(
        [f"{often} the cannons fired", f"{far} at the very end", "b" * 5000 + " is a word"]
    ):
        for ledger in schema_of_texts:
            ledger.add(Reading(report=make_report(text, id=f"r-{n}"), sentences=()))
    for query in (
        '"the cannons fired"',
        '"cannons the"',
        '"very end"',
        '"end very"',
        "b" * 5000,
        "bbb*",
        "word119999 end",
    ):
        here, there = (set(ledger.search(query)) for ledger in schema_of_texts)
        assert here == there, query[:20]


def test_a_database_without_a_ledger_says_how_to_make_one(database):
    with pytest.raises(MissingLedger, match="detente read FOLDER"):
        open_ledger(database)


def test_another_programs_database_is_left_alone(database):
    with psycopg.connect(database) as other:
        other.execute("CREATE TABLE recipe (name text)")
    with pytest.raises(ForeignFile, match="no ledger"):
        open_ledger(database, create=True)


def test_a_newer_ledger_is_left_alone(database):
    open_ledger(database, create=True).close()
    with psycopg.connect(database) as newer:
        newer.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(ForeignFile, match="newer detente"):
        open_ledger(database)


def test_what_cannot_be_reached_is_one_clear_line(postgres):
    for address, said in (
        (postgres("nowhere"), "Make it first"),
        ("postgresql://analyst:secret@localhost:1/crisis", "does not answer"),
        ("postgresql://analyst:secret@localhost:many/crisis", "no address of a database"),
    ):
        with pytest.raises(LedgerError, match=said) as caught:
            open_ledger(address, create=True)
        assert "\n" not in str(caught.value)
        assert "secret" not in str(caught.value)


def test_the_migrations_make_the_tables_that_the_code_knows(database):
    made = database_at(database)
    made.bring_up_to_date()
    with made.engine.connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={"include_name": lambda name, kind, _: (kind, name) != ("table", "passage_index")},
        )
        assert compare_metadata(context, metadata) == []


def test_writers_wait_for_one_another_and_readers_for_nobody(database, crisis):
    with open_ledger(database, create=True) as ledger, open_ledger(database, patience=0.2) as other:
        ledger.add(crisis[0])
        ledger.refresh()
        with ledger._database.writing():
            with pytest.raises(LockedLedger, match="another process is writing"):
                other.add(crisis[1])
            assert len(other.statements()) == 1
        assert other.add(crisis[1])


def test_a_text_with_a_character_that_postgresql_has_not_is_kept_with_its_symbol(database):
    with open_ledger(database, create=True) as ledger:
        ledger.add(Reading(report=make_report("The\x00guns fired.", id="r-nul"), sentences=()))
        assert ledger.report("r-nul").text == "The␀guns fired."
        assert ledger.search("gu\x00ns") == ()


# Adds reports in an order of its own and asks for threads in between.
WRITER = """
import random, sys
sys.path.insert(0, {tests!r})
from conftest import tell_story
from detente.ledger import open_ledger
readings = [tell_story("Rudolf Rassendyll", "Zenda", f"demand {{n}} must be met") for n in range(12)]
random.Random({seed}).shuffle(readings)
with open_ledger({address!r}, create=True) as ledger:
    for reading in readings:
        ledger.add(reading)
        ledger.positions()
"""


def test_several_processes_that_write_and_derive_at_once_make_one_ledger(database, tell, tmp_path):
    tests = str(Path(__file__).parents[1])
    scripts = [WRITER.format(tests=tests, seed=seed, address=database) for seed in range(3)]
    for process in [subprocess.Popen([sys.executable, "-c", script]) for script in scripts]:
        assert process.wait() == 0
    with open_ledger(tmp_path / "alone.db", create=True) as alone, open_ledger(database) as ledger:
        for n in range(12):
            alone.add(tell("Rudolf Rassendyll", "Zenda", f"demand {n} must be met"))
        assert list(ledger.dump()) == list(alone.dump())
