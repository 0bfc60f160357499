"""Mail: headers kept, the body a report, and each attachment a report of its own."""

from __future__ import annotations

import email
import mailbox
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

from muniment.adding.dates import published
from muniment.adding.formats.html import article_text
from muniment.adding.formats.plain import unwrapped
from muniment.adding.text import clean, language
from muniment.errors import UnreadableReport
from muniment.report import report_of
from muniment.seams import Received

KEPT = ("From", "To", "Cc", "Date", "Subject", "Message-ID", "In-Reply-To", "Reply-To")
Attached = Callable[[bytes, str], Iterator[Received | UnreadableReport]]


class Mail:
    """Reads `.eml` and `.mbox`; what is attached is read by `attached`, which knows the other formats."""

    name = "mail"
    suffixes = (".eml", ".mbox")

    def __init__(self, attached: Attached) -> None:
        self.attached = attached

    def read(self, content: bytes, *, name: str) -> Iterator[Received | UnreadableReport]:
        """Each mail as a report, followed by its attachments with the mail as their parent."""
        if not name.lower().endswith(".mbox"):
            yield from self._mail(content, name)
            return
        for number, message in enumerate(_messages(content), start=1):
            try:
                yield from self._mail(message, f"{name}/mail {number}")
            except UnreadableReport as error:
                yield error

    def _mail(self, content: bytes, name: str) -> Iterator[Received | UnreadableReport]:
        message = email.message_from_bytes(content, policy=default)
        if not any(message[field] for field in ("From", "Subject", "Date")):
            raise UnreadableReport(name, "not a mail: it has no From, Subject or Date", media_type="message/rfc822")
        body = _body(message)
        parts = list(message.iter_attachments())
        if not body and not parts:
            raise UnreadableReport(name, "the mail is empty", media_type="message/rfc822")
        parent = None
        if body:
            report = report_of(
                content,
                body,
                name=name,
                media_type="message/rfc822",
                title=_header(message, "Subject"),
                author=_header(message, "From"),
                published=published(_header(message, "Date")),
                language=language(body),
                custody=({"step": "headers", **{field: said for field in KEPT if (said := _header(message, field))}},),
            )
            parent = report.id
            yield Received(report=report, content=content)
        yield from self._attachments(parts, name, parent)

    def _attachments(
        self, parts: list[EmailMessage], name: str, parent: str | None
    ) -> Iterator[Received | UnreadableReport]:
        for number, part in enumerate(parts, start=1):
            label = f"{name}/{part.get_filename() or f'attachment {number}'}"
            inner = part.get_content() if part.get_content_type() == "message/rfc822" else part.get_payload(decode=True)
            content = inner.as_bytes() if isinstance(inner, EmailMessage) else inner
            if not isinstance(content, bytes):
                continue
            if isinstance(inner, EmailMessage) and not label.lower().endswith(".eml"):
                label += ".eml"
            for found in self.attached(content, label):
                if isinstance(found, Received) and found.report.parent is None:
                    yield replace(found, report=replace(found.report, parent=parent))
                else:
                    yield found


def _header(message: EmailMessage, field: str) -> str | None:
    try:
        said = message[field]
    except (ValueError, IndexError, AttributeError):  # malformed headers make the parser itself stumble
        return None
    return " ".join(clean(str(said)).split()) or None if said else None


def _body(message: EmailMessage) -> str:
    part = message.get_body(preferencelist=("plain", "html"))
    if part is None:
        return ""
    try:
        words = str(part.get_content())
    except (LookupError, KeyError, ValueError):
        raw = part.get_payload(decode=True)
        words = raw.decode("utf-8", errors="replace") if isinstance(raw, bytes) else ""
    if part.get_content_subtype() == "html":
        return article_text(words)[1]
    return unwrapped(clean(words)).strip()


def _messages(content: bytes) -> Iterator[bytes]:
    """The mails of an mbox, as bytes."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "mails.mbox"
        path.write_bytes(content)
        box = mailbox.mbox(path, create=False)
        try:
            for key in box.iterkeys():
                yield box.get_bytes(key)
        finally:
            box.close()
