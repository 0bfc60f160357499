"""The folder of a casebook: its settings, the files they name, and the version of its database."""

from __future__ import annotations

import dataclasses
import tomllib
from pathlib import Path
from typing import Any

import tomlkit
from sqlalchemy import Connection, Engine, inspect, text
from sqlalchemy.exc import DatabaseError

from muniment.casebook import chaining, database, identity, postgres
from muniment.casebook.bytes import place
from muniment.casebook.transactions import writer
from muniment.errors import BadSetting, CasebookMismatch
from muniment.settings import Settings

SETTINGS = "muniment.toml"
REPORTS = "reports"
NAMED_FILES = ("gazetteer", "shapes", "columns")
MIGRATIONS = Path(__file__).parent / "migrations"
VERSIONS = ("0001", "0002", "0003", "0004", "0005", "0006", "0007", "0008")
"""Every version of the tables that a casebook may be at, newest last."""


def is_casebook(folder: Path) -> bool:
    """Whether a folder holds a casebook, finished or begun."""
    return (folder / SETTINGS).is_file()


def lay_out(folder: Path, settings: Settings) -> None:
    """Makes the folder with its settings, and with its own copies of the files that they name.

    Raises `CasebookMismatch` where the folder or the database holds something else.
    """
    copies = _copies(settings)
    _check_empty(folder, spared={identity.FILE, *(name for name, _ in copies.values())})
    if settings.database:
        identity.check_new(folder, settings.database)
    folder.mkdir(parents=True, exist_ok=True)
    for name, source in copies.values():
        place(folder / name, _content(source, name))
    # The settings come last: a folder that has them is a casebook.
    named = {setting: name for setting, (name, _) in copies.items()}
    place(folder / SETTINGS, _written(settings, named).encode())


def bring_up_to_date(engine: Engine, folder: Path) -> None:
    """Makes the tables, or brings those of an older version up to ours, all or nothing.

    Raises `CasebookMismatch` where a newer version wrote them, another casebook is kept there, or the file is no
    database.
    """
    try:
        identity.check(engine, folder)
        theirs, ours = _version(engine), VERSIONS[-1]
        if theirs and theirs not in VERSIONS:
            raise CasebookMismatch(
                f"{folder} was written by a newer version of Muniment",
                theirs=theirs,
                ours=ours,
                hint="install the newest version of Muniment, then open it again",
            )
        if theirs != ours:
            with writer(engine).begin() as connection:
                migrate(connection, identity.make(folder) if database.on_server(engine) else "")
            identity.check(engine, folder)
    except DatabaseError as error:
        if "not a database" not in str(error) and "malformed" not in str(error):
            raise
        raise CasebookMismatch(
            f"{folder / database.FILE} cannot be read as a casebook: {error.orig}",
            hint="restore casebook.db from a copy; the reports' bytes are apart, under reports/",
        ) from error


def _version(engine: Engine) -> str:
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return ""
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar() or ""


def migrate(connection: Connection, casebook: str) -> None:
    """Makes the tables for a casebook, or brings them up to date, in a transaction that writes."""
    # Loaded only when there is something to migrate: it takes longer than opening a casebook.
    from alembic.command import upgrade
    from alembic.config import Config

    configuration = Config()
    configuration.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    configuration.set_main_option("path_separator", "os")
    configuration.attributes["connection"] = connection
    upgrade(configuration, "head")
    chaining.take_in(connection)
    database.of(connection).settle(connection, casebook)


def portable(folder: Path) -> str:
    """The settings of a casebook as they are written, but for where its record is kept; the files they name are beside them."""
    document = tomlkit.parse((folder / SETTINGS).read_text(encoding="utf-8"))
    table = document.get("casebook", {})
    table.pop("database", None)
    for name in NAMED_FILES:
        if table.get(name):
            table[name] = Path(table[name]).name
    return tomlkit.dumps(document)


def _copies(settings: Settings) -> dict[str, tuple[str, Path]]:
    """Setting → the name of its copy in the folder, and the file to copy."""
    given = {name: Path(path) for name in NAMED_FILES if (path := getattr(settings, name))}
    return {name: (f"{name}{path.suffix}", path) for name, path in given.items()}


def _content(path: Path, name: str) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        setting = name.partition(".")[0]
        raise BadSetting(setting, str(path), hint=f"the file cannot be read: {error.strerror}") from error


def _check_empty(folder: Path, *, spared: set[str]) -> None:
    if folder.exists() and not folder.is_dir():
        raise CasebookMismatch(f"{folder} is a file", hint="name a folder for the casebook")
    others = [path.name for path in folder.iterdir() if not path.name.startswith(".")] if folder.exists() else []
    if set(others) - spared:
        raise CasebookMismatch(
            f"{folder} is not a casebook, and holds other files",
            hint="name a new folder, or an empty one, for the casebook",
        )


def _written(settings: Settings, named: dict[str, str]) -> str:
    """The settings as TOML: those that were given, each under the sentence that says what it is."""
    given = named | ({"database": postgres.shown(settings.database)} if settings.database else {})
    table = tomlkit.table()
    for field in dataclasses.fields(settings):
        value: Any = given.get(field.name, getattr(settings, field.name))
        if field.name != "title" and value == field.default:
            continue
        table.add(tomlkit.comment(str(field.metadata["doc"])))
        table.add(field.name, list(value) if isinstance(value, tuple) else value)
    document = tomlkit.document()
    document.add("casebook", table)
    written = tomlkit.dumps(document)
    tomllib.loads(written)
    return written
