"""Writes into the documents what their commands print now.

    .venv/bin/python docs/regenerate.py

In README.md and docs/*.md a line `<!-- output of: COMMAND -->` stands over a fenced block that holds what the
command prints with the sample crisis in the ledger. tests/test_docs.py fails when a block is out of date.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

ROOT = Path(__file__).parent.parent

_BLOCK = re.compile(
    r"(?P<mark><!-- output of: (?P<command>[^\n]+?) -->\n```[a-z]*\n)(?P<output>.*?)(?P<end>^```$)",
    re.DOTALL | re.MULTILINE,
)


def documents() -> Iterator[Path]:
    """The documents that may hold output."""
    yield ROOT / "README.md"
    yield from sorted((ROOT / "docs").glob("*.md"))


def samples_environment(folder: Path) -> Mapping[str, str]:
    """The environment of the documents' commands: the samples are read into a ledger in `folder`."""
    environment = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "DETENTE_LEDGER": str(folder / "samples.db"),
        "COLUMNS": "100",
        "NO_COLOR": "1",
        "TERM": "dumb",
    }
    subprocess.run(["detente", "read", "samples"], cwd=ROOT, env=environment, check=True, capture_output=True)
    return environment


def commands(text: str) -> list[str]:
    """The commands whose output a document holds, in order."""
    return [found["command"] for found in _BLOCK.finditer(text)]


def with_output(text: str, environment: Mapping[str, str]) -> str:
    """The document with what its commands print in this environment."""

    def block(found: re.Match[str]) -> str:
        done = subprocess.run(
            ["bash", "-c", found["command"]], cwd=ROOT, env=environment, capture_output=True, text=True
        )
        if done.returncode:
            raise RuntimeError(f"{found['command']}: exit code {done.returncode}\n{done.stderr}")
        printed = re.sub(r"[ \t]+$", "", done.stdout, flags=re.MULTILINE)
        return f"{found['mark']}{printed.rstrip()}\n{found['end']}"

    return _BLOCK.sub(block, text)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        environment = samples_environment(Path(folder))
        for path in documents():
            old = path.read_text(encoding="utf-8")
            new = with_output(old, environment)
            if new != old:
                path.write_text(new, encoding="utf-8")
                sys.stdout.write(f"{path.relative_to(ROOT)}: rewritten\n")


if __name__ == "__main__":
    main()
