"""Bytes become reports: each file is opened by the format that fits it, and refused by name where it cannot be read."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from muniment.adding.finding import find
from muniment.adding.formats.archives import Warc, Zip
from muniment.adding.formats.html import Html
from muniment.adding.formats.mail import Mail
from muniment.adding.formats.office import Docx, Odt
from muniment.adding.formats.pdf import Pdf
from muniment.adding.formats.plain import Plain
from muniment.adding.formats.records import Records
from muniment.adding.formats.tables import Tables
from muniment.adding.text import decoded
from muniment.errors import UnreadableReport
from muniment.scheme import Scheme
from muniment.seams import Format, Received, plugins

__all__ = ["LARGEST", "Opener", "find", "opened", "read"]

LARGEST = 100_000_000
"""Bytes of the largest file that is read, where the settings say nothing else."""

SIGNATURES: Sequence[tuple[re.Pattern[bytes], str]] = (
    (re.compile(rb"%PDF-"), ".pdf"),
    (re.compile(rb"WARC/\d"), ".warc"),
    (re.compile(rb"<(?:!doctype\s+html|html)", re.IGNORECASE), ".html"),
    (re.compile(rb"From \S+ .*\d{4}"), ".mbox"),
)
PACKED = (b"PK\x03\x04", b"PK\x05\x06")
SURE = (".pdf", ".warc")
"""Signatures that are believed over the name of the file."""

FOREIGN: Sequence[tuple[bytes, str, str]] = (
    (b"\xd0\xcf\x11\xe0", "an older Office file, or an encrypted one", "save it as .docx or .xlsx, without a password"),
    (b"{\\rtf", "Rich Text Format", "save it as .docx or .odt"),
    (b"\x89PNG", "a picture", "a picture of text needs OCR: save it as PDF"),
    (b"\xff\xd8\xff", "a picture", "a picture of text needs OCR: save it as PDF"),
    (b"GIF8", "a picture", "a picture of text needs OCR: save it as PDF"),
    (b"Rar!", "a RAR archive", "unpack it and add the folder"),
    (b"7z\xbc\xaf", "a 7-Zip archive", "unpack it and add the folder"),
)
ENDING = re.compile(r"\.([A-Za-z][A-Za-z0-9]{0,7})$")
"""What is taken for the ending of a file name: "statement.2021" has none."""


def read(
    path: Path, *, largest: int = LARGEST, mapping: Mapping[str, str] | None = None, own: Scheme | None = None
) -> Iterator[Received | UnreadableReport]:
    """The reports in a file, and a refusal for whatever in it could not be read. Never raises for its content.

    A file of more than `largest` bytes is refused unread; `mapping` names the columns of tables, `own` is how the rows
    of one were coded.
    """
    try:
        if (size := path.stat().st_size) > largest:
            raise _too_large(path, size, largest)
        with path.open("rb") as file:
            content = file.read(largest + 1)
        if len(content) > largest:
            raise _too_large(path, len(content), largest)
    except UnreadableReport as error:
        yield error
        return
    except OSError as error:
        yield UnreadableReport(str(path), f"the file cannot be opened: {error.strerror}", hint="check its permissions")
        return
    yield from opened(path, content, largest=largest, mapping=mapping, own=own)


def opened(
    path: Path,
    content: bytes,
    *,
    largest: int = LARGEST,
    mapping: Mapping[str, str] | None = None,
    own: Scheme | None = None,
) -> Iterator[Received | UnreadableReport]:
    """The reports in the bytes of a file, and a refusal for whatever in it could not be read."""
    for found in Opener(mapping, largest=largest, own=own).read(content, str(path)):
        if isinstance(found, UnreadableReport):
            yield found
        else:
            custody = ({"step": "received", "path": str(path)}, *found.report.custody)
            yield replace(found, report=replace(found.report, name=_short(found.report.name, path), custody=custody))


def _too_large(path: Path, size: int, largest: int) -> UnreadableReport:
    reason = f"{size:,} bytes, more than the {largest:,} that are read"
    return UnreadableReport(str(path), reason, hint="raise the setting `largest`, or split the file")


def _short(name: str, path: Path) -> str:
    """A report's name without the folders above its file: `march.zip/raid.txt`."""
    return path.name + name.removeprefix(str(path))


@functools.cache
def _installed() -> tuple[type[Format], ...]:
    """The formats of plugins, found once."""
    return tuple(plugins("formats").values())


class Opener:
    """Knows the formats, and opens bytes by the one that fits their name or their first bytes."""

    def __init__(
        self, mapping: Mapping[str, str] | None = None, *, largest: int = LARGEST, own: Scheme | None = None
    ) -> None:
        self.mapping = mapping
        self.own = own
        self.largest = largest

    def read(self, content: bytes, name: str, depth: int = 0) -> Iterator[Received | UnreadableReport]:
        """The reports in these bytes, or the refusal; `depth` is the number of archives they lay in."""
        try:
            if not content.strip(b"\x00 \t\r\n"):
                raise UnreadableReport(name, "the file is empty", hint="ask whoever sent it for the text")
            yield from self._format(content, name, depth).read(content, name=name)
        except UnreadableReport as error:
            yield error
        # A damaged file may break a reader anywhere; it must not end the run.
        except Exception as error:
            yield UnreadableReport(
                name, f"the reader gave up: {type(error).__name__}: {error}", hint="save it in another format"
            )

    def formats(self, depth: int = 0) -> list[Format]:
        """The formats there are, those of plugins first."""
        built_in: list[Format] = [
            Plain(),
            Html(),
            Pdf(),
            Docx(),
            Odt(),
            Mail(lambda content, name: self.read(content, name, depth + 1)),
            Tables(self.mapping, self.own),
            Records(),
            Zip(self.read, depth=depth, largest=self.largest),
            Warc(self.read, depth=depth, largest=self.largest),
        ]
        return [*(made() for made in _installed()), *built_in]

    def _format(self, content: bytes, name: str, depth: int) -> Format:
        """The format for the first bytes where these leave no doubt, else for the name's ending, else for the bytes."""
        by_suffix = {suffix: one for one in reversed(self.formats(depth)) for suffix in one.suffixes}
        named = max((suffix for suffix in by_suffix if name.lower().endswith(suffix)), key=len, default=None)
        told = _told(content)
        if told is not None and (named is None or told in SURE):
            return by_suffix[told]
        if named is not None:
            return by_suffix[named]
        _refuse_foreign(content, name, sorted(by_suffix))
        return by_suffix[".txt"]


def _told(content: bytes) -> str | None:
    """The suffix that the first bytes ask for."""
    if content.startswith(PACKED):
        inside = content[:4000] + content[-20_000:]
        parts = ((b"word/document", ".docx"), (b"xl/workbook", ".xlsx"), (b"opendocument.text", ".odt"))
        return next((suffix for part, suffix in parts if part in inside), ".zip")
    head = content[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    return next((suffix for signature, suffix in SIGNATURES if signature.match(head)), None)


def _refuse_foreign(content: bytes, name: str, known: Sequence[str]) -> None:
    """Raises `UnreadableReport` for a binary file, and for one of a kind that no format reads."""
    for signature, kind, hint in FOREIGN:
        if content.startswith(signature):
            raise UnreadableReport(name, f"{kind}, which is not read", hint=hint)
    decoded(content, name=name)
    if found := ENDING.search(name):
        reason = f"no format reads .{found[1]} files"
        raise UnreadableReport(name, reason, hint=f"name it .txt if it is plain text; read are {' '.join(known)}")
