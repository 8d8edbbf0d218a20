"""`detente statements`: who said what."""

from __future__ import annotations

from typing import Any, get_args

import click

from detente.cli.output import filter_options, format_option, ledger_option, print_table, wanted_of
from detente.records import Act


@click.command()
@filter_options(types=get_args(Act))
@format_option
@ledger_option
def command(form: str, ledger_file: str | None, **options: Any) -> None:
    """List who said what. The type is what was done by saying it: demand, promise, threaten, deny …

    \b
    Examples:
      detente statements --source Lavrov
      detente statements --type threaten --type demand
      detente statements --report r-0123 --format md
    """
    from detente.ledger import open_ledger
    from detente.views.tables import statements_table

    with open_ledger(ledger_file) as ledger:
        found = ledger.statements(wanted_of(options))
        if form == "json":
            # The table has no column for it, and need not wait.
            from detente.views.quotes import with_utterances

            found = with_utterances(ledger, found)
        print_table(statements_table(ledger, found), form, found)
