"""The words in which a position is put, as threading and issues compare them.

A proposition is taken apart into its matter (words that carry what it says, each with the sets of
codebook/near_words.txt and codebook/asked_words.txt that it belongs to), its names, and its terms: figures, days and
shares, by which one demand differs from its next version. Pure text: no actors, no dates.
"""

from __future__ import annotations

import math
import operator
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from importlib import resources
from typing import NamedTuple

from detente.word_forms import FUNCTION, NEGATIONS, base_form, stem_of

# Words that carry no matter in a demand or promise: “need not be done by others”.
_FUNCTION = FUNCTION | frozenset(["need", "allow", "done", "other"])
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
_PARTICLES = frozenset("back out away off down over up in aside apart home go free".split())
# Words that may stand between a verb and its particle.
_BETWEEN = 5
# “Ukraine – a former Soviet republic – will never join”: what is said in passing says nothing of the matter.
_ASIDE = re.compile(r"\s[–—]\s[^–—]*\s[–—]\s|\([^()]*\)")
_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)?")


class Word(NamedTuple):
    """A word of matter: its stem, the sets of near words it is in, whether it is a proper name, how much it says, and
    how it is printed."""

    stem: str
    sets: frozenset[int]
    is_name: bool
    weight: float
    printed: str

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


class NearWords(NamedTuple):
    """The tables of near words: words (as tuples of base forms) → their sets, which sets are opposite to a set, which are acts."""

    sets: dict[tuple[str, ...], frozenset[int]]
    opposite: dict[int, frozenset[int]]
    acts: frozenset[int]
    things: frozenset[int]  # sets of codebook/asked_words.txt that are no acts
    # Verbs → the particles that make another verb of them: “pull” → “back”, “out”.
    particles: dict[str, frozenset[str]]


@cache
def near_words() -> NearWords:
    """codebook/near_words.txt and codebook/asked_words.txt."""
    sets: dict[tuple[str, ...], set[int]] = defaultdict(set)
    opposite: dict[int, frozenset[int]] = {}
    acts: set[int] = set()
    things: set[int] = set()
    number = 0
    for table in ("near_words.txt", "asked_words.txt"):
        text = resources.files("detente.codebook").joinpath(table).read_text(encoding="utf-8")
        for line in text.splitlines():
            if not line.strip() or line.startswith("#"):
                continue
            numbers = []
            for side in line.removeprefix("+").split("|"):
                number += 1
                numbers.append(number)
                for entry in side.split():
                    sets[tuple(entry.split("-"))].add(number)
            if len(numbers) > 1:
                opposite.update((a, frozenset(numbers) - {a}) for a in numbers)
            if line.startswith("+"):
                acts.update(numbers)
            elif table == "asked_words.txt":
                things.update(numbers)
    particles: dict[str, set[str]] = defaultdict(set)
    for word in sets:
        if len(word) == 2 and word[1] in _PARTICLES:
            particles[word[0]].add(word[1])
    return NearWords(
        {word: frozenset(found) for word, found in sets.items()},
        opposite,
        frozenset(acts),
        frozenset(things),
        {verb: frozenset(found) for verb, found in particles.items()},
    )


@lru_cache(maxsize=65536)
def base_of(word: str) -> str:
    """The base form where the tables of near words have it, else the word."""
    return base_form(word, near_words().sets)


@lru_cache(maxsize=65536)
def wording_of(text: str) -> Wording:
    """A proposition taken apart."""
    near = near_words()
    printed = _TOKEN.findall(_ASIDE.sub(" ", text).replace("’", "'"))
    plain = [re.sub(r"'(?:s|ve|ll|re|d|m)$", "", p.lower()) for p in printed]
    bases = tuple(map(base_of, plain))
    words: dict[str, Word] = {}
    figures: set[str] = set()
    days: set[str] = set()
    shares: set[str] = set()
    taken: set[int] = set()
    is_negated = False
    at = 0
    while at < len(plain):
        word, several = plain[at], 1
        if at in taken:
            pass
        elif word.endswith("n't") or word in NEGATIONS or word == "cannot":
            is_negated = True
        elif word[0].isdigit() or (word in _NUMBERS and word != "one"):
            value, several = _number_at(plain, at)
            figures.add(value)
        elif word in _DAYS:
            days.add(word.removesuffix("s"))
        elif word in _SHARES and at + 1 < len(plain):
            shares.add(_SHARES[word])
        elif (several := next((n for n in (3, 2) if bases[at : at + n] in near.sets), 1)) > 1:
            stem = " ".join(bases[at : at + several])
            words.setdefault(
                stem,
                Word(
                    stem,
                    near.sets[bases[at : at + several]],
                    False,
                    1.0,
                    " ".join(printed[at : at + several]),
                ),
            )
        elif (behind := _particle_behind(bases, at)) is not None:
            taken.add(behind)
            stem = f"{bases[at]} {bases[behind]}"
            words.setdefault(
                stem,
                Word(
                    stem, near.sets[bases[at], bases[behind]], False, 1.0, f"{printed[at]} {printed[behind]}"
                ),
            )
        elif word not in _FUNCTION and len(word) > 1:
            is_name = printed[at][0].isupper() and (at > 0 or (bases[at],) not in near.sets)
            sets = frozenset[int]() if is_name and at > 0 else near.sets.get((bases[at],), frozenset())
            stem = stem_of(bases[at])
            words.setdefault(
                stem, Word(stem, sets, is_name, 0.6 if len(word) < 4 and not sets else 1.0, printed[at])
            )
        at += several
    return Wording(
        tuple(words.values()), Terms(frozenset(figures), frozenset(days), frozenset(shares)), is_negated
    )


def _number_at(words: Sequence[str], at: int) -> tuple[str, int]:
    """A number in figures, and how many words it takes: “two hundred”, “5,000”, “3 billion”."""
    word, several = words[at], 1
    if word[0].isdigit():
        plain = word.replace(",", "")
        try:
            value = float(plain)
        except ValueError:
            return plain, 1
    else:
        value = _NUMBERS[word]
        if value >= 20 and at + 1 < len(words) and 0 < _NUMBERS.get(words[at + 1], 0) < 10:
            value, several = value + _NUMBERS[words[at + 1]], 2
    if at + several < len(words) and words[at + several] in _SCALES:
        value, several = value * _SCALES[words[at + several]], several + 1
    return f"{value:.10g}", several


def _particle_behind(bases: Sequence[str], at: int) -> int | None:
    """Where the particle stands that goes with the verb at a place, some words behind it; None without."""
    wanted = near_words().particles.get(bases[at])
    if wanted is None:
        return None
    return next((n for n in range(at + 2, min(len(bases), at + 2 + _BETWEEN)) if bases[n] in wanted), None)


def without(wording: Wording, names: frozenset[str]) -> Wording:
    """The wording without the names (stems) of those who hold it or to whom it is addressed: they say who, not what.

    Unchanged where nothing else is left.
    """
    if not any(w.stem in names for w in wording.words):
        return wording
    words = tuple(w for w in wording.words if w.stem not in names)
    return wording._replace(words=words) if words else wording


# ── likeness ─────────────────────────────────────────────────────────────────────────────────────────


class Traits(NamedTuple):
    """What speaks for and against two wordings of one side being one position, each 0…1 unless said otherwise."""

    short: float  # share of the words of the wording of which more is shared
    long: float  # the same of the other one
    left: float  # weight (at most 2) of the words that only one has, of the one that has fewer
    clash: float  # each has a proper name that the other has not
    acts: float  # each names acts, and none that is alike
    flip: float  # one is negated, or has a word of an opposite set, and the other is not


# Weights of the traits for the logarithm of the odds, and the odds without any; fitted by `bench/threads.py --fit`. On the
# pairs to look at, F1 is within 0.01 for ridges of 0.001 to 0.01 and thresholds of 0.4 to 0.6.
_ODDS = Traits(2.24, 2.97, -1.18, -0.97, -1.49, -1.20)
_BIAS = -2.04


def likeness(one: Wording, other: Wording) -> float:
    """How sure it is, 0…1, that two wordings of one side put one position. The order does not matter."""
    if not one.words or not other.words:
        return 0.0
    found = traits_of(one, other)
    if found.short == 0.0 or (found.long <= 0.5 and _is_word_alone(one, other, found.long)):
        return 0.0
    odds = _BIAS + sum(map(operator.mul, _ODDS, found))
    return 1 / (1 + math.exp(-odds))


def traits_of(one: Wording, other: Wording) -> Traits:
    """What `likeness` goes by."""
    only_one, only_other = _unmatched(one.words, other.words), _unmatched(other.words, one.words)
    left_one, left_other = weight(only_one), weight(only_other)
    share_one, share_other = left_one / weight(one.words), left_other / weight(other.words)
    return Traits(
        short=1 - min(share_one, share_other),
        long=1 - max(share_one, share_other),
        left=min(2.0, left_one, left_other),
        clash=float(any(w.is_name for w in only_one) and any(w.is_name for w in only_other)),
        acts=float(_acts_differ(one.words, other.words)),
        flip=float(_is_turned_round(one, other, only_one, only_other)),
    )


def is_turned_round(one: Wording, other: Wording) -> bool:
    """True where one is negated, or has a word of an opposite set, and the other is not: not both at once."""
    return _is_turned_round(
        one, other, _unmatched(one.words, other.words), _unmatched(other.words, one.words)
    )


def _is_turned_round(
    one: Wording, other: Wording, only_one: Sequence[Word], only_other: Sequence[Word]
) -> bool:
    opposed = _opposed(only_one, other.words) or _opposed(only_other, one.words)
    if one.is_negated == other.is_negated:
        return opposed
    # “Halt its expansion” is “not expand”.
    stop = near_words().sets["refrain",]
    return not (opposed or any(w.sets & stop for w in (only_other if one.is_negated else only_one)))


# How much a near word counts beside the same word, where an answer is looked for what it answers.
NEAR_WORD = 0.6


def common(words: Sequence[Word], others: Sequence[Word]) -> tuple[int, float]:
    """How many words two propositions have in common, and their weight: the same words, and near ones for less."""
    shorter, longer = (words, others) if len(words) <= len(others) else (others, words)
    stems, sets = {w.stem for w in longer}, _sets_of(longer)
    same = [w for w in shorter if w.stem in stems]
    near = [w for w in shorter if w.stem not in stems and not sets.isdisjoint(w.sets)]
    return len(same) + len(near), weight(same) + NEAR_WORD * weight(near)


def _sets_of(words: Iterable[Word]) -> frozenset[int]:
    return frozenset().union(*[w.sets for w in words])


def _unmatched(words: Sequence[Word], others: Sequence[Word]) -> list[Word]:
    stems, sets = {o.stem for o in others}, _sets_of(others)
    return [w for w in words if w.stem not in stems and sets.isdisjoint(w.sets)]


def _opposed(words: Sequence[Word], others: Sequence[Word]) -> bool:
    opposite = near_words().opposite
    theirs = _sets_of(others)
    return any(not theirs.isdisjoint(opposite[s]) for w in words for s in w.sets if s in opposite)


def _is_word_alone(one: Wording, other: Wording, long: float) -> bool:
    """True where all that is shared is one word, less than half of either: “support” may be any; an act (“withdrawal”)
    that is half, too."""
    left = _unmatched(one.words, other.words)
    both = [w for w in one.words if w not in left]
    if len(both) != 1:
        return False
    return long < 0.5 or (long == 0.5 and not near_words().acts.isdisjoint(both[0].sets))


def is_act(word: Word) -> bool:
    """True for a word that names something one can ask or promise to do."""
    return not near_words().acts.isdisjoint(word.sets)


def _acts_differ(words: Sequence[Word], others: Sequence[Word]) -> bool:
    acts = near_words().acts
    some = [w for w in words if not acts.isdisjoint(w.sets)]
    their = [w for w in others if not acts.isdisjoint(w.sets)]
    return bool(some and their) and len(_unmatched(some, their)) == len(some)


def weight(words: Iterable[Word]) -> float:
    """How much the words say together."""
    return sum([word.weight for word in words])
