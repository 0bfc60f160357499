"""Mail."""

from __future__ import annotations

from email.message import EmailMessage
from typing import Any

from adding.making import SECOND, SENTENCE, a_docx, a_page, opened


def a_mail(body: str = SENTENCE, **headers: str) -> EmailMessage:
    mail = EmailMessage()
    fields = {"From": "Ida Quill <ida@mill.example>", "To": "council@dunmere.example"} | headers
    for field, words in ({"Date": "Mon, 03 May 2021 23:20:00 +0400", "Subject": "Our bakers"} | fields).items():
        mail[field] = words
    mail.set_content(body)
    return mail


def test_the_headers_are_kept_and_the_body_is_the_text() -> None:
    (report,), refusals = opened(a_mail().as_bytes(), "bakers.eml")
    assert not refusals
    assert report.text == SENTENCE
    assert (report.title, report.author, report.published) == ("Our bakers", "Ida Quill", "2021-05-03")
    headers = next(entry for entry in report.custody if entry["step"] == "headers")
    assert headers["To"] == "council@dunmere.example"
    assert headers["From"] == "Ida Quill <ida@mill.example>"


def test_an_attachment_is_a_report_of_its_own_with_the_mail_as_its_parent() -> None:
    mail = a_mail()
    kind: dict[str, Any] = {"maintype": "application", "subtype": "octet-stream"}
    mail.add_attachment(a_docx(SECOND), filename="answer.docx", **kind)
    mail.add_attachment(f"List of the taken\n2 May 2021\n\n{SECOND}", filename="list.txt")
    (body, answer, listed), refusals = opened(mail.as_bytes(), "bakers.eml")
    assert not refusals
    assert (answer.parent, listed.parent, body.parent) == (body.id, body.id, None)
    assert answer.name == "bakers.eml/answer.docx"
    assert listed.published == "2021-05-02"


def test_a_mail_that_was_forwarded_is_read_too() -> None:
    mail = a_mail()
    mail.add_attachment(a_mail(SECOND, Subject="The answer of the garrison"))
    (body, forwarded), _ = opened(mail.as_bytes(), "bakers.eml")
    assert forwarded.title == "The answer of the garrison"
    assert forwarded.parent == body.id


def test_an_attachment_that_cannot_be_read_leaves_the_mail() -> None:
    mail = a_mail()
    mail.add_attachment(bytes(range(256)) * 9, maintype="application", subtype="octet-stream", filename="blob.bin")
    (report,), (refusal,) = opened(mail.as_bytes(), "bakers.eml")
    assert report.text == SENTENCE
    assert refusal.path == "bakers.eml/blob.bin"


def test_a_mail_that_is_only_a_page_is_read_without_its_markup() -> None:
    mail = a_mail()
    mail.set_content(a_page().decode(), subtype="html")
    (report,), _ = opened(mail.as_bytes(), "bakers.eml")
    assert SENTENCE in report.text
    assert "<p>" not in report.text


def test_each_mail_of_a_box_is_a_report() -> None:
    first = a_mail(f"{SENTENCE}\n\n>From the mill we heard a truck.").as_bytes()
    second = a_mail(SECOND, Subject="The answer").as_bytes()
    box = b"From ida@mill.example Mon May  3 09:20:00 2021\n" + first
    box += b"\nFrom x@fort.example Tue May  4 10:00:00 2021 +0100\n" + second
    (one, two), refusals = opened(box, "letters.mbox")
    assert not refusals
    assert one.text.endswith("\n\nFrom the mill we heard a truck.")
    assert (two.name, two.title) == ("letters.mbox/mail 2", "The answer")


def test_an_encrypted_mail_is_refused() -> None:
    head = b"From: ida@mill.example\nSubject: x\nContent-Type: multipart/encrypted; boundary=b\n\n--b\n\nabc\n--b--\n"
    reports, (refusal,) = opened(head, "secret.eml")
    assert not reports
    assert "encrypted" in refusal.reason


def test_a_body_in_an_unknown_encoding_is_read_as_well_as_it_can_be() -> None:
    content = (
        b"From: ida@mill.example\nSubject: Bakers\nContent-Type: text/plain; charset=klingon\n\n" + SENTENCE.encode()
    )
    (report,), _ = opened(content, "odd.eml")
    assert report.text == SENTENCE


def test_a_text_that_is_no_mail_is_refused() -> None:
    reports, (refusal,) = opened(b"just words", "words.eml")
    assert not reports
    assert "not a mail" in refusal.reason
