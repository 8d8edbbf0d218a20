"""A ledger of two reports, one of them hostile, and the desk over it in a process of its own."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from detente.ledger import open_ledger
from detente.reading import read_reports
from detente.records import make_report

FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip

# A page of every kind.
PAGES = (
    "/?since=2024-05-01", "/sides", "/calendar", "/redlines", "/temperature?by=day&why=2024-05-15/2024-05-15", "/brief", "/map?place=Vienna", "/network",
    "/reports", "/reports/r-calm", "/reports/r-hostile", "/positions", "/events", "/statements", "/actors", "/measures",
    "/actors/Turkey", "/search?q=garrison", "/log", "/add", "/records/p-none",
)  # fmt: skip

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
def desk(ledger_path: Path, address: Callable[[Path], str]) -> Iterator[str]:
    """The address of a desk that runs as `detente serve` does."""
    with serving(address(ledger_path)) as desk:
        yield desk


@pytest.fixture
def own_ledger(ledger_path: Path, tmp_path: Path) -> Path:
    """A copy of the ledger, to be written in."""
    with open_ledger(ledger_path) as ledger, open_ledger(tmp_path / "own.db", create=True) as own:
        ledger.copy_to(own)
    return tmp_path / "own.db"


@pytest.fixture
def own_desk(own_ledger: Path, address: Callable[[Path], str]) -> Iterator[str]:
    """The address of a desk over that copy, where Ana corrects."""
    with serving(address(own_ledger), "--author", "Ana") as desk:
        yield desk


@contextmanager
def serving(ledger: str, *options: str) -> Iterator[str]:
    """A desk in a process of its own, until the block ends."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "detente", "serve", "--ledger", ledger, "--port", str(port), *options],
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


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    """A browser that reaches nothing but the desk."""
    with sync_playwright() as play:
        opened = play.chromium.launch(executable_path=chromium, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page of a context of its own, whose script must not fail."""
    context = browser.new_context(viewport={"width": 1200, "height": 800})
    opened = context.new_page()
    failed: list[str] = []
    opened.on("pageerror", lambda error: failed.append(str(error)))
    yield opened
    context.close()
    assert failed == []


@pytest.fixture(scope="session")
def every_page() -> tuple[str, ...]:
    """The addresses of a page of every kind."""
    return PAGES
