"""The desk: a ledger in the browser. `make_app` gives the ASGI application, `serve` runs it."""

from detente.desk.app import LOOPBACK, accounts_of, make_app, serve

__all__ = ["LOOPBACK", "accounts_of", "make_app", "serve"]
