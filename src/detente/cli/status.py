"""`detente status`: what the ledger holds, from where, and what was skipped and why."""

from __future__ import annotations

import click

from detente.cli.output import ledger_option, print_table

# Lines of what was skipped that are shown unless all are asked for.
MOST = 50


@click.command()
@click.option("--reports", "with_reports", is_flag=True, help="List the reports too.")
@click.option(
    "--all", "all_skipped", is_flag=True, help=f"List all that was skipped, not the first {MOST} alone."
)
@click.option("--format", "form", type=click.Choice(["lines", "json"]), default="lines", show_default=True)
@ledger_option
def command(with_reports: bool, all_skipped: bool, form: str, ledger_file: str | None) -> None:
    """What was read, from where, what was skipped and why.

    \b
    Examples:
      detente status
      detente status --reports
      detente status --format json
    """
    from detente.ledger import open_ledger
    from detente.views.status import as_json, lines_of, status
    from detente.views.tables import reports_table

    with open_ledger(ledger_file) as ledger:
        found = status(ledger)
        if form == "json":
            click.echo(as_json(found), nl=False)
            return
        for line in lines_of(found, most=None if all_skipped else MOST):
            click.echo(line)
        if with_reports:
            click.echo()
            reports = ledger.reports()
            print_table(reports_table(ledger, reports), "table", reports)
