"""What a casebook keeps of the dossiers that left it: the key of each, and what each edition said."""

from __future__ import annotations

import json
import os
import re
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from muniment.casebook.encryption import SUFFIX, Key
from muniment.errors import MunimentError

FOLDER = "publications"
KEY = "key"
KEY_BYTES = 32


def key_of(folder: Path, name: str, lock: Key | None = None) -> bytes:
    """The key of a dossier, made at random where there is none; it never leaves the casebook.

    Two that make it at once agree on one.
    """
    place = _place(folder, name)
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = place / f".{KEY}.{secrets.token_hex(4)}.part"
    draft.touch(mode=0o600)
    draft.write_bytes(_locked(secrets.token_hex(KEY_BYTES), lock))
    path = place / f"{KEY}{_suffix(lock)}"
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return bytes.fromhex(_read(path, lock))


def editions(folder: Path, name: str, lock: Key | None = None) -> list[Mapping[str, Any]]:
    """What each edition of a dossier said, oldest first."""
    files = _place(folder, name).glob(f"edition-*.json{_suffix(lock)}")
    ordered = sorted(files, key=lambda path: int(path.name.partition("-")[2].partition(".")[0]))
    return [json.loads(_read(path, lock)) for path in ordered]


def keep_edition(folder: Path, name: str, number: int, said: str, lock: Key | None = None) -> Path:
    """Keeps what an edition said; one that is there already stays as it is."""
    path = _place(folder, name) / f"edition-{number}.json{_suffix(lock)}"
    if not path.exists():
        draft = path.with_suffix(".part")
        draft.write_bytes(_locked(said, lock))
        draft.replace(path)
    return path


def _suffix(lock: Key | None) -> str:
    return SUFFIX if lock else ""


def _locked(text: str, lock: Key | None) -> bytes:
    return lock.encrypt(text.encode()) if lock else text.encode()


def _read(path: Path, lock: Key | None) -> str:
    """A file's text; raises `MunimentError` where it was encrypted, and is not whole."""
    content = path.read_bytes()
    try:
        return (lock.decrypt(content) if lock else content).decode()
    except ValueError as error:
        raise MunimentError(f"{path} is damaged: {error}", hint="restore the file from a copy") from error


def _place(folder: Path, name: str) -> Path:
    return folder / FOLDER / re.sub(r"[^a-z0-9-]+", "-", name.casefold())
