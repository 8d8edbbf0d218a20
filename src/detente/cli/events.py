"""`detente events`: who did what to whom."""

from __future__ import annotations

from typing import Any, get_args

import click

from detente.cli.codebook import folder_option, learned_type
from detente.cli.output import filter_options, format_option, ledger_option, print_table, wanted_of
from detente.records import EVENT_TYPES, EventStatus


@click.command()
@filter_options(types=EVENT_TYPES, statuses=get_args(EventStatus))
@click.option("--own", help="Only those in sentences that a type of your own finds (`detente codebook`).")
@folder_option
@format_option
@ledger_option
def command(own: str | None, folder: str | None, form: str, ledger_file: str | None, **options: Any) -> None:
    """List who did what to whom. The status says whether it occurred, goes on, is planned, only feared
    (hypothetical), denied (negated) or demanded.

    \b
    Examples:
      detente events --status occurred --since 2022-01-20
      detente events --dyad USA,RUS --type CONSULT
      detente events --actor Ukraine --format json
      detente events --own "hostage exchange" --since 2022-01-20
    """
    from detente.ledger import open_ledger
    from detente.views.tables import events_table

    sought = None if own is None else learned_type(folder, own)
    # What is not told by the own type must not count towards the limit.
    limit = options.pop("limit") if sought else None
    with open_ledger(ledger_file) as ledger:
        found = ledger.events(wanted_of(options))
        if sought is not None:
            from detente.ownbook.finding import events_told  # mathematics, which lists else do without

            found = events_told(ledger, found, sought)[:limit]
        print_table(events_table(ledger, found), form, found)
