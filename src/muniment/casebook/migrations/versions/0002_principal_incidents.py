"""What each report is mainly about."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from muniment.casebook.migrations.rules import only_added_to

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Makes the table of principal incidents, which like statements are only ever added to."""
    op.create_table(
        "principals",
        sa.Column("sequence", sa.Integer(), primary_key=True),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column(
            "report",
            sa.Text(),
            sa.ForeignKey("reports.id", deferrable=True, initially="DEFERRED"),
            nullable=False,
        ),
        sa.Column("statements", sa.Text(), nullable=False),
        sa.Column("violations", sa.Text(), nullable=False),
        sa.Column("agent_kind", sa.Text(), nullable=True),
        sa.Column("slots", sa.Text(), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("run", sa.Text(), nullable=False),
        sa.UniqueConstraint("id", name="principals_once"),
        sqlite_autoincrement=True,
    )
    op.create_index("principals_by_report", "principals", ["report"])
    only_added_to("principals")
