"""`detente temperature`: how warm it is between two sides, over time."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from detente.cli.output import FORMATS, Day, ledger_option, print_table
from detente.views.plain import plain

if TYPE_CHECKING:
    from collections.abc import Iterable

    from detente.ledger import Filter, Ledger
    from detente.temperature import By, Deed
    from detente.views.tables import Table
    from detente.views.temperature import Temperature, ToldTurn

Stretch = tuple[date, date]


class Days(click.ParamType[Stretch]):
    """A day, or the first and last day of a stretch of time."""

    name = "DAY..DAY"

    def convert(
        self, value: str | Stretch, param: click.Parameter | None, ctx: click.Context | None
    ) -> Stretch:
        if not isinstance(value, str):
            return value
        first, _, last = value.partition("..")
        try:
            start, end = date.fromisoformat(first), date.fromisoformat(last or first)
        except ValueError:
            self.fail(f"{value!r} is no stretch of time; write it as YYYY-MM-DD..YYYY-MM-DD.", param, ctx)
        if end < start:
            self.fail(f"{value!r} ends before it begins.", param, ctx)
        return start, end


@click.command()
@click.argument("sides", nargs=-1, metavar="[A [B]]")
@click.option("--by", type=click.Choice(["day", "week", "month"]), default="week", show_default=True)
@click.option("--since", type=Day(), help="First day.")
@click.option("--until", type=Day(), help="Last day.")
@click.option("--issue", help="Only deeds told in sentences that take a position on it: a part of its name.")
@click.option("--members", is_flag=True, help="An alliance stands for its members too.")
@click.option(
    "--coder",
    "coders",
    multiple=True,
    default=("detente",),
    show_default=True,
    help="Whose coding: detente's own or one that was imported. Several are merged.",
)
@click.option("--why", "moved", type=Days(), help="Which deeds moved it then; of a day alone, its period.")
@click.option("--compare", "stretches", type=Days(), nargs=2, help="How two stretches of time differ.")
@click.option("--first", "who_first", is_flag=True, help="Which of two sides moves first.")
@click.option("--format", "form", type=click.Choice(FORMATS), default="table", show_default=True)
@click.option("--plot", "picture", type=click.Path(path_type=Path), help="Draw it: FILE.svg, .png or .html.")
@click.option(
    "--parquet",
    "files",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Ask a folder of Parquet in place of the ledger: what `export --as parquet` or `scale` wrote.",
)
@ledger_option
def command(
    sides: tuple[str, ...],
    by: By,
    since: str | None,
    until: str | None,
    issue: str | None,
    members: bool,
    coders: tuple[str, ...],
    moved: Stretch | None,
    stretches: tuple[Stretch, Stretch] | None,
    who_first: bool,
    form: str,
    picture: Path | None,
    files: Path | None,
    ledger_file: str | None,
) -> None:
    """Show how warm or cold it is between A and B (or around A, or among all), from −10 (war) to 10, and where it
    turned and why.

    The temperature of a period is the mean intensity (Goldstein's scale) of the deeds told of it; low and high bound
    it with 90 % certainty. How it is reckoned stands in docs/temperature.md.

    \b
    Examples:
      detente temperature "United States" "Soviet Union" --by week
      detente temperature USA RUS --since 2022-01-01 --plot january.svg
      detente temperature USA RUS --why 2022-01-17..2022-01-23
      detente temperature USA RUS --compare 2021-12-01..2021-12-31 2022-01-01..2022-01-31
      detente temperature NATO RUS --members --issue missiles
      detente temperature USA RUS --coder detente --coder gdelt
      detente temperature USA RUS --parquet out/
    """
    from detente.ledger import Filter, open_ledger
    from detente.views.temperature import told_deeds, with_members

    if (issue is not None or members) and coders != ("detente",):
        raise click.UsageError(
            "What others have coded knows neither issues nor alliances: leave --coder out."
        )
    if len(sides) > 2:
        raise click.UsageError("Name two sides at most.")
    if who_first and len(sides) != 2:
        raise click.UsageError("Which of two sides moves first: name two.")
    wanted = Filter(
        actor=sides[0] if len(sides) == 1 else None,
        dyad=(sides[0], sides[1]) if len(sides) == 2 else None,
        since=since,
        until=until,
        issue=issue,
    )
    if files is not None:
        if issue is not None or members or moved or stretches or who_first or coders != ("detente",):
            raise click.UsageError(
                "Parquet is asked for a series alone: without --issue, --members, --coder, --why …"
            )
        _print_series_of_files(files, wanted, by, form, picture)
        return
    with open_ledger(ledger_file) as ledger:
        filters = with_members(ledger, wanted) if members else (wanted,)
        if moved is not None:
            _print_why(ledger, told_deeds(ledger, *filters, coders=coders), _widened(moved, by), form)
        elif stretches is not None:
            _print_contrast(told_deeds(ledger, *filters, coders=coders), *stretches, form)
        elif who_first:
            _print_first(ledger, wanted, by, coders, form)
        else:
            _print_series(ledger, filters, by, coders, form, picture)


def _print_series(
    ledger: Ledger,
    filters: tuple[Filter, ...],
    by: By,
    coders: tuple[str, ...],
    form: str,
    picture: Path | None,
) -> None:
    from detente.views.temperature import temperature_of, turns_in_words

    found = temperature_of(ledger, *filters, by=by, coders=coders)
    _print_found(found, turns_in_words(ledger, found), form, picture)


def _print_series_of_files(folder: Path, wanted: Filter, by: By, form: str, picture: Path | None) -> None:
    from detente.dataset import DataSet
    from detente.views.temperature import temperature_of_files, turns_with

    with DataSet(folder) as files:
        found = temperature_of_files(files, wanted, by=by)
        turns = turns_with(found, files.words(deed for turn in found.turns for deed in turn.deeds))
    _print_found(found, turns, form, picture)


def _print_found(found: Temperature, turns: Iterable[ToldTurn], form: str, picture: Path | None) -> None:
    from detente.views.temperature import as_json, plot, sparkline, temperature_table

    if form == "json":
        click.echo(as_json(found))
    else:
        print_table(temperature_table(found, gaps=form != "table"), form, ())
    if form == "table" and found.points:
        click.echo(f"\n{plain(found.title)}  {sparkline(found.points)}")
        for turn in turns:
            click.echo(plain(turn.words))
            for words, id in turn.deeds:
                click.echo(plain(f"    {words}  {id}"))
    if picture is not None:
        plot(found, picture)
        click.echo(f"drawn to {picture}", err=True)


def _print_why(ledger: Ledger, deeds: tuple[Deed, ...], stretch: Stretch, form: str) -> None:
    from detente.views.moves import contrast_in_words, contrast_table, why, why_table

    found = why(deeds, *stretch)
    _print_tables(form, found, contrast_table(found), why_table(ledger, deeds, found))
    if form == "table":
        click.echo(f"\n{contrast_in_words(found)}")


def _print_contrast(deeds: tuple[Deed, ...], before: Stretch, after: Stretch, form: str) -> None:
    from detente.temperature import contrast
    from detente.views.moves import contrast_in_words, contrast_table, pulls_table

    found = contrast(deeds, before, after)
    _print_tables(form, found, contrast_table(found), pulls_table(found))
    if form == "table":
        click.echo(f"\n{contrast_in_words(found)}")


def _print_first(ledger: Ledger, wanted: Filter, by: By, coders: tuple[str, ...], form: str) -> None:
    from detente.leading import lags_of
    from detente.temperature import side_by_side
    from detente.views.moves import first_in_words, lags_table
    from detente.views.temperature import sides_apart

    assert wanted.dyad is not None
    lags = lags_of(side_by_side(*sides_apart(ledger, wanted, coders=coders), by=by))
    if lags or form == "json":
        _print_tables(form, lags, lags_table(lags))
    if form == "table":
        click.echo(first_in_words(lags, wanted.dyad, by))


def _print_tables(form: str, found: object, *tables: Table) -> None:
    """The tables one below the other; as JSON what they were made of."""
    if form == "json":
        import msgspec

        click.echo(msgspec.json.encode(found).decode())
        return
    for n, table in enumerate(tables):
        if n and table.rows:
            click.echo()
        if table.rows:
            print_table(table, form, ())


def _widened(stretch: Stretch, by: By) -> Stretch:
    """The period of a day alone."""
    from detente.temperature import period_of

    return period_of(stretch[0], by) if stretch[0] == stretch[1] else stretch
