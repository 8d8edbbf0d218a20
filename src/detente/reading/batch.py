"""Many reports, read so that none stops the others."""

from __future__ import annotations

import traceback
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import PurePath
from typing import TYPE_CHECKING

from spacy.tokens import Doc

from detente.reading import BATCH, read_parsed
from detente.reading.language import load_language
from detente.records import Reading, Report
from detente.sources.draft import Skipped
from detente.workers import in_batches, over_workers

if TYPE_CHECKING:
    from detente.reading.pairs import Pair, PairLabel

# Characters of a batch: 16 reports of everyday length. Longer reports are parsed in smaller batches, since
# the parser's memory grows with the characters of a batch.
BATCH_CHARS = 100_000


# Sentences with their pair that are parsed together.
PAIR_BATCH = 64


def read_each(found: Iterable[Report | Skipped], *, workers: int = 1) -> Iterator[Reading | Skipped]:
    """The reading of each report, in order, and what was skipped on the way.

    A report on which the reading itself fails is a fault of detente: it becomes a `Skipped` that says so,
    and the others are read. With several `workers` as many processes read; the readings are the same. A
    script that asks for them needs `if __name__ == "__main__":` around its work, as with every process pool.
    """
    yield from over_workers(_read_batch, _report_batches(found), workers, _lost)


def _report_batches(found: Iterable[Report | Skipped]) -> Iterator[list[Report | Skipped]]:
    """Reports in batches that bound the parser's memory, what was skipped in its place among them."""
    batch: list[Report | Skipped] = []
    reports = chars = 0
    for item in found:
        batch.append(item)
        if not isinstance(item, Skipped):
            reports += 1
            chars += item.n_chars
        if reports == BATCH or chars >= BATCH_CHARS:
            yield batch
            batch, reports, chars = [], 0, 0
    if batch:
        yield batch


def _read_batch(batch: list[Report | Skipped]) -> Iterator[Reading | Skipped]:
    docs = iter(_parse_batch([item for item in batch if not isinstance(item, Skipped)]))
    for item in batch:
        yield item if isinstance(item, Skipped) else _read(item, next(docs))


def _read(report: Report, doc: Doc | None) -> Reading | Skipped:
    try:
        return read_parsed(report, doc if doc is not None else load_language()(report.text))
    except Exception as error:
        return failed(report, error)


def _lost(item: Report | Skipped) -> Skipped:
    """A report that killed the process which read it."""
    if isinstance(item, Skipped):
        return item
    return Skipped(
        f"report {item.id}{f' (“{item.title}”)' if item.title else ''}",
        None,
        f"the process that read its {item.n_chars:,} characters was killed",
        "The others were read; give it more memory, or cut it",
    )


def _parse_batch(batch: list[Report]) -> list[Doc] | list[None]:
    """The parses of a batch, or None for each where one of them stopped the parser: then each goes alone."""
    try:
        return list(load_language().pipe([r.text for r in batch], batch_size=BATCH))
    except Exception:
        return [None for _ in batch]


def classify_each(
    found: Iterable[Pair | Skipped], *, quick: bool = False, workers: int = 1
) -> Iterator[PairLabel | Skipped]:
    """The label of each pair, in order, and what was skipped; a pair that fails does not stop the others.

    `quick` parses nothing and leaves modes and codes out, see `pairs.classify_pairs`;
    `workers` as in `read_each`.
    """
    yield from over_workers(
        partial(_classify_batch, quick=quick), in_batches(found, PAIR_BATCH), workers, _lost_pair
    )


def _classify_batch(batch: list[Pair | Skipped], *, quick: bool) -> list[PairLabel | Skipped]:
    from detente.reading.pairs import classify_pairs

    pairs = [item for item in batch if not isinstance(item, Skipped)]
    try:
        labels = iter(list(classify_pairs(pairs, quick=quick)))
    except Exception as error:
        if len(batch) == 1:
            return [fault(f"pair {pairs[0].id}", error)]
        return [answer for item in batch for answer in _classify_batch([item], quick=quick)]
    return [item if isinstance(item, Skipped) else next(labels) for item in batch]


def _lost_pair(item: Pair | Skipped) -> Skipped:
    if isinstance(item, Skipped):
        return item
    return Skipped(f"pair {item.id}", None, "the process that read it was killed", "The others were read")


def failed(report: Report, error: Exception) -> Skipped:
    """A report that detente could not read by its own fault."""
    return fault(f"report {report.id}{f' (“{report.title}”)' if report.title else ''}", error)


def fault(what_failed: str, error: Exception) -> Skipped:
    """Something that detente could not read by its own fault: where it failed, for whoever mends it."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{type(error).__name__} in {PurePath(last.filename).name}, line {last.lineno}: {error}"
    mend = "The others were read; this is a fault of detente, please report it with the text"
    return Skipped(what_failed, None, f"reading it failed: {where}", mend)
