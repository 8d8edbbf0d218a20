"""`detente actors`: who is involved."""

from __future__ import annotations

from typing import Any, get_args

import click

from detente.cli.output import format_option, ledger_option, print_table, wanted_of
from detente.records import ActorType


@click.command()
@click.option("--actor", help="A name, country code or id. A state stands for all that act for it.")
@click.option(
    "--type", "type", type=click.Choice(get_args(ActorType)), multiple=True, help="May be repeated."
)
@click.option("--report", help="Only those of this report, by its id.")
@click.option("--limit", type=click.IntRange(min=1), help="At most so many.")
@format_option
@ledger_option
def command(form: str, ledger_file: str | None, **options: Any) -> None:
    """List who is involved, most mentioned first, with all the names that the reports use.

    \b
    Examples:
      detente actors --type person
      detente actors --actor RUS
    """
    from detente.ledger import open_ledger
    from detente.views.tables import actors_table

    with open_ledger(ledger_file) as ledger:
        found = ledger.actors(wanted_of(options))
        print_table(actors_table(ledger, found), form, found)
