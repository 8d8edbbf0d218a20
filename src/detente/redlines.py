"""Red lines: what is not to be done, what would follow, how firmly that was said, and what came of it.

Pure and free of order: from the threads of positions, the deeds and the actors. A line is drawn by a threat with a
condition, a demand that something not be done (alone where it is absolute, or joined to a threat by “or”), and a refusal
to tolerate something. It is *crossed* where a later deed of the side that was warned does what the condition says;
*possibly crossed* where the deed fits in part or is only somebody's word; *touched* where that side threatens, promises
or plans to; *heeded* where the condition is that something be left undone (“unless the troops leave”) and it was done.
"""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from typing import Literal

from detente.records import REAL, Actor, EventType, Position, PositionEvidence, Span, When
from detente.threads import Deed, Sides
from detente.wording import Word, Wording, common, weight, without, wording_of

Firmness = Literal["absolute", "flat", "hedged"]
Fate = Literal["crossed", "possibly crossed", "heeded", "touched", "standing"]

# Share of a condition's words (near words count less) that a deed must have to be the deed itself, and to be perhaps it.
# Chosen on the odd cases of tests/gold/redlines/cases.toml (bench/redlines.py).
SURELY = 0.6
PERHAPS = 0.34
# Types of events that are words: they cross only a line that was drawn against such words (“if Iran rejects the text”).
WORDS = frozenset({"ACCUSE", "REJECT", "REQUEST", "THREATEN"})
# Likeness in words from which two conditions of one side are one line.
SAME_LINE = 0.6
# Days after which nobody counts a deed as the crossing of a line that was not drawn again.
REACH = 730


@dataclass(frozen=True)
class Touch:
    """One thing that came of a line: the deed or the words, who did or said it, and what speaks for the match."""

    kind: Fate
    day: str | None
    record: str
    report: str
    span: Span
    by: tuple[str, ...]
    why: str


@dataclass(frozen=True)
class RedLine:
    """A line as all reports together draw it.

    `condition` are the reports' words for what is not to happen; where `is_omission`, for what is not to be left undone.
    `toward` are the actors warned, empty: whoever does it. `firmness` None: no word says. `touches` by day.
    """

    id: str
    holder: str | None
    toward: tuple[str, ...]
    condition: str
    is_omission: bool
    consequence: str | None
    firmness: Firmness | None
    drawn: str | None
    last_told: str | None
    due: When | None
    positions: tuple[str, ...]
    evidence: tuple[PositionEvidence, ...]
    touches: tuple[Touch, ...]
    fate: Fate


@dataclass(frozen=True)
class Utterance:
    """Somebody's word that a red line was crossed: a statement with the day, place and words of its content."""

    statement: str
    speaker: str | None
    report: str
    span: Span
    text: str
    day: str | None


def red_lines(
    positions: Iterable[Position],
    deeds: Iterable[Deed],
    *,
    actors: Mapping[str, Actor],
    texts: Mapping[str, str],
    speakers: Mapping[str, str | None],
    said_crossed: Iterable[Utterance] = (),
) -> tuple[RedLine, ...]:
    """The red lines by the day on which they were drawn, undated first.

    `positions` are threads; `deeds` events of every status, with the words of their clauses and their days; `texts` the
    texts of the reports that say the positions, by id (where one is missing, its words count as unknown);
    `speakers` who makes the statements by which an event is claimed: what a side says of itself counts as done.
    """
    sides = Sides(actors)
    positions = tuple(positions)
    drawn = [
        line
        for line in _joined(_drawn(positions, texts), sides)
        if _is_party(actors.get(line.holder or "")) or (line.holder is None and line.consequence is not None)
    ]
    chances = _Chances(deeds, positions, drawn, actors, speakers)
    claims = tuple(said_crossed)
    return tuple(_with_fate(line, chances, claims, sides, actors) for line in drawn)


def _is_party(actor: Actor | None) -> bool:
    """True for those who can keep others from something: states, alliances, officials, forces, armed groups; not for the
    press, companies, activists."""
    if actor is None or actor.sector in ("MED", "EDU", "BUS", "CVL", "MNC", "NGO", "NGM"):
        return False
    return (
        actor.type in ("state", "alliance", "office") or actor.country is not None or actor.sector is not None
    )


# ── which positions draw a line ──────────────────────────────────────────────────────────────────────

_NOT_BORNE = re.compile(
    r"\b(?:will|would|wo|can|could|ca|shall|['’]ll)\s?(?:not|n[o'’]t|never|no longer)\s+(?:ever\s+)?"
    r"(?P<verb>tolerate|accept|allow|permit|countenance|let|stand for|stand by(?: while| if)?|put up with|stand idly by(?: while| if)?)\s+(?P<what>.+)$|"
    r"\bcannot\s+(?P<verb2>tolerate|accept|allow|permit|countenance|stand for|stand by(?: while| if)?)\s+(?P<what2>.+)$",
    re.IGNORECASE | re.DOTALL,
)
_NOT_TO_BE_BORNE = re.compile(
    r"^(?P<what>.+?)\s+(?:(?:will|would|can|could|shall)\s?(?:not|never)\s+be\s+(?:tolerated|accepted|allowed|permitted|countenanced|condoned)"
    r"|cannot\s+be\s+(?:tolerated|accepted|allowed|permitted)"
    r"|(?:would|will|can only)\s+(?:always\s+)?be\s+(?:absolutely\s+|totally\s+|completely\s+|wholly\s+)?(?:unacceptable|intolerable|inadmissible|impermissible))\b",
    re.IGNORECASE | re.DOTALL,
)
# To refuse these is to answer, not to draw a line.
_PUT_OR_ASKED = re.compile(
    r"^(?:(?:the|this|that|any|such|an?|its|their|his|her|these|those|\w+['’]s)\s+)?(?:\w+\s+){0,2}(?:proposals?|plans?|offers?|terms|deal|demands?|"
    r"ultimatum|conditions?|resolution|resignation|invitation|result|results|report|findings|ruling|draft|compromise|"
    r"inspect\w*|observ\w*|monitors?|journalists?|reporters?|responsibility|blame|apolog\w*|explanation)\b",
    re.IGNORECASE,
)
_FORBIDDEN = re.compile(
    r"^(?P<who>.*?)\s*\b(?P<modal>must|should|may|can|shall|could)\s?(?P<not>not|never|n['’]t)\s+(?P<what>.+)$|"
    r"^(?P<who3>.*?)\s*\bcannot\s+(?P<what3>.+)$|^(?:not to|not|never to|never|against)\s+(?P<what2>.+)$",
    re.IGNORECASE | re.DOTALL,
)
_OR_ELSE = re.compile(
    r"[,;]?\s+(?:or(?:\s+else)?|otherwise)[,\s]+(?P<then>(?:it\s+|they\s+|he\s+|she\s+)?(?:will\s+|would\s+)?(?:face|suffer|pay|risk|bear|be|meet|lose)\b.+)$",
    re.IGNORECASE | re.DOTALL,
)
_OCCASION = re.compile(
    r"\b(?:for|over|to|against|in response to|in retaliation for|in the event of|in case of|after)\s+(?P<what>(?:any|further|another|such|an?)\s.+)$",
    re.IGNORECASE | re.DOTALL,
)
_IF = re.compile(r",?\s(?=(?:if|unless|should)\s)(?:if\s)?(?P<what>.+)$", re.IGNORECASE | re.DOTALL)
_UNDONE = re.compile(
    r"^(?:only\s+)?(?:unless|until|till)\b|\b(?:do|does|did|is|are|was|were|has|have|had|will|would|can|could)\s?(?:not|n['’]t)\b|\bnot\s+(?=\w+ed\b)|"
    r"\b(?:fails?|failed|refuses?|refused|neglects?|declines?|declined)\s+to\b|^(?:the\s+)?failure\b",
    re.IGNORECASE,
)
_LEADING = re.compile(
    r"^(?:only\s+)?(?:if|unless|should|in the event of|in case of|in the event that|until|once)\s+",
    re.IGNORECASE,
)
_CROSSED = re.compile(
    r"\b(?:cross|breach|overstep|violat|transgress)\w*\b[^.;]{0,60}\bred[ -]?lines?\b|\bred[ -]?lines?\b[^.;]{0,60}\b(?:been|was|were)\s+(?:\w+ly\s+)?(?:crossed|breached|overstepped|violated)",
    re.IGNORECASE,
)
_NOT_SAID_CROSSED = re.compile(
    r"\b(?:would|will|could|may|might|if|not|n['’]t|never|without|must|should|any)\b", re.IGNORECASE
)


def _drawn(positions: Sequence[Position], texts: Mapping[str, str]) -> Iterator[RedLine]:
    """A line for each position that draws one, fate unknown yet."""
    by_statement: dict[tuple[str, str], list[Position]] = defaultdict(list)
    for p in positions:
        if p.type == "threat" and not p.condition:
            for e in p.evidence:
                if e.statement:
                    by_statement[e.report, e.statement].append(p)
    for p in positions:
        if p.type == "threat":
            yield from _by_threat(p, texts)
        elif p.type == "refusal":
            yield from _by_refusal(p, texts)
        elif p.type == "demand":
            yield from _by_demand(p, texts, by_statement)


def _by_threat(p: Position, texts: Mapping[str, str]) -> Iterator[RedLine]:
    consequence = _squeezed(p.consequence or p.proposition)
    if p.condition:
        if not p.condition.lower().startswith("only"):  # “will act only if all agree” says when they help
            yield _line(p, p.condition, consequence, texts)
    elif (split := _IF.search(consequence)) is not None and split.start() > 3:
        yield _line(p, split["what"], consequence[: split.start()], texts)
    elif (occasion := _OCCASION.search(consequence)) is not None and len(occasion["what"]) > 8:
        yield _line(p, occasion["what"], consequence[: occasion.start()] or None, texts)


def _by_refusal(p: Position, texts: Mapping[str, str]) -> Iterator[RedLine]:
    said = _squeezed(p.proposition)
    found = _NOT_BORNE.search(said) or _NOT_BORNE.search(_around(p, texts))
    what = (found["what"] or found["what2"]) if found is not None else None
    if what is None and (found := _NOT_TO_BE_BORNE.match(said)) is not None:
        what = found["what"]
    if found is not None and what and not _PUT_OR_ASKED.match(what):
        yield _line(p, what, None, texts)


def _around(p: Position, texts: Mapping[str, str]) -> str:
    """The words of a position as its first report has them, with the auxiliaries before them."""
    e = p.evidence[0]
    if not e.spans or e.report not in texts:
        return ""
    return _squeezed(texts[e.report][max(0, e.spans[0].start - 30) : e.spans[-1].end])


def _by_demand(
    p: Position, texts: Mapping[str, str], threats: Mapping[tuple[str, str], Sequence[Position]]
) -> Iterator[RedLine]:
    """“must not enrich uranium or Israel will strike”, “must withdraw or face sanctions”, “warned them not to sell arms”."""
    said = _squeezed(p.proposition)
    then = None
    holder = p
    if (other := _OR_ELSE.search(said)) is not None:
        said, then = said[: other.start()], other["then"]
    else:
        for e in p.evidence:
            for threat in threats.get((e.report, e.statement or ""), ()):
                if _joined_by_or(e, threat, texts):
                    then, holder = _squeezed(threat.consequence or threat.proposition), threat
    forbidden = _FORBIDDEN.match(said)
    if forbidden is None:
        if then is not None:
            yield _line(p, said, then, texts, holder=holder.holder, is_omission=True)
        return
    what = forbidden["what"] or forbidden["what2"] or forbidden["what3"]
    told = " ".join(span.of(texts.get(e.report, "")) for e in p.evidence[:1] for span in e.spans)
    warned = re.match(r"(?:warn|caution)", told, re.IGNORECASE) is not None
    strong = (forbidden["modal"] or "").lower() == "must" and (forbidden["not"] or "").lower() == "never"
    if then is not None or warned or strong:
        yield _line(p, what, then, texts, holder=holder.holder)


def _joined_by_or(demand: PositionEvidence, threat: Position, texts: Mapping[str, str]) -> bool:
    """True where only “or”, “or else”, “otherwise” stands between the words of a demand and those of a threat."""
    for e in threat.evidence:
        if e.report == demand.report and e.spans and demand.spans and demand.report in texts:
            between = texts[e.report][demand.spans[-1].end : e.spans[0].start]
            if re.fullmatch(r"[\s,;.”\"’]*(?:or|or else|otherwise)[\s,]*", between, re.IGNORECASE):
                return True
    return False


def _line(
    p: Position,
    condition: str,
    consequence: str | None,
    texts: Mapping[str, str],
    *,
    holder: str | None = None,
    is_omission: bool | None = None,
) -> RedLine:
    condition = _squeezed(condition)
    omitted = is_said_undone(condition) if is_omission is None else is_omission
    if consequence is not None:
        consequence = _squeezed(consequence)
        if consequence.lower().startswith(condition.lower()) and len(consequence) > len(condition):
            consequence = consequence[len(condition) :].strip(" ,…")
    spoken = " ".join(span.of(texts.get(e.report, "")) for e in p.evidence for span in e.spans)
    if p.type == "refusal":
        spoken = f"{_around(p, texts)} {spoken}"
    return RedLine(
        id=p.id,
        holder=holder or p.holder,
        # Whom a refusal is put to is not who is not to do it.
        toward=() if p.type == "refusal" else p.toward,
        condition=condition,
        is_omission=omitted,
        consequence=consequence or None,
        firmness=firmness_of(_squeezed(f"{spoken} {p.proposition} {consequence or ''}"), condition),
        drawn=p.first_seen,
        last_told=p.last_seen,
        due=p.due,
        positions=(p.id,),
        evidence=p.evidence,
        touches=(),
        fate="standing",
    )


def is_said_undone(condition: str) -> bool:
    """True for “unless they leave”, “if they do not leave”, “if they refuse to leave”: what crosses the line is to do nothing."""
    return _UNDONE.search(condition) is not None


def firmness_of(said: str, condition: str = "") -> Firmness | None:
    """How firmly a line is drawn by its words, those of the condition left out; None where no word says.

    The lists are those of codebook/red_lines.toml, looked at in the order absolute, hedged, flat.
    """
    rest = said.replace(condition, " ") if condition else said
    plain = (
        " " + re.sub(r"[^a-z0-9’'-]+", " ", rest.lower().replace("n't", " not").replace("n’t", " not")) + " "
    )
    plain = (
        plain.replace(" cannot ", " will not ")
        .replace(" can not ", " will not ")
        .replace(" could not ", " will not ")
        .replace(" wo not ", " will not ")
        .replace("'ll ", " will ")
        .replace("’ll ", " will ")
    )
    return next(
        (rank for rank, lists in _firm_words() if any(f" {words} " in plain for words in lists)), None
    )


@cache
def _firm_words() -> tuple[tuple[Firmness, tuple[str, ...]], ...]:
    """The lists of firmness in codebook/red_lines.toml, in the order in which they are looked at."""
    text = resources.files("detente.codebook").joinpath("red_lines.toml").read_text(encoding="utf-8")
    lists = tomllib.loads(text)["firmness"]
    ranked: tuple[Firmness, ...] = ("absolute", "hedged", "flat")
    return tuple((rank, tuple(lists[rank])) for rank in ranked)


def _squeezed(words: str) -> str:
    folded = " ".join(words.split()).strip(" ,;…")
    return folded if folded.count("“") == folded.count("”") else folded.strip("“”.")


# ── one line told several times ──────────────────────────────────────────────────────────────────────


def _joined(lines: Iterable[RedLine], sides: Sides) -> list[RedLine]:
    """Lines of one side whose conditions are alike, as one: the first names it, the firmest word counts."""
    ordered = sorted(lines, key=lambda x: (x.drawn or "", x.id, x.condition))
    pools: dict[tuple[str, bool], list[int]] = defaultdict(list)
    for i, line in enumerate(ordered):
        pools[sides.own(line.holder), line.is_omission].append(i)
    found: list[RedLine] = []
    for pool in pools.values():
        groups: list[list[RedLine]] = []
        by_key: dict[str, list[int]] = defaultdict(list)
        for i in pool:
            line = ordered[i]
            mine = _matter(line, sides)
            near: dict[int, int] = defaultdict(int)
            for word in mine.words:
                for key in word.keys:
                    for g in by_key[key][-_NEAR:]:
                        near[g] += 1
            best = max(
                ((_alike(mine, _matter(groups[g][0], sides)), -g) for g in sorted(near)), default=(0.0, 0)
            )
            if best[0] >= SAME_LINE:
                groups[-best[1]].append(line)
                continue
            groups.append([line])
            for word in mine.words:
                for key in word.keys:
                    by_key[key].append(len(groups) - 1)
        found.extend(map(_merged, groups))
    return sorted(found, key=lambda x: (x.drawn or "", x.id, x.condition))


# Lines of a side under one word that a further one is compared with.
_NEAR = 50


def _matter(line: RedLine, sides: Sides) -> Wording:
    names = frozenset().union(*(sides.names(a) for a in (line.holder, *line.toward)))
    return without(wording_of(_LEADING.sub("", line.condition)), names)


def _alike(one: Wording, other: Wording) -> float:
    """Share of the words of the longer condition that the other has; 0 where figures differ."""
    if one.terms.figures != other.terms.figures:
        return 0.0
    _, shared = common(one.words, other.words)
    return shared / max(weight(one.words), weight(other.words), 0.1)


def _merged(group: Sequence[RedLine]) -> RedLine:
    first = group[0]
    if len(group) == 1:
        return first
    order: tuple[Firmness, ...] = ("absolute", "flat", "hedged")
    days = [d for x in group for d in (x.drawn, x.last_told) if d]
    return RedLine(
        id=first.id,
        holder=first.holder,
        toward=tuple(dict.fromkeys(a for x in group for a in x.toward)),
        condition=first.condition,
        is_omission=first.is_omission,
        consequence=next((x.consequence for x in group if x.consequence), None),
        firmness=next((f for f in order if any(x.firmness == f for x in group)), None),
        drawn=min(days, default=None),
        last_told=max(days, default=None),
        due=next((x.due for x in group if x.due), None),
        positions=tuple(dict.fromkeys(p for x in group for p in x.positions)),
        evidence=tuple(dict.fromkeys(e for x in group for e in x.evidence)),
        touches=(),
        fate="standing",
    )


# ── what came of it ──────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class _Condition:
    """What a deed is held against: who would do it to whom, its types as the reader saw them, its words."""

    doers: frozenset[str]
    targets: frozenset[str]
    types: frozenset[EventType]
    words: Wording


class _Chances:
    """The deeds and the words that may cross a line, found by side and by word."""

    def __init__(
        self,
        deeds: Iterable[Deed],
        positions: Sequence[Position],
        lines: Sequence[RedLine],
        actors: Mapping[str, Actor],
        speakers: Mapping[str, str | None],
    ) -> None:
        self.actors = actors
        self.sides = sides = Sides(actors)
        self.speakers = speakers
        self.deeds = sorted(deeds, key=lambda d: (d.day or "", d.event.id))
        self.inside: dict[str, list[Deed]] = defaultdict(list)
        for deed in self.deeds:
            self.inside[deed.event.report].append(deed)
        self.by_side: dict[str, list[Deed]] = defaultdict(list)
        self.by_word: dict[str, list[Deed]] = defaultdict(list)
        drawn_at: dict[str, list[Span]] = defaultdict(list)
        for line in lines:
            for e in line.evidence:
                drawn_at[e.report].extend(e.spans)
        self.words: dict[str, Wording] = {}
        for deed in self.deeds:
            trigger = deed.event.evidence.trigger
            if deed.day is None or any(s.overlaps(trigger) for s in drawn_at.get(deed.event.report, ())):
                continue  # what is told as a line is no deed that crosses one
            self.words[deed.event.id] = wording_of(deed.text)
            for side in sorted({sides.own(s) for s in deed.event.sources}):
                self.by_side[side].append(deed)
            for key in sorted({k for w in self.words[deed.event.id].words for k in w.keys}):
                self.by_word[key].append(deed)
        # Threats and promises by whoever makes them, claims by whom they are about, under each of their words.
        self.stands: dict[str, list[tuple[frozenset[str], Position]]] = defaultdict(list)
        for p in positions:
            if p.type in ("threat", "commitment", "claim"):
                whose = frozenset(map(sides.own, p.toward if p.type == "claim" else (p.holder,))) - {""}
                for key in sorted({k for w in wording_of(_of_stand(p)).words for k in w.keys}):
                    self.stands[key].append((whose, p))

    def condition(self, line: RedLine) -> _Condition:
        """What a line's condition is, with what the reader found inside its words."""
        sides = self.sides
        here = [
            d
            for e in line.evidence
            for d in self.inside.get(e.report, ())
            if any(s.overlaps(d.event.evidence.trigger) for s in e.spans)
            and _trigger(d).lower() in line.condition.lower()
        ]
        own = sides.own(line.holder)
        named = (*line.toward, *(a for d in here for a in d.event.sources))
        doers = {sides.own(a) for a in named if self._is_named(a)} - {own}
        targets = {sides.own(a) for d in here for a in d.event.targets}
        if _OWN.search(line.condition) and not targets:
            targets.add(own)
        types = frozenset(d.event.type for d in here) or _types_of(line.condition)
        return _Condition(frozenset(doers), frozenset(targets), types, _matter(line, sides))

    def _is_named(self, actor_id: str) -> bool:
        """False for “the speaker”, “troops” and the like, of whom nobody knows whose they are."""
        actor = self.actors.get(actor_id)
        return actor is not None and (actor.country is not None or actor.name[:1].isupper())

    def deeds_for(self, condition: _Condition, own: str) -> Iterator[Deed]:
        """Deeds that may be what the condition says: of the doers, or with its telling words by anybody else."""
        if condition.doers:
            pools = [
                d
                for side in sorted(self.by_side)
                if self.sides.meet({side}, condition.doers)
                for d in self.by_side[side]
            ]
        else:
            keys = sorted({k for w in condition.words.words for k in w.keys})
            pools = [d for key in keys for d in self.by_word.get(key, ())]
            pools += [
                d
                for s in sorted(self.by_side)
                if s != own
                for d in self.by_side[s]
                if d.event.type in condition.types
            ]
        yield from {d.event.id: d for d in pools}.values()


_AT = re.compile(r"\b(?:on|against|upon|at)\b", re.IGNORECASE)
# “any incursion into its territory”: whose it is, is whoever draws the line.
_OWN = re.compile(r"\b(?:its|our|my|their|his|her|us)\b", re.IGNORECASE)


def _types_of(condition: str) -> frozenset[EventType]:
    """The types that the words of a condition name."""
    words = frozenset(re.findall(r"[a-z-]+", condition.lower()))
    return frozenset(kind for kind, named in _type_words() if words & named)


@cache
def _type_words() -> tuple[tuple[EventType, frozenset[str]], ...]:
    text = resources.files("detente.codebook").joinpath("red_lines.toml").read_text(encoding="utf-8")
    return tuple((kind, frozenset(words)) for kind, words in tomllib.loads(text)["types"].items())


@cache
def _names_of_type(kind: EventType) -> tuple[Word, ...]:
    """The words that name a type, as words of a proposition."""
    return tuple(w for name in sorted(dict(_type_words()).get(kind, ())) for w in wording_of(name).words)


def _trigger(deed: Deed) -> str:
    span, trigger = deed.event.evidence.span, deed.event.evidence.trigger
    return deed.text[trigger.start - span.start : trigger.end - span.start] or deed.text


# How far apart two days are is asked in years alone: ISO days compare as text.
def _too_late(drawn: str, day: str) -> bool:
    return int(day[:4]) * 365 + int(day[5:7]) * 30 - int(drawn[:4]) * 365 - int(drawn[5:7]) * 30 > REACH


def _with_fate(
    line: RedLine,
    chances: _Chances,
    claims: Sequence[Utterance],
    sides: Sides,
    actors: Mapping[str, Actor],
) -> RedLine:
    touches: list[Touch] = []
    own = sides.own(line.holder)
    if line.drawn is not None:
        condition = chances.condition(line)
        for deed in chances.deeds_for(condition, own):
            touch = _held_against(line, condition, deed, chances, own)
            if touch is not None:
                touches.append(touch)
        touches.extend(_stood(line, condition, chances, own))
        touches.extend(_said(line, condition, claims, sides, own))
    touches.sort(key=lambda t: (t.day or "", t.record))
    kinds = {t.kind for t in touches}
    fate: Fate = next((k for k in _RANKED if k in kinds), "standing")
    return replace(line, touches=tuple(touches), fate=fate)


_RANKED: tuple[Fate, ...] = ("crossed", "heeded", "possibly crossed", "touched")


def _held_against(
    line: RedLine, condition: _Condition, deed: Deed, chances: _Chances, own: str
) -> Touch | None:
    """What a deed is to a line; None where it is nothing to it."""
    sides, event = chances.sides, deed.event
    assert line.drawn is not None
    if deed.day is None or deed.day[:10] < line.drawn or _too_late(line.drawn, deed.day):
        return None
    if event.status in ("negated", "demanded") and not (event.status == "negated" and line.is_omission):
        return None
    doers = {sides.own(s) for s in event.sources}
    if own in doers or not doers or (event.type in WORDS and event.type not in condition.types):
        return None
    named = bool(condition.doers) and sides.meet(doers, condition.doers)
    if condition.doers and not named:
        return None
    theirs = chances.words[event.id]
    names = frozenset().union(*(sides.names(a) for a in (line.holder, *line.toward, *event.sources)))
    words = without(condition.words, names)
    same_type = event.type in condition.types
    alike, shared = common(words.words, theirs.words)
    n = alike
    if same_type:  # “attack” is told by the type, whatever the word: “invaded”
        n, shared = common(words.words, (*theirs.words, *_names_of_type(event.type)))
    share = shared / max(weight(words.words), 0.1)
    targets = {sides.own(t) for t in event.targets}
    at_target = bool(condition.targets) and sides.meet(targets, condition.targets)
    figures = condition.words.terms.figures
    same_figures = not figures or bool(figures & theirs.terms.figures)
    # Of whoever it may be, a deed has to hit the target or share more than the one word “attack”.
    telling = at_target or alike >= 2 or (named and n >= 2)
    # “any attack on them” names a target, known or not, that a deed of the same kind need not have hit.
    told = telling or (named and same_type and n >= 1 and not _AT.search(line.condition))
    surely = same_figures and told and (share >= SURELY or (same_type and at_target and share >= PERHAPS))
    perhaps = (same_type and (at_target or (named and n >= 1))) or (
        share >= PERHAPS and (n if named else alike) >= 2
    )
    if not perhaps and not surely:
        return None
    same_day = deed.day[:10] == line.drawn
    if same_day and any(e.report == event.report for e in line.evidence):
        return None  # which came first, the report does not say
    happened = event.status in REAL
    reasons = [
        *(["the side that was warned"] if named else []),
        *(["the same kind of deed"] if same_type else []),
        *(["the same target"] if at_target else []),
        *([f"{n} of {len(words.words)} words"] if n else []),
    ]
    doubts = []
    if event.claimed_by is not None and sides.own(chances.speakers.get(event.claimed_by)) not in doers:
        doubts.append("somebody's word")
    if same_day:
        doubts.append("on the same day")
    if not same_figures:
        doubts.append("other figures")
    if not surely:
        doubts.append("in part")
    kind: Fate
    if line.is_omission:
        if not named:
            return None  # whoever did it, nobody says that it was asked of him
        if event.status == "negated":
            kind = "possibly crossed"
        elif happened and surely and not doubts:
            kind = "heeded"
        else:
            return None
    elif happened:
        kind = "crossed" if surely and not doubts else "possibly crossed"
    elif surely and event.status == "planned":
        kind = "touched"
    else:
        return None
    why = ", ".join(reasons) + (f"; {', '.join(doubts)}" if doubts else "")
    return Touch(kind, deed.day[:10], event.id, event.report, event.evidence.span, event.sources, why)


def _stood(line: RedLine, condition: _Condition, chances: _Chances, own: str) -> Iterator[Touch]:
    """Threats and promises of the side that was warned to do what the condition says, and claims of others that it did."""
    sides = chances.sides
    if line.is_omission:
        return
    keys = sorted({k for w in condition.words.words for k in w.keys})
    for whose, p in {p.id: (whose, p) for k in keys for whose, p in chances.stands.get(k, ())}.values():
        if not whose or own in whose or (condition.doers and not sides.meet(whose, condition.doers)):
            continue
        if p.first_seen is None or line.drawn is None or p.first_seen < line.drawn or p.id in line.positions:
            continue
        names = frozenset().union(*(sides.names(a) for a in (line.holder, *line.toward, p.holder, *p.toward)))
        words = without(condition.words, names)
        n, shared = common(words.words, wording_of(_of_stand(p)).words)
        if n < 2 or shared / max(weight(words.words), 0.1) < SURELY:
            continue
        e = p.evidence[0]
        span = Span(e.spans[0].start, e.spans[-1].end)
        if p.type == "claim":
            why = "somebody's word, disputed" if p.status == "disputed" else "somebody's word"
            yield Touch("possibly crossed", p.first_seen, p.id, e.report, span, p.toward, why)
        else:
            why = "threatens it" if p.type == "threat" else "says that it will do it"
            yield Touch("touched", p.first_seen, p.id, e.report, span, (p.holder,) if p.holder else (), why)


def _of_stand(p: Position) -> str:
    return _squeezed((p.consequence or p.proposition) if p.type == "threat" else p.proposition)


def _said(
    line: RedLine, condition: _Condition, claims: Sequence[Utterance], sides: Sides, own: str
) -> Iterator[Touch]:
    """Somebody's word that the line was crossed: its holder's, or one that shares its matter."""
    for claim in claims:
        if claim.day is None or line.drawn is None or claim.day < line.drawn:
            continue
        if not _CROSSED.search(claim.text) or _NOT_SAID_CROSSED.search(claim.text):
            continue
        theirs = wording_of(claim.text)
        n, _ = common(condition.words.words, theirs.words)
        if n >= (1 if sides.own(claim.speaker) == own else 2):
            by = (claim.speaker,) if claim.speaker else ()
            yield Touch(
                "possibly crossed",
                claim.day,
                claim.statement,
                claim.report,
                claim.span,
                by,
                "said to be crossed",
            )
