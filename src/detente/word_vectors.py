"""How near in meaning single words are: a table of vectors, so that “armistice” is near “truce” though no list says so.

`vectors/words.txt` has the words, one a line, `vectors/words.npy` an int8 vector for each; training/utterances/vectors.py
makes both from a sentence encoder. All is done in whole numbers, so that every machine finds the same.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Any, NamedTuple

import numpy as np

from detente.utterances import one_spelling

Ints = np.ndarray[Any, np.dtype[np.int64]]


class Nearness(NamedTuple):
    """How near the words of two texts are, each 0…1 but for `gist` and `rest` (−1…1)."""

    alike: float  # mean likeness of each word to its like in the other text, of the text that has fewer
    alike_longer: float  # the same of the other text
    gist: float  # cosine of the sums of all words
    rest: float  # cosine of the sums of the words that stand in one text only; 0 where one has none
    has_rest: float  # whether both texts have such words
    loneliest: float  # likeness to its like of the word that has least of one
    strange: float  # weight of the words that are strange to the other text, of the text that has fewer


@cache
def _table() -> tuple[Mapping[str, int], Ints]:
    home = resources.files("detente").joinpath("vectors")
    words = home.joinpath("words.txt").read_text(encoding="utf-8").split()
    with home.joinpath("words.npy").open("rb") as file:
        return {one_spelling(word): n for n, word in enumerate(words)}, np.load(file).astype(np.int64)


def nearness(one: Sequence[tuple[str, int]], other: Sequence[tuple[str, int]], *, strange: float) -> Nearness:
    """How near two texts are, given as words and their weights in tenths, neither empty.

    A word that the table lacks is only near itself. A word is strange to the other text where its likeness is below
    `strange`.
    """
    a, b = _vectors(one), _vectors(other)
    lengths = np.sqrt(np.maximum(1, (a * a).sum(1)))[:, None] * np.sqrt(np.maximum(1, (b * b).sum(1)))
    like = np.maximum(0.0, (a @ b.T) / lengths)
    like[np.array([[word == w for w, _ in other] for word, _ in one])] = 1.0
    best_a, best_b = like.max(1).tolist(), like.max(0).tolist()
    covers = sorted((_mean(best_a, one), _mean(best_b, other)))
    words, other_words = {w for w, _ in one}, {w for w, _ in other}
    rest_a = [n for n, (w, _) in enumerate(one) if w not in other_words]
    rest_b = [n for n, (w, _) in enumerate(other) if w not in words]
    weights_a, weights_b = (np.array([[n] for _, n in text], dtype=np.int64) for text in (one, other))
    sums_a, sums_b = a * weights_a, b * weights_b
    return Nearness(
        alike=covers[0],
        alike_longer=covers[1],
        gist=_cosine(sums_a.sum(0), sums_b.sum(0)),
        rest=_cosine(sums_a[rest_a].sum(0), sums_b[rest_b].sum(0)),
        has_rest=float(bool(rest_a and rest_b)),
        loneliest=min(*best_a, *best_b),
        strange=min(_strange(best_a, one, strange), _strange(best_b, other, strange)),
    )


def _vectors(words: Sequence[tuple[str, int]]) -> Ints:
    place, table = _table()
    found = np.zeros((len(words), table.shape[1]), dtype=np.int64)
    for n, (word, _) in enumerate(words):
        if word in place:
            found[n] = table[place[word]]
    return found


def _mean(likes: Sequence[float], words: Sequence[tuple[str, int]]) -> float:
    weight = sum(n for _, n in words)
    return math.fsum(like * n for like, (_, n) in zip(likes, words, strict=True)) / weight


def _strange(likes: Sequence[float], words: Sequence[tuple[str, int]], below: float) -> float:
    return sum(n for like, (_, n) in zip(likes, words, strict=True) if like < below) / 10


def _cosine(a: Ints, b: Ints) -> float:
    length = math.sqrt(int((a * a).sum())) * math.sqrt(int((b * b).sum()))
    return int((a * b).sum()) / length if length else 0.0
