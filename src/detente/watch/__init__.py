"""Feeds followed from the net: what is new is read into the ledger. The only part that opens connections."""
