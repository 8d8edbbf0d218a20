"""`detente serve`: the desk in the browser."""

from __future__ import annotations

import click


@click.command(name="serve")
@click.option(
    "--ledger", "path", type=click.Path(), help="The ledger's file (default: DETENTE_LEDGER or detente.db)."
)
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port", default=8722, show_default=True, type=click.IntRange(1, 65535), help="Port to listen on."
)
def command(path: str | None, host: str, port: int) -> None:
    """Open the desk: reports with their records in colour, the ledger beside them. Ends with Ctrl-C.

    It listens on this machine alone unless --host says otherwise; there are no accounts yet, so do that
    only on a network you trust.

    Example: detente serve --port 8722
    """
    from detente.desk import serve
    from detente.ledger import open_ledger

    open_ledger(path).close()  # a ledger that is not there is told here, not in the browser
    click.echo(f"The desk is at http://{host}:{port}/ (Ctrl-C ends it).")
    serve(path, host=host, port=port)
