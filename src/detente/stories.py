"""Copies of a report found by their words: ten prints of one agency text are one story.

A report is known by its runs of three words, those in quotation marks left out: what two outlets quote from one
speech makes neither a copy of the other. Of the runs' digests the smallest are kept, which is a fair sample of all
of them (bottom-k sketch, Cohen & Kaplan 2007, “Summarizing data using bottom-k sketches”), so that two reports are
compared in microseconds whatever their length. A cut tail, another headline and some words exchanged leave most
runs as they are; another reporter's text on the same event shares few.

`bench/stories.py` measures it. Own code: the MinHash libraries (rensa, datasketch) estimate the likeness of
whole sets, and a copy with a cut tail is unlike its whole.
"""

from __future__ import annotations

import re
import sys
import zlib
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations
from typing import NamedTuple

# Words in a run, and runs that a sketch keeps. Runs of two or three words and sketches of 128 to 512 part copies
# from others alike on the data of bench/stories.py; one word does not.
RUN = 3
SKETCH = 256
# Of the smaller sketch's runs, the share from which two reports are one story. Spun copies share 0.7 and more,
# different reports of one event 0.33 at most; swept 0.2 to 0.7, flat from 0.35 to 0.6.
ALIKE = 0.45
# Runs that two reports share at least: two scraps of a sentence each are not compared.
FEWEST = 8
# Longer runs by which copies find one another, and how many of them a report is filed under.
LONG_RUN = 4
KEYS = 16
# Keys that two reports share at least before they are compared: one is a phrase that everybody uses.
FEWEST_KEYS = 2

Digests = tuple[int, ...]

_WORD = re.compile(r"\w+")
_QUOTED = re.compile(r"“[^”\n]{0,600}”|\"[^\"\n]{0,600}\"|«[^»\n]{0,600}»")
# Words outside of quotation marks below which a report is taken whole.
_OWN_WORDS = 60


class Sketch(NamedTuple):
    """What is kept of a report to find its copies: digests of runs, ascending, and the keys it is filed under."""

    runs: Digests
    keys: tuple[int, ...]


def sketch_of(text: str) -> Sketch:
    """The sketch of a report's text; the same for the same words, whatever their case and marks."""
    words = _WORD.findall(_QUOTED.sub(" ", text).lower())
    if len(words) < _OWN_WORDS:
        words = _WORD.findall(text.lower())
    return Sketch(_digests(words, RUN)[:SKETCH], _digests(words, LONG_RUN)[:KEYS])


def packed(runs: Digests) -> bytes:
    """Digests as the ledger keeps them: 32 bits each, little-endian."""
    kept = array("I", runs)
    if sys.byteorder == "big":
        kept.byteswap()
    return kept.tobytes()


def unpacked(kept: bytes) -> Digests:
    """The digests again."""
    runs = array("I", kept)
    if sys.byteorder == "big":
        runs.byteswap()
    return tuple(runs)


def _digests(words: list[str], run: int) -> Digests:
    """The digests of all runs of so many words, smallest first, each once."""
    starts = range(max(1, len(words) - run + 1))
    return tuple(sorted({zlib.crc32(" ".join(words[i : i + run]).encode()) for i in starts}))


def is_copy(a: Digests, b: Digests) -> bool:
    """Whether two reports are one story, by the runs of their sketches."""
    least = min(_reach(a), _reach(b))
    left, right = ({digest for digest in runs if digest <= least} for runs in (a, b))
    shared = len(left & right)
    return shared >= FEWEST and shared >= ALIKE * min(len(left), len(right))


def _reach(runs: Digests) -> int:
    """Up to where a sketch holds all digests of its report."""
    return runs[-1] if len(runs) == SKETCH else 2**32 - 1


def grouped(copies: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    """Pairs of reports that are copies → the reports of each story, under the smallest of their ids.

    A function of the set of pairs: copies of copies are one story, in whatever order they come.
    """
    of: dict[str, str] = {}

    def root(id: str) -> str:
        while of.setdefault(id, id) != id:
            of[id] = of[of[id]]
            id = of[id]
        return id

    for a, b in copies:
        first, second = sorted((root(a), root(b)))
        of[second] = first
    found: dict[str, list[str]] = defaultdict(list)
    for id in sorted(of):
        found[root(id)].append(id)
    return {story: tuple(ids) for story, ids in found.items()}


def copies_among(sketches: Mapping[str, Sketch]) -> Iterator[tuple[str, str]]:
    """The pairs of reports that are copies, among those that share some keys."""
    filed: dict[int, list[str]] = defaultdict(list)
    for id in sorted(sketches):
        for key in sketches[id].keys:
            filed[key].append(id)
    shared = Counter(pair for ids in filed.values() for pair in combinations(ids, 2))
    pairs = sorted(pair for pair, keys in shared.items() if keys >= FEWEST_KEYS)
    yield from (pair for pair in pairs if is_copy(sketches[pair[0]].runs, sketches[pair[1]].runs))
