"""Renderings of one utterance brought together: who printed which words, and where they differ.

Two reports seldom print the same words of a speech: one quotes, one turns it into indirect speech, one tells it in
words of its own. `likeness` says how sure it is that two renderings are of one utterance, by the words they share
(equal, or of one set of codebook/near_words.txt) and by what speaks against it: another figure or day, a negation
that only one of them has, words of opposite sets, a word exchanged in an otherwise equal sentence. `utterances_of`
groups the renderings of a ledger: a function of the set of renderings, in whatever order they come.

`bench/utterances.py` measures it on tests/gold/utterances.tsv; `training/utterances/fit.py` fits the weights. What the
reader's encoder makes of whole sentences was tried beside the vectors of single words, and left out: it lifts
the freest paraphrases, costs as much on the others, and would tie this to one training of that encoder.
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from functools import cache, lru_cache
from importlib import resources
from itertools import combinations, groupby, islice
from typing import TYPE_CHECKING, Literal, NamedTuple

from detente.records import QuoteForm, Spans, digest_id
from detente.word_forms import FUNCTION, NEGATIONS, base_form, stem_of

if TYPE_CHECKING:
    from detente.word_vectors import Nearness

# Likeness from which two renderings are of one utterance: of one speaker, and of two speakers of one side (a minister
# and the ministry), where a wrong join would put words into somebody's mouth.
SAME = 0.5
SAME_OF_SIDE = 0.8
# Days between two reports of one utterance. What is said again a week later is another utterance.
DAYS = 4
# Weight of shared words below which two renderings are not joined: two short words, or a long one.
LEAST = 0.8
# Renderings with a word in common that one rendering is compared with: its next ones in the order of days and reports.
COMMON = 50
# Words or sets of near words that two renderings share before they are compared: below `LEAST` they are not joined.
FEWEST_KEYS = 2
# How sure it is that a stretch of so many words that is found within the other text is the same utterance, cut.
CUT = 0.99
CUT_WORDS = 5


@dataclass(frozen=True)
class Rendering:
    """One report's words for something said.

    `text` is the content as printed, its stretches joined with “ … ”; `quoted` the stretches of it in quotation marks.
    `denied` says that the cue denies it. `side` is the key under which speakers are one (see `threads.Sides.own`);
    `story` the report's story, or the report.
    """

    statement: str
    report: str
    story: str
    day: str | None
    speaker: str
    side: str
    form: QuoteForm
    denied: bool
    text: str
    quoted: tuple[str, ...]
    spans: Spans
    publisher: str | None


class Change(NamedTuple):
    """A stretch of a rendering beside the best one: kept in both, only in the best one, or only in this one."""

    kind: Literal["same", "missing", "added"]
    words: str


@dataclass(frozen=True)
class Told:
    """A rendering, and how its words differ from the best-attested ones."""

    rendering: Rendering
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Warning:
    """Two reports put different words in quotation marks for the same stretch of an utterance."""

    one: Rendering
    other: Rendering
    words: str
    other_words: str


@dataclass(frozen=True)
class Utterance:
    """One utterance: its best-attested wording with the reasons, every rendering, and what to be careful about."""

    id: str
    best: Rendering
    reasons: tuple[str, ...]
    told: tuple[Told, ...]
    stories: int
    warnings: tuple[Warning, ...]


# ── words ────────────────────────────────────────────────────────────────────────────────────────────

_FUNCTION = FUNCTION | frozenset(["all", "one", "told"])
_TIMES = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april june july august september "
    "october november december".split()
)
_ONES = {w: n for n, w in enumerate(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen".split())}  # fmt: skip
_TENS = {w: 10 * n for n, w in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)}
_SCALES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
_ORDINALS = {
    w: str(n)
    for n, w in enumerate("first second third fourth fifth sixth seventh eighth ninth tenth".split(), 1)
}
_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+")


class _Word(NamedTuple):
    """A word of content: its stem, the sets it belongs to, how much it says."""

    stem: str
    sets: frozenset[int]
    weight: float


@cache
def _near_words() -> tuple[dict[tuple[str, ...], frozenset[int]], frozenset[tuple[int, int]]]:
    """Words (as tuples of base forms) → the sets they are in, and the pairs of sets that are opposite."""
    sets: dict[tuple[str, ...], set[int]] = defaultdict(set)
    opposite: set[tuple[int, int]] = set()
    text = resources.files("detente.codebook").joinpath("near_words.txt").read_text(encoding="utf-8")
    number = 0
    for line in text.splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        numbers = []
        for side in line.split("|"):
            number += 1
            numbers.append(number)
            for word in side.split():
                sets[tuple(map(one_spelling, word.split("-")))].add(number)
        opposite.update((a, b) for a in numbers for b in numbers if a != b)
    return {word: frozenset(found) for word, found in sets.items()}, frozenset(opposite)


_SPELLING = (("isation", "ization"), ("ise", "ize"), ("our", "or"), ("tre", "ter"), ("ence", "ense"))


def one_spelling(word: str) -> str:
    """British endings as American ones: only to compare, so that “evidense” does no harm."""
    for british, american in _SPELLING:
        for ending in ("", "s", "d"):
            if len(word) > 4 and word.endswith(british + ending):
                return word[: -len(british + ending)] + american + ending
    return word


@lru_cache(maxsize=65536)
def words_of(text: str) -> tuple[str, ...]:
    """The words of a text, lower-case, contractions written out, numbers in figures."""
    text = text.lower().replace("’", "'").replace("per cent", "percent")
    text = re.sub(r"\bwon't\b", "will not", text)
    text = re.sub(r"\b(?:can't|cannot)\b", "can not", text)
    text = re.sub(r"n't\b", " not", text)
    found = _TOKEN.findall(re.sub(r"'(?:s|ve|ll|re|d|m)\b", "", text))
    words: list[str] = []
    at = 0
    while at < len(found):
        word = found[at]
        if word[0].isdigit():
            words.append(word.replace(",", ""))
        elif word in _TENS:
            one = _ONES.get(found[at + 1], 0) if at + 1 < len(found) else 0
            words.append(str(_TENS[word] + (one if one < 10 else 0)))
            at += 0 < one < 10
        elif word in _ONES and word != "one":
            words.append(str(_ONES[word]))
        elif word in _SCALES and words and words[-1].isdigit():
            words[-1] = str(int(words[-1]) * _SCALES[word])
        else:
            words.append(one_spelling(word))
        at += 1
    return tuple(words)


@lru_cache(maxsize=65536)
def _base(word: str) -> str:
    """The base form where the table of near words has it, else the word."""
    near, _ = _near_words()
    return base_form(word, near)


@lru_cache(maxsize=65536)
def _content(text: str) -> tuple[_Word, ...]:
    """The words of a text that carry what it says; negations are looked at by themselves."""
    near, _ = _near_words()
    plain = words_of(text)
    bases = tuple(map(_base, plain))
    found: list[_Word] = []
    at = 0
    while at < len(plain):
        word = plain[at]
        several = next((n for n in (3, 2) if bases[at : at + n] in near and at + n <= len(bases)), 1)
        if several > 1:
            key = bases[at : at + several]
            found.append(_Word(" ".join(key), near[key], 1.0))
        elif word in _ORDINALS and plain[at + 1 : at + 2] == ("of",):
            found.append(_Word(_ORDINALS[word], frozenset(), 1.3))
        elif word[0].isdigit():
            found.append(_Word(word, frozenset(), 1.3))
        elif word in _TIMES:
            found.append(_Word(word, frozenset(), 1.2))
        elif word not in _FUNCTION and word not in NEGATIONS:
            # Short words are the common ones.
            weight = 0.4 if len(word) < 5 else 0.9
            found.append(_Word(stem_of(bases[at]), near.get((bases[at],), frozenset()), weight))
        at += several
    return tuple(found)


def _match(one: _Word, other: _Word) -> float:
    if one.stem == other.stem:
        return 1.0
    return 0.9 if one.sets & other.sets else 0.0


def _weight(words: Iterable[_Word]) -> float:
    return sum(word.weight for word in words)


# ── likeness ─────────────────────────────────────────────────────────────────────────────────────────

# Words that change what a sentence says without being its content: one of them in only one text speaks against it.
_MARKS = {
    mark: frozenset(words.split())
    for mark, words in {
        "only": "only alone just",
        "condition": "if unless provided should",
        "must": "must need needs obliged",
        "may": "may can could might allowed",
        "future": "will would shall going",
        "before": "before until till earlier",
        "after": "after since once later",
        "less": "less fewer under below least",
        "more": "more over above most",
    }.items()
}
# Marks that say the opposite of one another.
_OPPOSITE_MARKS = (("before", "after"), ("less", "more"), ("must", "may"))
# “rather than”, “unharmed” negate, “no matter how” and “not only” do not.
_NEGATING = (
    (re.compile(r"\b(?:rather than|instead of)\b", re.IGNORECASE), "not"),
    (re.compile(r"\b(?:no matter|not only)\b", re.IGNORECASE), "whatever"),
    (re.compile(r"\bun(?=[a-z]{3,}ed\b)", re.IGNORECASE), "not "),
)
# Likeness to its like in the other text below which a word is a stranger to it.
_STRANGE = 0.35
_US = frozenset("we our ours us i my me mine ourselves myself".split())
_THEM = frozenset("they their theirs them he his him she her hers".split())
# Words with which another clause begins: a negation reaches no further.
_CLAUSE = frozenset(
    "but and or because although though if unless until whereas while when who which that as so once after before than "
    "rather".split()
)
_CLAUSES = re.compile(r"[,;:.!?—–](?!\d)")


class Traits(NamedTuple):
    """What speaks for and against two renderings being of one utterance, each 0…1 unless said otherwise.

    Most are multiplied with `cover`: what only one of two texts has says nothing where they have nothing else in common.
    """

    cover: float  # share of the words that both have, of the one that shares less
    cover_squared: float
    cover_longer: float  # the same of the one that shares more
    shared: float  # weight of the shared words, up to 6, as a share of 6
    flip: float  # one has a negation, or a word of an opposite set, and not both have both
    opposed: float  # each has a word of sets that are opposite
    odd: float  # one has an even number of negations, one an odd number
    polarity: float  # share of the shared words that are negated in one text only
    left: float  # weight (at most 1) of the words that only one has, of the one that has fewer
    left_of_equal: float  # the same, up to 3, times `cover` once more
    swapped: (
        float  # the same, up to 2, times the share of words in equal order: an equal sentence, another word
    )
    figure_missing: float  # only one names figures or days
    figure_other: float  # each names a figure or day that the other does not
    crossed: float  # “complete in the east, begun in the west” and the other way round
    turned: float  # share of the pairs of shared words that stand in the other order
    turned_of_equal: float  # the same, for texts that share all
    persons: float  # “their ship crossed our bows” and “our ship crossed their bows”
    only: float  # one of the words of _MARKS in one text only, here and below
    condition: float
    must: float
    may: float
    future: float
    reversed: float  # one has a mark and the other the opposite one
    strange: (
        float  # `left`, up to 3, of the words that are near none of the other text by their vectors either
    )

    alike: float  # how near the words are by their vectors, see `word_vectors.Nearness`
    alike_longer: float
    gist: float
    gist_covered: float  # `gist` times `cover`
    rest: float
    rest_covered: float
    has_rest: float
    loneliest: float


class _Unit(NamedTuple):
    """One of the units whose sum is the logarithm of the odds."""

    weights: tuple[float, ...]  # of the traits
    bias: float
    out: float


@cache
def _units() -> tuple[float, tuple[_Unit, ...]]:
    """What training/utterances/fit.py fitted: a bias, and the units to add."""
    kept = json.loads(resources.files("detente").joinpath("likeness.json").read_text(encoding="utf-8"))
    if kept["traits"] != list(Traits._fields):
        raise ValueError("likeness.json was fitted on other traits; run training/utterances/fit.py")
    return kept["bias"], tuple(_Unit(tuple(weights), bias, out) for *weights, bias, out in kept["units"])


def likeness(one: str, other: str) -> float:
    """How sure it is, 0…1, that two texts of one speaker render one utterance. The order does not matter."""
    if _is_cut(words_of(one), words_of(other)):
        return CUT
    a, b = _content(one), _content(other)
    if min(_shared(a, b), _shared(b, a)) < LEAST:
        return 0.0
    traits = traits_of(one, other)
    odds, units = _units()
    for unit in units:
        odds += unit.out * math.tanh(
            unit.bias + sum(w * t for w, t in zip(unit.weights, traits, strict=True))
        )
    return 1 / (1 + math.exp(-odds))


def _is_cut(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether one text is a stretch of the other, not too short, and its negation not what was cut away."""
    short, long = sorted((one, other), key=len)
    n = len(short)
    if n < CUT_WORDS:
        return short == long
    at = next((i for i in range(len(long) - n + 1) if long[i : i + n] == short), None)
    return at is not None and not any(word in NEGATIONS for word in long[max(0, at - 2) : at])


def traits_of(one: str, other: str) -> Traits:
    """What `likeness` goes by."""
    one, other = sorted((one, other))
    a, b = _content(one), _content(other)
    if not a or not b:
        return Traits(*[0.0] * len(Traits._fields))
    covers = sorted((_covered(a, b), _covered(b, a)))
    cover = covers[0]
    only_a, only_b = _unmatched(a, b), _unmatched(b, a)
    left = min(_weight(only_a), _weight(only_b))
    signs_a, signs_b = _signs(one), _signs(other)
    negated = (signs_a.negations > 0) != (signs_b.negations > 0)
    opposed = _opposed(only_a, b) or _opposed(only_b, a)
    figures_a, figures_b = _figures(a), _figures(b)
    matched = _matched(a, b)
    turned = _turned(matched)
    near = _nearness(one, other)
    differ = signs_a.marks ^ signs_b.marks
    return Traits(
        cover=cover,
        cover_squared=cover * cover,
        cover_longer=covers[1],
        shared=min(_shared(a, b), _shared(b, a), 6.0) / 6,
        flip=cover if negated != opposed else 0.0,
        opposed=cover if opposed else 0.0,
        odd=cover if signs_a.negations % 2 != signs_b.negations % 2 else 0.0,
        polarity=cover * _other_polarity(matched, a, b, signs_a, signs_b),
        left=min(1.0, left) * cover,
        left_of_equal=min(3.0, left) * cover * cover,
        swapped=min(2.0, left) * _equal_order(words_of(one), words_of(other)),
        figure_missing=float(bool(figures_a) != bool(figures_b)),
        figure_other=float(bool(figures_a - figures_b) and bool(figures_b - figures_a)),
        crossed=cover * _is_crossed(a, b),
        turned=cover * turned,
        turned_of_equal=cover**3 * turned,
        persons=cover if _persons_change(signs_a.persons, signs_b.persons) else 0.0,
        only=cover if "only" in differ else 0.0,
        condition=cover if "condition" in differ else 0.0,
        must=cover if "must" in differ else 0.0,
        may=cover if "may" in differ else 0.0,
        future=cover if "future" in differ else 0.0,
        reversed=cover if _reversed(signs_a.marks, signs_b.marks) else 0.0,
        strange=cover * min(3.0, near.strange),
        alike=near.alike,
        alike_longer=near.alike_longer,
        gist=near.gist,
        gist_covered=near.gist * cover,
        rest=near.rest,
        rest_covered=near.rest * cover,
        has_rest=near.has_rest,
        loneliest=near.loneliest,
    )


def _nearness(one: str, other: str) -> Nearness:
    """Of the words of content in the forms in which they are printed; figures weigh most, short words least."""
    from detente.word_vectors import nearness

    a, b = ([w for w in words_of(t) if w not in _FUNCTION and w not in NEGATIONS] for t in (one, other))
    return nearness(
        *([(w, 13 if w[0].isdigit() else 4 if len(w) < 5 else 9) for w in t] for t in (a, b)),
        strange=_STRANGE,
    )


class _Signs(NamedTuple):
    """What a text's small words say: which content words are negated, marks, “we” and “they” in their order."""

    negated: dict[str, bool]
    marks: frozenset[str]
    persons: tuple[bool, ...]
    negations: int


@lru_cache(maxsize=65536)
def _signs(text: str) -> _Signs:
    negated: dict[str, bool] = {}
    marks: set[str] = set()
    persons: list[bool] = []
    negations = 0
    for negating, plain in _NEGATING:
        text = negating.sub(plain, text)
    for clause in _CLAUSES.split(text):
        under = False
        for word in words_of(clause):
            if word in _CLAUSE:
                under = False
            if word in NEGATIONS:
                under = not under
                negations += 1
            if word in _US or word in _THEM:
                persons.append(word in _US)
            marks.update(mark for mark, words in _MARKS.items() if word in words)
            for found in _content(word):
                negated.setdefault(found.stem, under)
    return _Signs(negated, frozenset(marks), tuple(persons), negations)


def _reversed(one: frozenset[str], other: frozenset[str]) -> bool:
    return any(
        {a, b} & one == {x} and {a, b} & other == {a, b} - {x} for a, b in _OPPOSITE_MARKS for x in (a, b)
    )


def _matched(words: Sequence[_Word], others: Sequence[_Word]) -> list[tuple[int, int]]:
    """The places of each word and of its like: the equal word, or the first near one."""
    found = []
    for n, word in enumerate(words):
        like = [(-_match(word, other), m) for m, other in enumerate(others) if _match(word, other)]
        if like:
            found.append((n, min(like)[1]))
    return found


def _turned(matched: Sequence[tuple[int, int]]) -> float:
    """The share of the pairs of shared words that stand in the other order."""
    pairs = [p[1] - q[1] for p, q in combinations(matched, 2) if p[1] != q[1]]
    return sum(step > 0 for step in pairs) / max(1, len(pairs))


def _other_polarity(
    matched: Sequence[tuple[int, int]], a: Sequence[_Word], b: Sequence[_Word], one: _Signs, other: _Signs
) -> float:
    """The share, by weight, of the shared words that are negated in one text only."""
    weight = sum(a[n].weight for n, _ in matched)
    turned = sum(
        a[n].weight
        for n, m in matched
        if one.negated.get(a[n].stem, False) != other.negated.get(b[m].stem, False)
    )
    return turned / weight if weight else 0.0


def _persons_change(one: Sequence[bool], other: Sequence[bool]) -> bool:
    """Whether both texts speak of “us” and “them”, in another order."""
    if len(set(one)) < 2 or len(set(other)) < 2:
        return False
    return [k for k, _ in groupby(one)] != [k for k, _ in groupby(other)]


def _covered(words: Sequence[_Word], by: Sequence[_Word]) -> float:
    got = sum(max((_match(w, o) for o in by), default=0.0) * w.weight for w in words)
    return got / _weight(words)


def _shared(words: Sequence[_Word], by: Sequence[_Word]) -> float:
    """The weight of the words that `by` has too, each counted once."""
    return sum({w.stem: w.weight for w in words if any(_match(w, o) for o in by)}.values())


def _unmatched(words: Sequence[_Word], by: Sequence[_Word]) -> list[_Word]:
    return [w for w in words if not any(_match(w, o) for o in by)]


def _is_negated(text: str) -> bool:
    return any(word in NEGATIONS for word in words_of(text))


def _opposed(words: Sequence[_Word], others: Sequence[_Word]) -> bool:
    _, opposite = _near_words()
    return any((s, t) in opposite for w in words for o in others for s in w.sets for t in o.sets)


def _is_crossed(words: Sequence[_Word], others: Sequence[_Word]) -> bool:
    """Whether both texts have two opposite words, in opposite order, and the other words in one order."""
    _, opposite = _near_words()
    at = [next((n for n, o in enumerate(others) if _match(w, o)), None) for w in words]
    shared = [(n, m) for n, m in enumerate(at) if m is not None]
    for x, y in combinations(shared, 2):
        if x[1] > y[1] and any((s, t) in opposite for s in words[x[0]].sets for t in words[y[0]].sets):
            others_of = [pair for pair in combinations(shared, 2) if x not in pair and y not in pair]
            if others_of and 2 * sum(p[1] < q[1] for p, q in others_of) > len(others_of):
                return True
    return False


def _figures(words: Iterable[_Word]) -> frozenset[str]:
    return frozenset(w.stem for w in words if w.stem[0].isdigit() or w.stem in _TIMES)


def _equal_order(one: Sequence[str], other: Sequence[str]) -> float:
    """The longest common subsequence of words, as a share of the shorter text (bit-parallel, Hyyrö 2004)."""
    places: dict[str, int] = defaultdict(int)
    for at, word in enumerate(one):
        places[word] |= 1 << at
    full = (1 << len(one)) - 1
    row = full
    for word in other:
        kept = row & places[word]
        row = ((row + kept) | (row - kept)) & full
    return (len(one) - row.bit_count()) / max(1, min(len(one), len(other)))


# ── grouping ─────────────────────────────────────────────────────────────────────────────────────────


def utterances_of(renderings: Iterable[Rendering]) -> tuple[Utterance, ...]:
    """The utterances of which these are renderings, by day, then by id; one that a single report tells too."""
    told = sorted(renderings, key=_place)
    parent = list(range(len(told)))

    def root(n: int) -> int:
        while parent[n] != n:
            parent[n] = parent[parent[n]]
            n = parent[n]
        return n

    for n, m in _candidates(told):
        if root(n) != root(m) and is_same(told[n], told[m]):
            first, second = sorted((root(n), root(m)))
            parent[second] = first
    groups: dict[int, list[Rendering]] = defaultdict(list)
    for n, rendering in enumerate(told):
        groups[root(n)].append(rendering)
    return tuple(_utterance(group) for group in groups.values())


def is_same(one: Rendering, other: Rendering) -> bool:
    """Whether two renderings are of one utterance."""
    if one.report == other.report and any(a.overlaps(b) for a in one.spans for b in other.spans):
        return False
    if one.day and other.day and _apart(one.day, other.day) > DAYS:
        return False
    # “Denied that its ships had entered” says “our ships never entered”, not “its ships had entered”.
    if one.denied != other.denied and _is_negated(one.text) == _is_negated(other.text):
        return False
    return likeness(one.text, other.text) >= (SAME if one.speaker == other.speaker else SAME_OF_SIDE)


def _place(r: Rendering) -> tuple[str, str, int, str]:
    return (r.day or "9999", r.report, r.spans[0].start if r.spans else 0, r.statement)


def _apart(day: str, other: str | None) -> int:
    """Days between two ISO days; none where the second is not known."""
    return 0 if other is None else abs((date.fromisoformat(day) - date.fromisoformat(other)).days)


def _candidates(told: Sequence[Rendering]) -> Iterator[tuple[int, int]]:
    """Pairs of one side that share a word, or a set of near words, which is not everybody's."""
    by_key: dict[tuple[str, str | int], list[int]] = defaultdict(list)
    for n, rendering in enumerate(told):
        keys: set[str | int] = set()
        for word in _content(rendering.text):
            keys.update((word.stem, *word.sets))
        for key in keys:
            by_key[rendering.side, key].append(n)
    shared: Counter[tuple[int, int]] = Counter()
    for held in by_key.values():
        for at, n in enumerate(held):
            day = told[n].day
            # The undated ones stand last: they are compared with whatever there is.
            near = (
                m for m in held[at + 1 :] if not day or not told[m].day or _apart(day, told[m].day) <= DAYS
            )
            shared.update((n, m) for m in islice(near, COMMON))
    yield from sorted(pair for pair, keys in shared.items() if keys >= FEWEST_KEYS)


def _utterance(group: Sequence[Rendering]) -> Utterance:
    wordings: dict[tuple[str, ...], list[Rendering]] = defaultdict(list)
    for rendering in group:
        wordings[words_of(rendering.text)].append(rendering)
    best = min((_rank(same), same) for same in wordings.values())[1] if len(wordings) > 1 else list(group)
    first = min(best, key=lambda r: (not _is_primary(r), _FORMS[r.form], *_place(r)))
    return Utterance(
        id=digest_id("u", group[0].statement),
        best=first,
        reasons=_reasons(best, group),
        told=tuple(Told(r, changes(first.text, r.text)) for r in group),
        stories=len({r.story for r in group}),
        warnings=tuple(_warnings(group)),
    )


# ── the best-attested wording ────────────────────────────────────────────────────────────────────────

_FORMS: dict[QuoteForm, int] = {"direct": 0, "mixed": 1, "indirect": 2}
# Publishers that print what they themselves say: a transcript or a statement, not a report of it.
_OFFICIAL = re.compile(
    r"\b(?:ministry|government|cabinet|office|white house|kremlin|embassy|mission|parliament|press service|"
    r"department|united nations|secretariat|presidency|army|armed forces|command)\b|\.gov\b|\.mil\b",
    re.IGNORECASE,
)


def _is_primary(rendering: Rendering) -> bool:
    return bool(rendering.publisher and _OFFICIAL.search(rendering.publisher))


def _rank(same: Sequence[Rendering]) -> tuple[int, int, int, str, int, str]:
    """Renderings in the same words, the nearest to the source first, then what most stories have, then the earliest,
    then the fullest."""
    return (
        not any(map(_is_primary, same)),
        min(_FORMS[r.form] for r in same),
        -len({r.story for r in same}),
        min(r.day or "9999" for r in same),
        -len(same[0].text),
        min(r.statement for r in same),
    )


def _reasons(best: Sequence[Rendering], group: Sequence[Rendering]) -> tuple[str, ...]:
    """Why these words are taken for the best attested, in short clauses."""
    if len(group) == 1:
        return ("the only rendering",)
    stories, all_stories = {r.story for r in best}, {r.story for r in group}
    reasons = []
    if any(map(_is_primary, best)):
        reasons.append("in a document of the speaker's own side")
    form = min((r.form for r in best), key=_FORMS.__getitem__)
    if form == "direct":
        reasons.append("a direct quotation")
    elif form == "mixed":
        reasons.append("partly a direct quotation")
    if len(stories) > 1:
        reasons.append(f"in {len(stories)} of {len(all_stories)} independent stories")
    days = {r.day for r in group if r.day}
    day = min((r.day for r in best if r.day), default=None)
    if day is not None and len(days) > 1 and day == min(days):
        reasons.append(f"the earliest ({day})")
    return tuple(reasons) or ("the fullest",)


# ── differences ──────────────────────────────────────────────────────────────────────────────────────

_PRINTED = re.compile(r"per cent\b\S*|\S+", re.IGNORECASE)


def _plain_words(text: str) -> list[tuple[str, str]]:
    """Each printed word, and the form in which it is compared: figures as figures, one spelling, no marks."""
    words = []
    for printed in _PRINTED.findall(text):
        words.append((printed, "".join(words_of(printed))))
    return [(printed, compared) for printed, compared in words if compared]


def changes(best: str, other: str) -> tuple[Change, ...]:
    """How `other` differs from `best`, word by word; quotation marks, case and spelling do not count."""
    a, b = _plain_words(best), _plain_words(other)
    found: list[Change] = []
    for op, i, j, k, m in SequenceMatcher(None, [w for _, w in a], [w for _, w in b], False).get_opcodes():
        if op == "equal":
            found.append(Change("same", " ".join(w for w, _ in b[k:m])))
            continue
        if i < j:
            found.append(Change("missing", " ".join(w for w, _ in a[i:j])))
        if k < m:
            found.append(Change("added", " ".join(w for w, _ in b[k:m])))
    return tuple(found)


def _warnings(group: Sequence[Rendering]) -> Iterator[Warning]:
    """Pairs of different words in quotation marks for the same stretch, each pair of wordings once.

    A quotation that is cut at its ends, or tells less, is no other wording; one that has other words between the same
    words is.
    """
    seen = set()
    for one, other in combinations(group, 2):
        for words in one.quoted:
            for other_words in other.quoted:
                for pair in _exchanged(words, other_words):
                    if pair not in seen and pair[::-1] not in seen:
                        seen.add(pair)
                        yield Warning(one, other, *pair)


def _exchanged(one: str, other: str) -> Iterator[tuple[str, str]]:
    """The words that differ between two quotations of which at least half is alike, between words that are alike."""
    a, b = _plain_words(one), _plain_words(other)
    matcher = SequenceMatcher(None, [w for _, w in a], [w for _, w in b], False)
    alike = sum(block.size for block in matcher.get_matching_blocks())
    if not a or not b or 2 * alike < min(len(a), len(b)) or alike < 2:
        return
    codes = matcher.get_opcodes()
    for n, (op, i, j, k, m) in enumerate(codes):
        if op == "equal" or "…" in " ".join(w for w, _ in (*a[i:j], *b[k:m])):
            continue
        inside = 0 < n < len(codes) - 1
        if op == "replace" or inside:
            yield (" ".join(w for w, _ in a[i:j]), " ".join(w for w, _ in b[k:m]))
