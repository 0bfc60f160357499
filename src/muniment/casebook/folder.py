"""The folder of a casebook: its settings, the files they name, and the version of its database."""

from __future__ import annotations

import dataclasses
import tomllib
from itertools import islice
from pathlib import Path
from typing import Any

import tomlkit
from sqlalchemy import Connection, Engine, inspect, text

from muniment.casebook import chaining, converting, database, encryption, identity, postgres, sqlite
from muniment.casebook.bytes import place
from muniment.casebook.encryption import Key
from muniment.casebook.transactions import writer
from muniment.errors import BadSetting, CasebookMismatch, LockedCasebook
from muniment.settings import Settings, settings_from

SETTINGS = "muniment.toml"
REPORTS = "reports"
NAMED_FILES = ("gazetteer", "shapes", "columns")
MIGRATIONS = Path(__file__).parent / "migrations"
VERSIONS = ("0001", "0002", "0003", "0004", "0005", "0006", "0007", "0008")
"""Every version of the tables that a casebook may be at, newest last."""


def is_casebook(folder: Path) -> bool:
    """Whether a folder holds a casebook, finished or begun."""
    return (folder / SETTINGS).is_file()


def key_of(folder: Path, given: Key | None) -> Key | None:
    """The key that a casebook is to be read with: the one given, or by the key file in its settings; none where it has none.

    Raises `LockedCasebook`, and `CasebookMismatch` where the database is not encrypted though there is a key.
    """
    converting.finish(folder)
    if not encryption.is_encrypted(folder) and (given or _holds_encrypted(folder / REPORTS)):
        raise LockedCasebook(str(folder), f"its {encryption.FILE} is missing", hint=encryption.COPY)
    key = given or encryption.found(folder)
    file = folder / database.FILE
    if key and file.is_file() and sqlite.is_plain(file):
        raise CasebookMismatch(
            f"{file} is not encrypted, though {folder} has a {encryption.FILE}",
            hint="it is not the file that was kept here: restore casebook.db from a copy; nothing was changed",
        )
    return key


def _holds_encrypted(reports: Path) -> bool:
    """Whether bytes are encrypted, by the first that is found."""
    return reports.is_dir() and any(path.suffix == encryption.SUFFIX for path in islice(reports.glob("*/*"), 1))


def lay_out(folder: Path, settings: Settings, key: Key | None = None) -> None:
    """Makes the folder with its settings, its key, and its own copies of the files that they name.

    Raises `CasebookMismatch` where the folder or the database holds something else.
    """
    copies = _copies(settings)
    _check_empty(folder, spared={identity.FILE, encryption.FILE, *(name for name, _ in copies.values())})
    if settings.database:
        identity.check_new(folder, settings.database)
    folder.mkdir(parents=True, exist_ok=True)
    for name, source in copies.values():
        place(folder / name, _content(source, name))
    if key:
        place(folder / encryption.FILE, key.wrapped)
    # The settings come last: a folder that has them is a casebook.
    named = {setting: name for setting, (name, _) in copies.items()}
    place(folder / SETTINGS, _written(settings, named).encode())


def bring_up_to_date(engine: Engine, folder: Path) -> None:
    """Makes the tables, or brings those of an older version up to ours, all or nothing.

    Raises `CasebookMismatch` where a newer version wrote them, another casebook is kept there, or the file is no
    database.
    """
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
    """The settings of a casebook as they are written, but for where its record and its key are kept; the files they name are beside them."""
    document = tomlkit.parse((folder / SETTINGS).read_text(encoding="utf-8"))
    table = document.get("casebook", {})
    for name in ("database", "key_file"):
        table.pop(name, None)
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
        if field.name == "key_file" and value == settings_from().key_file:
            continue  # of this machine, and no affair of who has the folder
        if field.name != "title" and value == field.default:
            continue
        table.add(tomlkit.comment(str(field.metadata["doc"])))
        table.add(field.name, list(value) if isinstance(value, tuple) else value)
    document = tomlkit.document()
    document.add("casebook", table)
    written = tomlkit.dumps(document)
    tomllib.loads(written)
    return written
