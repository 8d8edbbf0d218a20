"""`detente issues`: who stands where on what, how far apart the sides are, and what is open since when."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from detente.cli.output import FORMATS, Day, ledger_option, print_table

if TYPE_CHECKING:
    from detente.views.tables import Table


@click.command()
@click.option("--issue", help="A part of the issue's name.")
@click.option("--actor", help="Whose positions these are, or to whom they are put.")
@click.option("--since", type=Day(), help="First day.")
@click.option("--until", type=Day(), help="Last day.")
@click.option("--apart", "mode", flag_value="apart", help="How far apart each two sides are, on each issue.")
@click.option(
    "--open", "mode", flag_value="open", help="What is not settled, the oldest first, and for how long."
)
@click.option("--format", "form", type=click.Choice(FORMATS), default="table", show_default=True)
@ledger_option
def command(
    issue: str | None,
    actor: str | None,
    since: str | None,
    until: str | None,
    mode: str | None,
    form: str,
    ledger_file: str | None,
) -> None:
    """Set the sides beside one another on each issue: what each demands, offers, promises, refuses, and how that stands.

    Two sides are apart by the share of what they put to one another that was rejected, disputed or lapsed, among all
    that was settled: 0 is agreement, 1 opposition. What is open is counted up to --until, else to the day of the last
    report.

    \b
    Examples:
      detente issues
      detente issues --apart --actor USA
      detente issues --open --until 1962-10-28
    """
    from detente.ledger import Filter, open_ledger
    from detente.views.standing import (
        distances,
        distances_table,
        matrix_table,
        open_positions,
        open_table,
    )

    wanted = Filter(issue=issue, actor=actor, since=since, until=until, open_only=mode == "open")
    with open_ledger(ledger_file) as ledger:
        table: Table
        if mode == "apart":
            table = distances_table(ledger, distances(ledger, ledger.positions(wanted)))
        elif mode == "open":
            table = open_table(ledger, open_positions(ledger, wanted), until=until)
        else:
            table = matrix_table(ledger, ledger.positions(wanted), sides=None if form == "csv" else 8)
    if form == "json":
        import json

        names = [column.title for column in table.columns]
        click.echo(json.dumps([dict(zip(names, row, strict=True)) for row in table.rows], ensure_ascii=False))
    else:
        print_table(table, form, ())
