"""Readings → the state of affairs: the ledger, the only place that speaks SQL.

`open_ledger` opens it; `Ledger` adds readings, lists records by `Filter` and searches.
"""

from detente.ledger.corrections import Hand, Logged
from detente.ledger.evidence import Passage
from detente.ledger.filters import Filter
from detente.ledger.store import (
    DEFAULT_NAME,
    ENVIRONMENT,
    Counts,
    Hit,
    HitKind,
    Ledger,
    Presence,
    Skip,
    open_ledger,
)

__all__ = [
    "DEFAULT_NAME",
    "ENVIRONMENT",
    "Counts",
    "Filter",
    "Hand",
    "Hit",
    "HitKind",
    "Ledger",
    "Logged",
    "Passage",
    "Presence",
    "Skip",
    "open_ledger",
]
