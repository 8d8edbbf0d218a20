"""Files → ledger: read what is new, keep each report at once, note what was skipped."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING

from detente.ledger.reports import report_digest
from detente.ledger.store import Ledger, Skip
from detente.records import Reading, Report
from detente.sources import NO_DEFAULTS, ReportDefaults, Skipped, reports_at
from detente.sources.walk import STDIN, WebPage, is_of_web, walk

if TYPE_CHECKING:
    from detente.watch.fetching import Fetcher

# What the sources call standard input in what they skip.
_STDIN_NAME = "standard input"
_FAILED = re.compile(r"report (\S+)")


@dataclass
class Intake:
    """How a run went so far: reports read, those that were held already, and what was skipped."""

    read: int = 0
    held: int = 0
    skipped: list[Skip] = field(default_factory=list)


def take_in(
    ledger: Ledger,
    paths: Iterable[str | os.PathLike[str]],
    defaults: ReportDefaults = NO_DEFAULTS,
    *,
    workers: int = 1,
    fetcher: Fetcher | None = None,
) -> Iterator[Intake]:
    """Read the reports of files, folders and addresses into the ledger; yields the same `Intake` after each.

    What is held is not read again unless the report or the reader has changed. Each report is kept as
    soon as it is read, so that a run that was cut off resumes where it stopped. A file read again with
    another date or outlet takes the place of what was read from it before. When the run is through, what
    it skipped takes the place of what earlier runs over the same paths had skipped. `workers` is how many processes
    read; one alone writes. A page that a sitemap lists is not fetched again where the ledger holds it.
    """
    given = [os.fspath(path) for path in paths]
    intake = Intake()
    where: dict[str, str] = {}
    digests: dict[str, str] = {}
    fetched: set[str] = set()

    def new_reports() -> Iterator[Report | Skipped]:
        for path, found in _found(given, defaults, fetcher, ledger):
            if _is_of_ledger(path, ledger):
                continue
            if is_of_web(path):
                fetched.add(path)
            if found is None:
                intake.held += 1
                continue
            if isinstance(found, Skipped):
                yield found
                continue
            digest = report_digest(found)
            if digests.setdefault(found.id, digest) != digest:
                yield Skipped(
                    path,
                    f"report {found.id}",
                    "another report of this run has the same id and other words",
                    "Give each report an id of its own; the first was read",
                )
            elif found.id in where:
                twice.append((found.id, path))
            elif ledger.holds(found):
                if path != STDIN:
                    ledger.note_path(found.id, path)
                where[found.id] = path
                intake.held += 1
            else:
                where[found.id] = path
                yield found

    twice: list[tuple[str, str]] = []
    try:
        for outcome in _readings(new_reports(), workers):
            if isinstance(outcome, Skipped):
                intake.skipped.append(_skip(outcome, where))
            else:
                path = where[outcome.report.id]
                if path == STDIN:
                    ledger.add(outcome)
                else:
                    # The same words of the same file, read again with another date or outlet.
                    older = [id for id in ledger.twins(outcome.report, path) if id not in where]
                    ledger.add(outcome, path=path, instead_of=older)
                intake.read += 1
            yield intake
        for id, path in twice:
            if path != STDIN and ledger.holds(id):
                ledger.note_path(id, path)
    except BaseException:
        ledger.skip(*intake.skipped)
        raise
    covered = {_STDIN_NAME if path == STDIN else path for path in given} | fetched
    ledger.replace_skipped(covered, intake.skipped)
    ledger.refresh()
    yield intake


def _found(
    paths: Iterable[str], defaults: ReportDefaults, fetcher: Fetcher | None, ledger: Ledger
) -> Iterator[tuple[str, Report | Skipped | None]]:
    """What the sources find, each with the file that it was found in; None for a listed page that is held."""
    for place in walk(paths, fetcher):
        if isinstance(place, Skipped):
            yield place.path, place
        elif isinstance(place, WebPage) and place.listed and ledger.found_at(str(place)):
            yield str(place), None
        else:
            for found in reports_at(place, defaults, fetcher):
                yield str(place), found


def _is_of_ledger(path: str, ledger: Ledger) -> bool:
    """True for the ledger's own files, which lie among the reports where a person reads `.`."""
    return os.path.abspath(path) in map(os.path.abspath, ledger.own_files())


def _readings(found: Iterator[Report | Skipped], workers: int) -> Iterator[Reading | Skipped]:
    """The readings; the language model is loaded when there is a report to read, not before."""
    for item in found:
        if isinstance(item, Skipped):
            yield item
        else:
            from detente.reading.batch import read_each

            yield from read_each(chain([item], found), workers=workers)


def _skip(skipped: Skipped, where: Mapping[str, str]) -> Skip:
    """What was skipped, as the ledger notes it; a report whose reading failed is named by its file."""
    failed = _FAILED.match(skipped.path)
    if failed and failed[1] in where:
        return Skip(where[failed[1]], failed[0], skipped.reason, skipped.mend)
    return Skip(skipped.path, skipped.place, skipped.reason, skipped.mend)
