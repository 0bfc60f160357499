"""Report and Passage: what was received, and the exact words in it."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from muniment.errors import UngroundedStatement
from muniment.record import described, digest

SOURCE = "sr"
"""How the id of a source begins."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """Exact words at half-open Unicode code-point offsets in a report's extracted text."""

    start: int = described("code points from the start of the text")
    end: int = described("one past the last code point")
    words: str = described("text[start:end]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Where a page of a PDF, or a cell of a table, begins and ends in the extracted text."""

    label: str = described("for a person: `page 3`, `cell C7`")
    start: int = described("code points from the start of the text")
    end: int = described("one past the last code point")


RECORDED = "muniment"
"""The scheme of a report that came in with its statements, from another casebook."""

CODED = "coded"
"""The step in a report's custody log that says by which scheme it was coded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One document as received: bytes by hash, extracted text, and where it came from."""

    PREFIX: ClassVar[str] = "rp"

    id: str = described("digest of the bytes' hash and the part, and of a later text of its hash too")
    sha256: str = described("SHA-256 of the bytes as received")
    part: str = described("which part of the bytes: empty for all of them, `row 3` of a table", default="")
    name: str = described("file name as received, with the archive it lay in: `march.zip/raid.txt`")
    media_type: str = described("media type of the bytes")
    text: str = described("extracted text, NFC")
    text_sha256: str = described("SHA-256 of the text in UTF-8")
    title: str | None = described("headline or subject", default=None)
    publisher: str | None = described("who put it out", default=None)
    author: str | None = described("who wrote it", default=None)
    published: str | None = described("EDTF date of publication; never taken for the date of an act", default=None)
    retrieved: str | None = described("EDTF date or time it was fetched", default=None)
    address: str | None = described("where it was published, a URL", default=None)
    language: str | None = described(
        "ISO 639-1 code as detected; none where the text is too short to say", default=None
    )
    marks: tuple[Mark, ...] = described("pages or cells, in order", default=())
    parent: str | None = described("id of the report this one was attached to", default=None)
    custody: tuple[Mapping[str, str], ...] = described(
        "what was done to it before it was kept, oldest first", default=()
    )
    run: str = described("id of the Run that added it", default="")
    replaces: str | None = described(
        "id of the Report that an earlier reader made of the same bytes; none for a first text", default=None
    )

    @property
    def source(self) -> str | None:
        """Who answers for it as a whole: who put it out, or who wrote it where nobody else is named."""
        return self.publisher or self.author

    def passage(self, start: int, end: int) -> Passage:
        """The words at these offsets; raises `UngroundedStatement` where there are none."""
        if not 0 <= start < end <= len(self.text):
            raise UngroundedStatement(self.id, start, end)
        return Passage(start=start, end=end, words=self.text[start:end])

    @property
    def coded(self) -> str | None:
        """How its statements are read, where they are not read from prose: the scheme of the step nearest to us."""
        return next((step.get("as") for step in reversed(self.custody) if step.get("step") == CODED), None)

    @property
    def prose(self) -> bool:
        """Whether its text is prose, and not the cells of a row that people coded, here or in another casebook."""
        return all(step.get("step") != CODED or step.get("as") == RECORDED for step in self.custody)

    def mark_at(self, start: int) -> str | None:
        """The page or cell that holds an offset, where the report has any."""
        return next((mark.label for mark in self.marks if mark.start <= start < mark.end), None)


def identity(report: Report) -> str:
    """The id that a report has by its bytes and its part; a later text of them has another."""
    text = [report.text_sha256] if report.replaces else []
    return digest(Report.PREFIX, report.sha256, report.part, *text)


def source_id(name: str) -> str:
    """The id of a source by its name, however that is spaced or capitalised."""
    return digest(SOURCE, " ".join(name.split()).casefold())


def later_text(old: Report, new: Report) -> Report:
    """What a later reader made of the bytes of a report, as a report beside it."""
    made = replace(new, name=old.name, parent=old.parent, retrieved=old.retrieved, address=old.address, replaces=old.id)
    return replace(made, id=identity(made))


def sha256(content: bytes | str) -> str:
    """Hexadecimal SHA-256 of bytes, or of a text in UTF-8."""
    return hashlib.sha256(content.encode() if isinstance(content, str) else content).hexdigest()


def report_of(
    content: bytes,
    text: str,
    *,
    name: str,
    media_type: str,
    part: str = "",
    received: str | None = None,
    **known: Any,
) -> Report:
    """A report from bytes and their text (brought to NFC here), with its hashes and id.

    Marks in `known` must be offsets into the NFC text. `received` is the SHA-256 of the bytes where it is known.
    """
    normal = unicodedata.normalize("NFC", text)
    received = received or sha256(content)
    return Report(
        id=digest(Report.PREFIX, received, part),
        sha256=received,
        part=part,
        name=name,
        media_type=media_type,
        text=normal,
        text_sha256=sha256(normal),
        **known,
    )
