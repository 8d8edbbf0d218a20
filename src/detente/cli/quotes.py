"""`detente quotes`: every report's words for one utterance, side by side."""

from __future__ import annotations

from contextlib import ExitStack

import click

from detente.cli.output import Day, ledger_option
from detente.views.plain import plain


@click.command()
@click.argument("files", nargs=-1, metavar="[FILE…]")
@click.option(
    "--speaker", help="Who said it: a name, country code or id. A state stands for all that speak for it."
)
@click.option("--about", help="Only what has all these words, or words that begin so.")
@click.option("--since", type=Day(), help="First day of the reports.")
@click.option("--all", "once", is_flag=True, help="What was told once, too.")
@click.option(
    "--format", "form", type=click.Choice(["text", "json", "csv"]), default="text", show_default=True
)
@ledger_option
def command(
    files: tuple[str, ...],
    speaker: str | None,
    about: str | None,
    since: str | None,
    once: bool,
    form: str,
    ledger_file: str | None,
) -> None:
    """Put the renderings of one utterance side by side, with their differences marked.

    The best-attested wording stands first, with the reasons: a document of the speaker's own side before a direct
    quotation, a direct quotation before indirect speech, then what most independent stories have, then the earliest.
    A line with “!” warns where reports put different words inside quotation marks.

    Of the ledger, or, where FILEs are named, of these alone; then no ledger is needed.

    \b
    Examples:
      detente quotes --speaker Khrushchev --about bases
      detente quotes --since 1962-10-27 --format csv > quotes.csv
      detente quotes monday.html tuesday.txt
    """
    from pathlib import Path
    from tempfile import TemporaryDirectory

    from detente.ledger import open_ledger
    from detente.ledger.intake import take_in
    from detente.views import quotes as view
    from detente.views.tables import as_csv

    with ExitStack() as opened:
        if files:
            folder = opened.enter_context(TemporaryDirectory())
            ledger = opened.enter_context(open_ledger(Path(folder, "detente.db"), create=True))
            *_, intake = take_in(ledger, files)
            for skip in intake.skipped:
                where = f"{skip.path}, {skip.place}" if skip.place else skip.path
                click.echo(f"detente: {plain(f'{where}: {skip.reason}. {skip.mend}.')}", err=True)
        else:
            ledger = opened.enter_context(open_ledger(ledger_file))
        found = view.quotes(ledger, speaker=speaker, about=about, since=since)
        names = ledger.names()
    if not once:
        found = view.told_often(found)
    if form == "json":
        click.echo(view.as_json(found, names), nl=False)
    elif form == "csv":
        click.echo(as_csv(view.quotes_table(found, names)), nl=False)
    elif found:
        click.echo(view.as_text(found, names), nl=False)
    else:
        click.echo("Nothing found.", err=True)
