"""`detente brief`: the state of the crisis on a page or two."""

from __future__ import annotations

import click


@click.command(name="brief")
@click.option(
    "--ledger", "path", type=click.Path(), help="The ledger's file (default: DETENTE_LEDGER or detente.db)."
)
@click.option(
    "--format", "form", type=click.Choice(["terminal", "md"]), default="terminal", show_default=True
)
@click.option("--limit", default=12, show_default=True, type=click.IntRange(1), help="Lines in each part.")
def command(path: str | None, form: str, limit: int) -> None:
    """Print who is involved, where each side stands, what is open, promised, threatened and disputed, what
    happened, and the numbers; every line with its record and its reports.

    Example: detente brief --format md > brief.md
    """
    from detente.ledger import open_ledger
    from detente.views.brief import brief, markdown, terminal

    with open_ledger(path) as ledger:
        found = brief(ledger, limit=limit)
    if form == "md":
        click.echo(markdown(found), nl=False)
        return
    from rich.console import Console

    Console(highlight=False, soft_wrap=False).print(terminal(found))
