"""All the scores of the reader on gold files, in one table.

    python bench/accuracy.py FOLDER…              # every gold file below the folders, in any form detente knows
    python bench/accuracy.py FOLDER… --format md
    python bench/accuracy.py tests/gold           # what the repository holds itself
    python bench/accuracy.py FOLDER… --only time --only places/lgl

What is no gold is passed over; what is not there is not missed. `detente evaluate` on one of the files shows its
classes and its errors.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

from detente.errors import NotGold
from detente.evaluate import Evaluation, finished, open_gold, recognised
from detente.evaluate.scores import Figure, score
from detente.views.evaluation import interval, shown

SAMPLES = Path(__file__).parent.parent / "samples"
# Beside the figure by which versions are compared, of each kind of task.
ALSO = {
    "label": ("accuracy", "calibration error"),
    "fact": ("told as happened though it did not",),
    "found": ("share with a right one", "spurious for each in the gold", "calibration error"),
    "value": ("right where found",),
    "near": ("median distance", "unresolved"),
}


class Line(NamedTuple):
    """One figure of one gold file."""

    data: str
    task: str
    figure: Figure


class Data(NamedTuple):
    """Gold files of one folder that are evaluated together, and what they are called in the table."""

    name: str
    form: str
    files: tuple[Path, ...]


def find_data(folder: Path) -> Iterator[Data]:
    """The gold below a folder: each file of its own, but lists and corpora by folder, as each file is a part."""
    together: dict[tuple[Path, str], list[Path]] = {}
    for path in sorted(folder.rglob("*")):
        if any(part.startswith(".") for part in path.relative_to(folder).parts):
            continue
        try:
            form = recognised(path)
        except NotGold:
            continue
        if form is None:
            continue
        if form.name in ("lists", "pairs"):
            together.setdefault((path.parent, form.name), []).append(path)
        else:
            yield Data(str(path.relative_to(folder)), form.name, (path,))
    for (parent, form_name), files in together.items():
        yield Data(
            f"{parent.relative_to(folder)}/*{files[0].suffix}".removeprefix("./"), form_name, tuple(files)
        )


def lines_of(name: str, evaluation: Evaluation) -> Iterator[Line]:
    """The figures worth a line: of each task the one by which versions are compared, and a few beside it."""
    for scores in score(evaluation):
        wanted = (scores.task.headline, *ALSO.get(scores.task.kind, ()))
        for figure in scores.figures:
            if figure.name in wanted:
                yield Line(name, scores.task.name, figure)


def as_text(lines: Iterable[Line]) -> str:
    """The table in columns."""
    head = ("data", "task", "figure", "value", "95 % interval", "n")
    rows = [head, *((d, t, f.name, shown(f), interval(f), f"{f.n:,}") for d, t, f in lines)]
    widths = [max(len(row[n]) for row in rows) for n in range(len(head))]
    printed = []
    for row in rows:
        cells = (
            cell.rjust(width) if n in (3, 5) else cell.ljust(width)
            for n, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        printed.append("  ".join(cells).rstrip())
    return "\n".join(printed)


def as_markdown(lines: Iterable[Line]) -> str:
    """The table in Markdown."""
    head = "| data | task | figure | value | 95 % interval | n |\n| --- | --- | --- | ---: | --- | ---: |"
    rows = (f"| {d} | {t} | {f.name} | {shown(f)} | {interval(f)} | {f.n:,} |" for d, t, f in lines)
    return "\n".join((head, *rows))


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folders", nargs="+", type=Path, help="folders with gold files")
    parser.add_argument("--only", action="append", default=[], help="data with this in their name")
    parser.add_argument("--format", choices=("text", "md"), default="text")
    parser.add_argument("--reports", type=Path, default=SAMPLES, help="folder of the gold lists' reports")
    options = parser.parse_args()

    lines: list[Line] = []
    version = ""
    for folder in options.folders:
        for data in find_data(folder):
            if options.only and not any(some in data.name for some in options.only):
                continue
            since = time.monotonic()
            try:
                gold = open_gold(data.files, data.form, options.reports)
                evaluation = finished(gold, gold.asked.items)
            except NotGold as error:
                print(f"left out: {error}", file=sys.stderr)
                continue
            version = evaluation.version
            lines.extend(lines_of(data.name, evaluation))
            print(f"{data.name}: {time.monotonic() - since:.0f} s", file=sys.stderr)
    if not lines:
        print(f"no gold below {', '.join(map(str, options.folders))}", file=sys.stderr)
        return 1
    print(f"detente {version}, {date.today().isoformat()}\n")
    print(as_markdown(lines) if options.format == "md" else as_text(lines))
    return 0


if __name__ == "__main__":
    sys.exit(main())
