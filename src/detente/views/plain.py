"""Text of reports made safe to print: nothing in it moves the cursor, colours, or turns the reading order."""

from __future__ import annotations

import re

# C0 and C1 controls but tab and newline; bidirectional marks, embeddings, overrides and isolates; line and
# paragraph separators; zero-width and byte-order marks; tags. Each can hide or reorder what a person reads.
_UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e007f\ud800-\udfff]"
)


def plain(text: str) -> str:
    """The text with every unsafe character shown as “�”."""
    return _UNSAFE.sub("�", text)
