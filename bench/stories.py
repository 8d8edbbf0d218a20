"""How well copies of a report are told from other reports.

    python bench/stories.py COPIES.jsonl     # reports a line, with "group" (what it is a copy of) and "edit"
    python bench/stories.py REPORTS.jsonl    # reports without: copies of them are made here, see `copies_of`

Every pair of reports is asked whether it is one story. Printed are precision, recall and F1 of the pairs, for each
kind of edit the recall, and the share of pairs of different groups that were joined, of those that share a run of
words at all. Joined pairs of different groups are listed: real collections hold real copies that nobody labelled.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

from detente.stories import copies_among, grouped, sketch_of

Row = Mapping[str, Any]
# Everyday words for which a rewriter puts another: a tenth of running news text.
OTHER_WORDS = dict(
    pair.split("=")
    for pair in (
        "says=adds said=added would=could will=shall but=yet also=too over=across told=advised into=inside more=further "
        "some=certain after=once before=until because=as while=whereas against=versus during=amid between=among "
        "last=past next=coming week=seven-day year=twelvemonth day=date city=town state=land man=fellow woman=lady "
        "make=create made=created take=grab took=grabbed give=hand gave=handed show=reveal showed=revealed call=dub "
        "called=dubbed hold=keep held=kept plan=design talks=parley war=conflict army=forces police=officers "
        "minister=secretary party=faction vote=ballot law=statute court=tribunal money=cash oil=crude food=provisions"
    ).split()
)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("reports", type=Path)
    options = parser.parse_args()
    rows = [json.loads(line) for line in options.reports.read_text(encoding="utf-8").splitlines()]
    if "group" not in rows[0]:
        rows = list(copies_of(rows, random.Random(7)))
    began = time.process_time()
    sketches = {f"{n:07}": sketch_of(row["text"]) for n, row in enumerate(rows)}
    spent = time.process_time() - began
    began = time.process_time()
    told = grouped(copies_among(sketches))
    print(
        f"{len(rows)} reports: {len(rows) / spent:,.0f} sketches a second, grouped in {time.process_time() - began:.2f} s"
    )
    report(rows, told)


def report(rows: Sequence[Row], told: Mapping[str, Sequence[str]]) -> None:
    """The figures of one run."""
    story = {int(id): first for first, ids in told.items() for id in ids}
    groups: dict[str, list[int]] = defaultdict(list)
    for n, row in enumerate(rows):
        groups[row["group"]].append(n)
    found, all_of = Counter[str](), Counter[str]()
    for members in groups.values():
        for a, b in combinations(members, 2):
            kind = " and ".join(sorted({rows[a]["edit"], rows[b]["edit"]} - {"original"}) or ["original"])
            all_of[kind] += 1
            found[kind] += a in story and story[a] == story.get(b)
    joined = {
        tuple(sorted((rows[a]["group"], rows[b]["group"])))
        for ids in told.values()
        for a, b in combinations(map(int, ids), 2)
        if rows[a]["group"] != rows[b]["group"]
    }
    for kind, n in sorted(all_of.items()):
        print(f"{kind:28} {n:6} pairs, recall {found[kind] / n:.4f}")
    hit, asked = found.total(), all_of.total()
    print(
        f"all: recall {hit / asked:.4f}, precision with joined groups as errors {hit / (hit + len(joined)):.4f}, "
        f"F1 {2 * hit / (hit + len(joined) + asked):.4f}"
    )
    print(f"{len(joined)} pairs of {len(groups)} groups joined")
    for a, b in sorted(joined):
        print(f"    {a} + {b}")


def copies_of(rows: Sequence[Row], rng: random.Random) -> Iterator[Row]:
    """Each report and, of three in ten, copies: cut, framed by another outlet's words, spun, spun and cut."""
    for n, row in enumerate(rows):
        key = str(row.get("id", n))
        yield {"text": row["text"], "group": key, "edit": "original"}
        if rng.random() < 0.3:
            whole = row["text"]
            cut = whole[: int(len(whole) * rng.uniform(0.5, 0.9))]
            framed = (
                f"{rng.choice(rows)['text'][:200]}\n\n{whole}\n\nRead more: {rng.choice(rows)['text'][:150]}"
            )
            yield {"text": cut, "group": key, "edit": "cut"}
            yield {"text": framed, "group": key, "edit": "framed"}
            yield {"text": spun(whole, rng), "group": key, "edit": "spun"}
            yield {"text": spun(cut, rng), "group": key, "edit": "spun and cut"}


def spun(text: str, rng: random.Random) -> str:
    """The text with other everyday words, some left out, and sentences that change places."""

    def other(match: re.Match[str]) -> str:
        word = match[0]
        if word.lower() in OTHER_WORDS:
            new = OTHER_WORDS[word.lower()]
            return new.capitalize() if word[0].isupper() else new
        return "" if len(word) > 3 and word.islower() and rng.random() < 0.03 else word

    sentences = re.split(r"(?<=[.!?])\s+", re.sub(r"[A-Za-z]+", other, text))
    for at in range(len(sentences) - 1):
        if rng.random() < 0.1:
            sentences[at], sentences[at + 1] = sentences[at + 1], sentences[at]
    return " ".join(sentences)


if __name__ == "__main__":
    main()
