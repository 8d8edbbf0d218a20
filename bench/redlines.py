"""Red lines, words and deeds on short crises of our own writing (tests/gold/redlines/cases.toml).

python bench/redlines.py            precision and recall of the lines, firmness, fates; dev (odd) and held-out (even) cases
python bench/redlines.py --shown    the faults of the odd cases too; those of the even ones are never shown
"""

from __future__ import annotations

import argparse
import tempfile
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from detente.codebook.actor_tables import State, load_actor_tables
from detente.evaluate.matching import share_words
from detente.ledger import Ledger, open_ledger
from detente.reading import read_reports
from detente.records import Reading, make_report
from detente.redlines import RedLine
from detente.views.deeds import all_beside
from detente.views.redlines import all_lines, in_words

# A state's name in small letters → its code.
STATES: dict[str, set[str]] = defaultdict(set)
for names_of_form in load_actor_tables().names.values():
    for form in names_of_form:
        if form.kind == "state" and isinstance(form.of, State):
            STATES[form.form.lower()].add(form.of.country)
GOLD = Path(__file__).parent.parent / "tests" / "gold" / "redlines" / "cases.toml"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--shown", action="store_true", help="show the faults of the odd cases")
    options = parser.parse_args()
    tallies = [Counter[str](), Counter[str]()]
    for number, (case, readings) in enumerate(read_cases(), 1):
        with tempfile.TemporaryDirectory() as folder, open_ledger(f"{folder}/case.db", create=True) as ledger:
            for reading in readings:
                ledger.add(reading)
            tally = tallies[number % 2 == 0]
            faults = [*judge(case, ledger, tally), *judge_pairs(case, ledger, tally)]
        if options.shown and number % 2 and faults:
            print(f"case {number}: {' | '.join(text for _, text in case['reports'])}")
            print("".join(f"    {fault}\n" for fault in faults), end="")
    for name, tally in zip(("odd cases", "even cases"), tallies, strict=True):
        print(f"{name:10} {figures(tally)}")
    print(f"{'all':10} {figures(tallies[0] + tallies[1])}")


def read_cases() -> Iterator[tuple[dict[str, Any], Sequence[Reading]]]:
    """Each case and the readings of its reports."""
    cases = tomllib.loads(GOLD.read_text(encoding="utf-8"))["case"]
    reports = [
        make_report(text, id=f"r-{n}-{i}", published_at=day)
        for n, case in enumerate(cases)
        for i, (day, text) in enumerate(case["reports"])
    ]
    readings = list(read_reports(reports))
    at = 0
    for case in cases:
        yield case, readings[at : at + len(case["reports"])]
        at += len(case["reports"])


def judge(case: dict[str, Any], ledger: Ledger, tally: Counter[str]) -> Iterator[str]:
    """Counts one case into the tally and tells its faults."""
    if "lines" not in case:
        return
    found, names = list(all_lines(ledger)), ledger.names()
    actors = {a.id: a for a in ledger.actors()}

    def is_of(actor: str | None, name: str) -> bool:
        if actor is None:
            return False
        told, codes = actors[actor], STATES.get(name.lower(), frozenset())
        return name.lower() in told.name.lower() or told.country in codes

    for want in case["lines"]:
        fits = [
            x for x in found if is_of(x.holder, want["who"]) and share_words(x.condition, want["condition"])
        ]
        if not fits:
            tally["missed"] += 1
            yield f"missed: {want['who']}: {want['condition']}"
            continue
        line = fits[0]
        found.remove(line)
        tally["right"] += 1
        tally["consequence"] += "consequence" not in want or share_words(
            line.consequence, want["consequence"]
        )
        tally["firm"] += line.firmness in want["firm"].split("|")
        fates = want["fate"].split("|")
        by = {a for t in line.touches if t.kind == line.fate for a in t.by}
        right = line.fate in fates and (
            "by" not in want or line.fate == "standing" or any(is_of(a, want["by"]) for a in by)
        )
        tally["fate"] += right
        if line.fate == "crossed":
            tally["crossed told"] += 1
            tally["crossed right"] += right
        if "crossed" in fates:
            tally["crossed wanted"] += 1
            tally["crossed found"] += line.fate == "crossed"
        if not right or line.firmness not in want["firm"].split("|"):
            yield f"{names.get(line.holder or '')}: {in_words(line)} {line.firmness} {line.fate} {[t.why for t in line.touches]}, wanted {want['firm']} {want['fate']}"
        if "consequence" in want and not share_words(line.consequence, want["consequence"]):
            yield f"consequence {line.consequence!r}, wanted {want['consequence']!r}"
    tally["spurious"] += len(found)
    yield from (f"spurious: {names.get(x.holder or '')}: {told(x)}" for x in found)


def judge_pairs(case: dict[str, Any], ledger: Ledger, tally: Counter[str]) -> Iterator[str]:
    """Counts the deeds that stand beside words; cases that name no pairs are not asked."""
    if "pairs" not in case:
        return
    reports = {r.id: r.text for r in ledger.reports()}
    found = [(b.said.words, d.span.of(reports[d.report])) for b in all_beside(ledger) for d in b.done]
    for want in case["pairs"]:
        fits = [f for f in found if share_words(f[0], want["said"]) and share_words(f[1], want["did"])]
        tally["pairs right"] += bool(fits)
        tally["pairs missed"] += not fits
        if not fits:
            yield f"no pair: {want['said']} | {want['did']}"
        found = [f for f in found if f not in fits]
    tally["pairs spurious"] += len(found)
    yield from (f"spurious pair: {said} | {did}" for said, did in found)


def told(line: RedLine) -> str:
    return f"{in_words(line)} {line.fate}"


def figures(t: Counter[str]) -> str:
    right, lines = t["right"], t["right"] + t["missed"]
    precision, recall = right / max(right + t["spurious"], 1), right / max(lines, 1)
    f1 = 2 * precision * recall / max(precision + recall, 1e-9)
    pairs = t["pairs right"], t["pairs missed"], t["pairs spurious"]
    return (
        f"lines P {precision:.2f} R {recall:.2f} F1 {f1:.2f} ({right} of {lines}, {t['spurious']} spurious)  "
        f"consequence {t['consequence']}/{right}  firmness {t['firm']}/{right}  fate {t['fate']}/{right}  "
        f"crossed P {t['crossed right']}/{t['crossed told']} R {t['crossed found']}/{t['crossed wanted']}  "
        f"pairs P {pairs[0]}/{pairs[0] + pairs[2]} R {pairs[0]}/{pairs[0] + pairs[1]}"
    )


if __name__ == "__main__":
    main()
