"""A later text of the same bytes, beside the one that stands."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Lets a report say which one it is a later text of; those kept before are all first texts."""
    op.add_column("reports", sa.Column("replaces", sa.Text(), nullable=True))
