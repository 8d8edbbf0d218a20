"""`detente redlines`: what nobody is to do, what would follow, and whether somebody did it."""

from __future__ import annotations

from typing import Any, get_args

import click

from detente.cli.output import FORMATS, filter_options, ledger_option, print_table, wanted_of
from detente.redlines import Fate


@click.command()
@filter_options()
@click.option("--holder", help="Who drew it; the same as --source.")
@click.option(
    "--fate",
    "fates",
    type=click.Choice(get_args(Fate), case_sensitive=False),
    multiple=True,
    help="What came of it. May be repeated.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(("text", *FORMATS)),
    default="text",
    show_default=True,
    help="text tells the evidence too; json is everything that is known of each line.",
)
@ledger_option
def command(form: str, ledger_file: str | None, fates: tuple[Fate, ...], **options: Any) -> None:
    """List red lines: the condition and what would follow, who drew it, toward whom, how firmly, and what came of it.

    Firmness is read from the words: absolute (“never”, “under no circumstances”, “a red line”), flat (“will”, “would”
    in reported speech), hedged (“may”, “reserves the right”). A line is crossed where a later deed of the side that was
    warned does what it says; possibly crossed where the deed fits only in part or is only somebody's word; touched where
    that side threatens or plans to; heeded where something was not to be left undone and was done. --since and --until
    are days on which a line was drawn, told again or touched.

    \b
    Examples:
      detente redlines --holder Russia
      detente redlines --fate crossed --fate "possibly crossed"
      detente redlines --since 1962-10-24 --format csv > redlines.csv
    """
    from detente.ledger import open_ledger
    from detente.views import redlines as view

    holder = options.pop("holder")
    if holder is not None:
        options["source"] = holder
    with open_ledger(ledger_file) as ledger:
        found = view.drawn(ledger, wanted_of(options), fates=fates)
        if form == "json":
            click.echo(view.lines_as_json(found), nl=False)
        elif form == "text" and found:
            click.echo(view.as_text(found, ledger), nl=False)
        else:
            print_table(view.lines_table(ledger, found), "table" if form == "text" else form, ())
