"""The inbox: files that wait in a casebook's folder until a task adds them, encrypted where the casebook is."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from muniment.casebook.bytes import place
from muniment.casebook.encryption import SUFFIX, Key
from muniment.report import sha256

FOLDER = "inbox"
"""The folder inside a casebook where files wait that came through the desk; they go when they were added."""


def receive(path: Path, content: BinaryIO, key: Key | None) -> None:
    """Keeps a file under a path that is not taken; where there is a key, what lies there tells nothing of its name."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if key:
        place(_place(path, key), key.encrypt(content.read()))
        return
    with path.open("xb") as file:
        shutil.copyfileobj(content, file)


def waiting(paths: Iterable[str], key: Key) -> Iterator[tuple[Path, bytes]]:
    """The files that wait under these paths, with their bytes; those that are gone were added before."""
    for path in map(Path, paths):
        place_ = _place(path, key)
        if place_.is_file():
            yield path, key.decrypt(place_.read_bytes())


def _place(path: Path, key: Key) -> Path:
    return path.with_name(f"{key.name(sha256(path.name))}{SUFFIX}")
