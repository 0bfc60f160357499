"""The sealed store: the bytes of each report as received, by their hash, never written twice."""

from __future__ import annotations

import hashlib
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from muniment.casebook.encryption import SUFFIX, Key
from muniment.errors import TamperedReport
from muniment.report import sha256

BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Store:
    """The folder of the bytes, and the key with which they are encrypted, where there is one."""

    folder: Path
    key: Key | None = None

    def path_of(self, digest: str) -> Path:
        """Where the bytes with this SHA-256 lie: `ab/abcdef…`; under another name where they are encrypted."""
        name = self.key.name(digest) if self.key else digest
        return self.folder / name[:2] / (f"{name}{SUFFIX}" if self.key else name)


def seal(store: Store, content: bytes, digest: str) -> Path:
    """Writes the bytes under their hash, so that they are either there whole or not at all.

    Raises `TamperedReport` where the bytes do not have that hash.
    """
    path = store.path_of(digest)
    # Every row of a table is a report with the table's bytes: hash and write them once.
    if path.exists():
        return path
    found = sha256(content)
    if found != digest:
        raise TamperedReport(path.name, expected=digest, found=found)
    path.parent.mkdir(parents=True, exist_ok=True)
    place(path, store.key.encrypt(content) if store.key else content)
    path.chmod(0o444)
    return path


def content_of(store: Store, digest: str, *, report: str) -> bytes:
    """The bytes with this hash; raises `TamperedReport` where they are not there, or are others than they were."""
    try:
        content = _read(store, digest)
    except (OSError, ValueError):
        raise TamperedReport(report, expected=digest, found=digest_of(store, digest)) from None
    if (found := sha256(content)) != digest:
        raise TamperedReport(report, expected=digest, found=found)
    return content


def _read(store: Store, digest: str) -> bytes:
    content = store.path_of(digest).read_bytes()
    return store.key.decrypt(content) if store.key else content


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
    settle(path.parent)


def digest_of(store: Store, digest: str) -> str:
    """SHA-256 of the bytes that lie under a hash; empty where no file can be read, and words where it is not whole."""
    running = hashlib.sha256()
    try:
        if store.key:
            return sha256(_read(store, digest))
        with store.path_of(digest).open("rb") as file:
            while block := file.read(BLOCK):
                running.update(block)
    except OSError:
        return ""
    except ValueError as error:
        return f"a file that cannot be decrypted ({str(error).splitlines()[0]})"
    return running.hexdigest()


def settle(path: Path) -> None:
    """Makes a file, or the names in a folder, outlast a power cut, where the system knows how."""
    if os.name != "posix":
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
