"""A casebook's record moves from its folder to a server: every row, with the number that it came under."""

from __future__ import annotations

from pathlib import Path

import tomlkit
from sqlalchemy import Connection, Engine, func, insert, select, text

from muniment.casebook import auditing, carrying, database, folder, identity, postgres, reading, tables
from muniment.casebook.bytes import place
from muniment.casebook.transactions import writer
from muniment.errors import CasebookMismatch

MOVED = "casebook.moved.db"
"""What the file in the folder is called when its rows are elsewhere; it is no longer read."""


def move(path: Path, url: str, *, progress: auditing.Progress | None = None) -> int:
    """Copies a casebook's rows to an empty database, then has its settings name it; the number of rows.

    Nobody else may write to the casebook meanwhile. Raises `CasebookMismatch` where the record is not in the folder,
    or the database is not empty; then, and after a kill, everything is as it was before, in the folder.
    """
    if not (path / database.FILE).is_file():
        raise CasebookMismatch(f"{path} has no {database.FILE} to move", hint="its record is on a server already")
    here, there = database.engine_for(path, None), database.engine_for(path, url)
    try:
        _check_empty(there)
        folder.bring_up_to_date(here, path)
        with writer(here).begin() as source, writer(there).begin() as target:
            folder.migrate(target, identity.make(path))
            copied = _copy(source, target, progress)
    finally:
        here.dispose()
        there.dispose()
    _name(path, url)
    (path / database.FILE).replace(path / MOVED)
    return copied


def _check_empty(there: Engine) -> None:
    with there.connect() as connection:
        if postgres.kept_for(connection) is not None:
            raise CasebookMismatch(
                f"{postgres.shown(there.url)} keeps a casebook already", hint="make an empty database: createdb NAME"
            )


def _copy(source: Connection, target: Connection, progress: auditing.Progress | None) -> int:
    sizes = {
        table: source.scalar(select(func.count()).select_from(table)) or 0 for table in tables.metadata.sorted_tables
    }
    copied = 0
    for table in sizes:
        for batch in reading.batches(source.execute(select(table).order_by(table.c.sequence)).mappings(), 500):
            target.execute(insert(table), [dict(row) for row in batch])
            copied += len(batch)
            if progress:
                progress(copied, sum(sizes.values()))
        # After all that were ever there: a number is not given twice.
        last = source.scalar(text("SELECT seq FROM sqlite_sequence WHERE name = :name"), {"name": table.name})
        if last:
            carrying.go_on_after(target, table, last)
    database.of(target).index_again(target)
    return copied


def _name(path: Path, url: str) -> None:
    """Has the folder's settings name the database; everything else in them stays as it is written."""
    settings = path / folder.SETTINGS
    document = tomlkit.parse(settings.read_text(encoding="utf-8"))
    document.setdefault("casebook", tomlkit.table())["database"] = postgres.shown(url)
    place(settings, tomlkit.dumps(document).encode())
