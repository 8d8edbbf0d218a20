"""`detente compare`: detente's coding held against that of others."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from detente.cli.output import Day, ledger_option, print_table
from detente.views.plain import plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from detente.sources.coded import Coded
    from detente.temperature import By


@click.command()
@click.argument("table", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("sides", nargs=2, metavar="A B")
@click.option("--by", type=click.Choice(["day", "week", "month"]), default="week", show_default=True)
@click.option("--since", type=Day(), help="First day.")
@click.option("--until", type=Day(), help="Last day.")
@ledger_option
def command(
    table: Path, sides: tuple[str, str], by: By, since: str | None, until: str | None, ledger_file: str | None
) -> None:
    """Hold the ledger's coding of two sides against TABLE, events that others have coded: by period, by type and
    direction, with the correlation of both temperatures and its interval.

    TABLE is tab-separated, in the layout of ICEWS or POLECAT (with its heading) or of GDELT 2.0 events. Nothing of it goes
    into the ledger.

    \b
    Examples:
      detente compare events.icews.tsv USA RUS --by month
      detente compare 20220121.export.CSV "United States" Russia --since 2022-01-01
    """
    from detente.ledger import Filter, open_ledger
    from detente.sources.coded import open_coded
    from detente.sources.draft import Skipped
    from detente.views.compare import agreement_in_words, compared, counts_table, periods_table

    skipped = 0

    def rows() -> Iterator[Coded]:
        nonlocal skipped
        for found in open_coded(table):
            if isinstance(found, Skipped):
                skipped += 1
                click.echo(f"detente: {found}", err=True)
            else:
                yield found

    with open_ledger(ledger_file) as ledger:
        found = compared(ledger, rows(), Filter(dyad=sides, since=since, until=until), by=by)
    print_table(periods_table(found), "table", ())
    click.echo()
    print_table(counts_table(found), "table", ())
    click.echo(f"\n{plain(found.title)}. {agreement_in_words(found)}")
    sys.exit(1 if skipped else 0)
