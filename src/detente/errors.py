"""What can go wrong for the user, as a tree.

DetenteError                what every other one is; the command line prints its one line and exits with 1
├── SourceError             a file could not be read as reports
│   ├── NotText             its bytes are no text in any encoding we know
│   └── BrokenSidecar       what stands beside it to say its date is broken
├── EvaluationError         the reader could not be scored
│   ├── NotGold             a file is no gold file, or one with a fault in it
│   └── OtherGold           two evaluations that should be compared are not of the same gold
├── CodebookError           the analyst's own codebook could not be used
│   ├── BrokenType          a file of it breaks its form
│   ├── UnknownType         no type or scheme of it is called so
│   ├── TypeExists          one is called so already
│   └── TooFewExamples      a type has too few sentences to learn from
├── WatchError              an address of the net could not be read
├── DeskError               a request that the desk does not take
│   ├── NotAllowed          whoever asks may not do this
│   ├── TooLarge            more was sent than the desk takes at once
│   └── TooMany             too many tries to come in
└── LedgerError             the ledger could not be opened or written
    ├── MissingLedger       nothing has been read into it yet
    ├── LockedLedger        another process is writing and did not finish in time
    ├── ForeignFile         the file is no ledger, or one of a newer detente
    ├── UnknownName         no actor, report or record of the ledger is called so
    ├── AmbiguousName       several are: the line lists them
    └── WrongCorrection     a correction that cannot be made: a value, a field, or records that do not fit

Each says what was met, where, and what to do.
"""

from __future__ import annotations


class DetenteError(Exception):
    """Base of all errors that detente raises on purpose; `str()` is one line for the user."""


class SourceError(DetenteError):
    """A file could not be read as reports; `open_reports` makes it a `Skipped`, so that others are read."""


class NotText(SourceError):
    """The bytes are no text; `str()` says what they are instead."""


class BrokenSidecar(SourceError):
    """The side-car of a report is no JSON object of facts; `str()` says what is wrong."""


class EvaluationError(DetenteError):
    """The reader could not be scored."""


class NotGold(EvaluationError):
    """A file holds no gold that detente knows, or a line of it is broken; `str()` says which and why."""


class OtherGold(EvaluationError):
    """Two evaluations are not of the same gold, or the file is no evaluation."""


class CodebookError(DetenteError):
    """The analyst's own codebook could not be used."""


class BrokenType(CodebookError):
    """A file of the own codebook breaks its form; `str()` says where and what is wrong."""


class UnknownType(CodebookError):
    """No type or scheme of the own codebook is called so."""


class TypeExists(CodebookError):
    """A type or scheme of the own codebook is called so already."""


class TooFewExamples(CodebookError):
    """A type has too few sentences to be learned; `str()` says how many it needs."""


class LedgerError(DetenteError):
    """The ledger could not be opened or written."""


class MissingLedger(LedgerError):
    """There is no ledger at the path yet."""


class LockedLedger(LedgerError):
    """Another process holds the ledger's write lock."""


class ForeignFile(LedgerError):
    """The file at the ledger's path is something else, or was made by a newer detente."""


class UnknownName(LedgerError):
    """No actor, report or record of the ledger is called so."""


class AmbiguousName(LedgerError):
    """Several actors, reports or records may be meant."""


class WrongCorrection(LedgerError):
    """A correction that cannot be made; `str()` says why, and what can be written instead."""


class WatchError(DetenteError):
    """An address of the net could not be read; `str()` names it and says why."""


class DeskError(DetenteError):
    """A request that the desk does not take; `str()` says why."""


class NotAllowed(DeskError):
    """Whoever asks may not do this, or the request does not come from a page of the desk."""


class TooLarge(DeskError):
    """More was sent than the desk takes at once."""


class TooMany(DeskError):
    """Too many tries to come in."""
