"""`detente log`: what was corrected, by whom, when and why."""

from __future__ import annotations

from pathlib import Path

import click

from detente.cli.output import format_option, ledger_option, print_table


@click.command()
@click.option("--about", help="Only entries about this record or actor, by its id or a name.")
@click.option("--author", help="Only entries of this author.")
@click.option("--loose", is_flag=True, help="Only entries in force that find one of their records no more.")
@click.option(
    "--export", type=click.Choice(["gold", "training"]), help="Print no list; write what can be learned."
)
@click.option("--to", type=click.Path(path_type=Path), help="Folder (gold) or file (training) of the export.")
@format_option
@ledger_option
def command(
    about: str | None,
    author: str | None,
    loose: bool,
    export: str | None,
    to: Path | None,
    form: str,
    ledger_file: str | None,
) -> None:
    """List the log of corrections.

    --export gold writes, for each report that was corrected, the report and a gold list for `detente evaluate`: what
    was accepted or edited is there, and what was rejected must not be told as a fact. --export training writes the
    events that were accepted or edited as labelled sentences, TYPE, STATUS and the sentence with its [source] and
    {target}, one a line.

    \b
    Examples:
      detente log
      detente log --loose
      detente log --format json > log.json
      detente log --export gold --to gold/
      detente log --export training --to corrected.tsv
    """
    from detente.corrections import encode_entry
    from detente.errors import WrongCorrection
    from detente.ledger import open_ledger
    from detente.views import lessons
    from detente.views.log import log_table
    from detente.views.record import find

    with open_ledger(ledger_file) as ledger:
        if export is not None:
            if to is None:
                raise WrongCorrection(f"--export {export} needs --to, where to write it.")
            made = lessons.write_gold(ledger, to) if export == "gold" else lessons.write_training(ledger, to)
            click.echo(f"{made.written} {made.of} written to {to}")
            for line in made.left_out:
                click.echo(f"detente: left out: {line}", err=True)
            return
        log = ledger.log()
        if about is not None:
            ids = {e.id for e in ledger.corrections_of(find(ledger, about))}
            log = tuple(item for item in log if item.entry.id in ids)
        if author is not None:
            log = tuple(item for item in log if item.entry.author == author)
        if loose:
            log = tuple(item for item in log if item.loose)
    if form == "json":
        lines = ",\n".join(encode_entry(item.entry).decode() for item in log)
        click.echo(f"[\n{lines}\n]" if lines else "[]")
    else:
        print_table(log_table(log), form, ())
