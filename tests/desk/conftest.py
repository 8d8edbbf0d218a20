"""A ledger of two reports, one of them hostile, and the desk over it in a process of its own."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from detente.ledger import open_ledger
from detente.reading import read_reports
from detente.records import make_report

CALM = """Ministers meet on the river

VIENNA — Turkey demanded on Monday that Greece withdraw its garrison from the islet. Greece flatly rejected that demand.

“We will never sign this treaty,” Turkish President Recep Tayyip Erdogan told reporters.

Around 4,000 Greek troops are massed near the border. Greece and Turkey met in Vienna for talks."""

HOSTILE = """<script>document.title='owned'</script> Iran said <img src=x onerror="document.title='owned'"> it would reply next week.

Iraq demanded that {{ 7 * 7 }} Iran {% raw %} withdraw \u202eits troops\u202c from the border; '); DROP TABLE report; --"""


@pytest.fixture(scope="session")
def ledger_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("desk") / "desk.db"
    reports = [
        make_report(
            CALM, id="r-calm", title="Ministers meet", published_at="2024-05-15", publisher="Own Wire"
        ),
        make_report(
            HOSTILE,
            id="r-hostile",
            title="<b>Bold</b> title",
            published_at="2024-05-16",
            url="javascript:alert(1)",
        ),
    ]
    with open_ledger(path, create=True) as ledger:
        for reading in read_reports(reports):
            ledger.add(reading)
    return path


@pytest.fixture(scope="session")
def desk(ledger_path: Path) -> Iterator[str]:
    """The address of a desk that runs as `detente serve` does."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "detente", "serve", "--ledger", str(ledger_path), "--port", str(port)],
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        assert "http://" in process.stdout.readline()
        _await_port(port)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(10)


def _await_port(port: int) -> None:
    """Until the desk answers: the server binds its port after it has said where it will be."""
    until = time.monotonic() + 30
    while time.monotonic() < until:
        with socket.socket() as probe:
            probe.settimeout(1)
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
    raise AssertionError(f"nothing answers on port {port}")


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of apt's Chromium, or of the one that DETENTE_CHROMIUM names."""
    found = os.environ.get("DETENTE_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        pytest.fail("no Chromium: scripts/test installs it (apt-get install chromium)")
    return found
