"""Accounts, tokens, what sealed material was read, and tasks that were asked for at the desk."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from muniment.casebook.migrations.rules import only_added_to

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

TABLES = {
    "accounts": ("id", "name", "role", "sees", "password", "by", "at"),
    "tokens": ("id", "key", "account", "scopes", "label", "secret", "expires", "by", "at"),
    "visits": ("by", "at", "target", "on"),
    "errands": ("id", "event", "task", "asked", "by", "at", "note"),
}
OPENS = ("accounts", "tokens")


def upgrade() -> None:
    """Makes the four tables, which are only ever added to."""
    for table, words in TABLES.items():
        op.create_table(
            table,
            sa.Column("sequence", sa.Integer(), primary_key=True),
            *(sa.Column(name, sa.Text(), nullable=False) for name in words),
            *([sa.Column("open", sa.Boolean(), nullable=False)] if table in OPENS else []),
            *([sa.UniqueConstraint("id", name=f"{table}_once")] if table in OPENS else []),
            sqlite_autoincrement=True,
        )
    only_added_to(*TABLES)
    op.create_index("visits_by_target", "visits", ["target"])
