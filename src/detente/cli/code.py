"""`detente code`: reports in, records out as JSON lines; no ledger."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, BinaryIO

import click

from detente.cli.progress import with_progress
from detente.sources import ReportDefaults, open_reports
from detente.sources.draft import Skipped
from detente.sources.published import read_published
from detente.sources.tables import COLUMNS
from detente.workers import cores

if TYPE_CHECKING:
    from detente.records import Reading


class PublicationDate(click.ParamType[str]):
    """A day or instant that is complete and means one day only."""

    name = "date"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        published = read_published(value)
        if published is None:
            self.fail(f"{value!r} is no date; write it as YYYY-MM-DD.", param, ctx)
        return published


class Column(click.ParamType[tuple[str, str]]):
    """FACT=NAME: which column of a table holds which fact about its reports."""

    name = "fact=name"

    def convert(
        self, value: str | tuple[str, str], param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, str]:
        if isinstance(value, tuple):
            return value
        fact, equals, name = value.partition("=")
        if not equals or fact not in COLUMNS:
            self.fail(f"{value!r} is not FACT=NAME; the facts are {', '.join(COLUMNS)}.", param, ctx)
        return fact, name


columns_option = click.option(
    "--column", "columns", type=Column(), multiple=True, help="Which column of a table is what: text=Body."
)

workers_option = click.option(
    "--workers", type=click.IntRange(min=1), help="Processes that read; by default one a core."
)


@click.command()
@click.argument("files", nargs=-1, metavar="[FILE…]")
@click.option("--pairs", is_flag=True, help="Classify given source–target pairs (pair JSONL) instead.")
@click.option("--quick", is_flag=True, help="With --pairs: the encoder alone, no mode and no CAMEO code.")
@click.option("--published", type=PublicationDate(), help="Date of reports that have none of their own.")
@click.option("--publisher", help="Outlet of reports that name none themselves.")
@columns_option
@workers_option
def command(
    files: tuple[str, ...],
    pairs: bool,
    quick: bool,
    published: str | None,
    publisher: str | None,
    columns: tuple[tuple[str, str], ...],
    workers: int | None,
) -> None:
    """Print the records of reports as JSON lines; no ledger.

    FILEs are reports in any format of docs/formats.md, or directories of them; “-”, or nothing, is report
    JSONL on standard input: {"text", "id"?, "title"?, "published_at"?, "publisher"?, "url"?, "language"?}.

    What cannot be read is skipped with a line on standard error, and the exit code is then 1.

    \b
    Examples:
      detente code report.txt --published 2022-01-21 > records.jsonl
      detente code reports/ > records.jsonl
      detente code --pairs < pairs.jsonl
      detente code --pairs --quick pairs.jsonl > labels.jsonl
    """
    if not files and sys.stdin.isatty():
        raise click.UsageError("Name a FILE or a directory, or pipe report JSONL in.")
    paths = files or ("-",)
    workers = workers or cores()
    found = (
        label_lines(paths, quick=quick, workers=workers)
        if pairs
        else record_lines(paths, ReportDefaults(published, publisher, columns), workers=workers)
    )
    try:
        skipped = write_lines(found, sys.stdout.buffer)
    except BrokenPipeError:  # the reader has seen enough, as `head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except KeyboardInterrupt:
        click.echo("detente: stopped before the end; the last line written may be cut.", err=True)
        sys.exit(130)
    sys.exit(1 if skipped else 0)


def record_lines(
    paths: Iterable[str], defaults: ReportDefaults, *, workers: int = 1
) -> Iterator[bytes | Skipped]:
    """The record JSONL of each report, all its lines at once, and what was skipped."""
    from detente.reading.batch import read_each  # loads the language model

    for outcome in with_progress(read_each(open_reports(paths, defaults), workers=workers)):
        yield outcome if isinstance(outcome, Skipped) else lines_of(outcome)


def lines_of(reading: Reading) -> bytes:
    """All records of a reading, one JSON line each."""
    from detente.records import encode

    return b"".join(encode(record) + b"\n" for record in reading.records())


def label_lines(paths: Iterable[str], *, quick: bool, workers: int = 1) -> Iterator[bytes | Skipped]:
    """The label JSONL of pairs, and what was skipped."""
    import msgspec

    from detente.reading.batch import classify_each  # loads the language model
    from detente.sources.pair_lines import open_pairs

    labels = classify_each(open_pairs(paths), quick=quick, workers=workers)
    for outcome in with_progress(labels, word="pairs"):
        yield outcome if isinstance(outcome, Skipped) else msgspec.json.encode(outcome) + b"\n"


def write_lines(found: Iterable[bytes | Skipped], out: BinaryIO) -> int:
    """Write what was found to `out`, name on standard error what was skipped, and count that."""
    skipped = 0
    for item in found:
        if isinstance(item, Skipped):
            skipped += 1
            out.flush()
            click.echo(f"detente: {item}", err=True)
        else:
            out.write(item)
            out.flush()
    return skipped
