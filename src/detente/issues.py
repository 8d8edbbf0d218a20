"""What disputes are about: the issue of each position, learned from the words that positions share.

Nobody names the issues beforehand. A term is a word of a proposition, or the set of near words that it is in
(“missiles”, “arms” and “weapons” are one); positions in which one term says most are about one issue, and a term that
is often told beside a more frequent one (“bases” beside “missiles”) is of its issue. Positions of sides that have nothing
to do with one another, or years apart, are about different issues of the same name. The label is a noun, in the texts' own
words or of a verb of theirs.

A pure function of the set of threads, in whatever order they come, in time near to their number.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from importlib import resources
from typing import NamedTuple

from msgspec.structs import replace

from detente.records import Actor, Position
from detente.threads import Sides
from detente.word_forms import stem_of
from detente.wording import Word, base_of, is_act, near_words, wording_of

# How much a term counts by what it is: a thing, an act that is itself disputed (“inspection”), an act that is done to a
# thing and has an opposite (“withdraw”), a name, a word that says little. Swept by bench/issues.py.
THING, TOPIC, ACT, NAME, GENERAL = 1.0, 1.0, 0.2, 0.5, 0.0
# Where something is says what it is about only where nothing else does; such words count as names.
_WHERE = frozenset(
    map(
        stem_of,
        "island sea coast city town village region area zone territory land province waters ocean place".split(),
    )
)
# How much less each further term of a proposition counts: what it is about stands first.
FADING = 0.4
# Tellings that a term needs to be an issue.
FEWEST = 2
# Share of a term's tellings that stand beside a more frequent term, from which it is of that one's issue, and how many
# terms further on “beside” ends: “bases for nuclear missiles”, not “until a system of inspection was in place”.
# Swept by bench/issues.py: F1 is the same from 0.2 to 0.3 and for 2 and 3 terms, and lower outside.
BESIDE = 0.25
CLOSE = 2
# Days between two tellings of a term from which they are about another issue.
LONG_AGO = 400


# What stands before a verb, and how one ends; nouns that end so are few.
_BEFORE_VERBS = frozenset(
    "to not never will would shall should can could may might must cannot has have had is are was were be been being it "
    "he she they we i you who which that and or".split()
)
_VERB_ENDINGS = ("ed", "ly")
_NOUN_ENDINGS = ("tion", "sion", "ment", "al", "ance", "ence", "age", "ure", "ing")
# Letters that a verb and its noun begin with alike.
_ALIKE = 5


class Term(NamedTuple):
    """A word or set of near words in a proposition, how much it counts there, and how it may be called: by the word
    itself, where that is no verb, or by the phrases it stands in."""

    key: str
    weight: float
    word: str | None
    phrases: tuple[str, ...]


def with_issues(threads: Sequence[Position], actors: Mapping[str, Actor]) -> tuple[Position, ...]:
    """The same threads, each with its issue; where one has an issue already (somebody gave it), it is kept.

    None where no other position shares what a position is about.
    """
    issues = issues_of(threads, actors)
    return tuple(p if p.issue is not None else replace(p, issue=issues.get(p.id)) for p in threads)


def issues_of(threads: Iterable[Position], actors: Mapping[str, Actor]) -> dict[str, str]:
    """The label of the issue of each position, by the position's id; those about no issue are left out."""
    sides = Sides(actors)
    threads = sorted(threads, key=lambda p: p.id)
    parties = frozenset().union(*(sides.names(a) for p in threads for a in (p.holder, *p.toward)))
    terms = {p.id: terms_of(p, parties) for p in threads}
    told = {p.id: len({e.report for e in p.evidence}) for p in threads}
    tallied = _Tally(Counter(), Counter())
    for id, found in terms.items():
        tallied.add(found, told[id])
    above = tallied.above()
    groups: dict[str, list[Position]] = defaultdict(list)
    chosen: dict[str, str] = {}
    for p in threads:
        key = tallied.chosen(terms[p.id])
        if key is not None:
            chosen[p.id] = _top(key, above)
    for p in threads:
        # An answer is about what it answers, where its own words do not say.
        key = chosen.get(p.id) or chosen.get(p.answers or "")
        if key is not None:
            groups[key].append(p)
    linked = _linked(threads, sides)
    labels: dict[str, str] = {}
    for key in sorted(groups):
        label = _label(key, [(terms[p.id], told[p.id]) for p in groups[key]])
        if label is None:
            continue
        pieces = [piece for piece in _pieces(groups[key], linked, sides) if len(piece) >= FEWEST]
        for piece in pieces:
            name = label if len(pieces) == 1 else f"{label} ({_set_apart(piece, pieces, sides, actors)})"
            labels.update((p.id, name) for p in piece)
    return labels


@cache
def _general_words() -> frozenset[str]:
    text = resources.files("detente.codebook").joinpath("general_words.txt").read_text(encoding="utf-8")
    words = [w for line in text.splitlines() if not line.startswith("#") for w in line.split()]
    return frozenset(stem_of(base_of(w)) for w in words) | frozenset(map(stem_of, words))


def terms_of(position: Position, names: frozenset[str]) -> tuple[Term, ...]:
    """What a position may be about, in the order of its words, without these names (stems): who, not what."""
    return tuple(t for t, stem in _terms(position.proposition) if stem not in names)


@lru_cache(maxsize=65536)
def _terms(text: str) -> tuple[tuple[Term, str], ...]:
    found: dict[str, tuple[Term, str]] = {}
    words = wording_of(text).words
    verbs = [_is_verb(w, text) for w in words]
    kinds = [_kind(w, is_verb=is_verb) for w, is_verb in zip(words, verbs, strict=True)]
    for n, (word, (key, weight)) in enumerate(zip(words, kinds, strict=True)):
        phrases = tuple(
            phrase
            for m in (n, n + 1)
            if 0 < m < len(words) and min(kinds[m - 1][1], kinds[m][1]) >= NAME and not verbs[m - 1]
            if (phrase := f"{words[m - 1].printed} {words[m].printed}") in text
        )
        told = _noun_of(word) if verbs[n] else word.printed
        found.setdefault(key, (Term(key, weight, told, phrases), word.stem))
    return tuple(found.values())


def _is_verb(word: Word, text: str) -> bool:
    """Whether a word stands in a text as what is done: behind “to”, “would”, “they”, or with the ending of a verb; an
    act that begins the text (“halt the work”) does too."""
    if word.is_name:
        return False
    if word.printed.endswith(_VERB_ENDINGS):
        return True
    before = re.search(rf"(\w+)\W+{re.escape(word.printed)}\b", text)
    if before is None:
        return is_act(word) and not word.printed.endswith(_NOUN_ENDINGS)
    return before[1].lower() in _BEFORE_VERBS


def _kind(word: Word, *, is_verb: bool) -> tuple[str, float]:
    """The key of a word's term, and how much it counts."""
    near = near_words()
    if word.is_name or word.stem in _WHERE:
        return word.stem, NAME
    if word.stem in _general_words():
        return word.stem, GENERAL
    things = word.sets & near.things
    if things:
        return f"#{min(things)}", THING
    acts = word.sets & near.acts
    if acts:
        return f"#{min(acts)}", TOPIC if acts.isdisjoint(near.opposite) else ACT
    return word.stem, GENERAL if is_verb else THING


@cache
def _nouns() -> dict[int, tuple[str, ...]]:
    """The nouns of each set of near words, by their endings."""
    found: dict[int, list[str]] = defaultdict(list)
    for word, sets in near_words().sets.items():
        if word[-1].endswith(_NOUN_ENDINGS):
            for n in sets:
                found[n].append(" ".join(word))
    return {n: tuple(nouns) for n, nouns in found.items()}


def _noun_of(verb: Word) -> str | None:
    """The noun of a verb that stands beside it in a set of near words: “dismantlement” of “dismantle”."""
    nouns = (noun for n in sorted(verb.sets) for noun in _nouns().get(n, ()))
    return next((noun for noun in nouns if noun[:_ALIKE] == verb.stem[:_ALIKE]), None)


@dataclass(frozen=True)
class _Tally:
    """How often terms are told, and how often beside one another."""

    told: Counter[str]
    beside: Counter[tuple[str, str]]

    def add(self, terms: Sequence[Term], times: int) -> None:
        keys = [t.key for t in terms]
        self.told.update(dict.fromkeys(keys, times))
        for n, a in enumerate(terms):
            for b in terms[n + 1 : n + 1 + CLOSE]:
                if a.weight >= THING and b.weight >= THING:
                    self.beside[a.key, b.key] += times
                    self.beside[b.key, a.key] += times

    def above(self) -> dict[str, str]:
        """A term → the more frequent one beside which it is mostly told."""
        best: dict[str, tuple[int, int, str]] = {}
        for (term, other), n in self.beside.items():
            more = (self.told[other], other) > (self.told[term], term)
            if more and n >= FEWEST and n >= BESIDE * self.told[term]:
                best[term] = max(best.get(term, (0, 0, "")), (n, self.told[other], other))
        return {term: other for term, (_, _, other) in best.items()}

    def chosen(self, terms: Sequence[Term]) -> str | None:
        """The term that says most of what a position is about."""
        scored = [
            (math.log2(1 + self.told[t.key]) * t.weight / (1 + FADING * n), t.key)
            for n, t in enumerate(terms)
            if t.weight and self.told[t.key] >= FEWEST
        ]
        return max(scored)[1] if scored else None


def _top(term: str, above: Mapping[str, str]) -> str:
    """The most frequent term that a term belongs to: frequency grows upwards, so that there is no circle."""
    while term in above:
        term = above[term]
    return term


# ── labels ───────────────────────────────────────────────────────────────────────────────────────────

# Share of a term's tellings in which a phrase of two words stands, from which it is the label.
PHRASE = 0.4


def _label(key: str, told: Iterable[tuple[Sequence[Term], int]]) -> str | None:
    """The words in which the term that most of a group tell is most often told: a phrase (“prisoner exchange”) where
    many use it. `key` is preferred among equals. None where only verbs tell it that have no noun."""
    words: dict[str, Counter[str]] = defaultdict(Counter)
    phrases: dict[str, Counter[str]] = defaultdict(Counter)
    for terms, times in told:
        for term in terms:
            if term.weight >= THING or term.key == key:
                words[term.key][term.word or ""] += times
                phrases[term.key].update(dict.fromkeys(term.phrases, times))
    if not words:
        return None
    term_told = max(words, key=lambda t: (words[t].total(), t == key, t))
    most = min(phrases[term_told].items(), key=lambda w: (-w[1], w[0]), default=None)
    if most is not None and most[1] >= max(FEWEST, PHRASE * words[term_told].total()):
        return most[0]
    named = {word: times for word, times in words[term_told].items() if word}
    return min(named.items(), key=lambda w: (-w[1], len(w[0]), w[0]))[0] if named else None


def _involved(position: Position, sides: Sides) -> list[str]:
    return sorted({sides.own(a) for a in (position.holder, *position.toward) if a})


def _linked(threads: Iterable[Position], sides: Sides) -> dict[str, set[str]]:
    """A side → those with which it shares a position of any kind, or a report that tells positions of both."""
    told: dict[str, set[str]] = defaultdict(set)
    linked: dict[str, set[str]] = defaultdict(set)
    for p in threads:
        for rid in {e.report for e in p.evidence}:
            told[rid].update(_involved(p, sides))
    for involved in told.values():
        for side in involved:
            linked[side] |= involved
    return linked


def _pieces(group: Sequence[Position], linked: Mapping[str, set[str]], sides: Sides) -> list[list[Position]]:
    """The positions of a term, apart where their sides have nothing to do with one another, or where a long time lies
    between; those of unknown sides by themselves."""
    involved = {p.id: _involved(p, sides) for p in group}
    present = {side for of in involved.values() for side in of}
    parent = {side: side for side in present}

    def root(side: str) -> str:
        while parent[side] != side:
            parent[side] = parent[parent[side]]
            side = parent[side]
        return side

    for side in sorted(present):
        for other in sorted(linked[side] & present):
            first, second = sorted((root(side), root(other)))
            parent[second] = first
    by_side: dict[str, list[Position]] = defaultdict(list)
    for p in sorted(group, key=lambda p: (p.first_seen or "", p.id)):
        by_side[root(involved[p.id][0]) if involved[p.id] else ""].append(p)
    pieces: list[list[Position]] = []
    for side in sorted(by_side):
        pieces.append([])
        last: str | None = None
        for p in by_side[side]:
            if last and p.first_seen and _days(last, p.first_seen) > LONG_AGO:
                pieces.append([])
            pieces[-1].append(p)
            last = max(filter(None, (last, p.last_seen)), default=None)
    return pieces


def _days(day: str, later: str) -> int:
    return (date.fromisoformat(later[:10]) - date.fromisoformat(day[:10])).days


def _set_apart(
    piece: Sequence[Position], pieces: Sequence[Sequence[Position]], sides: Sides, actors: Mapping[str, Actor]
) -> str:
    """What tells one piece from the others: the sides most often in it, and its years where sides do not tell."""

    def main(of: Sequence[Position]) -> tuple[str, ...]:
        counted = Counter(sides.own(a) for p in of for a in (p.holder, *p.toward) if a and sides.is_known(a))
        return tuple(sorted(s for s, _ in sorted(counted.items(), key=lambda c: (-c[1], c[0]))[:2]))

    names = {
        sides.own(a): actors[a].name
        for p in piece
        for a in (p.holder, *p.toward)
        if a is not None and a in actors
    }
    states = {sides.own(a.id): a.name for a in actors.values() if a.type == "state"}
    told = ", ".join(sorted(states.get(s) or names.get(s, s) for s in main(piece)))
    years = sorted({p.first_seen[:4] for p in piece if p.first_seen})
    same = [other for other in pieces if main(other) == main(piece)]
    if len(same) == 1 or not years:
        return told or "unknown sides"
    span = years[0] if len(years) == 1 else f"{years[0]}–{years[-1]}"
    return f"{told}, {span}" if told else span
