"""Gold files as text and as JSON lines, with a clear word about what is wrong in them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import msgspec

from detente.errors import NotGold

Line = TypeVar("Line")


def text_of(path: Path) -> str:
    """The text of a gold file, line ends as “\\n”; `NotGold` where it cannot be read or is no UTF-8."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise NotGold(f"{path}: not UTF-8 (byte {error.start + 1}); save its text as UTF-8") from None
    except OSError as error:
        raise NotGold(f"{path}: {error.strerror or error}") from None


def first_line(text: str) -> str:
    """The first line that holds something and is no comment."""
    lines = (line.strip("\ufeff \r") for line in text.splitlines())
    return next((line for line in lines if line and not line.startswith("#")), "")


def decoded_lines(path: Path, type_: type[Line], what: str) -> Iterator[tuple[int, Line]]:
    """Each line's number and what it holds; `NotGold` where one is not what it should be."""
    decoder = msgspec.json.Decoder(type_)
    # Not splitlines: JSON strings may hold characters that it takes for line ends
    for number, raw in enumerate(text_of(path).split("\n"), 1):
        if raw.strip():
            try:
                yield number, decoder.decode(raw)
            except msgspec.DecodeError as error:
                raise NotGold(f"{path}, line {number}: not {what} ({error})") from None
