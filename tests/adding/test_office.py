"""Word and OpenDocument texts."""

from __future__ import annotations

import io
import zipfile

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from adding.making import SECOND, SENTENCE, a_docx, a_zip, an_odt, opened


def test_a_word_file_gives_its_paragraphs_tables_and_properties() -> None:
    table = [["name", "age"], ["Ida Quill", "34"]]
    (report,), _ = opened(a_docx("Two bakers taken", "6 May 2021", SENTENCE, table=table), "mill.docx")
    assert report.text == f"Two bakers taken\n\n6 May 2021\n\n{SENTENCE}\n\nname | age\n\nIda Quill | 34"
    assert (report.title, report.published, report.author) == ("Two bakers taken", "2021-05-06", "Records Office")


def test_what_tracked_changes_put_in_is_read_and_what_they_struck_out_is_not() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("Soldiers took ")
    for tag, inner, words in (("w:ins", "w:t", "two"), ("w:del", "w:delText", "three")):
        change, run, text = OxmlElement(tag), OxmlElement("w:r"), OxmlElement(inner)
        text.text = words
        run.append(text)
        change.append(run)
        paragraph._p.append(change)
    paragraph.add_run(" bakers.")
    packed = io.BytesIO()
    document.save(packed)
    (report,), _ = opened(packed.getvalue(), "mill.docx")
    assert report.text == "Soldiers took two bakers."
    assert qn("w:ins")


def test_an_opendocument_text_gives_its_paragraphs() -> None:
    (report,), _ = opened(an_odt("Two bakers taken", "6 May 2021", SENTENCE, SECOND), "mill.odt")
    assert report.text == f"Two bakers taken\n\n6 May 2021\n\n{SENTENCE}\n\n{SECOND}"
    assert (report.title, report.published) == ("Two bakers taken", "2021-05-06")


def test_a_document_without_text_is_refused() -> None:
    for content, name in ((a_docx(), "empty.docx"), (an_odt(), "empty.odt")):
        reports, (refusal,) = opened(content, name)
        assert not reports
        assert "no text" in refusal.reason


def test_a_zip_that_calls_itself_a_document_is_refused() -> None:
    for name in ("fake.docx", "fake.odt"):
        reports, (refusal,) = opened(a_zip({"hello.txt": b"hello"}), name)
        assert not reports
        assert refusal.path == name


def test_an_older_or_encrypted_office_file_is_refused_with_a_way_out() -> None:
    reports, (refusal,) = opened(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old.doc")
    assert not reports
    assert ".docx" in refusal.hint


def test_a_document_that_unfolds_to_too_much_is_refused() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * 40_000_000)
    reports, (refusal,) = opened(packed.getvalue(), "bomb.docx")
    assert not reports
    assert "bomb" in refusal.reason
