"""`detente calendar`: what is due, and when."""

from __future__ import annotations

from typing import Any, get_args

import click

from detente.cli.output import FORMATS, filter_options, ledger_option, print_table, wanted_of
from detente.records import PositionStatus, PositionType


@click.command()
@filter_options(types=get_args(PositionType), statuses=get_args(PositionStatus))
@click.option("--open", "open_only", is_flag=True, help="Only what is not settled: open or promised.")
@click.option(
    "--format",
    "form",
    type=click.Choice((*FORMATS, "ics")),
    default="table",
    show_default=True,
    help="ics is iCalendar, for any calendar program.",
)
@ledger_option
def command(form: str, ledger_file: str | None, **options: Any) -> None:
    """List promises, demands and threats that have a due date, by that date.

    --since and --until are days of the due date here.

    \b
    Examples:
      detente calendar --open
      detente calendar --actor "United States" --since 1962-11-01
      detente calendar --format ics > crisis.ics
    """
    from detente.ledger import open_ledger
    from detente.views.calendar import as_icalendar, calendar_table, dated

    with open_ledger(ledger_file) as ledger:
        found = dated(ledger, wanted_of(options))
        if form == "ics":
            click.echo(as_icalendar(ledger, found), nl=False)
        else:
            print_table(calendar_table(ledger, found), form, found)
