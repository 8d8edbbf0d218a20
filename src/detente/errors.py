"""What can go wrong for the user, as a tree.

DetenteError                what every other one is; the command line prints its one line and exits with 1
├── SourceError             a file could not be read as reports
│   ├── MissingFile         the path names nothing
│   ├── UnreadableFile      no permission, or the disk fails
│   ├── UnknownFormat       no source reads files of this kind
│   └── BrokenReport        one report of the file is broken; the others are read
└── LedgerError             the ledger could not be opened or written
    ├── MissingLedger       nothing has been read into it yet
    ├── LockedLedger        another process is writing and did not finish in time
    └── ForeignFile         the file is no ledger, or one of a newer detente

Each says what was met, where, and what to do.
"""

from __future__ import annotations


class DetenteError(Exception):
    """Base of all errors that detente raises on purpose; `str()` is one line for the user."""


class SourceError(DetenteError):
    """A file could not be read as reports."""


class MissingFile(SourceError):
    """The path names nothing."""


class UnreadableFile(SourceError):
    """The file is there but cannot be opened or read."""


class UnknownFormat(SourceError):
    """No source reads files of this kind."""


class BrokenReport(SourceError):
    """One report of a file is broken: the others are read."""


class LedgerError(DetenteError):
    """The ledger could not be opened or written."""


class MissingLedger(LedgerError):
    """There is no ledger at the path yet."""


class LockedLedger(LedgerError):
    """Another process holds the ledger's write lock."""


class ForeignFile(LedgerError):
    """The file at the ledger's path is something else, or was made by a newer detente."""
