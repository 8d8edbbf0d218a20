"""Takes the pictures of docs/desk.md: the desk over the sample crisis, in a real browser.

    .venv/bin/python docs/pictures.py

Chromium is apt's, or the one that DETENTE_CHROMIUM names.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, sync_playwright
from regenerate import samples_environment

PICTURES = Path(__file__).parent / "pictures"
PORT = 8739
DESK = f"http://127.0.0.1:{PORT}"


@contextmanager
def desk() -> Iterator[None]:
    """The desk over the samples, until the block ends."""
    with tempfile.TemporaryDirectory() as folder:
        environment = samples_environment(Path(folder))
        command = [sys.executable, "-m", "detente", "serve", "--port", str(PORT), "--author", "Ana"]
        process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
        try:
            for _ in range(120):
                try:
                    urllib.request.urlopen(f"{DESK}/static/desk.css").close()
                    break
                except OSError:
                    time.sleep(0.5)
            yield
        finally:
            process.terminate()
            process.wait()


def take(page: Page) -> None:
    """One picture for each part of docs/desk.md."""

    def shot(name: str, address: str | None = None) -> None:
        if address is not None:
            page.goto(DESK + address)
        page.screenshot(path=PICTURES / f"{name}.png")

    shot("today", "/?since=1962-10-28")
    shot("sides", "/sides")
    page.get_by_role("link", name="demand Moscow remove missiles").first.click()
    page.wait_for_url("**/positions/*")
    shot("thread")
    shot("temperature", "/temperature?dyad=USA,SUN&with=USA,CUB&by=day")
    shot("network", "/network")
    page.goto(f"{DESK}/reports")
    page.get_by_role("link", name="Khrushchev agrees to dismantle").click()
    page.wait_for_url("**/reports/*")
    for _ in range(3):
        page.keyboard.press("j")
    shot("report")
    page.keyboard.press("e")
    page.wait_for_url("**edit=**")
    shot("correct")


def main() -> None:
    chromium = os.environ.get("DETENTE_CHROMIUM") or shutil.which("chromium")
    PICTURES.mkdir(exist_ok=True)
    with desk(), sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        take(browser.new_page(viewport={"width": 1280, "height": 800}))
        browser.close()


if __name__ == "__main__":
    main()
