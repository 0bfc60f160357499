"""What only SQLite needs: its pragmas, its transactions, adding a row once, and its full-text index."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, Table, create_engine, event, text
from sqlalchemy.dialects.sqlite import insert

from muniment.casebook.tables import identity

PATIENCE = 60
"""Seconds to wait while another process writes."""

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


def writer(engine: Engine) -> Engine:
    """The same engine, for transactions that write."""
    return engine.execution_options(writes=True)


def writes(connection: Connection) -> bool:
    """Whether a connection was opened to write."""
    return bool(connection.get_execution_options().get("writes"))


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
    connection: Connection, where: str, query: str, *, standing: str, marks: tuple[str, str], limit: int
) -> list[tuple[str, str, str]]:
    """Id, report and snippet of the rows of `where` that match a query of the index, best first.

    `standing` is a condition on the row, in SQL.
    """
    index = INDEXES[where]
    report = "id" if where == "reports" else "report"
    found = connection.execute(
        text(
            f"SELECT {where}.id, {where}.{report}, snippet({index}, -1, :before, :after, '…', 24) "  # names of our own
            f"FROM {index} JOIN {where} ON {where}.sequence = {index}.rowid "
            f"WHERE {index} MATCH :query AND {standing} ORDER BY {index}.rank LIMIT :limit"
        ),
        {"before": marks[0], "after": marks[1], "query": query, "limit": limit},
    )
    return [(str(identity_), str(report_), str(snippet)) for identity_, report_, snippet in found]


def index_again(connection: Connection) -> None:
    """Builds the full-text index anew from the rows."""
    for index, (source, names) in CONTENTS.items():
        # The index's own `rebuild` cannot read a view that opens JSON.
        connection.execute(text(f"INSERT INTO {index}({index}) VALUES ('delete-all')"))  # names of our own
        connection.execute(
            text(f"INSERT INTO {index}(rowid, {names}) SELECT sequence, {names} FROM {source}")
        )  # names of our own
