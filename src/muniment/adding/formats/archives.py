"""Archives: a zip's members and a web archive's pages, each a report of its own; bombs are refused."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from fastwarc.warc import ArchiveIterator, WarcRecordType

from muniment.adding.dates import instant
from muniment.errors import UnreadableReport
from muniment.seams import Received

Inner = Callable[[bytes, str, int], Iterator[Received | UnreadableReport]]

MOST_MEMBERS = 20_000
MOST_BYTES = 2_000_000_000
MOST_RATIO = 200
"""Bytes that one byte of an archive may unfold to, beyond the first ten megabytes."""

SPARED = 10_000_000
DEEPEST = 4
"""Archives within archives."""

PAGES = {"text/html": ".html", "application/xhtml+xml": ".html", "application/pdf": ".pdf", "text/plain": ".txt"}


class Zip:
    """Reads `.zip`; its members are read by `inner`, which knows the other formats."""

    name = "zip"
    suffixes = (".zip", ".wacz")

    def __init__(self, inner: Inner, *, depth: int = 0, largest: int = 100_000_000) -> None:
        self.inner = inner
        self.depth = depth
        self.largest = largest

    def read(self, content: bytes, *, name: str) -> Iterator[Received | UnreadableReport]:
        """The reports in the archive, and a refusal for each member that could not be read."""
        if self.depth >= DEEPEST:
            raise UnreadableReport(
                name,
                f"archives within archives, {DEEPEST} deep",
                media_type="application/zip",
                hint="unpack it by hand",
            )
        try:
            archive = zipfile.ZipFile(io.BytesIO(content))
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise UnreadableReport(
                name, "the zip file is damaged", media_type="application/zip", hint="pack it again"
            ) from error
        with archive:
            members = [member for member in archive.infolist() if _wanted(member, name)]
            _refuse_bombs(members, len(content), name)
            for member in members:
                yield from self._member(archive, member, name)

    def _member(
        self, archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str
    ) -> Iterator[Received | UnreadableReport]:
        label = f"{name}/{member.filename}"
        if member.flag_bits & 0x1:
            yield UnreadableReport(
                label, "the member is encrypted", media_type="application/zip", hint="pack it again without a password"
            )
            return
        if member.file_size > self.largest:
            yield UnreadableReport(
                label, f"larger than {self.largest:,} bytes", hint="raise the setting `largest`, or split it"
            )
            return
        try:
            with archive.open(member) as opened:
                content = opened.read(self.largest + 1)
        except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
            yield UnreadableReport(label, f"the member cannot be unpacked: {error}", hint="pack it again")
            return
        if len(content) > self.largest:
            yield UnreadableReport(label, "unfolds to more than it declares: a zip bomb", hint="do not open it")
            return
        yield from self.inner(content, label, self.depth + 1)


def _wanted(member: zipfile.ZipInfo, name: str) -> bool:
    """Members that can be reports: no folders, no system files; of a WACZ only its web archives."""
    if member.is_dir() or member.filename.startswith("__MACOSX/") or member.filename.rsplit("/", 1)[-1].startswith("."):
        return False
    return not name.lower().endswith(".wacz") or member.filename.endswith((".warc", ".warc.gz"))


def _refuse_bombs(members: list[zipfile.ZipInfo], size: int, name: str) -> None:
    unfolded = sum(member.file_size for member in members)
    if len(members) > MOST_MEMBERS or unfolded > MOST_BYTES or unfolded - SPARED > MOST_RATIO * size:
        reason = f"a zip bomb: {len(members):,} members unfold to {unfolded:,} bytes"
        raise UnreadableReport(
            name, reason, media_type="application/zip", hint="if it is meant so, unpack it and add the folder"
        )


class Warc:
    """Reads `.warc` and `.warc.gz` by FastWARC: each page that was answered with 200 is a report."""

    name = "warc"
    suffixes = (".warc", ".warc.gz")

    def __init__(self, inner: Inner, *, depth: int = 0, largest: int = 100_000_000) -> None:
        self.inner = inner
        self.depth = depth
        self.largest = largest

    def read(self, content: bytes, *, name: str) -> Iterator[Received | UnreadableReport]:
        """The pages in the archive, with the address and the time they were fetched."""
        found = False
        try:
            for record in ArchiveIterator(io.BytesIO(content), record_types=WarcRecordType.response, parse_http=True):
                for page in self._page(record, name):
                    found = True
                    yield page
        except (OSError, ValueError, RuntimeError) as error:
            yield UnreadableReport(name, f"the web archive is damaged: {error}", media_type="application/warc")
            return
        if not found:
            raise UnreadableReport(
                name, "the web archive holds no pages", media_type="application/warc", hint="capture it again"
            )

    def _page(self, record: Any, name: str) -> Iterator[Received | UnreadableReport]:
        suffix = PAGES.get((record.http_content_type or "").split(";")[0].strip().lower())
        if suffix is None or record.http_headers is None or record.http_headers.status_code != 200:
            return
        address = str(record.headers.get("WARC-Target-URI", "")).strip("<>")
        retrieved = instant(record.headers.get("WARC-Date", ""))
        body = record.reader.read(self.largest + 1)
        label = f"{name}/{address}"
        if len(body) > self.largest:
            yield UnreadableReport(label, f"larger than {self.largest:,} bytes", hint="raise the setting `largest`")
            return
        for found in self.inner(body, label + suffix, self.depth + 1):
            if isinstance(found, UnreadableReport):
                yield UnreadableReport(label, found.reason, media_type=found.media_type, hint=found.hint)
            else:
                kept = replace(found.report, name=label, address=found.report.address or address, retrieved=retrieved)
                yield replace(found, report=kept)
