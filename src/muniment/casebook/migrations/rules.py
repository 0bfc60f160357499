"""What migrations say of tables in the same words, whichever database they run in."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from muniment.casebook import database


def only_added_to(*tables: str) -> None:
    """Has the database refuse to edit or delete the rows of these tables."""
    connection = op.get_bind()
    for table in tables:
        database.of(connection).forbid_changes(connection, table)


def searched(table: str, words: str) -> None:
    """Makes the table that holds the words of a searched table in PostgreSQL; in SQLite it is an index of its own kind.

    The table is named among those that `postgres` keeps the words of.
    """
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            f"CREATE TABLE {words} (sequence BIGSERIAL PRIMARY KEY, of INTEGER NOT NULL REFERENCES {table} (sequence), "
            "piece TEXT NOT NULL, words TSVECTOR NOT NULL)"
        )
        op.execute(f"CREATE INDEX {words}_found ON {words} USING gin (words)")
        op.execute(f"CREATE INDEX {words}_of ON {words} (of)")


STATEMENT_WORDS = (
    """
CREATE VIEW {name}_text AS SELECT
    sequence,
    json_extract("trigger", '$.words') AS words,
    type,
    (SELECT group_concat(
            CASE WHEN json_extract(item.value, '$.value') <> json_extract(item.value, '$.words')
                THEN json_extract(item.value, '$.value') || ' (' || json_extract(item.value, '$.words') || ')'
                ELSE json_extract(item.value, '$.words') END,
            ' · ')
        FROM json_each({table}.slots) AS slot, json_each(slot.value) AS item) AS slots,
    (SELECT group_concat(json_extract(voice.value, '$.name'), ' · ')
        FROM json_each({table}.voices) AS voice WHERE voice.key > 0) AS voices
FROM {table}
""",
    """
CREATE VIRTUAL TABLE {name}_words USING fts5(
    words, type, slots, voices,
    content='{name}_text', content_rowid='sequence', tokenize='porter unicode61 remove_diacritics 2')
""",
    """
CREATE TRIGGER {table}_searchable AFTER INSERT ON {table} BEGIN
    INSERT INTO {name}_words(rowid, words, type, slots, voices)
        SELECT sequence, words, type, slots, voices FROM {name}_text WHERE sequence = new.sequence;
END
""",
)


def searched_statements(table: str, name: str) -> None:
    """Makes the index of a table of statements in SQLite, named `name_words`; in PostgreSQL, see `searched`."""
    if op.get_bind().dialect.name == "sqlite":
        for command in STATEMENT_WORDS:
            op.execute(command.format(table=table, name=name))


def sequence() -> sa.Column[Any]:
    """The order of arrival."""
    return sa.Column("sequence", sa.Integer(), primary_key=True)


def words(name: str, *, nullable: bool = False, cites: str = "") -> sa.Column[Any]:
    """A column of text, which may be JSON."""
    cited = [sa.ForeignKey(cites, deferrable=True, initially="DEFERRED")] if cites else []
    return sa.Column(name, sa.Text(), *cited, nullable=nullable)


def whole(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    """A column of whole numbers."""
    return sa.Column(name, sa.BigInteger(), nullable=nullable)


def real(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    """A column of real numbers."""
    return sa.Column(name, sa.Double(), nullable=nullable)


def flag(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    """A column of yes or no."""
    return sa.Column(name, sa.Boolean(), nullable=nullable)
