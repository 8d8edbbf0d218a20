"""What a given source does to a given target in a given sentence: the question that labelled sets ask."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from itertools import tee

import msgspec
from spacy.tokens import Doc, Token

from detente.reading.language import load_language
from detente.reading.modality import status_of
from detente.reading.triggers import Match, Matcher, sources_of, targets_of
from detente.records import EVENT_TYPES, EventStatus, EventType, Span


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


def classify_pairs(pairs: Iterable[Pair]) -> Iterator[PairLabel]:
    """The label of each pair, in order; always one of the event types, parsed in batches."""
    pairs, again = tee(pairs)
    docs = load_language().pipe((p.text for p in again), batch_size=64)
    for pair, doc in zip(pairs, docs, strict=True):
        yield classify_parsed(pair, doc)


def classify_parsed(pair: Pair, doc: Doc) -> PairLabel:
    """The label of a pair whose sentence is parsed already."""
    source, target = _head_in(doc, pair.source), _head_in(doc, pair.target)
    scores: dict[EventType, float] = dict.fromkeys(EVENT_TYPES, 0.0)
    best: tuple[float, Match] | None = None
    matcher = Matcher()
    for token in doc:
        match = matcher.at(token)
        if match is None:
            continue
        score = _closeness(match, source, target, pair)
        scores[match.type] = max(scores[match.type], score)
        if best is None or score > best[0]:
            best = (score, match)
    shares = _softmax(scores)
    type_ = max(EVENT_TYPES, key=lambda t: (shares[t], -EVENT_TYPES.index(t)))
    chosen = best[1] if best is not None else None
    return PairLabel(
        id=pair.id,
        type=type_,
        mode=chosen.trigger.mode if chosen else None,
        cameo=chosen.trigger.cameo if chosen else None,
        status=status_of(chosen.token) if chosen else "occurred",
        confidence=round(shares[type_], 4),
        label_scores={t: round(s, 4) for t, s in shares.items()},
    )


def _head_in(doc: Doc, span: Span) -> Token | None:
    """The word of a stretch on which its other words hang."""
    inside = [t for t in doc if t.idx < span.end and t.idx + len(t.text) > span.start and not t.is_space]
    return next((t for t in inside if t.head not in inside or t.head is t), None)


def _closeness(match: Match, source: Token | None, target: Token | None, pair: Pair) -> float:
    score = 1.0 + 0.2 * match.trigger.weight
    if source is not None:
        score += _near(match.token, source, sources_of(match))
    if target is not None:
        score += _near(match.token, target, targets_of(match))
    return score


def _near(trigger: Token, wanted: Token, found: list[Token]) -> float:
    """2 where the grammar puts the wanted word on that side, less the further it is in the parse."""
    for head in found:
        if head is wanted or head.is_ancestor(wanted) or wanted.is_ancestor(head):
            return 2.0
    return 1.5 / (1 + _distance(trigger, wanted))


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
    top = max(scores.values())
    powers = {t: math.exp(1.5 * (s - top)) for t, s in scores.items()}
    total = sum(powers.values())
    return {t: p / total for t, p in powers.items()}
