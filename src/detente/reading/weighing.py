"""How far each event is to be trusted: the trained encoder is asked about what the grammar found.

The grammar knows who stands where and which word names the deed; the encoder knows the sentence. An event that the
encoder takes for another kind is right less often, and the confidence is the share of such events that are right.
The encoder does not overrule the grammar, but for one thing: what it is all but sure did not happen is not told as a
fact. It answers for the main deed of a sentence, and measured on whole reports its other types and statuses, and
leaving out what it doubts, lost more right events than wrong ones.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from functools import cache
from importlib import resources

import msgspec
import numpy as np

from detente.reading.encoder import MarkedPair, columns, counted, score_pairs
from detente.reading.page import Page, span_of
from detente.reading.triggers import VERBAL
from detente.records import REAL, Event, EventStatus, EventType, Span, Spans

# What share the encoder gives at least, so that no event is out of the question for it.
LEAST = 0.002
# Below this share for “occurred” and “ongoing” together a deed is not told as a fact. Swept 0.05 to 0.4 on the pairs
# of tests/gold/status.tsv: 0.05 turns 2 of 8 false facts for 5 of 665 true ones; more loses true ones alone.
LEAST_REAL = 0.05


def weighed(events: Sequence[Event], page: Page) -> tuple[Event, ...]:
    """The events with a calibrated confidence, in the same order."""
    sentences = [span_of(s[0], s[-1]) for s in page.sentences()]
    marked = [marked_for(event, sentences, page.report.text) for event in events]
    asked = list(dict.fromkeys(marked))  # two deeds between the same two are one question
    answers = dict(zip(asked, zip(*score_pairs(asked, "quick"), strict=True), strict=True))
    return tuple(
        msgspec.structs.replace(
            event,
            confidence=_confidence(evidence_for(event, pair, *answers[pair])),
            status=_doubted(event, answers[pair][1]),
        )
        for event, pair in zip(events, marked, strict=True)
    )


def _doubted(event: Event, shares: np.ndarray) -> EventStatus:
    """The grammar's status; “hypothetical” where it tells a deed as a fact and the encoder all but excludes one.

    Not of words: the encoder may answer for what was promised or asked for.
    """
    if event.status not in REAL or event.type in VERBAL:
        return event.status
    real = sum(float(shares[columns().statuses.index(s)]) for s in REAL)
    return event.status if real >= LEAST_REAL else "hypothetical"


def evidence_for(
    event: Event, pair: MarkedPair, types: np.ndarray, statuses: np.ndarray
) -> tuple[float, ...]:
    """What speaks for an event, as numbers: 1, the log odds of the encoder's share for its type, whether its
    source and its target are named."""
    told, at = counted(types, statuses), [columns().types.index(type_) for type_ in types_for(event)]
    share = float(max(*types[at], *told[at], LEAST))
    share = min(share, 1 - LEAST)
    return 1.0, math.log(share / (1 - share)), float(pair.source is not None), float(pair.target is not None)


def types_for(event: Event) -> tuple[EventType, ...]:
    """The types under which the encoder's corpus files such an event: its own, and CONCEDE for leaving office and
    letting others in, which the codebook files under RETREAT."""
    if event.type == "RETREAT" and event.mode in ("resign", "access"):
        return event.type, "CONCEDE"
    return (event.type,)


def _confidence(evidence: Sequence[float]) -> float:
    """The share of events with such evidence that are right, two digits."""
    score = sum(w * x for w, x in zip(_weights(), evidence, strict=True))
    return round(1 / (1 + math.exp(-score)), 2)


@cache
def _weights() -> tuple[float, ...]:
    """Of each number of `evidence_for`: fitted by training/events/calibrate.py."""
    text = resources.files("detente.reading").joinpath("weights", "confidence.json").read_text("utf-8")
    return tuple(json.loads(text)["events"])


def marked_for(event: Event, sentences: Sequence[Span], text: str) -> MarkedPair:
    """The sentence of an event's trigger, its source and its target marked where they stand in it."""
    trigger = event.evidence.trigger
    sentence = next((s for s in sentences if s.contains(trigger)), event.evidence.span)

    def inside(spans: Spans) -> Span | None:
        first = next((s for s in spans if sentence.contains(s)), None)
        return Span(first.start - sentence.start, first.end - sentence.start) if first else None

    source, target = inside(event.evidence.source), inside(event.evidence.target)
    return MarkedPair(sentence.of(text), source, target if target != source else None)
