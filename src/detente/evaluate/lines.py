"""Gold files of JSON lines, decoded with a clear word about the line that is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import msgspec

from detente.errors import NotGold

Line = TypeVar("Line")


def first_line(text: str) -> str:
    """The first line that holds something and is no comment."""
    lines = (line.strip("\ufeff \r") for line in text.splitlines())
    return next((line for line in lines if line and not line.startswith("#")), "")


def decoded_lines(path: Path, text: str, type_: type[Line], what: str) -> Iterator[tuple[int, Line]]:
    """Each line's number and what it holds; `NotGold` where one is not what it should be."""
    decoder = msgspec.json.Decoder(type_)
    # not splitlines: JSON strings may hold characters that it takes for line ends
    for number, raw in enumerate(text.split("\n"), 1):
        if raw.strip():
            try:
                yield number, decoder.decode(raw)
            except msgspec.DecodeError as error:
                raise NotGold(f"{path}, line {number}: not {what} ({error})") from None
