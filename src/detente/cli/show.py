"""`detente show`: one record with the sentence that says it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from detente.cli.output import ledger_option, print_out
from detente.views.plain import plain

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.text import Text

    from detente.records import Spans
    from detente.views.record import Card, Quote


@click.command()
@click.argument("id")
@ledger_option
def command(id: str, ledger_file: str | None) -> None:
    """Show one record: its sentence with the evidence marked, its history, its neighbours.

    ID is what the first column of every list gives, or a beginning of it that is unique; an actor may be
    named too.

    \b
    Examples:
      detente show p-0123456789ab
      detente show p-0123
      detente show Lavrov
    """
    from detente.ledger import open_ledger
    from detente.views.record import card

    with open_ledger(ledger_file) as ledger:
        _print(card(ledger, id))


def _print(card: Card) -> None:
    from rich.padding import Padding
    from rich.table import Table
    from rich.text import Text

    out: list[RenderableType] = []
    out.append(
        Text.assemble((card.kind, "bold cyan"), " ", (card.id, "dim"), "  ", (plain(card.heading), "bold"))
    )
    fields = Table.grid(padding=(0, 2))
    fields.add_column(no_wrap=True, style="dim")
    fields.add_column(overflow="fold")
    for label, value in card.fields:
        fields.add_row(label, Text(plain(value)))
    out.append(Padding(fields, (0, 0, 0, 2)))
    for quote in card.quotes:
        out.append(Text())
        out.append(Padding(evidence(quote.text, quote.marks), (0, 0, 0, 2)))
        out.append(Padding(Text(source_line(quote), style="dim"), (0, 0, 0, 4)))
    if card.history:
        out.append(Text())
        out.append(Text("History", style="bold"))
        for step in card.history:
            out.append(Text(f"  {step.day or 'undated':<10}  {step.status}"))
            if step.quote is not None and step.quote not in card.quotes:
                out.append(Padding(evidence(step.quote.text, step.quote.marks), (0, 0, 0, 14)))
                out.append(Padding(Text(source_line(step.quote), style="dim"), (0, 0, 0, 14)))
    if card.near:
        out.append(Text())
        out.append(Text("Near", style="bold"))
        near = Table.grid(padding=(0, 2))
        near.add_column(no_wrap=True)
        near.add_column(no_wrap=True, style="dim")
        near.add_column(overflow="fold")
        for other in card.near:
            near.add_row(other.id, other.relation, Text(plain(other.line)))
        out.append(Padding(near, (0, 0, 0, 2)))
    print_out(*out)


def evidence(text: str, marks: Spans) -> Text:
    """The text with the evidence marked: in colour where the terminal has it, else between « and »."""
    from rich.text import Text

    from detente.views.tables import marked

    if not sys.stdout.isatty():
        return Text(_flowing(marked(text, marks)))
    drawn = Text()
    at = 0
    for mark in marks:
        drawn.append(_flowing(text[at : mark.start]))
        drawn.append(_flowing(text[mark.start : mark.end]), style="bold yellow")
        at = mark.end
    drawn.append(_flowing(text[at:]))
    return drawn


def _flowing(text: str) -> str:
    """One stretch of text that the terminal may break where it likes."""
    return plain(text).replace("\n", " ").replace("\t", " ")


def source_line(quote: Quote) -> str:
    """Title, outlet, day, and where to find it."""
    named = [part for part in (quote.title, quote.publisher, quote.published or "undated") if part]
    found = [part for part in (quote.url, *quote.files) if part]
    where = f" · {', '.join(found)}" if found else ""
    line = f"— {', '.join(named)} · {quote.report}{where}"
    return plain(" ".join(line.split()))
