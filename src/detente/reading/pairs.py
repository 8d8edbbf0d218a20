"""What a given source does to a given target in a given sentence: the question that labelled sets ask."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib import resources

import msgspec
import numpy as np
from spacy.tokens import Doc, Token

from detente.reading.encoder import MarkedPair, Which, columns, counted, score_pairs
from detente.reading.intent import announced_as, withheld_as
from detente.reading.language import load_language
from detente.reading.modality import status_of
from detente.reading.triggers import (
    VERBAL,
    Match,
    Matcher,
    code_of,
    inner_match,
    loose_triggers,
    sources_of,
    taken_by_others,
    target_candidates,
)
from detente.records import EVENT_TYPES, REAL, EventStatus, EventType, Span
from detente.workers import in_batches

# What a trigger loses. Swept by hand on the odd rows of PLV; flat within ± 0.3.
TAKEN = 3.0  # it is another trigger's condition (“sanctions” of “imposed sanctions”)
GOVERNED = 1.0  # another trigger governs it (“threatened to *attack*”)
INSIDE = 1.5  # it stands inside the source or the target (“condemned *the bombing of the school*”)
ASIDE = 0.3  # it stands in a clause beside the main one
ANNOUNCED = 1.0  # it is only announced, and counts for AGREE, THREATEN or REJECT instead
_PRIOR: EventType = "CONCEDE"


class Pair(msgspec.Struct, frozen=True):
    """A sentence with its source and its target marked, spans in code points of `text`."""

    id: str | int
    text: str
    source: Span
    target: Span


class PairLabel(msgspec.Struct, frozen=True):
    """What the source does to the target; `label_scores` has every event type and sums to 1."""

    id: str | int
    type: EventType
    mode: str | None
    cameo: str | None
    status: EventStatus
    confidence: float
    label_scores: dict[EventType, float]


# Pairs that are scored together.
BATCH = 64
# The encoders' say in the pool (Stone 1961, linear opinion pool). Swept 0.5–0.9 on the even rows of PLV, which neither
# is made with: macro-F1 0.811, 0.838 (0.6), 0.836, 0.831, 0.834, 0.829; both encoders alone 0.828, the full one 0.821,
# the rules 0.755.
ENCODERS = 0.6


def classify_pairs(pairs: Iterable[Pair], *, quick: bool = False) -> Iterator[PairLabel]:
    """The label of each pair, in order; always one of the event types.

    Heard are the codebook's triggers on the parse (`by_rules`) and the two trained encoders on the words; their shares
    are averaged, the encoders' counting `ENCODERS`. `quick` hears the smaller encoder alone and parses nothing: no mode, no
    CAMEO code, six times as fast (bench/pairs.py), 4 points of macro-F1 less on PLV.
    """
    for batch in in_batches(pairs, BATCH):
        marked = [MarkedPair(p.text, p.source, p.target) for p in batch]
        if quick:
            yield from map(by_encoder, batch, *heard_of(marked, "quick"))
        else:
            docs = load_language().pipe((pair.text for pair in batch), batch_size=BATCH)
            yield from map(_joined, map(by_rules, batch, docs), *heard_of(marked, "full", "quick"))


def heard_of(pairs: Sequence[MarkedPair], *encoders: Which) -> tuple[list[list[float]], list[EventStatus]]:
    """What the encoders say of each pair, their mean: the shares of the types (in the order of `columns().types`), what is
    only announced or withheld counted for what announcing it does; and the status."""
    said = [score_pairs(pairs, which) for which in encoders]
    types = np.mean([counted(*one) for one in said], axis=0)
    statuses = np.mean([statuses for _, statuses in said], axis=0)
    return types.tolist(), [columns().statuses[n] for n in statuses.argmax(axis=1)]


def by_encoder(pair: Pair, heard: list[float], status: EventStatus) -> PairLabel:
    """The label that the encoder's shares make alone."""
    shares = {t: heard[n] for t, n in _places()}
    type_ = max(shares, key=shares.__getitem__)
    return PairLabel(pair.id, type_, None, None, status, shares[type_], shares)


@cache
def _places() -> tuple[tuple[EventType, int], ...]:
    """Which column of the encoder's answer is each event type's."""
    return tuple((t, columns().types.index(t)) for t in EVENT_TYPES)


def _joined(rules: PairLabel, heard: list[float], status: EventStatus) -> PairLabel:
    """The label that the rules' and the encoder's shares make together."""
    shares = calibrated(pooled(rules, heard), temperature())
    type_ = max(EVENT_TYPES, key=lambda t: shares[t])
    same = type_ == rules.type
    # The encoder was taught the status of the pair; the rules may have taken another word for the trigger.
    if same and status in REAL and rules.status not in REAL:
        status = rules.status
    return PairLabel(
        id=rules.id,
        type=type_,
        mode=rules.mode if same else None,
        cameo=rules.cameo if same else None,
        status=status,
        confidence=shares[type_],
        label_scores=shares,
    )


def pooled(rules: PairLabel, heard: list[float]) -> dict[EventType, float]:
    """The shares of rules and encoders in one: their weighted mean. `heard` is a row of `heard_of`."""
    return {t: ENCODERS * heard[n] + (1 - ENCODERS) * rules.label_scores[t] for t, n in _places()}


def calibrated(shares: Mapping[EventType, float], temperature: float) -> dict[EventType, float]:
    """Shares made flatter (a temperature over 1) or steeper (under 1), adding up to 1 again."""
    return _shared({t: math.log(max(share, 1e-9)) / temperature for t, share in shares.items()})


@cache
def temperature() -> float:
    """By which the shares are as often right as they say: fitted by training/events/calibrate.py."""
    text = resources.files("detente.reading").joinpath("weights", "confidence.json").read_text("utf-8")
    return float(json.loads(text)["pairs"])


def by_rules(pair: Pair, doc: Doc) -> PairLabel:
    """The label that the codebook's triggers on the parse give a pair."""
    source, target = _head_in(doc, pair.source), _head_in(doc, pair.target)
    scores: dict[EventType, float] = dict.fromkeys(EVENT_TYPES, 0.0)
    best: tuple[float, EventType, Match] | None = None
    matcher = Matcher()
    matches = [m for m in map(matcher.at, doc) if m is not None]
    taken = taken_by_others(matches)
    named = {m.token.i for m in matches}
    for match in matches:
        score = _closeness(match, matcher, source, target, pair)
        if match.token.i in taken:
            score -= TAKEN
        if match.token.dep_ in ("relcl", "advcl", "acl"):
            score -= ASIDE
        if _is_governed(match.token, named - taken):
            score -= GOVERNED
        told = announced_as(match.type, match.token) or withheld_as(match.type, match.token)
        if told is not None:
            scores[match.type] = max(scores[match.type], score - ANNOUNCED)
        type_ = told or match.type
        scores[type_] = max(scores[type_], score)
        if best is None or score > best[0]:
            best = (score, type_, match)
    if best is None:
        best = _by_words(doc, source, target)
        if best is not None:
            scores[best[1]] = best[0]
    shares = _softmax(scores)
    chosen = best[2] if best is not None else None
    type_ = best[1] if best is not None else _PRIOR
    return PairLabel(
        id=pair.id,
        type=type_,
        mode=chosen.trigger.mode if chosen and chosen.type == type_ else None,
        cameo=code_of(chosen, matcher, as_type=type_) if chosen else None,
        status=status_of(chosen.token) if chosen and chosen.type == type_ else "occurred",
        confidence=shares[type_],
        label_scores=shares,
    )


def _by_words(doc: Doc, source: Token | None, target: Token | None) -> tuple[float, EventType, Match] | None:
    """The nearest word that names some event at all, its conditions set aside; None where there is none."""
    best: tuple[float, EventType, Match] | None = None
    for token in doc:
        for trigger in loose_triggers(token):
            near = sum(1.2 / (1 + _distance(token, side)) for side in (source, target) if side is not None)
            if best is None or near > best[0]:
                best = (near, trigger.type, Match(token, trigger, ()))
    return best


def _head_in(doc: Doc, span: Span) -> Token | None:
    """The word of a stretch on which its other words hang."""
    inside = [t for t in doc if t.idx < span.end and t.idx + len(t.text) > span.start and not t.is_space]
    return next((t for t in inside if t.head not in inside or t.head.i == t.i), None)


def _closeness(
    match: Match, matcher: Matcher, source: Token | None, target: Token | None, pair: Pair
) -> float:
    """How well a trigger fits the pair: more for one whose grammar puts both where the pair has them."""
    at = match.token.idx
    score = 0.2 * match.trigger.weight
    if pair.source.start <= at < pair.source.end or pair.target.start <= at < pair.target.end:
        score -= INSIDE
    if source is not None:
        score += _near(match.token, source, sources_of(match))
    if target is not None:
        near = _near_any(match.token, target, target_candidates(match))
        if match.type in VERBAL and (inner := inner_match(match, matcher)) is not None:
            # “agreed to send aid to B”: what is agreed says to whom.
            near = max(near, _near_any(inner.token, target, target_candidates(inner)))
        score += near
    return score


def _is_governed(token: Token, named: set[int]) -> bool:
    """Whether another trigger stands above a word in the same clause or governs its clause."""
    node = token
    for _ in range(6):
        head = node.head
        if head.i == node.i or node.dep_ in ("relcl", "parataxis", "nsubj", "nsubjpass"):
            return False
        if node.dep_ == "advcl" and any(c.dep_ in ("mark", "advmod") for c in node.children):
            return False
        if node.dep_ == "conj" and node.pos_ == "VERB":
            node = head
            continue
        if head.i in named:
            return True
        node = head
    return False


def _near(trigger: Token, wanted: Token, found: list[Token]) -> float:
    """2 where the grammar puts the wanted word on that side; else less the further it is in the parse."""
    for head in found:
        if head.i == wanted.i:
            return 2.0
        if head.is_ancestor(wanted) or wanted.is_ancestor(head):
            return 1.7
    return 1.2 / (1 + _distance(trigger, wanted))


def _near_any(trigger: Token, wanted: Token, places: Iterable[list[Token]]) -> float:
    """`_near` over the places where a target may stand, a little less for each place passed over."""
    best = _near(trigger, wanted, [])
    for n, found in enumerate(places):
        best = max(best, _near(trigger, wanted, found) - 0.15 * n)
    return best


def _distance(a: Token, b: Token) -> int:
    """Steps between two words in the parse; 12 where no path joins them."""
    up = {a.i: 0}
    for n, t in enumerate(a.ancestors, 1):
        up[t.i] = n
    if b.i in up:
        return up[b.i]
    for n, t in enumerate(b.ancestors, 1):
        if t.i in up:
            return up[t.i] + n
    return 12


def _softmax(scores: dict[EventType, float]) -> dict[EventType, float]:
    return _shared({t: 1.5 * s for t, s in scores.items()})


def _shared(logs: Mapping[EventType, float]) -> dict[EventType, float]:
    """Shares that add up to 1 from their logarithms, whatever these add up to."""
    top = max(logs.values())
    powers = {t: math.exp(s - top) for t, s in logs.items()}
    total = sum(powers.values())
    return {t: p / total for t, p in powers.items()}
