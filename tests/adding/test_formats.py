"""Each format gives its text, its date and its publisher, and no more than the material says."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from email.message import EmailMessage

import docx
import odfdo
import openpyxl
from fastwarc.warc import WarcRecord, WarcRecordType
from fpdf import FPDF

from .conftest import Reader

STORY = "Soldiers closed the bridge at Odem on Monday. Two farmers were arrested and taken to the barracks."


def test_a_text_opens_with_a_title_and_a_date(opened: Reader) -> None:
    (report,), refused = opened("odem.txt", f"Bridge closed at Odem\n12 March 2021\n\n{STORY}\n")
    assert not refused
    assert (report.title, report.published, report.language) == ("Bridge closed at Odem", "2021-03-12", "en")
    assert STORY in report.text


def test_a_text_without_a_date_has_none(opened: Reader) -> None:
    (report,), _ = opened("odem.txt", STORY)
    assert report.published is None
    assert report.title is None


def test_header_lines_are_metadata(opened: Reader) -> None:
    text = f"Title: Bridge closed\nPublisher: Odem Post\nAuthor: the desk\nDate: March 2021\n\n{STORY}"
    (report,), _ = opened("odem.txt", text)
    assert (report.title, report.publisher, report.author, report.published) == (
        "Bridge closed",
        "Odem Post",
        "the desk",
        "2021-03",
    )


def test_the_agency_in_a_dateline_is_the_publisher(opened: Reader) -> None:
    (report,), _ = opened("wire.txt", f"Bridge closed at Odem\n12 March 2021\n\nODEM, Karsa (Tide Wire) - {STORY}")
    assert report.publisher == "Tide Wire"


def test_lines_broken_at_a_width_are_joined(opened: Reader) -> None:
    broken = "Soldiers closed the bridge at the edge of Odem on Monday before\ndawn, and two farmers who wanted to cross it were arrested and\ntaken away.\n"
    (report,), _ = opened("odem.txt", broken)
    assert "before dawn, and two farmers" in report.text


def test_markdown_keeps_the_words_without_the_marks(opened: Reader) -> None:
    (report,), _ = opened(
        "note.md", f"---\ndate: 2021-03-12\n---\n# Bridge *closed*\n\n**{STORY}** See [the map](map.png).\n"
    )
    assert report.published == "2021-03-12"
    assert report.title == "Bridge closed"
    assert STORY in report.text
    assert "*" not in report.text
    assert "map.png" not in report.text


def test_a_page_gives_its_article_without_the_page_around_it(opened: Reader) -> None:
    body = "".join(f"<p>{STORY} Paragraph {number} of the story adds a little more to it.</p>" for number in range(4))
    page = (
        "<html><head><title>Bridge closed | Odem Post</title><meta property='og:site_name' content='Odem Post'>"
        "<meta property='article:published_time' content='2021-03-13T08:00:00Z'></head><body>"
        f"<nav><a href='/'>Home</a><a href='/sport'>Sport</a></nav><article><h1>Bridge closed</h1>{body}</article>"
        "<footer>All rights reserved. Subscribe to our newsletter.</footer></body></html>"
    )
    (report,), _ = opened("page.html", page)
    assert (report.publisher, report.published) == ("Odem Post", "2021-03-13")
    assert STORY in report.text
    assert "newsletter" not in report.text


def test_a_pdf_keeps_its_pages(opened: Reader) -> None:
    pdf = FPDF()
    pdf.set_font("helvetica", size=12)
    for page in (
        "The first page says that soldiers closed the bridge.",
        "The second page says that two were arrested.",
    ):
        pdf.add_page()
        pdf.multi_cell(0, 8, page)
    (report,), _ = opened("report.pdf", bytes(pdf.output()))
    assert [mark.label for mark in report.marks] == ["page 1", "page 2"]
    assert report.mark_at(report.text.index("second page")) == "page 2"


def test_an_encrypted_pdf_is_refused_by_name(opened: Reader) -> None:
    pdf = FPDF()
    pdf.set_font("helvetica", size=12)
    pdf.add_page()
    pdf.cell(text=STORY)
    pdf.set_encryption(owner_password="owner", user_password="user")
    reports, (refused,) = opened("locked.pdf", bytes(pdf.output()))
    assert not reports
    assert "encrypted" in refused.reason
    assert refused.hint


def test_a_scan_says_that_it_needs_ocr(opened: Reader, monkeypatch: object) -> None:
    import pytest

    assert isinstance(monkeypatch, pytest.MonkeyPatch)
    monkeypatch.setattr("muniment.adding.formats.pdf.shutil.which", lambda _name: None)
    pdf = FPDF()
    pdf.add_page()
    pdf.rect(20, 20, 60, 60)
    reports, (refused,) = opened("scan.pdf", bytes(pdf.output()))
    assert not reports
    assert "OCR" in refused.reason
    assert "tesseract" in refused.hint


def test_a_word_file_keeps_paragraphs_and_tables(opened: Reader) -> None:
    document = docx.Document()
    document.add_paragraph("Statement on the bridge")
    document.add_paragraph("6 May 2021")
    document.add_paragraph(STORY)
    table = document.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "arrested", "two"
    buffer = io.BytesIO()
    document.save(buffer)
    (report,), _ = opened("statement.docx", buffer.getvalue())
    assert report.published == "2021-05-06"
    assert STORY in report.text
    assert "arrested | two" in report.text


def test_an_opendocument_text_is_read(opened: Reader) -> None:
    document = odfdo.Document("text")
    document.body.clear()
    for words in ("Letter to the ministry", "31 March 2021", STORY):
        document.body.append(odfdo.Paragraph(words))
    buffer = io.BytesIO()
    document.save(buffer)
    (report,), _ = opened("letter.odt", buffer.getvalue())
    assert report.published == "2021-03-31"
    assert STORY in report.text


def mail() -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"] = "Camp committee <committee@camp.example>", "council@council.example"
    message["Subject"], message["Date"] = "Appeal", "Mon, 03 May 2021 10:00:00 +0000"
    message.set_content(STORY)
    message.add_attachment("Patients who wait\n2 May 2021\n\n" + STORY, filename="patients.txt")
    return message


def test_an_attachment_is_a_report_of_its_own(opened: Reader) -> None:
    (letter, attached), _ = opened("appeal.eml", mail().as_bytes())
    assert (letter.title, letter.published) == ("Appeal", "2021-05-03")
    assert any(step.get("To") == "council@council.example" for step in letter.custody)
    assert attached.parent == letter.id
    assert attached.published == "2021-05-02"
    assert attached.name == "appeal.eml/patients.txt"


def test_an_mbox_holds_several_mails(opened: Reader) -> None:
    one = b"From a@b Mon May  3 10:00:00 2021\n" + mail().as_bytes() + b"\n"
    reports, _ = opened("box.mbox", one + one.replace(b"Appeal", b"Second"))
    assert [report.title for report in reports if report.parent is None] == ["Appeal", "Second"]


def test_a_row_with_a_narrative_is_a_report(opened: Reader) -> None:
    table = f"case;date;place;description\nC-1;2021-03-08;Odem;{STORY}\nC-2;2021-03-09;Odem;\n"
    (report,), _ = opened("cases.csv", table)
    assert report.part == "row 2"
    assert report.published is None, "the date of an incident is not the date of a report"
    assert report.text.startswith(STORY)
    assert report.mark_at(report.text.index("2021-03-08")) == "row 2, date"


def test_columns_are_mapped_by_name(opened: Reader) -> None:
    table = f"Fall,Was,Wann\nC-1,{STORY.replace(',', ';')},2021-03-09\n"
    (report,), _ = opened("cases.csv", table, mapping={"narrative": "Was", "published": "Wann", "title": "Fall"})
    assert (report.title, report.published) == ("C-1", "2021-03-09")


def test_a_sheet_and_json_lines_are_tables(opened: Reader) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["id", "narrative", "age"])
    sheet.append(["A-1", STORY, 34])
    buffer = io.BytesIO()
    book.save(buffer)
    (row,), _ = opened("register.xlsx", buffer.getvalue())
    assert "age: 34" in row.text
    (note,), _ = opened("notes.jsonl", json.dumps({"narrative": STORY, "published": "2021-06-01"}))
    assert note.published == "2021-06-01"


def test_a_table_without_narratives_is_refused_with_the_way_out(opened: Reader) -> None:
    reports, (refused,) = opened("figures.csv", "month,dead\n1,4\n2,5\n")
    assert not reports
    assert "narrative" in refused.reason
    assert "[columns]" in refused.hint


def test_the_members_of_a_zip_are_reports_and_bad_ones_are_refused(opened: Reader) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("march/odem.txt", STORY)
        archive.writestr("march/empty.txt", "")
        archive.writestr("__MACOSX/._odem.txt", "x")
    reports, refused = opened("march.zip", buffer.getvalue())
    assert [report.name for report in reports] == ["march.zip/march/odem.txt"]
    assert [error.reason for error in refused] == ["the file is empty"]


def warc(page: bytes) -> bytes:
    buffer = io.BytesIO()
    record = WarcRecord()
    record.init_headers(record_type=WarcRecordType.response, record_urn=b"<urn:uuid:1>")
    record.headers["WARC-Target-URI"] = "https://post.example/odem"
    record.headers["WARC-Date"] = "2021-03-14T09:30:00Z"
    record.set_bytes_content(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n" + page)
    record.is_http = True
    record.write(buffer)
    return buffer.getvalue()


def test_a_web_archive_keeps_address_and_time(opened: Reader) -> None:
    for name, content in (("odem.warc", warc(STORY.encode())), ("odem.warc.gz", gzip.compress(warc(STORY.encode())))):
        (report,), _ = opened(name, content)
        assert report.address == "https://post.example/odem"
        assert report.retrieved == "2021-03-14T09:30:00+00:00"
        assert report.text.strip() == STORY


def test_a_wacz_is_a_zip_of_web_archives(opened: Reader) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("archive/data.warc", warc(STORY.encode()))
        archive.writestr("datapackage.json", "{}")
    (report,), refused = opened("capture.wacz", buffer.getvalue())
    assert not refused
    assert report.text.strip() == STORY
