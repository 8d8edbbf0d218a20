"""`detente compare`: detente's coding held against that of others."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from detente.cli.output import Day, ledger_option, print_table
from detente.views.plain import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from detente.sources.coded import Coded
    from detente.sources.draft import Skipped
    from detente.temperature import By


@click.command()
@click.argument("others", metavar="TABLE|CODER")
@click.argument("sides", nargs=2, metavar="A B")
@click.option("--by", type=click.Choice(["day", "week", "month"]), default="week", show_default=True)
@click.option("--since", type=Day(), help="First day.")
@click.option("--until", type=Day(), help="Last day.")
@ledger_option
def command(
    others: str, sides: tuple[str, str], by: By, since: str | None, until: str | None, ledger_file: str | None
) -> None:
    """Hold the ledger's coding of two sides against events that others have coded: by period, by type and
    direction, with the correlation of both temperatures and its interval.

    TABLE is a file in the layout of ICEWS, POLECAT, GDELT 2.0 events or ACLED, and nothing of it goes into the ledger;
    CODER is “icews”, “polecat”, “gdelt” or “acled”, whose tables `detente import` has put there.

    \b
    Examples:
      detente compare events.icews.tsv USA RUS --by month
      detente compare 20220121.export.CSV "United States" Russia --since 2022-01-01
      detente compare gdelt USA RUS --by day
    """
    from detente.errors import DetenteError
    from detente.ledger import Filter, open_ledger
    from detente.sources.coded import open_coded
    from detente.views.compare import (
        agreement_in_words,
        compared,
        counts_table,
        deeds_of_table,
        periods_table,
    )

    wanted = Filter(dyad=sides, since=since, until=until)
    skipped: list[str] = []
    with open_ledger(ledger_file) as ledger:
        if others in ledger.coders():
            theirs = ledger.coded_deeds(others, wanted)
        elif Path(others).is_file():
            theirs = deeds_of_table(ledger, told_apart(open_coded(Path(others)), skipped), wanted)
        else:
            raise DetenteError(
                f"{others}: no file is called so, and nothing of a coder of that name was imported. "
                "Name a table, or put one into the ledger with `detente import`."
            )
        found = compared(ledger, theirs, wanted, by=by)
    print_table(periods_table(found), "table", ())
    click.echo()
    print_table(counts_table(found), "table", ())
    click.echo(f"\n{plain(found.title)}. {agreement_in_words(found)}")
    sys.exit(1 if skipped else 0)


def told_apart(rows: Iterable[Coded | Skipped], skipped: list[str]) -> Iterator[Coded]:
    """The events; what was skipped goes to standard error, and into `skipped`."""
    from detente.sources.draft import Skipped

    for row in rows:
        if isinstance(row, Skipped):
            skipped.append(str(row))
            click.echo(f"detente: {row}", err=True)
        else:
            yield row
