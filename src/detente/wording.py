"""The words in which a position is put, as threading and issues compare them.

A proposition is taken apart into its matter (words that carry what it says, each with the sets of
codebook/near_words.txt and codebook/asked_words.txt that it belongs to), its names, and its terms: figures, days and
shares, by which one demand differs from its next version. Pure text: no actors, no dates.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from importlib import resources
from typing import NamedTuple

_FUNCTION = frozenset(
    "a an the this that these those it its he his him she her hers they their theirs them we our ours us i my me mine "
    "you your yours and or but nor so as of to in on at by for from with into over under about is are was were be been "
    "being am has have had having do does did done will would shall should can could may might must need there here "
    "who whom whose which what when where while if whether than then also only very too up out off said say says any "
    "some such own same just now still yet even ever upon per until unless because since during between against "
    "through toward towards within among both each other another mr mrs ms let allow be its itself themselves himself get got "
    "gets go going how ll re ve d s t".split()
)
_NEGATIONS = frozenset(
    "not no never none nobody nothing neither nor without refuse refuses refused fail".split()
)
_DAYS = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april june july august september "
    "october november december today tomorrow tonight week weeks weekend month months year years day days hour hours "
    "minute minutes spring summer autumn winter midnight noon annual".split()
)
# Shares of a whole: two demands that differ in one are two versions of one demand.
_SHARES = {
    "all": "all", "every": "all", "entire": "all", "whole": "all", "full": "all", "complete": "all", "total": "all",
    "fully": "all", "completely": "all", "half": "half", "most": "most", "majority": "most", "partial": "part",
    "partially": "part", "partly": "part", "part": "part", "third": "third", "quarter": "quarter",
}  # fmt: skip
_NUMBERS = {w: n for n, w in enumerate(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen".split())} | {
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
    "dozen": 12, "dozens": 24,
}  # fmt: skip
_SCALES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
_IRREGULAR = dict(
    pair.split("=")
    for pair in (
        "gave=give given=give took=take taken=take held=hold kept=keep left=leave lost=lose won=win met=meet sent=send "
        "paid=pay sold=sell bought=buy brought=bring fought=fight found=find fell=fall fallen=fall flew=fly flown=fly "
        "fled=flee froze=freeze frozen=freeze grew=grow grown=grow led=lead lent=lend made=make rose=rise risen=rise "
        "saw=see seen=see sought=seek shot=shoot spoke=speak spoken=speak spent=spend stole=steal stolen=steal "
        "struck=strike swore=swear withdrew=withdraw withdrawn=withdraw wrote=write written=write began=begin "
        "begun=begin broke=break broken=break built=build came=come chose=choose chosen=choose dealt=deal drew=draw "
        "drawn=draw drove=drive men=man women=woman children=child went=go gone=go became=become shown=show "
        "rebuilt=rebuild undertaken=undertake heard=hear lives=life threw=throw thrown=throw forces=force freed=free"
    ).split()
)
_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)?")


class Word(NamedTuple):
    """A word of matter: its stem, the sets of near words it is in, whether it is a proper name, how much it says."""

    stem: str
    sets: frozenset[int]
    is_name: bool
    weight: float

    @property
    def keys(self) -> tuple[str, ...]:
        """What two words that may stand for one another have in common."""
        return (self.stem, *(f"#{n}" for n in sorted(self.sets)))


class Terms(NamedTuple):
    """Figures, days and shares, each as it is compared."""

    figures: frozenset[str]
    days: frozenset[str]
    shares: frozenset[str]


class Wording(NamedTuple):
    """A proposition as it is compared with others."""

    words: tuple[Word, ...]
    terms: Terms
    is_negated: bool


@cache
def near_words() -> tuple[dict[tuple[str, ...], frozenset[int]], frozenset[tuple[int, int]]]:
    """Words (as tuples of base forms) → the sets they are in, and the pairs of sets that are opposite."""
    sets: dict[tuple[str, ...], set[int]] = defaultdict(set)
    opposite: set[tuple[int, int]] = set()
    number = 0
    for table in ("near_words.txt", "asked_words.txt"):
        text = resources.files("detente.codebook").joinpath(table).read_text(encoding="utf-8")
        for line in text.splitlines():
            if not line.strip() or line.startswith("#"):
                continue
            numbers = []
            for side in line.split("|"):
                number += 1
                numbers.append(number)
                for word in side.split():
                    sets[tuple(word.split("-"))].add(number)
            opposite.update((a, b) for a in numbers for b in numbers if a != b)
    return {word: frozenset(found) for word, found in sets.items()}, frozenset(opposite)


def stem_of(word: str) -> str:
    """A word cut so that its inflections meet: without ending, six letters at most."""
    for ending in ("ing", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            word = word[: -len(ending)]
            break
    return word[:6].rstrip("e")


@lru_cache(maxsize=65536)
def base_of(word: str) -> str:
    """The base form where the tables of near words have it, else the word."""
    near, _ = near_words()
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if (word,) in near:
        return word
    for ending, instead in (
        ("ies", "y"), ("ied", "y"), ("es", ""), ("es", "e"), ("s", ""), ("ed", ""), ("ed", "e"), ("ing", ""), ("ing", "e"),
    ):  # fmt: skip
        if word.endswith(ending) and len(word) - len(ending) >= 2:
            base = word[: -len(ending)] + instead
            if (base,) in near:
                return base
    for ending in ("ed", "ing"):
        base = word[: -len(ending)]
        if word.endswith(ending) and len(base) > 3 and base[-1] == base[-2] and (base[:-1],) in near:
            return base[:-1]
    return word


@lru_cache(maxsize=65536)
def wording_of(text: str) -> Wording:
    """A proposition taken apart."""
    near, _ = near_words()
    printed = _TOKEN.findall(text.replace("’", "'"))
    plain = [re.sub(r"'(?:s|ve|ll|re|d|m)$", "", p.lower()) for p in printed]
    bases = tuple(map(base_of, plain))
    words: dict[str, Word] = {}
    figures: set[str] = set()
    days: set[str] = set()
    shares: set[str] = set()
    is_negated = False
    at = 0
    while at < len(plain):
        word, several = plain[at], 1
        if word.endswith("n't") or word in _NEGATIONS or word == "cannot":
            is_negated = True
        elif word[0].isdigit():
            scale = plain[at + 1] if at + 1 < len(plain) and plain[at + 1] in _SCALES else None
            value = float(word.replace(",", "")) if re.fullmatch(r"[\d,]+(?:\.\d+)?", word) else None
            if value is not None:
                figures.add(f"{value * _SCALES.get(scale or '', 1):.10g}")
            several = 2 if scale else 1
        elif word in _NUMBERS and word != "one":
            value = _NUMBERS[word]
            following = plain[at + 1] if at + 1 < len(plain) else ""
            if value >= 20 and 0 < _NUMBERS.get(following, 0) < 10:
                value, several = value + _NUMBERS[following], 2
                following = plain[at + 2] if at + 2 < len(plain) else ""
            if following in _SCALES:
                value, several = value * _SCALES[following], several + 1
            figures.add(str(value))
        elif word in _DAYS:
            days.add(word.removesuffix("s"))
        elif word in _SHARES and at + 1 < len(plain):
            shares.add(_SHARES[word])
        else:
            several = next((n for n in (3, 2) if at + n <= len(bases) and bases[at : at + n] in near), 1)
            if several > 1:
                stem = " ".join(bases[at : at + several])
                words.setdefault(stem, Word(stem, near[bases[at : at + several]], False, 1.0))
            elif word not in _FUNCTION and len(word) > 1:
                is_name = printed[at][0].isupper() and (at > 0 or (bases[at],) not in near)
                stem = stem_of(bases[at])
                sets = frozenset() if is_name and at > 0 else near.get((bases[at],), frozenset())
                words.setdefault(stem, Word(stem, sets, is_name, 0.6 if len(word) < 4 else 1.0))
        at += several
    return Wording(
        tuple(words.values()), Terms(frozenset(figures), frozenset(days), frozenset(shares)), is_negated
    )


def without(wording: Wording, names: frozenset[str]) -> Wording:
    """The wording without the names (stems) of those who hold it or to whom it is addressed: they say who, not what.

    Unchanged where nothing else is left.
    """
    words = tuple(w for w in wording.words if w.stem not in names)
    return wording._replace(words=words) if words else wording


# ── likeness ─────────────────────────────────────────────────────────────────────────────────────────


class Traits(NamedTuple):
    """What speaks for and against two wordings of one side being one position, each 0…1 unless said otherwise."""

    short: float  # share of the words of the wording of which more is shared
    long: float  # the same of the other one
    left: float  # weight (at most 2) of the words that only one has, of the one that has fewer
    clash: float  # each has a proper name that the other has not
    flip: float  # one is negated, or has a word of an opposite set, and the other is not


# Weights of the traits for the logarithm of the odds, and the odds without any.
_ODDS = Traits(3.0, 3.0, -1.6, -2.0, -3.0)
_BIAS = -2.2


def likeness(one: Wording, other: Wording) -> float:
    """How sure it is, 0…1, that two wordings of one side put one position. The order does not matter."""
    if not one.words or not other.words:
        return 0.0
    traits = traits_of(one, other)
    if traits.short == 0.0:
        return 0.0
    odds = _BIAS + sum(weight * trait for weight, trait in zip(_ODDS, traits, strict=True))
    return 1 / (1 + math.exp(-odds))


def traits_of(one: Wording, other: Wording) -> Traits:
    """What `likeness` goes by."""
    only_one, only_other = _unmatched(one.words, other.words), _unmatched(other.words, one.words)
    shares = [
        1 - _weight(only) / max(_weight(of.words), 0.1) for only, of in ((only_one, one), (only_other, other))
    ]
    return Traits(
        short=max(shares),
        long=min(shares),
        left=min(2.0, _weight(only_one), _weight(only_other)),
        clash=float(any(w.is_name for w in only_one) and any(w.is_name for w in only_other)),
        flip=float(is_turned_round(one, other)),
    )


def is_turned_round(one: Wording, other: Wording) -> bool:
    """True where one is negated, or has a word of an opposite set, and the other is not: not both at once."""
    only_one, only_other = _unmatched(one.words, other.words), _unmatched(other.words, one.words)
    opposed = _opposed(only_one, other.words) or _opposed(only_other, one.words)
    return (one.is_negated != other.is_negated) != opposed


def shared(words: Iterable[Word], others: Iterable[Word]) -> float:
    """The weight of the words that have a like among the others."""
    keys = {key for other in others for key in other.keys}
    return sum(w.weight for w in words if any(k in keys for k in w.keys))


def _unmatched(words: Sequence[Word], others: Sequence[Word]) -> list[Word]:
    return [w for w in words if not any(_match(w, o) for o in others)]


def _match(one: Word, other: Word) -> bool:
    return one.stem == other.stem or bool(one.sets & other.sets)


def _opposed(words: Sequence[Word], others: Sequence[Word]) -> bool:
    _, opposite = near_words()
    return any((s, t) in opposite for w in words for o in others for s in w.sets for t in o.sets)


def _weight(words: Iterable[Word]) -> float:
    return sum(word.weight for word in words)
