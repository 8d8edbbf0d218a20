"""A sentence as a vector: what the reader's encoder makes of it on the way to detente's own types.

The encoder (detente.reading.encoder) is trained to tell sixteen event types and whether they happened; the mean of
its last layer carries that for types that it was never told of. On the six types of bench/codebook, with 20 examples,
F1 is 0.78 by this vector; 0.61 by that of the same model before that training; 0.38 by lemmas, dependencies and the
reader's events; and not over 0.80 by this vector with any of these or with the other layers. So it stands alone, and
neither parse nor names are needed (docs/codebook.md has the table).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import resources
from typing import Any, NamedTuple

import numpy as np

from detente.ownbook.regression import Floats

# Pieces of a sentence that are looked at: about ninety words. Longer ones are cut.
LENGTH = 128

# Where the encoder's graph holds the mean of its last layer, which its declared outputs do not have.
_MEAN = "/Div_output_0"


class _Encoder(NamedTuple):
    session: Any
    tokenizer: Any


def meanings_of(texts: Iterable[str]) -> Iterator[Floats]:
    """The vector of each sentence, in order.

    One at a time: the encoder rounds to the range of all that it is shown together, so that in a batch the
    vector of a sentence would depend on its company.
    """
    encoder = _load_encoder()
    for text in texts:
        pieces = np.array([encoder.tokenizer.encode(text).ids[:LENGTH]], dtype=np.int64)
        shown = {
            "input_ids": pieces,
            "attention_mask": np.ones_like(pieces),
            "marks": np.zeros((1, 2), np.int64),
        }
        (mean,) = encoder.session.run([_MEAN], shown)
        yield np.asarray(mean[0], dtype=np.float64)


@cache
def weights_digest() -> str:
    """Which encoder it is: what was learned with another one means nothing to this one."""
    weights = resources.files("detente.reading").joinpath("weights", "pairs.onnx").read_bytes()
    return hashlib.blake2b(weights, digest_size=8).hexdigest()


@cache
def _load_encoder() -> _Encoder:
    """The encoder with the mean of its last layer as one more output; loaded once a process, on one thread."""
    import onnxruntime
    from tokenizers import Tokenizer

    home = resources.files("detente.reading").joinpath("weights")
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    weights = home.joinpath("pairs.onnx").read_bytes() + _one_more_output(_MEAN)
    session = onnxruntime.InferenceSession(weights, options, providers=["CPUExecutionProvider"])
    tokenizer = Tokenizer.from_str(home.joinpath("tokenizer.json").read_text(encoding="utf-8"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return _Encoder(session, tokenizer)


def _one_more_output(name: str) -> bytes:
    """What, put behind a model, declares one more tensor of its graph as an output.

    Messages of Protocol Buffers that stand one behind the other are one message, whose lists are joined. The
    numbers are those of onnx.proto: graph (7), its outputs (12), their name (1) and type (2: a tensor (1) of
    elements (1) that are floats (1)).
    """

    def field(number: int, content: bytes) -> bytes:
        return bytes([number << 3 | 2, len(content)]) + content

    return field(7, field(12, field(1, name.encode()) + field(2, field(1, b"\x08\x01"))))
