"""A casebook that is there becomes an encrypted one, or a plain one again: written beside, verified, then swapped.

Until all is verified the casebook is as it was, and from then on it is as asked: whoever opens it next, after a kill,
finishes the swap.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from itertools import zip_longest
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2 as sqlcipher

from muniment.casebook import database, encryption, inbox, publications, sqlite
from muniment.casebook.bytes import Store, digest_of, place, seal, settle
from muniment.casebook.encryption import SUFFIX, Key
from muniment.errors import CasebookMismatch, MunimentError, TamperedReport
from muniment.report import sha256

Progress = Callable[[int, int], None]

STAGING = ".changing"
"""The folder inside a casebook's in which it is written anew."""

LOCK = ".changing.lock"
READY = "ready"
"""The file in it that says that all is there, and which names are to be swapped."""

OLD = "old"
REPORTS = "reports"
DATABASES = (database.FILE, database.MOVED)
BESIDE = ("-wal", "-shm", "-journal")
"""What SQLite lays beside a database."""

PATIENCE = 2
"""Seconds to wait for somebody to let go of the database."""

CLOSE = "close every desk and every command that has it open, then run it again"


def convert(
    path: Path, before: Key | None, after: Key | None, *, useless: Sequence[str] = (), progress: Progress | None = None
) -> int:
    """Encrypts a casebook with a key, or decrypts it; the number of reports' files. Safe to run again after a kill.

    `useless` are the names of files that go, since they can be made again. Raises `CasebookMismatch` where somebody has
    it open, `TamperedReport` where bytes are not what they should be, `MunimentError` for files that are not its own;
    then nothing was changed.
    """
    finish(path)
    staging = path / STAGING
    with _alone(path):
        _check(path)
        try:
            with ExitStack() as held:
                number = _stage(path, staging, before, after, held, progress)
                _say_ready(staging, after, useless)
        except BaseException:
            if after is None:
                shutil.rmtree(staging, ignore_errors=True)
            raise
        _swap(path, staging)
    return number


def begun(path: Path) -> bytes | None:
    """The `key.age` of an encryption that was cut off, to go on with; none where there is none."""
    try:
        return (path / STAGING / encryption.FILE).read_bytes()
    except FileNotFoundError:
        return None


def finish(path: Path) -> None:
    """Ends a swap that was cut off, and throws away plain copies of a decryption that was; raises where one goes on."""
    staging = path / STAGING
    if not staging.is_dir():
        return
    with _alone(path):
        if (staging / READY).is_file():
            _swap(path, staging)
        elif encryption.is_encrypted(path) or begun(path) is None:
            shutil.rmtree(staging)


@contextmanager
def _alone(path: Path) -> Generator[None]:
    """Nobody else changes the casebook meanwhile; a kill lets go."""
    lock = sqlite3.connect(path / LOCK, isolation_level=None, timeout=0)
    try:
        try:
            lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError:
            raise CasebookMismatch(
                f"{path} is being encrypted or decrypted", hint="wait until that has ended, then open it again"
            ) from None
        yield
        with suppress(OSError):
            (path / LOCK).unlink()
    finally:
        lock.close()


def _check(path: Path) -> None:
    waiting = [one for one in (path / inbox.FOLDER).rglob("*") if one.is_file()]
    if waiting:
        raise CasebookMismatch(
            f"{path} has files that wait to be added: {waiting[0]}",
            hint="open the desk and let its tasks end, or stop them there; delete what is left under inbox/",
        )
    for file in _files(path / REPORTS):
        stem = file.name.removesuffix(SUFFIX)
        if len(stem) != 64 or not set(stem) <= set("0123456789abcdef"):
            raise MunimentError(
                f"{file} is no report's", hint="move it out of the casebook's folder, then run it again"
            )


def _stage(
    path: Path, staging: Path, before: Key | None, after: Key | None, held: ExitStack, progress: Progress | None
) -> int:
    if after and begun(path) not in (None, after.wrapped):
        shutil.rmtree(staging)  # what was encrypted with another key is of no use
    staging.mkdir(mode=0o700, exist_ok=True)
    if after:
        place(staging / encryption.FILE, after.wrapped)
    for name in DATABASES:
        if (path / name).is_file():
            held.enter_context(_copied(path / name, staging / name, before, after))
    files = list(_files(path / REPORTS))
    for number, file in enumerate(files, start=1):
        _stage_bytes(file, Store(path / REPORTS, before), Store(staging / REPORTS, after))
        if progress:
            progress(number, len(files))
    for file in _files(path / publications.FOLDER):
        _stage_file(file, staging / publications.FOLDER / file.parent.name, before, after)
    return len(files)


def _files(folder: Path) -> Iterator[Path]:
    """The files two levels down; drafts that a kill left are not among them."""
    return (file for file in sorted(folder.glob("*/*")) if file.is_file() and not file.name.startswith("."))


def _stage_bytes(file: Path, old: Store, new: Store) -> None:
    content = _content(file, old.key)
    digest = sha256(content)
    if old.path_of(digest) != file:
        raise TamperedReport(file.name, expected=file.name, found=digest)
    if digest_of(new, digest) == digest:
        return  # by a conversion that was cut off
    new.path_of(digest).unlink(missing_ok=True)
    written = seal(new, content, digest)
    if (found := digest_of(new, digest)) != digest:
        raise TamperedReport(str(written), expected=digest, found=found)


def _stage_file(file: Path, folder: Path, before: Key | None, after: Key | None) -> None:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    content = _content(file, before)
    place(
        folder / (file.name.removesuffix(SUFFIX) + (SUFFIX if after else "")),
        after.encrypt(content) if after else content,
    )


def _content(file: Path, key: Key | None) -> bytes:
    try:
        return key.decrypt(file.read_bytes()) if key else file.read_bytes()
    except ValueError as error:
        raise TamperedReport(
            str(file), expected="of what was kept", found=f"a file that cannot be decrypted: {error}"
        ) from None


@contextmanager
def _copied(source: Path, target: Path, before: Key | None, after: Key | None) -> Generator[None]:
    """A database copied to another, row by row the same; nobody opens the first meanwhile."""
    for suffix in ("", *BESIDE):
        target.with_name(target.name + suffix).unlink(missing_ok=True)
    try:
        with _open(source, before) as old:
            old.execute("PRAGMA journal_mode = DELETE").fetchone()  # refused while anybody else has it open
            old.execute("PRAGMA locking_mode = EXCLUSIVE").fetchone()
            old.execute("BEGIN EXCLUSIVE")
            old.execute("COMMIT")
            old.execute("ATTACH DATABASE ? AS staged KEY ?", (str(target), f"x'{after.database}'" if after else ""))
            old.execute("SELECT sqlcipher_export('staged')").fetchone()
            old.execute("DETACH DATABASE staged")
            with _open(target, after) as new:
                _verify(old, new, target)
            settle(target)
            yield
    except sqlcipher.OperationalError as error:
        if "locked" not in str(error):
            raise
        raise CasebookMismatch(f"somebody else has {source} open", hint=CLOSE) from None
    except sqlcipher.DatabaseError as error:
        raise CasebookMismatch(
            f"{source} cannot be read: {error}", hint="restore it from a copy first; nothing was changed"
        ) from None


@contextmanager
def _open(file: Path, key: Key | None) -> Generator[Any]:
    connection = sqlcipher.connect(str(file), timeout=PATIENCE, isolation_level=None)
    try:
        for pragma in ("PRAGMA cipher_log_level = NONE", *sqlite.unlocking(key), "PRAGMA temp_store = MEMORY"):
            connection.execute(pragma)
        yield connection
    finally:
        connection.close()


def _verify(old: Any, new: Any, target: Path) -> None:
    query = "SELECT name, type, sql FROM sqlite_master ORDER BY type, name"
    same = old.execute(query).fetchall() == new.execute(query).fetchall()
    sound = not new.execute("PRAGMA cipher_integrity_check").fetchall()
    sound = sound and new.execute("PRAGMA quick_check").fetchall() == [("ok",)]
    if not (same and sound and all(_alike(old, new, name) for name in _tables(old))):
        raise CasebookMismatch(
            f"{target} is not the same as what it was copied from", hint="look at the disk; run it again"
        )


def _tables(connection: Any) -> list[str]:
    """The tables that hold rows themselves."""
    query = "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'"
    return [str(name) for (name,) in connection.execute(query)]


def _alike(old: Any, new: Any, table: str) -> bool:
    query = f'SELECT * FROM "{table}"'
    return all(one == other for one, other in zip_longest(old.execute(query), new.execute(query)))


def _say_ready(staging: Path, after: Key | None, useless: Sequence[str]) -> None:
    """From here on the casebook is as asked, whatever happens."""
    new = sorted(one.name for one in staging.iterdir() if one.name != OLD)
    beside = [f"{name}{suffix}" for name in DATABASES for suffix in BESIDE]
    gone = [*beside, *useless, *([] if after else [encryption.FILE])]
    for folder, _, _ in os.walk(staging):
        settle(Path(folder))
    place(staging / READY, json.dumps({"new": new, "gone": gone}).encode())


def _swap(path: Path, staging: Path) -> None:
    """Puts what is staged in the place of what is there; may be cut off and run again anywhere."""
    asked = json.loads((staging / READY).read_text(encoding="utf-8"))
    old = staging / OLD
    old.mkdir(exist_ok=True)
    for name in asked["new"]:
        if (staging / name).exists():  # else it was swapped before
            if (path / name).exists():
                (path / name).replace(old / name)
            (staging / name).replace(path / name)
    for name in asked["gone"]:
        with suppress(FileNotFoundError):
            (path / name).replace(old / name)
    settle(path)
    shutil.rmtree(old)
    (staging / READY).unlink()
    shutil.rmtree(staging)
