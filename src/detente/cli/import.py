"""`detente import`: events that others have coded, into the ledger."""

# ruff: noqa: N999  (the command is called so; commands are imported by name)

from __future__ import annotations

import sys
from pathlib import Path

import click

from detente.cli.output import ledger_option


@click.command()
@click.argument(
    "tables", nargs=-1, metavar="TABLE…", type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option(
    "--forget", metavar="CODER", help="Take out again what a coder coded: icews, polecat, gdelt or acled."
)
@ledger_option
def command(tables: tuple[Path, ...], forget: str | None, ledger_file: str | None) -> None:
    """Keep events that others have coded beside the records: tables of ICEWS, POLECAT, GDELT 2.0 (tab-separated) and
    ACLED (CSV), packed or not.

    They stay marked as coded by others: no record, position or count of detente has them. `detente temperature --coder`
    makes series of them, alone or merged with detente's own, and `detente compare` holds detente's coding against them.
    The same table again changes nothing; a later version of an event takes the place of the earlier one.

    \b
    Examples:
      detente import 20220121.export.CSV.zip
      detente import events.icews.tsv acled.csv
      detente import --forget gdelt
    """
    from detente.cli.compare import told_apart
    from detente.ledger import open_ledger
    from detente.sources.coded import open_coded

    if not tables and forget is None:
        raise click.UsageError("Name a table.")
    skipped: list[str] = []
    with open_ledger(ledger_file, create=True) as ledger:
        if forget is not None:
            click.echo(f"{ledger.forget_coder(forget):,} events of {forget} taken out")
        for table in tables:
            n = ledger.keep_coded(told_apart(open_coded(table), skipped))
            click.echo(f"{table}: {n:,} events")
        for coder, n in ledger.coders().items():
            click.echo(f"the ledger holds {n:,} events as {coder} has them")
    sys.exit(1 if skipped else 0)
