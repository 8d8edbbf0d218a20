#!/usr/bin/env python3
"""Makes the table of word vectors by which renderings of one utterance are compared.

usage: vectors.py MODEL    (in the environment of ../events/requirements.txt; MODEL is the folder of all-mpnet-base-v2)

Every whole word of the model's vocabulary is shown to it alone; the mean of its last layer, less the mean of all
words, is cut to its first principal components, made one long and rounded to eight bits (Tulkens & van Dongen 2024,
“Model2Vec”). Writes `src/detente/vectors/words.txt` and `words.npy`. 64 components do as well as 128 or 256.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

import numpy as np
import torch
from transformers import AutoModel, AutoTokenizer

OUT = Path(__file__).parents[2] / "src" / "detente" / "vectors"
COMPONENTS = 64
BATCH = 256


def main() -> None:
    tokenizer = AutoTokenizer.from_pretrained(sys.argv[1])
    model = AutoModel.from_pretrained(sys.argv[1]).eval()
    words = sorted(word for word in tokenizer.get_vocab() if re.fullmatch("[a-z]{2,}", word))
    rows = []
    with torch.no_grad():
        for start in range(0, len(words), BATCH):
            shown = tokenizer(words[start : start + BATCH], padding=True, return_tensors="pt")
            states, mask = model(**shown).last_hidden_state, shown["attention_mask"][..., None]
            rows.append(((states * mask).sum(1) / mask.sum(1)).numpy())
    keep(words, np.concatenate(rows))


def keep(words: list[str], vectors: np.ndarray) -> None:
    """Write the table: vectors of shape (words, any), cut and rounded."""
    vectors = vectors - vectors.mean(axis=0)
    axes, _, _ = np.linalg.svd(vectors.T @ vectors)
    cut = vectors @ axes[:, :COMPONENTS]
    cut *= 127 / np.abs(cut).max(axis=1, keepdims=True)
    OUT.mkdir(exist_ok=True)
    np.save(OUT / "words.npy", cut.round().astype(np.int8))
    (OUT / "words.txt").write_text("\n".join(words) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
