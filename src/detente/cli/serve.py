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
@click.option("--read-only", is_flag=True, help="Show the ledger to whoever comes, and change nothing.")
@click.option("--accounts", is_flag=True, help="Let in those alone who have an account, on this machine too.")
@click.option("--name", "names", multiple=True, help="A name by which others reach this machine.")
def command(
    path: str | None,
    host: str,
    port: int,
    author: str | None,
    read_only: bool,
    accounts: bool,
    names: tuple[str, ...],
) -> None:
    """Open the desk: what changed, where each side stands, reports with their records in colour, to read and to
    correct. Ends with Ctrl-C.

    It listens on this machine alone unless --host says otherwise. Then it asks for accounts, unless it is to be
    --read-only; the first is made at the address that it prints. It speaks HTTP: put a proxy that speaks HTTPS before
    it where others reach it.

    \b
    Examples:
      detente serve --port 8722
      detente serve --host 0.0.0.0 --name desk.example.org
      detente serve --host 0.0.0.0 --name desk.example.org --read-only
    """
    from detente.desk import LOOPBACK, accounts_of, make_app, serve
    from detente.ledger import open_ledger

    open_ledger(path).close()  # a ledger that is not there is told here, not in the browser
    is_here = host in (*LOOPBACK, "::1")
    if accounts and read_only:
        raise click.UsageError("--accounts and --read-only exclude one another.")
    doors = accounts_of(path) if accounts or not (is_here or read_only) else None
    who = author_of(author) if is_here and not read_only and doors is None else None
    app = make_app(path, hosts=(*LOOPBACK, host, *names), author=who, accounts=doors)
    address = f"http://{next(iter(names), host)}:{port}/"
    click.echo(f"The desk is at {address} (Ctrl-C ends it).")
    if doors is not None and doors.key is not None:
        click.echo(f"Make the first account at {address}setup?key={doors.key}")
    serve(app, host=host, port=port)
