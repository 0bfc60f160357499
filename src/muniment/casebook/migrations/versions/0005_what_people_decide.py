"""Statements that people enter, readings made apart, and how far the record had come at each line of the log."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from muniment.casebook.migrations.rules import (
    flag,
    only_added_to,
    real,
    searched,
    searched_statements,
    sequence,
    whole,
    words,
)

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Makes the table of entered statements, which is only ever added to; what was kept before says nothing of the rest."""
    texts = ("id", "kind", "type", "trigger", "slots", "voices", "realis", "specificity", "basis")
    op.create_table(
        "entered",
        sequence(),
        words("report", cites="reports.id"),
        *map(words, (*texts, "visibility", "rule", "run")),
        real("score", nullable=True),
        flag("countable"),
        whole("position"),
        words("entered", nullable=True),
        sa.UniqueConstraint("id", name="entered_once"),
        sqlite_autoincrement=True,
    )
    op.create_index("entered_in_order", "entered", ["report", "position", "sequence"])
    op.add_column("decisions", sa.Column("independent", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("entries", sa.Column("reached", sa.Text(), nullable=False, server_default="{}"))
    only_added_to("entered")
    searched("entered", "entered_words")
    searched_statements("entered", "entered")
