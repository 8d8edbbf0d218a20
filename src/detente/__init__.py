"""detente: the ledger of a crisis, read from news reports on your own machine."""
