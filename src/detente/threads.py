"""Stands → threads: what is one position told several times, what answers what, and how it ended.

Pure and free of order: the result depends on the set of positions, deeds and actors alone. The reading
threads the stands of one page, the ledger those of all.

How one part depends on another, for whoever threads a part of a ledger anew:

1. `Sides` reads of an actor its id, name, type, country and sector, and never of other actors.
2. A position has a `Telling`: its pool (type and side), whom it is addressed to, and its words. Positions of equal
   signature are one thread. Tellings stand in the order of their first position (`place_of`); each follows the likest
   of those before it (`parent_of`, which looks at the `NEAR` last ones under each of its `keys`), and a thread is a tree
   of tellings. Besides, stands of a pool that share words of one report are joined. So one more telling changes its own
   thread, and the parents of some of the `NEAR` next ones under its keys: of none where it is the last.
3. `merged` makes a thread of its positions. What an answer answers (`Puts.answered_by`) depends on itself and on the
   threads that share one of its keys (`Puts.words_for` and `Puts.reports_for` of the answer, `Puts.keys_of` the put).
   One that only points (“the demands”) looks besides at the `NEAR` last ones that were put by its day between its sides
   (`Puts.between_for` of the answer, `Puts.between_of` the put).
4. `told` gives the status: from the thread, what it answers, its answers, the deeds under its keys (`Done`), `as_of`.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from importlib import resources
from typing import NamedTuple

from msgspec.structs import replace

from detente.codebook.actor_tables import State, load_actor_tables
from detente.records import REAL, Actor, Event, Position, PositionEvidence, PositionStatus, Turn, When
from detente.word_forms import FUNCTION, stem_of
from detente.wording import (
    Terms,
    Word,
    Wording,
    common,
    is_act,
    is_turned_round,
    likeness,
    weight,
    without,
    wording_of,
)

# Likeness from which two tellings of one side are one position (swept 0.35 to 0.6 by bench/threads.py: F1 within 0.01), and
# from which two that share words of one report are.
SAME = 0.5
SAME_SENTENCE = 0.25
# Likeness under which the condition of a later telling is another one.
OTHER_CONDITION = 0.2
# Tellings before it, under each of its keys, that a telling is compared with, and puts between two sides that an answer
# can point at; and the likest tellings by shared words that are looked at closely. They bound the work for a side that
# says a word a thousand times.
NEAR = 100
CLOSE = 16
# Share of the shorter one's words that an answer and what it answers must share: people answer in other words than they
# are asked.
SAME_MATTER = 0.4
# Words of a position up to which one word that it shares may be enough.
FEW = 2
# The same where neither says to whom it speaks.
SAME_UNADDRESSED = 0.6
# The same for a deed that keeps a promise: wrong praise is worse than a missed one.
SAME_DEED = 0.5
# Days after which nobody answers any more what was put, and no deed counts as done for it.
REACH = 180

# Deeds that can keep a promise or meet a demand: saying it again is not doing it.
DEEDS = frozenset(
    {"CONSULT", "COOPERATE", "AID", "RETREAT", "CONCEDE", "MOBILIZE", "COERCE", "SANCTION", "ASSAULT"}
)
# Those that do what somebody promised or threatened, never what the other side demanded.
FORCE = frozenset({"MOBILIZE", "COERCE", "ASSAULT"})

PUT = frozenset(["demand", "demands", "proposal", "proposals", "offer", "offers", "request", "requests", "call", "calls", "appeal", "ultimatum", "condition", "conditions", "term", "terms", "plan", "plans", "deal", "initiative"])  # fmt: skip
SAID = frozenset(["claim", "claims", "accusation", "accusations", "allegation", "allegations", "charge", "charges", "report", "reports", "suggestion", "suggestions", "assertion", "assertions"])  # fmt: skip
REPLY = frozenset(["response", "responses", "reply", "replies", "answer", "answers", "respond", "responding"])
DEMANDING = frozenset(["demand", "demands", "request", "requests", "ultimatum", "condition", "conditions"])
POINTING = frozenset(["those", "these", "that", "this", "such"])


@dataclass(frozen=True)
class Deed:
    """An event as threading needs it: the words of its clause, and the day it happened (or was reported)."""

    event: Event
    text: str
    day: str | None


def thread_positions(
    positions: Iterable[Position],
    *,
    actors: Mapping[str, Actor],
    deeds: Iterable[Deed],
    as_of: str | None,
    together: Collection[tuple[str, str]] = (),
    apart: Collection[tuple[str, str]] = (),
) -> tuple[Position, ...]:
    """The threads of positions, each with its answers and its status.

    `positions` are those of single readings (actor ids as in `actors`), `deeds` the events that may keep
    a promise or meet a demand, `as_of` the latest publication day (ISO): a due date before it without a
    sign has lapsed. Never the clock. A thread's id is that of its first member, by day and place in the
    text. Returns threads in that order.

    A position that is told as taken back (“dropped its demand that …”) comes with the status `withdrawn`, its
    proposition being what is taken back: it closes the thread that it belongs to.

    `together` and `apart` are pairs of ids of single positions that somebody has joined or kept apart: the first are one
    thread whatever their words, the second never are, and `apart` yields to `together`. Ids that are not among
    `positions` are passed over.
    """
    return threaded(positions, actors=actors, deeds=deeds, as_of=as_of, together=together, apart=apart).told


@dataclass(frozen=True)
class Threaded:
    """The threads, and by which steps they were found: what a ledger keeps in order to add to them."""

    forest: Forest
    threads: Sequence[Position]  # as their own tellings tell them
    answered: Mapping[str, Sequence[Position]]  # a thread's id → the threads that it answers, best first
    kept: Mapping[str, Turn | None]  # a thread's id → the deed that does it
    told: tuple[Position, ...]  # the threads with their answers, deeds and status


def threaded(
    positions: Iterable[Position],
    *,
    actors: Mapping[str, Actor],
    deeds: Iterable[Deed],
    as_of: str | None,
    together: Collection[tuple[str, str]] = (),
    apart: Collection[tuple[str, str]] = (),
) -> Threaded:
    """`thread_positions` with all its steps."""
    sides = Sides(actors)
    forest = grouped(positions, sides, together=together, apart=apart)
    threads = sorted(map(merged, forest.groups), key=place_of)
    puts = Puts(threads, sides)
    answered = {t.id: puts.answered_by(t) for t in threads}
    answers: dict[str, list[Position]] = defaultdict(list)
    for answer in threads:
        for put in answered[answer.id]:
            answers[put.id].append(answer)
    done = Done(deeds, sides)
    kept = {t.id: done.keeping(t) for t in threads}
    return Threaded(
        forest,
        threads,
        answered,
        kept,
        tuple(
            told(
                t,
                answered=answered[t.id],
                answers=answers[t.id],
                replies=[r for put in answered[t.id] for r in answers[put.id]] if promises_reply(t) else (),
                kept=kept[t.id],
                sides=sides,
                as_of=as_of,
            )
            for t in threads
        ),
    )


class Sides:
    """Who speaks for whom: an actor for its country, an alliance for its members."""

    def __init__(self, actors: Mapping[str, Actor]) -> None:
        self._actors = actors
        self._alliances = load_alliances()
        self._names: dict[str, frozenset[str]] = {}

    def of(self, actor_id: str | None) -> frozenset[str]:
        """The keys of the sides that an actor stands for: its own id, its country, its members."""
        actor = self._actors.get(actor_id or "")
        if actor is None:
            return frozenset({actor_id} if actor_id else ())
        keys = {actor.id, *self._alliances.get(actor.name, ())}
        if actor.country and actor.type != "people":
            keys.add(actor.country)
        return frozenset(keys)

    def own(self, actor_id: str | None) -> str:
        """The one key under which an actor's positions are its own: its country where it speaks for one."""
        actor = self._actors.get(actor_id or "")
        if actor is None:
            return actor_id or ""
        official = actor.type in ("state", "office", "person") or actor.sector in ("GOV", "MIL")
        return actor.country if actor.country and official else actor.id

    def names(self, actor_id: str | None) -> frozenset[str]:
        """The stems of an actor's name and of its country's names: they say who, not what."""
        if actor_id is None or actor_id not in self._actors:
            return frozenset()
        if actor_id not in self._names:
            actor = self._actors[actor_id]
            own = stems(actor.name) if actor.type in ("state", "person", "alliance") else frozenset()
            country = (
                country_names().get(actor.country or "", frozenset())
                if actor.type != "people"
                else frozenset()
            )
            self._names[actor_id] = own | country
        return self._names[actor_id]

    def names_in(self, position: Position) -> frozenset[str]:
        """The names of those who hold a position or to whom it is addressed."""
        return frozenset().union(*(self.names(a) for a in (position.holder, *position.toward)))

    def matter(self, position: Position) -> Wording:
        """The words of a proposition without the names of who holds it and whom it is addressed to."""
        return without(wording_of(position.proposition), self.names_in(position))

    def is_known(self, actor_id: str) -> bool:
        """False for “forces”, “allies” and the like, of whom nobody knows whose they are."""
        actor = self._actors.get(actor_id)
        return actor is None or actor.type not in ("group", "people") or actor.country is not None

    def of_any(self, actor_ids: Iterable[str]) -> frozenset[str]:
        return frozenset().union(*(self.of(a) for a in actor_ids))

    def meet(self, some: Iterable[str], others: Iterable[str]) -> bool:
        """Whether one of these sides, as `own` calls them, is one of the others, a member of it, or has it as one."""
        return bool(
            frozenset().union(*(self._reach(s) for s in some))
            & frozenset().union(*(self._reach(s) for s in others))
        )

    def _reach(self, side: str) -> frozenset[str]:
        return self.of(side) if side in self._actors else frozenset({side})

    def asked(self, position: Position) -> frozenset[str]:
        """The sides to whom a position is addressed, as far as it is known whose they are."""
        return self.of_any(a for a in position.toward if self.is_known(a))


@cache
def named_countries() -> dict[str, frozenset[str]]:
    """A country's adjective, or its name where it is one word, in lower case → the codes of those who have it."""
    found: dict[str, set[str]] = defaultdict(set)
    for names in load_actor_tables().names.values():
        for name in names:
            if name.kind in ("state", "adjective") and isinstance(name.of, State) and " " not in name.form:
                found[name.form.lower()].add(name.of.country)
    return {form: frozenset(codes) for form, codes in found.items()}


@cache
def load_alliances() -> dict[str, tuple[str, ...]]:
    """Alliance name → alpha-3 codes of its members (codebook/alliances.toml)."""
    text = resources.files("detente.codebook").joinpath("alliances.toml").read_text(encoding="utf-8")
    return {name: tuple(members) for name, members in tomllib.loads(text).items()}


@cache
def country_names() -> dict[str, frozenset[str]]:
    """Alpha-3 code → the stems of a country's name, adjective, people, capital and seats of government."""
    found: dict[str, set[str]] = defaultdict(set)
    for names in load_actor_tables().names.values():
        for name in names:
            if name.kind in ("state", "adjective", "people", "capital", "seat") and isinstance(
                name.of, State
            ):
                found[name.of.country].update(stems(name.form))
                if name.of.predecessor is not None and name.kind in ("capital", "seat"):
                    found[name.of.predecessor].update(stems(name.form))
    return {code: frozenset(forms) for code, forms in found.items()}


WORD = re.compile(r"[A-Za-zÀ-ÿ]+|\d+")


@lru_cache(maxsize=65536)
def stems(text: str) -> frozenset[str]:
    """The words that carry a proposition, cut to six letters so that inflections meet."""
    return frozenset(stem_of(w) for w in WORD.findall(text.lower()) if w not in FUNCTION and len(w) > 1)


def place_of(position: Position) -> tuple[str, str, int, str]:
    """Day, report, place in the text: undated ones last. The order of tellings and of threads."""
    evidence = position.evidence[0]
    start = evidence.spans[0].start if evidence.spans else 0
    return (position.first_seen or "9999", evidence.report, start, position.id)


# ── one position told several times ──────────────────────────────────────────────────────────────────


@dataclass(frozen=True, eq=False)
class Telling:
    """What of a position decides with which others it is one."""

    signature: tuple[object, ...]  # positions of equal signature are one
    pool: str  # its type and its side: tellings of different pools never are one position
    asked: frozenset[str]  # the sides it is addressed to, as `Sides.own` calls them
    names: frozenset[str]  # stems of the names of its holder and of whom it is addressed to
    wording: Wording  # its words without these names
    keys: tuple[str, ...]  # two tellings are compared where they share one: a word or near words, in a pool
    condition: Wording | None = None  # of a threat


def telling_of(position: Position, sides: Sides) -> Telling:
    """How a position is told.

    What nobody is known to hold and what has no words is like no other, unless it is in the same words.
    """
    side, matter = sides.own(position.holder), sides.matter(position)
    # “It would answer” is another threat where it would answer something else.
    condition = wording_of(position.condition) if position.type == "threat" and position.condition else None
    pool = f"{position.type} {side}"
    asked = frozenset(sides.own(a) for a in position.toward if sides.is_known(a))
    words = tuple(sorted(w.stem for w in matter.words))
    terms = tuple(tuple(sorted(term)) for term in matter.terms)
    alone = position.id if not words or (not side and len(words) < 3) else ""
    keys = (
        () if alone or not side else tuple(dict.fromkeys(f"{pool} {k}" for w in matter.words for k in w.keys))
    )
    on = tuple(sorted(w.stem for w in condition.words)) if condition else ()
    signature = (pool, tuple(sorted(asked)), words, terms, matter.is_negated, on, alone)
    return Telling(signature, pool, asked, sides.names_in(position), matter, keys, condition)


def likeness_of(one: Telling, other: Telling, sides: Sides) -> float:
    """How sure it is, 0…1, that two tellings of one pool are one position."""
    if one.asked and other.asked and not sides.meet(one.asked, other.asked):
        return 0.0
    if one.condition and other.condition and likeness(one.condition, other.condition) < OTHER_CONDITION:
        return 0.0
    return likeness(without(one.wording, other.names), without(other.wording, one.names))


def parent_of(telling: Telling, before: Iterable[Telling], sides: Sides) -> Iterator[Telling]:
    """The tellings that this one may follow, the likest first, of equally like ones the first.

    `before` are, in their order, the tellings that share a key with it and of each key at most the `NEAR` last ones.
    """
    mine = frozenset(telling.keys)
    near = [(shared, n, t) for n, t in enumerate(before) if (shared := shared_keys(mine, telling, t))]
    near.sort(key=lambda c: (-c[0], -c[1]))
    scored = [(likeness_of(telling, t, sides), n, t) for _, n, t in near[:CLOSE]]
    yield from (t for score, _, t in sorted(scored, key=lambda c: (-c[0], c[1])) if score >= SAME)


def shared_keys(keys: frozenset[str], telling: Telling, other: Telling) -> int:
    """How many of the keys of a telling another one has; 0 where these are too few for them to be one position."""
    shared = len(keys.intersection(other.keys))
    return shared if shared >= min(2, len(telling.wording.words), len(other.wording.words)) else 0


@dataclass(frozen=True)
class Forest:
    """Tellings in the order of their first positions, and what joins them to threads."""

    tellings: Sequence[Telling]
    node_of: Mapping[str, int]  # a position's id → which telling it is
    parents: Mapping[int, int]  # a telling → the one before it that it follows
    pairs: frozenset[tuple[int, int]]  # tellings joined besides: in one sentence, or by somebody's hand
    groups: Sequence[Sequence[Position]]  # the positions of each thread, in the order of their places


def grouped(
    positions: Iterable[Position],
    sides: Sides,
    *,
    together: Collection[tuple[str, str]] = (),
    apart: Collection[tuple[str, str]] = (),
) -> Forest:
    """Which positions are one thread, and why; see `thread_positions`."""
    ordered = sorted(positions, key=place_of)
    kept_apart = {id for pair in apart for id in pair}
    # A position that somebody keeps apart from another is told by itself, even in the same words.
    tellings: list[Telling] = []
    node_of: dict[str, int] = {}
    numbers: dict[tuple[object, ...], int] = {}
    for position in ordered:
        telling = telling_of(position, sides)
        key = (telling.signature, position.id if position.id in kept_apart else "")
        if key not in numbers:
            numbers[key] = len(tellings)
            tellings.append(telling)
        node_of[position.id] = numbers[key]
    trees = _Trees(
        len(tellings), [(node_of[a], node_of[b]) for a, b in apart if a in node_of and b in node_of]
    )
    pairs: set[tuple[int, int]] = set()
    for a, b in together:
        if a in node_of and b in node_of:
            trees.join(node_of[a], node_of[b])
            pairs.add((node_of[a], node_of[b]))
    number_of = {id(t): n for n, t in enumerate(tellings)}
    by_key: dict[str, list[int]] = defaultdict(list)
    parents: dict[int, int] = {}
    for n, telling in enumerate(tellings):
        before = sorted({m for word in telling.keys for m in by_key[word][-NEAR:]})
        for parent in parent_of(telling, [tellings[m] for m in before], sides):
            if trees.may_join(n, number_of[id(parent)]):
                trees.join(n, number_of[id(parent)])
                parents[n] = number_of[id(parent)]
                break
        for word in telling.keys:
            by_key[word].append(n)
    for n, m in in_one_sentence(ordered, node_of, tellings, sides):
        if trees.may_join(n, m):
            trees.join(n, m)
            pairs.add((n, m))
    groups: dict[int, list[Position]] = defaultdict(list)
    for position in ordered:
        groups[trees.root(node_of[position.id])].append(position)
    return Forest(tellings, node_of, parents, frozenset(pairs), tuple(groups.values()))


class _Trees:
    """Which nodes are joined, and which must not be."""

    def __init__(self, n: int, apart: Iterable[tuple[int, int]]) -> None:
        self._parent = list(range(n))
        self._foes: dict[int, set[int]] = defaultdict(set)
        for a, b in apart:
            if a != b:
                self._foes[a].add(b)
                self._foes[b].add(a)

    def root(self, n: int) -> int:
        while self._parent[n] != n:
            self._parent[n] = self._parent[self._parent[n]]
            n = self._parent[n]
        return n

    def may_join(self, n: int, m: int) -> bool:
        a, b = self.root(n), self.root(m)
        return a == b or not any(self.root(foe) == b for foe in self._foes.get(a, ()))

    def join(self, n: int, m: int) -> None:
        first, second = sorted((self.root(n), self.root(m)))
        if first != second:
            self._parent[second] = first
            if second in self._foes:
                self._foes[first] |= self._foes.pop(second)


def in_one_sentence(
    ordered: Sequence[Position], node_of: Mapping[str, int], tellings: Sequence[Telling], sides: Sides
) -> Iterator[tuple[int, int]]:
    """Pairs of a pool that share words of one report: two ways to read one sentence."""
    told: dict[tuple[str, str], list[tuple[int, int, int]]] = defaultdict(list)
    for position in ordered:
        n = node_of[position.id]
        for e in position.evidence:
            told[tellings[n].pool, e.report].extend((s.start, s.end, n) for s in e.spans)
    for stretches in told.values():
        stretches.sort()
        for at, (_, end, n) in enumerate(stretches):
            for start, _, m in stretches[at + 1 :]:
                if start >= end:
                    break
                if n != m and likeness_of(tellings[n], tellings[m], sides) >= SAME_SENTENCE:
                    yield n, m


def merged(group: Sequence[Position]) -> Position:
    """One position of its tellings, in the order of their places.

    The first names it. What it says is what its last version says, which the turn where it changed tells; the fullest
    telling of that version gives due date, condition and consequence.
    """
    first = group[0]
    version: list[Position] = []
    # What the version says by the tellings of the days before; two reports of one day that differ are no change of mind.
    said, said_today, today = _NOTHING, _NOTHING, first.first_seen
    turns: list[Turn] = []
    for position in group:
        if position.first_seen != today:
            said, today = said_today, position.first_seen
        change = None
        if not _is_taken_back(position):
            change = change_between(said, position)
            if change is not None:
                version, said, said_today = [], _NOTHING, _NOTHING
            version.append(position)
            said_today = said_today.with_telling(position)
        turns.extend(_turns(position, change))
    version = version or [first]
    dated: dict[PositionEvidence, Turn] = {}
    for turn in turns:
        assert turn.evidence is not None
        dated.setdefault(turn.evidence, turn)
    history = sorted(dated.values(), key=_in_time)
    days = [d for p in group for d in (p.first_seen, p.last_seen) if d]
    return replace(
        first,
        toward=tuple(dict.fromkeys(a for p in group for a in p.toward)),
        issue=next((p.issue for p in group if p.issue), None),
        proposition=version[0].proposition,
        condition=next((p.condition for p in version if p.condition), None),
        consequence=next((p.consequence for p in version if p.consequence), None),
        due=next((p.due for p in version if p.due and p.due.end), None)
        or next((p.due for p in version if p.due), None),
        status="open",
        answers=None,
        history=tuple(history),
        evidence=tuple(turn.evidence for turn in history if turn.evidence is not None),
        first_seen=min(days, default=None),
        last_seen=max(days, default=None),
        confidence=max(p.confidence for p in group),
    )


def _turns(position: Position, change: str | None) -> Iterator[Turn]:
    """The turns that a position itself tells: where it is put, put otherwise, or taken back."""
    own = {t.evidence: t for t in reversed(position.history) if t.evidence in position.evidence}
    for n, evidence in enumerate(position.evidence):
        turn = own.get(evidence) or Turn(position.first_seen, position.status, evidence)
        status: PositionStatus = "withdrawn" if turn.status == "withdrawn" else "open"
        yield Turn(turn.at, status, evidence, (change if n == 0 else None) or turn.change)


def _is_taken_back(position: Position) -> bool:
    """True where a position is told only as one that is taken back."""
    return position.status == "withdrawn" and all(t.status == "withdrawn" for t in _turns(position, None))


class Version(NamedTuple):
    """What a position says until it is put otherwise: its figures, days and shares, by when, on what condition."""

    terms: Terms
    due: When | None
    condition: str | None
    is_told: bool

    def with_telling(self, position: Position) -> Version:
        terms = wording_of(position.proposition).terms
        due = position.due if position.due and position.due.end else None
        return Version(
            Terms(*(old | new for old, new in zip(self.terms, terms, strict=True))),
            self.due or due,
            self.condition or position.condition,
            True,
        )


_NOTHING = Version(Terms(frozenset(), frozenset(), frozenset()), None, None, False)


def change_between(version: Version, later: Position) -> str | None:
    """What a later telling says otherwise than a version told before, in short: “500 → 200”, “all → half”.

    None where it says the same, or as much as can be told, or where it is not known to be later.
    """
    if later.first_seen is None or not version.is_told:
        return None
    now, due, new_due = wording_of(later.proposition).terms, version.due, later.due
    changes = []
    for kind, old, new in zip(Terms._fields, version.terms, now, strict=True):
        dated = kind == "days" and due is not None and new_due is not None and new_due.end is not None
        if old - new and new - old and not dated:
            changes.append(f"{', '.join(sorted(old - new))} → {', '.join(sorted(new - old))}")
    if new_due is not None and new_due.end is not None:
        new_start, new_end = new_due.start or new_due.end, new_due.end
        if due is None:
            changes.append(f"due {new_end[:10]}")
        elif due.end is not None and (due.end < new_start or (due.start or due.end) > new_end):
            changes.append(f"due {due.end[:10]} → {new_end[:10]}")
    condition, on = version.condition, later.condition
    if condition and on and likeness(wording_of(condition), wording_of(on)) < OTHER_CONDITION:
        changes.append(f"if {condition} → if {on}")
    return "; ".join(changes) or None


def _in_time(turn: Turn) -> tuple[str, int, str, int]:
    """Turns in order of days; of one day what is told first, then what is answered, then what is done."""
    assert turn.evidence is not None
    start = turn.evidence.spans[0].start if turn.evidence.spans else 0
    return (turn.at or "", turn.status != "open", turn.evidence.report, start)


# ── answers ──────────────────────────────────────────────────────────────────────────────────────────

# Which types an answer can answer.
ANSWERS: dict[str, tuple[str, ...]] = {
    "refusal": ("demand", "offer"),
    "acceptance": ("demand", "offer"),
    "commitment": ("demand",),
    "offer": ("demand", "offer"),
    "denial": ("claim",),
}


class Puts:
    """What can be answered, by the words, the reports and the sides that an answer shares with it."""

    def __init__(self, threads: Iterable[Position], sides: Sides) -> None:
        self._sides = sides
        self._threads: list[Position] = []
        self._short: list[bool] = []
        self._by_key: dict[str, list[int]] = defaultdict(list)
        self._between: dict[str, list[int]] = defaultdict(list)
        for put in sorted(threads, key=lambda t: (t.first_seen or "", t.id)):
            if put.type not in ("demand", "offer", "claim"):
                continue
            for key in self.keys_of(put):
                self._by_key[key].append(len(self._threads))
            for key in self.between_of(put):
                self._between[key].append(len(self._threads))
            self._threads.append(put)
            self._short.append(self.is_short(put))

    def keys_of(self, put: Position) -> tuple[str, ...]:
        """Under what a put is found: its words by whom it is addressed to, and its reports."""
        words = dict.fromkeys(k for w in self._sides.matter(put).words for k in w.keys)
        return (
            *(f"{put.type} {a} {k}" for a in self._asked(put) for k in words),
            *(f"{put.type} in {r}" for r in dict.fromkeys(e.report for e in put.evidence)),
        )

    def between_of(self, put: Position) -> tuple[str, ...]:
        """Under what a put is found by answers that only point: who puts it to whom."""
        by = sorted(self._sides.of(put.holder))
        return tuple(f"{put.type} by {b} to {a}" for b in by for a in self._asked(put))

    def reports_for(self, answer: Position) -> tuple[str, ...]:
        """The keys of the reports under which an answer that points looks for what it answers."""
        if not pointing_of(answer):
            return ()
        return tuple(
            f"{kind} in {e.report}" for kind in ANSWERS.get(answer.type, ()) for e in answer.evidence
        )

    def between_for(self, answer: Position) -> tuple[str, ...]:
        """The keys of the sides under which an answer that points looks for what it answers."""
        if not pointing_of(answer) or points_back(answer):
            return ()
        by, kinds = sorted(self._theirs(answer)), ANSWERS.get(answer.type, ())
        return tuple(f"{kind} by {b} to {a}" for kind in kinds for b in by for a in self._own(answer))

    def _asked(self, put: Position) -> list[str]:
        return sorted(self._sides.asked(put)) or ["*"]

    def _own(self, answer: Position) -> list[str]:
        return [*sorted(self._sides.of(answer.holder)), "*"]

    def words_for(self, answer: Position) -> list[tuple[str, ...]]:
        """For each word of an answer the keys under which it looks for what has that word too.

        What it answers shares two words with it, or one where either is `is_short`.
        """
        kinds = ANSWERS.get(answer.type, ())
        words = self._sides.matter(answer).words
        return [
            tuple(f"{kind} {a} {k}" for kind in kinds for a in self._own(answer) for k in w.keys)
            for w in words
        ]

    def is_short(self, position: Position) -> bool:
        """Whether a position has so few words that one of them may say what it is about."""
        return len(self._sides.matter(position).words) <= FEW

    def answered_by(self, answer: Position) -> list[Position]:
        """What an answer answers, best first: the other side's, not later, on the same matter.

        “Those demands”, “Russia's proposals” name no matter: they answer all that this side had put by then
        in the same report, or else its latest before.
        """
        if answer.type not in ANSWERS:
            return []
        times: Counter[int] = Counter()
        for keys in self.words_for(answer):
            times.update({n for key in keys for n in self._by_key.get(key, ())})
        short = self.is_short(answer)
        found = {n for n, words in times.items() if words >= 2 or short or self._short[n]}
        pool = self._may_be_answered(answer, found)
        matched = [(share, put) for put in pool if (share := self._shared(answer, put)) is not None]
        if matched:
            best = max(s for s, _ in matched)
            return [p for s, p in sorted(matched, key=lambda m: (-m[0], place_of(m[1]))) if s >= best - 0.15]
        if not pointing_of(answer):
            return []
        found.update(n for key in self.reports_for(answer) for n in self._by_key.get(key, ()))
        found.update(n for key in self.between_for(answer) for n in self._last(key, answer))
        return self._pointed_at(answer, self._may_be_answered(answer, found))

    def _last(self, key: str, answer: Position) -> list[int]:
        """The `NEAR` last puts between two sides by the day of an answer."""
        numbers = self._between.get(key, [])
        if answer.last_seen is not None:
            by_then = bisect_right(numbers, answer.last_seen, key=lambda n: self._threads[n].first_seen or "")
            numbers = numbers[:by_then]
        return numbers[-NEAR:]

    def _may_be_answered(self, answer: Position, numbers: Iterable[int]) -> list[Position]:
        """Those of some puts that an answer may answer by its side and its day, in the order of their places."""
        found = (put for put in map(self._threads.__getitem__, numbers) if self._may_answer(answer, put))
        return sorted(found, key=place_of)

    def _may_answer(self, answer: Position, put: Position) -> bool:
        """Whether the sides and the days allow it."""
        sides = self._sides
        if put.id == answer.id or sides.own(put.holder) == sides.own(answer.holder):
            return False
        if put.first_seen and answer.last_seen and put.first_seen > answer.last_seen:
            return False
        if put.type == answer.type and place_of(put) > place_of(answer):
            return False  # of two offers the later one answers
        if put.last_seen and answer.first_seen and _days_between(put.last_seen, answer.first_seen) > REACH:
            return False
        mine, asked = sides.of(answer.holder), sides.asked(put)
        if asked and not (asked & mine):
            return False
        put_by, theirs = sides.of_any(answer.toward), sides.of(put.holder)
        # A promise is often told with its place alone (“to leave Cuba”): that it was asked for is enough.
        told_to_others = put_by and theirs and not (theirs & put_by)
        return (
            not told_to_others
            or answer.type == "denial"
            or (answer.type == "commitment" and bool(asked & mine))
        )

    def _shared(self, answer: Position, put: Position) -> float | None:
        """Share of the matter that an answer and a put have in common; None where it is too little."""
        sides = self._sides
        names = sides.names_in(answer) | sides.names_in(put)
        wordings = [without(wording_of(p.proposition), names) for p in (answer, put)]
        said, asked_for = (wording.words for wording in wordings)
        number, both = common(said, asked_for)
        to_each_other = bool(sides.of_any(answer.toward) & sides.of(put.holder))
        # Where each names the other, one telling word is enough: “dismantle”.
        asked = bool(sides.of_any(put.toward) & sides.of(answer.holder))
        direct = asked and (to_each_other or answer.type == "commitment")
        if number < (1 if direct and answer.type not in ("denial", "offer") else 2):
            return None
        share = both / min(weight(said), weight(asked_for))
        if share < (SAME_MATTER if to_each_other or sides.asked(put) else SAME_UNADDRESSED):
            return None
        # “Not to invade” is no promise of the invasion that somebody demands.
        if answer.type == "commitment" and is_turned_round(*wordings):
            return None
        return share

    def _theirs(self, answer: Position) -> frozenset[str]:
        """The sides that an answer names: to whom it is addressed, or whose claims it calls false."""
        named = self._sides.of_any(answer.toward)
        if named:
            return named
        words = WORD.findall(answer.proposition.lower())
        codes = frozenset().union(*(named_countries().get(w, frozenset()) for w in words))
        return codes - self._sides.of(answer.holder)

    def _pointed_at(self, answer: Position, pool: Sequence[Position]) -> list[Position]:
        words = pointing_of(answer)
        if not words:
            return []
        if words & DEMANDING:
            pool = [p for p in pool if p.type == "demand"]
        here, theirs = {e.report for e in answer.evidence}, self._theirs(answer)
        near = [p for p in pool if here & {e.report for e in p.evidence}]
        before = sorted((ahead, p.id) for p in near if (ahead := _ahead(p, answer)) is not None)
        order = {id: n for n, (_, id) in enumerate(before)}
        if points_back(answer):
            return [p for p in near if order.get(p.id) == 0]
        if near and set(WORD.findall(answer.proposition.lower())) & POINTING:
            near = [p for p in near if p.id in order] or near
        by_them = [p for p in near or pool if theirs & self._sides.of(p.holder)] or near
        # “Western claims that it was rebuilding the empire”: where some words are shared, these it answers.
        said = self._sides.matter(answer).words
        pool = [p for p in by_them if common(said, self._sides.matter(p).words)[0]] or by_them
        if near and not any(w.endswith("s") for w in words):
            # “The offer” is the last one before.
            return sorted((p for p in pool if p.id in order), key=lambda p: order[p.id])[:1] or pool[:1]
        if near:
            return pool
        latest = max((p.first_seen or "" for p in pool), default="")
        return [p for p in pool if (p.first_seen or "") == latest]


def _ahead(put: Position, answer: Position) -> int | None:
    """How many characters a put is told before an answer, in a report that tells both; None where it is not."""
    starts = {e.report: e.spans[0].start for e in answer.evidence if e.spans}
    ahead = [starts[e.report] - e.spans[0].start for e in put.evidence if e.spans and e.report in starts]
    return min((n for n in ahead if n > 0), default=None)


_DO_SO = re.compile(
    r"(?:\S+ ){0,4}(?:do|doing) (?:so(?! much| many)|that|this|it|likewise|the same)\b", re.IGNORECASE
)


def points_back(answer: Position) -> bool:
    """True for “to do so”, “would do that if …”: what was put just before, in the same report."""
    return answer.type in ("refusal", "acceptance", "commitment") and bool(_DO_SO.match(answer.proposition))


def pointing_of(answer: Position) -> frozenset[str]:
    """The words by which an answer points at what it answers: “those demands”, “the offer”, “do so”; a reply promised to
    them."""
    if answer.type == "offer":
        return frozenset()
    if points_back(answer):
        return frozenset({"so"})
    words = frozenset(WORD.findall(answer.proposition.lower()))
    if answer.type == "commitment" and not words & REPLY:
        return frozenset()
    return words & (SAID if answer.type == "denial" else PUT)


def promises_reply(answer: Position) -> bool:
    """True for “would respond to the demands next week”: a reply that is still to come."""
    return answer.type == "commitment" and bool(set(WORD.findall(answer.proposition.lower())) & REPLY)


def _days_between(day: str, later: str) -> int:
    return (date.fromisoformat(later[:10]) - date.fromisoformat(day[:10])).days


def _outcome(answer: Position) -> PositionStatus | None:
    """What an answer makes of what it answers; None where it leaves it open.

    Open is what somebody offers instead, takes in part or on a condition, or promises a reply to.
    """
    match answer.type:
        case "refusal":
            return "rejected"
        case "acceptance":
            partly = answer.condition is not None or wording_of(answer.proposition).terms.shares & {
                "part",
                "half",
            }
            return None if partly else "accepted"
        case "denial":
            return "disputed"
        case "commitment":
            return None if promises_reply(answer) else "promised"
        case _:
            return None


# ── deeds and due dates ──────────────────────────────────────────────────────────────────────────────


class Done:
    """Deeds by who did them."""

    def __init__(self, deeds: Iterable[Deed], sides: Sides) -> None:
        self._sides = sides
        self._by_key: dict[str, list[Deed]] = defaultdict(list)
        for deed in sorted((d for d in deeds if counts(d)), key=lambda d: (d.day or "", d.event.id)):
            for key in self.keys_of(deed):
                self._by_key[key].append(deed)

    def keys_of(self, deed: Deed) -> tuple[str, ...]:
        """Under what a deed is found: its words by who did it."""
        doers = dict.fromkeys(self._sides.own(s) for s in deed.event.sources)
        words = dict.fromkeys(k for w in wording_of(deed.text).words for k in w.keys)
        return tuple(f"{doer} {k}" for doer in doers for k in words)

    def keys_for(self, thread: Position) -> tuple[str, ...]:
        """Under what the deeds stand that may keep a promise or meet a demand."""
        words = dict.fromkeys(k for w in self._wanted(thread) for k in w.keys)
        return tuple(f"{doer} {k}" for doer in self._doers(thread) for k in words)

    def keeping(self, thread: Position) -> Turn | None:
        """The first later deed that keeps a promise, or that does what was demanded; None where there is none."""
        wanted = self._wanted(thread)
        if thread.first_seen is None or not wanted:
            return None
        last = max(thread.last_seen or "", thread.due.end[:10] if thread.due and thread.due.end else "")
        found: Counter[tuple[str, str]] = Counter()
        of: dict[tuple[str, str], Deed] = {}
        for key in self.keys_for(thread):
            pool = self._by_key.get(key, [])
            for deed in pool[bisect_right(pool, thread.first_seen, key=lambda d: (d.day or "")[:10]) :]:
                assert deed.day is not None
                if _days_between(last, deed.day) > REACH:
                    break
                found[deed.day, deed.event.id] += 1
                of[deed.day, deed.event.id] = deed
        names = self._sides.names_in(thread)
        for at in sorted(at for at, n in found.items() if n >= 2):
            deed = of[at]
            did = [w for w in wording_of(deed.text).words if w.stem not in names]
            if thread.type == "demand" and (deed.event.type in FORCE or is_a_part(wanted, did)):
                continue
            # Names alone (“First Deputy Foreign Minister Kuznetsov”) say who did something, not what.
            said_so = common([w for w in wanted if not w.is_name], [w for w in did if not w.is_name])[0]
            number, both = common(wanted, did)
            if said_so and number >= 2 and both / min(weight(wanted), weight(did)) >= SAME_DEED:
                evidence = PositionEvidence(
                    deed.event.report, (deed.event.evidence.span,), None, deed.event.id
                )
                return Turn(deed.day, "met", evidence)
        return None

    def _doers(self, thread: Position) -> list[str]:
        if thread.type == "commitment":
            return [self._sides.own(thread.holder)]
        if thread.type == "demand":
            return list(dict.fromkeys(self._sides.own(a) for a in thread.toward))
        return []

    def _wanted(self, thread: Position) -> Sequence[Word]:
        due = stems(thread.due.text) if thread.due and thread.due.text else frozenset()
        return [w for w in self._sides.matter(thread).words if w.stem not in due]


# How a clause begins that says what is to be done, or on what condition: “once they had gone”, “to send aid”.
_NOT_YET = frozenset(["once", "if", "unless", "until", "to", "should", "whether"])


def is_a_part(wanted: Sequence[Word], did: Sequence[Word]) -> bool:
    """True where somebody demanded several acts and less than half of them was done."""
    acts = [w for w in wanted if is_act(w)]
    return len(acts) > 2 and 2 * common(acts, did)[0] < len(acts)


def counts(deed: Deed) -> bool:
    """Whether a deed can keep a promise: it happened, on a day."""
    words = deed.text.split(None, 1)
    return (
        deed.event.type in DEEDS
        and deed.event.status in REAL
        and bool(deed.day and words)
        and words[0].lower() not in _NOT_YET
    )


# How sure a promise must be read before its silence is called a lapse: what an official only said would
# happen (“the talks would be resumed on Monday”) is not held against a side.
SURE = 0.65


def _overdue(thread: Position, as_of: str | None) -> bool:
    return bool(
        thread.confidence >= SURE
        and thread.type in ("commitment", "demand", "offer")
        and thread.due
        and thread.due.end
        and as_of
        and thread.due.end[:10] < as_of
    )


def told(
    thread: Position,
    *,
    answered: Sequence[Position],
    answers: Iterable[Position],
    replies: Iterable[Position],
    kept: Turn | None,
    sides: Sides,
    as_of: str | None,
) -> Position:
    """The thread with its whole history in order of days, and the status that follows from it.

    `answered` is what it answers, `answers` what answers it, `replies` (where it promises a reply) what answers the same,
    `kept` the deed that does it. An answer that names nobody is meant for whoever put what it answers.
    """
    turns = list(thread.history)
    for answer in answers:
        turns.extend(_answering(answer, thread))
    if thread.type == "denial":
        turns.extend(Turn(_since(thread, put), "disputed", put.evidence[0]) for put in answered)
    if kept is not None:
        turns.append(kept)
    elif (reply := _reply(thread, replies, sides)) is not None:
        turns.append(reply)
    turns.sort(key=_in_time)
    status = _status(turns)
    if status in ("open", "promised") and kept is None and _overdue(thread, as_of):
        assert thread.due is not None
        status = "lapsed"
        turns.append(Turn(thread.due.end, status, None))
        turns.sort(key=lambda t: t.at or "")
    put_by = answered[0].holder if answered else None
    return replace(
        thread,
        toward=thread.toward or ((put_by,) if put_by else ()),
        history=tuple(turns),
        status=status,
        answers=answered[0].id if answered else None,
        also_answers=tuple(put.id for put in answered[1:]),
    )


def _status(turns: Iterable[Turn]) -> PositionStatus:
    """The last turn rules that is no mere retelling; what is put otherwise, or again after it was taken back, is open."""
    status, since = "open", ""
    for turn in turns:
        again = status == "withdrawn" and (turn.at or "") > since
        if turn.status == "open":
            decides = turn.change is not None or again
        else:
            # Nobody rejects what is done, or promises it.
            decides = status != "met" or turn.status == "withdrawn"
        if decides:
            status, since = turn.status, turn.at or ""
    return status  # type: ignore[return-value]


def _since(answer: Position, put: Position) -> str | None:
    """The day from which an answer holds: its first telling that is not before what it answers."""
    days = [t.at for t in answer.history if t.at and t.evidence in answer.evidence]
    return next((d for d in days if not put.first_seen or d >= put.first_seen), answer.first_seen)


def _answering(answer: Position, put: Position) -> Iterator[Turn]:
    """The turns that an answer makes: one, and another each time that it is told after the put was changed."""
    status = _outcome(answer)
    if status is None:
        return
    since = _since(answer, put)
    yield Turn(since, status, answer.evidence[0])
    changed = [t.at for t in put.history if t.change is not None and t.at]
    for turn in answer.history:
        if turn.at and since and turn.at > since and any(since < day <= turn.at for day in changed):
            yield Turn(turn.at, status, turn.evidence)
            since = turn.at


def _reply(thread: Position, replies: Iterable[Position], sides: Sides) -> Turn | None:
    """The first answer by which a side that promised to reply has done so."""
    if thread.first_seen is None:
        return None
    given = [
        r
        for r in replies
        if not promises_reply(r)
        and sides.own(r.holder) == sides.own(thread.holder)
        and r.first_seen
        and r.first_seen > thread.first_seen
    ]
    first = min(given, key=place_of, default=None)
    return Turn(first.first_seen, "met", first.evidence[0]) if first else None
