"""What the reader answers: readings and labels in the order asked, None where the reader itself failed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from detente.sources.draft import Skipped

if TYPE_CHECKING:
    from detente.reading.pairs import PairLabel
    from detente.records import Reading, Report, Span


def label_pairs(pairs: Iterable[tuple[str, Span, Span]]) -> Iterator[PairLabel | None]:
    """The label of each sentence with its source and its target."""
    from detente.reading.batch import classify_each  # loads the language model
    from detente.reading.pairs import Pair

    asked = (Pair(n, text, source, target) for n, (text, source, target) in enumerate(pairs))
    for answer in classify_each(asked):
        yield None if isinstance(answer, Skipped) else answer


def read_all(reports: Iterable[Report]) -> Iterator[Reading | None]:
    """The reading of each report."""
    from detente.reading.batch import read_each  # loads the language model

    for answer in read_each(reports):
        yield None if isinstance(answer, Skipped) else answer
