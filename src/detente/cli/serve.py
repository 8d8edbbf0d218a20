"""`detente serve`: the desk in the browser."""

from __future__ import annotations

import click

from detente.cli.correct import author_of


@click.command(name="serve")
@click.option(
    "--ledger", "path", type=click.Path(), help="The ledger's file (default: DETENTE_LEDGER or detente.db)."
)
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port", default=8722, show_default=True, type=click.IntRange(1, 65535), help="Port to listen on."
)
@click.option("--author", help="Who corrects at this desk; else $DETENTE_AUTHOR, else the login name.")
@click.option("--read-only", is_flag=True, help="Show the ledger and change nothing.")
def command(path: str | None, host: str, port: int, author: str | None, read_only: bool) -> None:
    """Open the desk: what changed, where each side stands, reports with their records in colour, to read and to
    correct. Ends with Ctrl-C.

    It listens on this machine alone unless --host says otherwise; it is then to be read only.

    \b
    Examples:
      detente serve --port 8722
      detente serve --host 0.0.0.0 --read-only
    """
    from detente.desk import LOOPBACK, serve
    from detente.ledger import open_ledger

    open_ledger(path).close()  # a ledger that is not there is told here, not in the browser
    click.echo(f"The desk is at http://{host}:{port}/ (Ctrl-C ends it).")
    may_write = not read_only and host in (*LOOPBACK, "::1")
    serve(path, host=host, port=port, author=author_of(author) if may_write else None)
