"""`detente network`: who deals with whom, over time."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from detente.cli.output import FORMATS, Day, ledger_option, print_table

if TYPE_CHECKING:
    from detente.temperature import By


@click.command()
@click.option("--by", type=click.Choice(["day", "week", "month"]), default="month", show_default=True)
@click.option("--actor", help="Only what this side does or suffers.")
@click.option("--since", type=Day(), help="First day.")
@click.option("--until", type=Day(), help="Last day.")
@click.option(
    "--coder", "coders", multiple=True, default=("detente",), show_default=True, help="Whose coding."
)
@click.option("--format", "form", type=click.Choice(FORMATS), default="table", show_default=True)
@click.option(
    "--graphml",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    help="Write a network for each period into this folder too.",
)
@ledger_option
def command(
    by: By,
    actor: str | None,
    since: str | None,
    until: str | None,
    coders: tuple[str, ...],
    form: str,
    folder: Path | None,
    ledger_file: str | None,
) -> None:
    """List, period by period, which side did how much to which other one, and how warm that was from −10 (war) to 10.

    \b
    Examples:
      detente network --by week --since 1962-10-15
      detente network --actor USA --format csv > network.csv
      detente network --graphml networks/
    """
    import msgspec

    from detente.in_place import in_place
    from detente.ledger import Filter, open_ledger
    from detente.views.network import edges_by_period, graphml_of, network_table
    from detente.views.temperature import told_deeds

    with open_ledger(ledger_file) as ledger:
        deeds = told_deeds(ledger, Filter(actor=actor, since=since, until=until), coders=coders)
        periods = edges_by_period(deeds, by)
        if form == "json":
            rows = [
                {"from": start, "to": end, **msgspec.to_builtins(edge), "net": edge.net}
                for (start, end), edges in periods.items()
                for edge in edges
            ]
            click.echo(msgspec.json.encode(rows).decode())
        else:
            print_table(network_table(ledger, periods), form, ())
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)
            for (start, _), edges in periods.items():
                path = folder / f"network-{start}.graphml"
                with in_place(path) as out:
                    out.write(graphml_of(ledger, edges))
                click.echo(f"drawn to {path}", err=True)
