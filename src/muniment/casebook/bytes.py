"""The sealed store: the bytes of each report as received, by their hash, never written twice."""

from __future__ import annotations

import hashlib
import os
import secrets
from pathlib import Path

from muniment.errors import TamperedReport
from muniment.report import sha256

BLOCK = 1 << 20


def path_of(store: Path, digest: str) -> Path:
    """Where the bytes with this SHA-256 lie: `ab/abcdef…`."""
    return store / digest[:2] / digest


def seal(store: Path, content: bytes, digest: str) -> Path:
    """Writes the bytes under their hash, so that they are either there whole or not at all.

    Raises `TamperedReport` where the bytes do not have that hash.
    """
    path = path_of(store, digest)
    # Every row of a table is a report with the table's bytes: hash and write them once.
    if path.exists():
        return path
    found = sha256(content)
    if found != digest:
        raise TamperedReport(path.name, expected=digest, found=found)
    path.parent.mkdir(parents=True, exist_ok=True)
    place(path, content)
    path.chmod(0o444)
    return path


def place(path: Path, content: bytes) -> None:
    """Writes a file so that a kill or a power cut leaves the whole of it, or none."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        with draft.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    _settle(path.parent)


def digest_of(path: Path) -> str:
    """SHA-256 of a file, block by block; empty where there is no file that can be read."""
    running = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while block := file.read(BLOCK):
                running.update(block)
    except OSError:
        return ""
    return running.hexdigest()


def _settle(folder: Path) -> None:
    """Makes a new name in a folder outlast a power cut, where the system knows how."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
