"""`detente code` as a process: records on standard output, one line each for what was skipped."""

import json
import os
import pty
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

TEXT = (
    "Foreign Minister Anna Hale met envoy Karl Brandt in Vienna on Monday. Hale demanded an answer by Friday."
)
DETENTE = [sys.executable, "-c", "from detente.cli import main; main()"]


def detente(*arguments: object, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([*DETENTE, *map(str, arguments)], input=stdin, capture_output=True, timeout=60)


def records(output: bytes) -> list[dict[str, object]]:
    return [json.loads(line) for line in output.decode("utf-8").splitlines()]


def test_report_lines_on_standard_input_become_record_lines() -> None:
    done = detente(
        "code", stdin=json.dumps({"id": "r1", "text": TEXT, "published_at": "2022-01-21"}).encode()
    )
    found = records(done.stdout)
    assert (done.returncode, done.stderr) == (0, b"")
    assert (found[0]["kind"], found[0]["id"], found[0]["text"]) == ("report", "r1", TEXT)
    assert all(line.startswith(b'{"kind":') for line in done.stdout.splitlines())
    assert {"actor", "mention", "time", "place"} <= {str(r["kind"]) for r in found}


def test_what_is_broken_is_told_and_the_rest_is_written(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "b.jsonl").write_text('{"text": "cut')
    done = detente(
        "code", tmp_path, tmp_path / "missing.txt", "--published", "2022-01-21", "--publisher", "Wire"
    )
    [report] = [r for r in records(done.stdout) if r["kind"] == "report"]
    assert (report["published_at"], report["publisher"], done.returncode) == ("2022-01-21", "Wire", 1)
    assert done.stderr.decode().splitlines() == [
        f"detente: {tmp_path}/b.jsonl, line 1: not JSON (unterminated string at column 10). The line was skipped.",
        f"detente: {tmp_path}/missing.txt: no such file. Check the name.",
    ]


def test_two_runs_write_the_same_bytes(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    first, second = (detente("code", tmp_path).stdout for _ in range(2))
    assert first == second != b""


def test_two_workers_write_what_one_writes() -> None:
    states = ("Norway", "Peru", "Ghana", "Japan")
    acts = ("met", "attacked", "praised", "accused", "invited")
    texts = [
        f"{a} {act} {b} in {2000 + n}." for n in range(9) for a in states for b in states for act in acts
    ]
    lines = [f"no pair\n{json.dumps(pair_line(n, text))}" for n, text in enumerate(texts)]
    given = "\n".join(lines).encode()
    alone, together = (detente("code", "--pairs", "--quick", "--workers", n, stdin=given) for n in (1, 2))
    assert alone.stdout.count(b"\n") == len(texts)
    assert (together.stdout, together.stderr) == (alone.stdout, alone.stderr)


def pair_line(number: int, text: str) -> dict[str, object]:
    source, _, rest = text.partition(" ")
    target = rest.split(" ")[1]
    at = text.index(target, len(source))
    return {"id": number, "text": text, "source": [0, len(source)], "target": [at, at + len(target)]}


def test_pairs_are_classified_and_a_broken_pair_is_skipped() -> None:
    pairs = [
        {"id": 1, "text": "Norland bombed Sudria.", "source": [0, 7], "target": [15, 21]},
        {"id": 2, "text": "Norland bombed Sudria.", "source": [0, 7], "target": [15, 99]},
        {"id": 3, "text": "Norland bombed Sudria.", "source": [0, 7]},
        {"id": 4, "text": "Norland praised Sudria.", "source": [0, 7], "target": [16, 22]},
    ]
    done = detente("code", "--pairs", stdin="\n".join(map(json.dumps, pairs)).encode())
    assert [(r["id"], r["type"]) for r in records(done.stdout)] == [(1, "ASSAULT"), (4, "SUPPORT")]
    assert len(done.stderr.splitlines()) == 2
    assert done.returncode == 1


def test_a_date_that_is_none_is_a_mistake_of_the_command() -> None:
    done = detente("code", "--published", "01/02/2022")
    assert done.returncode == 2
    assert b"write it as YYYY-MM-DD" in done.stderr


def test_a_reader_that_has_seen_enough_is_no_failure(tmp_path: Path) -> None:
    path = tmp_path / "many.jsonl"
    path.write_text((json.dumps({"text": TEXT}) + "\n") * 400)
    with subprocess.Popen(
        [*DETENTE, "code", path], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0


def test_control_c_says_one_line(tmp_path: Path) -> None:
    path = tmp_path / "many.jsonl"
    path.write_text((json.dumps({"text": TEXT}) + "\n") * 4000)
    with subprocess.Popen(
        [*DETENTE, "code", path], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=60)
    told = ["detente: stopped before the end; the last line written may be cut."]
    assert (errors.decode().splitlines(), process.returncode) == (told, 130)


@pytest.mark.skipif(os.geteuid() != 0, reason="an ordinary user is shown by the test below")
def test_a_file_that_another_user_may_not_read_is_told_root_dropping_its_rights(tmp_path: Path) -> None:
    assert b"no permission to read it" in unreadable(tmp_path, user=65534)


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads every file")
def test_a_file_without_permission_is_told(tmp_path: Path) -> None:
    assert b"no permission to read it" in unreadable(tmp_path, user=None)


def unreadable(folder: Path, user: int | None) -> bytes:
    """What `open_reports` says of a file with no rights, as another user where one is given."""
    (folder / "secret.txt").write_text(TEXT)
    (folder / "secret.txt").chmod(0)
    # The folders above are the test's own and closed to others: the other user starts inside this one.
    code = (
        "import os; from detente.sources import open_reports\n"
        f"{f'os.setuid({user})' if user else ''}\n"
        "print([str(found) for found in open_reports(['secret.txt'])])"
    )
    return subprocess.run([sys.executable, "-c", code], cwd=folder, capture_output=True, timeout=60).stdout


def test_a_terminal_without_input_is_told_how_to_give_some() -> None:
    main, terminal = pty.openpty()
    done = subprocess.run([*DETENTE, "code"], stdin=terminal, capture_output=True, timeout=60)
    os.close(main)
    os.close(terminal)
    assert done.returncode == 2
    assert b"Name a FILE or a directory, or pipe report JSONL in." in done.stderr


def test_help_comes_at_once() -> None:
    detente("--help")
    before = time.perf_counter()
    assert b"--pairs" in detente("code", "--help").stdout
    # The bar of 0.3 s is held by bench/speed.py; a busy test machine gets room, and a loaded spaCy takes over 2 s.
    assert time.perf_counter() - before < 1.5
