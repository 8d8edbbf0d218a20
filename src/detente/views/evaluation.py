"""An evaluation as tables: figures with their intervals, classes, confusion, calibration, two versions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from detente.evaluate.items import Evaluation
from detente.evaluate.scores import Bin, ClassRow, Confusion, Figure, Scores
from detente.evaluate.versions import Comparison
from detente.views.tables import Column, Table, as_markdown

# Confusions that are listed where the matrix has no room.
MOST_CONFUSIONS = 15


def figures_table(scores: Iterable[Scores]) -> Table:
    """Every figure of every task, a line each."""
    columns = (
        Column("task", whole=True),
        Column("figure"),
        Column("value", whole=True, number=True),
        Column("95 % interval", whole=True),
        Column("n", whole=True, number=True),
    )
    rows = (
        (s.task.name, figure.name, shown(figure), interval(figure), figure.n)
        for s in scores
        for figure in s.figures
    )
    return Table(columns, tuple(rows))


def shown(figure: Figure) -> str:
    """The value with as many places as it deserves."""
    return f"{figure.value:,.1f} {figure.unit}" if figure.unit else f"{figure.value:.3f}"


def interval(figure: Figure) -> str:
    """“0.712 – 0.771”, or nothing."""
    if figure.low is None or figure.high is None:
        return ""
    form = ",.1f" if figure.unit else ".3f"
    return f"{figure.low:{form}} – {figure.high:{form}}"


def classes_table(rows: Iterable[ClassRow]) -> Table:
    """Precision, recall and F1 of each class."""
    names = ("class", "P", "R", "F1", "gold", "told")
    columns = tuple(Column(name, whole=True, number=n > 0) for n, name in enumerate(names))
    return Table(
        columns,
        tuple(
            (row.name, f"{row.precision:.3f}", f"{row.recall:.3f}", f"{row.f1:.3f}", row.gold, row.predicted)
            for row in rows
        ),
    )


def confusion_table(confusion: Confusion) -> Table:
    """The gold's classes in lines, the reader's in columns; empty cells are none."""
    short = [short_name(name, confusion.columns) for name in confusion.columns]
    columns = (Column("gold ↓ told →", whole=True), *(Column(c, whole=True, number=True) for c in short))
    rows = (
        (name, *(str(n) if n else "" for n in counts))
        for name, counts in zip(confusion.rows, confusion.counts, strict=True)
    )
    return Table(columns, tuple(rows))


def confusions_table(confusion: Confusion) -> Table:
    """The most frequent confusions, where the whole matrix has no room."""
    columns = (
        Column("gold", whole=True),
        Column("told", whole=True),
        Column("n", whole=True, number=True),
    )
    wrong = [
        (name, answer, n)
        for name, counts in zip(confusion.rows, confusion.counts, strict=True)
        for answer, n in zip(confusion.columns, counts, strict=True)
        if n and name != answer
    ]
    wrong.sort(key=lambda row: -row[2])
    return Table(columns, tuple(wrong[:MOST_CONFUSIONS]))


def width_of(table: Table) -> int:
    """Characters of the widest line of a table in a terminal, two spaces and a rule's place between columns."""
    rows = [tuple(column.title for column in table.columns), *table.rows]
    return sum(
        max(len("" if row[n] is None else str(row[n])) for row in rows) + 3 for n in range(len(rows[0]))
    )


def without_spare(table: Table) -> Table:
    """The table without the columns that may be left out."""
    kept = [n for n, column in enumerate(table.columns) if not column.spare]
    return Table(
        tuple(table.columns[n] for n in kept), tuple(tuple(row[n] for n in kept) for row in table.rows)
    )


def short_name(name: str, among: Sequence[str]) -> str:
    """The first letters of a class, as many as tell it from the others, three at least."""
    others = [other for other in among if other != name]
    for n in range(3, len(name)):
        if not any(other.startswith(name[:n]) for other in others):
            return name[:n]
    return name


def calibration_table(bins: Iterable[Bin]) -> Table:
    """How sure, and how often right, bin by bin."""
    names = ("confidence", "n", "sure on average", "right", "gap")
    columns = tuple(Column(name, whole=True, number=n > 0) for n, name in enumerate(names))
    return Table(
        columns,
        tuple(
            (
                f"{b.low:.1f} – {b.high:.1f}",
                b.n,
                f"{b.confidence:.3f}",
                f"{b.accuracy:.3f}",
                f"{b.confidence - b.accuracy:+.3f}",
            )
            for b in bins
        ),
    )


def comparison_table(comparisons: Iterable[Comparison]) -> Table:
    """What two versions of the reader differ in, a line a task."""
    columns = (
        Column("task", whole=True),
        Column("figure", whole=True, spare=True),
        Column("before", whole=True, number=True, spare=True),
        Column("now", whole=True, number=True),
        Column("difference", whole=True, number=True),
        Column("95 % interval", whole=True),
        Column("p", whole=True, number=True, spare=True),
        Column("gained", whole=True, number=True),
        Column("lost", whole=True, number=True),
        Column("changed", whole=True, number=True, spare=True),
        Column("McNemar p", whole=True, number=True),
    )
    rows = (
        (
            c.task.name,
            c.task.headline,
            f"{c.before:.3f}",
            f"{c.after:.3f}",
            f"{c.difference:+.3f}",
            f"{c.low:+.3f} – {c.high:+.3f}",
            f"{c.p:.3f}",
            c.count("gained"),
            c.count("lost"),
            c.count("changed"),
            f"{c.mcnemar:.3f}" if c.mcnemar is not None else "",
        )
        for c in comparisons
    )
    return Table(columns, tuple(rows))


def sections(
    scores: Sequence[Scores], comparisons: Sequence[Comparison], width: int | None = None
) -> list[tuple[str, Table]]:
    """All tables of an evaluation with their titles, in the order in which they are read.

    Where one is wider than `width`, a smaller one stands in its place: a number cut off would be a wrong one.
    """
    found = [("Figures", figures_table(scores))]
    for s in scores:
        if s.classes:
            found.append((f"Classes of {s.task.name}", classes_table(s.classes)))
        if s.confusion is not None:
            matrix = confusion_table(s.confusion)
            if width is None or width_of(matrix) <= width:
                found.append((f"Confusion of {s.task.name}", matrix))
            else:
                found.append((f"Confusions of {s.task.name}", confusions_table(s.confusion)))
        if s.calibration:
            found.append((f"Calibration of {s.task.name}", calibration_table(s.calibration)))
    if comparisons:
        table = comparison_table(comparisons)
        narrow = width is not None and width_of(table) > width
        found.append(("Against the other version", without_spare(table) if narrow else table))
    return found


def heading(evaluation: Evaluation) -> str:
    """“plv gold of table.tsv, read by detente 0.1.0”."""
    files = ", ".join(evaluation.gold[:3]) + (
        f" and {len(evaluation.gold) - 3} more" if len(evaluation.gold) > 3 else ""
    )
    return f"{evaluation.format} gold of {files}, read by detente {evaluation.version}"


def evaluation_as_markdown(
    evaluation: Evaluation, scores: Sequence[Scores], comparisons: Sequence[Comparison]
) -> str:
    """The whole as Markdown."""
    parts = [f"# {heading(evaluation)[0].upper()}{heading(evaluation)[1:]}\n"]
    parts.extend(f"## {title}\n\n{as_markdown(table)}" for title, table in sections(scores, comparisons))
    return "\n".join(parts)
