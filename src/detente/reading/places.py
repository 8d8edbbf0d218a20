from __future__ import annotations

from detente.reading.page import Page
from detente.records import Place


def find_places(page: Page) -> tuple[Place, ...]:
    """The places that a page names, in order."""
    return ()
