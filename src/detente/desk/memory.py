"""The ledger, opened once, and the pages that were printed lately: one that is asked for again costs one look at it."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from threading import Lock
from typing import TypeVar, cast

from detente.ledger import Ledger, open_ledger

T = TypeVar("T")

# Threads that look at the ledger at a time: as many as a database lets in at once (SQLAlchemy's pool: 5 and 10 more).
THREADS = 15

Opened = Callable[[], AbstractContextManager[Ledger]]


class Shelf:
    """Opens the ledger at a path when it is first asked for, and keeps it open."""

    def __init__(self, path: str | Path | None) -> None:
        self._path = path
        self._ledger: Ledger | None = None
        self._lock = Lock()

    @contextmanager
    def opened(self) -> Iterator[Ledger]:
        """The ledger, open to several threads at a time."""
        with self._lock:
            if self._ledger is None:
                self._ledger = open_ledger(self._path)
        yield self._ledger

    def close(self) -> None:
        """Let go of it."""
        with self._lock:
            if self._ledger is not None:
                self._ledger.close()
                self._ledger = None


# Pages kept: the views of a few analysts in an hour. A page is some tens of kilobytes.
KEPT = 256


class Memory:
    """The latest pages, by their address and the revision of the ledger: another revision, another page."""

    def __init__(self) -> None:
        self._pages: OrderedDict[Hashable, object] = OrderedDict()
        self._gathering: dict[Hashable, Lock] = {}
        self._lock = Lock()

    def of(self, ledger: Ledger, address: Hashable, gather: Callable[[], T]) -> T:
        """The page of an address, gathered where it is not known for the ledger as it is: once, however many ask."""
        key = (address, ledger.revision())
        with self._lock:
            own = self._gathering.setdefault(key, Lock())
        try:
            with own:
                with self._lock:
                    if key in self._pages:
                        self._pages.move_to_end(key)
                        return cast(T, self._pages[key])
                page = gather()
                with self._lock:
                    self._pages[key] = page
                    while len(self._pages) > KEPT:
                        self._pages.popitem(last=False)
                return page
        finally:
            with self._lock:
                self._gathering.pop(key, None)
