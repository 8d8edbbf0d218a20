"""detente: the ledger of a crisis, read from news reports on your own machine.

    import detente

    found = detente.open_reports(["reports/"])
    reports = (item for item in found if isinstance(item, detente.Report))  # the others are `Skipped`
    with detente.open_ledger("crisis.db", create=True) as ledger:
        for reading in detente.read_reports(reports):
            ledger.add(reading)
        for position in ledger.positions(detente.Filter(source="Russia", open_only=True)):
            print(position.first_seen, position.type, position.proposition)

`read_report` and `read_reports` turn reports into readings, `open_ledger` keeps them, `Filter` says
which records to list, `brief` sums them up. The records themselves are in `detente.records`. All of
it works offline. What fails on purpose raises a `DetenteError`, whose text is one line for the user.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from detente.errors import DetenteError

if TYPE_CHECKING:
    from detente import records
    from detente.ledger import Filter, Ledger, open_ledger
    from detente.reading import read_report, read_reports
    from detente.records import Reading, Report, make_report
    from detente.sources import Skipped, open_reports
    from detente.views.brief import brief

__all__ = [
    "DetenteError",
    "Filter",
    "Ledger",
    "Reading",
    "Report",
    "Skipped",
    "brief",
    "make_report",
    "open_ledger",
    "open_reports",
    "read_report",
    "read_reports",
    "records",
]

# Where each name lives. Imported on first use: the language model takes seconds, the ledger half of one.
_HOME = {
    "Filter": "detente.ledger",
    "Ledger": "detente.ledger",
    "Reading": "detente.records",
    "Report": "detente.records",
    "Skipped": "detente.sources",
    "brief": "detente.views.brief",
    "make_report": "detente.records",
    "open_ledger": "detente.ledger",
    "open_reports": "detente.sources",
    "read_report": "detente.reading",
    "read_reports": "detente.reading",
}


def __getattr__(name: str) -> object:
    if name == "records":
        return import_module("detente.records")
    if name not in _HOME:
        raise AttributeError(f"module 'detente' has no attribute {name!r}")
    return getattr(import_module(_HOME[name]), name)


def __dir__() -> list[str]:
    return sorted([*__all__, *(name for name in globals() if name.startswith("__"))])
