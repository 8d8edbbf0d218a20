"""Files that are whole or not there: written beside and put in place at the end."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO


@contextmanager
def in_place(path: Path) -> Iterator[BinaryIO]:
    """A stream whose bytes are the file at `path` once the block ends; where the block fails, the file is as it was.

    Several processes may write the same file at a time: the last one's is there, whole. The folder is made.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with beside.open("wb") as out:
            yield out
        os.replace(beside, path)
    finally:
        beside.unlink(missing_ok=True)
