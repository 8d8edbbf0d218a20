"""A progress bar on standard error for work that takes a while; silent where nobody looks on."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator
from typing import TypeVar

Item = TypeVar("Item")

# Seconds of work before a bar appears: shorter work is over before it can be read.
PATIENCE = 2.0


def with_progress(items: Iterable[Item], *, of: int | None = None, word: str = "reports") -> Iterator[Item]:
    """The same items, counted on standard error if that is a terminal and they take over two seconds.

    `of` is how many there will be, None where that is not known.
    """
    if not sys.stderr.isatty():
        yield from items
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        SpinnerColumn,
        TextColumn,
        TimeElapsedColumn,
    )

    columns = (SpinnerColumn(), BarColumn(), MofNCompleteColumn(), TextColumn(word), TimeElapsedColumn())
    progress = Progress(*columns, console=Console(stderr=True), transient=True)
    task = progress.add_task(word, total=of)
    since = time.monotonic()
    try:
        for item in items:
            if not progress.live.is_started and time.monotonic() - since > PATIENCE:
                progress.start()
            progress.advance(task)
            yield item
    finally:
        progress.stop()
