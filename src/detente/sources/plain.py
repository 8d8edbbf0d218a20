"""Plain text, one report a file; Markdown is read as it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from detente.dateline import starts_with_dateline
from detente.sources.decoding import decode
from detente.sources.draft import Draft, Facts

# Characters of the longest first line that is taken for a headline. News headlines are under 120.
LONGEST_TITLE = 200

_FIRST_LINE = re.compile(r"\s*(?P<line>\S[^\n]*)\n[^\S\n]*\n\s*(?=\S)")


def read_plain(stream: BinaryIO) -> Iterator[Draft]:
    """The one report of a text file, character for character but for its newlines."""
    text = decode(stream.read())
    yield Draft(text, Facts(title=find_title(text)))


def find_title(text: str) -> str | None:
    """The first line where it reads as a headline: short, a blank line and text after it, and no full stop
    at its end unless a dateline follows."""
    found = _FIRST_LINE.match(text)
    if found is None:
        return None
    line = re.sub(r"^#{1,6} +", "", found["line"].rstrip())
    if not line or len(line) > LONGEST_TITLE:
        return None
    body = text[found.end() : found.end() + LONGEST_TITLE]
    return line if not re.search(r"[.,;:…][\"'”’»)\]]*$", line) or starts_with_dateline(body) else None
