"""Files → ledger with the real reader: in any order the same, and stopped at any time without loss."""

import json
import random
import shutil
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from detente.ledger import open_ledger
from detente.ledger.intake import take_in

SAMPLES = Path(__file__).parents[2] / "samples"


def test_shuffled_files_give_the_same_ledger(tmp_path, monkeypatch):
    shutil.copytree(SAMPLES, tmp_path / "samples")
    monkeypatch.chdir(tmp_path)
    files = sorted(p for p in Path("samples").iterdir() if p.suffix in (".txt", ".html", ".jsonl"))
    assert len(files) > 10
    dumps = []
    for seed in range(3):
        random.Random(seed).shuffle(files)
        with open_ledger(f"{seed}.db", create=True) as ledger:
            # In two runs, as reports arrive over the days.
            for part in (files[: seed * 4], files[seed * 4 :]):
                assert all(not intake.skipped for intake in take_in(ledger, part))
            dumps.append(list(ledger.dump()))
    assert dumps[0] == dumps[1] == dumps[2]
    assert any(line.startswith("position ") for line in dumps[0])


@pytest.mark.file
def test_what_is_held_is_known_without_the_language_model(tmp_path):
    (tmp_path / "a.txt").write_text("The minister of Graustark left Strelsau on Monday.")
    script = (
        "import sys\n"
        "from detente.cli import cli\n"
        "try: cli(['read', 'a.txt'])\n"
        "finally: print('spacy' in sys.modules)"
    )
    loaded = []
    for _ in range(2):
        done = subprocess.run([sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        loaded.append(done.stdout.splitlines()[-1])
    assert loaded == ["True", "False"]


@pytest.mark.file
def test_control_c_leaves_what_was_read_and_says_how_to_go_on(tmp_path):
    lines = (
        json.dumps({"text": f"The minister of Graustark met {n} envoys in Strelsau."}) for n in range(5000)
    )
    (tmp_path / "many.jsonl").write_text("".join(line + "\n" for line in lines))
    process = subprocess.Popen(
        [sys.executable, "-c", "from detente.cli import main; main()", "read", "many.jsonl"],
        cwd=tmp_path, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    while process.poll() is None and not reports_in(tmp_path / "detente.db"):
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=0.05)
    process.send_signal(signal.SIGINT)
    said, errors = process.communicate()
    assert process.returncode == 130, (said, errors)
    assert "detente: stopped." in errors
    assert "The same command goes on from here." in errors
    assert "Traceback" not in errors
    assert 0 < reports_in(tmp_path / "detente.db") < 5000


def reports_in(path: Path) -> int:
    if not path.exists():
        return 0
    with open_ledger(path, create=True) as ledger:
        return len(ledger.reports())
