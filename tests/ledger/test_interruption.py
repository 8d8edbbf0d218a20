"""A kill at any moment loses nothing that was read, and others may look on while one reads."""

import json
import random
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from detente.ledger import Filter, open_ledger

# Adds readings to a ledger one by one from a file of reports, as `detente read` does, without the model.
WRITER = """
import sys
from pathlib import Path
sys.path.insert(0, {tests!r})
from conftest import tell_story
from detente.ledger import open_ledger
with open_ledger({ledger!r}, create=True) as ledger:
    for n in range({n}):
        reading = tell_story("Rudolf Rassendyll", "Zenda", f"demand {{n}} must be met")
        if {wait} and n % 10 == 0:
            sys.stdin.readline()
        if not ledger.holds(reading.report):
            ledger.add(reading)
            print(n, flush=True)
    ledger.refresh()
"""


def writer(ledger: str, n: int, *, wait: bool = False) -> subprocess.Popen:
    """A process that adds `n` reports; with `wait` ten for each line that it is sent."""
    script = WRITER.format(tests=str(Path(__file__).parents[1]), ledger=ledger, n=n, wait=wait)
    return subprocess.Popen(
        [sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
    )


def run_through(ledger: str, n: int) -> list[str]:
    process = writer(ledger, n)
    process.communicate()
    assert process.returncode == 0
    with open_ledger(ledger) as opened:
        return list(opened.dump())


def test_a_ledger_can_be_queried_while_another_process_writes(tmp_path, address):
    path = address(tmp_path / "detente.db")
    process = writer(path, 150, wait=True)
    process.stdin.write("ten\n")
    process.stdout.readline()
    counts = []
    with open_ledger(path) as ledger:
        for _ in range(14):
            process.stdin.write("ten\n")
            reports = len(ledger.reports())
            statements = ledger.statements(Filter(source="Rassendyll"))
            assert len(statements) >= reports
            assert ledger.search("demand", limit=1)
            counts.append(len(statements))
            for _ in range(10):
                process.stdout.readline()
        process.communicate()
        assert process.returncode == 0
        assert counts == sorted(counts)
        assert len(set(counts)) > 5
        assert ledger.counts().reports == 150


def test_two_processes_that_read_the_same_at_once_make_one_ledger(tmp_path, address):
    alone = run_through(address(tmp_path / "alone.db"), 40)
    path = address(tmp_path / "both.db")
    processes = [writer(path, 40), writer(path, 40)]
    for process in processes:
        process.communicate()
        assert process.returncode == 0
    with open_ledger(path) as ledger:
        assert list(ledger.dump()) == alone


@pytest.mark.slow
def test_a_kill_at_any_moment_leaves_a_ledger_that_opens_and_a_run_that_resumes(tmp_path, address):
    unbroken = run_through(address(tmp_path / "unbroken.db"), 300)
    path = address(tmp_path / "killed.db")
    chance = random.Random(3)
    held = 0
    for _ in range(12):
        process = writer(path, 300)
        for _ in range(chance.randint(0, 8)):
            process.stdout.readline()
        kill_within(process, chance.uniform(0, 0.02))
        with open_ledger(path, create=True) as ledger:
            counts = ledger.counts()
            assert held <= counts.reports == counts.statements == len(list(ledger.readings()))
            held = counts.reports
    assert 0 < held < 300
    assert run_through(path, 300) == unbroken


@pytest.mark.slow
def test_a_killed_run_of_the_command_resumes_to_the_same_ledger(tmp_path, address):
    places = ["Strelsau", "Zenda", "Hentzau", "Edelweiss"]
    with (tmp_path / "reports.jsonl").open("w") as reports:
        for n in range(160):
            text = (
                f"STRELSAU — Foreign Minister Rudolf Holt said on Friday that {n + 20} soldiers must leave "
                f"{places[n % 4]}. The government of Graustark rejected the demand. “We will not move,” its "
                "ambassador, Anna Calhoun, told reporters, and threatened to close the border next week."
            )
            reports.write(json.dumps({"text": text, "published_at": f"2021-03-{n % 28 + 1:02}"}) + "\n")

    def command(ledger: str) -> subprocess.Popen:
        read = [
            sys.executable,
            "-c",
            "from detente.cli import main; main()",
            "read",
            "reports.jsonl",
            "--workers",
            "1",
        ]
        return subprocess.Popen(
            [*read, "--ledger", ledger], cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )

    whole = command(address(tmp_path / "unbroken.db"))
    since = time.monotonic()
    said, _ = whole.communicate()
    seconds = time.monotonic() - since
    assert whole.returncode == 0, said
    with open_ledger(address(tmp_path / "unbroken.db")) as ledger:
        unbroken = list(ledger.dump())
    assert sum(line.startswith("report ") for line in unbroken) == 160

    chance = random.Random(7)
    path = address(tmp_path / "killed.db")
    held = []
    for _ in range(12):
        kill_within(command(path), chance.uniform(0.3, 0.9) * seconds)
        with open_ledger(path, create=True) as ledger:
            held.append(ledger.counts().reports)
    assert held == sorted(held)
    assert any(0 < n < 160 for n in held)
    last = command(path)
    said, _ = last.communicate()
    assert last.returncode == 0, said
    with open_ledger(path) as ledger:
        assert list(ledger.dump()) == unbroken


def kill_within(process: subprocess.Popen, seconds: float) -> None:
    with suppress(subprocess.TimeoutExpired):
        process.wait(timeout=seconds)
    process.send_signal(signal.SIGKILL)
    process.communicate()
