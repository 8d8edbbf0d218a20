"""`detente temperature`: how warm it is between two sides, over time."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from detente.cli.output import FORMATS, Day, ledger_option, print_table
from detente.views.plain import plain

if TYPE_CHECKING:
    from detente.temperature import By


@click.command()
@click.argument("sides", nargs=-1, metavar="[A [B]]")
@click.option("--by", type=click.Choice(["day", "week", "month"]), default="week", show_default=True)
@click.option("--since", type=Day(), help="First day.")
@click.option("--until", type=Day(), help="Last day.")
@click.option("--format", "form", type=click.Choice(FORMATS), default="table", show_default=True)
@click.option("--plot", "picture", type=click.Path(path_type=Path), help="Draw it: FILE.svg, .png or .html.")
@ledger_option
def command(
    sides: tuple[str, ...],
    by: By,
    since: str | None,
    until: str | None,
    form: str,
    picture: Path | None,
    ledger_file: str | None,
) -> None:
    """Show how warm or cold it is between A and B (or around A, or among all), from −10 (war) to 10, and where it
    turned and why.

    The temperature of a period is the mean intensity (Goldstein's scale) of the deeds told of it; low and high bound
    it with 90 % certainty. How it is reckoned stands in docs/temperature.md.

    \b
    Examples:
      detente temperature "United States" "Soviet Union" --by week
      detente temperature USA RUS --since 2022-01-01 --plot january.svg
    """
    from detente.ledger import Filter, open_ledger
    from detente.views.temperature import (
        as_json,
        plot,
        sparkline,
        temperature_of,
        temperature_table,
        turns_in_words,
    )

    if len(sides) > 2:
        raise click.UsageError("Name two sides at most.")
    with open_ledger(ledger_file) as ledger:
        wanted = Filter(
            actor=sides[0] if len(sides) == 1 else None,
            dyad=(sides[0], sides[1]) if len(sides) == 2 else None,
            since=since,
            until=until,
        )
        found = temperature_of(ledger, wanted, by=by)
        if form == "json":
            click.echo(as_json(found))
        else:
            print_table(temperature_table(found, gaps=form != "table"), form, ())
        if form == "table" and found.points:
            click.echo(f"\n{plain(found.title)}  {sparkline(found.points)}")
            for turn in turns_in_words(ledger, found):
                click.echo(plain(turn.words))
                for words, id in turn.deeds:
                    click.echo(plain(f"    {words}  {id}"))
        if picture is not None:
            plot(found, picture)
            click.echo(f"drawn to {picture}", err=True)
