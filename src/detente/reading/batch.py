"""Many reports, read so that none stops the others."""

from __future__ import annotations

import traceback
from collections.abc import Iterable, Iterator
from pathlib import PurePath
from typing import TYPE_CHECKING

from spacy.tokens import Doc

from detente.reading import BATCH, read_parsed
from detente.reading.language import load_language
from detente.records import Reading, Report
from detente.sources.draft import Skipped

if TYPE_CHECKING:
    from detente.reading.pairs import Pair, PairLabel

# Characters of a batch: 16 reports of everyday length. Longer reports are parsed in smaller batches, since
# the parser's memory grows with the characters of a batch.
BATCH_CHARS = 100_000


# Sentences with their pair that are parsed together.
PAIR_BATCH = 64


def read_each(found: Iterable[Report | Skipped]) -> Iterator[Reading | Skipped]:
    """The reading of each report, in order, and what was skipped on the way.

    A report on which the reading itself fails is a fault of detente: it becomes a `Skipped` that says so,
    and the others are read.
    """
    batch: list[Report] = []
    chars = 0
    for item in found:
        if isinstance(item, Skipped):
            yield item
            continue
        batch.append(item)
        chars += item.n_chars
        if len(batch) == BATCH or chars >= BATCH_CHARS:
            yield from _read_batch(batch)
            batch, chars = [], 0
    yield from _read_batch(batch)


def _read_batch(batch: list[Report]) -> Iterator[Reading | Skipped]:
    for report, doc in zip(batch, _parse_batch(batch), strict=True):
        try:
            yield read_parsed(report, doc if doc is not None else load_language()(report.text))
        except Exception as error:
            yield failed(report, error)


def _parse_batch(batch: list[Report]) -> list[Doc] | list[None]:
    """The parses of a batch, or None for each where one of them stopped the parser: then each goes alone."""
    try:
        return list(load_language().pipe([r.text for r in batch], batch_size=BATCH))
    except Exception:
        return [None for _ in batch]


def classify_each(found: Iterable[Pair | Skipped], *, quick: bool = False) -> Iterator[PairLabel | Skipped]:
    """The label of each pair, in order, and what was skipped; a pair that fails does not stop the others.

    `quick` leaves modes and codes out where the type is sure without a parse, see `pairs.classify_pairs`.
    """
    batch: list[Pair] = []
    for item in found:
        if isinstance(item, Skipped):
            yield item
            continue
        batch.append(item)
        if len(batch) == PAIR_BATCH:
            yield from _classify_batch(batch, quick)
            batch = []
    yield from _classify_batch(batch, quick)


def _classify_batch(batch: list[Pair], quick: bool) -> Iterator[PairLabel | Skipped]:
    from detente.reading.pairs import classify_pairs

    try:
        labels = list(classify_pairs(batch, quick=quick))
    except Exception as error:
        if len(batch) == 1:
            yield fault(f"pair {batch[0].id}", error)
            return
        for pair in batch:
            yield from _classify_batch([pair], quick)
        return
    yield from labels


def failed(report: Report, error: Exception) -> Skipped:
    """A report that detente could not read by its own fault."""
    return fault(f"report {report.id}{f' (“{report.title}”)' if report.title else ''}", error)


def fault(what_failed: str, error: Exception) -> Skipped:
    """Something that detente could not read by its own fault: where it failed, for whoever mends it."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{type(error).__name__} in {PurePath(last.filename).name}, line {last.lineno}: {error}"
    mend = "The others were read; this is a fault of detente, please report it with the text"
    return Skipped(what_failed, None, f"reading it failed: {where}", mend)
