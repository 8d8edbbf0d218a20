"""One spelling for all spellings of a place's name."""

from __future__ import annotations

import unicodedata

# Letters that no decomposition takes apart, and marks that writers leave out or interchange.
_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "ß": "ss", "þ": "th", "ð": "d"}
    | dict.fromkeys("'’‘ʼʻ`ʿʾ.")
    | dict.fromkeys("-–—_/,|~=\t\n", " ")
)


def fold(name: str) -> str:
    """A name without case, accents, apostrophes and dots; hyphens are blanks: “L’viv-Süd” → “lviv sud”."""
    bare = name.casefold().translate(_LETTERS)
    if not bare.isascii():
        bare = "".join(c for c in unicodedata.normalize("NFD", bare) if not unicodedata.combining(c))
    words = bare.split()
    if words and words[0] == "st":
        words[0] = "saint"
    elif words and words[0] == "ft":
        words[0] = "fort"
    elif words and words[0] == "mt":
        words[0] = "mount"
    return " ".join(words)
