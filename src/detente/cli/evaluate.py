"""`detente evaluate`: the reader held against gold files."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from detente.cli.output import console, print_out
from detente.cli.progress import with_progress
from detente.errors import EvaluationError
from detente.evaluate import FORMATS, finished, open_gold
from detente.views.plain import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from detente.evaluate import Evaluation
    from detente.evaluate.scores import Scores
    from detente.evaluate.versions import Comparison


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="GOLD…")
@click.option(
    "--as",
    "gold_format",
    type=click.Choice([f.name for f in FORMATS]),
    help="Form of GOLD; else its content tells.",
)
@click.option(
    "--reports", type=click.Path(file_okay=False), help="Folder of the reports that gold lists are of."
)
@click.option(
    "--format",
    "form",
    type=click.Choice(("table", "json", "md")),
    default="table",
    show_default=True,
    help="How to print.",
)
@click.option("--page", type=click.Path(dir_okay=False), help="Write the errors as a web page to read.")
@click.option(
    "--save", type=click.Path(dir_okay=False), help="Write every answer beside its gold, as JSON lines."
)
@click.option(
    "--against",
    type=click.Path(dir_okay=False),
    help="A file of --save: what has been gained and lost since.",
)
def command(
    paths: tuple[str, ...],
    gold_format: str | None,
    reports: str | None,
    form: str,
    page: str | None,
    save: str | None,
    against: str | None,
) -> None:
    """Score the reader on gold files, and hold two versions of it against each other.

    GOLD is a file or a folder of files of one form, which their content tells: PLV tables (plv), PLOVER gold
    records (plover), labelled sentences (pairs), status sentences (status), gold lists of reports (lists),
    documents with times (times) or places (places), or a folder of texts with attributions (statements).
    docs/evaluate.md describes the forms.

    Prints figures with 95 % bootstrap intervals, a table of classes, the confusion matrix, and the calibration
    where answers have a confidence. To judge a change: --save before it, --against after it.

    \b
    Examples:
      detente evaluate table.tsv
      detente evaluate sentences.jsonl --page errors.html --save before.jsonl
      detente evaluate sentences.jsonl --against before.jsonl
      detente evaluate tests/gold/*.toml --reports samples
    """
    from detente.evaluate.scores import score
    from detente.evaluate.versions import compare, load
    from detente.evaluate.versions import save as save_evaluation

    for wanted in (page, save):
        if wanted and not Path(wanted).absolute().parent.is_dir():
            raise EvaluationError(f"{wanted}: its folder is not there")
    before = load(against) if against else None
    gold = open_gold(paths, gold_format, reports)
    try:
        answered = with_progress(gold.asked.items, of=gold.asked.size, word=gold.asked.word)
        evaluation = finished(gold, answered)
    except KeyboardInterrupt:
        click.echo("detente: stopped; nothing was written.", err=True)
        sys.exit(130)
    scores = score(evaluation)
    comparisons = compare(before, evaluation) if before else ()
    try:
        if save:
            save_evaluation(evaluation, save)
        if page:
            from detente.views.error_page import error_page

            Path(page).write_text(error_page(evaluation, scores, comparisons), encoding="utf-8")
    except OSError as error:
        raise EvaluationError(f"{error.filename}: {error.strerror}") from None
    _print(evaluation, scores, comparisons, form)
    for why in gold.asked.failed:
        click.echo(f"detente: counted as missed: {plain(why)}", err=True)
    sys.exit(1 if gold.asked.failed else 0)


def _print(
    evaluation: Evaluation, scores: Sequence[Scores], comparisons: Sequence[Comparison], form: str
) -> None:
    from detente.views import evaluation as view

    if form == "md":
        click.echo(view.evaluation_as_markdown(evaluation, scores, comparisons), nl=False)
    elif form == "json":
        import msgspec

        told = {
            "format": evaluation.format,
            "gold": evaluation.gold,
            "version": evaluation.version,
            "scores": scores,
            "against": comparisons,
        }
        click.echo(msgspec.json.format(msgspec.json.encode(told)).decode())
    else:
        _print_tables(evaluation, scores, comparisons)


def _print_tables(
    evaluation: Evaluation, scores: Sequence[Scores], comparisons: Sequence[Comparison]
) -> None:
    from rich import box
    from rich.console import RenderableType
    from rich.table import Table
    from rich.text import Text

    from detente.views import evaluation as view

    out: list[RenderableType] = [Text(plain(view.heading(evaluation)), style="bold cyan")]
    for title, table in view.sections(scores, comparisons, console().width):
        drawn = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1), show_edge=False)
        for column in table.columns:
            drawn.add_column(column.title, no_wrap=column.whole, justify="right" if column.number else "left")
        for row in table.rows:
            drawn.add_row(*(Text(plain("" if cell is None else str(cell))) for cell in row))
        out.extend((Text(), Text(title, style="bold"), drawn))
    print_out(*out)
