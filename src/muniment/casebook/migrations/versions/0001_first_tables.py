"""The first tables, the triggers that keep them from being edited, and the full-text index."""

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

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

APPEND_ONLY = (
    "runs",
    "entries",
    "refusals",
    "reports",
    "sightings",
    "readings",
    "actors",
    "statements",
    "decisions",
    "derivations",
)

SQLITE = (
    """
CREATE VIRTUAL TABLE report_words USING fts5(
    title, text, content='reports', content_rowid='sequence', tokenize='porter unicode61 remove_diacritics 2')
""",
    """
CREATE TRIGGER reports_searchable AFTER INSERT ON reports BEGIN
    INSERT INTO report_words(rowid, title, text) VALUES (new.sequence, new.title, new.text);
END
""",
)

POSTGRESQL = (
    # The same stemmer as in SQLite, and no words that are never looked for.
    "CREATE TEXT SEARCH DICTIONARY muniment_porter (TEMPLATE = snowball, Language = porter)",
    "CREATE TEXT SEARCH CONFIGURATION muniment (PARSER = default)",
    "ALTER TEXT SEARCH CONFIGURATION muniment ADD MAPPING "
    "FOR asciiword, word, numword, uint, int, float, sfloat, version WITH muniment_porter",
    "CREATE TABLE casebook (id TEXT NOT NULL)",
)


def upgrade() -> None:
    """Makes them all."""
    what_is_kept()
    what_is_derived()
    only_added_to(*APPEND_ONLY)
    for command in {"sqlite": SQLITE, "postgresql": POSTGRESQL}[op.get_bind().dialect.name]:
        op.execute(command)
    searched_statements("statements", "statement")
    searched("reports", "report_words")
    searched("statements", "statement_words")


def what_is_kept() -> None:
    """Evidence, claims, decisions and what was done."""
    op.create_table(
        "runs",
        sequence(),
        words("id"),
        words("task"),
        words("version"),
        words("settings"),
        sa.UniqueConstraint("id", name="runs_once"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "entries",
        sequence(),
        words("id"),
        words("run"),
        words("task"),
        words("started"),
        words("finished", nullable=True),
        words("outcome"),
        whole("done"),
        whole("refused"),
        words("note"),
        sa.UniqueConstraint("id", "outcome", name="entries_once"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "refusals",
        sequence(),
        words("id"),
        words("task"),
        words("subject"),
        words("reason"),
        words("hint"),
        words("run"),
        sa.UniqueConstraint("id", "run", name="refusals_once"),
        sqlite_autoincrement=True,
    )
    op.create_index("refusals_by_subject", "refusals", ["subject"])
    op.create_table(
        "reports",
        sequence(),
        words("id"),
        words("sha256"),
        words("part"),
        words("name"),
        words("media_type"),
        words("text"),
        words("text_sha256"),
        words("title", nullable=True),
        words("publisher", nullable=True),
        words("author", nullable=True),
        words("published", nullable=True),
        words("retrieved", nullable=True),
        words("address", nullable=True),
        words("language", nullable=True),
        words("marks"),
        words("parent", nullable=True),
        words("custody"),
        words("run"),
        sa.UniqueConstraint("id", name="reports_once"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "sightings",
        sequence(),
        words("report", cites="reports.id"),
        words("name"),
        words("address"),
        words("parent"),
        words("run"),
        sa.UniqueConstraint("report", "name", "address", "parent", name="sightings_once"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "readings",
        sequence(),
        words("report", cites="reports.id"),
        words("run", cites="runs.id"),
        whole("statements"),
        whole("refused"),
        sqlite_autoincrement=True,
    )
    op.create_index("readings_by_report", "readings", ["report", "sequence"])
    op.create_table(
        "actors",
        sequence(),
        words("id"),
        words("kind"),
        words("name"),
        words("names"),
        words("country", nullable=True),
        words("report", cites="reports.id", nullable=True),
        words("members"),
        words("run"),
        sa.UniqueConstraint("id", "run", name="actors_once"),
        sqlite_autoincrement=True,
    )
    op.create_index("actors_by_report", "actors", ["report"])
    op.create_table(
        "statements",
        sequence(),
        words("id"),
        words("report", cites="reports.id"),
        words("kind"),
        words("type"),
        words("trigger"),
        words("slots"),
        words("voices"),
        words("realis"),
        words("specificity"),
        words("basis"),
        real("score", nullable=True),
        flag("countable"),
        words("visibility"),
        words("rule"),
        words("run"),
        whole("position"),
        sa.UniqueConstraint("id", "run", name="statements_once"),
        sqlite_autoincrement=True,
    )
    op.create_index("statements_by_type", "statements", ["type", "report", "position", "sequence"])
    op.create_index("statements_in_order", "statements", ["report", "position", "sequence"])
    op.create_table(
        "decisions",
        sequence(),
        words("id"),
        words("subject"),
        words("targets"),
        words("ruling"),
        words("slot", nullable=True),
        words("amendment", nullable=True),
        words("reason"),
        words("by"),
        words("at"),
        words("supersedes", nullable=True),
        sa.UniqueConstraint("id", name="decisions_once"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "derivations",
        sequence(),
        words("task"),
        words("run", cites="runs.id"),
        words("fingerprint"),
        sqlite_autoincrement=True,
    )
    op.create_index("derivations_by_task", "derivations", ["task", "sequence"])


def what_is_derived() -> None:
    """What machines make of it."""
    op.create_table(
        "joined_actors",
        sequence(),
        words("id"),
        words("kind"),
        words("name"),
        words("names"),
        words("country", nullable=True),
        words("report", nullable=True),
        words("members"),
        words("run"),
        words("task"),
        sa.UniqueConstraint("task", "id", name="joined_actors_once"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "origins",
        sequence(),
        words("id"),
        words("reports"),
        words("rule"),
        words("run"),
        words("task"),
        sa.UniqueConstraint("task", "id", name="origins_once"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "links",
        sequence(),
        words("id"),
        words("of"),
        words("left"),
        words("right"),
        real("weight"),
        flag("joined"),
        words("compared"),
        words("run"),
        words("task"),
        sa.UniqueConstraint("task", "id", name="links_once"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "incidents",
        sequence(),
        words("id"),
        words("statements"),
        words("concerned"),
        words("links"),
        words("run"),
        words("task"),
        sa.UniqueConstraint("task", "id", name="incidents_once"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "counts",
        sequence(),
        words("id"),
        words("measure"),
        words("unit"),
        whole("low", nullable=True),
        whole("best", nullable=True),
        whole("high", nullable=True),
        words("scope"),
        words("over"),
        words("incident", nullable=True),
        words("period", nullable=True),
        words("place", nullable=True),
        words("as_of", nullable=True),
        words("rule"),
        whole("origins"),
        words("standpoints"),
        words("statements"),
        whole("named"),
        flag("reviewed"),
        words("run"),
        words("task"),
        sa.UniqueConstraint("task", "id", name="counts_once"),
        sqlite_autoincrement=True,
    )
