"""PDF: the text of each page with its number; pages without text are read by tesseract where it is installed."""

from __future__ import annotations

import ctypes
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from typing import Any

import pypdfium2
from pypdfium2 import raw

from muniment.adding.formats.layout import (
    STOP,
    Line,
    compounds_of,
    joined,
    lines,
    lines_of,
    paragraphs,
    without_running_heads,
)
from muniment.adding.formats.plain import opening
from muniment.adding.text import clean, language, one_line
from muniment.errors import UnreadableReport
from muniment.report import Mark, report_of
from muniment.seams import Received

MEDIA_TYPE = "application/pdf"
FEW = 12
"""Letters on a page below which it is taken for a scan, where it shows a picture."""

OCR_DPI = 300
WIDEST = 6000
"""Pixels of the longer side of a page as tesseract gets it; a poster is scaled down to it."""

OCR_SECONDS = 180
NO_OCR = "install tesseract (`apt install tesseract-ocr`, `brew install tesseract`) and add it again"


class Pdf:
    """Reads `.pdf` by pypdfium2."""

    name = "pdf"
    suffixes = (".pdf",)

    def read(self, content: bytes, *, name: str) -> Iterator[Received | UnreadableReport]:
        """The one report in the file, its pages marked, and a refusal for scanned pages that were not read.

        Raises `UnreadableReport` for encrypted and empty ones.
        """
        document = _opened(content, name)
        try:
            pages, scanned, unread = _pages(document)
            said = document.get_metadata_dict()
        finally:
            document.close()
        kept, dropped = without_running_heads(pages)
        text, marks = _text(kept)
        if not text:
            raise _without_text(name, unread)
        found = opening(text)
        found["title"] = _title(said) or found.get("title")
        found["author"] = found.get("author") or one_line(said.get("Author"))
        report = report_of(
            content,
            text,
            name=name,
            media_type=MEDIA_TYPE,
            marks=marks,
            language=language(text),
            custody=tuple(_custody(dropped, scanned, said)),
            **found,
        )
        yield Received(report=report, content=content)
        if unread:
            yield UnreadableReport(
                f"{name} page {', '.join(map(str, unread))}",
                "a scan without text, which needs OCR",
                media_type=MEDIA_TYPE,
                hint=NO_OCR,
            )


def _opened(content: bytes, name: str) -> Any:
    try:
        return pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower() or "security" in str(error).lower():
            raise UnreadableReport(
                name, "the PDF is encrypted", media_type=MEDIA_TYPE, hint="save a copy without the password"
            ) from error
        raise UnreadableReport(
            name, "the PDF is damaged", media_type=MEDIA_TYPE, hint="ask for another copy"
        ) from error


def _without_text(name: str, unread: Sequence[int]) -> UnreadableReport:
    if unread and shutil.which("tesseract") is None:
        return UnreadableReport(
            name, "the pages are scans without text and need OCR", media_type=MEDIA_TYPE, hint=NO_OCR
        )
    return UnreadableReport(
        name, "there is no text on its pages", media_type=MEDIA_TYPE, hint="ask for a copy with text, or a sharper scan"
    )


def _pages(document: Any) -> tuple[list[list[Line]], list[int], list[int]]:
    """The lines of each page; the numbers of those read by OCR, and of those that are scans and stay unread."""
    pages: list[list[Line]] = []
    scanned: list[int] = []
    unread: list[int] = []
    for number, page in enumerate(document, start=1):
        found = lines(page)
        if _letters(found) < FEW and _shows_a_picture(page):
            read = lines_of(_by_ocr(page))
            (scanned if _letters(read) else unread).append(number)
            found = read if _letters(read) else found
        pages.append(found)
        page.close()
    return pages, scanned, unread


def _letters(page: Sequence[Line]) -> int:
    return sum(character.isalpha() for line in page for character in line.words)


def _shows_a_picture(page: Any) -> bool:
    drawn = (raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_SHADING)
    return next(iter(page.get_objects(filter=drawn, max_depth=3)), None) is not None


def _by_ocr(page: Any) -> str:
    """The text that tesseract reads on a page; empty where it is not installed."""
    tesseract = shutil.which("tesseract")
    if tesseract is None:
        return ""
    try:
        said = subprocess.run(
            [tesseract, "stdin", "stdout"], input=_picture(page), capture_output=True, timeout=OCR_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return clean(said.stdout.decode("utf-8", errors="replace").replace("\f", "\n"))


def _picture(page: Any) -> bytes:
    """A page in shades of grey, as a portable graymap."""
    scale = min(OCR_DPI / 72, WIDEST / max(page.get_size()))
    bitmap = page.render(scale=scale, grayscale=True)
    width, height, stride = bitmap.width, bitmap.height, bitmap.stride
    pixels = ctypes.string_at(bitmap.buffer, stride * height)
    rows = b"".join(pixels[row * stride : row * stride + width] for row in range(height))
    return b"P5 %d %d 255\n" % (width, height) + rows


def _title(said: dict[str, str]) -> str | None:
    """The title in the properties, unless it is the file name that a word processor leaves there."""
    title = one_line(said.get("Title"))
    leftover = title is None or title.casefold().startswith(("microsoft ", "untitled")) or "." in title[-6:-1]
    return None if leftover else title


def _custody(dropped: Sequence[str], scanned: Sequence[int], said: dict[str, str]) -> Iterator[dict[str, str]]:
    properties = {
        field.lower(): value for field in ("Creator", "Producer", "CreationDate") if (value := said.get(field))
    }
    if properties:
        yield {"step": "properties", **properties}
    if dropped:
        yield {"step": "left out", "what": "running heads: " + "; ".join(dropped)}
    if scanned:
        yield {"step": "read by OCR", "pages": ", ".join(map(str, scanned))}


def _text(pages: Sequence[Sequence[Line]]) -> tuple[str, tuple[Mark, ...]]:
    """One text with whole paragraphs, and where each page lies in it."""
    compounds = compounds_of(pages)
    text, marks, split = "", list[Mark](), False
    for number, page in enumerate(pages, start=1):
        body = "\n\n".join(paragraphs(page, compounds))
        if not body:
            continue
        goes_on = bool(text) and not STOP.search(text) and (split or body[:1].islower())
        text = joined(text, body, compounds, split=split) if goes_on else f"{text}\n\n{body}" if text else body
        marks.append(Mark(label=f"page {number}", start=len(text) - len(body), end=len(text)))
        split = page[-1].split
    return text, tuple(marks)
