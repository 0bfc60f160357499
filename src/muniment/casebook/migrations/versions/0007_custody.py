"""The chain of custody, and the signatures for it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from muniment.casebook.migrations.rules import only_added_to

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Makes the two tables; what was kept before is taken into the chain when they are there."""
    op.create_table(
        "custody",
        sa.Column("sequence", sa.Integer(), primary_key=True),
        sa.Column("number", sa.BigInteger(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("step", "of", "by", "at", "holds", "before")),
        sa.UniqueConstraint("number", name="custody_once"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "signatures",
        sa.Column("sequence", sa.Integer(), primary_key=True),
        sa.Column("link", sa.BigInteger(), nullable=False),
        *(
            sa.Column(name, sa.Text(), nullable=False)
            for name in ("id", "head", "key", "signature", "by", "at", "stamp", "authority")
        ),
        sa.UniqueConstraint("id", name="signatures_once"),
        sqlite_autoincrement=True,
    )
    only_added_to("custody", "signatures")
