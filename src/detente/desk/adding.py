"""Reports added at the desk: dropped, pasted or fetched, read one after another in a process of its own."""

from __future__ import annotations

import multiprocessing
import re
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from hashlib import blake2b
from itertools import count
from pathlib import Path, PurePath
from threading import Lock
from typing import Literal

import msgspec

from detente.desk.lists import day_of
from detente.errors import DeskError, DetenteError
from detente.in_place import in_place
from detente.ledger import open_ledger
from detente.views.plain import plain

# Jobs that are remembered, and that may wait at a time.
REMEMBERED, WAITING = 200, 100
# Characters of a file's name that are kept.
NAME = 120
_UNSAFE = re.compile(r"[^\w. -]")


class Pasted(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A report as it is pasted; the fields are those of the report record."""

    text: str
    title: str | None = None
    published_at: str | None = None
    publisher: str | None = None
    url: str | None = None


class Job(msgspec.Struct, frozen=True):
    """Something to read: its name, how far it is, the reports that are new, and what there is to say of it."""

    id: int
    name: str
    state: Literal["waiting", "done", "failed"]
    reports: tuple[str, ...] = ()
    words: str = ""


@dataclass(frozen=True)
class AddPage:
    """The jobs, latest first."""

    jobs: tuple[Job, ...]


class Adding:
    """Reads what is added into the ledger at `path`, in the order in which it came."""

    def __init__(self, path: str | Path | None) -> None:
        self._path = path
        self._jobs: dict[int, Job] = {}
        self._numbers = count(1)
        self._lock = Lock()
        self._reader: ProcessPoolExecutor | None = None

    def jobs(self) -> tuple[Job, ...]:
        """What was added lately, latest first."""
        with self._lock:
            return tuple(reversed(self._jobs.values()))

    def file(self, name: str, content: bytes) -> Job:
        """Add a file in any form that `detente read` reads; it is kept beside the ledger."""
        return self._put(plain(name)[:NAME], lambda: str(self._kept(name, content)))

    def pasted(self, report: Pasted) -> Job:
        """Add a report that somebody pasted."""
        if not report.text.strip():
            raise DeskError("There is no text to read.")
        if report.published_at:
            day_of(report.published_at[:10])
        name = plain(report.title or " ".join(report.text.split()))[:NAME]
        return self._put(name, lambda: str(self._kept("pasted.jsonl", msgspec.json.encode(report) + b"\n")))

    def address(self, url: str) -> Job:
        """Fetch a page and add it."""
        if not url.lower().startswith(("https://", "http://")):
            raise DeskError("An address begins with https:// or http://.")
        return self._put(plain(url)[:NAME], lambda: url)

    def close(self) -> None:
        """Read nothing more."""
        if self._reader is not None:
            self._reader.shutdown(cancel_futures=True)

    def _put(self, name: str, place: Callable[[], str]) -> Job:
        """Note a job and begin it; `place` says where what is to be read lies."""
        with self._lock:
            if sum(job.state == "waiting" for job in self._jobs.values()) >= WAITING:
                raise DeskError("Too much waits to be read; try again later.")
            job = Job(next(self._numbers), name, "waiting")
            self._jobs[job.id] = job
            while len(self._jobs) > REMEMBERED:
                del self._jobs[next(iter(self._jobs))]
            if self._reader is None:
                # A process of its own: reading takes the whole of a core, and the desk must answer meanwhile.
                self._reader = ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn"))
            reader = self._reader
        reader.submit(read_into, self._path, place()).add_done_callback(lambda done: self._end(job, done))
        return job

    def _end(self, job: Job, done: Future[tuple[tuple[str, ...], str]]) -> None:
        if done.cancelled():
            return
        error = done.exception()
        if error is None:
            reports, words = done.result()
            ended = msgspec.structs.replace(job, state="done", reports=reports, words=words)
        else:
            told = str(error) if isinstance(error, DetenteError) else "it could not be read"
            ended = msgspec.structs.replace(job, state="failed", words=plain(told))
        with self._lock:
            self._jobs[job.id] = ended

    def _kept(self, name: str, content: bytes) -> Path:
        """A file with this content beside the ledger; its name says what it is and can be no other place."""
        with open_ledger(self._path) as ledger:
            folder = ledger.beside(".added") / blake2b(content, digest_size=8).hexdigest()
        safe = _UNSAFE.sub("_", PurePath(name.replace("\\", "/")).name).lstrip(". ")
        file = folder / (PurePath(safe).stem[:NAME] + PurePath(safe).suffix[:NAME] or "report.txt")
        with in_place(file) as out:
            out.write(content)
        return file


def read_into(path: str | Path | None, place: str) -> tuple[tuple[str, ...], str]:
    """Read a file or an address into a ledger: the ids of the reports that are new, and what there is to say."""
    from detente.ledger.intake import take_in
    from detente.sources.walk import is_of_web
    from detente.watch.fetching import Fetcher

    with open_ledger(path) as ledger:
        before = set(ledger.days())
        *_, intake = take_in(ledger, [place], fetcher=Fetcher() if is_of_web(place) else None)
        new = tuple(sorted(set(ledger.days()) - before))
    words = [f"{skip.reason}. {skip.mend}." for skip in intake.skipped]
    if intake.held and not new:
        words.append("It was held already.")
    return new, plain(" ".join(words))
