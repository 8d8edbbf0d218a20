"""`detente positions`: where each side stands."""

from __future__ import annotations

from typing import Any, get_args

import click

from detente.cli.output import filter_options, format_option, ledger_option, print_table, wanted_of
from detente.records import PositionStatus, PositionType


@click.command()
@filter_options(types=get_args(PositionType), statuses=get_args(PositionStatus))
@click.option("--holder", help="Whose position it is; the same as --source.")
@click.option("--issue", help="What it is about: a part of the issue's name.")
@click.option("--open", "open_only", is_flag=True, help="Only what is not settled: open or promised.")
@click.option("--unanswered", is_flag=True, help="Only demands and offers to which nobody has said anything.")
@format_option
@ledger_option
def command(form: str, ledger_file: str | None, **options: Any) -> None:
    """List where each side stands: demands, offers, commitments, threats, refusals, claims and denials.

    A position that several reports tell is listed once, with its status as of the latest report and, where it was
    put otherwise since, what changed. Issues are learned from what positions share; `detente correct edit ID
    issue=NAME` gives another.

    \b
    Examples:
      detente positions --holder Russia --open
      detente positions --dyad Russia,NATO --type demand
      detente positions --issue "prisoner exchange"
      detente positions --until 2022-01-21 --format csv > positions.csv
    """
    from detente.ledger import open_ledger
    from detente.views.tables import positions_table

    holder = options.pop("holder")
    if holder is not None:
        options["source"] = holder
    with open_ledger(ledger_file) as ledger:
        found = ledger.positions(wanted_of(options))
        print_table(positions_table(ledger, found), form, found)
