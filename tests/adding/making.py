"""Small files of every format, made in memory for the tests of adding."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import docx
import fpdf
import odfdo
import openpyxl
from fastwarc.warc import WarcRecord, WarcRecordType

from muniment.adding.opening import Opener, read
from muniment.errors import UnreadableReport
from muniment.report import Report

SENTENCE = "Soldiers of the northern garrison took two bakers from the mill in Harrowby on Tuesday."
SECOND = "The garrison said that it had not entered the village, and that no baker was in its hands."


def opened(content: bytes, name: str, **options: Any) -> tuple[list[Report], list[UnreadableReport]]:
    """The reports in these bytes, and what was refused."""
    return parted(Opener(**options).read(content, name))


def from_file(path: Path, content: bytes, **options: Any) -> tuple[list[Report], list[UnreadableReport]]:
    """The same, through a file on disk."""
    path.write_bytes(content)
    return parted(read(path, **options))


def parted(found: Iterator[Any]) -> tuple[list[Report], list[UnreadableReport]]:
    reports: list[Report] = []
    refusals: list[UnreadableReport] = []
    for one in found:
        if isinstance(one, UnreadableReport):
            refusals.append(one)
        else:
            reports.append(one.report)
            assert all(0 <= mark.start < mark.end <= len(one.report.text) for mark in one.report.marks)
    return reports, refusals


def a_zip(members: Mapping[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return packed.getvalue()


def a_page(*, title: str = "Two bakers taken", head: str = "", body: str = "") -> bytes:
    text = body or f"<p>{SENTENCE}</p><p>{SECOND}</p><p>Neighbours heard a truck leave before dawn.</p>"
    return (
        f"<!DOCTYPE html><html><head><title>{title}</title>{head}</head><body>"
        f"<nav><a href='/'>Home</a> <a href='/sport'>Sport</a></nav>"
        f"<article><h1>{title}</h1>{text}</article><footer>Subscribe to our newsletter</footer></body></html>"
    ).encode()


def a_warc(*pages: tuple[str, str, bytes], status: str = "200 OK") -> bytes:
    written = io.BytesIO()
    for address, media_type, body in pages:
        record = WarcRecord()
        answer = f"HTTP/1.1 {status}\r\nContent-Type: {media_type}\r\nContent-Length: {len(body)}\r\n\r\n".encode()
        record.init_headers(record_type=WarcRecordType.response, record_urn=b"<urn:uuid:0>")
        record.headers["WARC-Target-URI"] = address
        record.headers["WARC-Date"] = "2022-05-04T09:30:00Z"
        record.headers["Content-Type"] = "application/http; msgtype=response"
        record.set_bytes_content(answer + body)
        record.write(written)
    return written.getvalue()


def a_docx(*paragraphs: str, table: list[list[str]] | None = None) -> bytes:
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    if table:
        made = document.add_table(rows=0, cols=len(table[0]))
        for cells in table:
            for cell, words in zip(made.add_row().cells, cells, strict=True):
                cell.text = words
    document.core_properties.author = "Records Office"
    packed = io.BytesIO()
    document.save(packed)
    return packed.getvalue()


def an_odt(*paragraphs: str) -> bytes:
    document = odfdo.Document("text")
    document.body.clear()
    for paragraph in paragraphs:
        document.body.append(odfdo.Paragraph(paragraph))
    packed = io.BytesIO()
    document.save(packed)
    return packed.getvalue()


def a_workbook(sheets: Mapping[str, list[list[Any]]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def a_pdf(*pages: str, header: str = "", password: str = "", title: str = "") -> bytes:
    """A PDF with a page for each text; paragraphs are parted by a blank line and broken to the page's width."""
    made = fpdf.FPDF()
    if title:
        made.set_title(title)
    if password:
        made.set_encryption(owner_password=password + "!", user_password=password)
    made.set_font("Helvetica", size=11)
    for number, page in enumerate(pages, start=1):
        made.add_page()
        if header:
            made.cell(0, 6, f"{header} {number}", new_x="LMARGIN", new_y="NEXT")
            made.ln(6)
        for paragraph in page.split("\n\n"):
            made.multi_cell(0, 5, paragraph, align="L", new_x="LMARGIN", new_y="NEXT")
            made.ln(5)
    return bytes(made.output())


def a_scan() -> bytes:
    """A PDF of one page that shows only a drawing."""
    made = fpdf.FPDF()
    made.add_page()
    made.rect(20, 20, 100, 60, style="F")
    return bytes(made.output())
