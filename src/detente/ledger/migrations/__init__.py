"""The history of the ledger's schema, one file a step; run by Alembic when a ledger is opened."""
