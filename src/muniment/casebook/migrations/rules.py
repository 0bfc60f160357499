"""What migrations say of tables in the same words, whichever database they run in."""

from __future__ import annotations

from alembic import op

from muniment.casebook import database


def only_added_to(*tables: str) -> None:
    """Has the database refuse to edit or delete the rows of these tables."""
    connection = op.get_bind()
    for table in tables:
        database.of(connection).forbid_changes(connection, table)
