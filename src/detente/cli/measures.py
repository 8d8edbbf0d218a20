"""`detente measures`: the numbers."""

from __future__ import annotations

from typing import Any, get_args

import click

from detente.cli.output import filter_options, format_option, ledger_option, print_table, wanted_of
from detente.records import MeasureType


@click.command()
@filter_options(types=get_args(MeasureType))
@format_option
@ledger_option
def command(form: str, ledger_file: str | None, **options: Any) -> None:
    """List the numbers: troops, dead, wounded, money … A range stays a range, “around” stays with it.

    \b
    Examples:
      detente measures --type dead
      detente measures --since 2022-01-01 --format csv
    """
    from detente.ledger import open_ledger
    from detente.views.tables import measures_table

    with open_ledger(ledger_file) as ledger:
        found = ledger.measures(wanted_of(options))
        print_table(measures_table(ledger, found), form, found)
