from __future__ import annotations

from detente.reading.page import Page
from detente.records import Time


def find_times(page: Page) -> tuple[Time, ...]:
    """The times that a page names, in order."""
    return ()
