"""Paths become files: folders are walked and globs matched; what leads nowhere or turns in a circle is refused."""

from __future__ import annotations

import fnmatch
import glob
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path

from muniment.errors import UnreadableReport

IGNORE_FILE = ".munimentignore"
SETTINGS = "muniment.toml"
CASEBOOK = {"casebook.db", "casebook.id"}
"""What a casebook's folder holds one of; a casebook is no report, wherever it lies."""

REFUSALS = "*.refusals.tsv"


def find(paths: Sequence[Path | str]) -> Iterator[Path | UnreadableReport]:
    """The files at these paths: files as named, folders with all below, globs; sorted by name, each once.

    In folders, hidden files, casebooks and what a folder's `.munimentignore` names are left out. A path that leads
    nowhere, cannot be opened or turns in a circle is given as a refusal.
    """
    seen: set[Path] = set()
    for path in paths:
        for found in _found(Path(path)):
            if isinstance(found, Path):
                if found.absolute() in seen:
                    continue
                seen.add(found.absolute())
            yield found


def _found(path: Path) -> Iterator[Path | UnreadableReport]:
    """A path that a person gave: what is there, else what a pattern matches."""
    try:
        there = path.is_symlink() or path.exists()
    except OSError as error:
        yield _closed(path, error)
        return
    if there:
        yield from _at(path, chain=())
        return
    matches = sorted(glob.glob(str(path), recursive=True))  # noqa: PTH207  the pattern may be absolute
    if not matches:
        yield UnreadableReport(str(path), "no such file or folder", hint="check the path")
    for match in matches:
        yield from _at(Path(match), chain=())


def _at(path: Path, *, chain: tuple[Path, ...]) -> Iterator[Path | UnreadableReport]:
    try:
        mode = path.stat().st_mode
    except (FileNotFoundError, RuntimeError):
        yield UnreadableReport(str(path), "a link that leads nowhere", hint="add the file itself")
    except OSError as error:
        if path.is_symlink() and not isinstance(error, PermissionError):
            yield UnreadableReport(str(path), "a link that turns in a circle", hint="remove the link")
        else:
            yield _closed(path, error)
    else:
        if stat.S_ISDIR(mode):
            yield from _below(path, chain=chain)
        elif stat.S_ISREG(mode):
            yield path
        else:
            yield UnreadableReport(str(path), "not a file: a pipe, a socket or a device", hint="save it as a file")


def _below(folder: Path, *, chain: tuple[Path, ...]) -> Iterator[Path | UnreadableReport]:
    real = folder.resolve()
    if real in chain:
        yield UnreadableReport(str(folder), "a link that turns in a circle", hint="remove the link")
        return
    try:
        entries = sorted(folder.iterdir())
    except OSError as error:
        yield _closed(folder, error)
        return
    if any(entry.name in CASEBOOK for entry in entries):
        return
    left_out = [SETTINGS, REFUSALS, ".*", *_ignored(folder)]
    for entry in entries:
        if not any(fnmatch.fnmatch(entry.name, pattern) for pattern in left_out):
            yield from _at(entry, chain=(*chain, real))


def _ignored(folder: Path) -> list[str]:
    try:
        lines = (folder / IGNORE_FILE).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return []
    return [line.strip().rstrip("/") for line in lines if line.strip() and not line.startswith("#")]


def _closed(path: Path, error: OSError) -> UnreadableReport:
    reason = f"cannot be opened: {error.strerror or error}"
    return UnreadableReport(str(path), reason, hint="check its permissions")
