"""`detente status`: what the ledger holds, and what was skipped and why."""

from __future__ import annotations

from dataclasses import asdict

import click

from detente.cli.output import ledger_option, print_table
from detente.views.plain import plain


@click.command()
@click.option("--reports", "with_reports", is_flag=True, help="List the reports too.")
@ledger_option
def command(with_reports: bool, ledger_file: str | None) -> None:
    """What was read, what was skipped and why.

    \b
    Examples:
      detente status
      detente status --reports
    """
    from detente.ledger import open_ledger
    from detente.views.tables import reports_table

    with open_ledger(ledger_file) as ledger:
        counts, skips = ledger.counts(), ledger.skipped()
        days = [day for day in ledger.days().values() if day]
        undated = counts.reports - len(days)
        span = f", published {min(days)} to {max(days)}" if days else ""
        click.echo(
            f"{ledger.name}: {counts.reports} reports{span}{f', {undated} undated' if undated else ''}"
        )
        for kind, n in asdict(counts).items():
            if kind not in ("reports", "skipped"):
                click.echo(f"  {kind:<10} {n:>8,}")
        if with_reports:
            click.echo()
            reports = ledger.reports()
            print_table(reports_table(ledger, reports), "table", reports)
        if skips:
            click.echo(f"\n{len(skips)} skipped:")
            for skip in skips:
                where = f"{skip.path}, {skip.place}" if skip.place else skip.path
                click.echo(f"  {plain(f'{where}: {skip.reason}. {skip.mend}.')}")
