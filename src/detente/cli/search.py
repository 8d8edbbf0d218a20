"""`detente search`: full text over reports and records."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from detente.cli.output import format_option, ledger_option, print_table

if TYPE_CHECKING:
    from detente.ledger import HitKind

# The values of `HitKind`, here so that `--help` need not load the ledger; a test holds the two equal.
KINDS = ("report", "statement", "event", "position", "measure")


@click.command()
@click.argument("words", nargs=-1, required=True, metavar="WORDS…")
@click.option("--kind", "kinds", type=click.Choice(KINDS), multiple=True, help="May be repeated.")
@click.option("--report", help="Only this report, by its id.")
@click.option("--limit", type=click.IntRange(min=1), default=50, show_default=True, help="At most so many.")
@format_option
@ledger_option
def command(
    words: tuple[str, ...],
    kinds: tuple[HitKind, ...],
    report: str | None,
    limit: int,
    form: str,
    ledger_file: str | None,
) -> None:
    """Search the full text of reports and records.

    All WORDS must occur, in any order; "words in quotation marks" in that order. A star at the end of a
    word finds all that begin so. Case, accents and English endings do not count. The last line says how many
    reports and how many independent stories that is: copies of one report are one story.

    \b
    Examples:
      detente search written responses
      detente search '"written responses"' --kind position
      detente search sanction*
    """
    from detente.ledger import open_ledger
    from detente.views.tables import counted_sources, hits_table

    # A shell takes away the quotation marks of "written responses" and leaves its space: a phrase again.
    query = " ".join(f'"{word}"' if " " in word and '"' not in word else word for word in words)
    with open_ledger(ledger_file) as ledger:
        hits = ledger.search(query, kinds=kinds, report_id=report, limit=limit)
        ids = dict.fromkeys(hit.id for hit in hits) if form == "json" else ()
        records = [ledger.record(id) for id in ids]
        print_table(hits_table(ledger, hits), form, records)
        if hits and form == "table":
            click.echo(f"In {counted_sources(ledger, (hit.report for hit in hits))}.", err=True)
