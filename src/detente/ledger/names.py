"""Names as they are compared: without case, accents, articles, titles and spelling variants."""

from __future__ import annotations

import re
import unicodedata

_ARTICLE = re.compile(r"^the\s+")
_POSSESSIVE = re.compile(r"['’`]s?$")
_SPACE = re.compile(r"[\s\-–—]+")

# Letters that Unicode does not split into a base and an accent.
_LETTERS = str.maketrans({"ł": "l", "đ": "d", "ø": "o", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th"})


def fold(name: str) -> str:
    """A name without case, accents, hyphens, full stops, a leading article or a possessive ending."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(c))
    bare = _SPACE.sub(" ", bare.translate(_LETTERS).replace(".", "")).strip()
    return _POSSESSIVE.sub("", _ARTICLE.sub("", bare))


def romanise(word: str) -> str:
    """A folded word without the liberties of romanisation: Sergey = Sergei, Zelenskyy = Zelenskiy."""
    word = (
        word.replace("kh", "h")
        .replace("ph", "f")
        .replace("y", "i")
        .replace("j", "i")
        .replace("'", "")
        .replace("’", "")
    )
    return re.sub(r"(.)\1+", r"\1", word)


def consonants(word: str) -> str:
    """The consonants of a folded word: Muhammad = Mohamed, Volodymyr = Vladimir."""
    return re.sub(r"[aeiou]", "", romanise(word))
