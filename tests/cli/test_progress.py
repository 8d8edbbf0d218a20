"""The bar of long work, as somebody at a terminal sees it."""

import os
import pty
import re
import subprocess
import sys
from contextlib import suppress

WORK = """
import time
from detente.cli.progress import with_progress
for n in with_progress(range(0, 60, 2), of=lambda: 60, done=lambda n: n + 2):
    time.sleep(0.1)
"""


def test_the_bar_says_how_many_of_how_many_how_fast_and_how_long_yet() -> None:
    terminal, side = pty.openpty()
    environment = os.environ | {"TERM": "xterm", "COLUMNS": "100"}
    shown = b""
    with subprocess.Popen([sys.executable, "-c", WORK], stderr=side, env=environment):
        os.close(side)
        with suppress(OSError):  # how a terminal ends
            while piece := os.read(terminal, 4096):
                shown += piece
    os.close(terminal)
    plain = re.sub(rb"\x1b\[[0-9;?]*[A-Za-z]", b"", shown)
    assert re.search(rb"[45]\d/60 reports [\d.]+/s \d:\d\d:\d\d 0:00:0\d", plain), plain.decode()
    assert b" 4/60" not in shown  # the first two seconds are quiet
