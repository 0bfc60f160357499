"""What only SQLite needs: its pragmas, its transactions, adding a row once, and its full-text index."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import (
    URL,
    ColumnElement,
    Connection,
    Engine,
    Table,
    TableClause,
    column,
    create_engine,
    event,
    func,
    literal_column,
    select,
    text,
)
from sqlalchemy.dialects.sqlite import insert

from muniment.casebook.tables import identity, metadata, of_report
from muniment.casebook.transactions import PATIENCE, writes
from muniment.casebook.words import Term

PRAGMAS = (
    # Readers go on while somebody writes, and a kill leaves the last whole transaction.
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = NORMAL",
    "PRAGMA foreign_keys = ON",
    # Without this, INSERT OR REPLACE would delete a row and pass by the trigger that forbids it.
    "PRAGMA recursive_triggers = ON",
)


def engine_for(path: Path) -> Engine:
    """An engine for the database in a file, which is made where there is none."""
    engine = create_engine(URL.create("sqlite", database=str(path)), connect_args={"timeout": PATIENCE})

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:  # pyright: ignore[reportUnusedFunction]  # called by SQLAlchemy
        # The driver would begin too late for a migration to be all or nothing: we say when.
        connection.isolation_level = None
        for pragma in PRAGMAS:
            connection.execute(pragma).close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:  # pyright: ignore[reportUnusedFunction]  # called by SQLAlchemy
        # A writer takes its place in the queue at once; one that reads first and then writes may be turned away.
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes(connection) else "BEGIN")

    return engine


def add(connection: Connection, table: Table, rows: list[dict[str, Any]]) -> int:
    """Adds the rows that are not there yet; the number added."""
    if not rows:
        return 0
    statement = insert(table)
    same = identity(table)
    if same:
        # Not OR IGNORE, which would also swallow a missing value.
        statement = statement.on_conflict_do_nothing(index_elements=same)
    return connection.execute(statement, rows).rowcount


def damage(connection: Connection) -> list[str]:
    """What SQLite itself finds wrong with the file: torn pages, or rows that cite what is not there."""
    torn = [str(found) for (found,) in connection.execute(text("PRAGMA quick_check")) if found != "ok"]
    dangling = [
        f"row {number} of {table} cites a row of {cited} that is not there"
        for table, number, cited, _ in connection.execute(text("PRAGMA foreign_key_check"))
    ]
    return torn + dangling


INDEXES = {"reports": "report_words", "statements": "statement_words", "entered": "entered_words"}
CONTENTS = {
    "report_words": ("reports", "title, text"),
    "statement_words": ("statement_text", "words, type, slots, voices"),
    "entered_words": ("entered_text", "words, type, slots, voices"),
}


def matches(
    connection: Connection,
    where: str,
    terms: Sequence[Term],
    *,
    standing: ColumnElement[bool],
    marks: tuple[str, str],
    limit: int,
) -> list[tuple[str, str, str]]:
    """Id, report and snippet of the rows of `where` in which all terms occur, best first."""
    source, index = metadata.tables[where], TableClause(INDEXES[where], column("rowid"), column("rank"))
    words: ColumnElement[Any] = literal_column(index.name)  # FTS5 calls the whole index by its name
    found = (
        select(source.c.id, of_report(source), func.snippet(words, -1, *marks, "…", 24))
        .join(index, index.c.rowid == source.c.sequence)
        .where(words.op("MATCH")(_query(terms)), standing)
        .order_by(index.c.rank)
        .limit(limit)
    )
    return [(str(id), str(of), str(snippet)) for id, of, snippet in connection.execute(found)]


def _query(terms: Sequence[Term]) -> str:
    """Terms as FTS5 reads them: every one quoted, so that none is an operator."""
    return " ".join(f'"{term.words}"{"*" if term.begins else ""}' for term in terms)


def index_again(connection: Connection) -> None:
    """Builds the full-text index anew from the rows."""
    for index, (source, names) in CONTENTS.items():
        # The index's own `rebuild` cannot read a view that opens JSON.
        connection.execute(text(f"INSERT INTO {index}({index}) VALUES ('delete-all')"))  # names of our own
        connection.execute(
            text(f"INSERT INTO {index}(rowid, {names}) SELECT sequence, {names} FROM {source}")
        )  # names of our own


TRIGGER = """
CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} are only ever added to'); END
"""


def forbid_changes(connection: Connection, table: str) -> None:
    """Has the database refuse to edit or delete the rows of a table."""
    for verb in ("UPDATE", "DELETE"):
        connection.execute(text(TRIGGER.format(table=table, verb=verb)))


def kept_for(_connection: Connection) -> str | None:
    """None: a file in a casebook's folder keeps no other casebook."""
    return None


def settle(_connection: Connection, _casebook: str) -> None:
    """Nothing is left to do when the tables have been made."""
