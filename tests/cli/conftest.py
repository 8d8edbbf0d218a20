"""The command line as a person meets it: a process-like run in a folder, with what it prints."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from detente.cli import cli
from detente.ledger import open_ledger

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path, monkeypatch) -> Run:
    """Run a command in an empty folder; exit code, output and errors apart."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("DETENTE_LEDGER", raising=False)

    def run_command(*arguments: str, columns: int = 160, **options: object) -> Result:
        return CliRunner().invoke(cli, arguments, env={"COLUMNS": str(columns)}, **options)

    return run_command


@pytest.fixture
def crisis_folder(run, tmp_path, crisis) -> Path:
    """A folder with the ledger of the readings made by hand."""
    with open_ledger(tmp_path / "detente.db", create=True) as ledger:
        for reading in crisis:
            ledger.add(reading, path=f"reports/{reading.report.id}.txt")
    return tmp_path
