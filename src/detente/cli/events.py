"""`detente events`: who did what to whom."""

from __future__ import annotations

from typing import Any, get_args

import click

from detente.cli.output import filter_options, format_option, ledger_option, print_table, wanted_of
from detente.records import EVENT_TYPES, EventStatus


@click.command()
@filter_options(types=EVENT_TYPES, statuses=get_args(EventStatus))
@format_option
@ledger_option
def command(form: str, ledger_file: str | None, **options: Any) -> None:
    """List who did what to whom. The status says whether it occurred, goes on, is planned, only feared
    (hypothetical), denied (negated) or demanded.

    \b
    Examples:
      detente events --status occurred --since 2022-01-20
      detente events --dyad USA,RUS --type CONSULT
      detente events --actor Ukraine --format json
    """
    from detente.ledger import open_ledger
    from detente.views.tables import events_table

    with open_ledger(ledger_file) as ledger:
        found = ledger.events(wanted_of(options))
        print_table(events_table(ledger, found), form, found)
