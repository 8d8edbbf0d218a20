"""Stands → threads: what is one position told several times, what answers what, and how it ended.

Pure and free of order: the result depends on the set of positions, deeds and actors alone. The reading
threads the stands of one page, the ledger those of all.
"""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import combinations

from msgspec.structs import replace

from detente.records import Actor, Event, Position, PositionEvidence, PositionStatus, Turn

# Share of the shorter proposition's words that the longer one must hold for the two to be one position.
# Chosen on the sample crisis and by reading; not yet swept on labelled pairs.
SAME_POSITION = 0.6
# The same for an answer and what it answers: people answer in other words than they are asked.
SAME_MATTER = 0.34
# The same for a deed that keeps a promise: wrong praise is worse than a missed one.
SAME_DEED = 0.5

# Deeds that can keep a promise or meet a demand: saying it again is not doing it.
DEEDS = frozenset(
    {"CONSULT", "COOPERATE", "AID", "RETREAT", "CONCEDE", "MOBILIZE", "COERCE", "SANCTION", "ASSAULT"}
)

PUT = frozenset(["demand", "demands", "proposal", "proposals", "offer", "offers", "request", "requests", "call", "calls", "appeal", "ultimatum", "condition", "conditions", "term", "terms", "plan", "plans", "deal", "initiative"])  # fmt: skip
SAID = frozenset(["claim", "claims", "accusation", "accusations", "allegation", "allegations", "charge", "charges", "report", "reports", "suggestion", "suggestions", "assertion", "assertions"])  # fmt: skip
REPLY = frozenset(["response", "responses", "reply", "replies", "answer", "answers", "respond", "responding"])


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
) -> tuple[Position, ...]:
    """The threads of positions, each with its answers and its status.

    `positions` are those of single readings (actor ids as in `actors`), `deeds` the events that may keep
    a promise or meet a demand, `as_of` the latest publication day (ISO): a due date before it without a
    sign has lapsed. Never the clock. A thread's id is that of its first member, by day and place in the
    text. Returns threads in that order.
    """
    sides = Sides(actors)
    threads = sorted((_merge(group) for group in _groups(positions, sides)), key=_order)
    told = {id_: list(t.history) for id_, t in ((t.id, t) for t in threads)}
    answers: dict[str, str] = {}
    for answer in threads:
        for put in _answered(answer, threads, sides):
            answers.setdefault(answer.id, put.id)
            status = _outcome(answer, put)
            if status is not None:
                told[put.id].append(Turn(answer.first_seen, status, answer.evidence[0]))
                if status == "disputed":
                    told[answer.id].append(Turn(answer.first_seen, status, put.evidence[0]))
    deeds_by_side = _by_side(deeds, sides)
    for thread in threads:
        kept = _kept(thread, deeds_by_side, sides)
        if kept is not None:
            told[thread.id].append(kept)
        elif _overdue(thread, as_of) and told[thread.id][-1].status in ("open", "promised"):
            assert thread.due is not None
            told[thread.id].append(Turn(thread.due.end, "lapsed", None))
    holders = {t.id: t.holder for t in threads}
    return tuple(_told(t, told[t.id], answers.get(t.id), holders) for t in threads)


class Sides:
    """Who speaks for whom: an actor for its country, an alliance for its members."""

    def __init__(self, actors: Mapping[str, Actor]) -> None:
        self._actors = actors
        self._alliances = load_alliances()
        self._names = frozenset(
            stem
            for a in actors.values()
            if a.type in ("state", "person", "alliance")
            for name in (a.name, *a.aliases)
            for stem in stems(name)
        )

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

    def matter(self, text: str) -> frozenset[str]:
        """The words of a proposition without the names of actors: they say who, not what."""
        words = stems(text)
        return (words - self._names) or words

    def is_known(self, actor_id: str) -> bool:
        """False for “forces”, “allies” and the like, of whom nobody knows whose they are."""
        actor = self._actors.get(actor_id)
        return actor is None or actor.type not in ("group", "people") or actor.country is not None

    def of_any(self, actor_ids: Iterable[str]) -> frozenset[str]:
        return frozenset().union(*(self.of(a) for a in actor_ids))


@cache
def load_alliances() -> dict[str, tuple[str, ...]]:
    """Alliance name → alpha-3 codes of its members (codebook/alliances.toml)."""
    text = resources.files("detente.codebook").joinpath("alliances.toml").read_text(encoding="utf-8")
    return {name: tuple(members) for name, members in tomllib.loads(text).items()}


STOP = frozenset(
    [
        "a",
        "an",
        "the",
        "this",
        "that",
        "these",
        "those",
        "it",
        "its",
        "he",
        "his",
        "she",
        "her",
        "they",
        "their",
        "them",
        "we",
        "our",
        "us",
        "i",
        "my",
        "you",
        "your",
        "and",
        "or",
        "but",
        "nor",
        "of",
        "to",
        "in",
        "on",
        "at",
        "by",
        "for",
        "from",
        "with",
        "into",
        "over",
        "under",
        "about",
        "as",
        "is",
        "are",
        "was",
        "were",
        "be",
        "been",
        "being",
        "has",
        "have",
        "had",
        "do",
        "does",
        "did",
        "will",
        "would",
        "shall",
        "should",
        "can",
        "could",
        "may",
        "might",
        "must",
        "not",
        "no",
        "never",
        "any",
        "all",
        "some",
        "than",
        "then",
        "there",
        "here",
        "who",
        "which",
        "what",
        "when",
        "while",
        "if",
        "such",
        "more",
        "most",
        "also",
        "only",
        "very",
        "so",
        "up",
        "out",
        "off",
        "too",
        "mr",
        "mrs",
        "ms",
        "s",
        "t",
        "said",
        "say",
        "says",
        "would’d",
        "'s",
        "’s",
    ]
)
WORD = re.compile(r"[A-Za-zÀ-ÿ]+|\d+")


@cache
def stems(text: str) -> frozenset[str]:
    """The words that carry a proposition, cut to six letters so that inflections meet."""
    return frozenset(_stem(w) for w in WORD.findall(text.lower()) if w not in STOP and len(w) > 1)


def _stem(word: str) -> str:
    for ending in ("ing", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            word = word[: -len(ending)]
            break
    return word[:6].rstrip("e")


def likeness(a: str, b: str) -> float:
    """Share of the shorter text's words that the longer one holds, 0…1."""
    x, y = stems(a), stems(b)
    return len(x & y) / min(len(x), len(y)) if x and y else 0.0


def _first(position: Position) -> PositionEvidence:
    return position.evidence[0]


def _order(position: Position) -> tuple[str, str, int, str]:
    """Day, report, place in the text: undated ones last."""
    evidence = _first(position)
    start = evidence.spans[0].start if evidence.spans else 0
    return (position.first_seen or "9999", evidence.report, start, position.id)


# ── one position told several times ──────────────────────────────────────────────────────────────────


def _groups(positions: Iterable[Position], sides: Sides) -> Iterator[list[Position]]:
    """The positions of one side and type that put the same thing, as connected components.

    Only those are compared that share a word which is not everybody's, or a report.
    """
    pools: dict[tuple[str, str], list[Position]] = defaultdict(list)
    for position in positions:
        pools[position.type, sides.own(position.holder)].append(position)
    for pool in pools.values():
        pool.sort(key=_order)
        parent = list(range(len(pool)))

        def root(i: int, parent: list[int] = parent) -> int:
            while parent[i] != i:
                parent[i] = parent[parent[i]]
                i = parent[i]
            return i

        for i, j in _candidates(pool):
            if root(i) != root(j) and _same(pool[i], pool[j]):
                parent[max(root(i), root(j))] = min(root(i), root(j))
        groups: dict[int, list[Position]] = defaultdict(list)
        for i, position in enumerate(pool):
            groups[root(i)].append(position)
        yield from groups.values()


# A word that more positions of one side share than this says too little to compare them by.
COMMON = 200


def _candidates(pool: Sequence[Position]) -> Iterator[tuple[int, int]]:
    """Pairs worth comparing: alike to the word, sharing a word that is not too common, or of one report."""
    same: dict[frozenset[str], int] = {}
    by_word: dict[str, list[int]] = defaultdict(list)
    by_report: dict[str, list[int]] = defaultdict(list)
    for i, position in enumerate(pool):
        words = stems(position.proposition)
        if words in same:
            yield same[words], i
        else:
            same[words] = i
            for word in words:
                by_word[word].append(i)
        for report in sorted({e.report for e in position.evidence}):
            by_report[report].append(i)
    for word in sorted(by_word):
        if len(by_word[word]) <= COMMON:
            yield from combinations(by_word[word], 2)
    for report in sorted(by_report):
        if len(by_report[report]) <= COMMON:
            yield from combinations(by_report[report], 2)


def _same(a: Position, b: Position) -> bool:
    x, y = stems(a.proposition), stems(b.proposition)
    if not x or not y:
        return False
    if x == y:
        return True
    if _told_together(a, b) and len(x & y) / min(len(x), len(y)) >= SAME_POSITION:
        return True
    shared = len(x & y)
    return (
        shared >= 3 and shared / min(len(x), len(y)) >= SAME_POSITION and shared / max(len(x), len(y)) >= 0.3
    )


def _told_together(a: Position, b: Position) -> bool:
    """True where two stands share words of one report: two ways to read one sentence."""
    return any(
        x.report == y.report and any(s.overlaps(t) for s in x.spans for t in y.spans)
        for x in a.evidence
        for y in b.evidence
    )


def _merge(group: Sequence[Position]) -> Position:
    """One position of its tellings: the first names it, the fullest gives due date, condition, consequence."""
    group = sorted(group, key=_order)
    first = group[0]
    evidence = {(e.report, e.spans): e for p in group for e in p.evidence}
    ordered = sorted(
        evidence.values(), key=lambda e: (_day(group, e), e.report, e.spans[0].start if e.spans else 0)
    )
    toward = tuple(dict.fromkeys(a for p in group for a in p.toward))
    days = [d for p in group for d in (p.first_seen, p.last_seen) if d]
    return replace(
        first,
        toward=toward,
        issue=next((p.issue for p in group if p.issue), None),
        condition=next((p.condition for p in group if p.condition), None),
        consequence=next((p.consequence for p in group if p.consequence), None),
        due=next((p.due for p in group if p.due and p.due.end), None)
        or next((p.due for p in group if p.due), None),
        status="open",
        answers=None,
        history=tuple(Turn(_day(group, e) or None, "open", e) for e in ordered),
        evidence=tuple(ordered),
        first_seen=min(days, default=None),
        last_seen=max(days, default=None),
        confidence=max(p.confidence for p in group),
    )


def _day(group: Sequence[Position], evidence: PositionEvidence) -> str:
    for position in group:
        for turn in position.history:
            if turn.evidence == evidence and turn.at:
                return turn.at
        if evidence in position.evidence and position.first_seen:
            return position.first_seen
    return ""


# ── answers ──────────────────────────────────────────────────────────────────────────────────────────

# Which types an answer can answer.
ANSWERS: dict[str, tuple[str, ...]] = {
    "refusal": ("demand", "offer"),
    "acceptance": ("demand", "offer"),
    "commitment": ("demand",),
    "denial": ("claim",),
}


def _answered(answer: Position, threads: Sequence[Position], sides: Sides) -> list[Position]:
    """What an answer answers, best first: the other side's, not later, on the same matter.

    “Those demands”, “Russia's proposals” name no matter: they answer all that this side had put by then
    in the same report, or else its latest before.
    """
    kinds = ANSWERS.get(answer.type)
    if kinds is None:
        return []
    mine, put_by = sides.of(answer.holder), sides.of_any(answer.toward)
    words = set(WORD.findall(answer.proposition.lower()))
    pool = []
    for put in threads:
        if put.type not in kinds or put.id == answer.id or _later(put, answer):
            continue
        theirs = sides.of(put.holder)
        if sides.own(put.holder) == sides.own(answer.holder):
            continue
        asked = sides.of_any(a for a in put.toward if sides.is_known(a))
        if asked and not (asked & mine):
            continue
        # A promise is often told with its place alone (“to leave Cuba”): that it was asked for is enough.
        told_to_others = put_by and theirs and not (theirs & put_by)
        if told_to_others and answer.type != "denial" and not (answer.type == "commitment" and asked & mine):
            continue
        pool.append(put)
    said = sides.matter(answer.proposition)
    matched = []
    for put in pool:
        asked_for = sides.matter(put.proposition)
        shared = len(said & asked_for)
        share = shared / min(len(said), len(asked_for)) if said and asked_for else 0.0
        # Where each names the other, one telling word is enough: “dismantle”.
        to_each_other = bool(put_by & sides.of(put.holder)) or answer.type == "commitment"
        direct = to_each_other and bool(sides.of_any(put.toward) & mine)
        if share >= SAME_MATTER and shared >= (1 if direct and answer.type != "denial" else 2):
            matched.append((share, put))
    if matched:
        best = max(s for s, _ in matched)
        return [p for s, p in sorted(matched, key=lambda m: (-m[0], _order(m[1]))) if s >= best - 0.15]
    pointing = words & (SAID if answer.type == "denial" else PUT)
    if answer.type == "commitment":
        pointing = pointing if words & REPLY else set()
    if not pointing:
        return []
    if words & {"demand", "demands", "request", "requests", "ultimatum", "condition", "conditions"}:
        pool = [p for p in pool if p.type == "demand"]
    here = {e.report for e in answer.evidence}
    near = [p for p in pool if here & {e.report for e in p.evidence}]
    if near and words & {"those", "these", "that", "this", "such"}:
        before = [p for p in near if _order(p) < _order(answer)]
        near = before or near
    if near:
        return near
    latest = max((p.first_seen or "" for p in pool), default="")
    return [p for p in pool if (p.first_seen or "") == latest]


def _later(put: Position, answer: Position) -> bool:
    """True where `put` is known to be first told on a later day than its would-be answer."""
    return bool(put.first_seen and answer.last_seen and put.first_seen > answer.last_seen)


def _outcome(answer: Position, put: Position) -> PositionStatus | None:
    """What an answer makes of what it answers; None where it only promises a reply."""
    if answer.type == "refusal":
        return "rejected"
    if answer.type == "acceptance":
        return "accepted"
    if answer.type == "denial":
        return "disputed"
    if set(WORD.findall(answer.proposition.lower())) & REPLY:
        return None
    return "promised"


# ── deeds and due dates ──────────────────────────────────────────────────────────────────────────────


def _by_side(deeds: Iterable[Deed], sides: Sides) -> dict[str, list[Deed]]:
    found: dict[str, list[Deed]] = defaultdict(list)
    for deed in deeds:
        event = deed.event
        if event.type in DEEDS and event.status in ("occurred", "ongoing") and deed.day:
            for key in {sides.own(s) for s in event.sources}:
                found[key].append(deed)
    for pool in found.values():
        pool.sort(key=lambda d: (d.day or "", d.event.id))
    return found


def _kept(thread: Position, deeds: Mapping[str, Sequence[Deed]], sides: Sides) -> Turn | None:
    """The first later deed that keeps a promise, or that does what was demanded; None where there is none."""
    if thread.first_seen is None:
        return None
    if thread.type == "commitment":
        doers = {sides.own(thread.holder)}
    elif thread.type == "demand":
        doers = {sides.own(a) for a in thread.toward}
    else:
        return None
    due = stems(thread.due.text) if thread.due and thread.due.text else frozenset()
    wanted = sides.matter(thread.proposition) - due - {"within", "day", "days"}
    for deed in sorted((d for k in doers for d in deeds.get(k, ())), key=lambda d: (d.day or "", d.event.id)):
        assert deed.day is not None
        if deed.day <= thread.first_seen:
            continue
        done = sides.matter(deed.text)
        shared = len(wanted & done)
        if shared >= 2 and shared / min(len(wanted), len(done)) >= SAME_DEED:
            evidence = PositionEvidence(deed.event.report, (deed.event.evidence.span,), None, deed.event.id)
            return Turn(deed.day, "met", evidence)
    return None


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


def _told(
    thread: Position, history: Sequence[Turn], answers: str | None, holders: Mapping[str, str | None]
) -> Position:
    """The thread with its whole history in order of days; the last turn that is no mere retelling rules.

    An answer that names nobody is meant for whoever put what it answers.
    """
    ordered = sorted(history, key=lambda t: (t.at or "", t.status != "open"))
    decided = [t for t in ordered if t.status != "open"]
    status: PositionStatus = decided[-1].status if decided else "open"
    put_by = holders.get(answers or "")
    toward = thread.toward or ((put_by,) if put_by else ())
    return replace(thread, toward=toward, history=tuple(ordered), status=status, answers=answers)
