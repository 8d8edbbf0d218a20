"""`detente deeds`: what each side said that it would do, beside what it then did."""

from __future__ import annotations

from typing import Any

import click

from detente.cli.output import FORMATS, filter_options, ledger_option, print_table, wanted_of


@click.command()
@filter_options()
@click.option("--all", "with_silence", is_flag=True, help="Words, too, beside which no deed is told.")
@click.option(
    "--format",
    "form",
    type=click.Choice(("text", *FORMATS)),
    default="text",
    show_default=True,
    help="json is everything that is known of each.",
)
@ledger_option
def command(form: str, ledger_file: str | None, with_silence: bool, **options: Any) -> None:
    """Put the words of each side beside its deeds: promises, threats, offers, denials of an intention and what it said
    that it would not do, each with the events and numbers of the same side that came after it on the same matter.

    It judges nothing: whether a deed keeps or breaks the words is for the reader to say. Every deed stands with its
    record and with what speaks for putting it there. --actor is whose words they are; --since and --until are days of
    the deeds.

    \b
    Examples:
      detente deeds --actor Russia
      detente deeds --source "Soviet Union" --since 1962-10-28
      detente deeds --all --format csv > deeds.csv
    """
    from detente.ledger import open_ledger
    from detente.views import deeds as view

    with open_ledger(ledger_file) as ledger:
        found = view.beside(ledger, wanted_of(options), with_silence=with_silence)
        if form == "json":
            click.echo(view.beside_as_json(found), nl=False)
        elif form == "text" and found:
            click.echo(view.as_text(found, ledger), nl=False)
        else:
            print_table(view.beside_table(ledger, found), "table" if form == "text" else form, ())
