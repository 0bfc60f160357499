"""Estimates of what nobody recorded."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Makes the table of estimates, which each run of the task replaces."""
    text = ("id", "measure", "unit", "stratum", "lists", "never", "overlaps", "models", "meaning", "assumes")
    op.create_table(
        "estimates",
        sa.Column("sequence", sa.Integer(), primary_key=True),
        *(sa.Column(name, sa.Text(), nullable=False) for name in (*text, "cautions", "run", "task")),
        *(
            sa.Column(name, sa.BigInteger(), nullable=False)
            for name in ("documented", "documented_low", "documented_high", "clusterings", "seed")
        ),
        sa.UniqueConstraint("task", "id", name="estimates_once"),
        sqlite_autoincrement=True,
    )
