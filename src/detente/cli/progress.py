"""A progress bar on standard error for work that takes a while; silent where nobody looks on."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from rich.progress import Progress

Item = TypeVar("Item")

# Seconds of work before a bar appears: shorter work is over before it can be read.
PATIENCE = 2.0


def with_progress(
    items: Iterable[Item],
    *,
    of: int | Callable[[], int | None] | None = None,
    word: str = "reports",
    done: Callable[[Item], int] | None = None,
) -> Iterator[Item]:
    """The same items, counted on standard error if that is a terminal and they take over two seconds, with how many come
    a second and, where their number is known, how long the rest will take.

    `of` is how many there will be, or what counts them (called only where somebody looks on), None where that is not
    known; `done` says of an item how many are done with it, one more each without it.
    """
    if not sys.stderr.isatty():
        yield from items
        return
    progress = _bar(word)
    task = progress.add_task(word, total=of() if callable(of) else of)
    since = time.monotonic()
    try:
        for item in items:
            if not progress.live.is_started and time.monotonic() - since > PATIENCE:
                progress.start()
            if done is None:
                progress.advance(task)
            else:
                progress.update(task, completed=done(item))
            yield item
    finally:
        progress.stop()


def _bar(word: str) -> Progress:
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        ProgressColumn,
        SpinnerColumn,
        Task,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )
    from rich.text import Text

    class Rate(ProgressColumn):
        """How many are done in a second, of late."""

        def render(self, task: Task) -> Text:
            speed = task.finished_speed or task.speed
            return Text(f"{speed:,.3g}/s" if speed else "")

    return Progress(
        SpinnerColumn(),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn(word),
        Rate(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    )
