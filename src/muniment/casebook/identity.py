"""The identity of a casebook that is kept on a server: its folder and its database must bear the same."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from sqlalchemy import Engine

from muniment.casebook import database, postgres
from muniment.errors import CasebookMismatch

FILE = "casebook.id"
SET = "name it as `database` in the folder's muniment.toml, or as MUNIMENT_DATABASE"


def read(folder: Path) -> str:
    """The identity of the casebook in a folder; empty where its record is in the folder itself."""
    try:
        return (folder / FILE).read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return ""


def make(folder: Path) -> str:
    """The identity of the casebook in a folder, made where there is none; two that make it at once agree on one."""
    draft = folder / f".{FILE}.{secrets.token_hex(4)}.part"
    draft.write_text(f"cb_{secrets.token_hex(10)}\n", encoding="ascii")
    try:
        os.link(draft, folder / FILE)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return read(folder)


def check_place(folder: Path, url: str | None) -> None:
    """That a setting names the database of a record that is not in its folder; raises `CasebookMismatch`."""
    if url is None and read(folder) and not (folder / database.FILE).exists():
        raise CasebookMismatch(f"the record of {folder} is in a database that no setting names", hint=SET)


def check(engine: Engine, folder: Path) -> None:
    """That the database keeps this folder's record, or nothing yet where none is in the folder; raises `CasebookMismatch`."""
    with engine.connect() as connection:
        kept = database.of(connection).kept_for(connection)
    place = postgres.shown(engine.url) if database.on_server(engine) else ""
    # Not by the identity alone: a move that failed has made one, and the record is in the folder still.
    if place and kept is None and (folder / database.FILE).exists():
        raise CasebookMismatch(
            f"the record of {folder} is in its {database.FILE}, and not in {place}",
            hint=f"move it there: muniment move {folder} --to {place}; or take the setting `database` away",
        )
    if kept is not None and kept != read(folder):
        raise CasebookMismatch(
            f"{place} keeps the record of another casebook than {folder}",
            hint="make a database for this one, with createdb; or work in the other's folder, or in a copy of it",
        )


def check_new(folder: Path, url: str) -> None:
    """That a server answers, and that its database is free for a casebook in this folder."""
    engine = database.engine_for(folder, url)
    try:
        check(engine, folder)
    finally:
        engine.dispose()
