"""Pair JSONL: one sentence a line with its source and target marked (`{"id", "text", "source", "target"}`)."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import msgspec

from detente.sources.draft import Skipped
from detente.sources.jsonl import numbered_lines
from detente.sources.walk import STDIN, unreadable

if TYPE_CHECKING:
    from detente.reading.pairs import Pair

_SKIPPED = "The line was skipped"


def open_pairs(paths: Iterable[str | os.PathLike[str]]) -> Iterator[Pair | Skipped]:
    """The pairs of files, “-” for standard input, and what was skipped among them."""
    for path in map(Path, paths):
        if str(path) == STDIN:
            yield from read_pairs(sys.stdin.buffer, "standard input")
            continue
        try:
            with path.open("rb") as stream:
                yield from read_pairs(stream, str(path))
        except (OSError, ValueError) as error:
            yield unreadable(path, error)


def read_pairs(stream: BinaryIO, name: str) -> Iterator[Pair | Skipped]:
    """The pairs of a stream, line by line; a broken line is one `Skipped`, an empty one is nothing."""
    from detente.reading.pairs import Pair  # loads the language model

    decoder = msgspec.json.Decoder(Pair)
    for number, raw in numbered_lines(stream):
        place = f"line {number}"
        if raw is None:
            yield Skipped(name, place, "longer than a line may be", _SKIPPED)
        elif raw.strip():
            try:
                pair = decoder.decode(raw)
            except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
                yield Skipped(name, place, f"no pair ({error})", _SKIPPED)
                continue
            spans = (("source", pair.source), ("target", pair.target))
            beyond = [side for side, span in spans if not 0 <= span.start < span.end <= len(pair.text)]
            if beyond:
                yield Skipped(name, place, f"its {beyond[0]} is no stretch of its text", _SKIPPED)
            else:
                yield pair
