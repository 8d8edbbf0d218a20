"""What pages were made of lately, so that a page that is asked for again costs one look at the ledger."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import TypeVar, cast

from detente.ledger import Ledger

T = TypeVar("T")

# Pages kept: the views of a few analysts in an hour. A page is some tens of kilobytes.
KEPT = 256


class Memory:
    """The latest pages, by their address and the revision of the ledger: another revision, another page."""

    def __init__(self) -> None:
        self._pages: OrderedDict[Hashable, object] = OrderedDict()
        self._lock = Lock()

    def of(self, ledger: Ledger, address: Hashable, gather: Callable[[], T]) -> T:
        """The page of an address, gathered where it is not known for the ledger as it is."""
        key = (address, ledger.revision())
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
