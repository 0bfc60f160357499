"""Paths become reports: files are found, opened by their format, and refused by name where they cannot be read."""

from __future__ import annotations

import fnmatch
import glob
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from muniment.adding.formats.archives import Warc, Zip
from muniment.adding.formats.html import Html
from muniment.adding.formats.mail import Mail
from muniment.adding.formats.office import Docx, Odt
from muniment.adding.formats.pdf import Pdf
from muniment.adding.formats.plain import Plain
from muniment.adding.formats.tables import Tables
from muniment.errors import UnreadableReport
from muniment.seams import Received, plugins

IGNORE_FILE = ".munimentignore"
SKIPPED = ("muniment.toml",)
SIGNATURES: Sequence[tuple[bytes, str]] = (
    (b"%PDF-", ".pdf"),
    (b"WARC/", ".warc"),
    (b"<!DOCTYPE html", ".html"),
    (b"<!doctype html", ".html"),
    (b"<html", ".html"),
    (b"From ", ".mbox"),
)


def find(paths: Sequence[Path | str]) -> Iterator[Path | UnreadableReport]:
    """The files at these paths: files as named, folders with all below, globs; each once.

    Hidden files and what a folder's `.munimentignore` names are left out. A path that leads nowhere, cannot be
    opened or turns in a circle is given as a refusal.
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
    if path.is_dir():
        yield from _below(path, chain=())
    elif path.is_file():
        yield path
    elif path.is_symlink():
        yield UnreadableReport(str(path), "a link that leads nowhere or to itself", hint="add the file itself")
    elif matches := sorted(glob.glob(str(path), recursive=True)):  # noqa: PTH207  the pattern may be absolute
        for match in matches:
            yield from _found(Path(match))
    else:
        yield UnreadableReport(str(path), "no such file or folder", hint="check the path")


def _below(folder: Path, *, chain: tuple[Path, ...]) -> Iterator[Path | UnreadableReport]:
    real = folder.resolve()
    if real in chain:
        yield UnreadableReport(str(folder), "a link that turns in a circle", hint="remove the link")
        return
    try:
        entries = sorted(folder.iterdir())
    except OSError as error:
        yield UnreadableReport(
            str(folder), f"the folder cannot be opened: {error.strerror}", hint="check its permissions"
        )
        return
    ignored = _ignored(folder)
    for entry in entries:
        if (
            entry.name.startswith(".")
            or entry.name in SKIPPED
            or any(fnmatch.fnmatch(entry.name, line) for line in ignored)
        ):
            continue
        if entry.is_dir():
            yield from _below(entry, chain=(*chain, real))
        else:
            yield from _found(entry)


def _ignored(folder: Path) -> list[str]:
    try:
        lines = (folder / IGNORE_FILE).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return []
    return [line.strip().rstrip("/") for line in lines if line.strip() and not line.startswith("#")]


def read(path: Path, *, largest: int, mapping: Mapping[str, str] | None) -> Iterator[Received | UnreadableReport]:
    """The reports in a file, and a refusal for whatever in it could not be read. Never raises for its content."""
    try:
        size = path.stat().st_size
        if size > largest:
            hint = "raise the setting `largest`, or split the file"
            yield UnreadableReport(str(path), f"{size:,} bytes, more than the {largest:,} that are read", hint=hint)
            return
        content = path.read_bytes()
    except OSError as error:
        yield UnreadableReport(str(path), f"the file cannot be opened: {error.strerror}", hint="check its permissions")
        return
    for found in Opener(mapping, largest=largest).read(content, str(path)):
        if isinstance(found, UnreadableReport):
            yield found
        else:
            custody = ({"step": "received", "path": str(path)}, *found.report.custody)
            yield replace(found, report=replace(found.report, name=_short(found.report.name, path), custody=custody))


def _short(name: str, path: Path) -> str:
    """A report's name without the folders above its file: `march.zip/raid.txt`."""
    return path.name + name.removeprefix(str(path))


class Opener:
    """Knows the formats, and opens bytes by the one that fits their name or their first bytes."""

    def __init__(self, mapping: Mapping[str, str] | None = None, *, largest: int = 100_000_000) -> None:
        self.mapping = mapping
        self.largest = largest

    def read(self, content: bytes, name: str, depth: int = 0) -> Iterator[Received | UnreadableReport]:
        """The reports in these bytes, or the refusal."""
        try:
            if not content.strip(b"\x00 \t\r\n"):
                raise UnreadableReport(name, "the file is empty", hint="ask whoever sent it for the text")
            yield from self._format(content, name, depth).read(content, name=name)
        except UnreadableReport as error:
            yield error
        except Exception as error:
            yield UnreadableReport(
                name, f"the reader gave up: {type(error).__name__}: {error}", hint="save it in another format"
            )

    def _format(self, content: bytes, name: str, depth: int) -> Any:
        """The format for a name's ending, else for the first bytes, else plain text."""
        formats = self._formats(depth)
        lower = name.lower()
        by_length = sorted(
            ((suffix, one) for one in formats for suffix in one.suffixes), key=lambda pair: -len(pair[0])
        )
        for suffix, one in by_length:
            if lower.endswith(suffix):
                return one
        head = content[:1024].lstrip()
        sniffed = next((suffix for signature, suffix in SIGNATURES if head.startswith(signature)), None)
        if sniffed is None and content.startswith(b"PK\x03\x04"):
            sniffed = ".docx" if b"word/" in content else ".odt" if b"opendocument.text" in content[:200] else ".zip"
        return next((one for suffix, one in by_length if suffix == sniffed), Plain())

    def _formats(self, depth: int) -> list[Any]:
        built_in = [
            Plain(),
            Html(),
            Pdf(),
            Docx(),
            Odt(),
            Mail(lambda content, name: self.read(content, name, depth + 1)),
            Tables(self.mapping),
            Zip(self.read, depth=depth, largest=self.largest),
            Warc(self.read, depth=depth, largest=self.largest),
        ]
        return [*(made() for made in plugins("formats").values()), *built_in]
