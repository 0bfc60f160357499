"""What a casebook keeps of the dossiers that left it: the key of each, and what each edition said."""

from __future__ import annotations

import json
import os
import re
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any

FOLDER = "publications"
KEY = "key"
KEY_BYTES = 32


def key_of(folder: Path, name: str) -> bytes:
    """The key of a dossier, made at random where there is none; it never leaves the casebook.

    Two that make it at once agree on one.
    """
    place = _place(folder, name)
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


def editions(folder: Path, name: str) -> list[Mapping[str, Any]]:
    """What each edition of a dossier said, oldest first."""
    files = sorted(_place(folder, name).glob("edition-*.json"), key=lambda path: int(path.stem.partition("-")[2]))
    return [json.loads(path.read_text(encoding="utf-8")) for path in files]


def keep_edition(folder: Path, name: str, number: int, said: str) -> Path:
    """Keeps what an edition said; one that is there already stays as it is."""
    path = _place(folder, name) / f"edition-{number}.json"
    if not path.exists():
        draft = path.with_suffix(".part")
        draft.write_text(said, encoding="utf-8")
        draft.replace(path)
    return path


def _place(folder: Path, name: str) -> Path:
    return folder / FOLDER / re.sub(r"[^a-z0-9-]+", "-", name.casefold())
