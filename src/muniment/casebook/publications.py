"""What a casebook keeps of the dossiers that left it: the key of each, and what each edition said."""

from __future__ import annotations

import json
import os
import re
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any

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


def key_of(folder: Path, profile: str, name: str) -> bytes:
    """The key of a dossier, made at random where there is none; it never leaves the casebook.

    Two that make it at once agree on one.
    """
    place = _place(folder, profile, name)
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = place / f".{KEY}.{secrets.token_hex(4)}.part"
    draft.touch(mode=0o600)
    draft.write_text(secrets.token_hex(KEY_BYTES), encoding="ascii")
    try:
        os.link(draft, place / KEY)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return bytes.fromhex((place / KEY).read_text(encoding="ascii"))


def editions(folder: Path, profile: str, name: str) -> list[Mapping[str, Any]]:
    """What each edition of a dossier said, oldest first."""
    found = _place(folder, profile, name).glob("edition-*.json")
    files = sorted(found, key=lambda path: int(path.stem.partition("-")[2]))
    return [json.loads(path.read_text(encoding="utf-8")) for path in files]


def keep_edition(folder: Path, profile: str, name: str, number: int, said: str) -> Path:
    """Keeps what an edition said; one that is there already stays as it is."""
    path = _place(folder, profile, name) / f"edition-{number}.json"
    if not path.exists():
        draft = path.with_suffix(".part")
        draft.write_text(said, encoding="utf-8")
        draft.replace(path)
    return path


def _place(folder: Path, profile: str, name: str) -> Path:
    return folder / FOLDER / called(profile, name)
