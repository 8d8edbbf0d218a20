"""How reading went: what the ledger holds, from which files it came, and what was skipped and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import PurePath
from urllib.parse import urlsplit

import msgspec

from detente.ledger import Ledger
from detente.ledger.store import Counts, Skip
from detente.sources.archives import packed_name
from detente.sources.walk import is_address
from detente.views.plain import plain


class Origin(msgspec.Struct, frozen=True):
    """Where reports came from: files of an ending, or a host; how many reports there are in how many files."""

    kind: str
    files: int
    reports: int


class Status(msgspec.Struct, frozen=True):
    """What `detente status` tells. Days are those of publication."""

    ledger: str
    counts: Counts
    first_day: str | None
    last_day: str | None
    undated: int
    origins: tuple[Origin, ...]
    skipped: tuple[Skip, ...]


def status(ledger: Ledger) -> Status:
    """The status of a ledger."""
    dated = [day for day in ledger.days().values() if day]
    counts = ledger.counts()
    return Status(
        ledger.name,
        counts,
        min(dated, default=None),
        max(dated, default=None),
        counts.reports - len(dated),
        tuple(_origins(ledger.files().items())),
        ledger.skipped(),
    )


def _origins(files: Iterable[tuple[str, int]]) -> Iterator[Origin]:
    """Files and what each holds, by kind; the kinds with most reports first."""
    of, reports = Counter[str](), Counter[str]()
    for path, n in files:
        kind = urlsplit(path).netloc if is_address(path) else _ending(path)
        of[kind] += 1
        reports[kind] += n
    for kind in sorted(reports, key=lambda kind: (-reports[kind], kind)):
        yield Origin(kind, of[kind], reports[kind])


def _ending(path: str) -> str:
    """The ending of a file's name, both where it is packed: `.jsonl.gz`."""
    packed = packed_name(path)
    return PurePath(packed or "").suffix + PurePath(path).suffix or "no ending"


def lines_of(found: Status, *, most: int | None) -> Iterator[str]:
    """The status for a terminal; of what was skipped no more than so many lines."""
    days = f", published {found.first_day} to {found.last_day}" if found.first_day else ""
    undated = f", {found.undated} undated" if found.undated else ""
    yield f"{found.ledger}: {found.counts.reports} reports{days}{undated}"
    for kind, n in msgspec.to_builtins(found.counts).items():
        if kind not in ("reports", "skipped"):
            yield f"  {kind:<10} {n:>8,}"
    if found.origins:
        yield "\nread from:"
        width = max(len(origin.kind) for origin in found.origins)
        for origin in found.origins:
            told = f"{_counted(origin.reports, 'report')} in {_counted(origin.files, 'file')}"
            yield plain(f"  {origin.kind:<{width}}  {told}")
    if found.skipped:
        yield f"\n{len(found.skipped)} skipped: {plain(reasons(found.skipped))}"
        for skip in found.skipped[:most]:
            where = f"{skip.path}, {skip.place}" if skip.place else skip.path
            yield plain(f"  {where}: {skip.reason}. {skip.mend}.")
        if most is not None and len(found.skipped) > most:
            yield f"  … and {len(found.skipped) - most:,} more (--all lists them)"


def as_json(found: Status) -> str:
    """The status as one JSON object."""
    whole = msgspec.to_builtins(found) | {"skipped": [skip._asdict() for skip in found.skipped]}
    return msgspec.json.format(msgspec.json.encode(whole)).decode() + "\n"


def reasons(skips: Iterable[Skip], most: int | None = None) -> str:
    """Why reports were skipped, the commonest reasons first: “3 holds no text, 1 not JSON”."""
    found = Counter(skip.reason.split(":")[0].split(" (")[0] for skip in skips).most_common()
    return ", ".join(f"{n} {reason}" for reason, n in found[:most]) + (
        ", …" if len(found[:most]) < len(found) else ""
    )


def _counted(n: int, word: str) -> str:
    return f"{n:,} {word}{'' if n == 1 else 's'}"
