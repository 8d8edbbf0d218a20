"""Options that all lists share, and how tables are printed."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any, Literal, TypeVar

import click

from detente.views.plain import plain

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

    from detente.ledger import Filter
    from detente.records import Record
    from detente.views.tables import Cell, Table

F = TypeVar("F", bound=Callable[..., Any])

FORMATS = ("table", "json", "csv", "md")

# Columns of a table that goes into a file or a pipe: wide enough that few lines wrap.
WIDTH_OF_FILES = 160
# Columns of a terminal below which tables leave out what can be spared, and below which lists are
# entries of a few lines.
WIDE = 150
NARROW = 100


class Day(click.ParamType[str]):
    """A calendar day."""

    name = "day"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        from datetime import date

        try:
            return date.fromisoformat(value).isoformat()
        except ValueError:
            self.fail(f"{value!r} is no day; write it as YYYY-MM-DD.", param, ctx)


class Pair(click.ParamType[tuple[str, str]]):
    """Two actors."""

    name = "A,B"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, str]:
        names = value if isinstance(value, tuple) else tuple(part.strip() for part in value.split(","))
        if len(names) != 2 or not all(names):
            self.fail(f"{value!r} is no pair of actors; write it as A,B.", param, ctx)
        return names[0], names[1]


def ledger_option(command: F) -> F:
    """`--ledger`: which ledger to use."""
    return click.option(
        "--ledger",
        "ledger_file",
        type=click.Path(),
        help="The ledger: a file or postgresql://…; else $DETENTE_LEDGER, else detente.db in this folder.",
    )(command)


def format_option(command: F) -> F:
    """`--format`: how to print."""
    return click.option(
        "--format",
        "form",
        type=click.Choice(FORMATS),
        default="table",
        show_default=True,
        help="csv and md are tables too; json is the records themselves.",
    )(command)


def filter_options(
    *, types: Iterable[str] | None = None, statuses: Iterable[str] | None = None
) -> Callable[[F], F]:
    """The options that narrow a list, as one `wanted: Filter`."""
    options = [
        click.option("--actor", help="Whoever acts, speaks, or is meant: a name, country code or id."),
        click.option("--source", help="Who acts or speaks. A state stands for all that act for it."),
        click.option("--target", help="Who is acted upon or meant."),
        click.option("--dyad", type=Pair(), help="Two actors, either of them the source."),
        click.option("--since", type=Day(), help="First day."),
        click.option("--until", type=Day(), help="Last day."),
        click.option("--report", help="Only this report, by its id."),
        click.option("--limit", type=click.IntRange(min=1), help="At most so many."),
    ]
    if types is not None:
        choice = click.Choice(tuple(types), case_sensitive=False)
        options.insert(4, click.option("--type", "type", type=choice, multiple=True, help="May be repeated."))
    if statuses is not None:
        choice = click.Choice(tuple(statuses), case_sensitive=False)
        options.insert(5, click.option("--status", type=choice, multiple=True, help="May be repeated."))

    def decorate(command: F) -> F:
        for option in reversed(options):
            command = option(command)
        return command

    return decorate


def wanted_of(options: dict[str, Any]) -> Filter:
    """The filter that the options of `filter_options` make."""
    from detente.ledger import Filter

    return Filter(**options)


def console(*, stderr: bool = False) -> Console:
    """A console that takes the width of the terminal, or a wide one where there is none."""
    from rich.console import Console

    stream = sys.stderr if stderr else sys.stdout
    width = None if stream.isatty() or os.environ.get("COLUMNS") else WIDTH_OF_FILES
    return Console(stderr=stderr, width=width, highlight=False, markup=False, emoji=False)


def print_table(table: Table, form: str, records: Iterable[Record]) -> None:
    """Print a list in the form asked for; `records` are what the table shows, for `json`."""
    from detente.views import tables

    if form == "json":
        click.echo(tables.as_json(records), nl=False)
    elif form == "csv":
        click.echo(tables.as_csv(table), nl=False)
    elif form == "md":
        click.echo(tables.as_markdown(table), nl=False)
    elif table.rows:
        _print_in_terminal(table)
    else:
        click.echo("Nothing found.", err=True)


def print_out(*drawn: RenderableType) -> None:
    """Print to the terminal, or into a file or pipe without colour and without padding at line ends."""
    out = console()
    if out.is_terminal:
        out.print(*drawn, sep="\n")
    else:
        with out.capture() as captured:
            out.print(*drawn, sep="\n")
        click.echo("".join(f"{line.rstrip()}\n" for line in captured.get().split("\n")[:-1]), nl=False)


def _print_in_terminal(table: Table) -> None:
    width = console().width
    if width < NARROW:
        print_out(*_entries(table))
    else:
        print_out(_grid(table, spare=width >= WIDE))


def _grid(table: Table, *, spare: bool) -> RenderableType:
    """A line for each row, its long cells wrapped in their columns; `spare` columns too, or not."""
    from rich import box
    from rich.table import Table as Drawn
    from rich.text import Text

    drawn = Drawn(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1), show_edge=False)
    shown = [(n, column) for n, column in enumerate(table.columns) if spare or not column.spare]
    for n, column in shown:
        justify: Literal["right", "left"] = "right" if column.number else "left"
        # Names keep together where the longest of them allows it.
        longest = max((len(word) for row in table.rows for word in _shown(row[n]).split()), default=0)
        drawn.add_column(
            column.title, no_wrap=column.whole, overflow="fold", justify=justify, min_width=min(longest, 12)
        )
    for row in table.rows:
        drawn.add_row(*(Text(_shown(row[n])) for n, _ in shown))
    return drawn


def _entries(table: Table) -> Iterator[RenderableType]:
    """For a narrow terminal: what must not be broken on one line, the rest in sentences below."""
    from rich.padding import Padding
    from rich.text import Text

    columns = list(enumerate(table.columns))
    whole = [n for n, column in columns if column.whole and not column.spare]
    widths = {n: max(len(_shown(row[n])) for row in table.rows) for n in whole}
    for row in table.rows:
        yield Text("  ".join(_shown(row[n]).ljust(widths[n]) for n in whole).rstrip(), style="bold")
        told = Text()
        for n, column in columns:
            if n not in whole and not column.spare and _shown(row[n]):
                told.append(f"{' · ' if told else ''}{column.title} ", style="dim")
                told.append(_shown(row[n]))
        yield Padding(told, (0, 0, 0, 4))


def _shown(cell: Cell) -> str:
    return "" if cell is None else " ".join(plain(str(cell)).split())
