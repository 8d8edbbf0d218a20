"""The desk: a ledger in the browser. `make_app` gives the ASGI application, `serve` runs it."""

from detente.desk.app import LOOPBACK, make_app, serve

__all__ = ["LOOPBACK", "make_app", "serve"]
