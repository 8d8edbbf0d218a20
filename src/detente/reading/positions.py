from __future__ import annotations

from detente.reading.actors import Cast
from detente.reading.page import Page
from detente.records import Event, Position, Statement, Time


def find_positions(
    page: Page,
    cast: Cast,
    statements: tuple[Statement, ...],
    events: tuple[Event, ...],
    times: tuple[Time, ...],
) -> tuple[Position, ...]:
    """Where each side stands, by this page alone."""
    return ()
