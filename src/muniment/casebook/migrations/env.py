"""Runs the migrations on the connection that the casebook hands over."""

from alembic import context

connection = context.config.attributes["connection"]
# SQLite can take back changes of tables too: a migration that is killed leaves nothing.
context.configure(connection=connection, transactional_ddl=True)
with context.begin_transaction():
    context.run_migrations()
