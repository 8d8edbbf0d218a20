"""Pages of another world: sport, markets, the arts, the kitchen, where “attack”, “shoot” and “surrender” are no deeds of war.

The words of codebook/worlds.toml are counted by sentence and by page. A sentence of such a field that holds no word
of public affairs names no event.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from spacy.tokens import Doc, Token

# A sentence alone is of a field with this many of its words; where the page is of the field, one or none is enough.
ALONE = 4
# Share of a page's words that are a field's, from which the page is of it, and how often they must outnumber the
# words of public affairs. Swept on the pages of tests/reading/elsewhere.txt against the event corpus of
# training/events and tests/gold: see test_worlds.py.
OF_THE_PAGE = 0.06
OUTNUMBERED = 2.0
# Fewer words than these make no page: a sentence is not known by its company.
PAGE = 25

# A page of so many sentences without any word of public affairs is of a field with this share of its words.
SENTENCES = 3
OF_A_PRIVATE_PAGE = 0.04

_SCORE = re.compile(r"\d{1,2}[-–]\d{1,2}")


@cache
def _fields() -> tuple[Mapping[str, tuple[str, ...]], frozenset[str]]:
    """Word → its fields; the words of public affairs."""
    raw = tomllib.loads((files("detente.codebook") / "worlds.toml").read_text("utf-8"))
    fields: dict[str, list[str]] = {}
    for field, words in raw["worlds"].items():
        for word in words:
            fields.setdefault(word, []).append(field)
    return {word: tuple(found) for word, found in fields.items()}, frozenset(raw["public"]["words"])


@dataclass(frozen=True)
class Worlds:
    """Where each sentence of a parse begins, and whether it is of another world."""

    starts: tuple[int, ...]
    elsewhere: tuple[bool, ...]

    def holds(self, token: Token) -> bool:
        """Whether a word stands in a sentence of another world."""
        return self.elsewhere[bisect_right(self.starts, token.i) - 1]


def worlds_of(doc: Doc) -> Worlds:
    """Which sentences of a parse are of another world."""
    fields, public = _fields()
    starts: list[int] = []
    counts: list[Counter[str]] = []
    publics: list[int] = []
    nations: Counter[int] = Counter()
    for token in doc:
        if token.is_sent_start or not starts:
            starts.append(token.i)
            counts.append(Counter())
            publics.append(0)
        lemma = token.lemma_.lower()
        if lemma in public or token.lower_ in public:
            publics[-1] += 1
        elif (found := fields.get(lemma) or fields.get(token.lower_)) is not None:
            counts[-1].update(found)
        elif token.like_num and _SCORE.fullmatch(token.text):
            counts[-1]["sport"] += 1
    for entity in doc.ents:
        if entity.label_ in ("GPE", "NORP"):
            nations[bisect_right(starts, entity.start) - 1] += 1
    page = sum(counts, Counter())
    words = len(doc)
    most = max(page.values(), default=0)
    of_field = words >= PAGE and (
        most >= OF_THE_PAGE * words and most > OUTNUMBERED * sum(publics)
        if sum(publics)
        else len(starts) >= SENTENCES and most >= OF_A_PRIVATE_PAGE * words
    )
    return Worlds(
        tuple(starts),
        tuple(
            (of_field or _is_of_a_field(count, nations[n]))
            if public_words == 0
            # “a protest by the French crew was dismissed”: one public word among a field's
            else (of_field and public_words == 1 and max(count.values(), default=0) >= 2)
            for n, (count, public_words) in enumerate(zip(counts, publics, strict=True))
        ),
    )


def _is_of_a_field(words: Counter[str], nations: int) -> bool:
    """Whether a sentence is of a field by its own words. Countries deal with shares and drugs, but bowl no overs."""
    field, most = max(words.items(), key=lambda item: (item[1], item[0]), default=("", 0))
    return most >= ALONE and (nations == 0 or field == "sport")
