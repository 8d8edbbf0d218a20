"""How many reports there will be, where that can be told before they are read."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from detente.sources import format_of, is_sidecar
from detente.sources.archives import is_archive, packed_name
from detente.sources.jsonl import read_jsonl
from detente.sources.tables import read_parquet
from detente.sources.walk import STDIN, is_address, walk

# Bytes of a file that are looked through at a time.
_PIECE = 1024 * 1024


def count_reports(paths: Iterable[str | os.PathLike[str]]) -> int | None:
    """How many reports `open_reports` will find in these paths, what is skipped among them; None where only reading tells.

    That is so of addresses, pipes, archives, and formats that hold many reports without a line or row for each. What cannot
    be opened counts as one, which will be skipped.
    """
    given = [os.fspath(path) for path in paths]
    if any(path == STDIN or is_address(path) for path in given):
        return None
    total = 0
    for file in walk(given):
        found = _count_in(file) if isinstance(file, Path) else 1
        if found is None:
            return None
        total += found
    return total


def _count_in(path: Path) -> int | None:
    format = format_of(path.name)
    if is_sidecar(path):
        return 0
    if not path.is_file():
        return None if path.exists() else 1
    if format is None:
        return None if is_archive(path.name) or packed_name(path.name) else 1
    if format.holds_one:
        return 1
    try:
        if format.source is read_jsonl:
            return _lines(path)
        if format.source is read_parquet:
            from pyarrow import parquet

            return int(parquet.read_metadata(path).num_rows)
    except Exception:  # reading it says what is wrong with it
        return 1
    return None


def _lines(path: Path) -> int:
    """The lines of a file, the last one whether or not it ends."""
    lines, last = 0, b"\n"
    with path.open("rb") as stream:
        while piece := stream.read(_PIECE):
            lines += piece.count(b"\n")
            last = piece[-1:]
    return lines + (last != b"\n")
