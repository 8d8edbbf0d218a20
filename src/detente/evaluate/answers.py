"""What the reader answers: readings and labels in the order asked.

Where the reader itself fails, the answer is None (what the gold asks there is missed), and `failed` is told why.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from detente.sources.draft import Skipped

if TYPE_CHECKING:
    from detente.reading.pairs import PairLabel
    from detente.records import Reading, Report, Span


def label_pairs(pairs: Iterable[tuple[str, Span, Span]], failed: list[str]) -> Iterator[PairLabel | None]:
    """The label of each sentence with its source and its target."""
    from detente.reading.batch import classify_each  # loads the language model
    from detente.reading.pairs import Pair

    asked = (Pair(n, text, source, target) for n, (text, source, target) in enumerate(pairs))
    for answer in classify_each(asked):
        if isinstance(answer, Skipped):
            failed.append(str(answer))
            yield None
        else:
            yield answer


def read_all(reports: Iterable[Report], failed: list[str]) -> Iterator[Reading | None]:
    """The reading of each report."""
    from detente.reading.batch import read_each  # loads the language model

    for answer in read_each(reports):
        if isinstance(answer, Skipped):
            failed.append(str(answer))
            yield None
        else:
            yield answer
