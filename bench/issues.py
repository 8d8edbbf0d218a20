"""How well positions are grouped by what they are about, on the samples and the open crises.

    python bench/issues.py            # pairwise precision, recall and F1
    python bench/issues.py --show     # and each position of the list with the label it got

tests/gold/issues/issues.toml names issues and words that stand in propositions about them. A pair of positions of the list counts
as found where both got the same label. All reports stand in one ledger. Exit code 1 where F1 is under the bar.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import tomllib
from itertools import combinations
from pathlib import Path

from detente.ledger import open_ledger
from detente.reading import read_reports
from detente.records import Report
from detente.sources import open_reports

ROOT = Path(__file__).parent.parent
GOLD = ROOT / "tests" / "gold" / "issues" / "issues.toml"
BAR = 0.55


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--show", action="store_true")
    options = parser.parse_args()
    with GOLD.open("rb") as file:
        gold = {issue: table["words"] for issue, table in tomllib.load(file).items()}
    labelled: list[tuple[str, str | None, str]] = []
    with (
        tempfile.TemporaryDirectory() as folder,
        open_ledger(Path(folder) / "issues.db", create=True) as ledger,
    ):
        paths = [ROOT / "samples", *sorted((ROOT / "tests" / "gold" / "crises").glob("*.txt"))]
        reports = [found for found in open_reports(paths) if isinstance(found, Report)]
        for reading in read_reports(reports):
            ledger.add(reading)
        found = [
            (evidence.spans, evidence.report, p)
            for p in ledger.positions()
            for evidence in p.evidence
            if evidence.spans
        ]
        texts = {report: ledger.report(report).text for _, report, _ in found}
        for spans, report, position in found:
            told = " ".join(" … ".join(s.of(texts[report]) for s in spans).split())
            issue = next(
                (i for i, words in gold.items() for w in words if w in told or w in position.proposition),
                None,
            )
            if issue is not None:
                labelled.append((issue, position.issue, told))
    both = one = other = 0
    for (issue, label, _), (issue_2, label_2, _) in combinations(labelled, 2):
        same, should_be = label is not None and label == label_2, issue == issue_2
        both, one, other = both + (same and should_be), one + (same > should_be), other + (same < should_be)
    if options.show:
        for issue, label, told in sorted(labelled, key=lambda x: (x[0], x[1] or "")):
            print(f"{issue:20} {label or '—':28} {told[:100]}")
    f1 = 2 * both / max(1, 2 * both + one + other)
    print(
        f"{len(labelled)} positions: precision {both / max(1, both + one):.3f} recall {both / max(1, both + other):.3f} F1 {f1:.3f}"
    )
    sys.exit(0 if f1 >= BAR else 1)


if __name__ == "__main__":
    main()
