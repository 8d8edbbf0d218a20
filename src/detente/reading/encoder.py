"""The trained encoders: how likely each event type is for a marked source and target, by the words alone.

There are two, of six layers (`full`) and of three (`quick`, half the time). The weights are made by
training/events/train.py from the corpus beside it and ship with the package.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any, Literal

import msgspec
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


class Columns(msgspec.Struct, frozen=True):
    """What the columns of the encoders' answers mean."""

    types: tuple[EventType, ...]
    statuses: tuple[EventStatus, ...]


@dataclass(frozen=True)
class Encoder:
    """The loaded weights and their tokenizer."""

    session: Any
    tokenizer: Any


@cache
def columns() -> Columns:
    """The columns of either encoder."""
    return msgspec.json.decode(_home().joinpath("labels.json").read_bytes(), type=Columns)


@cache
def load_encoder(which: Which = "full") -> Encoder:
    """An encoder of the package, on one thread; loaded once a process."""
    import onnxruntime
    from tokenizers import Tokenizer

    home = _home()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(
        home.joinpath(f"{which}.onnx").read_bytes(), options, providers=["CPUExecutionProvider"]
    )
    tokenizer = Tokenizer.from_str(home.joinpath("tokenizer.json").read_text(encoding="utf-8"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return Encoder(session, tokenizer)


def _home() -> Traversable:
    return resources.files("detente.reading").joinpath("weights")


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

    The columns are those of `columns()`. One sentence at a time: the int8 encoder rounds to the range of
    all that it is shown together, so that in a batch a pair's scores would depend on its company.
    """
    encoder = load_encoder(which)
    types = np.zeros((len(pairs), len(columns().types)), dtype=np.float32)
    statuses = np.zeros((len(pairs), len(columns().statuses)), dtype=np.float32)
    first, third = (encoder.tokenizer.token_to_id(m) for m in (MARKS[0], MARKS[2]))
    for row, found in enumerate(encoder.tokenizer.encode_batch_fast([marked_text(p) for p in pairs])):
        ids = _cut(found.ids, encoder)
        marks = np.array([_place(first, ids), _place(third, ids)], dtype=np.int64)
        types[row], statuses[row] = encoder.session.run(
            ["types", "statuses"], {"ids": np.array(ids, np.int64), "marks": marks}
        )
    return _softmax(types), _softmax(statuses)


def counted(types: np.ndarray, statuses: np.ndarray) -> np.ndarray:
    """The shares of the types when what is only announced or withheld counts for what announcing it does.

    `types` and `statuses` as from `score_pairs`, or one row of each.
    """
    found = types.copy()
    for status, counts_as, acts in _counts_as():
        moved = statuses[..., status, None] * types[..., acts]
        found[..., acts] -= moved
        found[..., counts_as] += moved.sum(axis=-1)
    return found


@cache
def _counts_as() -> tuple[tuple[int, int, list[int]], ...]:
    """`COUNTS_AS` in columns."""
    types, statuses = columns().types, columns().statuses
    return tuple(
        (statuses.index(status), types.index(counts_as), [types.index(act) for act in acts])
        for status, counts_as, acts in COUNTS_AS
    )


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
    """The shares that rows of scores stand for."""
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    shares: np.ndarray = powers / powers.sum(axis=-1, keepdims=True)
    return shares
