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

import numpy as np

from detente.ownbook.regression import Floats
from detente.reading.encoder import load_encoder

# Pieces of a sentence that are looked at: about ninety words. Longer ones are cut.
LENGTH = 128


def meanings_of(texts: Iterable[str]) -> Iterator[Floats]:
    """The vector of each sentence, in order.

    One at a time: the encoder rounds to the range of all that it is shown together, so that in a batch the
    vector of a sentence would depend on its company.
    """
    encoder = load_encoder()
    for text in texts:
        pieces = np.array(encoder.tokenizer.encode(text).ids[:LENGTH], dtype=np.int64)
        (mean,) = encoder.session.run(["meaning"], {"ids": pieces, "marks": np.zeros(2, np.int64)})
        yield np.asarray(mean, dtype=np.float64)


@cache
def weights_digest() -> str:
    """Which encoder it is: what was learned with another one means nothing to this one."""
    weights = resources.files("detente.reading").joinpath("weights", "full.onnx").read_bytes()
    return hashlib.blake2b(weights, digest_size=8).hexdigest()
