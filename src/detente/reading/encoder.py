"""The trained encoders: how likely each event type is for a marked source and target, by the words alone.

There are two, of six layers (`full`) and of three (`quick`, half the time). The weights are made by
training/events/train.py from the corpus beside it and ship with the package.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Literal

import numpy as np

from detente.records import EventStatus, EventType, Span

# Pieces that the encoder is shown; more of a sentence is cut around source and target.
LENGTH = 64
MARKS = ("[unused1]", "[unused2]", "[unused3]", "[unused4]")
# What an act counts for while it is only announced or withheld (CAMEO 03, 12 and 13): “will return the
# paintings” agrees, “will march on the embassy” threatens, “failed to reach an accord” rejects.
_GIVING: tuple[EventType, ...] = ("COOPERATE", "AID", "RETREAT", "CONCEDE")
_FORCE: tuple[EventType, ...] = ("PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT")
COUNTS_AS: tuple[tuple[EventStatus, EventType, tuple[EventType, ...]], ...] = (
    ("planned", "AGREE", ("CONSULT", *_GIVING)),
    ("planned", "THREATEN", _FORCE),
    ("negated", "REJECT", ("AGREE", "CONSULT", *_GIVING)),
)


Which = Literal["full", "quick"]


@dataclass(frozen=True)
class MarkedPair:
    """A sentence with source and target, spans in code points of the text; None for a side that is not named."""

    text: str
    source: Span | None
    target: Span | None


@dataclass(frozen=True)
class Encoder:
    """The loaded weights, their tokenizer, and what the columns of their output mean."""

    session: Any
    tokenizer: Any
    types: tuple[EventType, ...]
    statuses: tuple[EventStatus, ...]


@cache
def load_encoder(which: Which = "full") -> Encoder:
    """An encoder of the package, on one thread; loaded once a process."""
    import json

    import onnxruntime
    from tokenizers import Tokenizer

    home = resources.files("detente.reading").joinpath("weights")
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(
        home.joinpath(f"{which}.onnx").read_bytes(), options, providers=["CPUExecutionProvider"]
    )
    tokenizer = Tokenizer.from_str(home.joinpath("tokenizer.json").read_text(encoding="utf-8"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    labels = json.loads(home.joinpath("labels.json").read_text(encoding="utf-8"))
    return Encoder(session, tokenizer, tuple(labels["types"]), tuple(labels["statuses"]))


def marked_text(pair: MarkedPair) -> str:
    """The sentence with marks around source and target. Where the two overlap, the inner one is marked
    inside the outer one; where they are one stretch, both stand around it."""
    cuts: list[tuple[int, int, str]] = []
    for span, first, last in ((pair.source, *MARKS[:2]), (pair.target, *MARKS[2:])):
        if span is not None:
            cuts += [(span.start, 0, first), (span.end, 1, last)]
    text = pair.text
    for at, _, mark in sorted(cuts, key=lambda c: (-c[0], c[1])):
        text = f"{text[:at]} {mark} {text[at:]}"
    return " ".join(text.split())


def score_pairs(pairs: Sequence[MarkedPair], which: Which = "full") -> tuple[np.ndarray, np.ndarray]:
    """(probability of each type, probability of each status): arrays of shape (pairs, types), (pairs, statuses).

    The columns are those of `load_encoder()`. One sentence at a time: the int8 encoder rounds to the range of
    all that it is shown together, so that in a batch a pair's scores would depend on its company.
    """
    encoder = load_encoder(which)
    types = np.zeros((len(pairs), len(encoder.types)), dtype=np.float32)
    statuses = np.zeros((len(pairs), len(encoder.statuses)), dtype=np.float32)
    first, third = (encoder.tokenizer.token_to_id(m) for m in (MARKS[0], MARKS[2]))
    encoded = encoder.tokenizer.encode_batch([marked_text(p) for p in pairs])
    for row, found in enumerate(encoded):
        ids = _cut(found.ids, encoder)
        marks = np.array([_place(first, ids), _place(third, ids)], dtype=np.int64)
        out = encoder.session.run(["types", "statuses"], {"ids": np.array(ids, np.int64), "marks": marks})
        types[row], statuses[row] = _softmax(out[0]), _softmax(out[1])
    return types, statuses


def counted(types: np.ndarray, statuses: np.ndarray) -> np.ndarray:
    """The shares of the types when what is only announced or withheld counts for what announcing it does."""
    encoder = load_encoder()
    found = types.copy()
    for status, counts_as, acts in COUNTS_AS:
        share = statuses[encoder.statuses.index(status)]
        for act in acts:
            at = encoder.types.index(act)
            found[encoder.types.index(counts_as)] += share * types[at]
            found[at] -= share * types[at]
    return found


def _place(mark: int, ids: list[int]) -> int:
    """Where a mark stands; the first piece where there is none, as in training."""
    return ids.index(mark) if mark in ids else 0


def _cut(ids: list[int], encoder: Encoder) -> list[int]:
    """At most LENGTH pieces: the stretch around source and target, or, where they lie too far apart, around
    each of them."""
    if len(ids) <= LENGTH:
        return ids
    marks = [encoder.tokenizer.token_to_id(m) for m in MARKS]
    at = sorted(ids.index(m) for m in marks if m in ids)
    keep = {0, len(ids) - 1, *at}
    distance = 0
    at = at or [0]
    while len(keep) < LENGTH and distance < len(ids):
        distance += 1
        for place in at:
            for near in (place - distance, place + distance):
                if 0 <= near < len(ids) and len(keep) < LENGTH:
                    keep.add(near)
    return [ids[i] for i in sorted(keep)]


def _softmax(scores: np.ndarray) -> np.ndarray:
    shifted = np.exp(scores - scores.max())
    shares: np.ndarray = shifted / shifted.sum()
    return shares
