"""What each report is mainly about."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TRIGGER = """
CREATE TRIGGER principals_no_{verb} BEFORE {verb} ON principals
BEGIN SELECT RAISE(ABORT, 'principals are only ever added to'); END
"""


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
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(TRIGGER.format(verb=verb))
