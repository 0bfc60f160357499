"""A whole record as lines of JSON, and such lines as the record of a new casebook: what sealed packages are made of."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, Table, func, insert, select, text
from sqlalchemy.exc import SQLAlchemyError

from muniment.casebook import bytes as sealed
from muniment.casebook import chaining, database, lines, tables
from muniment.casebook.reading import batches
from muniment.casebook.transactions import steady, writer
from muniment.custody import Custody
from muniment.errors import CasebookMismatch
from muniment.record import Noun, from_row

N = TypeVar("N", bound=Noun)

RECORD = tuple(table.name for table in tables.IN_CUSTODY)
"""The tables that are kept for good and have lines."""

DERIVED = tuple(table.name for table in tables.DERIVED.values())
"""The tables of what machines derived."""

CUSTODY = tables.custody.name

Source = Callable[[str], Iterable[Mapping[str, Any]]]
"""Name of a table → its lines, as JSON was read from them."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A whole record as it stood at one moment: nothing that is kept meanwhile is in it."""

    connection: Connection

    def lines(self, table: str) -> Iterator[str]:
        """The lines of one of `RECORD` or `DERIVED`, in the order its rows came."""
        source = tables.metadata.tables[table]
        return (lines.line_of(source, row) for row in lines.rows(self.connection, source))

    def kept(self, noun: type[N]) -> Iterator[N]:
        """What is kept for good of one kind, in the order it came."""
        return (from_row(noun, row) for row in lines.rows(self.connection, tables.KEPT[noun]))

    def head(self) -> Custody | None:
        """The last link of the chain of custody; none where nothing was kept yet."""
        return chaining.head_of(self.connection)


@dataclass(frozen=True, slots=True)
class Whole:
    """The whole record of a casebook, to be carried elsewhere, or taken in from there."""

    engine: Engine
    store: Path

    @contextmanager
    def snapshot(self) -> Generator[Snapshot]:
        """The record as it stands now, whatever is kept while somebody looks at it."""
        with steady(self.engine).connect() as connection:
            yield Snapshot(connection)

    def take(self, source: Source) -> int:
        """Puts a whole record, with its chain, into a casebook that is empty, all or none; the number of rows.

        Raises `CasebookMismatch` where something was kept there already, or a line is no row of its table.
        """
        try:
            with writer(self.engine).begin() as connection:
                if any(chaining.reached(connection).values()):
                    raise CasebookMismatch("the casebook is not empty", hint="name a new folder, and an empty database")
                return _taken(connection, source)
        except (SQLAlchemyError, KeyError, TypeError, AttributeError) as error:
            said = str(getattr(error, "orig", None) or error)
            raise CasebookMismatch(
                f"the record that was given cannot be taken: {said}", hint="ask for it again; nothing of it was kept"
            ) from error

    def take_bytes(self, content: bytes, digest: str) -> None:
        """Puts the bytes of a report where they are looked for; raises `TamperedReport` where they have another hash."""
        sealed.seal(self.store, content, digest)


def _taken(connection: Connection, source: Source) -> int:
    taken = sum(_fill(connection, tables.metadata.tables[name], source(name)) for name in (*RECORD, *DERIVED, CUSTODY))
    database.of(connection).index_again(connection)
    return taken


def _fill(connection: Connection, table: Table, plain: Iterable[Mapping[str, Any]]) -> int:
    numbered = ({"sequence": one["number"], **one} if table is tables.custody else one for one in plain)
    taken = 0
    for batch in batches(numbered, lines.PAGE):
        connection.execute(insert(table), [lines.row_of(table, one) for one in batch])
        taken += len(batch)
    if connection.dialect.name == "postgresql" and taken:
        go_on_after(connection, table, connection.scalar(select(func.max(table.c.sequence))) or 0)
    return taken


def go_on_after(connection: Connection, table: Table, last: int) -> None:
    """Lets the next row of a table in PostgreSQL come after this number."""
    connection.execute(
        text("SELECT setval(pg_get_serial_sequence(:name, 'sequence'), :last)"), {"name": table.name, "last": last}
    )
