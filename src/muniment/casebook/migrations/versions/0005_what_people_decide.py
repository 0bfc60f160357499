"""Statements that people enter, readings made apart, and how far the record had come at each line of the log."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

TRIGGER = """
CREATE TRIGGER entered_no_{verb} BEFORE {verb} ON entered
BEGIN SELECT RAISE(ABORT, 'entered are only ever added to'); END
"""

SEARCH = (
    """
CREATE VIEW entered_text AS SELECT
    sequence,
    json_extract("trigger", '$.words') AS words,
    type,
    (SELECT group_concat(
            CASE WHEN json_extract(item.value, '$.value') <> json_extract(item.value, '$.words')
                THEN json_extract(item.value, '$.value') || ' (' || json_extract(item.value, '$.words') || ')'
                ELSE json_extract(item.value, '$.words') END,
            ' · ')
        FROM json_each(entered.slots) AS slot, json_each(slot.value) AS item) AS slots,
    (SELECT group_concat(json_extract(voice.value, '$.name'), ' · ')
        FROM json_each(entered.voices) AS voice WHERE voice.key > 0) AS voices
FROM entered
""",
    """
CREATE VIRTUAL TABLE entered_words USING fts5(
    words, type, slots, voices,
    content='entered_text', content_rowid='sequence', tokenize='porter unicode61 remove_diacritics 2')
""",
    """
CREATE TRIGGER entered_searchable AFTER INSERT ON entered BEGIN
    INSERT INTO entered_words(rowid, words, type, slots, voices)
        SELECT sequence, words, type, slots, voices FROM entered_text WHERE sequence = new.sequence;
END
""",
)


def upgrade() -> None:
    """Makes the table of entered statements, which is only ever added to; what was kept before says nothing of the rest."""
    words = ("id", "kind", "type", "trigger", "slots", "voices", "realis", "specificity", "basis")
    op.create_table(
        "entered",
        sa.Column("sequence", sa.Integer(), primary_key=True),
        sa.Column(
            "report",
            sa.Text(),
            sa.ForeignKey("reports.id", deferrable=True, initially="DEFERRED"),
            nullable=False,
        ),
        *(sa.Column(name, sa.Text(), nullable=False) for name in (*words, "visibility", "rule", "run")),
        sa.Column("score", sa.Double(), nullable=True),
        sa.Column("countable", sa.Boolean(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("entered", sa.Text(), nullable=True),
        sa.UniqueConstraint("id", name="entered_once"),
        sqlite_autoincrement=True,
    )
    op.create_index("entered_in_order", "entered", ["report", "position", "sequence"])
    op.add_column("decisions", sa.Column("independent", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("entries", sa.Column("reached", sa.Text(), nullable=False, server_default="{}"))
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(TRIGGER.format(verb=verb))
        for command in SEARCH:
            op.execute(command)
