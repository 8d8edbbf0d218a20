"""`detente export`: the ledger in other people's forms."""

from __future__ import annotations

from pathlib import Path

import click

from detente.cli.output import ledger_option
from detente.cli.progress import with_progress

# Named here too, so that --help need not load what the forms lean on; a test holds both together.
FORM_NAMES = (
    "jsonl",
    "parquet",
    "csv",
    "icews",
    "polecat",
    "gdelt",
    "acled",
    "geojson",
    "graphml",
    "annotations",
)


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--as",
    "forms",
    type=click.Choice((*FORM_NAMES, "site")),
    multiple=True,
    default=("jsonl",),
    show_default=True,
)
@ledger_option
def command(folder: Path, forms: tuple[str, ...], ledger_file: str | None) -> None:
    """Write the ledger into FOLDER: records (jsonl, parquet), tables for a spreadsheet (csv), events in the layouts of
    ICEWS, POLECAT, GDELT 2.0 and ACLED, a map (geojson), a network (graphml), marks on the texts (W3C annotations),
    or the desk as a site of files that needs no server (site).

    \b
    Examples:
      detente export out --as csv
      detente export out --as parquet --as geojson
      detente export site --as site
    """
    from detente.ledger import open_ledger
    from detente.views.exports import export

    with open_ledger(ledger_file) as ledger:
        for form in forms:
            if form == "site":
                from detente.desk.site import write_site  # the web framework, which the others do without

                pages = sum(1 for _ in with_progress(write_site(ledger_file, folder), word="files"))
                click.echo(f"{folder / 'index.html'} and {pages - 1} more files")
                continue
            for path in export(ledger, folder, form):
                click.echo(str(path))
