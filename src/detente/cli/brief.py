"""`detente brief`: the state of the crisis on a page or two."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from detente.cli.output import Day

if TYPE_CHECKING:
    from detente.views.brief import Grouping


@click.command(name="brief")
@click.option(
    "--ledger", "path", type=click.Path(), help="The ledger (default: DETENTE_LEDGER or detente.db)."
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["terminal", "md", "html", "docx"]),
    default="terminal",
    show_default=True,
)
@click.option("--since", type=Day(), help="Say first what changed since this day.")
@click.option(
    "--by",
    type=click.Choice(["side", "dyad", "issue"]),
    multiple=True,
    default=("side",),
    show_default=True,
    help="How to group the positions. May be repeated.",
)
@click.option("--limit", default=12, show_default=True, type=click.IntRange(1), help="Lines in each part.")
def command(path: str | None, form: str, since: str | None, by: tuple[Grouping, ...], limit: int) -> None:
    """Print who is involved, where each side stands, what is open, promised, threatened and disputed, the red lines,
    what happened, words beside deeds, and the numbers; every line with its record and its reports.

    \b
    Examples:
      detente brief --format md > brief.md
      detente brief --since 1962-10-28 --by dyad --by issue --format html > brief.html
      detente brief --format docx > brief.docx
    """
    from detente.ledger import open_ledger
    from detente.views.brief import brief, html, markdown, terminal

    if form == "docx" and sys.stdout.isatty():
        raise click.UsageError(
            "A Word document is no text for a terminal: detente brief --format docx > FILE.docx"
        )
    with open_ledger(path) as ledger:
        found = brief(ledger, limit=limit, since=since, by=by)
    if form == "docx":
        from detente.views.brief_docx import as_docx

        click.echo(as_docx(found), nl=False)
        return
    if form in ("md", "html"):
        click.echo(markdown(found) if form == "md" else html(found), nl=False)
        return
    from rich.console import Console

    Console(highlight=False, soft_wrap=False).print(terminal(found))
