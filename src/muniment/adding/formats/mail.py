"""Mail: headers kept, the body a report, and each attachment a report of its own."""

from __future__ import annotations

import email
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from email.message import EmailMessage, MIMEPart
from email.policy import default
from email.utils import parseaddr

import trafilatura

from muniment.adding.dates import published
from muniment.adding.formats.html import article_text
from muniment.adding.formats.plain import unwrapped
from muniment.adding.text import clean, decoded, language, one_line
from muniment.errors import UnreadableReport
from muniment.report import report_of
from muniment.seams import Received

MEDIA_TYPE = "message/rfc822"
KEPT = ("From", "To", "Cc", "Date", "Subject", "Message-ID", "In-Reply-To", "Reply-To")
ENCRYPTED = ("multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime")
POSTMARK = re.compile(rb"(?:\A|\r?\n\r?\n)From [^\r\n]*\d{4}[^\r\n]*\r?\n")
"""The line before each mail of an mbox; it ends in a year, or in a year and a zone."""

ESCAPED = re.compile(r"^>(>*From )", re.MULTILINE)
"""How an mbox keeps such a line out of a body."""

Attached = Callable[[bytes, str], Iterator[Received | UnreadableReport]]


class Mail:
    """Reads `.eml` and `.mbox`; what is attached is read by `attached`, which knows the other formats."""

    name = "mail"
    suffixes = (".eml", ".mbox")

    def __init__(self, attached: Attached) -> None:
        self.attached = attached

    def read(self, content: bytes, *, name: str) -> Iterator[Received | UnreadableReport]:
        """Each mail as a report, followed by its attachments with the mail as their parent."""
        if not POSTMARK.match(content):
            yield from self._mail(content, name)
            return
        for number, message in enumerate(_messages(content), start=1):
            try:
                yield from self._mail(message, f"{name}/mail {number}")
            except UnreadableReport as error:
                yield error

    def _mail(self, content: bytes, name: str) -> Iterator[Received | UnreadableReport]:
        message = email.message_from_bytes(content, policy=default)
        if not any(_header(message, field) for field in ("From", "Subject", "Date")):
            raise UnreadableReport(
                name, "not a mail: it has no From, Subject or Date", media_type=MEDIA_TYPE, hint="name it .txt"
            )
        if message.get_content_type() in ENCRYPTED:
            raise UnreadableReport(
                name, "the mail is encrypted", media_type=MEDIA_TYPE, hint="decrypt it and save a copy"
            )
        part = message.get_body(preferencelist=("plain", "html"))
        body, parts = _body(part), _attachments(message, part)
        if not any(character.isalpha() for character in body) and not parts:
            raise UnreadableReport(
                name, "the mail is empty", media_type=MEDIA_TYPE, hint="check whether its text was lost on the way"
            )
        report = report_of(
            content,
            body or _header(message, "Subject") or "",
            name=name,
            media_type=MEDIA_TYPE,
            title=_header(message, "Subject"),
            author=_author(message),
            published=published(_header(message, "Date")),
            language=language(body),
            custody=({"step": "headers", **{field: said for field in KEPT if (said := _header(message, field))}},),
        )
        if report.text:
            yield Received(report=report, content=content)
        yield from self._attached(parts, name, report.id if report.text else None)

    def _attached(self, parts: list[MIMEPart], name: str, parent: str | None) -> Iterator[Received | UnreadableReport]:
        for number, part in enumerate(parts, start=1):
            label = f"{name}/{part.get_filename() or f'attachment {number}'}"
            content = _content(part)
            if part.get_content_type() == MEDIA_TYPE and not label.lower().endswith(".eml"):
                label += ".eml"
            for found in self.attached(content, label):
                if isinstance(found, Received) and found.report.parent is None:
                    yield replace(found, report=replace(found.report, parent=parent))
                else:
                    yield found


def _attachments(message: EmailMessage, body: MIMEPart | None) -> list[MIMEPart]:
    """What was attached; pictures that the body shows in its lines, such as logos, are not."""
    if not message.is_multipart():
        return [] if body is not None else [message]
    return [part for part in message.iter_attachments() if not _is_logo(part)]


def _is_logo(part: MIMEPart) -> bool:
    return part.get_content_maintype() == "image" and (
        part.get_content_disposition() == "inline" or part["Content-ID"] is not None
    )


def _content(part: MIMEPart) -> bytes:
    if part.get_content_type() == MEDIA_TYPE:
        inner = part.get_payload()
        first = inner[0] if isinstance(inner, list) and inner else None
        return first.as_bytes() if isinstance(first, EmailMessage) else b""
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _header(message: EmailMessage, field: str) -> str | None:
    try:
        return one_line(message[field])
    except (ValueError, IndexError, AttributeError, TypeError):  # malformed headers make the parser itself stumble
        return None


def _author(message: EmailMessage) -> str | None:
    """The sender's name, else the address; the whole header is in the custody log."""
    sender = _header(message, "From")
    name, address = parseaddr(sender or "")
    return name or address or sender


def _body(part: MIMEPart | None) -> str:
    if part is None:
        return ""
    try:
        words = str(part.get_content())
    except (LookupError, ValueError):
        words = _undeclared(part)
    if part.get_content_subtype() == "html":
        return article_text(words)[1] or clean(trafilatura.html2txt(words)).strip()
    return unwrapped(ESCAPED.sub(r"\1", clean(words))).strip()


def _undeclared(part: MIMEPart) -> str:
    """The words of a body that misstates its own encoding."""
    try:
        return decoded(_content(part), name="")[0]
    except UnreadableReport:
        return ""


def _messages(content: bytes) -> Iterator[bytes]:
    """The mails of an mbox, as bytes."""
    starts = [(found.start(), found.end()) for found in POSTMARK.finditer(content)]
    for place, (_, start) in enumerate(starts):
        yield content[start : starts[place + 1][0] if place + 1 < len(starts) else len(content)]
