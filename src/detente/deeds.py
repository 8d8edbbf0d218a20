"""Words and deeds: what each side said that it would or would not do, beside what it then did. No verdict.

Pure and free of order: from the threads of positions, the events, the measures and the actors. Words are promises,
threats, offers, denials of an intention (“no intention of invading”) and refusals to do something (“will not cut the
supplies”). A deed of the same side stands beside them where it came after them and is of the same or a related kind, on
the same matter or toward the same target, or says the same in other words. Whether it keeps or breaks them is for the
reader to judge.
"""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Literal

from detente.records import REAL, Actor, EventType, Measure, MeasureType, Position, PositionEvidence, Span
from detente.threads import Deed, Sides
from detente.wording import Word, Wording, common, weight, without, wording_of

Stated = Literal["promised", "threatened", "offered", "denied the intention", "said that it would not"]

# Share of the words of what was said that a deed must have where its kind is another: chosen on the odd cases of
# tests/gold/redlines (bench/redlines.py).
SURELY = 0.6
PERHAPS = 0.34
# The same for two words or more of a deed of a related kind.
LITTLE = 0.2
# Days after which a deed is no longer held beside words.
REACH = 365

# Which kinds of deeds bear on words about which; saying is no deed.
RELATED: dict[EventType, frozenset[EventType]] = {
    "ASSAULT": frozenset({"ASSAULT", "MOBILIZE", "COERCE", "RETREAT"}),
    "MOBILIZE": frozenset({"MOBILIZE", "ASSAULT", "RETREAT"}),
    "RETREAT": frozenset({"RETREAT", "MOBILIZE", "ASSAULT"}),
    "COERCE": frozenset({"COERCE", "CONCEDE", "ASSAULT"}),
    "CONCEDE": frozenset({"CONCEDE", "COERCE", "SANCTION"}),
    "SANCTION": frozenset({"SANCTION", "CONCEDE"}),
    "AID": frozenset({"AID", "SANCTION"}),
    "CONSULT": frozenset({"CONSULT", "AGREE"}),
    "AGREE": frozenset({"AGREE", "CONSULT"}),
    "COOPERATE": frozenset({"COOPERATE", "SANCTION"}),
    "SUPPORT": frozenset({"SUPPORT"}),
    "PROTEST": frozenset({"PROTEST"}),
}
WORDS = frozenset({"ACCUSE", "REJECT", "REQUEST", "THREATEN", "AGREE"})
# Kinds of deeds of which the target alone says that they bear on the words: there is not much else to say of them.
HARD = frozenset({"ASSAULT", "SANCTION", "COERCE", "MOBILIZE", "RETREAT"})
# On which kinds of deeds a number bears.
COUNTED: dict[MeasureType, frozenset[EventType]] = {
    "troops": frozenset({"ASSAULT", "MOBILIZE", "RETREAT", "COERCE"}),
    "weapons": frozenset({"ASSAULT", "MOBILIZE", "RETREAT", "AID"}),
    "officials": frozenset({"SANCTION"}),
    "money": frozenset({"AID", "SANCTION"}),
    "detained": frozenset({"COERCE", "CONCEDE"}),
}


@dataclass(frozen=True)
class Words:
    """What a side said that it would or would not do, and since when. `side` is whose word it is: a country or actor."""

    position: str
    side: str
    holder: str
    toward: tuple[str, ...]
    stated: Stated
    words: str
    condition: str | None
    day: str
    evidence: tuple[PositionEvidence, ...]


@dataclass(frozen=True)
class Counted:
    """A measure with the words of its sentence and its day (ISO; that of its report where it has none)."""

    measure: Measure
    sentence: Span
    text: str
    day: str | None


@dataclass(frozen=True)
class Done:
    """One deed beside words: an event or a measure, its evidence, who did it, and what speaks for putting it there.

    `claimed` is true where only somebody else says so. `told_by` are all reports that tell it.
    """

    record: str
    kind: EventType | MeasureType
    day: str
    report: str
    span: Span
    by: tuple[str, ...]
    targets: tuple[str, ...]
    claimed: bool
    why: str
    told_by: tuple[str, ...]


@dataclass(frozen=True)
class Beside:
    """Words, and the deeds of the same side that came after them on the same matter, by day."""

    said: Words
    done: tuple[Done, ...]


def words_and_deeds(
    positions: Iterable[Position],
    deeds: Iterable[Deed],
    measures: Iterable[Counted],
    *,
    actors: Mapping[str, Actor],
    texts: Mapping[str, str],
    speakers: Mapping[str, str | None],
) -> tuple[Beside, ...]:
    """What each side said that it would do or not do, by side and day, with its later deeds.

    `positions` are threads; `deeds` events with their words and days; `texts` the texts of the reports that hold denials
    and refusals, by id; `speakers` who makes the statements by which an event is claimed.
    """
    sides = Sides(actors)
    by_side: dict[str, list[Deed]] = defaultdict(list)
    inside: dict[str, list[Deed]] = defaultdict(list)
    for deed in sorted(deeds, key=lambda d: (d.day or "", d.event.id)):
        inside[deed.event.report].append(deed)
        happened = deed.event.status in REAL and _is_deed(deed)
        for side in sorted({sides.own(s) for s in deed.event.sources}) if happened and deed.day else ():
            by_side[side].append(deed)
    counted: dict[str, list[Counted]] = defaultdict(list)
    for count in sorted(measures, key=lambda c: (c.day or "", c.measure.id)):
        if count.measure.actor is not None and count.day is not None:
            counted[sides.own(count.measure.actor)].append(count)
    stated = sorted(_stated(positions, sides, texts), key=lambda w: (w.side, w.day, w.position))
    words_at: dict[tuple[str, str], list[Span]] = defaultdict(list)
    for said in stated:
        for e in said.evidence:
            words_at[said.side, e.report].extend(e.spans)
    found = []
    for said in stated:
        kinds, targets = _aims_of(said, inside, sides)
        mine = [
            d
            for d in by_side.get(said.side, ())
            if not any(s.overlaps(d.event.evidence.trigger) for s in words_at[said.side, d.event.report])
        ]
        done = list(_events_beside(said, kinds, targets, mine, sides, speakers))
        covered = [(d.report, d.span) for d in done]
        done += _measures_beside(said, kinds, counted.get(said.side, ()), covered, sides)
        found.append(Beside(said, tuple(sorted(done, key=lambda d: (d.day, d.record)))))
    return tuple(found)


# ── words ────────────────────────────────────────────────────────────────────────────────────────────

_STATED: dict[str, Stated] = {"commitment": "promised", "threat": "threatened", "offer": "offered"}
_INTENT = re.compile(
    r"\b(?:plan|plans|planned|planning|intend|intends|intended|intention|intentions|intent|want|wants|wanted|seek|seeks|sought|"
    r"aim|aims|aimed|prepar\w+|going to|about to|would|will|design|designs|desire|wish|wishes|contemplat\w+|consider\w*)\b",
    re.IGNORECASE,
)
_WOULD_NOT = re.compile(r"\b(?:will|would|wo|shall)\s?(?:not|never|n['’]t)\b", re.IGNORECASE)
_REFUSED = re.compile(r"^(?:refus|declin|ruled? out|ruling out)", re.IGNORECASE)


def _stated(positions: Iterable[Position], sides: Sides, texts: Mapping[str, str]) -> Iterator[Words]:
    for p in positions:
        if p.holder is None or p.first_seen is None or p.status == "withdrawn":
            continue
        stated = _STATED.get(p.type)
        if stated is None and p.type in ("denial", "refusal"):
            told = " ".join(s.of(texts.get(e.report, "")) for e in p.evidence[:1] for s in e.spans)
            if p.type == "denial" and _INTENT.search(f"{told} {p.proposition}"):
                stated = "denied the intention"
            elif p.type == "refusal" and (_WOULD_NOT.search(p.proposition) or _REFUSED.match(told)):
                stated = "said that it would not"
        if stated is not None:
            yield Words(
                position=p.id,
                side=sides.own(p.holder),
                holder=p.holder,
                toward=p.toward,
                stated=stated,
                # What they would do, not what it depends on.
                words=(p.consequence or p.proposition) if p.type == "threat" else p.proposition,
                condition=p.condition,
                day=p.first_seen[:10],
                evidence=p.evidence,
            )


# A threat that does not say with what.
_VAGUE = re.compile(
    r"\b(?:consequences?|response|respond|retaliat\w+|price|costs?|measures?|countermeasures?|action|answered|act|react)\b",
    re.IGNORECASE,
)


def _aims_of(
    said: Words, inside: Mapping[str, list[Deed]], sides: Sides
) -> tuple[frozenset[EventType], frozenset[str]]:
    """What sort of deed the words are about, and toward whom: by the events in them and the words that name deeds."""
    here = [
        d.event
        for e in said.evidence
        for d in inside.get(e.report, ())
        if d.event.type not in WORDS and any(s.overlaps(d.event.evidence.trigger) for s in e.spans)
    ]
    named = frozenset(re.findall(r"[a-z]+", said.words.lower()))
    kinds = {e.type for e in here} | {kind for kind, words in _deed_words() if named & words}
    if said.stated == "threatened" and _VAGUE.search(said.words):
        kinds |= {"ASSAULT", "COERCE", "MOBILIZE", "SANCTION"}
    targets = {sides.own(a) for a in (*said.toward, *(t for e in here for t in e.targets))} - {said.side}
    return frozenset(kinds), frozenset(targets)


def _is_deed(deed: Deed) -> bool:
    """False for mere words: to agree is a deed where something is signed."""
    if deed.event.type == "AGREE":
        signed = dict(_deed_words())["AGREE"]
        return not signed.isdisjoint(re.findall(r"[a-z]+", deed.text.lower()))
    return deed.event.type not in WORDS


@cache
def _deed_words() -> tuple[tuple[EventType, frozenset[str]], ...]:
    """codebook/deeds.toml: for each kind of deed the words that name it, in all their forms."""
    text = resources.files("detente.codebook").joinpath("deeds.toml").read_text(encoding="utf-8")
    lists = tomllib.loads(text)
    return tuple((kind, frozenset(lists[kind])) for kind in RELATED if kind in lists)


# ── deeds ────────────────────────────────────────────────────────────────────────────────────────────


# Words of intending: they say nothing of what is intended.
_INTENDING = frozenset(
    w.stem for w in wording_of("plan intend want seek aim prepare intention consider wish").words
)


def _matter(said: Words, sides: Sides) -> Wording:
    wording = without(wording_of(said.words), sides.names(said.holder))
    return without(wording, _INTENDING)


@cache
def _names_of_kind(kind: EventType) -> tuple[Word, ...]:
    """The words that name a kind of deed, as words of a proposition."""
    return tuple(w for name in sorted(dict(_deed_words()).get(kind, ())) for w in wording_of(name).words)


def _events_beside(
    said: Words,
    kinds: frozenset[EventType],
    toward: frozenset[str],
    deeds: Iterable[Deed],
    sides: Sides,
    speakers: Mapping[str, str | None],
) -> Iterator[Done]:
    matter = _matter(said, sides)
    related = frozenset(t for kind in kinds for t in RELATED.get(kind, ()))
    own_reports = {e.report for e in said.evidence}
    told: dict[tuple[str, EventType, tuple[str, ...]], list[tuple[Deed, str, bool, int]]] = defaultdict(list)
    for deed in deeds:
        event, day = deed.event, (deed.day or "")[:10]
        if day < said.day or _days_between(said.day, day) > REACH:
            continue
        theirs = without(wording_of(deed.text), sides.names(said.holder))
        same, bears = event.type in kinds, event.type in related
        # The kind of a deed tells the word that names it: “invaded” is an attack.
        n, shared = common(matter.words, (*theirs.words, *(_names_of_kind(event.type) if same else ())))
        share = shared / max(weight(matter.words), 0.1)
        targets = tuple(sorted({sides.own(t) for t in event.targets}))
        at_target = sides.meet(targets, toward)
        beside = (
            (same and at_target and (n >= 1 or event.type in HARD))
            or (same and n >= 1 and share >= PERHAPS)
            or (bears and n >= 2 and share >= LITTLE)
            or (bears and at_target and n >= 1)
            or (share >= SURELY and n >= 2)
        )
        if not beside:
            continue
        reasons = [
            "the same kind of deed" if same else "a related kind of deed" if bears else "",
            "the same target" if at_target else "",
            f"{n} of {len(matter.words)} words" if n else "",
            "undated, in the same report" if event.when is None and event.report in own_reports else "",
        ]
        claimed = event.claimed_by is not None and sides.own(speakers.get(event.claimed_by)) != said.side
        told[day, event.type, targets].append((deed, ", ".join(filter(None, reasons)), claimed, n))
    for group in told.values():
        deed, why, claimed, _ = min(
            group, key=lambda g: (g[2], -g[3], g[0].event.report, g[0].event.evidence.span)
        )
        event = deed.event
        reports = tuple(sorted({d.event.report for d, *_ in group}))
        day = (deed.day or "")[:10]
        yield Done(
            event.id, event.type, day, event.report, event.evidence.span, event.sources, event.targets, claimed, why, reports
        )  # fmt: skip


def _measures_beside(
    said: Words,
    kinds: frozenset[EventType],
    counted: Iterable[Counted],
    covered: list[tuple[str, Span]],
    sides: Sides,
) -> Iterator[Done]:
    """Numbers of the side itself that bear on such deeds, where their sentence shares the matter and tells no deed yet."""
    matter = _matter(said, sides)
    names = frozenset().union(*(sides.names(a) for a in said.toward))
    for count in counted:
        m, day = count.measure, (count.day or "")[:10]
        if (
            not kinds & COUNTED.get(m.type, frozenset())
            or day < said.day
            or _days_between(said.day, day) > REACH
        ):
            continue
        if any(r == m.report and s.overlaps(count.sentence) for r, s in covered):
            continue
        if any(
            e.report == m.report and any(s.overlaps(m.evidence.span) for s in e.spans) for e in said.evidence
        ):
            continue
        words = wording_of(count.text)
        n, _ = common(matter.words, words.words)
        at_target = bool(names & {w.stem for w in words.words})
        if n or at_target:
            why = "a number of its own, " + (
                "the same target" if at_target else f"{n} of {len(matter.words)} words"
            )
            actor = (m.actor,) if m.actor else ()
            yield Done(m.id, m.type, day, m.report, count.sentence, actor, (), False, why, (m.report,))


def _days_between(first: str, last: str) -> int:
    """About how many days lie between two ISO days: months count 31."""
    a, b = (int(d[:4]) * 372 + int(d[5:7]) * 31 + int(d[8:10]) for d in (first, last))
    return b - a
