"""Runs the migrations on the connection that `engine.bring_up_to_date` (or a test) hands over."""

from alembic import context

from detente.ledger.schema import metadata

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata)
context.run_migrations()
