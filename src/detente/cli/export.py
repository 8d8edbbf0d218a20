"""`detente export`: the ledger in other people's forms."""

from __future__ import annotations

from pathlib import Path

import click

from detente.cli.output import ledger_option

# Named here too, so that --help need not load what the forms lean on; a test holds both together.
FORM_NAMES = ("jsonl", "parquet", "csv", "icews", "polecat", "gdelt", "geojson", "graphml", "annotations")


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--as", "forms", type=click.Choice(FORM_NAMES), multiple=True, default=("jsonl",), show_default=True
)
@ledger_option
def command(folder: Path, forms: tuple[str, ...], ledger_file: str | None) -> None:
    """Write the ledger into FOLDER: records (jsonl, parquet), tables for a spreadsheet (csv), events in the layouts of
    ICEWS, POLECAT and GDELT 2.0, a map (geojson), a network (graphml), marks on the texts (W3C annotations).

    \b
    Examples:
      detente export out --as csv
      detente export out --as parquet --as geojson
    """
    from detente.ledger import open_ledger
    from detente.views.exports import export

    with open_ledger(ledger_file) as ledger:
        for form in forms:
            for path in export(ledger, folder, form):
                click.echo(str(path))
