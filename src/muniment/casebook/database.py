"""The databases that a casebook may be kept in, and which of them one is kept in."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import ColumnElement, Connection, Engine, Table

from muniment.casebook import postgres, sqlite
from muniment.casebook.words import Term

FILE = "casebook.db"
"""The database inside a casebook's folder, where no setting names another."""


class Database(Protocol):
    """What a casebook asks of a database that SQL alone does not say; each module that answers has these functions."""

    def add(self, connection: Connection, table: Table, rows: list[dict[str, Any]]) -> int:
        """Adds the rows that are not there yet; the number added."""
        ...

    def damage(self, connection: Connection) -> list[str]:
        """What the database itself finds wrong."""
        ...

    def matches(
        self,
        connection: Connection,
        where: str,
        terms: Sequence[Term],
        *,
        standing: ColumnElement[bool],
        marks: tuple[str, str],
        limit: int,
    ) -> list[tuple[str, str, str]]:
        """Id, report and snippet of the rows of `where` that are `standing` and in which all terms occur, best first."""
        ...

    def index_again(self, connection: Connection) -> None:
        """Builds the full-text index anew from the rows."""
        ...

    def forbid_changes(self, connection: Connection, table: str) -> None:
        """Has the database refuse to edit or delete the rows of a table."""
        ...

    def kept_for(self, connection: Connection, /) -> str | None:
        """The identity of the casebook that the database keeps, where that could be another's; else none."""
        ...

    def settle(self, connection: Connection, casebook: str, /) -> None:
        """What is left to do for a casebook when the tables have been made or brought up to date."""
        ...


KNOWN: dict[str, Database] = {"sqlite": sqlite, "postgresql": postgres}


def of(bound: Connection | Engine) -> Database:
    """What is particular to the database at the other end."""
    return KNOWN[bound.dialect.name]


def on_server(engine: Engine) -> bool:
    """Whether a database is outside the casebook's folder, where another casebook could be kept too."""
    return of(engine) is postgres


def engine_for(folder: Path, url: str | None) -> Engine:
    """An engine for the database at a URL, else for the one in the casebook's folder."""
    return sqlite.engine_for(folder / FILE) if url is None else postgres.engine_for(url)
