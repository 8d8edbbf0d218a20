from __future__ import annotations

from detente.reading.actors import Cast
from detente.reading.page import Page
from detente.records import Event, Place, Statement, Time


def find_events(
    page: Page,
    cast: Cast,
    statements: tuple[Statement, ...],
    times: tuple[Time, ...],
    places: tuple[Place, ...],
) -> tuple[Event, ...]:
    """Who did what to whom on a page, in order."""
    return ()
