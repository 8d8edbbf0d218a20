"""`detente scale`: read on many machines."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from detente.cli.code import PublicationDate, columns_option
from detente.cli.progress import with_progress
from detente.sources import ReportDefaults
from detente.sources.walk import walk
from detente.views.plain import plain
from detente.workers import cores


@click.command()
@click.argument("out", type=click.Path(file_okay=False, path_type=Path))
@click.argument("paths", nargs=-1, required=True, metavar="PATH…")
@click.option(
    "--cluster", metavar="ADDRESS", help="A Dask scheduler (tcp://…); without it, workers of this machine."
)
@click.option("--workers", type=click.IntRange(min=1), help="Workers of this machine; by default one a core.")
@click.option("--published", type=PublicationDate(), help="Date of reports that have none of their own.")
@click.option("--publisher", help="Outlet of reports that name none themselves.")
@columns_option
def command(
    out: Path,
    paths: tuple[str, ...],
    cluster: str | None,
    workers: int | None,
    published: str | None,
    publisher: str | None,
    columns: tuple[tuple[str, str], ...],
) -> None:
    """Read files on many machines into OUT: Parquet in the record contract, a file a kind and input file, and the story
    of each report. Safe to repeat, to kill and to resume; a worker that is lost costs its file's time, nothing else.

    \b
    Examples:
      detente scale out/ crawl/*.warc.gz
      detente scale /shared/out /shared/crawl --cluster tcp://10.0.0.5:8786
    """
    from detente.errors import DetenteError

    try:
        import distributed  # noqa: F401

        from detente.scale import read_at_scale
    except ImportError as error:
        raise DetenteError("Reading at scale needs Dask: pip install 'detente[scale]'.") from error
    defaults = ReportDefaults(published, publisher, columns)
    reports = skipped = failed = 0
    parts = read_at_scale(paths, out, defaults=defaults, cluster=cluster, workers=workers or cores())
    for part in with_progress(parts, of=lambda: sum(1 for _ in walk(paths)), word="files"):
        reports, skipped = reports + part.reports, skipped + part.skipped
        if part.failure is not None:
            failed += 1
            click.echo(f"detente: {plain(f'{part.path}: {part.failure}')}", err=True)
    click.echo(f"{reports} reports read, {skipped} skipped, {failed} files failed; {out}")
    sys.exit(1 if skipped or failed else 0)
