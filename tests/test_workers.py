"""Several processes give the answers of one, in its order, and a killed one costs one item."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from detente.workers import ENOUGH, in_batches, over_workers

# Other processes import the work, so it stands in a file of its own.
SCRIPT = """
import os, signal, sys
from detente.workers import in_batches, over_workers

def halved(batch):
    for n in batch:
        if n % 50 == 7:
            os.kill(os.getpid(), signal.SIGKILL)
        yield n // 2, os.getpid() == parent()

def parent():
    return int(os.environ["PARENT"])

def lost(n):
    return -n, False

if __name__ == "__main__":
    os.environ["PARENT"] = str(os.getpid())
    first, last = map(int, sys.argv[1:])
    for half, here in over_workers(halved, in_batches(range(first, last), 4), 2, lost):
        print(half, here, flush=True)
"""


@pytest.fixture
def answers(tmp_path: Path):
    script = tmp_path / "halves.py"
    script.write_text(SCRIPT, encoding="utf-8")

    def run(first: int, last: int) -> list[tuple[int, bool]]:
        done = subprocess.run(
            [sys.executable, script, str(first), str(last)], capture_output=True, text=True, check=True
        )
        return [(int(half), here == "True") for half, here in map(str.split, done.stdout.splitlines())]

    return run


def test_the_answers_come_from_other_processes_in_the_order_of_the_items(answers) -> None:
    assert answers(8, 48) == [(n // 2, False) for n in range(8, 48)]


def test_an_item_that_kills_its_process_is_named_and_the_others_are_answered(answers) -> None:
    many = 4 * (ENOUGH + 6)
    assert answers(0, many) == [(-n if n % 50 == 7 else n // 2, False) for n in range(many)]


def test_workers_end_with_the_process_that_started_them(tmp_path: Path) -> None:
    script = tmp_path / "halves.py"
    script.write_text(SCRIPT, encoding="utf-8")
    with subprocess.Popen([sys.executable, script, "8", "4000"], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline().startswith(b"4 ")
        process.kill()
        # The workers hold the other end of this pipe too: it ends when the last of them does.
        process.communicate(timeout=60)


def test_little_work_starts_no_process() -> None:
    def here(batch: list[int]) -> list[int]:
        return [os.getpid() for _ in batch]

    few = in_batches(range(4 * (ENOUGH - 1)), 4)
    assert set(over_workers(here, few, 2, lost=abs)) == {os.getpid()}
