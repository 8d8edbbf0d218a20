"""`detente read`: reports in, ledger kept."""

from __future__ import annotations

import sys
from contextlib import AbstractContextManager, nullcontext
from functools import partial
from typing import TYPE_CHECKING

import click

from detente.cli.code import PublicationDate, columns_option, workers_option
from detente.cli.output import ledger_option
from detente.cli.progress import with_progress
from detente.cli.watch import private_option
from detente.sources import ReportDefaults
from detente.sources.counting import count_reports
from detente.sources.walk import is_of_web
from detente.views.plain import plain
from detente.workers import cores

if TYPE_CHECKING:
    from detente.ledger.intake import Intake
    from detente.watch.fetching import Fetcher


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH…")
@click.option("--published", type=PublicationDate(), help="Date of reports that have none of their own.")
@click.option("--publisher", help="Outlet of reports that name none themselves.")
@columns_option
@workers_option
@private_option
@ledger_option
def command(
    paths: tuple[str, ...],
    published: str | None,
    publisher: str | None,
    columns: tuple[tuple[str, str], ...],
    workers: int | None,
    private: bool,
    ledger_file: str | None,
) -> None:
    """Read reports into the ledger.

    PATHs are reports in any format of docs/formats.md, archives or folders of them; addresses of pages and sitemaps
    (https://…), which are fetched as `detente watch` does; files and folders of object stores (s3://…); “-” is report
    JSONL on standard input.
    Safe to repeat: what is held is not read again, and a run that was cut off goes on where it stopped.

    What cannot be read is skipped with a line on standard error, the exit code is then 1, and
    `detente status` lists it.

    \b
    Examples:
      detente read reports/
      detente read page.txt --published 2022-01-21 --publisher "The Courier"
      detente read https://example.org/sitemap.xml
      detente read s3://newsroom/2022/01/
    """
    from detente.ledger import open_ledger
    from detente.ledger.intake import Intake, take_in

    intake = Intake()
    named = 0
    with open_ledger(ledger_file, create=True) as ledger, _fetcher(paths, private) as fetcher:
        try:
            defaults = ReportDefaults(published, publisher, columns)
            found = take_in(ledger, paths, defaults, workers=workers or cores(), fetcher=fetcher)
            for intake in with_progress(found, of=partial(count_reports, paths), done=_done):
                for skip in intake.skipped[named:]:
                    where = f"{skip.path}, {skip.place}" if skip.place else skip.path
                    click.echo(f"detente: {plain(f'{where}: {skip.reason}. {skip.mend}.')}", err=True)
                named = len(intake.skipped)
        except KeyboardInterrupt:
            click.echo(f"detente: stopped. {_summary(intake)}; ledger {ledger.name}", err=True)
            click.echo("The same command goes on from here.", err=True)
            sys.exit(130)
        click.echo(f"{_summary(intake)}; ledger {ledger.name}")
    sys.exit(1 if intake.skipped else 0)


def _fetcher(paths: tuple[str, ...], private: bool) -> AbstractContextManager[Fetcher | None]:
    """What fetches the addresses of the web among the paths, where there are any: else the network is not touched."""
    if not any(map(is_of_web, paths)):
        return nullcontext()
    from detente.watch.fetching import Fetcher

    return Fetcher(private=private)


def _done(intake: Intake) -> int:
    return intake.read + intake.held + len(intake.skipped)


def _summary(intake: Intake) -> str:
    """“12 reports read, 1 already held, 2 skipped (1 holds no text, 1 not JSON)”."""
    from detente.views.status import reasons

    parts = [f"{intake.read} report{'' if intake.read == 1 else 's'} read"]
    if intake.held:
        parts.append(f"{intake.held} already held")
    if intake.skipped:
        parts.append(f"{len(intake.skipped)} skipped ({plain(reasons(intake.skipped, 3))})")
    return ", ".join(parts)
