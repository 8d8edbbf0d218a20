from __future__ import annotations

from detente.reading.actors import Cast
from detente.reading.page import Page
from detente.records import Statement, Time


def find_statements(page: Page, cast: Cast, times: tuple[Time, ...]) -> tuple[Statement, ...]:
    """Who says what on a page, in order."""
    return ()
