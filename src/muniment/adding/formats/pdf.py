"""PDF: the text of each page with its number; pages without text are read by tesseract where it is installed."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Any

import pypdfium2

from muniment.adding.formats.plain import opening
from muniment.adding.text import clean, language
from muniment.errors import UnreadableReport
from muniment.report import Mark, report_of
from muniment.seams import Received

HYPHEN = re.compile(r"(?<=[a-zà-ÿ])(?:-|\u00ad|\ufffe|\u0002)\n(?=[a-zà-ÿ])")
PAGE_NUMBER = re.compile(r"(?:page\s*)?\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?$", re.IGNORECASE)
FEW = 12
"""Letters on a page below which it is taken for a scan."""

OCR_DPI = 300


class Pdf:
    """Reads `.pdf` by pypdfium2."""

    name = "pdf"
    suffixes = (".pdf",)

    def read(self, content: bytes, *, name: str) -> Iterator[Received]:
        """The one report in the file, its pages marked; raises `UnreadableReport` for encrypted and empty ones."""
        document = _opened(content, name)
        try:
            pages, scanned = _pages(document, name)
            title = " ".join(clean(document.get_metadata_dict().get("Title", "")).split())
        finally:
            document.close()
        text, marks = _joined(_without_running_heads(pages))
        custody = ({"step": "read by OCR", "pages": ", ".join(map(str, scanned))},) if scanned else ()
        report = report_of(
            content,
            text,
            name=name,
            media_type="application/pdf",
            marks=marks,
            language=language(text),
            custody=custody,
            **({"title": title or None} | opening(text)),
        )
        yield Received(report=report, content=content)


def _opened(content: bytes, name: str) -> Any:
    try:
        return pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise UnreadableReport(
                name, "the PDF is encrypted", media_type="application/pdf", hint="save a copy without the password"
            ) from error
        raise UnreadableReport(
            name, "the PDF is damaged", media_type="application/pdf", hint="ask for another copy"
        ) from error


def _pages(document: Any, name: str) -> tuple[list[str], list[int]]:
    """The text of each page, and the numbers of those that were read by OCR."""
    pages: list[str] = []
    scanned: list[int] = []
    for number, page in enumerate(document, start=1):
        text = clean(page.get_textpage().get_text_bounded())
        if sum(character.isalpha() for character in text) < FEW and (read := _by_ocr(page)):
            text = read
            scanned.append(number)
        pages.append(text)
    if not any(text.strip() for text in pages):
        missing = shutil.which("tesseract") is None
        reason = (
            "the pages are scans without text and need OCR" if missing else "the pages hold no text that OCR can read"
        )
        raise UnreadableReport(
            name,
            reason,
            media_type="application/pdf",
            hint="apt install tesseract-ocr, then add it again" if missing else "",
        )
    return pages, scanned


def _by_ocr(page: Any) -> str:
    """The text that tesseract reads on a page; empty where it is not installed."""
    tesseract = shutil.which("tesseract")
    if tesseract is None:
        return ""
    picture = BytesIO()
    page.render(scale=OCR_DPI / 72).to_pil().save(picture, format="PNG")
    try:
        said = subprocess.run(
            [tesseract, "stdin", "stdout"], input=picture.getvalue(), capture_output=True, timeout=180, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return clean(said.stdout.decode("utf-8", errors="replace"))


def _without_running_heads(pages: Sequence[str]) -> list[list[str]]:
    """The lines of each page, without page numbers and the first and last lines that most pages share."""
    lines = [[line.strip() for line in page.strip().split("\n")] for page in pages]
    edges = Counter(_shape(line) for page in lines for line in {*page[:1], *page[-2:]} if line)
    running = {shape for shape, seen in edges.items() if seen >= 3 and seen >= 0.6 * len(pages)}
    kept: list[list[str]] = []
    for page in lines:
        edge = {0, len(page) - 1, len(page) - 2}
        kept.append(
            [
                line
                for place, line in enumerate(page)
                if not (place in edge and (_shape(line) in running or PAGE_NUMBER.match(line)))
            ]
        )
    return kept


def _shape(line: str) -> str:
    return re.sub(r"\d+", "#", line)


def _joined(pages: Sequence[Sequence[str]]) -> tuple[str, tuple[Mark, ...]]:
    """One text with whole paragraphs, and where each page lies in it."""
    text, marks = "", list[Mark]()
    for number, lines in enumerate(pages, start=1):
        body = paragraphs(lines)
        if not body:
            continue
        if text:
            text += " " if _goes_on(text, body) else "\n\n"
        start = len(text)
        text += body
        marks.append(Mark(label=f"page {number}", start=start, end=len(text)))
    return text, tuple(marks)


def paragraphs(lines: Sequence[str]) -> str:
    """Lines as paragraphs: a full-width line goes on in the next, a short one ends its paragraph."""
    width = max((len(line) for line in lines), default=0)
    text = ""
    for place, line in enumerate(lines):
        text += line
        following = lines[place + 1] if place + 1 < len(lines) else ""
        if not line or not following or _ends(line, following, width):
            text += "\n\n"
        else:
            text += "\n"
    text = HYPHEN.sub("", text)
    whole = [" ".join(part.split("\n")).strip() for part in re.split(r"\n\s*\n", text)]
    return "\n\n".join(part for part in whole if part)


def _ends(line: str, following: str, width: int) -> bool:
    """Whether a paragraph ends with this line: the next word would have fitted, or a list item follows."""
    if re.match(r"(?:[•·▪-]|\d+[.)])\s", following):
        return True
    room = width - len(line)
    return room > len(following.split(" ", 1)[0]) + 0.12 * width


def _goes_on(text: str, body: str) -> bool:
    return text[-1] not in '.!?:”"’)' and body[:1].islower()
