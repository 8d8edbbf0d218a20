"""All the scores of the reader on gold files, in one table.

    python bench/accuracy.py FOLDER…              # every gold file below the folders, in any form detente knows
    python bench/accuracy.py FOLDER… --format md
    python bench/accuracy.py tests/gold           # what the repository holds itself
    python bench/accuracy.py FOLDER… --only time --only places/lgl
    python bench/accuracy.py FOLDER… --save before/      # and, after a change of the reader:
    python bench/accuracy.py FOLDER… --against before/   # what it gained and lost, on each of them

What is no gold is passed over; what is not there is not missed. `detente evaluate` on one of the files shows its
classes and its errors.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from detente.errors import NotGold, OtherGold
from detente.evaluate import Evaluation, finished, open_gold, recognised
from detente.evaluate.scores import Figure, score
from detente.evaluate.versions import Comparison, compare, load, save
from detente.views.evaluation import comparison_table, interval, shown

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


class Change(NamedTuple):
    """What one task of one gold file gained and lost since another version."""

    data: str
    comparison: Comparison


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


def figure_rows(lines: Iterable[Line]) -> list[tuple[str, ...]]:
    """The table of figures, its head first."""
    head = ("data", "task", "figure", "value", "95 % interval", "n")
    return [head, *((d, t, f.name, shown(f), interval(f), f"{f.n:,}") for d, t, f in lines)]


def change_rows(changes: Iterable[Change]) -> list[tuple[str, ...]]:
    """The table of what changed, its head first."""
    found: list[tuple[str, ...]] = []
    for name, comparison in changes:
        table = comparison_table([comparison])
        if not found:
            found.append(("data", *(column.title for column in table.columns)))
        found.extend((name, *(str(cell) for cell in row)) for row in table.rows)
    return found


def as_text(rows: Sequence[tuple[str, ...]]) -> str:
    """A table in columns."""
    widths = [max(len(row[n]) for row in rows) for n in range(len(rows[0]))]
    cells = (
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )
    return "\n".join(cells)


def as_markdown(rows: Sequence[tuple[str, ...]]) -> str:
    """A table in Markdown."""
    lines = [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join((lines[0], f"|{' --- |' * len(rows[0])}", *lines[1:]))


def saved_as(folder: Path, name: str) -> Path:
    """Where the answers on some data are kept."""
    return folder / f"{name.replace('/', '_').replace('*', 'all')}.jsonl"


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folders", nargs="+", type=Path, help="folders with gold files")
    parser.add_argument("--only", action="append", default=[], help="data with this in their name")
    parser.add_argument("--format", choices=("text", "md"), default="text")
    parser.add_argument("--save", type=Path, help="folder to keep all answers in")
    parser.add_argument("--against", type=Path, help="folder of --save: what has been gained and lost since")
    parser.add_argument("--reports", type=Path, default=SAMPLES, help="folder of the gold lists' reports")
    options = parser.parse_args()

    if options.save:
        options.save.mkdir(parents=True, exist_ok=True)
    lines: list[Line] = []
    changes: list[Change] = []
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
            if options.against and (before := saved_as(options.against, data.name)).exists():
                try:
                    changes.extend(Change(data.name, c) for c in compare(load(before), evaluation))
                except OtherGold as error:
                    print(f"{data.name} is not compared: {error}", file=sys.stderr)
            if options.save:
                save(evaluation, saved_as(options.save, data.name))
            print(f"{data.name}: {time.monotonic() - since:.0f} s", file=sys.stderr)
    if not lines:
        print(f"no gold below {', '.join(map(str, options.folders))}", file=sys.stderr)
        return 1
    print(f"detente {version}, {date.today().isoformat()}\n")
    drawn = as_markdown if options.format == "md" else as_text
    print(drawn(figure_rows(lines)))
    if changes:
        print(f"\nagainst {options.against}\n\n{drawn(change_rows(changes))}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
