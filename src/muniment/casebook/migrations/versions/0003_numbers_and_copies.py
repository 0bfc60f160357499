"""Numbers that people cite, and the passages that copies repeat."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from muniment.casebook.migrations.rules import only_added_to

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Makes the table of citations, which is only ever added to; what was derived before has no numbers yet."""
    op.create_table(
        "citations",
        sa.Column("sequence", sa.Integer(), primary_key=True),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("of", sa.Text(), nullable=False),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("members", sa.Text(), nullable=False),
        sa.Column("other", sa.Text(), nullable=True),
        sa.Column("run", sa.Text(), nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("citations_by_number", "citations", ["number", "sequence"])
    for table, column, default in (
        ("incidents", "number", ""),
        ("actors", "number", ""),
        ("joined_actors", "number", ""),
        ("origins", "copies", "[]"),
    ):
        op.add_column(table, sa.Column(column, sa.Text(), nullable=False, server_default=default))
    # Which links join an incident follows from their ends.
    op.drop_column("incidents", "links")
    only_added_to("citations")
