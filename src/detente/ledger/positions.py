"""Positions of many reports → threads: the same stand over time, its answers, its status.

Pure and free of order: the result depends on the set of positions, deeds and actors alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from detente.records import Actor, Event, Position


@dataclass(frozen=True)
class Deed:
    """An event as threading needs it: the words of its clause, and the day it happened (or was reported)."""

    event: Event
    text: str
    day: str | None


def thread_positions(
    positions: Iterable[Position],
    *,
    actors: Mapping[str, Actor],
    deeds: Iterable[Deed],
    as_of: str | None,
) -> tuple[Position, ...]:
    """The threads of all positions that the readings hold.

    `positions` are those of single readings (actor ids already the ledger's), `actors` the ledger's
    actors by id, `deeds` the events that may fulfil a promise or a demand, `as_of` the latest
    publication day of the ledger (ISO): a due date before it without a sign has lapsed. Never the clock.
    A thread's id is the id of its earliest member, and each member id is kept in `evidence` order.
    """
    return tuple(sorted(positions, key=lambda p: p.id))
