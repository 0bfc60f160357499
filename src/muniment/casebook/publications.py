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
from muniment.report import sha256

FOLDER = "publications"
KEY = "key"
KEY_BYTES = 32
PLAIN = re.compile(r"[a-z0-9][a-z0-9-]{0,40}")
"""A name that stands in the name of a folder as it is."""

DIGEST = 16
"""Signs of the digest that stands there for any other."""


def called(profile: str, name: str) -> str:
    """What the folders of a dossier are called, one for each profile and name, whatever the name is made of."""
    name = name.casefold()
    return ".".join([profile, *([name if PLAIN.fullmatch(name) else sha256(name)[:DIGEST]] if name else [])])


def key_of(folder: Path, profile: str, name: str, lock: Key | None = None) -> bytes:
    """The key of a dossier, made at random where there is none; it never leaves the casebook.

    Two that make it at once agree on one.
    """
    place = _place(folder, profile, name)
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


def editions(folder: Path, profile: str, name: str, lock: Key | None = None) -> list[Mapping[str, Any]]:
    """What each edition of a dossier said, oldest first."""
    found = _place(folder, profile, name).glob(f"edition-*.json{_suffix(lock)}")
    files = sorted(found, key=lambda path: int(path.name.partition("-")[2].partition(".")[0]))
    return [json.loads(_read(path, lock)) for path in files]


def keep_edition(folder: Path, profile: str, name: str, number: int, said: str, lock: Key | None = None) -> Path:
    """Keeps what an edition said; one that is there already stays as it is."""
    path = _place(folder, profile, name) / f"edition-{number}.json{_suffix(lock)}"
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


def _place(folder: Path, profile: str, name: str) -> Path:
    return folder / FOLDER / called(profile, name)
