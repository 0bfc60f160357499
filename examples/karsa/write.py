"""Writes the reports of Karsa that are not plain text from their readable sources, the same bytes each time."""

import csv
import re
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import parseaddr, parsedate_to_datetime
from io import BytesIO
from pathlib import Path

from docx import Document
from fpdf import FPDF
from odfdo import Document as OpenDocument
from odfdo import Header, Paragraph
from odfdo import List as BulletList
from openpyxl import Workbook
from openpyxl.styles import Font

HERE = Path(__file__).parent
SOURCES = HERE / "sources"
REPORTS = HERE / "reports"

Heading = dict[str, str]
Block = tuple[str, str]


def main() -> None:
    """Writes every report that has a source."""
    write_letter("warning-letter.md", "2021-03-31-kcrd-warning.odt")
    write_letter("opinion-column.md", "2021-06-12-opinion-new-uniform.odt")
    write_statement("council-statement.md", "2021-05-06-council-statement.docx")
    write_pages("kcrd-report.md", "2021-07-05-kcrd-report.pdf")
    write_mail("appeal.md", "2021-05-03-residents-appeal.eml")
    write_register("casualties.csv", "2021-07-kcrd-register.xlsx")


def source(name: str) -> tuple[Heading, str]:
    """The `key: value` lines that open a source, and the text below them."""
    opening, _, body = (SOURCES / name).read_text(encoding="utf-8").partition("\n\n")
    heading = dict(line.split(": ", 1) for line in opening.splitlines())
    return heading, body.strip()


def blocks(body: str) -> Iterator[Block]:
    """The blocks of a text, each as its mark (`#`, `##`, `-` or nothing) and its words."""
    for part in body.split("\n\n"):
        if part.startswith("- "):
            yield from (("-", line.removeprefix("- ")) for line in part.splitlines())
        elif found := re.match(r"(#+) (.*)", part):
            yield found[1], found[2]
        else:
            yield "", part


def moment(heading: Heading) -> datetime:
    """Nine in the morning, UTC, on the day that the source names."""
    return datetime.fromisoformat(heading["date"]).replace(hour=9, tzinfo=UTC)


def write_letter(name: str, target: str) -> None:
    """Writes an OpenDocument text."""
    heading, body = source(name)
    document = OpenDocument("text")
    document.body.clear()
    for mark, words in blocks(body):
        if mark == "-":
            document.body.append(BulletList([words]))
        elif mark:
            document.body.append(Header(len(mark), words))
        else:
            document.body.append(Paragraph(words))
    document.meta.title = heading["title"]
    document.meta.creator = heading["author"]
    document.meta.creation_date = moment(heading)
    document.meta.date = moment(heading)
    written = BytesIO()
    document.save(written)
    settle(written, REPORTS / target, moment(heading))


def write_statement(name: str, target: str) -> None:
    """Writes a Word document."""
    heading, body = source(name)
    document = Document()
    for mark, words in blocks(body):
        if mark == "-":
            document.add_paragraph(words, style="List Bullet")
        elif mark:
            document.add_heading(words, level=len(mark))
        else:
            document.add_paragraph(words)
    properties = document.core_properties
    properties.title, properties.author = heading["title"], heading["author"]
    properties.comments = heading["publisher"]
    properties.created = properties.modified = moment(heading).replace(tzinfo=None)
    written = BytesIO()
    document.save(written)
    settle(written, REPORTS / target, moment(heading))


class Pages(FPDF):
    """A4 pages with the publisher above and the page number below."""

    publisher: str = ""

    def header(self) -> None:
        """The publisher, on every page but the first."""
        if self.page_no() > 1:
            self.set_font("Helvetica", "I", 9)
            self.cell(0, 8, self.publisher, new_x="LMARGIN", new_y="NEXT")

    def footer(self) -> None:
        """The page number."""
        self.set_y(-15)
        self.set_font("Helvetica", "", 9)
        self.cell(0, 8, str(self.page_no()), align="C")


def write_pages(name: str, target: str) -> None:
    """Writes a PDF."""
    heading, body = source(name)
    pages = Pages(format="A4")
    pages.publisher = heading["publisher"]
    pages.set_title(heading["title"])
    pages.set_author(heading["author"])
    pages.set_creation_date(moment(heading))
    pages.set_margins(25, 22, 25)
    pages.set_auto_page_break(auto=True, margin=22)
    pages.add_page()
    for mark, words in blocks(body):
        if mark and pages.will_page_break(30):
            pages.add_page()
        size = {"#": 18, "##": 13}.get(mark, 11)
        pages.set_font("Helvetica", "B" if mark else "", size)
        pages.multi_cell(0, size * 0.5, words, align="L", new_x="LMARGIN", new_y="NEXT")
        pages.ln(3)
    pages.output(str(REPORTS / target))


def write_mail(name: str, target: str) -> None:
    """Writes a mail with its attachment."""
    heading, body = source(name)
    mail = EmailMessage(policy=SMTP)
    for field in ("From", "To", "Cc"):
        spoken, address = parseaddr(heading[field])
        mail[field] = Address(spoken, addr_spec=address)
    mail["Date"] = parsedate_to_datetime(heading["Date"])
    mail["Subject"] = heading["Subject"]
    mail["Message-ID"] = "<appeal-1@tirrel-residents.example>"
    mail.set_content(body + "\n")
    attachment = heading["Attachment"]
    mail.add_attachment((SOURCES / attachment).read_text(encoding="utf-8"), filename=attachment)
    mail.set_boundary("karsa-appeal")
    (REPORTS / target).write_bytes(mail.as_bytes())


def write_register(name: str, target: str) -> None:
    """Writes a workbook of one sheet: one row for each person killed."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Register"
    with (SOURCES / name).open(encoding="utf-8", newline="") as lines:
        for row in csv.reader(lines):
            sheet.append([int(cell) if cell.isdigit() else cell for cell in row])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    sheet.freeze_panes = "A2"
    sheet.column_dimensions["J"].width = 90
    book.properties.creator = "Karsan Centre for Rights Documentation"
    book.properties.title = "Register of people killed, March to April 2021"
    made = datetime(2021, 7, 5, 9, tzinfo=UTC)
    book.properties.created = made.replace(tzinfo=None)
    written = BytesIO()
    book.save(written)
    settle(written, REPORTS / target, made)


def settle(written: BytesIO, path: Path, made: datetime) -> None:
    """Copies a zipped document with every time in it set to `made`, so that the bytes do not change."""
    stamp = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")
    with zipfile.ZipFile(written) as loose, zipfile.ZipFile(path, "w") as settled:
        for entry in loose.infolist():
            fixed = zipfile.ZipInfo(entry.filename, made.timetuple()[:6])
            fixed.compress_type = entry.compress_type
            content = loose.read(entry)
            settled.writestr(fixed, stamp.sub(rb"\g<1>" + f"{made:%Y-%m-%dT%H:%M:%SZ}".encode(), content))


if __name__ == "__main__":
    main()
