"""Small readings made by hand: tests of the ledger and its lists neither wait for the reader nor change with it.

With `pytest --ledger postgres` all ledgers that tests open by a path lie in PostgreSQL.
"""

import hashlib
import os
import pwd
import shutil
import subprocess
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from tempfile import mkdtemp

import pytest

from detente.ledger import Ledger, open_ledger, store
from detente.ledger.engine import PATIENCE, Database, database_at
from detente.records import (
    Actor,
    Event,
    EventEvidence,
    Measure,
    MeasureEvidence,
    Mention,
    Place,
    Position,
    PositionEvidence,
    Quantity,
    Reading,
    Span,
    Statement,
    When,
    digest_id,
    make_report,
)

Tell = Callable[..., Reading]
Address = Callable[[Path], str]
Reported = Callable[[Path, Mapping[str, str]], Ledger]

STATES = {"Ruritania": "RUR", "Graustark": "GRA", "Zenda": "ZEN"}


def actor_of(name: str, country: str | None = None, sector: str | None = "GOV") -> Actor:
    if name in STATES:
        return Actor(f"state:{STATES[name]}", name, (), "state", STATES[name], "GOV")
    return Actor(digest_id("a", "person", name), name, (), "person", country, sector)


def tell_story(
    speaker: str, target: str, proposition: str, *, day: str = "1962-10-22", country: str | None = "RUR",
    type: str = "demand", act: str = "demand", prefix: str = "", publisher: str = "The Courier",
) -> Reading:  # fmt: skip
    """One report of three sentences: who said what about whom; a meeting; a number."""
    first = f"{speaker} told {target} that {proposition}."
    second = f"{speaker} met {target} in Strelsau."
    third = "About 300 troops were there."
    text = f"{prefix}{first} {second} {third}"
    at = len(prefix)
    report = make_report(text, title=f"{speaker} and {target}", published_at=day, publisher=publisher)
    who, whom = actor_of(speaker, country), actor_of(target)
    sentences = []
    start = at
    for words in (first, second, third):
        sentences.append(Span(start, start + len(words)))
        start += len(words) + 1
    name = Span(at, at + len(speaker))
    content = Span(text.index(proposition), text.index(proposition) + len(proposition))
    told, met = text.index("told"), text.index(" met ") + 1
    number = Span(text.index("About 300"), text.index("About 300 troops") + len("About 300 troops"))
    strelsau = Span(text.index("Strelsau"), text.index("Strelsau") + 8)

    def id_of(prefix: str) -> str:
        return digest_id(prefix, report.id)

    statement = Statement(
        id_of("s"), report.id, who.id, (name,), (Span(told, told + 4),), (content,), "indirect", (act,),
        (whom.id,), None, None, None, False, 0.9,
    )  # fmt: skip
    event = Event(
        id_of("e"), report.id, "CONSULT", "meet", ("diplomatic",), "040", 1, 1.0, "occurred", (who.id,),
        (whom.id,), id_of("pl"), When(None, day, day, "day", None), None, None,
        EventEvidence(sentences[1], Span(met, met + 3), (), ()), 0.8,
    )  # fmt: skip
    position = Position(
        id_of("p"), type, who.id, (whom.id,), None, proposition, None, None, None, "open", None, (),
        (PositionEvidence(report.id, (content,), statement.id, None),), day, day, 0.9,
    )  # fmt: skip
    measure = Measure(
        id_of("q"), report.id, "troops", Quantity(300.0, 300.0, 300.0, "about"), "troops", None, id_of("pl"), None,
        MeasureEvidence(number),
    )  # fmt: skip
    return Reading(
        report=report,
        sentences=tuple(sentences),
        actors=(who, whom),
        mentions=(Mention(id_of("m"), report.id, name, who.id, "name"),),
        statements=(statement,),
        events=(event,),
        positions=(position,),
        measures=(measure,),
        places=(Place(id_of("pl"), report.id, strelsau, "Strelsau", None, None, None, None),),
    )


@pytest.fixture(scope="session")
def tell() -> Tell:
    return tell_story


@pytest.fixture(scope="session")
def crisis() -> tuple[Reading, ...]:
    """Seven reports with turns: a demand told twice, its refusal, and people under several names."""
    return (
        tell_story("Rudolf Rassendyll", "Graustark", "its guns must leave the bridge"),
        tell_story("Rassendyll", "Graustark", "the guns must leave the bridge", day="1962-10-23",
                   country=None),
        tell_story("Beverly Calhoun", "Ruritania", "the guns will stay", day="1962-10-24", country="GRA",
                   type="refusal", act="reject"),
        tell_story("Ruritania", "Zenda", "the toll on grain must fall", day="1962-10-25",
                   publisher="The Herald"),
        tell_story("Zenda", "Ruritania", "it will lower the toll by November", day="1962-10-26",
                   type="commitment", act="promise"),
        tell_story("Graustark", "Zenda", "an attack would be answered with force", day="1962-10-27",
                   type="threat", act="threaten"),
        tell_story("Rudolph Rassendyll", "Zenda", "the talks were useful", day="1962-10-28", type="claim",
                   act="assert"),
    )  # fmt: skip


@pytest.fixture(scope="session")
def reported() -> Reported:
    """An open ledger of one report a day: its path, and what was reported by day."""
    from detente.reading import read_report  # loads the language model

    def make(path: Path, texts: Mapping[str, str]) -> Ledger:
        ledger = open_ledger(path, create=True)
        for day, text in texts.items():
            ledger.add(read_report(make_report(text, published_at=day)))
        return ledger

    return make


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--ledger", choices=("sqlite", "postgres"), default="sqlite", help="what holds the ledgers"
    )


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "file: is about a ledger that is a SQLite file")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--ledger") == "postgres":
        for item in items:
            if item.get_closest_marker("file"):
                item.add_marker(pytest.mark.skip(reason="is about a ledger that is a SQLite file"))


@pytest.fixture(scope="session")
def postgres() -> Iterator[Callable[[str], str]]:
    """The addresses of databases, by their names, on a server of PostgreSQL that ends with the tests."""
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin")) or [
        Path(found).parent for found in [shutil.which("pg_ctl")] if found
    ]
    if not programs:
        pytest.skip("PostgreSQL is not installed: apt-get install postgresql")
    pytest.importorskip("psycopg", reason="psycopg is not installed: pip install 'detente[postgres]'")
    # The server refuses to run as root; its socket wants a short path.
    folder = mkdtemp(prefix="detente-", dir="/tmp")
    user = None
    if os.geteuid() == 0:
        user = pwd.getpwnam("postgres")
        os.chown(folder, user.pw_uid, user.pw_gid)

    def call(program: str, *arguments: str) -> None:
        subprocess.run(
            [programs[-1] / program, "-D", f"{folder}/data", *arguments],
            user=user and user.pw_uid,
            group=user and user.pw_gid,
            cwd=folder,
            stdout=subprocess.DEVNULL,
            check=True,
        )

    # What is lost with the machine need not be safe from its failing.
    quick = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c autovacuum=off"
    # In English letters are in another order than by code points, which a ledger must not mind.
    call("initdb", "--auth=trust", "--username=analyst", "--encoding=UTF8", "--locale=C.UTF-8",
         "--locale-provider=icu", "--icu-locale=en-US", "--no-sync")  # fmt: skip
    call("pg_ctl", "start", "-w", "-l", f"{folder}/log", "-o", f"-k {folder} -c listen_addresses='' {quick}")
    try:
        yield lambda name: f"postgresql://analyst@/{name}?host={folder}"
    finally:
        call("pg_ctl", "stop", "-w", "-m", "immediate")
        shutil.rmtree(folder)


class Copies:
    """Databases that stand for the files of ledgers: each a copy of one with an empty ledger, which takes a tenth of
    the time that making the tables takes."""

    def __init__(self, server: Callable[[str], str]) -> None:
        self._server = server
        self._made: dict[Path, str] = {}
        self._do("CREATE DATABASE empty_ledger")
        open_ledger(server("empty_ledger"), create=True).close()

    def address(self, path: str | Path) -> str:
        path = Path(os.path.abspath(path))
        if path not in self._made:
            self.forget(gone for gone in list(self._made) if not gone.parent.is_dir())
            self._made[path] = f"l{hashlib.blake2b(str(path).encode(), digest_size=8).hexdigest()}"
            self._do(f"CREATE DATABASE {self._made[path]} TEMPLATE empty_ledger STRATEGY file_copy")
        return self._server(self._made[path])

    def forget(self, paths: Iterable[Path]) -> None:
        for path in paths:
            self._do(f"DROP DATABASE {self._made.pop(path)} WITH (FORCE)")

    def paths(self) -> frozenset[Path]:
        return frozenset(self._made)

    def _do(self, statement: str) -> None:
        import psycopg

        with psycopg.connect(self._server("postgres"), autocommit=True) as connection:
            connection.execute(statement)


@pytest.fixture(scope="session")
def copies(request: pytest.FixtureRequest) -> Copies | None:
    """With `--ledger postgres` the databases that stand for files."""
    if request.config.getoption("--ledger") != "postgres":
        return None
    return Copies(request.getfixturevalue("postgres"))


@pytest.fixture(scope="session")
def address(copies: Copies | None) -> Address:
    """Where the ledger lies that a test calls by a path: for what opens it in a process of its own."""
    return str if copies is None else copies.address


@pytest.fixture(scope="session", autouse=True)
def paths_are_databases(copies: Copies | None) -> Iterator[None]:
    """With `--ledger postgres` what is opened by a path is such a database, and called as it would be."""
    if copies is None:
        yield
        return

    def of_path(path: str | Path, *, patience: float = PATIENCE) -> Database:
        if str(path).startswith("postgresql:"):
            return database_at(path, patience=patience)
        database = database_at(copies.address(path), patience=patience)
        database.name = str(path)
        database.beside = lambda ending: Path(f"{path}{ending}")
        return database

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(store, "database_at", of_path)
        yield


@pytest.fixture(autouse=True)
def databases_of_one_test(copies: Copies | None) -> Iterator[None]:
    """Forgets what a test made for itself."""
    before = copies.paths() if copies else frozenset()
    yield
    if copies:
        copies.forget(copies.paths() - before)


@pytest.fixture
def ledger(tmp_path) -> Ledger:
    with open_ledger(tmp_path / "detente.db", create=True) as opened:
        yield opened


@pytest.fixture
def filled(ledger, crisis) -> Ledger:
    for reading in crisis:
        ledger.add(reading, path=f"reports/{reading.report.id}.txt")
    return ledger
