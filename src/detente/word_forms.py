"""Words without their inflection, as texts are compared: cut to a stem, or put back to a base form that a table knows."""

from __future__ import annotations

from collections.abc import Container, Mapping

_ENDINGS = (
    ("ies", "y"), ("ied", "y"), ("es", ""), ("es", "e"), ("s", ""), ("ed", ""), ("ed", "e"), ("ing", ""), ("ing", "e"),
)  # fmt: skip


def stem_of(word: str) -> str:
    """A word cut so that its inflections meet: without ending, six letters at most."""
    for ending in ("ing", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            word = word[: -len(ending)]
            break
    return word[:6].rstrip("e")


def base_form(word: str, irregular: Mapping[str, str], known: Container[tuple[str, ...]]) -> str:
    """The base form of a word where `irregular` or `known` (tables by words as tuples) have it, else the word."""
    if word in irregular:
        return irregular[word]
    if (word,) in known:
        return word
    for ending, instead in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 2:
            base = word[: -len(ending)] + instead
            if (base,) in known:
                return base
    for ending in ("ed", "ing"):
        base = word[: -len(ending)]
        if word.endswith(ending) and len(base) > 3 and base[-1] == base[-2] and (base[:-1],) in known:
            return base[:-1]
    return word
