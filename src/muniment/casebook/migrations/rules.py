"""What migrations say of tables in the same words, whichever database they run in."""

from __future__ import annotations

from alembic import op

from muniment.casebook import database


def only_added_to(*tables: str) -> None:
    """Has the database refuse to edit or delete the rows of these tables."""
    connection = op.get_bind()
    for table in tables:
        database.of(connection).forbid_changes(connection, table)


def searched(table: str, words: str) -> None:
    """Makes the table that holds the words of a searched table in PostgreSQL; in SQLite it is an index of its own kind.

    The table is named among those that `postgres` keeps the words of.
    """
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            f"CREATE TABLE {words} (sequence BIGSERIAL PRIMARY KEY, of INTEGER NOT NULL REFERENCES {table} (sequence), "
            "piece TEXT NOT NULL, words TSVECTOR NOT NULL)"
        )
        op.execute(f"CREATE INDEX {words}_found ON {words} USING gin (words)")
        op.execute(f"CREATE INDEX {words}_of ON {words} (of)")
