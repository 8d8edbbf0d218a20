"""`detente move`: a ledger into another database."""

from __future__ import annotations

import click


@click.command(name="move")
@click.argument("source", metavar="FROM", type=click.Path())
@click.argument("target", metavar="TO", type=click.Path())
def command(source: str, target: str) -> None:
    """Copy the ledger FROM whole into the new ledger TO: from a file into PostgreSQL, or back.

    FROM and TO are paths of files or addresses, `postgresql://user@host/database`. All rows are counted in both
    before any is kept; cut off, the command leaves TO empty and can be repeated. FROM stays as it is.

    Example: detente move detente.db postgresql://analyst@localhost/crisis
    """
    from detente.ledger import open_ledger

    with open_ledger(source) as one, open_ledger(target, create=True) as other:
        copied = one.copy_to(other)
        if copied:
            click.echo(
                f"{copied['report']} reports with {copied['record']} records copied to {other.name}, "
                f"{sum(copied.values())} rows in all."
            )
        else:
            click.echo(f"{other.name} holds the same already.")
