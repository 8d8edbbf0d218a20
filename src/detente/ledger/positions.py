"""Positions of all readings → threads (see `detente.threads`, which the reading of one page uses too)."""

from detente.threads import Deed, thread_positions

__all__ = ["Deed", "thread_positions"]
