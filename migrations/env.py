"""How Alembic runs here: on the connection it is given, in one transaction."""

from alembic import context

from models import metadata

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=metadata,
    render_as_batch=connection.dialect.name == "sqlite",
    compare_type=True,
    transaction_per_migration=False,
)
if connection.dialect.name == "postgresql":
    # A migration that cannot get its lock must not queue everybody behind it.
    connection.exec_driver_sql("SET LOCAL lock_timeout = '4s'")
    connection.exec_driver_sql("SET LOCAL statement_timeout = '5min'")
context.run_migrations()
