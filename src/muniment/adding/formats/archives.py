"""Archives: a zip's members and a web archive's pages, each a report of its own; bombs are refused."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from fastwarc.warc import ArchiveIterator, WarcRecordType  # pyright: ignore[reportMissingModuleSource]  # compiled

from muniment.adding.dates import instant
from muniment.adding.formats.packed import ENCRYPTED, MOST_BYTES, refuse_bombs, unpacked
from muniment.errors import UnreadableReport
from muniment.report import sha256
from muniment.seams import Received

Inner = Callable[[bytes, str, int], Iterator[Received | UnreadableReport]]
"""Reads bytes of that name, so many archives deep."""

DEEPEST = 4
"""Archives within archives."""

PAGES: Mapping[str, str] = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "application/pdf": ".pdf",
    "text/plain": ".txt",
}
ANSWERED = 200


class Zip:
    """Reads `.zip` and `.wacz`; members are read by `inner`, which knows the other formats."""

    name = "zip"
    suffixes = (".zip", ".wacz")

    def __init__(self, inner: Inner, *, depth: int = 0, largest: int = 100_000_000) -> None:
        self.inner = inner
        self.depth = depth
        self.largest = largest

    def read(self, content: bytes, *, name: str) -> Iterator[Received | UnreadableReport]:
        """The reports in the archive, and a refusal for each member that could not be read."""
        if self.depth >= DEEPEST:
            reason = f"archives within archives, {DEEPEST} deep"
            raise UnreadableReport(name, reason, media_type="application/zip", hint="unpack it and add the folder")
        source = {"step": "taken out", "of": name, "sha256": sha256(content)}
        with unpacked(content, name) as archive:
            refuse_bombs(archive.infolist(), len(content), name)
            members = [member for member in archive.infolist() if _wanted(member, name)]
            if not members:
                raise UnreadableReport(
                    name, "the archive holds no files to read", media_type="application/zip", hint="pack it again"
                )
            for member in members:
                for found in self._member(archive, member, name):
                    yield taken_out(found, source)

    def _member(
        self, archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str
    ) -> Iterator[Received | UnreadableReport]:
        label = f"{name}/{member.filename}"
        if member.flag_bits & ENCRYPTED:
            yield UnreadableReport(
                label, "the member is encrypted", media_type="application/zip", hint="pack it again without a password"
            )
            return
        if member.file_size > self.largest:
            yield _too_large(label, member.file_size, self.largest)
            return
        try:
            with archive.open(member) as opened:
                content = opened.read(self.largest + 1)
        except (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, ValueError) as error:
            yield UnreadableReport(label, f"the member cannot be unpacked: {error}", hint="pack it again")
            return
        yield from self.inner(content, label, self.depth + 1)


def taken_out(found: Received | UnreadableReport, source: Mapping[str, str]) -> Received | UnreadableReport:
    """What was found in an archive, with the archive in its custody log."""
    if isinstance(found, UnreadableReport):
        return found
    return replace(found, report=replace(found.report, custody=(source, *found.report.custody)))


def _too_large(label: str, size: int, largest: int) -> UnreadableReport:
    reason = f"{size:,} bytes, more than the {largest:,} that are read"
    return UnreadableReport(label, reason, hint="raise the setting `largest`, or split it")


def _wanted(member: zipfile.ZipInfo, name: str) -> bool:
    """Members that can be reports: no folders, no system files; of a WACZ only its web archives."""
    if member.is_dir() or member.filename.startswith("__MACOSX/") or member.filename.rsplit("/", 1)[-1].startswith("."):
        return False
    return not name.lower().endswith(".wacz") or member.filename.endswith((".warc", ".warc.gz"))


class Warc:
    """Reads `.warc` and `.warc.gz` by FastWARC: each page that was answered with 200 is a report."""

    name = "warc"
    suffixes = (".warc", ".warc.gz")

    def __init__(self, inner: Inner, *, depth: int = 0, largest: int = 100_000_000) -> None:
        self.inner = inner
        self.depth = depth
        self.largest = largest

    def read(self, content: bytes, *, name: str) -> Iterator[Received | UnreadableReport]:
        """The pages in the archive, with the address and the time they were fetched.

        Pictures, scripts and the other parts of pages are passed over.
        """
        archive = sha256(content)
        pages, unfolded = 0, 0
        try:
            for record in ArchiveIterator(
                io.BytesIO(content),
                record_types=WarcRecordType.response | WarcRecordType.resource,
                parse_http=True,
                auto_decode="all",
            ):
                unfolded += record.content_length
                if unfolded > MOST_BYTES:
                    reason = f"its records unfold to more than {MOST_BYTES:,} bytes"
                    yield UnreadableReport(name, reason, media_type="application/warc", hint="split it")
                    return
                for page in self._page(record, name, archive):
                    pages += 1
                    yield page
        except (OSError, ValueError, RuntimeError) as error:
            yield UnreadableReport(name, f"the web archive is damaged: {error}", media_type="application/warc")
            return
        if not pages:
            raise UnreadableReport(
                name, "the web archive holds no pages", media_type="application/warc", hint="capture it again"
            )

    def _page(self, record: Any, name: str, archive: str) -> Iterator[Received | UnreadableReport]:
        suffix = PAGES.get(_media_type(record))
        if suffix is None or (record.http_headers is not None and record.http_headers.status_code != ANSWERED):
            return
        address = str(record.headers.get("WARC-Target-URI", "")).strip("<>")
        retrieved = instant(record.headers.get("WARC-Date", ""))
        body = record.reader.read(self.largest + 1)
        label = f"{name}/{address}"
        if len(body) > self.largest:
            yield _too_large(label, len(body), self.largest)
            return
        source = {"step": "taken out", "of": name, "sha256": archive, "record": str(record.record_id)}
        for found in self.inner(body, label + suffix, self.depth + 1):
            if isinstance(found, UnreadableReport):
                yield UnreadableReport(label, found.reason, media_type=found.media_type, hint=found.hint)
            else:
                kept = replace(found.report, name=label, address=address or found.report.address, retrieved=retrieved)
                yield taken_out(replace(found, report=kept), source)


def _media_type(record: Any) -> str:
    said = record.http_content_type if record.http_headers is not None else record.headers.get("Content-Type", "")
    return str(said or "").split(";")[0].strip().lower()
